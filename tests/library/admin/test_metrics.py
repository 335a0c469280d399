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
    desk.post(reverse("admin:metrics_metricdefinition_change", args=[metric.pk]), form)
    changed = MetricDefinition.objects.get()
    assert (changed.name, changed.phrase_name) == ("新名称", metric.phrase_name)
