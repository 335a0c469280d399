"""Who proofreads what: drafts of one's bureau, papers one handed in, was asked about, or looks after."""

from typing import Any

from django.core.exceptions import PermissionDenied

from edusum.drafts.models import Draft
from edusum.orgs.models import Bureau, Department
from edusum.orgs.permissions import ALLOWED, Action, can, memberships_of, require
from edusum.proofreading.models import CheckedPaper, FindingAssignment

Target = Draft | CheckedPaper
NOT_HELD = "这份文件由放进来的人和本单位的统稿人处理；交给您的只是其中的问题，请在那几处修改或者说明理由。"
NO_BUREAU = "您还没有在任何单位任职，请联系本单位的模板管理员。"


def proofreading_bureau(user: Any) -> Bureau:
    """The bureau whose papers a person proofreads; raises PermissionDenied (a 403 page) without one."""
    for membership in memberships_of(user):
        if user.is_active and membership.role in ALLOWED[Action.PROOFREAD]:
            bureau: Bureau = membership.bureau
            return bureau
    raise PermissionDenied(NO_BUREAU)


def holds(user: Any, paper: CheckedPaper) -> bool:
    """Whether a checked paper is one's own: one handed it in, or is the office of its bureau. Others see it
    only for the findings that were given to them."""
    if can(user, Action.HOLD_PAPERS, bureau=paper.bureau):
        return True
    return paper.uploaded_by_id == user.pk and can(user, Action.PROOFREAD, bureau=paper.bureau)


def require_held(user: Any, paper: CheckedPaper) -> None:
    """Raises PermissionDenied unless `holds`."""
    if not holds(user, paper):
        raise PermissionDenied(NOT_HELD)


def is_given_to(user: Any, given: FindingAssignment | None) -> bool:
    """Whether a finding was given to the person, or to a department of theirs."""
    if given is None:
        return False
    if given.person_id == user.pk:
        return True
    return given.department_id is not None and any(
        membership.department_id == given.department_id for membership in memberships_of(user)
    )


def may_settle(
    user: Any, target: Target, department: Department | None, given: FindingAssignment | None = None
) -> bool:
    """Whether one may mend a finding: in drafts by role and the section's `department`; in a checked paper
    who holds it, and whom the finding was `given` to."""
    if isinstance(target, CheckedPaper):
        is_asked = is_given_to(user, given) and can(user, Action.PROOFREAD, bureau=target.bureau)
        return is_asked or holds(user, target)
    return can(user, Action.SETTLE_FINDING, bureau=target.bureau, department=department)


def require_settle(
    user: Any, target: Target, department: Department | None, given: FindingAssignment | None = None
) -> None:
    """Raises PermissionDenied unless `may_settle`."""
    if not isinstance(target, CheckedPaper):
        require(user, Action.SETTLE_FINDING, bureau=target.bureau, department=department)
    elif not may_settle(user, target, None, given):
        raise PermissionDenied(NOT_HELD)


def may_waive(
    user: Any,
    target: Target,
    department: Department | None,
    given: FindingAssignment | None = None,
    *,
    is_error: bool,
) -> bool:
    """As `may_settle`; that a 必错 of a checked paper is none, only who holds the paper may say."""
    if is_error and isinstance(target, CheckedPaper):
        return holds(user, target)
    return may_settle(user, target, department, given)


def may_give(user: Any, target: Target) -> bool:
    """Whether one may ask others to mend what was found: a checked paper is shown only by who holds it."""
    if not can(user, Action.GIVE_FINDING, bureau=target.bureau):
        return False
    return not isinstance(target, CheckedPaper) or holds(user, target)


def require_give(user: Any, target: Target) -> None:
    """Raises PermissionDenied unless `may_give`."""
    require(user, Action.GIVE_FINDING, bureau=target.bureau)
    if not may_give(user, target):
        raise PermissionDenied(NOT_HELD)


def may_undo(user: Any, paper: CheckedPaper, made_by: int | None) -> bool:
    """Whether one may take back a change that the user of that id made: one's own, or in a paper held."""
    return holds(user, paper) or (made_by == user.pk and can(user, Action.PROOFREAD, bureau=paper.bureau))
