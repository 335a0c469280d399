from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence on what is wrong; the field is told by its label and the id of its input, if it is one."""

    sentence: str
    label: str = ""
    anchor: str = ""


class PageForm:
    """Mixin for forms: crispy renders the fields, the page writes the frame (form tag, buttons, token)."""

    def faults(self) -> list[Fault]:
        """All that is wrong, for the top of the page: what concerns no field first, then field by field."""
        form = cast("forms.Form", self)
        told = [Fault(sentence) for sentence in form.non_field_errors()]
        for field in form.visible_fields():
            anchor = self.anchor_of(field) if field.errors else ""
            told += [Fault(sentence, str(field.label), anchor) for sentence in field.errors]
        return told

    def anchor_of(self, field: forms.BoundField) -> str:
        """The id of the input to mend; the first of several."""
        return field.id_for_label or field.subwidgets[0].id_for_label

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class SeenForm(forms.ModelForm):
    """A form that carries the mark of the stored row that the person saw.

    Was the row changed since, or is the mark missing, then what is typed stays, `stored` tells what stands
    there now, and the form can be sent once more.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    stored: Any = None
    called = "这一页的内容"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.mark() if self.instance.pk else ""

    def mark(self) -> str:
        """Of the row as stored."""
        raise NotImplementedError

    def told(self, names: Sequence[str]) -> Any:
        """What `stored` is, when these fields were changed on the page."""
        return told_fields(self.instance, names)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk and cleaned.get("seen") != self.initial["seen"]:
            self._refuse_unseen()
        return cleaned

    def _refuse_unseen(self) -> None:
        self.stored = self.told([name for name in self.changed_data if name != "seen"])
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.initial["seen"]
        self.add_error(
            None,
            f"您打开这一页以后，{self.called}已被别人改过（也可能是您在别的窗口改的）。您填写的内容还在，"
            "请与下面列出的现有内容核对，改好后再保存一次。",
        )


def told_fields(row: Model, names: Sequence[str]) -> list[tuple[str, str]]:
    """These fields of a row, each with its label."""
    return [(str(row._meta.get_field(name).verbose_name), _shown(row, name)) for name in names]


def _shown(row: Model, name: str) -> str:
    """A field of a row as people read it."""
    value = getattr(row, name)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value)) or "（空）"
    if value is None or value == "":
        return "（空）"
    return str(getattr(row, f"get_{name}_display", lambda: value)())
