"""Figures of an old paper that no metric is known for, and the metrics that are made for them when asked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.db.models import Max

from edusum.intake.matching import TAKEN_ROLES
from edusum.intake.models import FoundQuantity, SourceDocument
from edusum.metrics.definitions import named
from edusum.metrics.domains import DOMAINS
from edusum.metrics.enums import Aggregation, Kind
from edusum.metrics.models import MetricDefinition
from edusum.metrics.relations import SUMMED_KINDS
from edusum.metrics.units import MONEY_EXPONENTS, scale_of

MOST_OFFERED = 80
_AREAS = ("平方米", "平方千米", "平方公里", "公顷", "亩")
_TIMES = ("年", "天", "小时", "学时", "课时", "周", "个月")
_ALL_OF_IT = Decimal(100)


@dataclass(slots=True)
class Unknown:
    """Figures with one label and unit; `row` is the first of them."""

    row: FoundQuantity
    rows: list[FoundQuantity] = field(default_factory=list)

    @property
    def pk(self) -> int:
        return self.row.pk

    @property
    def kind(self) -> str:
        return kind_of(self.row.unit, self.row.value)


@dataclass(frozen=True, slots=True)
class Wish:
    """A metric to be made for the figures that have the label and the unit of this one."""

    quantity: int
    name: str
    kind: str
    domain: str


def unknown_figures(rows: Sequence[FoundQuantity]) -> list[Unknown]:
    """Those of the kept figures that a metric could hold and none does, label by label, as they come."""
    found: dict[tuple[str, str], Unknown] = {}
    for row in rows:
        if row.is_kept and row.metric is None and row.role in TAKEN_ROLES and row.label:
            held = found.setdefault((row.label, row.unit), Unknown(row))
            held.rows.append(row)
    return list(found.values())[:MOST_OFFERED]


def usual_domain(rows: Sequence[FoundQuantity]) -> str:
    """What most of the metrics that were found are about."""
    counts = Counter(row.metric.domain for row in rows if row.metric is not None)
    best = counts.most_common(1)
    return best[0][0] if best and best[0][0] in DOMAINS else DOMAINS[-1]


def definition_of(wish: Wish, row: FoundQuantity, document: SourceDocument) -> MetricDefinition:
    """The metric as it would be stored: in 人 where the paper says 万人, with its value as sample."""
    number = _number(row.value)
    unit, shift = _own_unit(row.unit, wish.kind)
    if number is not None and shift:
        number = number.scaleb(shift)
    sample = row.value if number is None else _plain(number)
    if row.upper and number is not None and (upper := _number(row.upper)) is not None:
        sample = f"{sample}—{_plain(upper.scaleb(shift))}"
    is_percent = wish.kind == Kind.PERCENT
    is_within = is_percent and (number is None or 0 <= number <= _ALL_OF_IT)
    last = MetricDefinition.objects.filter(domain=wish.domain).aggregate(last=Max("position"))["last"]
    return named(
        MetricDefinition(
            name=wish.name,
            unit="" if wish.kind == Kind.RATIO else unit,
            kind=wish.kind,
            domain=wish.domain,
            decimals=max(0, -_exponent(number)),
            minimum=0 if is_within else None,
            maximum=100 if is_within else None,
            aggregation=Aggregation.SUM if wish.kind in SUMMED_KINDS else Aggregation.NONE,
            sample=sample,
            sample_previous=sample,
            source=f"旧稿《{document}》"[:200],
            position=last or 0,
        )
    )


def kind_of(unit: str, value: str) -> str:
    base = scale_of(unit)[0]
    if ":" in value:
        return Kind.RATIO
    if unit in {"%", "‰"}:
        return Kind.PERCENT
    if unit in MONEY_EXPONENTS:
        return Kind.MONEY
    if "/" in unit:
        return Kind.RATE_PER_HEAD
    table = {
        "元": Kind.MONEY,
        "倍": Kind.MULTIPLE,
        "分": Kind.SCORE,
        **dict.fromkeys(_AREAS, Kind.AREA),
        **dict.fromkeys(_TIMES, Kind.DURATION),
    }
    return table.get(base, Kind.COUNT)


def _own_unit(unit: str, kind: str) -> tuple[str, int]:
    """The unit a metric counts in, and by how many places a printed value moves: 万人 → 人, 4."""
    base, exponent = scale_of(unit)
    if kind == Kind.MONEY or not exponent or not base:
        return unit, 0
    return base, exponent


def _number(value: str) -> Decimal | None:
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _plain(number: Decimal) -> str:
    whole = number.to_integral_value()
    return str(int(whole)) if whole == number else f"{number.normalize():f}"


def _exponent(number: Decimal | None) -> int:
    if number is None or number == number.to_integral_value():
        return 0
    exponent = number.normalize().as_tuple().exponent
    return max(exponent, -4) if isinstance(exponent, int) else 0
