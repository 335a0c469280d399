"""A metric's relations in words: what it is the total of, a part of, the ratio of, the change of."""

import difflib
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet

from edusum.metrics import relations as rules
from edusum.metrics.admin.forms import WordsField
from edusum.metrics.enums import Aggregation, RelationKind
from edusum.metrics.models import MetricDefinition, Relation
from edusum.metrics.relating import RelationInput, relations_of, shapes

WRITTEN = {
    RelationKind.SUM_OF: "各分项",
    RelationKind.PART_OF: "它所属的总数",
    RelationKind.RATIO_OF: "分子、分母",
    RelationKind.CHANGE_VS: "本数",
}
"""What the metrics named are, in their order."""


class RelationForm(forms.ModelForm):
    others = WordsField(
        label="所涉指标",
        widget=forms.Textarea(attrs={"rows": 2, "class": "wide-text"}),
        help_text="写指标名称，用顿号隔开；比率先写分子、再写分母。",
    )

    class Meta:
        model = Relation
        fields = ["kind", "others", "is_overlapping", "note"]

    subject: MetricDefinition
    """The metric that the relation is of, as it is about to be stored; from the formset."""
    words: dict[str, str]
    """Every word for a metric, with its code; from the formset."""
    relation: rules.Relation | None = None
    """What the row says, once it has been cleaned."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["others"] = [operand.metric.name for operand in self.instance.operands.all()]

    def clean_others(self) -> list[str]:
        """The codes of the metrics named."""
        names = self.cleaned_data["others"]
        for name in names:
            if name not in self.words:
                raise ValidationError(_unknown(name, list(self.words)))
        return [self.words[name] for name in names]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, codes = data.get("kind"), data.get("others")
        if kind and codes:
            roles = rules.ROLES[kind] if kind != RelationKind.SUM_OF else ("part",) * len(codes)
            if len(roles) != len(codes):
                self.add_error("others", f"这里要写{WRITTEN[kind]}，共 {len(roles)} 个指标。")
                return data
            operands = tuple(zip(roles, codes, strict=True))
            overlapping = kind == RelationKind.SUM_OF and data["is_overlapping"]
            self.relation = rules.Relation(self.subject.code, kind, operands, overlapping)
        return data

    def validate_unique(self) -> None:
        """All relations are written anew; the formset holds them against each other."""

    def validate_constraints(self) -> None:
        """As above."""

    @property
    def input(self) -> RelationInput | None:
        if self.relation is None:
            return None
        return RelationInput(self.relation, self.instance.source, self.cleaned_data["note"])


class RelationFormSet(BaseInlineFormSet):
    def get_queryset(self) -> Any:
        if not hasattr(self, "_ordered"):
            rows = super().get_queryset().select_related("metric")
            self._ordered = rows.prefetch_related("operands__metric")
        return self._ordered

    @cached_property
    def words(self) -> dict[str, str]:
        rows = MetricDefinition.objects.values_list("code", "name", "phrase_name", "synonyms")
        known: dict[str, str] = {}
        for code, name, phrase_name, synonyms in rows:
            known |= dict.fromkeys((*synonyms, code, phrase_name, name), code)
        return known

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)
        form.words, form.subject = self.words, self.instance
        return form

    def clean(self) -> None:
        """Hold the rows against each other, against what is stored, and against the way of aggregation."""
        super().clean()
        rows = [form for form in self.forms if form.relation and not self._should_delete_form(form)]
        for form, problem in zip(rows, self._problems(rows), strict=True):
            if problem:
                form.add_error("others", problem)
        has_ratio = any(form.relation.kind == RelationKind.RATIO_OF for form in rows)
        if self.instance.aggregation == Aggregation.RATIO and not has_ratio and not any(self.errors):
            raise ValidationError(
                "汇总办法选了“分子、分母分别相加后相比”，请在这里加一条“比率”，写明分子和分母。"
            )

    def _problems(self, rows: list[RelationForm]) -> list[str]:
        if not rows:
            return []
        stored = relations_of().values()
        others = [given.relation for given in stored if given.relation.metric != self.instance.code]
        subject = rules.Metric(self.instance.name, self.instance.kind, self.instance.unit)
        return rules.problems_of(
            [row.relation for row in rows if row.relation],
            standing=others,
            metrics=shapes() | {self.instance.code: subject},
        )

    def inputs(self) -> list[RelationInput]:
        """The relations as they are to be stored."""
        return [form.input for form in self.forms if form.input and not self._should_delete_form(form)]


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    if not near:
        return f"没有叫“{name}”的指标，请在指标列表里查准名称。"
    return f"没有叫“{name}”的指标，是不是想写{'、'.join(f'“{item}”' for item in near)}？"
