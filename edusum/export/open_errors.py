"""The 必错 that stand open in a draft, as the pages before an export tell them."""

from collections.abc import Sequence
from dataclasses import dataclass

from edusum.accounts.models import User
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import ALLOWED, Action, memberships_of
from edusum.proofreading.checking import Checked, Found

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class OpenErrors:
    """`gap_count`: how many are missing figures, which the page lists anyway, of `metric_count` metrics;
    `shown`: some of the others."""

    count: int
    gap_count: int
    metric_count: int
    shown: Sequence[Found]

    @property
    def hidden_count(self) -> int:
        return self.count - len(self.shown)


def open_errors(checked: Checked) -> OpenErrors | None:
    """None if nothing is open."""
    count = checked.error_count
    if not count:
        return None
    others = [item for item in checked.errors if not item.is_gap]
    metrics = {gap.name for gap in checked.gaps}
    return OpenErrors(count, count - len(others), len(metrics), others[:_SHOWN])


def may_mend(user: User, bureau: Bureau) -> bool:
    """Whether one mends findings in some section of the bureau; others can only look and ask."""
    return any(
        membership.bureau_id == bureau.pk and membership.role in ALLOWED[Action.SETTLE_FINDING]
        for membership in memberships_of(user)
    )
