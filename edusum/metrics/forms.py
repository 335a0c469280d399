from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from edusum.common.errors import EdusumError
from edusum.common.forms import PageForm
from edusum.metrics.entries import Entry, read_entry, write_entry
from edusum.metrics.enums import Approximation
from edusum.metrics.figures import Figure, Reading
from edusum.metrics.models import MetricDefinition
from edusum.metrics.saving import ValueEntry
from edusum.metrics.series import change_label
from edusum.metrics.units import approximately, format_bare
from edusum.metrics.widgets import CheckboxInput, HiddenInput, Select, TextInput

CSS_CLASSES = {
    "entry": "form-control",
    "not_applicable": "form-check-input",
    "approximation": "form-select",
    "note": "form-control",
    "reason": "form-control",
}
WORDS = {"不适用": "not_applicable", "无此项": "not_applicable", "待报": "pending"}
"""What may stand in the place of a number, as it comes from other tables."""
SPELLED_KINDS = {"ratio", "duration", "other"}
"""Kinds that are often typed with more than digits: 1:6.3, 3—5."""


class FigureForm(PageForm, forms.Form):
    """One row of the sheet. Hidden initials tell what the person saw: only what they changed is saved."""

    default_renderer = TemplatesSetting

    entry = forms.CharField(
        max_length=40, required=False, strip=True, show_hidden_initial=True, widget=TextInput
    )
    not_applicable = forms.BooleanField(required=False, show_hidden_initial=True, widget=CheckboxInput)
    approximation = forms.ChoiceField(
        choices=Approximation.choices,
        required=False,
        show_hidden_initial=True,
        widget=Select,
    )
    note = forms.CharField(max_length=200, required=False, show_hidden_initial=True, widget=TextInput)
    reason = forms.CharField(max_length=200, required=False, show_hidden_initial=True, widget=TextInput)
    for _field in (entry, not_applicable, approximation, note, reason):
        _field.hidden_widget = HiddenInput
    del _field  # else it would be one more field of the form

    def __init__(
        self,
        definition: MetricDefinition,
        figure: Figure,
        *,
        editable: bool,
        time: str = "本年",
        reason: str = "",
        data: Any = None,
    ) -> None:
        self.definition = definition
        self.figure = figure
        self.is_editable = editable
        self.is_overtaken = False
        """Whether it was refused since somebody else had stored another number."""
        super().__init__(data, prefix=definition.code, initial=_initial(figure.current) | {"reason": reason})
        self.label_suffix = ""
        for name, label in {
            "entry": f"{time}数值",
            "not_applicable": "不适用",
            "approximation": "约数",
            "note": "说明",
            "reason": "变动原因",
        }.items():
            self.fields[name].label = f"{definition.name}：{label}"
            self.fields[name].widget.attrs["aria-label"] = self.fields[name].label
            self.fields[name].disabled = not editable
        for name, css_class in CSS_CLASSES.items():
            self.fields[name].widget.attrs["class"] = css_class
        self.fields["entry"].widget.attrs |= {
            "inputmode": "text" if definition.kind in SPELLED_KINDS or figure.current.is_range else "decimal",
            "autocomplete": "off",
            "placeholder": "如 1:6.3" if definition.kind == "ratio" else "",
            "aria-describedby": " ".join(
                f"{definition.code}-{part}" for part in ("faults", "proposed", "told", "lock")
            ),
        }
        self.fields["reason"].widget.attrs["placeholder"] = "写明原因，如：新建园投入使用"

    @property
    def current_text(self) -> str:
        return _shown(self.figure, self.figure.current)

    @property
    def previous_text(self) -> str:
        return _shown(self.figure, self.figure.previous)

    @property
    def change_text(self) -> str:
        return change_label(self.figure)

    def clean(self) -> dict[str, Any]:
        """What was typed as a reading; a row that nobody touched is not judged."""
        data = super().clean() or {}
        if not self.has_changed():
            return data
        self._read_words(data)
        if data.get("not_applicable") and data.get("entry"):
            self.add_error("entry", "已选“不适用”，请清空数值，或取消“不适用”。")
            return data
        try:
            entry = read_entry(
                data.get("entry", ""),
                kind=self.definition.kind,
                unit=self.definition.unit,
                decimals=self.definition.decimals,
                minimum=self.definition.minimum,
                maximum=self.definition.maximum,
            )
        except EdusumError as error:
            self.add_error("entry", error.message)
            return data
        filled = entry.value is not None or entry.terms is not None
        data["reading"] = Reading(
            state="filled" if filled else "not_applicable" if data.get("not_applicable") else "pending",
            value=entry.value,
            terms=entry.terms,
            approximation=_approximation(entry, data.get("approximation", "")) if filled else "",
            note=data.get("note", ""),
        )
        self._refuse_overwriting(data)
        return data

    def entry_of(self) -> ValueEntry:
        """What the person changed; call on a valid row that has changed.

        Another number needs another reason: what was said of the one before does not stay.
        """
        reading: Reading = self.cleaned_data["reading"]
        reason = "" if _number(reading) != _number(self.figure.current) else None
        if "reason" in self.changed_data:
            reason = self.cleaned_data["reason"]
        return ValueEntry(self.definition.pk, reading=reading, seen=self.figure.current, reason=reason)

    def _read_words(self, data: dict[str, Any]) -> None:
        """不适用 typed or pasted in the place of a number means the box beside it."""
        state = WORDS.get(data.get("entry", ""))
        if state:
            data["entry"], data["not_applicable"] = "", state == "not_applicable"

    def _refuse_overwriting(self, data: dict[str, Any]) -> None:
        """A row changed by somebody else since this page was opened is shown, not overwritten."""
        if (
            self.has_changed()
            and self._seen() != _initial(self.figure.current)
            and data["reading"] != self.figure.current
        ):
            now = _typed(self.figure.current) or "空"
            self.is_overtaken = True
            self.add_error(
                "entry", f"您填写期间，这一项已被别人改为“{now}”。请核对，仍用您填的数，就再保存一次。"
            )
            self.data = self.data.copy()
            for name, value in _initial(self.figure.current).items():
                self.data[self.add_initial_prefix(name)] = value

    def _seen(self) -> dict[str, Any]:
        return {
            name: field.to_python(
                self._widget_data_value(field.hidden_widget(), self.add_initial_prefix(name))
            )
            for name, field in self.fields.items()
            if name != "reason"
        }


def _approximation(entry: Entry, chosen: str) -> str:
    """What was typed tells more than what is chosen beside it; a single number is no range."""
    return entry.approximation or ("" if chosen == Approximation.RANGE else chosen)


def _number(reading: Reading) -> tuple[object, ...]:
    return reading.state, reading.value, reading.terms


def _shown(figure: Figure, reading: Reading) -> str:
    if reading.state == "not_applicable":
        return "不适用"
    return approximately(format_bare(figure, reading), reading) if reading.is_filled else ""


def _typed(reading: Reading) -> str:
    return write_entry(value=reading.value, terms=reading.terms, approximation=reading.approximation)


def _initial(reading: Reading) -> dict[str, Any]:
    return {
        "entry": _typed(reading),
        "not_applicable": reading.state == "not_applicable",
        "approximation": reading.approximation,
        "note": reading.note,
    }
