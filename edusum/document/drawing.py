"""A Chart as SVG for the paper preview: the same numbers, places and looks as in the Word file."""

from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from html import escape
from math import cos, pi, sin

from edusum.document.charts import alt_text, is_drawable, label
from edusum.document.model import Chart
from edusum.document.plotting import (
    GRID,
    INK,
    LINE,
    SLICE_EDGE,
    TEXT_SIZE,
    Look,
    Plot,
    Side,
    Strand,
    plot,
    text_width,
)

_DASHES = {"solid": "", "dash": "6 3", "sysDot": "1.5 2", "lgDashDot": "8 3 1.5 3"}
_PATTERNS = {"diagonal": "M-1,1 l2,-2 M0,5 l5,-5 M4,6 l2,-2", "horizontal": "M0,2.5 h5"}
_ZERO = Decimal(0)
_MARK = 3.0
_BASELINE = TEXT_SIZE * 0.36  # from the middle of a line of text down to its baseline


def svg(chart: Chart) -> str:
    """The drawing as one <svg> element without styles or scripts; "" when the chart cannot be drawn.

    It fills the width of its box; all text in it is escaped.
    """
    if not is_drawable(chart):
        return ""
    plan = plot(chart)
    key = sha256(repr(chart).encode(errors="replace")).hexdigest()[:12]
    body = "".join((*_patterns(plan, key), *_FORMS[plan.form](plan, key), *_legend(plan, key)))
    return (
        f'<svg class="paper-chart-drawing" xmlns="http://www.w3.org/2000/svg" role="img" width="100%"'
        f' viewBox="0 0 {_n(plan.width)} {_n(plan.height)}" font-size="{TEXT_SIZE}" letter-spacing="0"'
        f' fill="#{INK}" aria-labelledby="chart-{key}-title" aria-describedby="chart-{key}-text">'
        f'<title id="chart-{key}-title">{escape(label(chart.caption, 120))}</title>'
        f'<desc id="chart-{key}-text">{escape(alt_text(chart))}</desc>{body}</svg>'
    )


def _line_form(plan: Plot, key: str) -> Iterator[str]:
    yield from _frame(plan)
    slot = plan.box.width / len(plan.categories)
    for strand in plan.strands:
        points = [
            None if value is None else (plan.box.left + slot * (at + 0.5), plan.y(value))
            for at, value in enumerate(strand.values)
        ]
        for stretch in _stretches(points):
            path = " ".join(f"{_n(x)},{_n(y)}" for x, y in stretch)
            yield f'<polyline points="{path}" fill="none" {_stroke(strand.look)}/>'
        for point, text, side in zip(points, strand.labels, strand.sides, strict=True):
            if point:
                yield _marker(strand.look, *point)
                yield _value_label(text, side, *point)


def _column_form(plan: Plot, key: str) -> Iterator[str]:
    yield from _frame(plan)
    zero = plan.y(_ZERO)
    slot = plan.box.width / len(plan.categories)
    width = slot / (len(plan.strands) + plan.gap)
    for index, strand in enumerate(plan.strands):
        for at, value in enumerate(strand.values):
            if value is not None:
                left = plan.box.left + slot * at + width * (plan.gap / 2 + index)
                end = plan.y(value)
                yield _rectangle(strand.look, key, left, min(zero, end), width, abs(zero - end))
                below = value < 0
                yield _text(strand.labels[at], left + width / 2, end + (LINE * 0.6 if below else -LINE * 0.5))
    yield _rule(plan.box.left, zero, plan.box.left + plan.box.width, zero, INK)


def _bar_form(plan: Plot, key: str) -> Iterator[str]:
    yield from _lying_frame(plan)
    zero = plan.x(_ZERO)
    slot = plan.box.height / len(plan.categories)
    height = slot / (len(plan.strands) + plan.gap)
    for index, strand in enumerate(plan.strands):
        for at, value in enumerate(strand.values):
            if value is not None:
                top = plan.box.top + slot * at + height * (plan.gap / 2 + index)
                end = plan.x(value)
                yield _rectangle(strand.look, key, min(zero, end), top, abs(zero - end), height)
                side, anchor = (-4, "end") if value < 0 else (4, "start")
                yield _text(strand.labels[at], end + side, top + height / 2, anchor)
    yield _rule(zero, plan.box.top, zero, plan.box.top + plan.box.height, INK)


