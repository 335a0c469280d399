"""What a template manager fills in for a metric."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from edusum.metrics.definitions import aggregation_problems, sample_problems, value_problems, word_problems
from edusum.metrics.domains import DOMAINS
from edusum.metrics.models import MetricDefinition
from edusum.metrics.relations import SUMMED_KINDS

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


class MetricDefinitionForm(forms.ModelForm):
    synonyms = WordsField(
        label="同义说法",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="各科室、旧文稿里的叫法，一行一个，或者用顿号隔开。",
    )

    class Meta:
        model = MetricDefinition
        exclude = ()  # noqa: DJ006 -- the admin lists the fields
        widgets = {"definition_note": forms.Textarea(attrs={"rows": 3, "class": "wide-text"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [self.instance.domain] if self.instance.domain not in {"", *DOMAINS} else []
        choices = [("", "请选择领域"), *((name, name) for name in (*DOMAINS, *own))]
        self.fields["domain"] = forms.ChoiceField(label="领域", choices=choices)
        weights = MetricDefinition.objects.filter(kind__in=SUMMED_KINDS).exclude(pk=self.instance.pk)
        self.fields["weight"].queryset = weights
        for act in ("add", "change", "delete", "view"):  # the links beside the choice lead away from the form
            setattr(self.fields["weight"].widget, f"can_{act}_related", False)
        for name in ("minimum", "maximum"):
            if self.initial.get(name) is not None:
                self.initial[name] = f"{self.initial[name].normalize():f}"

    def _post_clean(self) -> None:
        """The row has its new values only now: what is stored is compared with them."""
        super()._post_clean()  # type: ignore[misc]  # Django's own hook for what a model has to say
        if not self.errors:
            for name, problem in _problems(self.instance).items():
                self.add_error(name, ValidationError(problem))


def _problems(metric: MetricDefinition) -> dict[str, str]:
    found = word_problems(metric) | sample_problems(metric) | aggregation_problems(metric)
    return found | value_problems(metric) if metric.pk else found
