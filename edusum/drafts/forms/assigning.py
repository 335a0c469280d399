from typing import Any

from django import forms
from django.utils import timezone

from edusum.common.forms import PageForm
from edusum.drafts.assigning import KEEP, MAX_NOTE, OFFICE, Keep
from edusum.drafts.lacking import named_with_accounts, staffed_in
from edusum.orgs.models import Bureau, Department

AS_IS, TO_OFFICE = "", "office"


def day_field(**given: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label="截止日期", required=False, widget=widget, **given)


class PastDayForm(PageForm, forms.Form):
    """A day that is over is asked about once; a tick stands for the answer."""

    past_ok = forms.BooleanField(label="仍用过去的日期", required=False)
    asks_past = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day = data.get("due_on")
        self.asks_past = day is not None and day < timezone.localdate()
        if self.asks_past and not data.get("past_ok"):
            self.add_error(
                "due_on",
                f"{day.year}年{day.month}月{day.day}日已经过去，设了马上就算逾期。请核对日期；确实要用的，请勾选“仍用过去的日期”再提交。",
            )
        return data


class DutyForm(PastDayForm):
    """What the ticked rows are to get; what is left empty stays as it is."""

    department = forms.ChoiceField(label="科室", required=False)
    due_on = day_field()
    no_limit = forms.BooleanField(label="不限日期", required=False)

    def __init__(self, *args: Any, bureau: Bureau, nobody: str = OFFICE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.departments = {str(item.pk): item for item in Department.objects.filter(bureau=bureau).active()}
        self.staffed = staffed_in(bureau)
        named = [(pk, named_with_accounts(item, self.staffed)) for pk, item in self.departments.items()]
        self.fields["department"].choices = [(AS_IS, "科室不变"), *named, (TO_OFFICE, nobody)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("due_on") and self.cleaned_data.get("no_limit"):
            self.add_error("due_on", "填了日期就不能再选“不限日期”，请二选一。")
        data = super().clean()
        is_told = data.get("department") or data.get("due_on") or data.get("no_limit")
        if not self.errors and not is_told:
            self.add_error(None, "请选要交给哪个科室，或者填截止日期。")
        return data

    @property
    def unstaffed(self) -> list[str]:
        """The department that is wanted, if nobody can sign in for it."""
        chosen = self.departments.get(self.cleaned_data["department"])
        return [chosen.name] if chosen and chosen.pk not in self.staffed else []

    @property
    def wanted_department(self) -> Department | Keep | None:
        chosen = self.cleaned_data["department"]
        return KEEP if chosen == AS_IS else self.departments.get(chosen)

    @property
    def wanted_day(self) -> Any:
        return None if self.cleaned_data["no_limit"] else self.cleaned_data["due_on"] or KEEP


class HandOverForm(PastDayForm):
    """One section to another department, or back to the office."""

    department = forms.ChoiceField(label="交给", error_messages={"required": "请选要交给哪个科室。"})
    due_on = day_field(help_text="不填就保持原来的日期。")
    note = forms.CharField(
        label="附言",
        required=False,
        max_length=MAX_NOTE // 2,
        help_text="说明为什么转交、要注意什么，对方会看到。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    with_figures = forms.BooleanField(
        label="本节用到、原由本科室填报的指标一并转交", required=False, initial=True
    )

    def __init__(self, *args: Any, bureau: Bureau, present: Department | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Department.objects.filter(bureau=bureau).active()
        self.departments = {str(item.pk): item for item in rows if item != present}
        office = [] if present is None else [(TO_OFFICE, f"{OFFICE}（收回）")]
        self.staffed = staffed_in(bureau)
        named = [(pk, named_with_accounts(item, self.staffed)) for pk, item in self.departments.items()]
        self.fields["past_ok"].widget = forms.HiddenInput()
        self.order_fields(["department", "due_on", "past_ok", "note", "with_figures"])
        self.fields["department"].choices = [("", "请选择"), *office, *named]  # type: ignore[attr-defined]

    def full_clean(self) -> None:
        super().full_clean()
        if self.asks_past:
            self.fields["past_ok"].widget = forms.CheckboxInput()

    @property
    def wanted_department(self) -> Department | None:
        return self.departments.get(self.cleaned_data["department"])
