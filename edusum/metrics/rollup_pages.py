"""What the pages of a roll-up show: the area's figures domain by domain, who is missing, what to look at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.db.models import Count

from edusum.metrics.domains import DOMAINS
from edusum.metrics.enums import Kind
from edusum.metrics.facts import relations_known
from edusum.metrics.figures import PENDING, Figure
from edusum.metrics.foreseeing import unfit_words
from edusum.metrics.models import MetricDefinition, MetricValue, RollUp, RollUpDoubt, RollUpFigure
from edusum.metrics.rollups.adopting import reading_from
from edusum.metrics.rollups.moving import Move, moves_since
from edusum.metrics.rollups.reading import Below, units_below
from edusum.metrics.rollups.starting import (
    Progress,
    newest_rollup,
    progress_of,
    rollup_under_way,
)
from edusum.metrics.services import figure_of, reading_of
from edusum.metrics.units import format_number, format_reading
from edusum.metrics.warnings import by_code, warnings_of
from edusum.orgs.models import Bureau

MOST_MOVES = 6
"""How many units the page names that moved since."""
MOST_NAMED = 40
"""How many missing units the page names; the rest are on the page of submissions."""


@dataclass(frozen=True, slots=True)
class Row:
    """A metric of the area: what its units give, and what the bureau itself says.

    `odd` units have a figure unlike their own past; `doubts` tell what does not fit among the figures of the
    area, as far as all units went in; `silent` units handed in without a word on it.
    """

    metric: MetricDefinition
    source: RollUpFigure
    figure: Figure
    odd: int = 0
    doubts: tuple[str, ...] = ()
    silent: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether every unit from which it is awaited went in."""
        return self.source.counted >= self.source.expected

    @property
    def is_doubtful(self) -> bool:
        return bool(self.odd or self.doubts)

    @property
    def has_words(self) -> bool:
        """Whether anything is to be said beside the numbers."""
        return bool(self.is_doubtful or self.differs or self.silent or self.why_none or self.source.left_out)

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
        return len(self.below.tree.units) > 1 or bool(self.below.newer)

    @cached_property
    def now(self) -> tuple[int, int]:
        """How many units are awaited at this moment, and how many of them have handed in."""
        awaited, missing = self.below.reporting
        return len(awaited), len(awaited) - len(missing)

    @cached_property
    def moves(self) -> list[Move]:
        """What units did since the newest one was read, the latest first."""
        return moves_since(self.newest, self.below) if self.newest else []

    @property
    def moves_named(self) -> list[Move]:
        return self.moves[:MOST_MOVES]

    @property
    def moves_left(self) -> int:
        return max(0, len(self.moves) - MOST_MOVES)

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
            found.setdefault(row.metric.domain, []).append(
                Row(
                    row.metric,
                    row,
                    figure,
                    odd=self._odd.get(row.metric_id, 0),
                    silent=max(0, row.expected - row.counted - row.left_out - self._missing_count),
                )
            )
        doubts = _misfits([row for rows in found.values() for row in rows])
        found = {
            name: [replace(row, doubts=doubts.get(row.metric.code, ())) for row in rows]
            for name, rows in found.items()
        }
        return [Group(name, tuple(found[name])) for name in sorted(found, key=_place)]

    @property
    def _missing_count(self) -> int:
        return self.newest.unit_count - self.newest.submitted_count if self.newest else 0

    @cached_property
    def _odd(self) -> dict[int, int]:
        """How many units' figures are doubted, by metric (id)."""
        if self.newest is None:
            return {}
        return dict(self.newest.doubts.order_by().values_list("metric").annotate(count=Count("pk")))

    @cached_property
    def missing(self) -> tuple[list[str], int]:
        """Names of units that had not handed in when the newest was read, and how many more there are."""
        known = [pk for pk in (self.newest.missing if self.newest else []) if pk in self.below.names]
        return [self.below.names[pk] for pk in known[:MOST_NAMED]], max(0, len(known) - MOST_NAMED)

    @property
    def doubt_count(self) -> int:
        return sum(self._odd.values())


def _misfits(rows: Sequence[Row]) -> dict[str, tuple[str, ...]]:
    """What does not fit among the figures of the area, by code; sums of too few units are not judged."""
    figures = [replace(row.figure, previous=PENDING) for row in rows if row.is_whole and row.text]
    found = by_code(warnings_of(figures, relations_known()))
    told = {code: [doubt.words for doubt in doubts if not doubt.is_hint] for code, doubts in found.items()}
    for row in rows:
        if row.text and (words := unfit_words(row.metric, row.figure.current)):
            told.setdefault(row.metric.code, []).append(words)
    return {code: tuple(words) for code, words in told.items()}


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
