"""The rows of a section: its phrases, and the metrics of its table."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BaseInlineFormSet
from django.forms.formsets import DEFAULT_MAX_NUM

from edusum.library.contents import metric_names, phrase_problems
from edusum.library.models import Phrase, TableRow
from edusum.library.previews import TypedPhrase
from edusum.library.sections import PhraseInput
from edusum.metrics.models import MetricDefinition

LAST = 10_000


class _OrderedForm(forms.ModelForm):
    position = forms.IntegerField(
        label="顺序", required=False, min_value=0, widget=forms.NumberInput(attrs={"class": "position"})
    )

    place = ""
    """What the row is called on the page, once its formset has put the rows in order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["position"] = None  # a new row comes last

    def has_changed(self) -> bool:
        """A number alone is no row."""
        return bool({*self.changed_data} - {"position"})

    def validate_unique(self) -> None:
        """The rows are written anew in order; what stands there now is in nobody's way."""

    def validate_constraints(self) -> None:
        """As above."""


class PhraseForm(_OrderedForm):
    class Meta:
        model = Phrase
        fields = ["position", "text", "starts_paragraph", "form"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "data-phrase": "", "spellcheck": "false"})}


class MetricChoice(forms.ModelChoiceField):
    """Active metrics, grouped by their domain."""

    def __init__(self, **options: Any) -> None:
        super().__init__(MetricDefinition.objects.all(), **options)

    def offer(self, metrics: Iterable[MetricDefinition], *, chosen: int | None) -> None:
        groups: dict[str, list[tuple[str, str]]] = {}
        for metric in metrics:
            if metric.is_active or metric.pk == chosen:
                label = f"{metric.name}（{metric.unit}）" if metric.unit else metric.name
                groups.setdefault(metric.domain, []).append((str(metric.pk), label))
        self.choices = [("", "请选择指标"), *groups.items()]


class TableRowForm(_OrderedForm):
    metric = MetricChoice(label="指标")

    class Meta:
        model = TableRow
        fields = ["position", "metric"]

    def __init__(self, *args: Any, metrics: Iterable[MetricDefinition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["metric"].offer(metrics, chosen=self.instance.metric_id)


class _OrderedFormSet(BaseInlineFormSet):
    """Rows that are written anew on saving: none is tied to a stored one, which others may have replaced."""

    unit = "行"

    def __init__(
        self, data: Mapping[str, Any] | None = None, prefix: str | None = None, **kwargs: Any
    ) -> None:
        prefix = prefix or self.get_default_prefix()
        typed = typed_rows(data, prefix, self.form.base_fields) if data else data
        super().__init__(typed, prefix=prefix, **kwargs)

    def kept_forms(self) -> Sequence[forms.ModelForm]:
        """The rows to keep, in the order their numbers say; those without a number come last."""
        return sorted((form for form in self.forms if form.has_changed()), key=_wanted_position)

    def clean(self) -> None:
        for number, form in enumerate(self.kept_forms(), 1):
            form.place = f"第 {number} {self.unit}"


def typed_rows(data: Mapping[str, Any], prefix: str, names: Collection[str]) -> Mapping[str, Any]:
    """The rows that a formset was sent, all as new ones; those marked for deletion are left out.

    Nothing at all, if their count is no count.
    """
    kept = sent_rows(data, prefix)
    if kept is None:
        return {}
    rows = {
        f"{prefix}-{new}-{name}": data[sent]
        for new, old in enumerate(kept)
        for name in names
        if (sent := f"{prefix}-{old}-{name}") in data
    }
    return rows | {f"{prefix}-TOTAL_FORMS": len(kept), f"{prefix}-INITIAL_FORMS": 0}


def sent_rows(data: Mapping[str, Any], prefix: str) -> list[int] | None:
    """The numbers of the rows sent that are not marked for deletion; None, if their count is no count.

    A row of which nothing came is the spare one that only a page without scripts shows.
    """
    total = str(data.get(f"{prefix}-TOTAL_FORMS", ""))
    if not total.isdecimal() or len(total) > len(str(DEFAULT_MAX_NUM)):
        return None
    sent = {int(match[1]) for name in data if (match := re.match(rf"{re.escape(prefix)}-(\d{{1,4}})-", name))}
    return [n for n in range(int(total)) if n in sent and f"{prefix}-{n}-DELETE" not in data]


def _wanted_position(form: forms.ModelForm) -> int:
    position = form.cleaned_data.get("position")
    return LAST if position is None else position


class PhraseFormSet(_OrderedFormSet):
    unit = "句"

    def clean(self) -> None:
        super().clean()
        names = metric_names()
        for number, form in enumerate(self.kept_forms(), 1):
            if form.cleaned_data.get("text"):
                for problem in phrase_problems(self.instance, [form.cleaned_data["text"]], names):
                    form.add_error("text", f"第{number}句{problem.in_phrase}")

    def inputs(self) -> list[PhraseInput]:
        rows = [form.cleaned_data for form in self.kept_forms()]
        return [PhraseInput(row["text"], row["starts_paragraph"], row["form"]) for row in rows]

    def typed(self) -> list[TypedPhrase]:
        """The phrases as the page shows them, by their numbers."""
        rows = [
            (
                _position(_shown(form, "position")),
                TypedPhrase(
                    number,
                    str(_shown(form, "text") or ""),
                    bool(_shown(form, "starts_paragraph")),
                    str(_shown(form, "form") or ""),
                ),
            )
            for number, form in enumerate(self.forms)
        ]
        return [phrase for _, phrase in sorted(rows, key=lambda row: row[0])]


def _shown(form: forms.ModelForm, name: str) -> object:
    """What stands in the field; on a page that only may be read there are no fields."""
    return form[name].value() if name in form.fields else getattr(form.instance, name)


def typed_phrases(data: Mapping[str, Any], prefix: str = "phrases") -> list[TypedPhrase]:
    """The phrases in what a section's page sends, by their numbers; `row` is as on that page."""
    rows = []
    for number in sent_rows(data, prefix) or ():
        sent = {name: str(data.get(f"{prefix}-{number}-{name}", "")) for name in PhraseForm.base_fields}
        phrase = TypedPhrase(number, sent["text"], sent["starts_paragraph"] != "", sent["form"])
        rows.append((_position(sent["position"]), phrase))
    return [phrase for _, phrase in sorted(rows, key=lambda row: row[0])]


def _position(typed: object) -> int:
    text = str(typed)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(LAST)) else LAST


class TableRowFormSet(_OrderedFormSet):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form_kwargs["metrics"] = list(MetricDefinition.objects.all())

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.kept_forms():
            metric = form.cleaned_data.get("metric")
            if metric in seen:
                form.add_error("metric", "该指标已在表中，请换一个或删除这一行。")
            seen.add(metric)

    def metrics(self) -> list[MetricDefinition]:
        return [form.cleaned_data["metric"] for form in self.kept_forms()]
