"""How lists call a section: its heading with the names of texts written out (2026年工作总结)."""

from edusum.drafts.models import SectionText
from edusum.library import wording

DRAFT_NAMES = ("draft__bureau", "draft__version", "draft__report_template", "draft__department")
"""What a row that was fetched with its draft needs besides."""


def title_of(row: SectionText) -> str:
    """For a row with its place and its draft's names at hand; `with_shared_terms` spares a query each."""
    name = str(row)
    return wording.plain(name, {}, row.draft.texts) if "{{" in name else name
