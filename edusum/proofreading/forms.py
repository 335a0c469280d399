from collections.abc import Iterator
from typing import Any

from django import forms

from edusum.accounts.models import User
from edusum.common.forms import PageForm
from edusum.orgs.models import Bureau, Department
from edusum.proofreading.deciding import NOBODY_THERE
from edusum.proofreading.enums import Grade, NameOf
from edusum.proofreading.findings import SEVERITIES
from edusum.proofreading.mending import MAX_SENTENCE
from edusum.proofreading.models import MAX_REASON, NameEntry
from edusum.proofreading.name_lists import aliases_in
from edusum.proofreading.own_rules import Choice
from edusum.proofreading.registry import all_rules

_FIRST_YEAR, _LAST_YEAR = 1949, 2100
_YEAR_WRONG = "年度须在 1949 至 2100 之间，也可以不填。"


class YearForm(PageForm, forms.Form):
    """The year a paper is about; nothing where it is not known."""

    year = forms.IntegerField(
        label="年度（可不填）",
        required=False,
        min_value=_FIRST_YEAR,
        max_value=_LAST_YEAR,
        error_messages={"min_value": _YEAR_WRONG, "max_value": _YEAR_WRONG, "invalid": _YEAR_WRONG},
    )


class MendForm(PageForm, forms.Form):
    """A sentence, to be written anew; `before` is how the person saw it."""

    before = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    after = forms.CharField(
        label="改写这句话",
        required=False,
        max_length=MAX_SENTENCE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WaiveForm(PageForm, forms.Form):
    reason = forms.CharField(
        label="为什么不是错误",
        max_length=MAX_REASON,
        widget=forms.TextInput(attrs={"placeholder": "例如：分项有交叉，一人兼两项"}),
        error_messages={"required": "请写明为什么不是错误，别人看到时才知道已经核过。"},
    )


class GiveForm(PageForm, forms.Form):
    """To a department or to a person: one choice, d12 or p34."""

    to = forms.ChoiceField(label="交给", error_messages={"required": "请选择交给哪个科室或哪个人。"})
    note = forms.CharField(label="说明（可不填）", required=False, max_length=MAX_REASON)

    def __init__(self, *args: Any, bureau: Bureau, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = Department.objects.filter(bureau=bureau).active()
        self._departments = {f"d{row.pk}": row for row in departments.staffed()}
        empty = [row.name for row in departments if f"d{row.pk}" not in self._departments]
        if empty:
            self.fields["to"].help_text = NOBODY_THERE.format("、".join(empty))
        people = User.objects.filter(memberships__bureau=bureau, is_active=True).distinct()
        self._people = {f"p{row.pk}": row for row in people.order_by("name", "pk")}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", "请选择"),
            ("科室", [(key, row.name) for key, row in self._departments.items()]),
            ("个人", [(key, str(row)) for key, row in self._people.items()]),
        ]

    def chosen(self) -> dict[str, Any]:
        """As `deciding.give` takes it."""
        to = self.cleaned_data["to"]
        return {
            "department": self._departments.get(to),
            "person": self._people.get(to),
            "note": self.cleaned_data["note"],
        }


class NameForm(PageForm, forms.ModelForm):
    aliases = forms.CharField(
        label="其他写法",
        required=False,
        max_length=200,
        help_text="有几个就用顿号隔开，如“区一中、示例一中”。",
    )

    class Meta:
        model = NameEntry
        fields = ("kind", "name", "post", "rank", "aliases", "is_former")
        labels = {"rank": "领导排序（1 为首位，0 不排）"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "请选择"), *NameOf.choices]  # type: ignore[attr-defined]
        self.fields["rank"].required = False
        if self.instance.pk is None:
            del self.fields["is_former"]
        self.initial["aliases"] = "、".join(self.instance.aliases)

    def clean_aliases(self) -> list[str]:
        return aliases_in(self.cleaned_data["aliases"])

    def clean_rank(self) -> int:
        return self.cleaned_data["rank"] or 0

    def validate_unique(self) -> None:
        """Left to the service, which knows the bureau."""


class PasteForm(PageForm, forms.Form):
    kind = forms.ChoiceField(label="种类", required=False, choices=[("", "自动判断"), *NameOf.choices])
    text = forms.CharField(
        label="名单",
        widget=forms.Textarea(
            attrs={"rows": 6, "placeholder": "示例区第一中学\n张三　局长\n李四　原副局长\n西城街道"}
        ),
        help_text="一行一个名称，人名后面空一格写职务；不再用的写“原”“调离”“撤并”。",
        error_messages={"required": "没有粘贴名单，请一行写一个名称。"},
    )


class RulesForm(forms.Form):
    """A box and a grade per rule; "" leaves the grade to the rule."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, rule in all_rules().items():
            usual = SEVERITIES[rule.severity]
            self.fields[f"on-{code}"] = forms.BooleanField(required=False)
            self.fields[f"grade-{code}"] = forms.ChoiceField(
                required=False, choices=[("", f"通常：{usual}"), *Grade.choices]
            )

    def choices(self) -> dict[str, Choice]:
        return dict(self._told())

    def _told(self) -> Iterator[tuple[str, Choice]]:
        for code in all_rules():
            yield code, Choice(self.cleaned_data[f"on-{code}"], self.cleaned_data[f"grade-{code}"])
