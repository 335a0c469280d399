"""What people decide about a finding: that it is no fault, and who is to mend it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.drafts.models import Draft
from edusum.drafts.reminding import notify
from edusum.drafts.texts import on_one_line
from edusum.orgs.models import Bureau, Department, Membership
from edusum.proofreading.access import (
    NOT_HELD,
    Target,
    holds,
    may_settle,
    may_waive,
    require_give,
    require_settle,
)
from edusum.proofreading.checking import Found
from edusum.proofreading.models import MAX_REASON, CheckedPaper, FindingAssignment, Waiver

_KEPT_QUOTE = 500
_TOLD_QUOTE = 40
ERROR_HELD = "“必错”要由放文件进来的人或统稿人确认不是错误，您可以改掉它，或者请他们看一看。"
NOBODY_THERE = "{}还没有账户，交过去没有人看得到。请交给统稿人，或者请模板管理员先添加账户。"


@transaction.atomic
def waive(*, target: Target, found: Found, reason: str, actor: User) -> Waiver:
    """Say why a finding is no fault: it stays so until its own words change.

    Raises EdusumError without a reason, PermissionDenied. What was given to somebody is done with.
    """
    require_waive(actor, target, found)
    reason = on_one_line(reason)
    if not reason:
        raise EdusumError("请写明为什么不是错误，别人看到时才知道已经核过。")
    if len(reason) > MAX_REASON:
        raise EdusumError(f"理由最多 {MAX_REASON} 字，请写得简短些。")
    waiver, _ = Waiver.objects.update_or_create(
        **_of(target),
        fingerprint=found.finding.fingerprint,
        defaults={**_told(found), "reason": reason, "waived_by": actor},
    )
    return waiver


@transaction.atomic
def take_back_waiver(*, target: Target, found: Found, actor: User) -> None:
    """The finding counts again. Raises PermissionDenied: what another waived of a checked paper, only who
    holds the paper takes back."""
    if not may_take_back(actor, target, found):
        raise PermissionDenied(NOT_HELD)
    Waiver.objects.filter(**_of(target), fingerprint=found.finding.fingerprint).delete()


@transaction.atomic
def give(
    *,
    target: Target,
    found: Found,
    actor: User,
    department: Department | None = None,
    person: User | None = None,
    note: str = "",
) -> FindingAssignment:
    """Ask a department or a person to mend it; whom it was given to before is relieved. They are told.

    Raises EdusumError unless exactly one is named who belongs to the bureau and has an account,
    PermissionDenied.
    """
    bureau = target.bureau
    require_give(actor, target)
    if (department is None) == (person is None):
        raise EdusumError("请交给一个科室，或者一个人。")
    if department and (department.bureau_id != bureau.pk or not department.is_active):
        raise EdusumError("这个科室不属于本单位或已停用，请另选一个。")
    people = [person] if person else staff_of(department)
    if department and not people:
        raise EdusumError(NOBODY_THERE.format(department.name))
    if person and not (person.is_active and person.memberships.filter(bureau=bureau).exists()):
        raise EdusumError("这个人不在本单位任职或账户已停用，请另选一个。")
    assignment, _ = FindingAssignment.objects.update_or_create(
        **_of(target),
        fingerprint=found.finding.fingerprint,
        done_at=None,
        defaults={
            **_told(found),
            "department": department,
            "person": person,
            "note": on_one_line(note)[:MAX_REASON],
            "assigned_by": actor,
        },
    )
    whom = f"d{department.pk}" if department else f"p{person.pk if person else 0}"
    notify(
        people,
        bureau=bureau,
        key=f"finding-{assignment.pk}-{whom}",
        words=f"请修改校核发现的问题：“{found.quote[:_TOLD_QUOTE]}”，{found.finding.message}{_said(note)}",
        address=desk_address(target, found.finding.fingerprint),
        draft=target if isinstance(target, Draft) else None,
        sent_by=actor,
    )
    return assignment


def may_take_back(user: User, target: Target, found: Found) -> bool:
    """Whether one may say that a waived finding counts again."""
    row, waiver = found.part.row, found.waiver
    if isinstance(target, CheckedPaper) and not holds(user, target):
        return waiver is not None and waiver.waived_by_id == user.pk
    return may_settle(user, target, row.department if row else None)


def require_waive(user: User, target: Target, found: Found) -> None:
    """Raises PermissionDenied unless one may say that the finding is no fault."""
    row = found.part.row
    department = row.department if row else None
    require_settle(user, target, department, found.assignment)
    is_error = found.severity == "error"
    if not may_waive(user, target, department, found.assignment, is_error=is_error):
        raise PermissionDenied(ERROR_HELD)


def staff_of(department: Department | None) -> list[User]:
    """Who has an account there."""
    if department is None:
        return []
    rows = Membership.objects.filter(department=department).of_active_people()
    return list({row.user_id: row.user for row in rows}.values())


def given_to(user: User, bureau: Bureau) -> list[tuple[Target, list[str]]]:
    """What a person, or a department of theirs, is still to mend: papers, each with the fingerprints of the
    findings, what was given first first."""
    rows = FindingAssignment.objects.open().of_person(user).of_bureau(bureau).with_papers()
    given: dict[Target, list[str]] = {}
    for row in rows.order_by("pk"):
        given.setdefault(row.draft or row.paper, []).append(row.fingerprint)
    return list(given.items())


def desk_address(target: Target, fingerprint: str = "") -> str:
    """The page of a paper, at the finding if one is named."""
    kind = "papers" if isinstance(target, CheckedPaper) else "drafts"
    address = reverse("proofreading:desk", kwargs={"kind": kind, "pk": target.pk})
    return f"{address}?at={fingerprint}" if fingerprint else address


def _of(target: Target) -> dict[str, Any]:
    return {"paper" if isinstance(target, CheckedPaper) else "draft": target}


def _told(found: Found) -> dict[str, str]:
    finding = found.finding
    return {
        "rule": finding.rule,
        "quote": found.quote[:_KEPT_QUOTE],
        "message": finding.message,
        "section_key": found.part.key[:80],
    }


def _said(note: str) -> str:
    note = on_one_line(note)
    return f"（{note}）" if note else ""
