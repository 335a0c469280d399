from typing import Any

from django import forms

from edusum.common.forms import PageForm
from edusum.intake.summaries import Candidate
from edusum.orgs.models import Bureau, Department

_FIRST_YEAR, _LAST_YEAR = 1949, 2100


class YearForm(PageForm, forms.Form):
    """Of which year a paper is, and of which department, where it is a department's."""

    year = forms.IntegerField(
        label="哪一年的",
        min_value=_FIRST_YEAR,
        max_value=_LAST_YEAR,
        error_messages={
            "required": "请填写这份材料是哪一年的。",
            "invalid": "年度请写四位数字，如 2024。",
            "min_value": "年度须在 1949 至 2100 之间。",
            "max_value": "年度须在 1949 至 2100 之间。",
        },
    )
    department = forms.ModelChoiceField(
        label="哪个科室的（只有科室小结要选）",
        queryset=Department.objects.none(),
        required=False,
        empty_label="全单位的",
    )
    sign_date = forms.DateField(
        label="成文日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "成文日期请写成 2025-01-08 的样子。"},
    )

    def __init__(self, *args: Any, bureau: Bureau, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.filter(bureau=bureau, is_active=True)


class TemplateForm(PageForm, forms.Form):
    """Which template a paper comes into; those that this year has already are told as such."""

    version = forms.TypedChoiceField(
        label="放进哪个模板",
        coerce=int,
        error_messages={"invalid_choice": "这个模板现在不能用，请另选一个。"},
    )

    def __init__(self, *args: Any, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].choices = [(item.version.pk, _called(item)) for item in candidates]


def _called(candidate: Candidate) -> str:
    taken = "，该年度已有" if candidate.existing else ""
    return f"{candidate.version.report_template.name}（{candidate.matched} 节对得上{taken}）"
