"""The 必错 that stand open in a section when it is handed in."""

from edusum.drafts.handing_in import OpenError
from edusum.drafts.models import SectionText
from edusum.proofreading.checking import check_draft


def open_errors_of(row: SectionText) -> list[OpenError]:
    """Without the figures that lack: the desk tells those itself."""
    found = check_draft(row.draft).of_section(row.key)
    return [
        OpenError(item.finding.quote, item.finding.message)
        for item in found
        if item.severity == "error" and not item.is_gap
    ]
