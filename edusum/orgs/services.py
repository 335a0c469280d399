from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from edusum.accounts.models import User
from edusum.accounts.services import give_password
from edusum.common.errors import EdusumError
from edusum.orgs.enums import Role
from edusum.orgs.errors import LastManagerError
from edusum.orgs.models import Bureau, Department, Membership
from edusum.orgs.permissions import Action, memberships_of, require

Row = TypeVar("Row", bound=Model)
USERNAME_TAKEN = "这个用户名已有人使用，请换一个。"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A role in a bureau, or in one of its departments."""

    role: str
    department: Department | None = None


@dataclass(frozen=True, slots=True)
class BureauNames:
    """The forms of a bureau's name; see the fields of `Bureau`."""

    full_name: str
    short_name: str
    local_form: str
    whole_form: str


@dataclass(frozen=True, slots=True)
class FreshPassword:
    """An account with its new password, which is known only here and now."""

    user: User
    password: str


def home_bureau(user: User) -> Bureau | None:
    """The bureau a person works in: that of their first membership; None for who has no role yet."""
    memberships = memberships_of(user)
    return memberships[0].bureau if memberships else None


@transaction.atomic
def start_bureau(*, kind: str, names: BureauNames, username: str, name: str) -> FreshPassword:
    """A new bureau with its first manager. Asks no permission: only who rules the server can call it."""
    bureau = Bureau(kind=kind)
    _rename(bureau, names)
    return _open_account(
        bureau=bureau, username=username, name=name, appointments=[Appointment(Role.LIBRARY_MANAGER)]
    )


@transaction.atomic
def rename_bureau(*, bureau: Bureau, names: BureauNames, actor: User) -> Bureau:
    require(actor, Action.MANAGE_BUREAU, bureau=bureau)
    return _rename(bureau, names)


@transaction.atomic
def add_department(*, bureau: Bureau, name: str, position: int, actor: User) -> Department:
    require(actor, Action.MANAGE_BUREAU, bureau=bureau)
    return _checked(Department(bureau=bureau, name=name, position=position))


@transaction.atomic
def change_department(
    *, department: Department, name: str, position: int, is_active: bool, actor: User
) -> Department:
    """Rename, reorder, lay off or take back. A department is never deleted: drafts and people refer to it."""
    require(actor, Action.MANAGE_BUREAU, bureau=department.bureau)
    department.name, department.position, department.is_active = name, position, is_active
    return _checked(department)


@transaction.atomic
def create_account(
    *,
    bureau: Bureau,
    username: str,
    name: str,
    appointments: Collection[Appointment],
    actor: User,
    email: str = "",
) -> FreshPassword:
    require(actor, Action.MANAGE_BUREAU, bureau=bureau)
    _require_any(appointments)
    return _open_account(bureau=bureau, username=username, name=name, appointments=appointments, email=email)


@transaction.atomic
def change_account(
    *,
    account: User,
    bureau: Bureau,
    name: str,
    appointments: Collection[Appointment],
    actor: User,
    email: str | None = None,
) -> User:
    """Set the name, exactly these roles in the bureau and, unless it is None, the address for reminders.

    Raises EdusumError when no role would be left, or the bureau's last manager would go.
    """
    _require_own(account, bureau=bureau, actor=actor)
    _require_any(appointments)
    account.name = name
    if email is not None:
        account.email = email
    _checked(account)
    _appoint(account, bureau=bureau, appointments=appointments)
    _require_a_manager(bureau)
    return account


@transaction.atomic
def reset_password(*, account: User, bureau: Bureau, actor: User) -> FreshPassword:
    _require_own(account, bureau=bureau, actor=actor)
    password = give_password(account)
    account.save(update_fields=["password", "must_change_password"])
    return FreshPassword(account, password)


@transaction.atomic
def deactivate_account(*, account: User, bureau: Bureau, actor: User) -> User:
    """The person can no longer sign in; what they wrote stays."""
    _require_own(account, bureau=bureau, actor=actor)
    if account.pk == actor.pk:
        raise EdusumError("不能停用自己的账户，请由另一名模板管理员操作。")
    _switch(account, is_active=False)
    _require_a_manager(bureau)
    return account


@transaction.atomic
def activate_account(*, account: User, bureau: Bureau, actor: User) -> User:
    _require_own(account, bureau=bureau, actor=actor)
    return _switch(account, is_active=True)


def _rename(bureau: Bureau, names: BureauNames) -> Bureau:
    bureau.full_name, bureau.short_name = names.full_name, names.short_name
    bureau.local_form, bureau.whole_form = names.local_form, names.whole_form
    return _checked(bureau)


def _open_account(
    *, bureau: Bureau, username: str, name: str, appointments: Collection[Appointment], email: str = ""
) -> FreshPassword:
    user = User(username=username, name=name, email=email)
    password = give_password(user)
    try:
        with transaction.atomic():
            _checked(user)
    except IntegrityError:  # somebody else took the name between the question and the answer
        raise ValidationError({"username": USERNAME_TAKEN}) from None
    _appoint(user, bureau=bureau, appointments=appointments)
    return FreshPassword(user, password)


def _appoint(user: User, *, bureau: Bureau, appointments: Collection[Appointment]) -> None:
    held = {(row.role, row.department_id): row for row in user.memberships.filter(bureau=bureau)}
    wanted = {
        (appointment.role, appointment.department.pk if appointment.department else None): appointment
        for appointment in appointments
    }
    for key in held.keys() - wanted.keys():
        held[key].delete()
    for key, appointment in wanted.items():
        if key not in held:
            _checked(
                Membership(user=user, bureau=bureau, role=appointment.role, department=appointment.department)
            )


def _switch(account: User, *, is_active: bool) -> User:
    account.is_active = is_active
    account.save(update_fields=["is_active"])
    return account


def _require_own(account: User, *, bureau: Bureau, actor: User) -> None:
    """The actor looks after the bureau, and the account belongs to it and to no other."""
    require(actor, Action.MANAGE_BUREAU, bureau=bureau)
    bureaus = set(account.memberships.values_list("bureau", flat=True))
    if bureaus != {bureau.pk}:
        raise EdusumError("这个账户还在其他单位任职，本单位不能单独修改，请联系系统维护人员。")


def _require_any(appointments: Collection[Appointment]) -> None:
    if not appointments:
        raise EdusumError("请至少选一个角色。不再使用的账户，请停用。")


def _require_a_manager(bureau: Bureau) -> None:
    Bureau.objects.select_for_update().get(pk=bureau.pk)
    managers = Membership.objects.filter(bureau=bureau, role=Role.LIBRARY_MANAGER, user__is_active=True)
    if not managers.exists():
        raise LastManagerError


def _checked(row: Row) -> Row:
    row.full_clean()
    row.save()
    return row
