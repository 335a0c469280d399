from datetime import timedelta
from decimal import Decimal

import pytest

from edusum.library.context import Terms, sample_figures, sample_texts, text_names
from edusum.library.models import Term
from edusum.library.wording import headline
from edusum.metrics.enums import Period
from edusum.metrics.figures import Reading
from edusum.metrics.models import MetricDefinition
from edusum.metrics.relating import RelationInput, add_relations, set_relations
from edusum.metrics.relations import Relation
from edusum.orgs.actors import SYSTEM
from tests.factories import BureauFactory, MetricDefinitionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms():
    for name, series, first, last in [
        ("十四五", "五年规划", 2021, 2025),
        ("十五五", "五年规划", 2026, 2030),
        ("八五", "普法规划", 2021, 2025),
        ("二十大", "党代会", 2022, None),
    ]:
        Term.objects.create(name=name, series=series, first_year=first, last_year=last)


def test_a_bureaus_words_in_a_year(terms):
    bureau = BureauFactory(
        full_name="示例市教育局", short_name="市教育局", local_form="我市", whole_form="全市"
    )
    assert dict(text_names(bureau, 2025)) == {
        "单位全称": "示例市教育局",
        "单位简称": "市教育局",
        "本地": "我市",
        "全域": "全市",
        "年度": "2025",
        "上年度": "2024",
        "下年度": "2026",
        "五年规划": "“十四五”",
        "普法规划": "“八五”",
        "下年五年规划": "“十五五”",
        "下年普法规划": "新一轮",
    }


@pytest.mark.parametrize(
    ("year", "read"),
    [
        (2020, "本五年规划、本轮普法规划；“十四五”、“八五”普法规划"),
        (2021, "“十四五”、“八五”普法规划；“十四五”、“八五”普法规划"),
        (2025, "“十四五”、“八五”普法规划；“十五五”、新一轮普法规划"),
        (2030, "“十五五”、本轮普法规划；新一轮五年规划、新一轮普法规划"),
    ],
)
def test_years_without_a_term_say_it_in_words_that_read_well(terms, year, read):
    source = "{{ 五年规划 }}、{{ 普法规划 }}普法规划；{{ 下年五年规划 }}、{{ 下年普法规划 }}普法规划"
    assert headline(source, sample_texts(year)) == read


def test_of_two_terms_that_hold_the_later_is_said(terms):
    Term.objects.create(name="九五", series="普法规划", first_year=2025)
    assert [sample_texts(year)["普法规划"] for year in (2024, 2025, 2090)] == ["“八五”", "“九五”", "“九五”"]


def test_the_sample_bureau_is_nobodys():
    texts = sample_texts(2025)
    assert [texts[name] for name in ("单位全称", "单位简称", "本地", "全域")] == [
        "示例区教育局",
        "区教育局",
        "我区",
        "全区",
    ]


def test_terms_take_no_query_before_they_are_said_and_one_for_all_who_share_them(
    terms, django_assert_num_queries
):
    shared = Terms()
    texts = [text_names(BureauFactory.build(), year, shared) for year in (2024, 2025, 2026)]
    with django_assert_num_queries(0):
        assert [headline("{{ 年度 }}年", item) for item in texts] == ["2024年", "2025年", "2026年"]
        assert "五年规划" in texts[0]
    with django_assert_num_queries(1):
        assert [item["五年规划"] for item in texts] == ["“十四五”", "“十四五”", "“十五五”"]


def test_every_metric_has_a_sample_figure():
    MetricDefinitionFactory(name="在园幼儿数", sample="逾500", sample_previous="480")
    MetricDefinitionFactory(name="入园率", percent=True)
    figures = sample_figures()
    assert figures["在园幼儿数"].current == Reading("filled", Decimal(500), None, "over")
    assert all(figure.current.is_filled and figure.previous.is_filled for figure in figures.values())


def test_sample_figures_take_as_many_queries_for_one_metric_as_for_three(django_assert_num_queries):
    for count in (1, 2):
        MetricDefinitionFactory.create_batch(count)
        with django_assert_num_queries(3):  # a fourth for operands, where there are relations
            sample_figures()


def test_sample_figures_are_made_once_while_nothing_changes(django_assert_num_queries):
    MetricDefinitionFactory()
    first = sample_figures()
    sample_figures(Period.FIRST_HALF)
    with django_assert_num_queries(1):
        assert sample_figures() is first


def test_the_samples_of_a_year_and_of_its_first_half_are_kept_apart():
    MetricDefinitionFactory(name="在园幼儿数")
    periods = [Period.YEAR, Period.FIRST_HALF, Period.YEAR]
    assert [sample_figures(period)["在园幼儿数"].since for period in periods] == ["上年", "上年同期", "上年"]


def test_samples_that_are_shared_cannot_be_changed():
    with pytest.raises(TypeError):
        sample_figures()["在园幼儿数"] = None


def test_samples_follow_metrics_that_come_change_and_go():
    metric = MetricDefinitionFactory(name="在园幼儿数", sample="500")
    sample_figures()
    other = MetricDefinitionFactory(name="入园率", percent=True)
    assert set(sample_figures()) == {"在园幼儿数", "入园率"}
    metric.sample = "600"
    metric.save()
    assert sample_figures()["在园幼儿数"].current.value == 600
    other.delete()
    assert set(sample_figures()) == {"在园幼儿数"}


def test_samples_follow_relations_that_come_and_go():
    total = MetricDefinitionFactory(code="total", name="总数")
    for code in ("boys", "girls"):
        MetricDefinitionFactory(code=code, name=code, sample="300")
    alone = sample_figures()["总数"].current.value
    operands = (("part", "boys"), ("part", "girls"))
    add_relations(relations=[RelationInput(Relation("total", "sum_of", operands))], actor=SYSTEM)
    assert sample_figures()["总数"].current.value == 600 != alone
    set_relations(metric=total, relations=[], actor=SYSTEM)
    assert sample_figures()["总数"].current.value == alone


def test_a_change_that_is_not_the_latest_is_seen_too():
    """It was begun before another one and committed after it, by another process."""
    old, _ = MetricDefinitionFactory.create_batch(2)
    sample_figures()
    earlier = old.updated_at - timedelta(days=1)
    MetricDefinition.objects.filter(pk=old.pk).update(sample="777", updated_at=earlier)
    assert sample_figures()[old.phrase_name].current.value == 777
