"""Who keeps the metrics: all bureaus share them, so the library managers of any bureau do. Who fills them."""

from django.core.exceptions import PermissionDenied

from edusum.accounts.models import User
from edusum.orgs.actors import Actor, System
from edusum.orgs.enums import DEPARTMENT_ROLES
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import ALLOWED, Action, can, can_somewhere, memberships_of
from edusum.orgs.permissions import require as require_in_bureau

REFUSED = "指标由模板管理员维护，需要修改时请联系本单位的模板管理员。"


def require(actor: Actor) -> None:
    """Raise PermissionDenied (a 403 page) unless the actor may change metrics."""
    if not isinstance(actor, System) and not can_somewhere(actor, Action.EDIT_LIBRARY):
        raise PermissionDenied(REFUSED)


def may_fill(user: User, bureau: Bureau) -> bool:
    """In one's own bureau by role; for a unit below it, the office fills (schools without accounts)."""
    return can(user, Action.FILL_FIGURES, bureau=bureau) or may_fill_for_unit(user, bureau)


def may_fill_for_unit(user: User, unit: Bureau) -> bool:
    """Whether one of the bureaus above the unit lets the user fill for its units."""
    if not can_somewhere(user, Action.FILL_FOR_UNITS):
        return False
    return any(can(user, Action.FILL_FOR_UNITS, bureau=bureau) for bureau in unit.ancestors())


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
