"""A section's heading as it would stand on paper, wherever in the tree it is being typed."""

from edusum.document import model as paper
from edusum.document.numbering import marker
from edusum.library import phrasing
from edusum.library.contents import section_tree
from edusum.library.enums import HeadingForm
from edusum.library.models import Section
from edusum.library.wording import Texts, headline


def heading_on_paper(section: Section, texts: Texts) -> paper.Section:
    """The section without its words; one that is not stored yet counts behind its siblings."""
    return paper.Section(
        level=section.level,
        marker=_mark(section) if section.level else "",
        heading=_said(section.heading, texts),
        is_run_in=section.heading_form == HeadingForm.RUN_IN,
    )


def _mark(section: Section) -> str:
    before = 0
    for other, _ in section_tree(section.version):
        if other.pk == section.pk:
            break
        before += _run(other) == _run(section) and other.heading_form != HeadingForm.NONE
    return marker(before + 1, level=section.level, style=section.marker_style)


def _run(section: Section) -> tuple[int | None, int, str]:
    return section.parent_id, section.level, section.marker_style


def _said(heading: str, texts: Texts) -> str:
    """A heading with a fault is shown as it is typed."""
    return (
        heading if phrasing.check(heading, metric_names=(), allow_metrics=False) else headline(heading, texts)
    )
