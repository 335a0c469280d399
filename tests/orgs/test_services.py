import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from edusum.common.errors import EdusumError
from edusum.orgs import services
from edusum.orgs.enums import Role
from edusum.orgs.errors import LastManagerError
from edusum.orgs.models import Bureau
from edusum.orgs.services import Appointment, BureauNames
from tests.factories import BureauFactory, DepartmentFactory, MembershipFactory, UserFactory, member

pytestmark = pytest.mark.django_db
NAMES = BureauNames("示例区教育局", "区教育局", "我区", "全区")


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def manager(bureau):
    return member(bureau, Role.LIBRARY_MANAGER)


def roles_of(user):
    rows = user.memberships.order_by("role", "department__name")
    return [(row.role, row.department.name if row.department else None) for row in rows]


def calls(bureau, account, actor):
    """Every service that changes something, ready to be called."""
    department = DepartmentFactory(bureau=bureau)
    names = BureauNames("甲", "乙", "丙", "丁")
    roles = [Appointment(Role.EDITOR)]
    one = {"account": account, "bureau": bureau, "actor": actor}
    return {
        "rename_bureau": {"bureau": bureau, "names": names, "actor": actor},
        "add_department": {"bureau": bureau, "name": "甲科", "position": 1, "actor": actor},
        "change_department": {
            "department": department,
            "name": "乙科",
            "position": 1,
            "is_active": False,
            "actor": actor,
        },
        "create_account": {
            "bureau": bureau,
            "username": "new",
            "name": "新人",
            "appointments": roles,
            "actor": actor,
        },
        "change_account": one | {"name": "改名", "appointments": roles},
        "reset_password": one,
        "deactivate_account": one,
        "activate_account": one,
    }


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LIBRARY_MANAGER])
def test_only_the_manager_changes_anything(bureau, role):
    actor, account = member(bureau, role), member(bureau, Role.EDITOR)
    for name, arguments in calls(bureau, account, actor).items():
        with pytest.raises(PermissionDenied):
            getattr(services, name)(**arguments)


def test_a_manager_of_another_bureau_changes_nothing(bureau):
    actor, account = member(BureauFactory(), Role.LIBRARY_MANAGER), member(bureau, Role.EDITOR)
    for name, arguments in calls(bureau, account, actor).items():
        with pytest.raises(PermissionDenied):
            getattr(services, name)(**arguments)


def test_a_bureau_starts_with_its_first_manager():
    fresh = services.start_bureau(kind="county", names=NAMES, username="admin", name="张三")
    bureau = Bureau.objects.get()
    assert (bureau.full_name, bureau.whole_form, services.home_bureau(fresh.user)) == (
        "示例区教育局",
        "全区",
        bureau,
    )
    assert roles_of(fresh.user) == [("library_manager", None)]
    assert (fresh.user.check_password(fresh.password), fresh.user.must_change_password) == (True, True)


def test_a_bureau_that_cannot_be_started_leaves_nothing_behind():
    UserFactory(username="admin")
    with pytest.raises(ValidationError):
        services.start_bureau(kind="county", names=NAMES, username="admin", name="张三")
    assert Bureau.objects.count() == 0


def test_nobody_without_a_role_has_a_home():
    assert services.home_bureau(UserFactory()) is None


def test_an_account_gets_its_roles_and_a_password_to_change(bureau, manager):
    department = DepartmentFactory(bureau=bureau, name="学前教育科")
    appointments = [Appointment(Role.EDITOR), Appointment(Role.CONTRIBUTOR, department)]
    fresh = services.create_account(
        bureau=bureau, username="wangwu", name="王五", appointments=appointments, actor=manager
    )
    assert roles_of(fresh.user) == [("contributor", "学前教育科"), ("editor", None)]
    assert (fresh.user.check_password(fresh.password), fresh.user.must_change_password) == (True, True)


def test_no_role_in_a_department_of_another_bureau(bureau, manager):
    with pytest.raises(ValidationError, match="所选科室不属于本单位"):
        services.create_account(
            bureau=bureau,
            username="wangwu",
            name="王五",
            appointments=[Appointment(Role.CONTRIBUTOR, DepartmentFactory())],
            actor=manager,
        )


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.SECTION_HEAD])
def test_a_department_role_needs_its_department(bureau, manager, role):
    with pytest.raises(ValidationError, match="须选择科室"):
        services.change_account(
            account=member(bureau, Role.EDITOR),
            bureau=bureau,
            name="王五",
            appointments=[Appointment(role)],
            actor=manager,
        )


