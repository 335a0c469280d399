from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from edusum.metrics.definitions import (
    DefinitionError,
    create_definition,
    create_definitions,
    delete_definition,
    update_definition,
)
from edusum.metrics.models import MetricDefinition
from edusum.metrics.uses import is_used
from edusum.orgs.actors import SYSTEM
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    PhraseMetricFactory,
    TableRowFactory,
    member,
)

pytestmark = pytest.mark.django_db
USES = [PhraseMetricFactory, TableRowFactory, MetricValueFactory]


def definition(**fields):
    return MetricDefinition(
        **{"code": "enrolment", "name": "在校学生数", "phrase_name": "在校生数", "domain": "义务教育"}
        | fields
    )


def changed(metric, **fields):
    for name, value in fields.items():
        setattr(metric, name, value)
    return update_definition(definition=metric, actor=SYSTEM)


def test_a_manager_of_any_library_keeps_the_metrics():
    manager = member(BureauFactory(), Role.LIBRARY_MANAGER)
    metric = create_definition(definition=definition(), actor=manager)
    metric.name = "在校生总数"
    update_definition(definition=metric, actor=manager)
    assert MetricDefinition.objects.get().name == "在校生总数"
    delete_definition(definition=metric, actor=manager)
    assert not MetricDefinition.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LIBRARY_MANAGER])
@pytest.mark.parametrize("verb", [create_definition, update_definition, delete_definition])
def test_nobody_else_does(role, verb):
    metric = definition() if verb is create_definition else MetricDefinitionFactory()
    before = list(MetricDefinition.objects.values())
    metric.name = "改过"
    with pytest.raises(PermissionDenied):
        verb(definition=metric, actor=member(BureauFactory(), role))
    assert list(MetricDefinition.objects.values()) == before


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"phrase_name": "年度"}, "已另有用途"),
        ({"code": "Bad Code"}, "代码用小写字母"),
        ({"minimum": Decimal(5), "maximum": Decimal(1)}, "下限不能大于上限"),
    ],
)
def test_a_definition_that_does_not_fit_is_not_stored(fields, sentence):
    with pytest.raises(DefinitionError, match=sentence):
        create_definition(definition=definition(**fields), actor=SYSTEM)
    assert not MetricDefinition.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "毛入园率"}, "“毛入园率”已是指标“入园率”的名称或同义说法，请换一个。"),
        ({"phrase_name": "幼儿入园率"}, "“幼儿入园率”已是指标“入园率”的名称或同义说法"),
        ({"synonyms": ["在校人数", "入园率"]}, "“入园率”已是指标“入园率”的名称或同义说法"),
        ({"synonyms": ["入园比例"]}, "“入园比例”已是指标“入园率”的名称或同义说法"),
        ({"sample": "七百"}, "“七百”不是数字"),
        ({"sample_previous": "1.5"}, "小数位太多"),
        ({"kind": "rank", "aggregation": "sum"}, "各单位的数不能相加"),
    ],
)
def test_a_word_stands_for_one_metric_and_samples_are_figures_of_it(fields, sentence):
    MetricDefinitionFactory(name="入园率", phrase_name="毛入园率", synonyms=["幼儿入园率", "入园比例"])
    with pytest.raises(DefinitionError, match=sentence):
        create_definition(definition=definition(**fields), actor=SYSTEM)
    assert MetricDefinition.objects.count() == 1


def test_a_metric_keeps_its_own_words():
    metric = create_definition(
        definition=definition(synonyms=["在校人数"], sample="逾500", sample_previous="3—5"), actor=SYSTEM
    )
    changed(metric, name="在校生数", synonyms=["在校人数", "学生数"])
    assert MetricDefinition.objects.get().synonyms == ["在校人数", "学生数"]


def test_many_metrics_come_in_at_once_with_their_weights():
    pupils = definition(aggregation="sum")
    rate = definition(
        code="rate",
        name="巩固率",
        phrase_name="巩固率",
        kind="percent",
        aggregation="weighted_mean",
        weight=pupils,
    )
    create_definitions(definitions=[rate, pupils], actor=SYSTEM)
    assert list(MetricDefinition.objects.values_list("code", "weight__code")) == [
        ("enrolment", None),
        ("rate", "enrolment"),
    ]
    with pytest.raises(DefinitionError, match="代码用小写字母"):
        create_definitions(definitions=[definition(code="Bad", name="甲", phrase_name="甲")], actor=SYSTEM)
    with pytest.raises(PermissionDenied):
        create_definitions(definitions=[], actor=member(BureauFactory(), Role.EDITOR))


def test_the_code_of_a_metric_stays():
    metric = MetricDefinitionFactory(code="enrolment")
    changed(metric, code="other", name="新名称")
    assert MetricDefinition.objects.values_list("code", "name").get() == ("enrolment", "新名称")


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize(
    ("fields", "labels"),
    [
        ({"unit": "万人"}, "单位"),
        ({"kind": "percent"}, "类别"),
        ({"phrase_name": "别的", "unit": "所"}, "措辞用名、单位"),
    ],
)
def test_what_others_rely_on_stays_once_a_metric_is_used(use, fields, labels):
    metric = use().metric
    assert is_used(metric)
    with pytest.raises(DefinitionError, match=f"已在使用，{labels}不能再改"):
        changed(metric, **fields)


