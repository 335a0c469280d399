"""Who keeps the metrics: all bureaus share them, so the library managers of any bureau do. Who fills them,
who sees those of units, and who lets changes of held values through."""

from collections.abc import Collection
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Exists, OuterRef, Q, When

from edusum.accounts.models import User
from edusum.metrics.models import PendingChange, Submission
from edusum.orgs.actors import Actor, System
from edusum.orgs.enums import DEPARTMENT_ROLES
from edusum.orgs.models import Bureau, Membership
from edusum.orgs.permissions import ALLOWED, Action, can, can_somewhere, memberships_of
from edusum.orgs.permissions import require as require_in_bureau

REFUSED = "指标由模板管理员维护，需要修改时请联系本单位的模板管理员。"
REPORTED = "这项指标已报到上级单位，改动由上级单位的统稿人发布。"


def require(actor: Actor) -> None:
    """Raise PermissionDenied (a 403 page) unless the actor may change metrics."""
    if not isinstance(actor, System) and not can_somewhere(actor, Action.EDIT_LIBRARY):
        raise PermissionDenied(REFUSED)


def may_fill(user: User, bureau: Bureau) -> bool:
    """In one's own bureau by role; for a unit below it, the office fills (schools without accounts)."""
    return can(user, Action.FILL_FIGURES, bureau=bureau) or may_fill_for_unit(user, bureau)


def may_fill_for_unit(user: User, unit: Bureau) -> bool:
    """Whether one of the bureaus above the unit lets the user fill for its units."""
    return _may_from_above(user, Action.FILL_FOR_UNITS, unit)


def may_see_as_unit(user: User, unit: Bureau) -> bool:
    """Whether one of the bureaus above the unit lets the user look into its units."""
    return _may_from_above(user, Action.VIEW_UNITS, unit)


def _may_from_above(user: User, action: Action, unit: Bureau) -> bool:
    if unit.parent_id is None or not can_somewhere(user, action):
        return False
    return any(can(user, action, bureau=bureau) for bureau in unit.above())


def require_filling(user: User, bureau: Bureau) -> None:
    """Raise PermissionDenied (a 403 page) unless the user may fill figures there."""
    if not may_fill(user, bureau):
        require_in_bureau(user, Action.FILL_FIGURES, bureau=bureau)


def departments_served(user: User, bureau: Bureau) -> set[int] | None:
    """The departments (ids) whose metrics the user may fill; None: those of all."""
    held = [item for item in memberships_of(user) if item.bureau_id == bureau.pk]
    fills = [item for item in held if item.role in ALLOWED[Action.FILL_FIGURES]]
    if not fills or any(item.role not in DEPARTMENT_ROLES for item in fills):
        return None
    return {item.department_id for item in fills}


# Changes of held values


class Waiting(NamedTuple):
    """A change that waits, by its id and that of the bureau whose figure it is."""

    pk: int
    bureau: int
    year: int
    period: str


def may_publish(user: User, bureau: Bureau, year: int, period: str) -> bool:
    """What a unit has reported to the bureaus above, they decide upon; all else the unit's own office."""
    if is_reported(bureau, year, period):
        return _may_from_above(user, Action.REOPEN_FIGURES, bureau)
    return can(user, Action.PUBLISH_CHANGE, bureau=bureau)


def require_publishing(user: User, bureau: Bureau, year: int, period: str) -> None:
    """Raise PermissionDenied (a 403 page) unless `may_publish`."""
    if not may_publish(user, bureau, year, period):
        require_in_bureau(user, Action.PUBLISH_CHANGE, bureau=bureau)
        raise PermissionDenied(REPORTED)


def is_reported(bureau: Bureau, year: int, period: str) -> bool:
    """Whether the whole unit has handed in, to somebody above who can give it back."""
    if bureau.parent_id is None:
        return False
    whole = Submission.objects.handed_in().of(bureau, year, period).filter(department=None)
    return whole.exists() and somebody_reopens(bureau.above())


def somebody_reopens(bureaus: Collection[Bureau]) -> bool:
    """Whether anybody in these bureaus gives figures back that were handed in."""
    roles = ALLOWED[Action.REOPEN_FIGURES]
    holders = Membership.objects.filter(bureau__in=bureaus, role__in=roles, user__is_active=True)
    return bool(bureaus) and holders.exists()


def publishable(user: User) -> list[Waiting]:
    """The changes that wait for this person (`may_publish`), of their own bureaus and of units below.

    One query where nothing waits that was reported upwards, and one more for each level else.
    """
    own = _bureaus_with(user, Action.PUBLISH_CHANGE)
    tops = set(_bureaus_with(user, Action.REOPEN_FIGURES))
    if not own and not tops:
        return []
    whole = Submission.objects.handed_in().filter(
        bureau=OuterRef("bureau"), year=OuterRef("year"), period=OuterRef("period"), department=None
    )
    is_reported_up = Q(bureau__parent__isnull=False) & Exists(whole)
    rows = PendingChange.objects.waiting().order_by("pk")
    columns = ("pk", "bureau", "year", "period")
    asked = rows.filter(Q(bureau__in=own) | is_reported_up)
    found = asked.values_list(*columns, Case(When(is_reported_up, then=True), default=False))
    free = [Waiting(*row) for *row, is_sent in found if not is_sent]
    sent = [Waiting(*row) for *row, is_sent in found if is_sent]
    below = _below(tops, {row.bureau for row in sent})
    theirs = {row.bureau for row in sent} & own.keys()
    kept = {pk for pk in theirs if not somebody_reopens(own[pk].above())}
    return free + [row for row in sent if row.bureau in below or row.bureau in kept]


def _bureaus_with(user: User, action: Action) -> dict[int, Bureau]:
    held = memberships_of(user) if user.is_active else []
    return {item.bureau_id: item.bureau for item in held if item.role in ALLOWED[action]}


def _below(tops: Collection[int], units: Collection[int]) -> set[int]:
    """Those of the units that are below one of these bureaus (ids). A query for each level."""
    above, found = {unit: unit for unit in units}, set()
    while above:
        rows = Bureau.objects.filter(pk__in=set(above.values())).order_by().values_list("pk", "parent")
        parents = {pk: parent for pk, parent in rows if parent is not None}
        above = {unit: parents[place] for unit, place in above.items() if place in parents}
        found |= {unit for unit, place in above.items() if place in tops}
        above = {unit: place for unit, place in above.items() if unit not in found}
    return found
