from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from edusum.common.errors import EdusumError
from edusum.metrics.figures import PENDING, Figure, Reading
from edusum.metrics.models import MetricValue, MetricValueRevision
from edusum.metrics.saving import Saved, ValueEntry, ValuesChangedError, save_values
from edusum.metrics.services import figures, history
from edusum.orgs.enums import Role
from tests.factories import BureauFactory, MetricDefinitionFactory, MetricValueFactory, member

pytestmark = pytest.mark.django_db


def test_figures_carry_this_year_and_the_year_before_as_plain_data():
    rate = MetricDefinitionFactory(percent=True, code="rate", name="入园率", better_when="higher")
    value = MetricValueFactory(metric=rate, value=Decimal("92.3"), approximation="over", note="年报")
    MetricValueFactory(metric=rate, bureau=value.bureau, year=2024, value=Decimal("90.2"))
    MetricValueFactory(metric=rate, year=2025, value=Decimal("11"))
    assert figures(value.bureau, 2025) == {
        "入园率": Figure(
            code="rate",
            name="入园率",
            label="入园率",
            unit="%",
            kind="percent",
            decimals=2,
            better_when="higher",
            current=Reading("filled", Decimal("92.3"), None, "over", "年报"),
            previous=Reading("filled", Decimal("90.2")),
        )
    }


def test_a_ratio_keeps_its_two_terms_and_not_applicable_differs_from_pending():
    ratio = MetricValueFactory(ratio=True, metric__name="机生比")
    MetricValueFactory(not_applicable=True, metric__name="撤并数", bureau=ratio.bureau)
    MetricDefinitionFactory(name="学位数")
    found = figures(ratio.bureau, 2025)
    assert [(name, figure.current) for name, figure in found.items()] == [
        ("机生比", Reading("filled", None, (Decimal("1"), Decimal("6.3")))),
        ("撤并数", Reading("not_applicable")),
        ("学位数", PENDING),
    ]


def test_half_a_year_is_held_against_the_same_half_of_the_year_before():
    value = MetricValueFactory(period="first_half", value=Decimal(5), metric__name="新生数")
    MetricValueFactory(metric=value.metric, bureau=value.bureau, year=2024, period="first_half")
    MetricValueFactory(metric=value.metric, bureau=value.bureau, value=Decimal(9))
    half = figures(value.bureau, 2025, "first_half")["新生数"]
    assert (half.current.value, half.previous.value, half.since) == (5, 100, "上年同期")
    assert figures(value.bureau, 2025)["新生数"].since == "上年"


def test_a_range_keeps_its_two_ends():
    value = MetricValueFactory(range=True, metric__name="审批时限")
    found = figures(value.bureau, 2025)["审批时限"].current
    assert found == Reading("filled", None, (Decimal(3), Decimal(5)), "range")
    assert found.is_range


def test_a_range_is_saved_and_can_become_a_number_again():
    bureau, metric = BureauFactory(), MetricDefinitionFactory(name="审批时限", kind="duration")
    clerk = member(bureau, Role.EDITOR)
    given = Reading("filled", None, (Decimal(3), Decimal(5)), "range")
    for reading in (given, Reading("filled", Decimal(4))):
        entries = [ValueEntry(metric.pk, reading)]
        assert save_values(bureau=bureau, year=2025, entries=entries, actor=clerk) == Saved(1)
        assert figures(bureau, 2025)["审批时限"].current == reading
        assert save_values(bureau=bureau, year=2025, entries=entries, actor=clerk) == Saved()
    kept = MetricValueRevision.objects.values_list("value", "first_term", "second_term", "approximation")
    assert list(kept) == [(4, None, None, ""), (None, 3, 5, "range")]


def test_figures_take_two_queries_however_many_there_are(django_assert_num_queries):
    bureau = BureauFactory()
    for count in (1, 3):
        for _ in range(count):
            MetricValueFactory(bureau=bureau)
        with django_assert_num_queries(2):
            figures(bureau, 2025)


def test_saving_values_keeps_who_and_every_step():
    bureau = BureauFactory()
    clerk = member(bureau, Role.CONTRIBUTOR)
    metric = MetricDefinitionFactory()
    for value in ("5", "7"):
        save_values(bureau=bureau, year=2025, entries=[_entry(metric, value)], actor=clerk)
    stored = MetricValue.objects.get()
    assert (stored.value, stored.updated_by) == (Decimal("7"), clerk)
    assert list(stored.revisions.values_list("value", "author")) == [
        (Decimal("7"), clerk.pk),
        (Decimal("5"), clerk.pk),
    ]


def test_a_value_that_is_not_changed_leaves_no_trace():
    value = MetricValueFactory()
    clerk = member(value.bureau, Role.EDITOR)
    entries = [_entry(value.metric, "100.00")]
    assert save_values(bureau=value.bureau, year=2025, entries=entries, actor=clerk) == Saved()
    assert MetricValueRevision.objects.count() == 0


def test_zero_is_a_value():
    bureau = BureauFactory()
    entries = [_entry(MetricDefinitionFactory(name="事故数"), "0")]
    save_values(bureau=bureau, year=2025, entries=entries, actor=member(bureau, Role.EDITOR))
    assert figures(bureau, 2025)["事故数"].current == Reading("filled", Decimal("0"))


