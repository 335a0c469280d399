"""What a report template made of an old paper is called, and which metrics come into being with it."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from edusum.common.forms import PageForm
from edusum.intake.models import SourceDocument
from edusum.intake.new_metrics import Unknown, Wish
from edusum.library.enums import Genre
from edusum.library.models import ReportTemplate
from edusum.metrics.definitions import named, word_problems
from edusum.metrics.domains import DOMAINS
from edusum.metrics.enums import Kind
from edusum.metrics.models import MetricDefinition
from edusum.metrics.naming import name_problem

_NAME = ReportTemplate._meta.get_field("name").max_length
_NUMBERED = re.compile(r"^[0-9０-９]{1,8}(?:年度|学年|年|届|级)?")
_METRIC_NAME = MetricDefinition._meta.get_field("name").max_length


@dataclass(frozen=True, slots=True)
class Offer:
    """Figures without a metric, with the fields that make one for them."""

    unknown: Unknown
    is_wished: forms.BoundField
    name: forms.BoundField
    kind: forms.BoundField
    domain: forms.BoundField


class TemplateForm(PageForm, forms.Form):
    """`target`: a template of the bureau that gets a new version; none for a new template."""

    target: Any = forms.ModelChoiceField(
        ReportTemplate.objects.none(),
        label="生成为",
        required=False,
        empty_label="一个新模板",
        help_text="选已有的本单位模板，就成为它的新版本，标题相同的章节衔接起来。",
    )
    name = forms.CharField(
        label="模板名称",
        max_length=_NAME,
        error_messages={"required": "请填写模板名称。"},
        help_text="成为已有模板的新版本时，仍用那个模板的名称和文种。",
    )
    genre = forms.ChoiceField(label="文种", choices=Genre)

    def __init__(
        self, *args: Any, document: SourceDocument, offered: Sequence[Unknown], domain: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offered = offered
        own = ReportTemplate.objects.filter(bureau=document.bureau).order_by("name", "pk")
        self.fields["target"].queryset = own
        self.fields["name"].initial = str(document)[:_NAME]
        self.fields["genre"].initial = document.genre or Genre.ANNUAL_SUMMARY
        for unknown in offered:
            self._add(unknown, domain)

    def _add(self, unknown: Unknown, domain: str) -> None:
        label = unknown.row.label
        self.fields[f"new_{unknown.pk}"] = forms.BooleanField(required=False, label=f"新建指标：{label}")
        self.fields[f"name_{unknown.pk}"] = forms.CharField(
            required=False,
            max_length=_METRIC_NAME,
            initial=_proposed(label),
            label=f"指标名称：{label}",
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )
        for name, title, choices, initial in (
            ("kind", "类别", Kind.choices, unknown.kind),
            ("domain", "领域", [(known, known) for known in DOMAINS], domain),
        ):
            self.fields[f"{name}_{unknown.pk}"] = forms.ChoiceField(
                required=False,
                choices=choices,
                initial=initial,
                label=f"{title}：{label}",
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        given: set[str] = set()
        for unknown in self._offered:
            if cleaned.get(f"new_{unknown.pk}"):
                name = cleaned.get(f"name_{unknown.pk}", "")
                for problem in _problems(name, given):
                    self.add_error(f"name_{unknown.pk}", problem)
                given.add(name)
        return cleaned

    def wishes(self) -> list[Wish]:
        """Of a valid form: the metrics that were ticked."""
        given = self.cleaned_data
        return [
            Wish(
                quantity=unknown.pk,
                name=given[f"name_{unknown.pk}"],
                kind=given.get(f"kind_{unknown.pk}") or unknown.kind,
                domain=given.get(f"domain_{unknown.pk}") or DOMAINS[-1],
            )
            for unknown in self._offered
            if given.get(f"new_{unknown.pk}")
        ]

    def offers(self) -> Iterator[Offer]:
        for unknown in self._offered:
            yield Offer(
                unknown, *(self[f"{name}_{unknown.pk}"] for name in ("new", "name", "kind", "domain"))
            )

    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "genre", "target")]


def _problems(name: str, given: Collection[str]) -> Iterable[str]:
    """Why a new metric cannot have this name."""
    if not name:
        return ["请给新指标起个名称，或者不勾选它。"]
    if name in given:
        return [f"这里已有一个要新建的指标叫“{name}”，请换一个名称。"]
    made = named(MetricDefinition(name=name))
    unfit = name_problem(made.phrase_name)
    return [unfit] if unfit else dict.fromkeys(word_problems(made).values())


def _proposed(label: str) -> str:
    """A label as a name that phrases can use: without the number it begins with, and without signs."""
    words = "".join(sign for sign in _NUMBERED.sub("", label) if f"甲{sign}".isidentifier())
    return (words or label)[:_METRIC_NAME]
