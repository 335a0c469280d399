"""Schools below the demo bureau with a few years of figures, from fixtures/demo/units.yaml."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import yaml
from django.conf import settings

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.metrics.figures import Reading
from edusum.metrics.models import MetricDefinition
from edusum.metrics.rollups.starting import start_rollup
from edusum.metrics.saving import ValueEntry, save_values
from edusum.metrics.submitting import hand_in
from edusum.orgs.enums import BureauKind
from edusum.orgs.models import Bureau
from edusum.orgs.units import add_unit

SOURCE = settings.FIXTURES_ROOT / "demo" / "units.yaml"


def add_demo_units(*, bureau: Bureau, manager: User, editor: User) -> list[Bureau]:
    """The schools, their figures, handed in but for one, and a roll-up of the last year that waits its turn.

    Raises EdusumError when the library lacks one of the metrics.
    """
    data = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    metrics = MetricDefinition.objects.in_bulk(data["codes"], field_name="code")
    missing = [code for code in data["codes"] if code not in metrics]
    if missing:
        raise EdusumError(f"指标库里没有“{missing[0]}”，请先运行 load_library。")
    units = []
    for name, values in data["schools"].items():
        unit = add_unit(bureau=bureau, above=bureau, kind=BureauKind.SCHOOL, full_name=name, actor=manager)
        for place in range(len(next(iter(values.values())))):
            year = data["first_year"] + place
            entries = _entries(values, metrics, place)
            save_values(bureau=unit, year=year, entries=entries, actor=editor)
            if name not in data["missing"]:
                hand_in(bureau=unit, year=year, actor=editor, anyway=True)
        units.append(unit)
    start_rollup(bureau=bureau, year=year, actor=editor)
    return units


def _entries(values: Mapping[str, Sequence[str]], metrics: Mapping[str, Any], place: int) -> list[ValueEntry]:
    return [
        ValueEntry(metrics[code].pk, Reading("filled", Decimal(numbers[place])))
        for code, numbers in values.items()
    ]
