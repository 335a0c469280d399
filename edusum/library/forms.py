from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet

from edusum.accounts.models import User
from edusum.library.contents import metric_names, phrase_problems, plain_problems, section_tree
from edusum.library.errors import VersionFrozenError
from edusum.library.models import Phrase, ReportTemplate, Section, TableRow, TemplateVersion
from edusum.library.sections import PhraseInput, level_problem
from edusum.metrics.models import MetricDefinition
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import ALLOWED, Action

WIDE = {"class": "wide-text"}
LAST = 10_000


class TemplateForm(forms.ModelForm):
    """A report template; `user` may own it to one of the bureaus whose library is theirs."""

    user: User

    class Meta:
        model = ReportTemplate
        fields = ["name", "code", "genre", "bureau", "description", "source"]
        widgets = {"description": forms.Textarea(attrs=WIDE | {"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "bureau" in self.fields:
            self.fields["bureau"] = forms.ModelChoiceField(
                Bureau.objects.filter(
                    memberships__user=self.user, memberships__role__in=ALLOWED[Action.EDIT_LIBRARY]
                ).distinct(),
                label="专用单位",
                required=False,
                empty_label="共用（各单位都能使用）",
                help_text="选定单位后，其他单位看不到这个模板；以后不能再改。",
            )


class _VersionContentForm(forms.ModelForm):
    """What belongs to a version: refused once it is frozen, and what was typed stays to be read."""

    version: TemplateVersion

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.version.is_frozen:
            message = VersionFrozenError(self.version).message
            raise ValidationError(f"{message}您填写的内容还在下面，可以先复制出来。")
        return cleaned

    def _clean_plain(self, name: str) -> str:
        value: str = self.cleaned_data[name]
        problems = plain_problems(str(self.fields[name].label), value)
        if problems:
            raise ValidationError([problem.in_phrase for problem in problems])
        return value


class VersionForm(_VersionContentForm):
    class Meta:
        model = TemplateVersion
        fields = ["title", "salutation", "has_sign_off", "note"]
        widgets = {"title": forms.TextInput(attrs=WIDE), "note": forms.TextInput(attrs=WIDE)}

    @property
    def version(self) -> TemplateVersion:  # type: ignore[override]  # the form's own row
        return self.instance

    def clean_title(self) -> str:
        return self._clean_plain("title")

    def clean_salutation(self) -> str:
        return self._clean_plain("salutation")


class SectionForm(_VersionContentForm):
    """A section of `version`; its parent is one of the others there."""

    parent = forms.ModelChoiceField(
        Section.objects.none(), label="上级章节", required=False, empty_label="（最外层）"
    )
    key = forms.SlugField(
        label="标识",
        max_length=60,
        required=False,
        help_text="同一章节在各版本里的固定标识，留空自动生成，以后不变。",
    )

    class Meta:
        model = Section
        fields = [
            "heading",
            "heading_form",
            "level",
            "parent",
            "marker_style",
            "guidance",
            "department_name",
            "suggested_min",
            "suggested_max",
            "table_caption",
            "is_optional",
            "is_added",
            "source",
            "key",
        ]
        widgets = {
            "heading": forms.TextInput(attrs=WIDE),
            "guidance": forms.Textarea(attrs=WIDE | {"rows": 3}),
            "source": forms.TextInput(attrs=WIDE),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.version = self.version
        if "parent" in self.fields:
            self._offer_parents()

    def _offer_parents(self) -> None:
        field, inside = self.fields["parent"], {self.instance.pk}
        choices = [("", "（最外层）")]
        for section, depth in section_tree(self.version):
            if self.instance.pk and section.parent_id in inside:
                inside.add(section.pk)
            elif section.pk != self.instance.pk:
                choices.append((str(section.pk), "　" * depth + str(section)))
        field.queryset = self.version.sections.exclude(pk__in=inside - {None})
        field.choices = choices

    def clean_heading(self) -> str:
        return self._clean_plain("heading")

    def clean_table_caption(self) -> str:
        return self._clean_plain("table_caption")

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if key and self.version.sections.filter(key=key).exists():
            raise ValidationError("本版本已有相同标识的章节，请换一个或留空。")
        return key

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "level" in cleaned and "parent" in cleaned:
            problem = level_problem(level=cleaned["level"], parent=cleaned["parent"])
            problem = problem or self._problem_of_children(cleaned["level"])
            if problem:
                self.add_error("level", problem)
        lowest, highest = cleaned.get("suggested_min"), cleaned.get("suggested_max")
        if lowest is not None and highest is not None and lowest > highest:
            self.add_error("suggested_max", "建议字数的上限不能小于下限。")
        return cleaned

    def _problem_of_children(self, level: int) -> str:
        children = self.instance.children.all() if self.instance.pk else ()
        if any(level_problem(level=child.level, parent=Section(level=level)) for child in children):
            return "下级章节的层次须大于本章节，请先调整下级章节。"
        return ""


class _OrderedForm(forms.ModelForm):
    position = forms.IntegerField(
        label="顺序", required=False, min_value=0, widget=forms.NumberInput(attrs={"class": "position"})
    )

    def validate_unique(self) -> None:
        """The rows are written anew in order; what stands there now is in nobody's way."""

    def validate_constraints(self) -> None:
        """As above."""


class PhraseForm(_OrderedForm):
    class Meta:
        model = Phrase
        fields = ["position", "text", "starts_paragraph"]
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
    def kept_forms(self) -> Sequence[forms.ModelForm]:
        """The rows to keep, in the order their numbers say; those without a number come last."""
        kept = [
            form
            for form in self.forms
            if form not in self.deleted_forms and (form.has_changed() or form.instance.pk)
        ]
        return sorted(kept, key=_wanted_position)


def _wanted_position(form: forms.ModelForm) -> int:
    position = form.cleaned_data.get("position")
    return LAST if position is None else position


class PhraseFormSet(_OrderedFormSet):
    def clean(self) -> None:
        names = metric_names()
        for number, form in enumerate(self.kept_forms(), 1):
            if form.cleaned_data.get("text"):
                for problem in phrase_problems(self.instance, [form.cleaned_data["text"]], names):
                    form.add_error("text", f"第{number}句{problem.in_phrase}")

    def inputs(self) -> list[PhraseInput]:
        rows = [form.cleaned_data for form in self.kept_forms()]
        return [PhraseInput(row["text"], row["starts_paragraph"]) for row in rows]


class TableRowFormSet(_OrderedFormSet):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form_kwargs["metrics"] = list(MetricDefinition.objects.all())

    def clean(self) -> None:
        seen = set()
        for form in self.kept_forms():
            metric = form.cleaned_data.get("metric")
            if metric in seen:
                form.add_error("metric", "该指标已在表中，请换一个或删除这一行。")
            seen.add(metric)

    def metrics(self) -> list[MetricDefinition]:
        return [form.cleaned_data["metric"] for form in self.kept_forms()]