def test_an_unused_metric_changes_freely():
    metric = MetricDefinitionFactory()
    assert not is_used(metric)
    changed(metric, unit="所", kind="other", phrase_name="学校数")
    assert MetricDefinition.objects.values_list("unit", "kind", "phrase_name").get() == (
        "所",
        "other",
        "学校数",
    )


@pytest.mark.parametrize("use", USES)
def test_a_metric_in_use_is_not_deleted(use):
    metric = use().metric
    with pytest.raises(DefinitionError, match="正在使用，不能删除"):
        delete_definition(definition=metric, actor=SYSTEM)


@pytest.fixture
def rate():
    """A percentage with 97.35 and 12 in one bureau, 60.5 in another, and nothing yet in a third."""
    metric = MetricDefinitionFactory(percent=True)
    bureau = BureauFactory()
    MetricValueFactory(metric=metric, bureau=bureau, value=Decimal("97.35"))
    MetricValueFactory(metric=metric, bureau=bureau, year=2024, value=Decimal(12))
    MetricValueFactory(metric=metric, value=Decimal("60.5"))
    MetricValueFactory(metric=metric, pending=True)
    return metric


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"decimals": 1}, "1 个（1 个单位）的小数超过 1 位"),
        ({"decimals": 0}, "2 个（2 个单位）不是整数"),
        ({"maximum": Decimal(60)}, "2 个（2 个单位）大于这个上限"),
        ({"minimum": Decimal(50)}, "1 个（1 个单位）小于这个下限"),
    ],
)
def test_stored_values_stand_against_narrower_limits_and_are_counted(rate, fields, told):
    with pytest.raises(DefinitionError) as error:
        changed(rate, **fields)
    assert error.value.message == (
        f"已填报的数值中有 {told}，不能这样改；请先更正那些数值，或者放宽这里的限制。"
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"decimals": 4},
        {"decimals": 3},
        {"minimum": Decimal(12), "maximum": Decimal("97.35")},
        {"minimum": None, "maximum": None},
        {"name": "新名称"},
    ],
)
def test_limits_that_hold_what_is_stored_are_free(rate, fields):
    changed(rate, **fields)
    stored = MetricDefinition.objects.get()
    assert {name: getattr(stored, name) for name in fields} == fields


def test_a_limit_that_was_there_before_is_not_asked_again(rate):
    MetricDefinition.objects.update(maximum=50)
    rate.refresh_from_db()
    assert changed(rate, name="新名称").maximum == 50


def test_both_ends_of_a_range_are_held_against_new_limits():
    metric = MetricValueFactory(range=True).metric
    with pytest.raises(DefinitionError, match=r"1 个（1 个单位）大于这个上限"):
        changed(metric, maximum=Decimal(4))
    metric.refresh_from_db()
    with pytest.raises(DefinitionError, match=r"1 个（1 个单位）小于这个下限"):
        changed(metric, minimum=Decimal(4))


def test_both_terms_of_a_ratio_need_their_decimals_and_have_no_bounds():
    metric = MetricValueFactory(ratio=True, metric__decimals=1).metric
    changed(metric, minimum=Decimal(5))
    with pytest.raises(DefinitionError, match=r"1 个（1 个单位）不是整数"):
        changed(metric, decimals=0)


@pytest.mark.parametrize("words", [{"name": "学生数"}, {"phrase_name": "学生数"}, {"synonyms": ["学生数"]}])
def test_many_new_metrics_take_no_word_of_another(words):
    MetricDefinitionFactory(name="在校生数", phrase_name="在校生数", synonyms=["学生数"])
    new = [definition(code="a", **{"name": "甲", "phrase_name": "甲"} | words)]
    with pytest.raises(DefinitionError, match="“学生数”已是指标“在校生数”的名称或同义说法"):
        create_definitions(definitions=new, actor=SYSTEM)


def test_many_new_metrics_share_no_word_among_themselves():
    new = [
        definition(code="a", name="甲", phrase_name="甲"),
        definition(code="b", name="乙", phrase_name="乙"),
    ]
    new[1].synonyms = ["甲"]
    with pytest.raises(DefinitionError, match="“甲”已是指标“甲”的名称或同义说法"):
        create_definitions(definitions=new, actor=SYSTEM)


def test_a_changed_metric_keeps_its_code_and_when_it_came(db):
    metric = MetricDefinitionFactory(code="kept")
    came = metric.created_at
    metric.code, metric.created_at, metric.name = "other", None, "改名"
    update_definition(definition=metric, actor=SYSTEM)
    metric.refresh_from_db()
    assert (metric.code, metric.created_at, metric.name) == ("kept", came, "改名")
