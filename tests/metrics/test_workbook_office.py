"""Through a real spreadsheet engine: 300 metrics out, edited in LibreOffice, in again, exact."""

from decimal import Decimal

import pytest

from edusum.metrics.figures import Reading
from edusum.metrics.models import MetricValue
from edusum.metrics.services import figures
from edusum.metrics.workbooks.importing import confirm_import
from edusum.metrics.workbooks.previewing import preview_of
from edusum.orgs.enums import Role
from tests.factories import BureauFactory, MetricDefinitionFactory, MetricValueFactory, member
from tests.metrics.books import downloaded, received
from tests.metrics.office import edited

pytestmark = pytest.mark.django_db
FIRST_ROW = 6
KINDS = [
    {"unit": "人"},
    {"percent": True},
    {"ratio": True, "decimals": 1},
    {"unit": "万元", "kind": "money", "decimals": 2},
    {"unit": "年", "kind": "duration"},
]


def test_three_hundred_metrics_go_out_are_edited_in_libreoffice_and_come_in_exactly(tmp_path):
    bureau = BureauFactory()
    office = member(bureau, Role.EDITOR)
    metrics = [MetricDefinitionFactory(**KINDS[number % 5]) for number in range(300)]
    for number, metric in enumerate(metrics):
        if number % 2:
            MetricValueFactory(metric=metric, bureau=bureau, **_stored(number))
    before = {name: figure.current for name, figure in figures(bureau, 2025).items()}
    cells, expected = {}, {}
    for number, metric in enumerate(metrics):
        typed, reading = _typed(number)
        if typed is None:
            expected[metric.name] = before[metric.name]
            continue
        row = FIRST_ROW + number
        cells |= {f"{column}{row}": value for column, value in typed.items()}
        expected[metric.name] = reading
    content = edited(downloaded(bureau, office), tmp_path, cells)
    row = received(bureau, office, content)
    preview = preview_of(row, office)
    assert preview.faults == ()
    saved = confirm_import(row=row, actor=office, mark=preview.mark)
    assert {name: figure.current for name, figure in figures(bureau, 2025).items()} == expected
    assert saved.changed == sum(expected[name] != before[name] for name in expected)
    assert MetricValue.objects.filter(bureau=bureau, year=2024).count() == 0


def _stored(number):
    if number % 5 == 2:
        return {"value": None, "first_term": Decimal(1), "second_term": Decimal("15.5")}
    return {"value": Decimal(number), "note": f"说明{number}"}


def _typed(number):
    """What is typed in the row of the metric, and the figure it is; every seventh row is left alone."""
    if number % 7 == 0:
        return None, None
    if number % 7 == 1:
        return {"E": None, "F": "不适用", "H": None}, Reading("not_applicable")
    kind = number % 5
    note = f"第{number}项"
    if kind == 1:
        value = (Decimal(number % 100) + Decimal("0.37")).quantize(Decimal("0.01"))
        return {"E": float(value), "G": "近", "H": note}, Reading("filled", value, None, "near", note)
    if kind == 2:
        terms = (Decimal(1), Decimal(number) / 10)
        return {"E": f"1:{number / 10:g}", "H": note}, Reading("filled", None, terms, "", note)
    if kind == 3:
        value = Decimal("99999999.01") + number
        return {"E": float(value), "G": None, "H": note}, Reading("filled", value, None, "", note)
    if kind == 4:
        ends = (Decimal(number), Decimal(number + 2))
        return {"E": f"{number}—{number + 2}", "H": note}, Reading("filled", None, ends, "range", note)
    return {"E": number * 1000, "H": note}, Reading("filled", Decimal(number * 1000), None, "", note)