def test_a_value_stored_since_one_looked_is_not_overwritten():
    value = MetricValueFactory(value=Decimal(7))
    entry = ValueEntry(value.metric_id, Reading("filled", Decimal(5)), seen=Reading("filled", Decimal(3)))
    clerk = member(value.bureau, Role.EDITOR)
    with pytest.raises(ValuesChangedError):
        save_values(bureau=value.bureau, year=2025, entries=[entry], actor=clerk)
    assert MetricValue.objects.get().value == Decimal(7)


@pytest.mark.parametrize(
    ("definition", "reading", "sentence"),
    [
        ({"percent": True}, Reading("filled", Decimal(150)), "不能大于 100%，请核对。"),
        (
            {"percent": True},
            Reading("filled", None, (Decimal(1), Decimal(2))),
            "这项指标不是比，只有一个数。",
        ),
        ({"ratio": True}, Reading("filled", Decimal(1)), "这项指标是比，须有前后两项。"),
        ({}, Reading("filled", Decimal("1.5")), "小数位太多，这项指标只填整数。"),
        ({}, Reading("filled", Decimal(3), None, "range"), "区间须有两个数，如 3—5。"),
        (
            {},
            Reading("filled", None, (Decimal(5), Decimal(3)), "range"),
            "“5—3”前大后小，请把小的写在前面，如 3—5。",
        ),
        (
            {"percent": True},
            Reading("filled", None, (Decimal(70), Decimal(101)), "range"),
            "不能大于 100%，请核对。",
        ),
        (
            {"ratio": True},
            Reading("filled", None, (Decimal(3), Decimal(5)), "range"),
            "这项指标是比，须有前后两项。",
        ),
    ],
)
def test_a_number_that_the_metric_cannot_have_is_refused_from_wherever_it_comes(
    definition, reading, sentence
):
    bureau = BureauFactory()
    metric = MetricDefinitionFactory(name="入园率", **definition)
    with pytest.raises(EdusumError) as refused:
        save_values(
            bureau=bureau,
            year=2025,
            entries=[ValueEntry(metric.pk, reading)],
            actor=member(bureau, Role.EDITOR),
        )
    assert (refused.value.place, refused.value.message) == ("入园率", sentence)


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.DIRECTOR, Role.LIBRARY_MANAGER])
def test_only_those_who_fill_figures_may_save_them(role):
    bureau = BureauFactory()
    with pytest.raises(PermissionDenied):
        save_values(
            bureau=bureau,
            year=2025,
            entries=[_entry(MetricDefinitionFactory(), "1")],
            actor=member(bureau, role),
        )
    assert MetricValue.objects.count() == 0


def test_another_bureaus_clerk_may_not_save_here():
    stranger = member(BureauFactory(), Role.CONTRIBUTOR)
    with pytest.raises(PermissionDenied):
        save_values(
            bureau=BureauFactory(),
            year=2025,
            entries=[_entry(MetricDefinitionFactory(), "1")],
            actor=stranger,
        )


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "filled", "value": None},
        {"state": "pending", "value": Decimal(1)},
        {"state": "not_applicable", "value": Decimal(1)},
        {"value": Decimal(1), "first_term": Decimal(1), "second_term": Decimal(2)},
        {"value": None, "first_term": Decimal(1)},
        {"value": None, "first_term": Decimal(1), "second_term": Decimal(0)},
        {"value": Decimal(3), "approximation": "range"},
        {"range": True, "second_term": Decimal(3)},
        {"range": True, "first_term": None},
        {"range": True, "state": "pending"},
        {"year": 1900},
    ],
)
def test_the_database_refuses_values_that_contradict_their_state(columns):
    with pytest.raises(IntegrityError):
        MetricValueFactory(**columns)


def test_the_database_keeps_one_value_per_metric_bureau_and_period():
    value = MetricValueFactory()
    with pytest.raises(IntegrityError):
        MetricValueFactory(metric=value.metric, bureau=value.bureau)


def _entry(metric, value):
    return ValueEntry(metric.pk, Reading("filled", Decimal(value)))


def test_the_history_tells_every_year_of_every_metric(django_assert_num_queries):
    bureau = BureauFactory()
    first, second = (MetricDefinitionFactory(code=code) for code in ("first", "second"))
    for year, value in ((2022, 1), (2023, 2), (2025, 4)):
        MetricValueFactory(metric=first, bureau=bureau, year=year, value=Decimal(value))
    MetricValueFactory(metric=first, bureau=bureau, year=2024, period="first_half")
    MetricValueFactory(metric=first, year=2024)
    MetricValueFactory(metric=second, bureau=bureau, year=2024, not_applicable=True)
    MetricValueFactory(bureau=bureau, year=2024)
    with django_assert_num_queries(1):
        told = history(bureau, ["first", "second"], 2023, 2025)
    assert told == {
        "first": {2023: Reading("filled", Decimal(2)), 2024: PENDING, 2025: Reading("filled", Decimal(4))},
        "second": {2023: PENDING, 2024: Reading("not_applicable"), 2025: PENDING},
    }
    assert history(bureau, ["first"], 2024, 2024, "first_half")["first"][2024].value == 100