def test_changing_an_account_sets_exactly_the_roles_given(bureau, manager):
    account = member(bureau, Role.EDITOR)
    kept = MembershipFactory(user=account, bureau=bureau, role=Role.DEPUTY)
    services.change_account(
        account=account,
        bureau=bureau,
        name="新名",
        appointments=[Appointment(Role.DEPUTY), Appointment(Role.DIRECTOR)],
        actor=manager,
    )
    account.refresh_from_db()
    assert (account.name, roles_of(account)) == ("新名", [("deputy", None), ("director", None)])
    assert account.memberships.filter(pk=kept.pk).exists()


def test_an_account_keeps_at_least_one_role(bureau, manager):
    account = member(bureau, Role.EDITOR)
    with pytest.raises(EdusumError, match="请至少选一个角色"):
        services.change_account(account=account, bureau=bureau, name="甲", appointments=[], actor=manager)
    assert roles_of(account) == [("editor", None)]


def test_the_last_manager_stays_manager(bureau, manager):
    retired = member(bureau, Role.LIBRARY_MANAGER, is_active=False)
    with pytest.raises(LastManagerError):
        services.change_account(
            account=manager,
            bureau=bureau,
            name=manager.name,
            appointments=[Appointment(Role.EDITOR)],
            actor=manager,
        )
    assert [roles_of(user) for user in (manager, retired)] == [[("library_manager", None)]] * 2


def test_one_of_two_managers_may_go(bureau, manager):
    other = member(bureau, Role.LIBRARY_MANAGER)
    services.deactivate_account(account=other, bureau=bureau, actor=manager)
    other.refresh_from_db()
    assert other.is_active is False


def test_nobody_deactivates_themselves(bureau, manager):
    member(bureau, Role.LIBRARY_MANAGER)
    with pytest.raises(EdusumError, match="不能停用自己的账户"):
        services.deactivate_account(account=manager, bureau=bureau, actor=manager)
    manager.refresh_from_db()
    assert manager.is_active is True


def test_a_deactivated_account_comes_back_with_its_roles(bureau, manager):
    account = member(bureau, Role.EDITOR, is_active=False)
    services.activate_account(account=account, bureau=bureau, actor=manager)
    account.refresh_from_db()
    assert (account.is_active, roles_of(account)) == (True, [("editor", None)])


def test_resetting_gives_a_new_password_to_change(bureau, manager):
    account = member(bureau, Role.EDITOR)
    fresh = services.reset_password(account=account, bureau=bureau, actor=manager)
    account.refresh_from_db()
    assert (account.check_password(fresh.password), account.must_change_password) == (True, True)


def test_an_account_shared_with_another_bureau_is_not_one_bureau_s_to_change(bureau, manager):
    account = member(bureau, Role.EDITOR)
    MembershipFactory(user=account, role=Role.DIRECTOR)
    before = account.password
    for name in ("reset_password", "deactivate_account"):
        with pytest.raises(EdusumError, match="其他单位"):
            getattr(services, name)(account=account, bureau=bureau, actor=manager)
    account.refresh_from_db()
    assert (account.password, account.is_active) == (before, True)


def test_a_department_s_name_is_used_once_in_a_bureau(bureau, manager):
    DepartmentFactory(name="学前教育科")
    services.add_department(bureau=bureau, name="学前教育科", position=1, actor=manager)
    with pytest.raises(ValidationError, match="本单位已有同名科室"):
        services.add_department(bureau=bureau, name="学前教育科", position=2, actor=manager)


def test_a_department_is_renamed_moved_and_laid_off(bureau, manager):
    department = DepartmentFactory(bureau=bureau)
    services.change_department(
        department=department, name="基础教育科", position=9, is_active=False, actor=manager
    )
    department.refresh_from_db()
    assert (department.name, department.position, department.is_active) == ("基础教育科", 9, False)


def test_names_that_papers_cannot_carry_are_refused(bureau, manager):
    names = BureauNames("{{ 名 }}", "区教育局", "我区", "全区")
    with pytest.raises(ValidationError, match="名称里不能有括号"):
        services.rename_bureau(bureau=bureau, names=names, actor=manager)
