"""The pages of handing in and of roll-ups: what they show, refuse and lead to."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from edusum.metrics.comparing_units import compare_units
from edusum.metrics.handing import bar_of
from edusum.metrics.models import MetricValue, RollUp, Submission
from edusum.metrics.overview import departments_of, units_of
from edusum.metrics.rollups.adopting import offers_of
from edusum.metrics.rollups.starting import start_rollup
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricAssignmentFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    SubmissionFactory,
    member,
    related,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
LIST, ROLL_UP = (reverse(f"metrics:{name}", args=[2025]) for name in ("submission_list", "rollup_detail"))


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def county():
    return BureauFactory(full_name="甲县教育局", short_name="县教育局")


@pytest.fixture
def editor(county):
    return member(county, Role.EDITOR)


def school(county, name, metric=None, value=None, **fields):
    """One that has handed in, with a value if one is given."""
    unit = BureauFactory(parent=county, full_name=name, kind="school")
    SubmissionFactory(bureau=unit)
    if metric:
        MetricValueFactory(bureau=unit, metric=metric, value=value, **fields)
    return unit


def test_departments_and_units_with_how_far_they_are(county, editor):
    department = DepartmentFactory(bureau=county, name="普教科")
    assigned = [MetricAssignmentFactory(department=department).metric for _ in range(2)]
    MetricValueFactory(bureau=county, metric=assigned[0])
    school(county, "第一小学", assigned[0], 5)
    late = BureauFactory(parent=county, full_name="第二小学")
    MetricValueFactory(bureau=late, metric=assigned[0], pending=True)
    departments = departments_of(county, 2025, "year", user=editor)
    assert [(row.name, row.answered, row.expected, row.is_in) for row in departments] == [
        ("普教科", 1, 2, False)
    ]
    units, _ = units_of(county, 2025, "year", home=county, user=editor)
    assert [(row.name, row.answered, row.expected, row.is_in) for row in units] == [
        ("第一小学", 1, 1, True),
        ("第二小学", 0, 1, False),
    ]
    page = client_of(editor).get(LIST).content.decode()
    assert "普教科" in page
    assert "第二小学" in page


def test_units_are_filtered_by_name_and_state(county, editor):
    school(county, "第一小学")
    BureauFactory(parent=county, full_name="第二小学")
    client = client_of(editor)
    assert "第一小学" not in client.get(LIST, {"state": "out"}).content.decode()
    assert "第二小学" not in client.get(LIST, {"words": "第一"}).content.decode()


def test_a_clerk_sees_departments_but_no_units(county):
    school(county, "第一小学")
    clerk = member(county, Role.CONTRIBUTOR)
    assert "第一小学" not in client_of(clerk).get(LIST).content.decode()


def test_the_page_of_a_county_leads_to_its_schools_and_to_no_others(county, editor):
    city = BureauFactory(full_name="某市教育局")
    county.parent = city
    county.save()
    school(county, "第一小学")
    chief = member(city, Role.DIRECTOR)
    client = client_of(chief)
    assert "下属 1 个单位已报 1 个" in client.get(LIST).content.decode()
    assert "第一小学" in client.get(LIST, {"of": county.pk}).content.decode()
    assert client.get(LIST, {"of": BureauFactory().pk}).status_code == 404


def test_handing_in_names_what_is_pending_until_one_says_all_the_same(county):
    department = DepartmentFactory(bureau=county)
    metric = MetricAssignmentFactory(department=department, metric__name="在园幼儿数").metric
    MetricValueFactory(bureau=county, metric=metric, pending=True)
    client = client_of(member(county, Role.CONTRIBUTOR, department))
    address = f"{reverse('metrics:submission_hand_in', args=[2025])}?department={department.pk}"
    refused = client.post(address, {"note": "待补"})
    assert refused.status_code == 422
    assert "在园幼儿数" in refused.content.decode()
    assert 'value="待补"' in refused.content.decode()
    sent = client.post(address, {"anyway": "1"})
    assert sent.url == reverse("metrics:submission_detail", args=[Submission.objects.get().pk])


def test_a_unit_given_back_reads_why(county, editor):
    unit = school(county, "第一小学")
    row = unit.submissions.get()
    own = member(unit, Role.EDITOR)
    address = reverse("metrics:submission_reopen", args=[row.pk])
    assert client_of(own).post(address, {"reason": "想改"}).status_code == 403
    client_of(editor).post(address, {"reason": "少了一个班"})
    page = client_of(own).get(reverse("metrics:submission_detail", args=[row.pk])).content.decode()
    assert "少了一个班" in page
    assert [(part.is_reopened, bool(part.address)) for part in bar_of(unit, 2025, "year", user=own)] == [
        (True, True)
    ]


def test_the_bar_above_a_sheet_tells_of_the_readers_own(county, editor):
    department = DepartmentFactory(bureau=county, name="普教科")
    clerk = member(county, Role.CONTRIBUTOR, department)
    assert [(part.name, bool(part.address)) for part in bar_of(county, 2025, "year", user=clerk)] == [
        ("普教科", True)
    ]
    SubmissionFactory(bureau=county, department=department)
    assert [(part.is_in, part.address) for part in bar_of(county, 2025, "year", user=clerk)] == [(True, "")]
    unit = BureauFactory(parent=county, short_name="一小")
    assert f"unit={unit.pk}" in bar_of(unit, 2025, "year", user=editor)[0].address


def test_a_roll_up_is_started_shown_and_told_to_be_out_of_date(county, editor):
    metric = MetricDefinitionFactory(name="在校生数", aggregation="sum")
    school(county, "第一小学", metric, 5)
    client = client_of(editor)
    assert "还没有汇总过" in client.get(ROLL_UP).content.decode()
    client.post(reverse("metrics:rollup_start", args=[2025]))
    assert "5人" in client.get(ROLL_UP).content.decode()
    school(county, "第二小学", metric, 6)
    told = client.get(ROLL_UP).content.decode()
    assert "取数以后有 1 个单位动过" in told
    assert re.search(r"<li>第二小学 .+ 上报</li>", told)
    assert "请点“重新汇总”。" in told
    director = client_of(member(county, Role.DIRECTOR)).get(ROLL_UP).content.decode()
    assert "要看最新的数，请联系统稿人重新汇总。" in director


def test_a_row_with_something_to_doubt_says_what(county, editor):
    total, boys, girls = (
        MetricDefinitionFactory(name=name, code=code, aggregation="sum")
        for name, code in (("在校生数", "pupils"), ("男生数", "boys"), ("女生数", "girls"))
    )
    related(total, "sum_of", part=[boys, girls])
    unit = school(county, "第一小学", total, 5000)
    MetricValueFactory(bureau=unit, metric=total, year=2024, value=500)
    MetricValueFactory(bureau=unit, metric=boys, value=200)
    MetricValueFactory(bureau=unit, metric=girls, value=300)
    MetricValueFactory(bureau=county, metric=boys, value=199)
    start_rollup(bureau=county, year=2025, actor=editor)
    html = client_of(editor).get(ROLL_UP).content.decode()
    assert "200 + 300 = 500，与在校生数 5000 不符，请核对。" in html
    assert re.search(r'\?metric=pupils">1 个单位的数</a>与自己往年相差很大', html)
    assert "与本单位填报的不同。" in html
    doubts = reverse("metrics:rollup_doubts", args=[2025])
    assert "第一小学" in client_of(editor).get(doubts, {"metric": "pupils"}).content.decode()
    assert "第一小学" not in client_of(editor).get(doubts, {"metric": "boys"}).content.decode()
    adopting = client_of(editor).get(reverse("metrics:rollup_adopt", args=[2025])).content.decode()
    assert re.search(r'\?metric=pupils">1 个单位的数</a>与自己往年相差很大', adopting)


def test_a_figure_that_would_not_fit_ones_own_is_told_before_it_is_adopted(county, editor):
    total, boys = (MetricDefinitionFactory(name=name, aggregation="sum") for name in ("在校生数", "男生数"))
    related(boys, "part_of", whole=total)
    school(county, "第一小学", boys, 50)
    MetricValueFactory(bureau=county, metric=total, value=30)
    start_rollup(bureau=county, year=2025, actor=editor)
    html = client_of(editor).get(reverse("metrics:rollup_adopt", args=[2025])).content.decode()
    assert "男生数 50 是其中的一部分，却大于在校生数 30。" in html


def test_a_rate_that_cannot_be_is_told_and_not_offered(county, editor):
    part, whole = MetricDefinitionFactory.create_batch(2, aggregation="sum")
    rate = MetricDefinitionFactory(percent=True, aggregation="ratio")
    related(rate, "ratio_of", numerator=part, denominator=whole)
    MetricValueFactory(bureau=school(county, "甲小学", part, 22), metric=whole, value=10)
    start_rollup(bureau=county, year=2025, actor=editor)
    client = client_of(editor)
    assert "不能大于 100%，请核对。" in client.get(ROLL_UP).content.decode()
    adopting = client.get(reverse("metrics:rollup_adopt", args=[2025])).content.decode()
    assert "不能大于 100%，请核对。这个数不能采用。" in adopting
    assert f'value="{rate.pk}" disabled' in adopting


def test_units_that_came_later_are_told_apart_from_those_that_are_missing(county, editor):
    school(county, "第一小学", MetricDefinitionFactory(aggregation="sum"), 5)
    BureauFactory(parent=county, full_name="新办学校", created_at=datetime(2026, 9, 1, tzinfo=UTC))
    html = client_of(editor).get(LIST).content.decode()
    assert "另有 1 个单位是2025年以后才添加的，不计入2025年的应报单位" in html
    assert "未报 0</a>" in html


def test_htmx_asks_how_far_it_is_and_reloads_at_the_end(county, editor):
    BureauFactory(parent=county)
    rollup = RollUp.objects.create(bureau=county, year=2025, state="running", done=30, total=120)
    client = client_of(editor)
    part = client.get(ROLL_UP, headers={"HX-Request": "true"})
    assert "已读 30 个数，共 120 个" in part.content.decode()
    assert "HX-Refresh" not in part
    RollUp.objects.filter(pk=rollup.pk).update(state="failed", problem="系统出错")
    assert client.get(ROLL_UP, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_adopting_on_the_page_and_not_from_an_older_roll_up(county, editor):
    metric = MetricDefinitionFactory(aggregation="sum")
    school(county, "第一小学", metric, 5)
    rollup = start_rollup(bureau=county, year=2025, actor=editor)
    client = client_of(editor)
    address = reverse("metrics:rollup_adopt", args=[2025])
    (offer,) = offers_of(rollup)
    sent = {"rollup": rollup.pk, "metrics": [metric.pk], f"seen-{metric.pk}": offer.seen}
    assert f'name="seen-{metric.pk}" value="{offer.seen}"' in client.get(address).content.decode()
    assert client.post(address, sent | {"rollup": rollup.pk - 1}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert MetricValue.objects.get(bureau=county, metric=metric).value == 5
    assert "1 项汇总数都与本单位现有的数相同" in client.get(address).content.decode()


def test_what_was_changed_while_one_looked_at_the_offers_is_not_overwritten(county, editor):
    metric = MetricDefinitionFactory(aggregation="sum")
    school(county, "第一小学", metric, 5)
    rollup = start_rollup(bureau=county, year=2025, actor=editor)
    (offer,) = offers_of(rollup)
    own = MetricValueFactory(bureau=county, metric=metric, value=9)
    sent = {"rollup": rollup.pk, "metrics": [metric.pk], f"seen-{metric.pk}": offer.seen}
    refused = client_of(editor).post(reverse("metrics:rollup_adopt", args=[2025]), sent)
    own.refresh_from_db()
    assert (refused.status_code, own.value) == (422, 9)
    assert "有的数值已被别人改过" in refused.content.decode()


def test_a_rate_is_rounded_once_from_its_sums(county, editor):
    part, whole = MetricDefinitionFactory.create_batch(2, aggregation="sum")
    rate = MetricDefinitionFactory(percent=True, aggregation="ratio")
    related(rate, "ratio_of", numerator=part, denominator=whole)
    unit = school(county, "甲小学", part, 92344999)
    MetricValueFactory(bureau=unit, metric=whole, value=100000000)
    (*_, offer) = offers_of(start_rollup(bureau=county, year=2025, actor=editor))
    assert (offer.metric, offer.after.value, offer.source.value) == (
        rate,
        Decimal("92.34"),
        Decimal("92.3450"),
    )


def test_units_side_by_side_in_every_order(county, editor):
    metric = MetricDefinitionFactory(aggregation="sum")
    first = school(county, "甲小学", metric, 10)
    school(county, "乙小学", metric, 40)
    late = BureauFactory(parent=county, full_name="丙小学", kind="school")
    MetricValueFactory(bureau=late, metric=metric, value=99)
    SubmissionFactory(bureau=first, year=2024)
    MetricValueFactory(bureau=first, metric=metric, value=4, year=2024)
    rollup = start_rollup(bureau=county, year=2025, actor=editor)

    def names(order):
        bars = compare_units(rollup=rollup, of=county, metric=metric, order=order).bars
        return [(bar.name, bar.text, bar.width, bar.is_missing) for bar in bars]

    by_value = [
        ("乙小学", "40人", "100", False),
        ("甲小学", "10人", "25", False),
        ("丙小学", "", "0", True),
    ]
    assert names("value") == by_value
    assert names("change")[0] == by_value[1]
    assert sorted(names("name")) == sorted(by_value)


def test_a_units_rate_is_reckoned_from_its_terms(county, editor):
    part, whole = MetricDefinitionFactory.create_batch(2, aggregation="sum")
    rate = MetricDefinitionFactory(percent=True, aggregation="ratio")
    related(rate, "ratio_of", numerator=part, denominator=whole)
    unit = school(county, "甲小学", part, 1)
    MetricValueFactory(bureau=unit, metric=whole, value=8)
    rollup = start_rollup(bureau=county, year=2025, actor=editor)
    comparison = compare_units(rollup=rollup, of=county, metric=rate)
    assert [bar.text for bar in comparison.bars] == ["12.50%"]
    assert (comparison.whole_text, comparison.mark) == ("12.50%", "100")


@pytest.mark.parametrize(
    ("unit", "kind", "first", "second", "text"),
    [
        ("%", "percent", ("人", 4500), ("万人", Decimal("1.5")), "30%"),
        ("‰", "percent", ("万人", Decimal("0.02")), ("人", 4000), "50‰"),
        ("万元/人", "rate_per_head", ("亿元", Decimal("1.2")), ("人", 6000), "2万元/人"),
    ],
)
def test_a_units_quotient_minds_the_units_of_its_terms(county, editor, unit, kind, first, second, text):
    part, whole = (
        MetricDefinitionFactory(aggregation="sum", unit=name, decimals=4, kind="other")
        for name, _ in (first, second)
    )
    rate = MetricDefinitionFactory(kind=kind, unit=unit, decimals=2, aggregation="ratio")
    related(rate, "ratio_of", numerator=part, denominator=whole)
    own = school(county, "甲小学", part, first[1])
    MetricValueFactory(bureau=own, metric=whole, value=second[1])
    rollup = start_rollup(bureau=county, year=2025, actor=editor)
    comparison = compare_units(rollup=rollup, of=county, metric=rate)
    assert ([bar.text for bar in comparison.bars], comparison.whole_text) == ([text], text)


def test_counties_are_compared_by_what_their_schools_gave_and_lead_to_them(county):
    city = BureauFactory()
    county.parent = city
    county.save()
    metric = MetricDefinitionFactory(aggregation="sum")
    school(county, "甲小学", metric, 10)
    chief = member(city, Role.EDITOR)
    rollup = start_rollup(bureau=city, year=2025, actor=chief)
    bar = compare_units(rollup=rollup, of=city, metric=metric).bars[0]
    assert (bar.text, bar.is_inner, bar.counted, bar.expected) == ("10人", True, 1, 1)
    address = reverse("metrics:rollup_metric", args=[2025, metric.code])
    client = client_of(chief)
    assert "甲小学" in client.get(address, {"of": county.pk}).content.decode()
    assert client.get(address, {"of": BureauFactory().pk}).status_code == 404


def test_doubts_tell_what_was_usual(county, editor):
    metric = MetricDefinitionFactory(name="在校生数", aggregation="sum")
    unit = school(county, "甲小学", metric, 1210)
    for year, value in ((2022, 100), (2023, 110), (2024, 121)):
        MetricValueFactory(bureau=unit, metric=metric, value=value, year=year)
    start_rollup(bureau=county, year=2025, actor=editor)
    page = client_of(editor).get(reverse("metrics:rollup_doubts", args=[2025])).content.decode()
    assert "比上次增 900%，往年一般每年增 10%" in page


@pytest.mark.parametrize("name", ["submission_list", "rollup_detail", "rollup_doubts", "rollup_adopt"])
def test_pages_take_as_many_queries_for_three_units_as_for_one(county, editor, name):
    metrics = MetricDefinitionFactory.create_batch(3, aggregation="sum")
    department = DepartmentFactory(bureau=county)

    def grow(number, metric):
        MetricAssignmentFactory(department=department, metric=metric)
        for other in metrics[: number + 1]:
            MetricValueFactory(
                bureau=BureauFactory(parent=county, full_name=f"{number}校{other.pk}"), metric=other
            )
        for unit in county.children.all():
            if not unit.submissions.exists():
                SubmissionFactory(bureau=unit)
        start_rollup(bureau=county, year=2025, actor=editor)

    client = client_of(editor)
    address = reverse(f"metrics:{name}", args=[2025])
    grow(0, metrics[0])
    before = queries_of(lambda: client.get(address))
    grow(1, metrics[1])
    grow(2, metrics[2])
    assert queries_of(lambda: client.get(address)) == before
