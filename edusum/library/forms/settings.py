"""The sections of a version as rows of one page: department, days, length."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import astuple
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import construct_instance
from django.http import QueryDict

from edusum.library.bulk import SETTINGS, Settings, SettingsInput, range_problem, settings_of
from edusum.library.contents import markers, section_tree
from edusum.library.models import Section, TemplateVersion

_SENT = re.compile(rf"s([0-9]{{1,18}})-(?:seen|{'|'.join(SETTINGS)})")
NUMBER = {"class": "form-control", "inputmode": "numeric"}


class SettingsForm(forms.ModelForm):
    """One row; `stored` is set when others changed it meanwhile."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    stored: Settings | None = None
    depth, marker, was_replaced = 0, "", False

    class Meta:
        model = Section
        fields = SETTINGS
        widgets = {
            "department_name": forms.TextInput(
                attrs={"class": "form-control", "list": "department-names", "autocomplete": "off"}
            ),
            "due_days": forms.NumberInput(attrs=NUMBER),
            "suggested_min": forms.NumberInput(attrs=NUMBER),
            "suggested_max": forms.NumberInput(attrs=NUMBER),
            "is_optional": forms.CheckboxInput(attrs={"class": "form-check-input"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = written(settings_of(self.instance))
        for name in SETTINGS:
            label = f"“{self.instance}”的{self.fields[name].label}"
            self.fields[name].widget.attrs["aria-label"] = label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        problem = range_problem(cleaned.get("suggested_min"), cleaned.get("suggested_max"))
        if problem:
            self.add_error("suggested_max", problem)
        return cleaned

    def _post_clean(self) -> None:
        """The row's own rules only: nothing else of the section is on this page."""
        row = construct_instance(self, Section(), SETTINGS)
        try:
            row.clean_fields(exclude=self._get_validation_exclusions())
        except ValidationError as error:
            self._update_errors(error)

    def input(self) -> SettingsInput:
        typed = Settings(**{name: self.cleaned_data[name] for name in SETTINGS})
        return SettingsInput(typed, read(self.cleaned_data["seen"]))

    def told(self, stored: Settings) -> None:
        """Others' settings stand now: they are shown, and taken as seen with the next save."""
        self.stored = stored
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = written(stored)


class SettingsSheet:
    """All rows in reading order; those of sections that came after the page was opened stay as stored."""

    def __init__(self, version: TemplateVersion, data: QueryDict | None = None) -> None:
        self.version = version
        self._data = data
        self._sent = {int(match[1]) for name in data or () if (match := _SENT.fullmatch(name))}
        tree = section_tree(version)
        marks = markers(tree)
        self.rows = [self._row(section, depth, marks[section.pk]) for section, depth in tree]

    def _row(self, section: Section, depth: int, marker: str) -> SettingsForm:
        prefix = f"s{section.pk}"
        row = SettingsForm(self._data if section.pk in self._sent else None, prefix=prefix, instance=section)
        row.depth, row.marker = depth, marker
        return row

    def __iter__(self) -> Iterator[SettingsForm]:
        return iter(self.rows)

    def is_valid(self) -> bool:
        verdicts = [row.is_valid() for row in self.rows if row.is_bound]
        return all(verdicts)

    @property
    def faults(self) -> list[SettingsForm]:
        return [row for row in self.rows if row.errors]

    def inputs(self) -> dict[int, SettingsInput]:
        """Every row sent, with those of sections that are gone."""
        rows = [row for row in (*self.rows, *self._gone_rows()) if row.is_bound and row.is_valid()]
        return {row.instance.pk: row.input() for row in rows}

    def _gone_rows(self) -> Iterator[SettingsForm]:
        for pk in self._sent - {row.instance.pk for row in self.rows}:
            yield SettingsForm(self._data, prefix=f"s{pk}", instance=Section(pk=pk))

    def tell(self, stored: Mapping[int, Settings]) -> None:
        for row in self.rows:
            if row.instance.pk in stored:
                row.told(stored[row.instance.pk])

    @cached_property
    def departments(self) -> list[str]:
        """The departments as they stand in the rows, each once."""
        return list(dict.fromkeys(name for row in self.rows if (name := _department(row))))

    def replaced(self, old: str, new: str) -> "SettingsSheet":
        """The sheet with one department in the place of another, as if typed."""
        data = self._data.copy() if self._data is not None else QueryDict(mutable=True)
        changed = {row.instance.pk for row in self.rows if row.is_bound and _department(row) == old}
        for pk in changed:
            data[f"s{pk}-department_name"] = new
        sheet = SettingsSheet(self.version, data)
        for row in sheet.rows:
            row.was_replaced = row.instance.pk in changed
        return sheet


def _department(row: SettingsForm) -> str:
    return str(row["department_name"].value() or "").strip()


def written(settings: Settings) -> str:
    return json.dumps(astuple(settings), ensure_ascii=False)


def read(text: str) -> Settings | None:
    """The inverse of `written`; None for anything else."""
    try:
        values = json.loads(text)
    except ValueError:
        return None
    fits = isinstance(values, list) and len(values) == len(SETTINGS)
    return Settings(*values) if fits and all(_is_plain(value) for value in values) else None


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, (str, int))