def _pie_form(plan: Plot, key: str) -> Iterator[str]:
    strand = plan.strands[0]
    values = [float(value or 0) for value in strand.values]
    radius = plan.box.width / 2
    x, y = plan.box.left + radius, plan.box.top + radius
    whole, before = sum(values), 0.0
    for value, look, name, text in zip(values, plan.slices, plan.categories, strand.labels, strict=True):
        start, end = before / whole, (before + value) / whole
        before += value
        yield _slice(look, key, x, y, radius, start, end)
        turn = 2 * pi * (start + end) / 2
        at_x, at_y = x + (radius + 6) * sin(turn), y - (radius + 6) * cos(turn)
        anchor = "middle" if abs(sin(turn)) < 0.25 else "start" if sin(turn) > 0 else "end"
        lift = -cos(turn) * LINE * 0.75
        yield _text(name, at_x, at_y + lift - LINE / 2, anchor)
        yield _text(text, at_x, at_y + lift + LINE / 2, anchor)


def _slice(look: Look, key: str, x: float, y: float, radius: float, start: float, end: float) -> str:
    paint = f'fill="{_paint(look, key)}" stroke="#{SLICE_EDGE}" stroke-width="0.75"'
    if end - start > 0.9999:
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" {paint}/>'
    ends = [(x + radius * sin(2 * pi * turn), y - radius * cos(2 * pi * turn)) for turn in (start, end)]
    (from_x, from_y), (to_x, to_y) = ends
    is_large = int(end - start > 0.5)
    arc = f"A{_n(radius)},{_n(radius)} 0 {is_large} 1 {_n(to_x)},{_n(to_y)}"
    return f'<path d="M{_n(x)},{_n(y)} L{_n(from_x)},{_n(from_y)} {arc} Z" {paint}/>'


_FORMS = {"line": _line_form, "column": _column_form, "bar": _bar_form, "pie": _pie_form}


def _frame(plan: Plot) -> Iterator[str]:
    """Grid, axes and their texts of an upright drawing."""
    box = plan.box
    yield from _unit(plan)
    for tick, text in zip(plan.axis.ticks, plan.axis.texts, strict=True):
        y = plan.y(tick)
        yield _rule(box.left, y, box.left + box.width, y, GRID)
        yield _text(text, box.left - 6, y, "end")
    bottom, slot = box.top + box.height, box.width / len(plan.categories)
    yield _rule(box.left, bottom, box.left + box.width, bottom, INK if plan.form == "line" else GRID)
    for at, name in enumerate(plan.categories):
        if at % plan.every == 0:
            lines = _wrapped(name, slot * plan.every - 4)
            for row, line in enumerate(lines):
                yield _text(line, box.left + slot * (at + 0.5), bottom + 6 + LINE * (row + 0.5))


def _lying_frame(plan: Plot) -> Iterator[str]:
    box = plan.box
    yield from _unit(plan)
    bottom = box.top + box.height
    for tick, text in zip(plan.axis.ticks, plan.axis.texts, strict=True):
        x = plan.x(tick)
        yield _rule(x, box.top, x, bottom, GRID)
        yield _text(text, x, bottom + 6 + LINE / 2)
    slot = box.height / len(plan.categories)
    for at, name in enumerate(plan.categories):
        lines = _wrapped(name, box.left - 12)
        middle = box.top + slot * (at + 0.5)
        for row, line in enumerate(lines):
            yield _text(line, box.left - 6, middle + LINE * (row - (len(lines) - 1) / 2), "end")


def _unit(plan: Plot) -> Iterator[str]:
    for row, line in enumerate(plan.unit_lines):
        yield _text(line, 6, LINE * (row + 0.5), "start")


def _legend(plan: Plot, key: str) -> Iterator[str]:
    """Sign and name of each series, centred below the drawing."""
    if not plan.has_legend:
        return
    x = (plan.width - min(sum(map(_entry_width, plan.strands)), plan.width)) / 2
    start, y = x, plan.height - LINE * (plan.legend_rows - 0.5) - 2
    for strand in plan.strands:
        if x > start and x + _entry_width(strand) > plan.width:
            x, y = start, y + LINE
        yield _sign(plan, strand.look, key, x, y)
        yield _text(strand.name, x + 26, y, "start")
        x += _entry_width(strand)


