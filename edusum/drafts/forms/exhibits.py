import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from edusum.common.forms import PageForm
from edusum.drafts.attachments import mark_of_attachment
from edusum.drafts.enums import ExhibitKind, TableColumn
from edusum.drafts.exhibits import USUAL_COLUMNS, Spec, mark_of_exhibit
from edusum.drafts.fitting import MOST_METRICS
from edusum.drafts.models import Attachment, Exhibit
from edusum.drafts.models.exhibits import FEWEST_YEARS, MAX_CAPTION, MAX_NAME, MOST_YEARS, USUAL_YEARS
from edusum.drafts.wholes import problem_of
from edusum.metrics.models import MetricDefinition
from edusum.metrics.services import figure_of
from edusum.metrics.units import unit_of

SPARE_ROWS, MORE_ROWS = 4, 10
"""How many empty rows the page has for more metrics, and how many come when more are asked for."""


class AttachmentForm(PageForm, forms.Form):
    name = forms.CharField(
        label="附件名称",
        max_length=MAX_NAME,
        help_text="印在正文后面的“附件”说明里，也作附件的标题；外面的书名号和末尾的标点会自动去掉。",
    )
    is_apart = forms.BooleanField(
        label="另附文件",
        required=False,
        help_text="只列出名称，文件另外附上；不勾的，正文和表、图印在材料后面。",
    )
    text = forms.CharField(
        label="正文",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text="一行一段，可以不写；里面可以用指标，如 {{ 名称 }}，成文时换成数值。",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, attachment: Attachment | None = None, **kwargs: Any) -> None:
        if attachment is not None:
            kwargs["initial"] = {
                "name": attachment.name,
                "is_apart": attachment.is_apart,
                "text": attachment.text,
                "seen": mark_of_attachment(attachment),
            }
        super().__init__(*args, **kwargs)

    def stand_upon(self, attachment: Attachment) -> None:
        """Let what was typed be sent once more, over what is stored now."""
        self.data = self.data.copy()
        self.data["seen"] = mark_of_attachment(attachment)


WHAT = {
    ExhibitKind.TABLE: "一行一项指标，上年、本年和增减由系统填。",
    ExhibitKind.TREND: "几年的数值连成线，看变化。",
    ExhibitKind.COMPARISON: "每项指标上年、本年并排，看增减。",
    ExhibitKind.SHARE: "本年各部分占整体多少。",
}
FITTING = {
    ExhibitKind.TABLE: f"最多 {MOST_METRICS['table']} 项，单位可以不同。",
    ExhibitKind.TREND: f"最多 {MOST_METRICS['trend']} 项，单位要相同（单位写在名称右边）。",
    ExhibitKind.COMPARISON: f"最多 {MOST_METRICS['comparison']} 项，单位要相同（单位写在名称右边）。",
    ExhibitKind.SHARE: (
        f"2 至 {MOST_METRICS['share']} 项，单位相同、可以相加，合起来正好是一个整体，不要放总数。"
    ),
}


class Names(forms.TextInput):
    """As many inputs of one name as there are words."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if hasattr(data, "getlist") else list(data.get(name, ()))


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One input of the page: what stands in it, the unit of the metric it names."""

    words: str = ""
    unit: str = ""
    is_wrong: bool = False


class MetricsField(forms.Field):
    """Metrics by their names, one a row, in order; empty rows count for nothing."""

    widget = Names

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.metrics = list(
            MetricDefinition.objects.order_by("domain", "position", "pk").only(
                *("code", "name", "phrase_name", "synonyms", "unit", "kind", "decimals"),
                *("better_when", "is_active"),
            )
        )
        self.by_name = _by_name(self.metrics)

    def clean(self, value: Any) -> list[MetricDefinition]:
        words = [word.strip() for word in value or () if word.strip()]
        unknown = [word for word in dict.fromkeys(words) if word not in self.by_name]
        if unknown:
            raise forms.ValidationError([self._unknown(word) for word in unknown])
        found = [self.by_name[word] for word in words]
        twice = [metric.name for number, metric in enumerate(found) if metric in found[:number]]
        if twice:
            raise forms.ValidationError(f"“{twice[0]}”选了两次，请删去一行。")
        return found

    def _unknown(self, word: str) -> str:
        near = get_close_matches(word, [metric.name for metric in self.metrics], n=1, cutoff=0.4)
        advice = f"是不是“{near[0]}”？" if near else "请从下拉的名称里选。"
        return f"没有叫“{word[:30]}”的指标，{advice}"

    def rows(self, words: Iterable[str]) -> list[MetricRow]:
        """With those marked that name no metric, or one that stands above already."""
        rows, seen = [], set[int]()
        for word in words:
            row, metric = self._row(word), self.by_name.get(word.strip())
            rows.append(replace(row, is_wrong=row.is_wrong or (metric is not None and metric.pk in seen)))
            seen |= {metric.pk} if metric else set()
        return rows

    def _row(self, word: str) -> MetricRow:
        metric = self.by_name.get(word.strip())
        return MetricRow(word, unit=said_unit(metric) if metric else "", is_wrong=metric is None)


def _by_name(metrics: Iterable[MetricDefinition]) -> dict[str, MetricDefinition]:
    """By all they are called, where that names one of them alone; their own names first."""
    found: dict[str, MetricDefinition] = {}
    for metric in metrics:
        for word in metric.synonyms:
            found.setdefault(word, metric)
    found |= {metric.phrase_name: metric for metric in metrics}
    return found | {metric.name: metric for metric in metrics}


def said_unit(metric: MetricDefinition) -> str:
    """Its unit for people to compare."""
    return unit_of(figure_of(metric)) or ("比" if metric.kind == "ratio" else "无单位")


