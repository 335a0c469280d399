"""The 必错 that stand open in a draft, as the pages before an export tell them."""

from collections.abc import Sequence
from dataclasses import dataclass

from edusum.proofreading.checking import Checked, Found

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class OpenErrors:
    """`gap_count`: how many are missing figures, which the page lists anyway; `shown`: some of the others."""

    count: int
    gap_count: int
    shown: Sequence[Found]

    @property
    def hidden_count(self) -> int:
        return self.count - len(self.shown)


def open_errors(checked: Checked) -> OpenErrors | None:
    """None if nothing is open."""
    if not checked.errors:
        return None
    gaps = [item for item in checked.errors if _is_gap(checked, item)]
    others = [item for item in checked.errors if item not in gaps]
    return OpenErrors(len(checked.errors), len(gaps), others[:_SHOWN])


def _is_gap(checked: Checked, item: Found) -> bool:
    finding = item.finding
    return finding.kind == "placeholder" and checked.reading.is_linked(finding.start, finding.end)
