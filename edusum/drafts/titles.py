"""How lists call a section: its heading with the names of texts written out (2026年工作总结)."""

from edusum.drafts.models import Draft, SectionText
from edusum.library import wording

DRAFT_NAMES = ("draft__bureau", "draft__version", "draft__report_template", "draft__department")
"""What a row that was fetched with its draft needs besides."""


def short_title(draft: Draft) -> str:
    """The paper's title without the name of the bureau, for lists in which all are its own."""
    title = draft.title
    for name in (draft.bureau.full_name, draft.bureau.short_name):
        if name and title.startswith(name) and title != name:
            return title.removeprefix(name)
    return title


def title_of(row: SectionText) -> str:
    """For a row with its place and its draft's names at hand; `with_shared_terms` spares a query each."""
    name = str(row)
    return wording.plain(name, {}, row.draft.texts) if "{{" in name else name