class ExhibitForm(PageForm, forms.Form):
    """A table or chart of one kind, with the fields that this kind has."""

    caption = forms.CharField(
        label="题目",
        max_length=MAX_CAPTION,
        help_text="印作表或图的标题；可以写 {{ 年度 }}、{{ 单位简称 }}，下一年沿用时会跟着变。",
    )
    columns = forms.MultipleChoiceField(
        label="列",
        choices=TableColumn,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="说明取自指标填报时写的说明。",
    )
    is_landscape = forms.BooleanField(
        label="横排", required=False, help_text="列多、名称长的表印在横放的一页上，单独占页。"
    )
    year_count = forms.IntegerField(
        label="画几年",
        min_value=FEWEST_YEARS,
        max_value=MOST_YEARS,
        initial=USUAL_YEARS,
        help_text=f"{FEWEST_YEARS} 至 {MOST_YEARS} 年，到本稿的年度为止；没有数值的年份空着。",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(
        self,
        *args: Any,
        kind: ExhibitKind,
        exhibit: Exhibit | None = None,
        spare: int = SPARE_ROWS,
        is_judged: bool = True,
        **kwargs: Any,
    ) -> None:
        self.kind, self.spare, self.is_judged = kind, spare, is_judged
        self.stored = [row.metric.name for row in exhibit.rows.select_related("metric")] if exhibit else []
        kwargs["initial"] = _initial(exhibit) if exhibit else {"columns": list(USUAL_COLUMNS)}
        super().__init__(*args, **kwargs)
        self.fields["metrics"] = MetricsField(label="指标", required=False)
        self.order_fields(["caption", "metrics"])
        unused = {"columns", "is_landscape"} if kind != ExhibitKind.TABLE else set()
        for name in unused | ({"year_count"} if kind != ExhibitKind.TREND else set()):
            del self.fields[name]

    def full_clean(self) -> None:
        """Words that only come back with more rows are not judged yet."""
        if self.is_judged:
            super().full_clean()
        else:
            self._errors, self.cleaned_data = ErrorDict(), {}

    def is_valid(self) -> bool:
        return self.is_judged and super().is_valid()

    @property
    def metrics(self) -> Sequence[MetricDefinition]:
        """All that can be chosen."""
        return [metric for metric in self._field.metrics if metric.is_active]

    @property
    def options(self) -> list[tuple[str, str]]:
        """What can be chosen: (name, unit)."""
        return [(metric.name, said_unit(metric)) for metric in self.metrics]

    @property
    def other_names(self) -> str:
        """What else metrics may be called on the page, with their units, as JSON."""
        offered = {name for name, _ in self.options}
        known = self._field.by_name.items()
        others = {word: metric for word, metric in known if word not in offered and metric.is_active}
        return json.dumps({word: said_unit(metric) for word, metric in others.items()}, ensure_ascii=False)

    def anchor_of(self, field: forms.BoundField) -> str:
        """Of metrics the first input that names none, else the first."""
        if field.name != "metrics":
            return super().anchor_of(field)
        wrong = [number for number, row in enumerate(self.rows, start=1) if row.is_wrong]
        return f"metric-{wrong[0] if wrong else 1}"

    @property
    def rows(self) -> list[MetricRow]:
        """The inputs of the page: what stands in them, and some to spare."""
        words = self["metrics"].value() if self.is_bound else self.stored
        filled = self._field.rows([word for word in words or () if word.strip()])
        return [*filled, *(MetricRow() for _ in range(self.spare))]

    @property
    def what(self) -> str:
        """What this kind shows, in a sentence."""
        return WHAT[self.kind]

    @property
    def advice(self) -> str:
        """Which metrics fit, in words."""
        how = "一行一项，按行的次序排，空行不算；输入几个字就能从下拉里选，不要的一行清空即可。"
        return f"{how}{FITTING[self.kind]}"

    @property
    def metrics_errors(self) -> Any:
        return self["metrics"].errors

    @property
    def choices(self) -> list[forms.BoundField]:
        """The fields after the metrics."""
        return [self[name] for name in ("columns", "is_landscape", "year_count") if name in self.fields]

    @property
    def _field(self) -> MetricsField:
        field = self.fields["metrics"]
        assert isinstance(field, MetricsField)  # noqa: S101 -- put there above; tells the type
        return field

    def clean_columns(self) -> list[str]:
        columns: list[str] = self.cleaned_data["columns"]
        if not {TableColumn.PREVIOUS, TableColumn.CURRENT} & set(columns):
            raise forms.ValidationError("“上年”“本年”至少要选一列。")
        return columns

    def clean_metrics(self) -> list[MetricDefinition]:
        metrics: list[MetricDefinition] = self.cleaned_data["metrics"]
        if problem := problem_of(self.kind, metrics):
            raise forms.ValidationError(problem)
        return metrics

    def spec(self) -> Spec:
        """What is wanted; call after `is_valid`."""
        data: Mapping[str, Any] = self.cleaned_data
        return Spec(
            kind=self.kind,
            caption=data["caption"],
            metrics=tuple(metric.pk for metric in data["metrics"]),
            columns=frozenset(data.get("columns", USUAL_COLUMNS)),
            is_landscape=data.get("is_landscape", False),
            year_count=data.get("year_count", USUAL_YEARS),
        )


def _initial(exhibit: Exhibit) -> dict[str, Any]:
    return {
        "caption": exhibit.caption,
        "columns": list(exhibit.columns),
        "is_landscape": exhibit.is_landscape,
        "year_count": exhibit.year_count,
        "seen": mark_of_exhibit(exhibit),
    }
