from collections.abc import Sequence
from typing import Any

from django import forms

from edusum.common.forms import PageForm
from edusum.drafts.assigning import MAX_NOTE
from edusum.drafts.models import MAX_HEADING, Draft
from edusum.drafts.outlining import MOST_PARTS, Direction, Where
from edusum.orgs.models import Department

WHERES = [(Where.BEFORE, "在它前面"), (Where.AFTER, "在它后面"), (Where.BELOW, "在它下面，作它的下级")]
MARKS_COME = "序号自动编排，不用写。"
STEPS = [(step.value, step.value) for step in Direction] + [("omit", "omit"), ("include", "include")]


class DepartmentField(forms.ModelChoiceField):
    """The departments of a draft's bureau; one without accounts says so."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Department.objects.none(), required=False, label="科室", **kwargs)
        self.staffed: frozenset[int] = frozenset()

    def offer(self, departments: Sequence[Department], staffed: frozenset[int]) -> None:
        self.queryset = Department.objects.filter(pk__in=[item.pk for item in departments])
        self.choices = [
            ("", self.empty_label or "统稿人"),
            *((item.pk, _called(item, staffed)) for item in departments),
        ]


def _called(department: Department, staffed: frozenset[int]) -> str:
    return str(department) if department.pk in staffed else f"{department}（还没有账户，由统稿人填写）"


def departments_of(draft: Draft) -> tuple[list[Department], frozenset[int]]:
    """Those that can be given a section, and the ids of those that have people."""
    found = Department.objects.filter(bureau=draft.bureau).active()
    staffed = Department.objects.filter(bureau=draft.bureau).staffed().values_list("pk", flat=True)
    return list(found), frozenset(staffed)


class SectionAddForm(PageForm, forms.Form):
    heading = forms.CharField(label="标题", max_length=MAX_HEADING + 20, help_text=MARKS_COME)
    beside = forms.TypedChoiceField(label="放在哪一节旁边", coerce=int)
    where = forms.ChoiceField(label="位置", choices=WHERES, widget=forms.RadioSelect)
    department = DepartmentField(empty_label="统稿人", help_text="由哪个科室写这一节。")
    due_on = forms.DateField(
        label="截止日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="不限就留空。",
    )

    def __init__(self, *args: Any, draft: Draft, places: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["beside"].choices = places
        self.fields["department"].offer(*departments_of(draft))


class SectionRenameForm(PageForm, forms.Form):
    heading = forms.CharField(label="标题", max_length=MAX_HEADING + 20, required=False, help_text=MARKS_COME)

    def __init__(self, *args: Any, template_heading: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if template_heading:
            self.fields["heading"].help_text = f"{MARKS_COME}留空就恢复模板的标题“{template_heading}”。"
        else:
            self.fields["heading"].required = True


class SectionOmitForm(PageForm, forms.Form):
    reason = forms.CharField(
        label="理由",
        max_length=MAX_NOTE,
        required=False,
        help_text="记在这一节的历史里，并告诉原来填写的科室。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, is_required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = is_required
        self.fields["reason"].error_messages["required"] = "请写明本稿为什么不写这一节。"


class PartForm(PageForm, forms.Form):
    """One part of a section that is split; a row without a heading is none."""

    heading = forms.CharField(label="标题", max_length=MAX_HEADING + 20, required=False)
    department = DepartmentField(empty_label="同上级章节")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("department") and not cleaned.get("heading"):
            self.add_error("heading", "选了科室，还要写这一部分的标题。")
        return cleaned


class PartFormSet(forms.BaseFormSet):
    def __init__(self, *args: Any, draft: Draft, **kwargs: Any) -> None:
        self.offered = departments_of(draft)
        super().__init__(*args, **kwargs)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["department"].offer(*self.offered)
        number = (index or 0) + 1
        heading, department = form.fields["heading"].widget.attrs, form.fields["department"].widget.attrs
        heading |= {"class": "form-control", "aria-label": f"第 {number} 部分的标题"}
        department |= {"class": "form-select", "aria-label": f"第 {number} 部分的科室"}

    def parts(self) -> list[tuple[str, Department | None]]:
        """What was filled in; call after `is_valid`."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("heading")]
        return [(row["heading"], row.get("department")) for row in rows]


_PartForms = forms.formset_factory(
    PartForm, formset=PartFormSet, extra=MOST_PARTS, max_num=MOST_PARTS, absolute_max=20
)


class PlaceForm(PageForm, forms.Form):
    """A step with a button, or a place in the tree to which a section was dragged."""

    direction = forms.ChoiceField(choices=STEPS, required=False)
    parent = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    index = forms.IntegerField(required=False, min_value=0, max_value=10_000)
    seen = forms.CharField(required=False, max_length=16)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("direction") and cleaned.get("index") is None:
            raise forms.ValidationError("没有认出怎样移动，请刷新页面后重试。")
        return cleaned


def split_forms(data: Any, draft: Draft) -> PartFormSet:
    """The rows in which the parts of a section are written."""
    made: Any = _PartForms
    forms_of_parts: PartFormSet = made(data, draft=draft)
    return forms_of_parts
