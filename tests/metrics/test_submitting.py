"""Handing figures in, giving them back, and what is held meanwhile."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from edusum.common.errors import EdusumError
from edusum.metrics.expected import expected_metrics
from edusum.metrics.figures import Reading
from edusum.metrics.models import MetricValue, PendingChange, Submission
from edusum.metrics.saving import ValueEntry, save_values
from edusum.metrics.submitting import (
    HandedInError,
    NotHandedInError,
    StillPendingError,
    completeness_of,
    hand_in,
    reopen,
)
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

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """A department with two metrics, the first of them filled, and its clerk and its office."""
    department = DepartmentFactory()
    bureau = department.bureau
    filled, pending = (MetricAssignmentFactory(department=department).metric for _ in range(2))
    MetricValueFactory(bureau=bureau, metric=filled)
    clerk = member(bureau, Role.CONTRIBUTOR, department)
    return bureau, department, filled, pending, clerk, member(bureau, Role.EDITOR)


def save(bureau, metric, number, actor):
    entry = ValueEntry(metric.pk, Reading("filled", Decimal(number)))
    return save_values(bureau=bureau, year=2025, entries=[entry], actor=actor)


def test_what_is_pending_is_named_and_nothing_is_handed_in(desk):
    bureau, department, _, pending, clerk, _ = desk
    with pytest.raises(StillPendingError) as refusal:
        hand_in(bureau=bureau, year=2025, department=department, actor=clerk)
    assert refusal.value.pending == (pending.name,)
    assert f"还有 1 项待报：{pending.name}。" in refusal.value.message
    assert not Submission.objects.exists()


def test_handed_in_all_the_same_it_is_held_and_a_change_waits(desk):
    bureau, department, filled, _, clerk, _ = desk
    row = hand_in(
        bureau=bureau, year=2025, department=department, actor=clerk, anyway=True, note="其余月底补"
    )
    assert list(row.events.values_list("action", "note", "actor")) == [("hand_in", "其余月底补", clerk.pk)]
    saved = save(bureau, filled, 7, clerk)
    assert (saved.changed, saved.proposed) == (0, 1)
    assert MetricValue.objects.get(metric=filled).value == 100
    assert PendingChange.objects.get().value == 7


def test_not_applicable_is_an_answer(desk):
    bureau, department, _, pending, clerk, _ = desk
    MetricValueFactory(bureau=bureau, metric=pending, not_applicable=True)
    assert hand_in(bureau=bureau, year=2025, department=department, actor=clerk).state == "handed_in"


def test_handed_in_is_not_handed_in_again(desk):
    bureau, department, _, _, clerk, _ = desk
    hand_in(bureau=bureau, year=2025, department=department, actor=clerk, anyway=True)
    with pytest.raises(HandedInError):
        hand_in(bureau=bureau, year=2025, department=department, actor=clerk, anyway=True)


def test_given_back_it_is_free_and_can_be_handed_in_anew(desk):
    bureau, department, filled, _, clerk, editor = desk
    row = hand_in(bureau=bureau, year=2025, department=department, actor=clerk, anyway=True)
    reopen(submission=row, reason="少了一所", actor=editor)
    assert save(bureau, filled, 7, clerk).changed == 1
    again = hand_in(bureau=bureau, year=2025, department=department, actor=clerk, anyway=True)
    assert again.pk == row.pk
    assert list(row.events.values_list("action", "note")) == [
        ("hand_in", ""),
        ("reopen", "少了一所"),
        ("hand_in", ""),
    ]


def test_giving_back_needs_a_reason_and_something_to_give_back(desk):
    bureau, department, _, _, _, editor = desk
    row = SubmissionFactory(bureau=bureau, department=department)
    with pytest.raises(EdusumError, match="请写明原因"):
        reopen(submission=row, reason="  ", actor=editor)
    reopen(submission=row, reason="错了", actor=editor)
    with pytest.raises(NotHandedInError):
        reopen(submission=row, reason="错了", actor=editor)


def test_people_of_a_department_hand_in_theirs_only(desk):
    bureau, department, _, _, clerk, _ = desk
    stranger = member(bureau, Role.SECTION_HEAD, DepartmentFactory(bureau=bureau))
    for actor, whose in ((stranger, department), (clerk, None), (member(bureau, Role.DIRECTOR), None)):
        with pytest.raises(PermissionDenied):
            hand_in(bureau=bureau, year=2025, department=whose, actor=actor, anyway=True)
    with pytest.raises(PermissionDenied):
        reopen(submission=SubmissionFactory(bureau=bureau, department=department), reason="错了", actor=clerk)


def test_the_office_above_hands_in_for_a_unit_and_gives_back_to_it():
    county = BureauFactory()
    school = BureauFactory(parent=county)
    office = member(county, Role.EDITOR)
    MetricValueFactory(bureau=school)
    row = hand_in(bureau=school, year=2025, actor=office)
    own = member(school, Role.EDITOR)
    with pytest.raises(PermissionDenied):
        reopen(submission=row, reason="想改", actor=own)
    assert reopen(submission=row, reason="想改", actor=office).state == "reopened"


def test_a_unit_below_an_office_without_people_gives_back_itself():
    school = BureauFactory(parent=BureauFactory())
    own = member(school, Role.EDITOR)
    row = SubmissionFactory(bureau=school)
    assert reopen(submission=row, reason="想改", actor=own).state == "reopened"


def test_a_stranger_hands_in_for_nobody_elses_unit():
    school = BureauFactory(parent=BureauFactory())
    MetricValueFactory(bureau=school)
    with pytest.raises(PermissionDenied):
        hand_in(bureau=school, year=2025, actor=member(BureauFactory(), Role.EDITOR))


def test_where_nothing_is_asked_there_is_nothing_to_hand_in():
    bureau = BureauFactory()
    with pytest.raises(EdusumError, match="还没有要报的指标"):
        hand_in(bureau=bureau, year=2025, actor=member(bureau, Role.EDITOR))


def test_years_and_halves_are_handed_in_apart(desk):
    bureau, department, _, _, clerk, _ = desk
    hand_in(bureau=bureau, year=2025, department=department, actor=clerk, anyway=True)
    for metric in expected_metrics(bureau, 2025, "year", department):
        MetricAssignmentFactory(department=department, metric=metric, period="first_half")
    row = hand_in(
        bureau=bureau,
        year=2025,
        period="first_half",
        department=department,
        actor=clerk,
        anyway=True,
    )
    assert row.period == "first_half"
    assert Submission.objects.count() == 2


def test_a_unit_is_asked_for_what_the_one_above_needs_with_the_terms_of_its_rates():
    county = BureauFactory()
    school = BureauFactory(parent=county)
    department = DepartmentFactory(bureau=county)
    part, whole, weight = MetricDefinitionFactory.create_batch(3, aggregation="sum")
    rate = MetricDefinitionFactory(percent=True, aggregation="ratio")
    mean = MetricDefinitionFactory(percent=True, aggregation="weighted_mean", weight=weight)
    unasked = MetricDefinitionFactory()
    related(rate, "ratio_of", numerator=part, denominator=whole)
    for metric in (rate, mean, unasked):
        MetricAssignmentFactory(department=department, metric=metric)
    assert expected_metrics(school, 2025) == [part, whole, weight, rate, mean]
    found = completeness_of(school, 2025)
    assert (found.expected, found.answered, found.percent) == (5, 0, 0)
