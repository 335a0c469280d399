from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from edusum.common.forms import PageForm
from edusum.common.years import FIRST_YEAR, LAST_YEAR, reporting_year
from edusum.drafts.enums import SectionAction
from edusum.drafts.models import Draft
from edusum.library.models import TemplateVersion
from edusum.orgs.models import Bureau

STEPS = [item for item in SectionAction.choices if item[0] != SectionAction.SAVE]


class VersionChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.report_template.name}（{obj.report_template.get_genre_display()}，第{obj.number}版）"


class DraftStartForm(PageForm, forms.Form):
    version = VersionChoice(
        label="报告模板",
        queryset=TemplateVersion.objects.none(),
        empty_label=None,
        help_text="只列出已发布的模板。",
    )
    year = forms.IntegerField(
        label="年度",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="总结的是哪一年的工作；上年数值按这一年的前一年取。",
    )

    def __init__(self, *args: Any, bureau: Bureau, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = TemplateVersion.objects.usable_by(bureau).select_related(
            "report_template"
        )
        self.fields["year"].initial = reporting_year(timezone.localdate())


class SectionForm(PageForm, forms.Form):
    text = forms.CharField(
        label="正文",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    step = forms.ChoiceField(choices=[("", ""), *STEPS], required=False, widget=forms.HiddenInput)
    note = forms.CharField(label="退回原因", required=False, max_length=200)


class StepForm(PageForm, forms.Form):
    """A step taken with one button where nothing is written; a return says why."""

    action = forms.ChoiceField(choices=STEPS)
    note = forms.CharField(label="退回原因", required=False, max_length=200)


class SignDateForm(PageForm, forms.Form):
    sign_date = forms.DateField(
        label="成文日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="印在落款处；留空则用导出当天。",
    )

    def __init__(self, *args: Any, draft: Draft, **kwargs: Any) -> None:
        super().__init__(*args, initial={"sign_date": draft.sign_date}, **kwargs)
        self.draft = draft

    def clean_sign_date(self) -> date | None:
        day: date | None = self.cleaned_data["sign_date"]
        year = self.draft.year
        if day and not year <= day.year <= year + 1:
            raise forms.ValidationError(f"{year}年的材料，成文日期应在 {year} 年或 {year + 1} 年，请核对。")
        return day
