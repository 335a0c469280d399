from decimal import Decimal

import pytest
from django.urls import reverse

from edusum.metrics.models import MetricDefinition
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    PhraseMetricFactory,
    ReportTemplateFactory,
    TableRowFactory,
)
from tests.library.admin.reading import text

pytestmark = pytest.mark.django_db


METRICS = reverse("admin:metrics_metricdefinition_add")


def metric_form(**fields):
    return {
        "name": "在校学生数",
        "phrase_name": "在校生数",
        "code": "enrolment",
        "unit": "人",
        "kind": "count",
        "decimals": 0,
        "domain": "义务教育",
        "better_when": "neutral",
        "position": 10,
        "is_active": "on",
    } | fields


def test_a_metric_is_added(desk):
    assert desk.post(METRICS, metric_form()).status_code == 302
    assert MetricDefinition.objects.get().phrase_name == "在校生数"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"phrase_name": "年度"}, "措辞里的“年度”已另有用途，请给指标换一个名称。"),
        ({"phrase_name": "同比"}, "措辞里的“同比”已另有用途，请给指标换一个名称。"),
        ({"phrase_name": "loop"}, "“loop”是措辞语言自己的词"),
        ({"phrase_name": "职普比(招生)"}, "名称“职普比(招生)”只能由汉字、字母、数字和下划线组成"),
        ({"minimum": 5, "maximum": 1}, "下限不能大于上限"),
        ({"code": "Bad Code"}, "代码用小写字母"),
        ({"decimals": 9}, "小于或等于4"),
    ],
)
def test_a_metric_that_does_not_fit_is_refused_in_words(desk, change, sentence):
    page = desk.post(METRICS, metric_form(**change))
    assert sentence in text(page)
    assert not MetricDefinition.objects.exists()


def test_a_metric_in_use_is_not_deleted_and_the_templates_are_listed(desk, bureau):
    metric = PhraseMetricFactory(phrase__section__version__report_template__name="年度总结").metric
    TableRowFactory(metric=metric, section__version__report_template__name="要点")
    TableRowFactory(
        metric=metric,
        section__version__report_template=ReportTemplateFactory(name="别人的", bureau=BureauFactory()),
    )
    MetricValueFactory(metric=metric)
    address = reverse("admin:metrics_metricdefinition_delete", args=[metric.pk])
    page = desk.post(address, {"post": "yes"})
    assert page.context["protected"] == [
        "年度总结 第1版",
        "要点 第1版",
        "其他单位的 1 个专用模板",
        "已填报的 1 个数值",
    ]
    assert "正在使用，不能删除" in text(page)
    assert "别人的" not in text(page)
    assert MetricDefinition.objects.exists()


def test_a_metric_that_nothing_uses_can_be_deleted(desk):
    metric = MetricDefinitionFactory()
    desk.post(reverse("admin:metrics_metricdefinition_delete", args=[metric.pk]), {"post": "yes"})
    assert not MetricDefinition.objects.exists()


@pytest.mark.parametrize("use", [PhraseMetricFactory, TableRowFactory, MetricValueFactory])
def test_what_phrases_call_a_metric_stays_once_it_is_used(desk, use):
    metric = use().metric
    form = metric_form(code=metric.code, phrase_name="换个名", name="新名称")
    form |= {"unit": "万人", "kind": "other"}
    desk.post(change_page(metric), form)
    changed = MetricDefinition.objects.get()
    assert (changed.name, changed.phrase_name) == ("新名称", metric.phrase_name)
    assert (changed.unit, changed.kind) == (metric.unit, metric.kind)


def change_page(metric):
    return reverse("admin:metrics_metricdefinition_change", args=[metric.pk])


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"decimals": 0}, "decimals", "有 1 个（1 个单位）不是整数，不能这样改"),
        ({"decimals": 2, "maximum": "50"}, "maximum", "有 1 个（1 个单位）大于这个上限，不能这样改"),
    ],
)
def test_limits_that_stored_values_do_not_fit_are_refused_at_their_field(desk, change, field, sentence):
    value = MetricValueFactory(metric__percent=True, value=Decimal("97.35"), bureau__full_name="别人的教育局")
    page = desk.post(change_page(value.metric), metric_form(name=value.metric.name, **change))
    assert sentence in page.context["adminform"].errors[field][0]
    assert [mistake.anchor for mistake in page.context["mistakes"]] == [f"id_{field}"]
    assert "别人的教育局" not in text(page)
    assert MetricDefinition.objects.get() == value.metric
