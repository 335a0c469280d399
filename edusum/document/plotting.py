"""A Chart laid out for printing: form, axis, looks and places in pt, for Word and for the paper preview."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import Literal

from edusum.document import axes
from edusum.document.axes import Axis
from edusum.document.charts import is_drawable, label, numbers, percent
from edusum.document.layout import em_width
from edusum.document.model import Chart, Series

TEXT_WIDTH = 442.2
"""Width of the text area of a page, in pt."""
TEXT_SIZE = 10.5
LINE = 14.0
"""Height of a line of text in a drawing, in pt."""
Side = Literal["above", "below", "right"]
Form = Literal["line", "column", "bar", "pie"]

_HEIGHT = 227.0  # 8 cm
_PIE_HEIGHT = 206.0
_LEAST_HEIGHT, _MOST_HEIGHT = 142.0, 567.0  # 5 cm, 20 cm
_BAR = 13.0
_WIDEST_BAR = 44.0
_GAP = 0.6  # the least room between two groups of bars, in bars
_WIDEST_GAP = 5.0
_MARGIN = 6.0
_MOST_SLICES = 6
_LEAST_SLICE = Decimal(4)
_LEAST_LINE_POINTS = 3
_MOST_LABEL_SHARE = 0.36
_KEY_WIDTH = 38.0  # the sign before a name in the legend and the room around both


@dataclass(frozen=True, slots=True)
class Look:
    """How values of one series or slice look; each differs from the others without colour, too.

    `pattern`: "" for a plain fill. `marker` and `dash` are for lines. Colours are RRGGBB.
    """

    fill: str
    edge: str
    pattern: Literal["", "diagonal", "horizontal"] = ""
    marker: Literal["circle", "square", "triangle", "diamond"] = "circle"
    is_hollow: bool = False
    dash: Literal["solid", "dash", "sysDot", "lgDashDot"] = "solid"


ACCENT, INK, GRID, SLICE_EDGE = "C00000", "000000", "D9D9D9", "595959"
_ACCENT = Look(ACCENT, ACCENT)
_FILLS = (
    Look("BFBFBF", "7F7F7F"),
    Look("595959", "595959", "diagonal"),
    Look("7F7F7F", "7F7F7F"),
    Look("FFFFFF", "595959"),
    Look("595959", "595959", "horizontal"),
)
_LINES = (
    _ACCENT,
    Look("595959", "595959", marker="square", is_hollow=True, dash="dash"),
    Look("7F7F7F", "7F7F7F", marker="triangle", dash="sysDot"),
    Look("404040", "404040", marker="diamond", is_hollow=True, dash="lgDashDot"),
    Look("A5A5A5", "A5A5A5", marker="square"),
    Look("7F7F7F", "7F7F7F", marker="circle", is_hollow=True, dash="dash"),
)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pt from the upper left corner of the drawing."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Strand:
    """A series as drawn. `labels`: what is printed at each value, or ""; `sides`: where, for a line."""

    name: str
    values: tuple[Decimal | None, ...]
    labels: tuple[str, ...]
    look: Look
    sides: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True)
class Plot:
    """The whole drawing; `box` is where the values stand, without axis texts.

    A pie's axis means nothing. `every`: each how many categories one is named.
    `gap`: the room between two groups of bars, in bars. `slices`: looks of a pie's slices.
    `sources`: the values that shares are of, when not they but the shares are drawn.
    """

    form: Form
    categories: tuple[str, ...]
    strands: tuple[Strand, ...]
    unit: str
    axis: Axis
    width: float
    height: float
    box: Box
    gap: float = _GAP
    every: int = 1
    slices: tuple[Look, ...] = ()
    sources: Strand | None = None

    @property
    def unit_lines(self) -> tuple[str, ...]:
        """What is printed above the value axis: the unit, and from where the axis goes when not from zero."""
        return _unit_lines(self.unit, self.axis if self.form == "line" else axes.NONE)

    @property
    def has_legend(self) -> bool:
        return len(self.strands) > 1

    def x(self, value: Decimal) -> float:
        """Where a value stands on an axis that lies."""
        return self.box.left + self.box.width * self.axis.share(value)

    def y(self, value: Decimal) -> float:
        """Where a value stands on an upright axis."""
        return self.box.top + self.box.height * (1 - self.axis.share(value))

    @property
    def legend_rows(self) -> int:
        return _legend_rows(self.strands, self.width)


@lru_cache(maxsize=256)
def plot(chart: Chart, width: float = TEXT_WIDTH) -> Plot:
    """The drawing of a chart that `is_drawable`, `width` pt wide."""
    categories = tuple(label(category) for category in chart.categories)
    if chart.kind == "share":
        return _share(chart, categories, width)
    strands = tuple(map(_strand, chart.series))
    unit = label(chart.unit)
    if chart.kind == "trend" and len(categories) >= _LEAST_LINE_POINTS:
        return _lines(categories, strands, unit, width)
    return _bars(categories, strands, unit, width)


def text_width(text: str) -> float:
    """About; some fonts have wider digits than half a hanzi."""
    return em_width(text) * TEXT_SIZE * 1.08


def _strand(series: Series) -> Strand:
    values = numbers(series)
    labels = tuple("" if value is None else f"{value:f}" for value in values)
    return Strand(label(series.name), values, labels, _ACCENT)


def _share(chart: Chart, categories: tuple[str, ...], width: float) -> Plot:
    source = _strand(chart.series[0])
    values = source.values
    whole = sum((value for value in values if value is not None), Decimal())
    shares = tuple(None if value is None else percent(value, whole) for value in values)
    labels = tuple("" if share is None else f"{share}" for share in shares)
    is_pie = len(values) <= _MOST_SLICES and all(share and share >= _LEAST_SLICE for share in shares)
    if is_pie:
        slices = (_ACCENT, *_FILLS)[: len(values)]
        shown = Strand(source.name, values, tuple(f"{text}%" for text in labels), _ACCENT)
        side = _PIE_HEIGHT - 4 * LINE - 2 * _MARGIN
        box = Box((width - side) / 2, 2 * LINE + _MARGIN, side, side)
        return Plot(
            "pie", categories, (shown,), label(chart.unit), axes.NONE, width, _PIE_HEIGHT, box, slices=slices
        )
    drawn = Strand(f"{source.name}占比", shares, labels, _ACCENT)
    return _horizontal(categories, (drawn,), "%", width, source)


def _lines(categories: tuple[str, ...], strands: tuple[Strand, ...], unit: str, width: float) -> Plot:
    axis = axes.fitting(_all(strands), unit)
    room = max(_widest(strand) for strand in strands) + _MARGIN if len(strands) > 2 else _MARGIN
    left = _tick_width(axis)
    slot = (width - left - room) / len(categories)
    if len(strands) <= 2:  # half of the last label may stand out
        room = max(room, max(_widest(strand) for strand in strands) / 2 - slot / 2)
        slot = (width - left - room) / len(categories)
    every, rows = _category_rows(categories, slot)
    box = _standing_box(left, room, rows, _unit_lines(unit, axis), strands, width)
    labelled = _with_line_labels(strands, slot, axis, box)
    return Plot("line", categories, labelled, unit, axis, width, _HEIGHT, box, every=every)


def _bars(categories: tuple[str, ...], strands: tuple[Strand, ...], unit: str, width: float) -> Plot:
    """Upright where names and values have room, else lying."""
    strands = _with_fills(strands)
    axis = axes.from_zero(_all(strands), unit)
    left = _tick_width(axis)
    slot = (width - left - _MARGIN) / len(categories)
    every, rows = _category_rows(categories, slot)
    gap = _gap(slot, len(strands))
    bar = slot / (len(strands) + gap)
    if every > 1 or max(_widest(strand) for strand in strands) > bar + 4:
        return _horizontal(categories, strands, unit, width)
    box = _standing_box(left, _MARGIN, rows, _unit_lines(unit), strands, width)
    return Plot("column", categories, strands, unit, axis, width, _HEIGHT, box, gap)


def _gap(slot: float, count: int) -> float:
    """Wider than usual where bars would become blocks."""
    return min(max(slot / _WIDEST_BAR - count, _GAP), _WIDEST_GAP)


def _horizontal(
    categories: tuple[str, ...],
    strands: tuple[Strand, ...],
    unit: str,
    width: float,
    sources: Strand | None = None,
) -> Plot:
    axis = axes.from_zero(_all(strands), unit)
    names = min(max(map(text_width, categories)), width * _MOST_LABEL_SHARE) + 2 * _MARGIN
    top = _unit_height(_unit_lines(unit))
    bottom = LINE + _MARGIN + _legend_height(strands, width)
    group = len(strands) * _BAR + _BAR * _GAP
    height = min(max(top + bottom + group * len(categories), _LEAST_HEIGHT), _MOST_HEIGHT)
    box_height = height - top - bottom
    values = max(_widest(strand) for strand in strands) + _MARGIN
    box = Box(names, top, width - names - values, box_height)
    slot = box_height / len(categories)
    gap = _gap(slot * 2, len(strands))
    if (slot / (len(strands) + gap) if len(strands) > 1 else slot) < TEXT_SIZE:
        strands = tuple(_relabelled(strand, ("",) * len(strand.labels)) for strand in strands)
    return Plot("bar", categories, strands, unit, axis, width, height, box, gap, sources=sources)


def _standing_box(
    left: float, right: float, rows: int, unit: tuple[str, ...], strands: tuple[Strand, ...], width: float
) -> Box:
    top = _unit_height(unit)
    bottom = rows * LINE + _MARGIN + _legend_height(strands, width)
    return Box(left, top, width - left - right, _HEIGHT - top - bottom)


def _unit_lines(unit: str, axis: Axis = axes.NONE) -> tuple[str, ...]:
    """Two short lines: programs break longer ones."""
    first = (f"单位：{unit}",) if unit else ()
    return first if axis.low <= 0 <= axis.high else (*first, f"纵轴从{axis.texts[0]}起")


def _unit_height(lines: tuple[str, ...]) -> float:
    return LINE * len(lines) + 2 * _MARGIN if lines else LINE


def _legend_height(strands: tuple[Strand, ...], width: float) -> float:
    return _legend_rows(strands, width) * LINE + _MARGIN if len(strands) > 1 else 0


def _legend_rows(strands: tuple[Strand, ...], width: float) -> int:
    return ceil(sum(text_width(strand.name) + _KEY_WIDTH for strand in strands) / width)


def _tick_width(axis: Axis) -> float:
    return max(map(text_width, axis.texts)) + 2 * _MARGIN


def _widest(strand: Strand) -> float:
    return max(map(text_width, strand.labels))


def _category_rows(categories: tuple[str, ...], slot: float) -> tuple[int, int]:
    """Each how many categories one has room, and on how many lines: two where that lets all in."""
    widest = max(map(text_width, categories))
    if widest <= slot - 4:
        return 1, 1
    if widest <= 1.8 * (slot - 4):
        return 1, 2
    return ceil((widest + 4) / slot), 1


def _all(strands: tuple[Strand, ...]) -> list[Decimal]:
    return [value for strand in strands for value in strand.values if value is not None]


def _with_fills(strands: tuple[Strand, ...]) -> tuple[Strand, ...]:
    """The last, which is the latest, in the accent."""
    looks = (*_FILLS[: len(strands) - 1], _ACCENT)
    return tuple(
        Strand(strand.name, strand.values, strand.labels, look)
        for strand, look in zip(strands, looks, strict=True)
    )


def _with_line_labels(strands: tuple[Strand, ...], slot: float, axis: Axis, box: Box) -> tuple[Strand, ...]:
    """Values above and below the lines of one or two series, at the ends of more, where they have room."""
    if len(strands) > 2:
        return _labelled_at_ends(strands, axis, box)
    first, *second = strands
    others = second[0].values if second else (None,) * len(first.values)
    sides = tuple(map(_side, first.values, others))
    labelled = [_labelled(first, _LINES[0], slot, sides)]
    if second:
        opposite = tuple[Side, ...]("below" if side == "above" else "above" for side in sides)
        labelled.append(_labelled(second[0], _LINES[1], slot, opposite))
    return tuple(labelled)


def _side(value: Decimal | None, other: Decimal | None) -> Side:
    return "below" if value is not None and other is not None and value < other else "above"


def _labelled(strand: Strand, look: Look, slot: float, sides: tuple[Side, ...]) -> Strand:
    """The last value and, going back, as many as have room."""
    step = ceil((_widest(strand) + 2) / slot)
    last = max((at for at, text in enumerate(strand.labels) if text), default=0)
    labels = tuple(text if (last - at) % step == 0 else "" for at, text in enumerate(strand.labels))
    return Strand(strand.name, strand.values, labels, look, sides)


def _labelled_at_ends(strands: tuple[Strand, ...], axis: Axis, box: Box) -> tuple[Strand, ...]:
    """Only the last values, and none of them when two would cover each other."""
    ends = sorted(float(strand.values[-1]) for strand in strands if strand.values[-1] is not None)
    room = TEXT_SIZE * float(axis.high - axis.low) / box.height
    has_room = all(upper - lower >= room for lower, upper in pairwise(ends))
    count = len(strands[0].values)
    silent, sides = ("",) * (count - 1), tuple[Side, ...](["right"] * count)
    return tuple(
        Strand(strand.name, strand.values, (*silent, strand.labels[-1] if has_room else ""), look, sides)
        for strand, look in zip(strands, _LINES, strict=False)
    )


def _relabelled(strand: Strand, labels: tuple[str, ...]) -> Strand:
    return Strand(strand.name, strand.values, labels, strand.look, strand.sides)


def figure_height(chart: Chart) -> float:
    """Height of the drawing in pt, without caption and note; of a gap: one line."""
    return plot(chart).height if is_drawable(chart) else LINE
