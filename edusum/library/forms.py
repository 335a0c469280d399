from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.forms.formsets import DEFAULT_MAX_NUM

from edusum.accounts.models import User
from edusum.library.contents import mark_of, metric_names, phrase_problems, plain_problems, section_tree
from edusum.library.enums import HeadingForm
from edusum.library.errors import VersionFrozenError
from edusum.library.models import Phrase, ReportTemplate, Section, TableRow, TemplateVersion
from edusum.library.sections import PhraseInput, form_problem, level_problem
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
    """A section of `version`; its parent is one of the others there.

    `seen` is the mark of what the person saw. Was the section changed since, then what is typed stays,
    `stored` tells what stands there now, and the form can be sent once more.
    """

    parent = forms.ModelChoiceField(
        Section.objects.none(), label="上级章节", required=False, empty_label="（最外层）"
    )
    key = forms.SlugField(
        label="标识",
        max_length=60,
        required=False,
        help_text="同一章节在各版本里的固定标识，留空自动生成，以后不变。",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    stored: "Stored | None" = None

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
            "department_name": forms.TextInput(attrs={"list": "department-names", "autocomplete": "off"}),
            "source": forms.TextInput(attrs=WIDE),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.version = self.version
        self.initial["seen"] = mark_of(self.instance) if self.instance.pk else ""
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
        self._compare_with_seen(cleaned.get("seen", ""))
        self._fit_heading(cleaned)
        if "level" in cleaned and "parent" in cleaned:
            problem = level_problem(level=cleaned["level"], parent=cleaned["parent"])
            problem = problem or self._problem_of_children(cleaned["level"])
            if problem:
                self.add_error("level", problem)
        lowest, highest = cleaned.get("suggested_min"), cleaned.get("suggested_max")
        if lowest is not None and highest is not None and lowest > highest:
            self.add_error("suggested_max", "建议字数的上限不能小于下限。")
        return cleaned

    def _compare_with_seen(self, seen: str) -> None:
        if seen in {"", self.initial["seen"]}:
            return
        typed = [name for name in self.changed_data if name in SectionForm.Meta.fields]
        self.stored = Stored(self.instance, typed)
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.initial["seen"]
        self.add_error(
            None,
            "您打开这一页以后，本节已被别人改过（也可能是您在别的窗口改的）。您填写的内容还在，"
            "请与下面列出的现有内容核对，改好后再保存一次。",
        )

    def _fit_heading(self, cleaned: dict[str, Any]) -> None:
        shape = cleaned.get("heading_form")
        if "heading" in cleaned and shape:
            if shape == HeadingForm.NONE and cleaned["heading"]:
                self.add_error("heading", "选了“无标题”就不填标题：请清空标题，或改选标题形式。")
            elif shape != HeadingForm.NONE and not cleaned["heading"]:
                self.add_error("heading", "有标题的章节须填标题；导语、结语请选“无标题”，层次填 0。")
        if "level" in cleaned and shape:
            problem = form_problem(level=cleaned["level"], heading_form=shape)
            if problem:
                self.add_error("level", problem)

    def _problem_of_children(self, level: int) -> str:
        children = self.instance.children.all() if self.instance.pk else ()
        if any(level_problem(level=child.level, parent=Section(level=level)) for child in children):
            return "下级章节的层次须大于本章节，请先调整下级章节。"
        return ""


class Stored:
    """What stands in the database where somebody else typed something else: fields, phrases, table."""

    def __init__(self, section: Section, names: Collection[str]) -> None:
        self.fields = [(_label(section, name), _shown(section, name)) for name in names]
        self.phrases = [phrase.text for phrase in section.phrases.all()]
        self.metrics = [str(row.metric) for row in section.table_rows.select_related("metric")]


def _label(section: Section, name: str) -> str:
    return str(section._meta.get_field(name).verbose_name)


def _shown(section: Section, name: str) -> str:
    value = getattr(section, name)
    if isinstance(value, bool):
        return "是" if value else "否"
    display = getattr(section, f"get_{name}_display", lambda: value)
    return "（空）" if value in {None, ""} else str(display())


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
    total = str(data.get(f"{prefix}-TOTAL_FORMS", ""))
    if not total.isdecimal() or len(total) > len(str(DEFAULT_MAX_NUM)):
        return {}
    kept = [number for number in range(int(total)) if f"{prefix}-{number}-DELETE" not in data]
    rows = {
        f"{prefix}-{new}-{name}": data[sent]
        for new, old in enumerate(kept)
        for name in names
        if (sent := f"{prefix}-{old}-{name}") in data
    }
    return rows | {f"{prefix}-TOTAL_FORMS": len(kept), f"{prefix}-INITIAL_FORMS": 0}


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
        return [PhraseInput(row["text"], row["starts_paragraph"]) for row in rows]


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
