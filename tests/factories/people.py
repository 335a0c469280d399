from datetime import UTC, datetime

from factory import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory, Password

from edusum.accounts.models import User
from edusum.orgs.enums import DEPARTMENT_ROLES, BureauKind, Role
from edusum.orgs.models import Bureau, Department, Membership

LONG_AGO = datetime(2010, 1, 8, tzinfo=UTC)
PASSWORD = "示例口令-2025"
"""What every user of `UserFactory` signs in with."""


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = Sequence("user{}".format)
    name = Sequence("示例人员{}".format)
    password = Password(PASSWORD)


class BureauFactory(DjangoModelFactory):
    class Meta:
        model = Bureau

    kind = BureauKind.COUNTY
    full_name = Sequence("第{}示例区教育局".format)
    short_name = "区教育局"
    local_form = "我区"
    whole_form = "全区"

    @classmethod
    def _create(cls, model_class, *args, created_at=LONG_AGO, **kwargs):
        """A unit has been there for long, unless it is told since when: what it owes depends on that."""
        bureau = super()._create(model_class, *args, **kwargs)
        if bureau.parent_id:
            model_class.objects.filter(pk=bureau.pk).update(created_at=created_at)
            bureau.created_at = created_at
        return bureau


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department

    bureau = SubFactory(BureauFactory)
    name = Sequence("第{}科".format)
    position = Sequence(int)


class MembershipFactory(DjangoModelFactory):
    """A membership; a role that is held in a department gets one of the same bureau."""

    class Meta:
        model = Membership

    user = SubFactory(UserFactory)
    bureau = SubFactory(BureauFactory)
    role = Role.EDITOR
    department = LazyAttribute(
        lambda row: DepartmentFactory(bureau=row.bureau) if row.role in DEPARTMENT_ROLES else None
    )


def member(bureau: Bureau, role: Role, department: Department | None = None, **user: object) -> User:
    """A user with that role in the bureau (a new department, where the role needs one and none is given)."""
    given = {"department": department} if department else {}
    return MembershipFactory(user=UserFactory(**user), bureau=bureau, role=role, **given).user
