"""Roll-ups over the database: what goes in, what comes out, when they are no longer right."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied

from edusum.common.errors import EdusumError
from edusum.metrics.changes import publish_change
from edusum.metrics.models import MetricDefinition, MetricValue, RollUp, RollUpFigure
from edusum.metrics.rolling import SCALE
from edusum.metrics.rollups.adopting import adopt, offers_of
from edusum.metrics.rollups.moving import moves_since
from edusum.metrics.rollups.reading import units_below
from edusum.metrics.rollups.running import carry_on
from edusum.metrics.rollups.starting import newest_rollup, start_rollup
from edusum.metrics.submitting import hand_in, reopen
from edusum.orgs.enums import Role
from edusum.orgs.models import Bureau
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    PendingChangeFactory,
    SubmissionFactory,
    member,
    related,
)
from tests.metrics.big_data import YEAR, Size, build_city
from tests.metrics.by_hand import by_hand

pytestmark = pytest.mark.django_db


@pytest.fixture
def area():
    """A county with three schools, its office, and a count that is summed."""
    county = BureauFactory(full_name="甲县教育局")
    schools = [BureauFactory(parent=county, full_name=f"甲县第{number}学校") for number in "一二三"]
    return county, schools, member(county, Role.EDITOR), MetricDefinitionFactory(aggregation="sum")


def handed_in(bureau, metric, value, **fields):
    SubmissionFactory(bureau=bureau) if not bureau.submissions.exists() else None
    return MetricValueFactory(bureau=bureau, metric=metric, value=value, **fields)


def root_figure(rollup, metric):
    return RollUpFigure.objects.get(rollup=rollup, unit=rollup.bureau, metric=metric)


def test_only_what_was_handed_in_counts_and_the_missing_are_named(area):
    county, schools, editor, metric = area
    handed_in(schools[0], metric, 100)
    handed_in(schools[1], metric, 20, approximation="over")
    MetricValueFactory(bureau=schools[2], metric=metric, value=1000)
    rollup = start_rollup(bureau=county, year=2025, actor=editor)
    rollup.refresh_from_db()
    figure = root_figure(rollup, metric)
    assert (figure.value, figure.approximation, figure.counted, figure.expected) == (120, "over", 2, 3)
    assert (rollup.state, rollup.unit_count, rollup.submitted_count) == ("done", 3, 2)
    assert rollup.missing == [schools[2].pk]


def test_a_rate_is_the_quotient_of_sums_and_never_a_mean_of_rates(area):
    county, schools, editor, _ = area
    girls, pupils = MetricDefinitionFactory.create_batch(2, aggregation="sum")
    rate = MetricDefinitionFactory(percent=True, aggregation="ratio")
    related(rate, "ratio_of", numerator=girls, denominator=pupils)
    for school, (part, whole) in zip(schools, [(10, 20), (90, 900), (5, None)], strict=True):
        handed_in(school, girls, part)
        if whole:
            handed_in(school, pupils, whole)
        handed_in(school, rate, 50)
    rollup = start_rollup(bureau=county, year=2025, actor=editor)
    figure = root_figure(rollup, rate)
    assert figure.value == round(Decimal(100 * 100) / Decimal(920), 4)
    assert (figure.first_term, figure.second_term) == (100, 920)
    assert (figure.counted, figure.expected, figure.left_out) == (2, 3, 1)


def test_a_county_that_handed_in_speaks_for_its_schools_and_one_that_did_not_lets_them_speak():
    city = BureauFactory()
    metric = MetricDefinitionFactory(aggregation="sum")
    spoken, silent = BureauFactory.create_batch(2, parent=city)
    for county, own in ((spoken, 1000), (silent, 7)):
        MetricValueFactory(bureau=county, metric=metric, value=own)
        handed_in(BureauFactory(parent=county), metric, 30)
    SubmissionFactory(bureau=spoken)
    rollup = start_rollup(bureau=city, year=2025, actor=member(city, Role.EDITOR))
    values = {row.unit_id: row.value for row in rollup.figures.all()}
    assert values == {city.pk: 1030, spoken.pk: 30, silent.pk: 30}


def test_a_stale_roll_up_tells_which_unit_did_what_since(area):
    county, schools, editor, metric = area
    for school in schools[:2]:
        handed_in(school, metric, 100)
    start_rollup(bureau=county, year=2025, actor=editor)
    below, rollup = units_below(county, 2025, "year"), newest_rollup(county, 2025)
    assert moves_since(rollup, below) == []
    for school in schools[:2]:
        reopen(submission=school.submissions.get(), reason="少了一个班", actor=editor)
    hand_in(bureau=schools[0], year=2025, actor=editor)
    MetricValueFactory(bureau=schools[2], metric=metric, value=5)
    hand_in(bureau=schools[2], year=2025, actor=editor)
    told = [(move.unit, move.what) for move in moves_since(rollup, below)]
    assert told == [("甲县第三学校", "上报"), ("甲县第一学校", "重新上报"), ("甲县第二学校", "退回")]


def test_a_change_that_was_published_since_is_told_with_its_metric(area):
    county, schools, editor, metric = area
    handed_in(schools[0], metric, 100)
    start_rollup(bureau=county, year=2025, actor=editor)
    change = PendingChangeFactory(bureau=schools[0], metric=metric, value=Decimal(120))
    publish_change(change=change, actor=editor)
    moves = moves_since(newest_rollup(county, 2025), units_below(county, 2025, "year"))
    assert [(move.unit, move.what) for move in moves] == [("甲县第一学校", f"改了“{metric.name}”")]


def test_a_unit_is_awaited_only_from_the_year_it_came(area):
    county, schools, _, metric = area
    pks = [school.pk for school in sorted(schools, key=lambda school: school.full_name)]
    for name in ("新校", "补报的新校"):
        BureauFactory(parent=county, full_name=name, created_at=datetime(2025, 9, 1, tzinfo=UTC))
    MetricValueFactory(bureau=Bureau.objects.get(full_name="补报的新校"), metric=metric, year=2024)
    assert units_below(county, 2024, "year").newer == ("新校",)
    assert len(units_below(county, 2024, "year").reporting[1]) == 4
    assert units_below(county, 2023, "year").newer == ("新校", "补报的新校")
    assert units_below(county, 2023, "year").reporting == (pks, pks)
    assert len(units_below(county, 2025, "year").reporting[0]) == 5


def test_a_unit_that_came_in_spring_owes_the_year_that_is_summed_up_then(area):
    county = area[0]
    BureauFactory(parent=county, full_name="春校", created_at=datetime(2025, 3, 1, tzinfo=UTC))
    assert [units_below(county, year, "year").newer for year in (2023, 2024)] == [("春校",), ()]


def test_one_roll_up_at_a_time_and_the_old_ones_go(area):
    county, _, editor, _ = area
    waiting = RollUp.objects.create(bureau=county, year=2025)
    assert start_rollup(bureau=county, year=2025, actor=editor) == waiting
    carry_on(waiting.pk)
    made = [start_rollup(bureau=county, year=2025, actor=editor).pk for _ in range(7)]
    assert list(RollUp.objects.values_list("pk", flat=True)) == made[:1:-1]


def test_begun_anew_it_comes_to_the_same(area):
    county, schools, _, metric = area
    handed_in(schools[0], metric, 100)
    rollup = RollUp.objects.create(bureau=county, year=2025, state="running", done=1)
    RollUpFigure.objects.create(rollup=rollup, unit=county, metric=metric, value=5, counted=1, expected=1)
    carry_on(rollup.pk)
    carry_on(rollup.pk)
    assert root_figure(rollup, metric).value == 100


def test_only_the_office_brings_together(area):
    county, *_ = area
    with pytest.raises(PermissionDenied):
        start_rollup(bureau=county, year=2025, actor=member(county, Role.DIRECTOR))


def test_a_figure_unlike_its_past_is_named(area):
    county, schools, editor, metric = area
    for year, value in zip(range(2021, 2026), (300, 310, 305, 312, 3100), strict=True):
        handed_in(schools[0], metric, value, year=year)
        handed_in(schools[1], metric, 400, year=year)
    rollup = start_rollup(bureau=county, year=2025, actor=editor)
    doubts = list(rollup.doubts.values_list("unit", "metric", "value", "previous", "change", "usual"))
    assert doubts == [(schools[0].pk, metric.pk, 3100, 312, Decimal("893.6"), Decimal("2.3"))]


def test_adopted_figures_become_the_bureaus_own_with_their_history(area):
    county, schools, editor, metric = area
    other = MetricDefinitionFactory(aggregation="sum")
    for school in schools:
        handed_in(school, metric, 10)
        handed_in(school, other, 5)
    MetricValueFactory(bureau=county, metric=metric, value=28, note="含分校")
    rollup = start_rollup(bureau=county, year=2025, actor=editor)
    assert [(offer.before_text, offer.after_text) for offer in offers_of(rollup)] == [
        ("28人", "30人"),
        ("", "15人"),
    ]
    saved = adopt(rollup=rollup, metrics=[metric.pk], actor=editor)
    value = MetricValue.objects.get(bureau=county)
    assert (saved.changed, value.value, value.note) == (1, 30, "含分校")
    assert value.revisions.get().origin == "roll_up"


def test_adopting_nothing_is_refused(area):
    county, _, editor, _ = area
    rollup = start_rollup(bureau=county, year=2025, actor=editor)
    with pytest.raises(EdusumError, match="请至少选一项指标"):
        adopt(rollup=rollup, metrics=[], actor=editor)


def test_handing_in_counts_at_the_next_roll_up(area):
    county, schools, editor, metric = area
    MetricValueFactory(bureau=schools[0], metric=metric, value=9)
    hand_in(bureau=schools[0], year=2025, actor=editor)
    rollup = start_rollup(bureau=county, year=2025, actor=editor)
    assert root_figure(rollup, metric).value == 9


def test_a_city_of_schools_gives_what_sums_and_fractions_give():
    differences(Size(counties=4, schools=60, metrics=30, years=3))


def differences(size: Size) -> None:
    """Every figure of the city and its counties, held against another way of reckoning."""
    city = build_city(size)
    rollup = RollUp.objects.create(bureau=city.bureau, year=YEAR)
    carry_on(rollup.pk)
    tree = units_below(city.bureau, YEAR, "year")
    submitted = set(tree.submitted)
    figures = {(row.unit_id, row.metric_id): row for row in rollup.figures.all()}
    assert len(figures) == (size.counties + 1) * size.metrics
    for county in city.counties[2:]:
        schools = {school.pk for school in city.schools if school.parent_id == county.pk} & submitted
        for metric in city.metrics:
            compare(figures[county.pk, metric.pk], metric, schools)
    spoken = {county.pk for county in city.counties[:2]}
    for metric in city.metrics:
        answered = set(said(metric).filter(bureau__in=spoken).values_list("bureau", flat=True))
        schools = {
            school.pk
            for school in city.schools
            if school.pk in submitted and school.parent_id not in answered
        }
        compare(figures[city.bureau.pk, metric.pk], metric, schools | answered)


def said(metric: MetricDefinition):
    """What counties said of a metric: anything but 待报 keeps their schools from being asked."""
    if metric.aggregation != "ratio":
        return MetricValue.objects.filter(metric=metric, year=YEAR).exclude(state="pending")
    terms = metric.relations.get().operands.values_list("metric", flat=True)
    first, second = [set(open_to(MetricDefinition.objects.get(pk=term))) for term in terms]
    own = MetricValue.objects.filter(metric=metric, year=YEAR)
    silent = [
        pk
        for pk in (first | second)
        if not own.filter(bureau=pk, state__in=["filled", "not_applicable"]).exists()
    ]
    return own.exclude(bureau__in=silent)


def open_to(metric: MetricDefinition):
    """The units that left it open."""
    return MetricValue.objects.filter(metric=metric, year=YEAR, state="pending").values_list(
        "bureau", flat=True
    )


def compare(figure: RollUpFigure, metric: MetricDefinition, units: set[int]) -> None:
    expected, count = by_hand(metric, units, YEAR)
    assert figure.counted == count, (metric.code, figure.unit_id)
    if expected is None:
        assert figure.value is None
    else:
        assert abs(Fraction(figure.value) - expected) <= Fraction(1, 2 * SCALE), metric.code


@pytest.mark.proof
def test_two_thousand_schools_give_what_sums_and_fractions_give():
    differences(Size())