def _entry_width(strand: Strand) -> float:
    return text_width(strand.name) + 38


def _sign(plan: Plot, look: Look, key: str, x: float, y: float) -> str:
    if plan.form != "line":
        return _rectangle(look, key, x + 12, y - 4, 8, 8)
    return f'<path d="M{_n(x)},{_n(y)} h22" {_stroke(look)}/>' + _marker(look, x + 11, y)


def _stroke(look: Look) -> str:
    dash = _DASHES[look.dash]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'stroke="#{look.edge}" stroke-width="1.5"{dashed}'


def _marker(look: Look, x: float, y: float) -> str:
    fill = "FFFFFF" if look.is_hollow else look.fill
    paint = f'fill="#{fill}" stroke="#{look.edge}"'
    left, top, right, bottom = (_n(value) for value in (x - _MARK, y - _MARK, x + _MARK, y + _MARK))
    shapes = {
        "circle": f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_MARK}" {paint}/>',
        "square": f'<path d="M{left},{top} H{right} V{bottom} H{left} Z" {paint}/>',
        "triangle": f'<path d="M{_n(x)},{top} L{right},{bottom} H{left} Z" {paint}/>',
        "diamond": f'<path d="M{_n(x)},{top} L{right},{_n(y)} L{_n(x)},{bottom} L{left},{_n(y)} Z" {paint}/>',
    }
    return shapes[look.marker]


def _value_label(text: str, side: Side, x: float, y: float) -> str:
    if side == "right":
        return _text(text, x + _MARK + 4, y, "start")
    return _text(text, x, y + (LINE * 0.85 if side == "below" else -LINE * 0.85))


def _stretches(points: list[tuple[float, float] | None]) -> Iterator[list[tuple[float, float]]]:
    """The line's pieces between gaps."""
    stretch: list[tuple[float, float]] = []
    for point in (*points, None):
        if point:
            stretch.append(point)
        elif stretch:
            yield stretch
            stretch = []


def _patterns(plan: Plot, key: str) -> Iterator[str]:
    looks = (*plan.slices, *(strand.look for strand in plan.strands))
    for look in dict.fromkeys(look for look in looks if look.pattern):
        yield (
            f'<pattern id="chart-{key}-{look.pattern}" width="5" height="5" patternUnits="userSpaceOnUse">'
            f'<path d="M0,0 h5 v5 h-5 Z" fill="#FFFFFF"/>'
            f'<path d="{_PATTERNS[look.pattern]}" stroke="#{look.fill}" stroke-width="1.2"/></pattern>'
        )


def _paint(look: Look, key: str) -> str:
    return f"url(#chart-{key}-{look.pattern})" if look.pattern else f"#{look.fill}"


def _rectangle(look: Look, key: str, left: float, top: float, width: float, height: float) -> str:
    return (
        f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(width)}" height="{_n(height)}"'
        f' fill="{_paint(look, key)}" stroke="#{look.edge}" stroke-width="0.75"/>'
    )


def _rule(x: float, y: float, to_x: float, to_y: float, colour: str) -> str:
    return f'<path d="M{_n(x)},{_n(y)} L{_n(to_x)},{_n(to_y)}" stroke="#{colour}" stroke-width="0.75"/>'


def _text(text: str, x: float, middle: float, anchor: str = "middle") -> str:
    if not text:
        return ""
    return f'<text x="{_n(x)}" y="{_n(middle + _BASELINE)}" text-anchor="{anchor}">{escape(text)}</text>'


def _wrapped(text: str, width: float) -> list[str]:
    """The text on one line, or on two of about the same length."""
    if text_width(text) <= width:
        return [text]
    lines = [""]
    for sign in text:
        if len(lines) == 1 and text_width(lines[0] + sign) > max(width, text_width(text) / 2):
            lines.append("")
        lines[-1] += sign
    return lines


def _n(value: float) -> str:
    """A length with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
