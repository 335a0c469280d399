from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from edusum.accounts.models import User
from edusum.common.forms import PageForm
from edusum.orgs.enums import DEPARTMENT_ROLES, Role
from edusum.orgs.models import Bureau, Department
from edusum.orgs.services import USERNAME_TAKEN, Appointment, BureauNames

BUREAU_ROLES = [(role.value, role.label) for role in Role if role not in DEPARTMENT_ROLES]
ROLE_FIELDS = ("bureau_roles", "contributor_in", "section_head_in")


class BureauForm(PageForm, forms.ModelForm):
    class Meta:
        model = Bureau
        fields = ["full_name", "short_name", "local_form", "whole_form"]
        error_messages = {"full_name": {"unique": "已有同名的单位，请核对单位全称。"}}

    def names(self) -> BureauNames:
        return BureauNames(**self.cleaned_data)


class DepartmentForm(PageForm, forms.ModelForm):
    """`bureau` is where the name must be the only one of its kind."""

    class Meta:
        model = Department
        fields = ["name", "position", "is_active"]
        help_texts = {
            "name": "写规范全称，如“学前教育科”。",
            "position": "数字小的排在前面。",
            "is_active": "停用后不再分派章节和人员，已有的内容和任职都保留。",
        }

    def __init__(self, *args: Any, bureau: Bureau, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bureau = bureau
        if self.instance.pk is None:
            del self.fields["is_active"]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if Department.objects.filter(bureau=self.bureau, name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("本单位已有同名科室，请换一个名称。")
        return name


class RolesForm(PageForm, forms.Form):
    """A person's name, address and roles in one bureau; departments out of use are offered where held."""

    name = forms.CharField(label="姓名", max_length=40)
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        help_text="可不填。系统配好邮件后，到期、转交和催办的提醒会同时发到这里。",
    )
    bureau_roles = forms.MultipleChoiceField(
        label="全单位的角色", choices=BUREAU_ROLES, required=False, widget=forms.CheckboxSelectMultiple
    )
    contributor_in = forms.ModelMultipleChoiceField(
        label="在哪些科室任填报人",
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    section_head_in = forms.ModelMultipleChoiceField(
        label="在哪些科室任科室负责人",
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, bureau: Bureau, account: User | None = None, **kwargs: Any) -> None:
        held = list(account.memberships.filter(bureau=bureau)) if account else []
        super().__init__(*args, initial=_initial(account, held), **kwargs)
        offered = _departments(bureau, [row.department_id for row in held])
        for field in ROLE_FIELDS[1:]:
            self.fields[field].queryset = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.appointments():
            self.add_error(ROLE_FIELDS[0], "请至少选一个角色。不再使用的账户，请停用。")
        return data

    @property
    def role_fields(self) -> list[forms.BoundField]:
        """Of these at least one is needed; no single one is."""
        return [self[name] for name in ROLE_FIELDS]

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in ROLE_FIELDS]

    def appointments(self) -> list[Appointment]:
        data = self.cleaned_data
        return [
            *(Appointment(role) for role in data["bureau_roles"]),
            *(Appointment(Role.CONTRIBUTOR, department) for department in data["contributor_in"]),
            *(Appointment(Role.SECTION_HEAD, department) for department in data["section_head_in"]),
        ]


class AccountForm(RolesForm):
    """A new account: `RolesForm` and the name to sign in with."""

    username = forms.CharField(
        label="用户名",
        max_length=150,
        validators=[User.username_validator],
        help_text="登录时用，可用汉字、字母、数字和 @ . + - _，以后不能改。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ["username", "name"]

    def clean_username(self) -> str:
        username = User.normalize_username(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(USERNAME_TAKEN)
        return username


def _initial(account: User | None, held: list[Any]) -> dict[str, Any]:
    if account is None:
        return {}
    in_departments = {
        role: [row.department_id for row in held if row.role == role] for role in DEPARTMENT_ROLES
    }
    return {
        "name": account.name,
        "email": account.email,
        "bureau_roles": [row.role for row in held if row.department_id is None],
        "contributor_in": in_departments[Role.CONTRIBUTOR],
        "section_head_in": in_departments[Role.SECTION_HEAD],
    }


def _departments(bureau: Bureau, held: list[int | None]) -> QuerySet[Department]:
    return Department.objects.filter(Q(is_active=True) | Q(pk__in=held), bureau=bureau)
