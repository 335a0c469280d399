"""Who has handed in their figures and who has not: departments of a bureau, units below it."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count

from edusum.accounts.models import User
from edusum.metrics.addresses import page_address
from edusum.metrics.enums import State, SubmissionState
from edusum.metrics.expected import asked_of_units
from edusum.metrics.models import MetricAssignment, MetricValue, Submission
from edusum.metrics.rollups.reading import Below, units_below
from edusum.metrics.submitting import may_hand_in
from edusum.orgs.models import Bureau, Department
from edusum.orgs.permissions import Action, can, memberships_of


@dataclass(frozen=True, slots=True)
class Party:
    """A department or a unit: how far its figures are, and what it has handed in.

    `inner` are the units below it that are awaited, `inner_in` those of them that have handed in; 0 for who
    has none. `more` is the page of its own units, "" if there is none. `is_readers`: whoever reads works
    there.
    """

    name: str
    answered: int
    expected: int
    submission: Submission | None
    hand_in: str = ""
    sheet: str = ""
    more: str = ""
    inner: int = 0
    inner_in: int = 0
    is_readers: bool = False

    @property
    def is_in(self) -> bool:
        return self.submission is not None and self.submission.state == SubmissionState.HANDED_IN

    @property
    def is_reopened(self) -> bool:
        return self.submission is not None and not self.is_in

    @property
    def percent(self) -> int:
        return min(100, self.answered * 100 // self.expected) if self.expected else 0


def departments_of(bureau: Bureau, year: int, period: str, *, user: User) -> list[Party]:
    """Those that have metrics to fill, in the order of the bureau. Four queries."""
    assigned = MetricAssignment.objects.of(bureau, year, period)
    metrics = dict(assigned.values_list("metric", "department"))
    answered = set(
        MetricValue.objects.for_period(bureau, year, period)
        .exclude(state=State.PENDING)
        .values_list("metric", flat=True)
    )
    expected = Counter(metrics.values())
    done = Counter(department for metric, department in metrics.items() if metric in answered)
    submissions = {
        row.department_id: row
        for row in Submission.objects.of(bureau, year, period).select_related("handed_in_by")
    }
    held = {item.department_id for item in memberships_of(user)}
    parties = []
    for department in Department.objects.filter(bureau=bureau):
        row = submissions.get(department.pk)
        if expected[department.pk] or row:
            address = hand_in_address(year, period, department=department.pk)
            parties.append(
                Party(
                    department.name,
                    done[department.pk],
                    expected[department.pk],
                    row,
                    hand_in=address if may_hand_in(user, bureau, department) else "",
                    is_readers=department.pk in held,
                )
            )
    return parties


def units_of(
    bureau: Bureau, year: int, period: str, *, home: Bureau, user: User
) -> tuple[list[Party], tuple[str, ...]]:
    """The units directly below a bureau, with how many of theirs are in; and the names of those below it that
    came later than the year."""
    below = units_below(bureau, year, period)
    tree = below.tree
    children = [unit for unit, parent in zip(tree.units, tree.parents, strict=True) if parent == 0]
    expected, answered = _progress(bureau, children, year, period)
    rows = Submission.objects.filter(bureau__in=children, year=year, period=period, department=None)
    submissions = {row.bureau_id: row for row in rows.select_related("handed_in_by")}
    awaited, missing = _inner(below)
    fills = can(user, Action.FILL_FOR_UNITS, bureau=home)
    parties = []
    for unit in children:
        is_inner = unit in awaited
        parties.append(
            Party(
                below.names[unit],
                answered[unit],
                expected[unit],
                submissions.get(unit),
                hand_in=hand_in_address(year, period, unit=unit) if fills else "",
                sheet=sheet_address(year, period, unit) if fills else "",
                more=list_address(year, period, of=unit) if is_inner else "",
                inner=awaited[unit],
                inner_in=awaited[unit] - missing[unit],
            )
        )
    return parties, below.newer


def _progress(
    bureau: Bureau, children: Collection[int], year: int, period: str
) -> tuple[Counter[int], Counter[int]]:
    """How many metrics are expected of each of the units, and how many it has answered.

    Expected is what it filled this year or last; of one that never did, what the bureau asks of its units.
    """
    rows = MetricValue.objects.filter(bureau__in=children, period=period).order_by()
    known = rows.filter(year__in=(year - 1, year)).values_list("bureau")
    expected = Counter(dict(known.annotate(count=Count("metric", distinct=True))))
    done = rows.filter(year=year).exclude(state=State.PENDING).values_list("bureau")
    fresh = [unit for unit in children if not expected[unit]]
    asked = len(asked_of_units([bureau.pk], year, period)) if fresh else 0
    expected.update(dict.fromkeys(fresh, asked))
    return expected, Counter(dict(done.annotate(count=Count("pk"))))


def _inner(below: Below) -> tuple[Counter[int], Counter[int]]:
    """For each unit directly below: how many units below it are awaited, and how many of them are missing."""
    tree = below.tree
    branch = [0] * len(tree.units)
    has_units = set(tree.parents)
    awaited: Counter[int] = Counter()
    missing: Counter[int] = Counter()
    for place in range(1, len(tree.units)):
        parent = tree.parents[place]
        branch[place] = place if parent == 0 else branch[parent]
        if parent != 0 and place not in has_units:
            awaited[tree.units[branch[place]]] += 1
            missing[tree.units[branch[place]]] += not tree.submitted[place]
    return awaited, missing


def shown_parties(parties: Sequence[Party], *, state: str, words: str) -> list[Party]:
    """Those whose name contains the words, and that are in ("in") or not ("out")."""
    return [
        party
        for party in parties
        if words in party.name and (state not in {"in", "out"} or party.is_in == (state == "in"))
    ]


def hand_in_address(year: int, period: str, **asked: int) -> str:
    return page_address("metrics:submission_hand_in", year, period, asked)


def list_address(year: int, period: str, **asked: int | str) -> str:
    return page_address("metrics:submission_list", year, period, asked)


def sheet_address(year: int, period: str, unit: int) -> str:
    return page_address("metrics:metric_sheet", year, period, {"unit": unit})
