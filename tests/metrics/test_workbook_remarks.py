"""A figure's remark, changed in the workbook, meanwhile here, or in both."""

from decimal import Decimal

import pytest

from edusum.metrics.models import MetricValue
from edusum.metrics.workbooks.importing import confirm_import
from edusum.metrics.workbooks.previewing import preview_of
from edusum.orgs.enums import Role
from tests.factories import BureauFactory, MetricDefinitionFactory, MetricValueFactory, member
from tests.metrics.books import downloaded, filled, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def office(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def metric(bureau):
    metric = MetricDefinitionFactory(code="schools", name="幼儿园数", unit="所")
    MetricValueFactory(metric=metric, bureau=bureau, value=Decimal(58))
    return metric


def test_a_new_number_leaves_a_remark_that_was_written_since(bureau, office, metric):
    book = downloaded(bureau, office)
    _remark(metric, "含民办园")
    row = received(bureau, office, filled(book, {"E6": 60}))
    (step,) = preview_of(row, office).steps
    assert (step.is_conflict, step.note, step.reading.note) == (False, "", "含民办园")
    confirm_import(row=row, actor=office, mark=preview_of(row, office).mark)
    stored = MetricValue.objects.get(metric=metric, year=2025)
    assert (stored.value, stored.note) == (60, "含民办园")


def test_two_new_remarks_on_one_figure_are_a_conflict(bureau, office, metric):
    book = downloaded(bureau, office)
    _remark(metric, "含民办园")
    row = received(bureau, office, filled(book, {"H6": "不含民办园"}))
    (step,) = preview_of(row, office).steps
    assert (step.seen, step.stands) == ("58所（没有说明）", "58所（说明：含民办园）")
    confirm_import(row=row, actor=office, mark=preview_of(row, office).mark)
    assert MetricValue.objects.get(metric=metric, year=2025).note == "含民办园"
    again = received(bureau, office, filled(book, {"H6": "含民办园"}))
    assert (preview_of(again, office).steps, preview_of(again, office).same) == ((), 1)


def _remark(metric, note):
    MetricValue.objects.filter(metric=metric, year=2025).update(note=note)
