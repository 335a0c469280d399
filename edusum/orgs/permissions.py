"""Who may do what: one table, role × action."""

from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied

from edusum.orgs.enums import DEPARTMENT_ROLES, Role


class Action(StrEnum):
    VIEW = "view"  # see the bureau's drafts, figures and papers
    FILL_FIGURES = "fill_figures"
    HAND_IN_FIGURES = "hand_in_figures"  # of one's department, or of the whole bureau
    REOPEN_FIGURES = "reopen_figures"
    PUBLISH_CHANGE = "publish_change"  # let another value into papers that are finished
    FILL_FOR_UNITS = "fill_for_units"  # for the units below the bureau
    ROLL_UP = "roll_up"  # bring the figures of the units below together
    VIEW_UNITS = "view_units"
    EDIT_SECTION = "edit_section"  # write, hand in, take back
    APPROVE_SECTION = "approve_section"  # approve, return
    ASSIGN = "assign"  # who writes and fills what, until when
    START_DRAFT = "start_draft"
    EXPORT = "export"
    TAKE_IN = "take_in"  # old papers, and papers that were edited outside
    PROOFREAD = "proofread"  # a file of one's own, and what was found in the bureau's drafts
    SETTLE_FINDING = "settle_finding"  # mend, waive
    GIVE_FINDING = "give_finding"  # to a department or a person, to mend
    HOLD_PAPERS = "hold_papers"  # files that anybody of the bureau handed in to be proofread
    SET_RULES = "set_rules"  # which rules run, how grave they are, the bureau's own names
    VIEW_LIBRARY = "view_library"
    EDIT_LIBRARY = "edit_library"
    MANAGE_BUREAU = "manage_bureau"


_C, _H, _E, _P, _D, _M = (
    Role.CONTRIBUTOR,
    Role.SECTION_HEAD,
    Role.EDITOR,
    Role.DEPUTY,
    Role.DIRECTOR,
    Role.LIBRARY_MANAGER,
)
ALLOWED: dict[Action, frozenset[Role]] = {
    Action.VIEW: frozenset({_C, _H, _E, _P, _D, _M}),
    Action.FILL_FIGURES: frozenset({_C, _H, _E}),
    Action.HAND_IN_FIGURES: frozenset({_C, _H, _E}),
    Action.REOPEN_FIGURES: frozenset({_E}),
    Action.PUBLISH_CHANGE: frozenset({_E}),
    Action.FILL_FOR_UNITS: frozenset({_E}),
    Action.ROLL_UP: frozenset({_E}),
    Action.VIEW_UNITS: frozenset({_E, _P, _D, _M}),
    Action.EDIT_SECTION: frozenset({_C, _H, _E}),
    Action.APPROVE_SECTION: frozenset({_H, _E}),
    Action.ASSIGN: frozenset({_H, _E}),
    Action.START_DRAFT: frozenset({_E}),
    Action.EXPORT: frozenset({_H, _E, _P, _D}),
    Action.TAKE_IN: frozenset({_E, _M}),
    Action.PROOFREAD: frozenset({_C, _H, _E, _P, _D, _M}),
    Action.SETTLE_FINDING: frozenset({_C, _H, _E}),
    Action.GIVE_FINDING: frozenset({_H, _E}),
    Action.HOLD_PAPERS: frozenset({_E}),
    Action.SET_RULES: frozenset({_E, _M}),
    Action.VIEW_LIBRARY: frozenset({_E, _M}),
    Action.EDIT_LIBRARY: frozenset({_M}),
    Action.MANAGE_BUREAU: frozenset({_M}),
}
BOUND_TO_DEPARTMENT = frozenset(
    {Action.EDIT_SECTION, Action.APPROVE_SECTION, Action.ASSIGN, Action.SETTLE_FINDING}
)
"""For these, a role held in a department counts only for what belongs to that department."""


def can(user: Any, action: Action, *, bureau: Any, department: Any = None) -> bool:
    """Whether one of the user's roles in the bureau allows the action (in that department, if it is bound).

    Nobody may do anything in no bureau (None).
    """
    if bureau is None or not user.is_active or user.is_anonymous:
        return False
    for membership in memberships_of(user):
        if membership.bureau_id != bureau.pk or membership.role not in ALLOWED[action]:
            continue
        if action not in BOUND_TO_DEPARTMENT or membership.role not in DEPARTMENT_ROLES:
            return True
        if department is not None and membership.department_id == department.pk:
            return True
    return False


def require(user: Any, action: Action, *, bureau: Any, department: Any = None) -> None:
    """Raise PermissionDenied (a 403 page) unless `can`."""
    if not can(user, action, bureau=bureau, department=department):
        raise PermissionDenied("您的角色不能进行这项操作，请联系本单位的模板管理员。")


def can_somewhere(user: Any, action: Action) -> bool:
    """Whether the user may do this in any bureau of theirs."""
    if not user.is_active or user.is_anonymous:
        return False
    return any(membership.role in ALLOWED[action] for membership in memberships_of(user))


def memberships_of(user: Any) -> list[Any]:
    """The user's memberships, read once per request."""
    if not hasattr(user, "_memberships"):
        user._memberships = list(user.memberships.select_related("bureau", "department"))
    return list(user._memberships)
