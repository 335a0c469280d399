"""What the pages of a roll-up show: the area's figures domain by domain, who is missing, what to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from edusum.metrics.domains import DOMAINS
from edusum.metrics.enums import Kind
from edusum.metrics.figures import PENDING, Figure
from edusum.metrics.models import MetricDefinition, MetricValue, RollUp, RollUpDoubt, RollUpFigure
from edusum.metrics.rollups.adopting import reading_from
from edusum.metrics.rollups.reading import Below, units_below
from edusum.metrics.rollups.starting import (
    Progress,
    changes_since,
    newest_rollup,
    progress_of,
    rollup_under_way,
)
from edusum.metrics.services import figure_of, reading_of
from edusum.metrics.units import format_number, format_reading
from edusum.orgs.models import Bureau

MOST_NAMED = 40
"""How many missing units the page names; the rest are on the page of submissions."""


@dataclass(frozen=True, slots=True)
class Row:
    """A metric of the area: what its units give, and what the bureau itself says."""

    metric: MetricDefinition
    source: RollUpFigure
    figure: Figure

    @property
    def text(self) -> str:
        return format_reading(self.figure, self.figure.current) if self.figure.current.has_number else ""

    @property
    def own_text(self) -> str:
        """`figure.previous` carries the bureau's own reading."""
        return format_reading(self.figure, self.figure.previous) if self.figure.previous.has_number else ""

    @property
    def differs(self) -> bool:
        return bool(self.own_text) and self.own_text != self.text

    @property
    def why_none(self) -> str:
        """Why there is no figure though something came in."""
        if self.text:
            return ""
        return "分母合计为 0，算不出" if self.source.counted else "没有可以汇总的数"


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """A unit's figure with its past, in words."""

    doubt: RollUpDoubt
    now: str
    before: str
    words: str


class RollUpPage:
    """The newest roll-up of a bureau's time, and the one under way."""

    def __init__(self, bureau: Bureau, year: int, period: str) -> None:
        self.bureau = bureau
        self.year = year
        self.period = period
        self.newest: RollUp | None = newest_rollup(bureau, year, period)
        self.under_way: RollUp | None = rollup_under_way(bureau, year, period)

    @property
    def progress(self) -> Progress | None:
        return progress_of(self.under_way) if self.under_way else None

    @property
    def is_moving(self) -> bool:
        return self.under_way is not None and self.under_way.state != "failed"

    @cached_property
    def below(self) -> Below:
        return units_below(self.bureau, self.year, self.period)

    @cached_property
    def has_units(self) -> bool:
        return len(self.below.tree.units) > 1

    @cached_property
    def now(self) -> tuple[int, int]:
        """How many units are awaited at this moment, and how many of them have handed in."""
        awaited, missing = self.below.reporting
        return len(awaited), len(awaited) - len(missing)

    @cached_property
    def changed(self) -> int:
        """How many units moved since the newest one was read."""
        return changes_since(self.newest, list(self.below.tree.units)) if self.newest else 0

    @cached_property
    def groups(self) -> list[Group]:
        """The figures of the area by domain."""
        if self.newest is None:
            return []
        own = {
            row.metric_id: reading_of(row)
            for row in MetricValue.objects.for_period(self.bureau, self.year, self.period)
        }
        rows = self.newest.figures.filter(unit=self.bureau).select_related("metric")
        found: dict[str, list[Row]] = {}
        for row in rows.order_by("metric__position", "metric"):
            before = own.get(row.metric_id, PENDING)
            current = reading_from(row, row.metric, like=before) or PENDING
            figure = figure_of(row.metric, current=current, previous=before)
            found.setdefault(row.metric.domain, []).append(Row(row.metric, row, figure))
        return [Group(name, tuple(found[name])) for name in sorted(found, key=_place)]

    @cached_property
    def missing(self) -> tuple[list[str], int]:
        """Names of units that had not handed in when the newest was read, and how many more there are."""
        known = [pk for pk in (self.newest.missing if self.newest else []) if pk in self.below.names]
        return [self.below.names[pk] for pk in known[:MOST_NAMED]], max(0, len(known) - MOST_NAMED)

    @cached_property
    def doubt_count(self) -> int:
        return self.newest.doubts.count() if self.newest else 0


def doubt_lines(doubts: Sequence[RollUpDoubt]) -> list[DoubtLine]:
    """Rows with their unit and metric, in words."""
    return [_line(doubt) for doubt in doubts]


def _line(doubt: RollUpDoubt) -> DoubtLine:
    metric = doubt.metric
    unit = " 个百分点" if metric.kind == Kind.PERCENT else "%"
    usual = "" if doubt.usual is None else f"，往年一般每年{_moved(doubt.usual)}{unit}"
    return DoubtLine(
        doubt,
        f"{format_number(doubt.value, metric.decimals)}{metric.unit}",
        f"{format_number(doubt.previous, metric.decimals)}{metric.unit}",
        f"比上次{_moved(doubt.change)}{unit}{usual}",
    )


def _moved(change: Decimal) -> str:
    return f"{'增' if change >= 0 else '减'} {format_number(abs(change), 1, is_trimmed=True)}"


def _place(domain: str) -> int:
    return DOMAINS.index(domain) if domain in DOMAINS else len(DOMAINS)
