"""Tables and charts of a draft's metrics as blocks of a Document."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from edusum.document.layout import em_width
from edusum.document.model import (
    GAP_IN_TABLE,
    Alignment,
    Block,
    Chart,
    Column,
    FigureRun,
    Paragraph,
    Run,
    Series,
    Table,
)
from edusum.document.tokens import Token
from edusum.drafts.enums import ExhibitKind, TableColumn
from edusum.drafts.exhibiting import ExhibitReading
from edusum.drafts.fitting import drawn
from edusum.metrics.figures import Figure, Reading
from edusum.metrics.series import change, change_words, growth_label, is_level, level_words
from edusum.metrics.units import approximately, format_bare, unit_of

NOTHING = "—"
_SIDES: dict[str, Alignment] = {"": "left", TableColumn.UNIT: "center", TableColumn.NOTE: "left"}
_LINE_EM, _LANDSCAPE_EM = 36.8, 53.0
"""How many hanzi of a cell's size stand side by side between the margins of a page, upright and turned."""
_MARGINS_EM = 1.1
"""The margins of a cell, and room for fonts that are wider than reckoned."""
_WIDEST: dict[str, float] = {TableColumn.UNIT: 6.0, TableColumn.CHANGE: 10.0}
_LEAST_NAMES_EM, _LEAST_NOTE_EM = 6.0, 5.0
_LEAST_SHARE, _MOST_SHARE = 0.4, 0.65
_MIXED = re.compile(r"[0-9A-Za-z%.][\u4e00-\u9fff]|[\u4e00-\u9fff](?=[0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Times:
    """How tables and charts call the time before and the time reported on: 2024年, 2025年."""

    before: str
    now: str


def blocks_of(exhibit: ExhibitReading, times: Times) -> tuple[Block, ...]:
    """The table or chart; of a chart that lacks a figure of this time, or can't be drawn, a gap in words."""
    if exhibit.kind == ExhibitKind.TABLE:
        row = exhibit.exhibit
        return (
            metric_table(
                exhibit.figures,
                caption=exhibit.caption,
                columns=row.columns,
                times=times,
                is_landscape=row.is_landscape,
            ),
        )
    if exhibit.problem:
        return (_gap_paragraph(exhibit, f"【未画出“{exhibit.caption}”：{exhibit.problem.rstrip('。')}】"),)
    if exhibit.kind == ExhibitKind.SHARE and exhibit.missing:
        return (_missing_paragraph(exhibit),)
    chart = _CHARTS[ExhibitKind(exhibit.kind)](exhibit, times)
    return (chart, _missing_paragraph(exhibit)) if exhibit.missing else (chart,)


def metric_table(
    figures: Sequence[Figure],
    *,
    caption: str,
    columns: Collection[str],
    times: Times,
    is_landscape: bool = False,
) -> Table:
    """A row a metric, with those of `TableColumn` that are wanted."""
    kept = [column for column in TableColumn if column in columns]
    heads = [
        {TableColumn.PREVIOUS: times.before, TableColumn.CURRENT: times.now}.get(it, it.label) for it in kept
    ]
    rows = tuple((figure.label, *(_cell(column, figure) for column in kept)) for figure in figures)
    needs = [_needed([head, *(row[place] for row in rows)]) for place, head in enumerate(("指标", *heads))]
    widths = _widths(needs, kept, _LANDSCAPE_EM if is_landscape else _LINE_EM)
    return Table(
        caption=caption,
        columns=tuple(
            Column(head, _SIDES.get(column, "right"), round(width * 10))
            for head, column, width in zip(("指标", *heads), ("", *kept), widths, strict=True)
        ),
        rows=rows,
        is_landscape=is_landscape,
    )


def without_second_title(block: Block, name: str) -> Block:
    """The block as it stands in an attachment: a table does not repeat the name that is its heading."""
    return replace(block, caption="") if isinstance(block, Table) and block.caption == name else block


def usual_columns(figures: Sequence[Figure]) -> set[str]:
    """What the table of a report template shows: growth only if it says something of half the rows."""
    usual: set[str] = {TableColumn.UNIT, TableColumn.PREVIOUS, TableColumn.CURRENT, TableColumn.CHANGE}
    growing = sum(bool(growth_label(figure)) for figure in figures)
    return usual | ({TableColumn.GROWTH} if growing * 2 >= len(figures) else set())


def _needed(texts: Sequence[str]) -> float:
    """How wide a cell is in which each of these stands on one line, in em."""
    return max(map(_reckoned, texts)) + _MARGINS_EM


def _reckoned(text: str) -> float:
    """With the blanks that Word puts between hanzi and digits, and % as wide as fonts have it."""
    return em_width(text) + len(_MIXED.findall(text)) / 4 + text.count("%") * 0.3


def _widths(needs: Sequence[float], kept: Sequence[str], line: float) -> list[float]:
    """Of all columns in em: units and numbers on one line, names and notes share what is left."""
    names, *others = needs
    widths = [min(need, _WIDEST.get(column, need)) for column, need in zip(kept, others, strict=True)]
    if TableColumn.NOTE not in kept:
        return [max(min(names, line - sum(widths)), _LEAST_NAMES_EM), *widths]
    note = widths.pop()
    left = line - sum(widths)
    if names + note > left:
        share = min(max(names / (names + note), _LEAST_SHARE), _MOST_SHARE)
        names, note = max(left * share, _LEAST_NAMES_EM), max(left * (1 - share), _LEAST_NOTE_EM)
    return [names, *widths, note]


def _cell(column: TableColumn, figure: Figure) -> str:
    if column == TableColumn.UNIT:
        return unit_of(figure)
    if column == TableColumn.PREVIOUS:
        return _number(figure, figure.previous, missing=NOTHING)
    if column == TableColumn.CURRENT:
        return _number(figure, figure.current, missing=GAP_IN_TABLE)
    if column == TableColumn.CHANGE:
        return _change(figure)
    return (growth_label(figure) or NOTHING) if column == TableColumn.GROWTH else figure.current.note


def _number(figure: Figure, reading: Reading, *, missing: str) -> str:
    if reading.is_filled:
        return approximately(format_bare(figure, reading), reading)
    return NOTHING if reading.state == "not_applicable" else missing


def _change(figure: Figure) -> str:
    """提高2.1个百分点, 增加2所, 持平; — where there is nothing to tell."""
    if is_level(figure):
        return level_words(figure)
    return NOTHING if change(figure) is None else change_words(figure)


def _trend(exhibit: ExhibitReading, times: Times) -> Chart:
    return Chart(
        kind="trend",
        caption=exhibit.caption,
        categories=tuple(f"{year}年" for year in exhibit.years),
        series=tuple(
            Series(
                figure.label,
                tuple(drawn(figure, exhibit.history[figure.code][year]) for year in exhibit.years),
            )
            for figure in exhibit.figures
        ),
        unit=exhibit.unit,
        note=_note(exhibit),
    )


def _comparison(exhibit: ExhibitReading, times: Times) -> Chart:
    return Chart(
        kind="comparison",
        caption=exhibit.caption,
        categories=tuple(figure.label for figure in exhibit.figures),
        series=(
            Series(times.before, tuple(drawn(figure, figure.previous) for figure in exhibit.figures)),
            Series(times.now, tuple(drawn(figure, figure.current) for figure in exhibit.figures)),
        ),
        unit=exhibit.unit,
        note=_note(exhibit),
    )


def _share(exhibit: ExhibitReading, times: Times) -> Chart:
    return Chart(
        kind="share",
        caption=exhibit.caption,
        categories=tuple(figure.label for figure in exhibit.parts),
        series=(Series(times.now, tuple(drawn(figure, figure.current) for figure in exhibit.parts)),),
        unit=exhibit.unit,
        note=_note(exhibit),
    )


_CHARTS = {
    ExhibitKind.TREND: _trend,
    ExhibitKind.COMPARISON: _comparison,
    ExhibitKind.SHARE: _share,
}


def _note(exhibit: ExhibitReading) -> str:
    return f"注：{'；'.join(exhibit.notes)}。" if exhibit.notes else ""


def _missing_paragraph(exhibit: ExhibitReading) -> Paragraph:
    gaps = tuple(
        FigureRun(f"【待补：{figure.label}】", figure.name, str(Token(figure.name)), is_gap=True)
        for figure in exhibit.missing
    )
    return Paragraph((Run(f"{exhibit.exhibit.get_kind_display()}“{exhibit.caption}”"), *gaps))


def _gap_paragraph(exhibit: ExhibitReading, words: str) -> Paragraph:
    return Paragraph((FigureRun(words, exhibit.caption, "", is_gap=True),))
