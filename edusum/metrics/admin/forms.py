"""What a template manager fills in for a metric."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from edusum.common.forms import SeenForm
from edusum.metrics.definitions import (
    aggregation_problems,
    named,
    sample_problems,
    value_problems,
    word_problems,
)
from edusum.metrics.domains import DOMAINS
from edusum.metrics.models import MetricDefinition
from edusum.metrics.relating import mark_of
from edusum.metrics.relations import SUMMED_KINDS

MAY_BE_LEFT = {
    "phrase_name": "在措辞里写成 {{ 措辞用名 }}；留空就与指标名称相同（去掉括号等符号）。",
    "code": "与其他系统、文件对应用的英文代码，一般留空，由系统自动编号；以后不变。",
}
"""Fields of a new metric that are filled when left empty, with what is said of them."""
_APART = re.compile(r"[、，,；;\n\r]+")


class WordsField(forms.CharField):
    """Several words, one on a line or with 、 between them; a list without repetitions."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        words = _APART.split(super().to_python(value) or "")
        return list(dict.fromkeys(filter(None, map(str.strip, words))))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != list(initial or ())


class MetricDefinitionForm(SeenForm):
    called = "这个指标"
    synonyms = WordsField(
        label="同义说法",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="各科室、旧文稿里的叫法，一行一个，或者用顿号隔开。",
    )

    class Meta:
        model = MetricDefinition
        exclude = ()
        widgets = {"definition_note": forms.Textarea(attrs={"rows": 3, "class": "wide-text"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [self.instance.domain] if self.instance.domain not in {"", *DOMAINS} else []
        choices = [("", "请选择领域"), *((name, name) for name in (*DOMAINS, *own))]
        self.fields["domain"] = forms.ChoiceField(label="领域", choices=choices)
        for name, words in MAY_BE_LEFT.items():
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].help_text = words
        weights = MetricDefinition.objects.filter(kind__in=SUMMED_KINDS).exclude(pk=self.instance.pk)
        self.fields["weight"].queryset = weights
        for act in ("add", "change", "delete", "view"):  # the links beside the choice lead away from the form
            setattr(self.fields["weight"].widget, f"can_{act}_related", False)
        for name in ("minimum", "maximum"):
            if self.initial.get(name) is not None:
                self.initial[name] = f"{self.initial[name].normalize():f}"

    def mark(self) -> str:
        return mark_of(self.instance)

    def _post_clean(self) -> None:
        """The row has its new values only now: what is stored is compared with them.

        What was left empty is filled first and held to the same rules; every mistake is told at once.
        """
        super()._post_clean()  # type: ignore[misc]  # Django's own hook for what a model has to say
        self._fill_what_was_left()
        for name, problem in _problems(self.instance).items():
            if name not in self.errors:
                self.add_error(name, ValidationError(problem))

    def _fill_what_was_left(self) -> None:
        left = {name for name in MAY_BE_LEFT if name in self.fields and not self.cleaned_data.get(name, " ")}
        if not left or "name" in self.errors:
            return
        named(self.instance)
        others = {field.name for field in self.instance._meta.fields} - left
        try:
            self.instance.clean_fields(exclude=others)
        except ValidationError as error:
            self.add_error(None, error)


def _problems(metric: MetricDefinition) -> dict[str, str]:
    found = word_problems(metric) | sample_problems(metric) | aggregation_problems(metric)
    return found | value_problems(metric) if metric.pk else found
