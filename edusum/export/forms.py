from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from edusum.common.forms import PageForm
from edusum.drafts.models import Draft
from edusum.export.enums import Format
from edusum.export.snapshots import Kept
from edusum.library.enums import Genre

WHOLE_BUREAU = "0"
NOW = 0
"""Stands for the draft as it is, where a snapshot is chosen."""


class ExportForm(forms.Form):
    """What is wanted; without a choice it is Word. `ticket` comes from static/js/export.js.

    `reason`: why it goes out although 必错 are open.
    """

    format = forms.ChoiceField(
        choices=[
            (value, label)
            for value, label in Format.choices
            if value not in {Format.REDLINE, Format.COMMENTS}
        ],
        required=False,
    )
    reason = forms.CharField(required=False)
    ticket = forms.RegexField(r"^[a-z0-9]{1,32}$", required=False)


class RedlineForm(forms.Form):
    """Which two states of a draft are compared: two snapshots, or one and the draft as it is now."""

    old = forms.TypedChoiceField(label="旧稿", coerce=int)
    new = forms.TypedChoiceField(label="新稿", coerce=int)

    def __init__(self, data: Any, *, kept: Sequence[Kept], usual: tuple[int, int] = (NOW, NOW)) -> None:
        """`usual` stands where nothing is chosen, or something that does not exist."""
        self._usual = usual
        super().__init__(data, initial=dict(zip(("old", "new"), usual, strict=True)))
        choices = [(snapshot.pk, str(snapshot)) for snapshot in kept]
        self.fields["old"].choices = choices
        self.fields["new"].choices = [(NOW, "现在的稿子"), *choices]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    @property
    def is_swapped(self) -> bool:
        """Whether what was chosen as the new one is older."""
        return self.is_valid() and NOW < self.cleaned_data["new"] < self.cleaned_data["old"]

    @property
    def chosen(self) -> tuple[int, int]:
        """The ids of the old and the new snapshot, the older first; NOW for the draft as it is."""
        if not self.is_valid():
            return self._usual
        old, new = self.cleaned_data["old"], self.cleaned_data["new"]
        return (new, old) if self.is_swapped else (old, new)


class BatchFilterForm(PageForm, forms.Form):
    """Which of the drafts are offered; only what there is to choose from is a choice."""

    bureau = forms.TypedChoiceField(label="单位", required=False, coerce=int, empty_value=None)
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    genre = forms.ChoiceField(label="文种", required=False)
    department = forms.TypedChoiceField(label="科室", required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, drafts: "QuerySet[Draft]") -> None:
        super().__init__(data)
        rows = drafts.order_by().values_list(
            "bureau", "bureau__full_name", "year", "report_template__genre", "department", "department__name"
        )
        found = list(rows.distinct())
        self._offer("bureau", "各单位", sorted({(row[0], row[1]) for row in found}))
        self._offer(
            "year", "各年度", [(year, f"{year}年") for year in sorted({row[2] for row in found})[::-1]]
        )
        genres = {row[3] for row in found}
        self._offer("genre", "各文种", [choice for choice in Genre.choices if choice[0] in genres])
        departments = {(row[4], row[5]) for row in found if row[4]}
        whole = [(WHOLE_BUREAU, "全单位的文稿")]
        self._offer("department", "单位和科室", [*whole, *sorted(departments)] if departments else [])

    def _offer(self, name: str, every: str, choices: list[Any]) -> None:
        """A field with one choice or none is left out."""
        if len(choices) > 1:
            self.fields[name].choices = [("", every), *choices]
        else:
            del self.fields[name]

    def chosen(self, drafts: "QuerySet[Draft]") -> "QuerySet[Draft]":
        """Of these the ones that match; a choice that does not exist counts as none."""
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("bureau"):
            drafts = drafts.filter(bureau=wanted["bureau"])
        if wanted.get("year"):
            drafts = drafts.filter(year=wanted["year"])
        if wanted.get("genre"):
            drafts = drafts.filter(report_template__genre=wanted["genre"])
        if wanted.get("department") is not None:
            drafts = drafts.filter(department=wanted["department"] or None)
        return drafts.order_by("bureau", "-year", "-pk")


class BatchForm(forms.Form):
    """The drafts that were ticked."""

    drafts = forms.ModelMultipleChoiceField(
        queryset=Draft.objects.none(),
        error_messages={
            "required": "请至少选一份文稿。",
            "invalid_choice": "选中的文稿里有的已被删除，或者您不能导出，请重新选。",
            "invalid_pk_value": "选中的文稿里有的已被删除，或者您不能导出，请重新选。",
        },
    )
    reason = forms.CharField(required=False)

    def __init__(self, data: Any, *, drafts: "QuerySet[Draft]") -> None:
        super().__init__(data)
        self.fields["drafts"].queryset = drafts
