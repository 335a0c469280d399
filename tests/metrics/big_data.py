"""A city of any size: counties, schools, metrics, years of values; loaded quickly, the same in every run."""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import connection
from django.utils import timezone

from edusum.metrics.domains import DOMAINS
from edusum.metrics.enums import Aggregation, Kind, OperandRole, RelationKind, SubmissionState
from edusum.metrics.models import MetricDefinition, MetricValue, Relation, RelationOperand, Submission
from edusum.orgs.enums import BureauKind
from edusum.orgs.models import Bureau

YEAR = 2025
COLUMNS = (
    "metric_id",
    "bureau_id",
    "year",
    "period",
    "state",
    "value",
    "first_term",
    "second_term",
    "approximation",
    "note",
    "reason",
    "created_at",
    "updated_at",
)
_AT_ONCE = 50_000
_DOMAINS = 3


@dataclass(frozen=True, slots=True)
class Size:
    """1 city; the metrics are counts (two thirds), rates of two counts, and means weighted by a count."""

    counties: int = 12
    schools: int = 2000
    metrics: int = 150
    years: int = 5

    @property
    def values(self) -> int:
        return self.schools * self.metrics * self.years


@dataclass(frozen=True, slots=True)
class City:
    bureau: Bureau
    counties: list[Bureau]
    schools: list[Bureau]
    metrics: list[MetricDefinition]


def build_city(size: Size, *, name: str = "甲市") -> City:
    """With everything stored. One school in twenty has not handed in; two counties have, for themselves."""
    chance = random.Random(f"{name}{size.schools}")
    city = Bureau.objects.create(kind=BureauKind.CITY, full_name=f"{name}教育局", **_forms("市"))
    counties = [
        Bureau.objects.create(
            parent=city, kind=BureauKind.COUNTY, full_name=f"{name}第{number}县教育局", **_forms("县")
        )
        for number in range(1, size.counties + 1)
    ]
    schools = Bureau.objects.bulk_create(
        [
            Bureau(
                parent=counties[number % len(counties)],
                kind=BureauKind.SCHOOL,
                full_name=f"{name}第{number}学校",
                **_forms("校"),
            )
            for number in range(size.schools)
        ]
    )
    metrics = _metrics(size.metrics)
    units = [school.pk for school in schools] + [county.pk for county in counties[:2]]
    _load(_rows(chance, metrics, units, size.years))
    themselves = {county.pk for county in counties[:2]}
    handed_in = [unit for unit in units if unit in themselves or chance.random() < 0.95]
    Submission.objects.bulk_create(
        [
            Submission(
                bureau_id=unit, year=YEAR, state=SubmissionState.HANDED_IN, handed_in_at=timezone.now()
            )
            for unit in handed_in
        ]
    )
    return City(city, counties, schools, metrics)


def _forms(level: str) -> dict[str, str]:
    return {"short_name": f"{level}教育局", "local_form": f"我{level}", "whole_form": f"全{level}"}


def _metrics(count: int) -> list[MetricDefinition]:
    """Those of an earlier city are taken."""
    if MetricDefinition.objects.filter(code__startswith="big_").exists():
        return list(MetricDefinition.objects.filter(code__startswith="big_").order_by("position"))
    sums, rates = count * 2 // 3, count // 5
    metrics: list[MetricDefinition] = []
    for number in range(count):
        is_sum = number < sums
        is_rate = not is_sum and number < sums + rates
        metrics.append(
            MetricDefinition.objects.create(
                code=f"big_{number}",
                name=f"大数据指标{number}",
                phrase_name=f"大数据指标{number}",
                unit="人" if is_sum else "%",
                kind=Kind.COUNT if is_sum else Kind.PERCENT,
                decimals=0 if is_sum else 2,
                domain=DOMAINS[number * _DOMAINS // count],
                position=number,
                aggregation=Aggregation.SUM
                if is_sum
                else Aggregation.RATIO
                if is_rate
                else Aggregation.WEIGHTED_MEAN,
                weight=None if is_sum or is_rate else metrics[number % sums],
            )
        )
        if is_rate:
            relation = Relation.objects.create(metric=metrics[-1], kind=RelationKind.RATIO_OF)
            terms = {OperandRole.NUMERATOR: number % sums, OperandRole.DENOMINATOR: number % sums + 1}
            for role, place in terms.items():
                RelationOperand.objects.create(relation=relation, role=role, metric=metrics[place])
    return metrics


def _rows(
    chance: random.Random, metrics: list[MetricDefinition], units: list[int], years: int
) -> Iterator[tuple[object, ...]]:
    """In the order of a real site: unit by unit, year by year."""
    now = timezone.now().isoformat()
    tail = ("", "", now, now)
    for unit in units:
        for year in range(YEAR - years + 1, YEAR + 1):
            for metric in metrics:
                head = (metric.pk, unit, year, "year")
                draw, is_count = chance.random(), metric.kind == Kind.COUNT
                if draw < 0.02:
                    yield (*head, "pending", None, None, None, "", *tail)
                elif draw < 0.04:
                    yield (*head, "not_applicable", None, None, None, "", *tail)
                elif draw < 0.045 and is_count:
                    yield (*head, "filled", None, 3, 5, "range", *tail)
                else:
                    value = chance.randrange(500, 900) if is_count else chance.randrange(8000, 9900) / 100
                    yield (*head, "filled", value, None, None, "over" if draw > 0.99 else "", *tail)


def _load(rows: Iterator[tuple[object, ...]]) -> None:
    """Past the ORM: a million rows in seconds."""
    table = MetricValue._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA cache_size = -300000")  # KiB: its indexes stay in memory
        while chunk := list(islice(rows, _AT_ONCE)):
            if connection.vendor == "postgresql":
                text = "\n".join(
                    "\t".join("\\N" if cell is None else str(cell) for cell in row) for row in chunk
                )
                cursor.copy_expert(f"COPY {table} ({', '.join(COLUMNS)}) FROM STDIN", io.StringIO(text))
            else:
                places = ", ".join("%s" for _ in COLUMNS)
                cursor.executemany(f"INSERT INTO {table} ({', '.join(COLUMNS)}) VALUES ({places})", chunk)
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {table}")
