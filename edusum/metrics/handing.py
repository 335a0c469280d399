"""What a sheet says about handing in: for each department or unit that is the reader's, how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from edusum.accounts.models import User
from edusum.metrics.access import may_fill_for_unit
from edusum.metrics.enums import SubmissionState
from edusum.metrics.models import Submission
from edusum.metrics.overview import hand_in_address
from edusum.metrics.submitting import may_hand_in
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import memberships_of


@dataclass(frozen=True, slots=True)
class Part:
    """`address` leads to the page of handing in, "" where it is in already or not the reader's to do."""

    name: str
    submission: Submission | None
    address: str

    @property
    def is_in(self) -> bool:
        return self.submission is not None and self.submission.state == SubmissionState.HANDED_IN

    @property
    def is_reopened(self) -> bool:
        return self.submission is not None and not self.is_in


def bar_of(
    bureau: Bureau, year: int, period: str, *, user: User, known: Iterable[Submission] | None = None
) -> list[Part]:
    """The reader's departments, then the whole unit; of the whole only how it stands, if that is not theirs.

    One query in one's own bureau; none with the submissions of the time that are `known` already.
    """
    rows = known
    if rows is None:
        rows = Submission.objects.of(bureau, year, period).select_related("handed_in_by", "department")
    submissions = {row.department_id: row for row in rows}
    held = [row.department for row in memberships_of(user) if row.department and row.bureau_id == bureau.pk]
    is_above = all(row.bureau_id != bureau.pk for row in memberships_of(user))
    unit = {"unit": bureau.pk} if is_above and may_fill_for_unit(user, bureau) else {}
    whole = submissions.get(None)
    parts = []
    for department in dict.fromkeys(held):
        row = submissions.get(department.pk)
        is_in = row is not None and row.state == SubmissionState.HANDED_IN
        is_open = not is_in and may_hand_in(user, bureau, department)
        address = hand_in_address(year, period, department=department.pk) if is_open else ""
        parts.append(Part(department.name, row, address))
    is_in = whole is not None and whole.state == SubmissionState.HANDED_IN
    is_open = not is_in and bool(unit or may_hand_in(user, bureau))
    if is_open or whole is not None:
        address = hand_in_address(year, period, **unit) if is_open else ""
        parts.append(Part(bureau.short_name, whole, address))
    return parts
