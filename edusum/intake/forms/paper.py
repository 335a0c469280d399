import re
import unicodedata
from typing import Any

from django import forms

from edusum.common.forms import PageForm
from edusum.document.understanding.outline import DEEPEST
from edusum.intake.enums import QuantityRole
from edusum.intake.models import MAX_TITLE, FoundHeading, FoundQuantity, SourceDocument
from edusum.metrics.models import MetricDefinition

_VALUE = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?(?::[0-9]{1,9}(?:\.[0-9]{1,6})?)?")
LEVELS = [(level, f"{hanzi}级") for level, hanzi in enumerate("一二三四"[:DEEPEST], 1)]


class AboutForm(PageForm, forms.ModelForm):
    class Meta:
        model = SourceDocument
        fields = ["title", "genre", "year", "period"]
        widgets = {"title": forms.TextInput(attrs={"required": True})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True
        self.fields["title"].error_messages["required"] = "请填写标题。"
        self.fields["genre"].choices = [("", "未定"), *list(self.fields["genre"].choices)[1:]]
        self.fields["year"].error_messages["invalid"] = "年度请写四位数字，如 2024。"


class HeadingForm(PageForm, forms.ModelForm):
    level = forms.TypedChoiceField(label="级别", choices=LEVELS, coerce=int)

    class Meta:
        model = FoundHeading
        fields = ["level", "words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.instance.level
        if held and held > DEEPEST:
            self.fields["level"].choices = [*LEVELS, (held, f"{held} 级（不成章节）")]
        self.fields["words"].error_messages["required"] = "标题不能为空；不是标题的，请点“不是标题”。"

    def clean_words(self) -> str:
        return " ".join(str(self.cleaned_data["words"]).split())


class HeadingAddForm(PageForm, forms.Form):
    """A heading that was overlooked, as it stands in the text."""

    text = forms.CharField(
        label="漏掉的标题（照原文写，可连序号）",
        max_length=MAX_TITLE,
        error_messages={"required": "请照原文写出这个标题。"},
    )
    level = forms.TypedChoiceField(label="级别", choices=LEVELS, coerce=int)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class FigureAddForm(PageForm, forms.ModelForm):
    """A figure that was overlooked: the words as they stand in the text, and what they are."""

    text = forms.CharField(
        label="原文里的数（照原文写，连同单位）",
        max_length=60,
        error_messages={"required": "请照原文写出这个数，连同单位。"},
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = FoundQuantity
        fields = ["label", "value", "unit", "role"]

    field_order = ["text", "label", "value", "unit", "role", "start"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].label = "名目（是什么的数）"
        self.fields["label"].error_messages["required"] = "请写明这个数是什么的数。"
        self.fields["value"].required = False
        self.fields["value"].label = "数值（不填就照原文）"
        self.fields["role"].initial = QuantityRole.ACTUAL
        self.fields["role"].choices = QuantityRole.choices

    def clean_value(self) -> str:
        return _value(self.cleaned_data["value"]) if self.cleaned_data["value"] else ""


class FigureForm(PageForm, forms.ModelForm):
    """A figure, and the metric it is of by name."""

    metric_name = forms.CharField(
        label="对应的指标",
        required=False,
        max_length=60,
        help_text="填指标名称，可从列出的里面选；没有对应的就空着。",
        widget=forms.TextInput(attrs={"list": "metric-names", "autocomplete": "off"}),
    )
    with_same = forms.BooleanField(label="本篇里名目、单位相同的数一并对应", required=False, initial=True)
    learn = forms.BooleanField(label="把这个名目记为该指标的同义说法，各单位以后都能认出", required=False)

    class Meta:
        model = FoundQuantity
        fields = ["label", "value", "unit", "role", "for_year"]

    def __init__(self, *args: Any, may_learn: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metric: MetricDefinition | None = self.instance.metric
        self.fields["metric_name"].initial = self.metric.name if self.metric else ""
        if not may_learn:
            del self.fields["learn"]
        self.fields["label"].error_messages["required"] = "请写明这个数是什么的数。"
        self.fields["value"].error_messages["required"] = "请填写数值；不要这个数的，请点“不取”。"
        self.fields["for_year"].error_messages["invalid"] = "年度请写四位数字，如 2024。"

    def clean_value(self) -> str:
        return _value(self.cleaned_data["value"])

    def clean_for_year(self) -> int | None:
        year: int | None = self.cleaned_data["for_year"]
        if year is not None and not 1949 <= year <= 2100:
            raise forms.ValidationError("年度须在 1949 至 2100 之间。")
        return year

    def clean_metric_name(self) -> str:
        name = self.cleaned_data["metric_name"].strip()
        found = MetricDefinition.objects.active().filter(name=name).first() if name else None
        if name and found is None:
            raise forms.ValidationError(
                f"没有名为“{name}”的指标，请从列出的名称里选；要新添指标，请到“模板”。"
            )
        self.metric = found
        return name


def _value(typed: str) -> str:
    value = unicodedata.normalize("NFKC", typed).replace(",", "").replace(" ", "")
    if not _VALUE.fullmatch(value):
        raise forms.ValidationError("数值请写数字，如 1234、97.3 或 1:6.3，单位写在单位一栏。")
    return value
