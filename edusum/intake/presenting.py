"""What the page 旧稿入库 shows of a paper."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from edusum.document.readers.script import is_traditional
from edusum.intake.colouring import Line, Spot, coloured
from edusum.intake.matching import TAKEN_ROLES, Matcher, Proposal, domains_of
from edusum.intake.models import FoundHeading, FoundQuantity, SourceDocument
from edusum.intake.paging import Asked, Pager, pager
from edusum.intake.text_parts import part_at, text_parts
from edusum.metrics.enums import Approximation

FIGURES, HEADINGS, TOLD = 40, 120, 100
"""So many of a paper are shown at a time."""
FEW_FIGURES = 20
"""Up to so many need no filter."""
_SHOWN_RESIDUE = 80
_APPROXIMATIONS = {
    Approximation.OVER: "逾",
    Approximation.NEAR: "近",
    Approximation.AT_LEAST: "以上",
    Approximation.ABOUT: "左右",
    Approximation.UNDER: "以下",
    Approximation.WITHIN: "以内",
}


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure with the metrics it may be of: none for one that has a metric or is struck out."""

    row: FoundQuantity
    value: str
    proposals: Sequence[Proposal] = ()

    @property
    def best(self) -> Proposal | None:
        return self.proposals[0] if self.proposals else None


@dataclass(frozen=True, slots=True)
class Told:
    """A finding, or what does not belong to the text: `key` leads to its place."""

    key: str
    quote: str
    message: str


@dataclass(frozen=True, slots=True)
class Figures:
    """A page of the table of figures. `kept`: how many the paper has; `elsewhere`: not on this page."""

    rows: Sequence[FigureShown]
    page: Pager
    asked: Asked
    total: int
    kept: int

    @property
    def elsewhere(self) -> int:
        return self.kept - sum(item.row.is_kept for item in self.rows)

    @property
    def is_filterable(self) -> bool:
        return self.total > FEW_FIGURES


@dataclass(frozen=True, slots=True)
class Shown:
    """All of the page. `told`: sentences of the reader; `asides`: notes, comments, headers of the file.

    `near`: the keys at the right that the page has; others are a request away.
    """

    lines: Sequence[Line]
    part: Pager
    headings: Pager
    figures: Figures
    findings: Pager
    residue: Pager
    told: Sequence[str]
    asides: Sequence[Any]
    near: Collection[str]
    is_traditional: bool
    kept_headings: int = 0
    takings: Sequence[Any] = field(default=())

    @property
    def headings_elsewhere(self) -> int:
        """How many are kept that this page of the outline has not."""
        return self.kept_headings - sum(bool(row.is_kept) for row in self.headings.rows)

    @property
    def span(self) -> tuple[int, int]:
        """The characters of the text that the page has."""
        start, end = self.part.rows[0]
        return start, end


def shown(document: SourceDocument, asked: Asked) -> Shown:
    source = document.source_text
    text = source.text
    headings = list(document.headings.all())
    rows = _rows(document)
    findings = list(_told(document.findings, "f", text))
    residue = list(_told(document.residue, "r", text))
    spots = list(_spots(document, headings, rows))
    parts = text_parts(source)
    part = pager(parts, 1, asked, "part", number=_part_asked(asked, spots, parts))
    figures_page = _figures(document, rows, asked)
    outline = pager(headings, HEADINGS, asked, "outline", key=lambda row: f"h{row.pk}")
    told = [
        pager(items, TOLD, asked, name, key=attrgetter("key")) for items, name in _both(findings, residue)
    ]
    levels = {row.start: row.level for row in headings if row.is_kept and not row.is_inline and row.level}
    return Shown(
        lines=list(coloured(source, spots, levels, part.rows[0])),
        part=part,
        headings=outline,
        figures=figures_page,
        findings=told[0],
        residue=told[1],
        told=source.told,
        asides=source.asides,
        near={
            *(f"q{item.row.pk}" for item in figures_page.rows),
            *(f"h{row.pk}" for row in outline.rows),
            *(item.key for page in told for item in page.rows),
        },
        is_traditional=document.is_simplified or is_traditional(text),
        kept_headings=sum(row.is_kept for row in headings),
        takings=list(document.takings.select_related("taken_by", "draft", "version__report_template")),
    )


def figures(document: SourceDocument, asked: Asked) -> Figures:
    """The table of figures alone."""
    return _figures(document, _rows(document), asked)


def _rows(document: SourceDocument) -> list[FoundQuantity]:
    return list(document.quantities.select_related("metric"))


def _figures(document: SourceDocument, rows: Sequence[FoundQuantity], asked: Asked) -> Figures:
    matching = [row for row in rows if asked.takes(row)]
    if asked.at.startswith("q") and all(f"q{row.pk}" != asked.at for row in matching):
        asked = replace(asked, words="", which="")
        matching = list(rows)
    page = pager(matching, FIGURES, asked, "figures", key=lambda row: f"q{row.pk}")
    return Figures(
        rows=_with_proposals(document, page.rows, domains_of(rows)),
        page=page,
        asked=asked,
        total=len(rows),
        kept=sum(row.is_kept for row in rows),
    )


def _with_proposals(
    document: SourceDocument, rows: Sequence[FoundQuantity], domains: Sequence[str]
) -> list[FigureShown]:
    matcher = Matcher(document.bureau)
    known: dict[tuple[str, str], list[Proposal]] = {}
    told = []
    for row in rows:
        proposals: list[Proposal] = []
        if _may_have_metric(row):
            key = (row.label, row.unit)
            if key not in known:
                known[key] = matcher.proposals(*key, domains)
            proposals = known[key]
        told.append(FigureShown(row, value_of(row), proposals))
    return told


def _part_asked(asked: Asked, spots: Sequence[Spot], parts: list[tuple[int, int]]) -> int:
    """The part in which the place begins that is asked for."""
    place = next((spot.start for spot in spots if spot.key == asked.at), None) if asked.at else None
    return part_at(parts, place) if place is not None else 0


def _both(findings: list[Told], residue: list[Told]) -> list[tuple[list[Told], str]]:
    return [(findings, "findings"), (residue, "residue")]


def figure(row: FoundQuantity) -> FigureShown:
    """One of them, as its row shows it."""
    return FigureShown(row, value_of(row), proposals_of(row) if _may_have_metric(row) else ())


def proposals_of(row: FoundQuantity) -> list[Proposal]:
    return Matcher(row.document.bureau).proposals(row.label, row.unit)


def value_of(row: FoundQuantity) -> str:
    """As read, with its approximation: 逾500人, 3—5年, 1:6.3."""
    number = f"{row.value}—{row.upper}" if row.upper else row.value
    words = _APPROXIMATIONS.get(row.approximation, "")  # type: ignore[call-overload]
    before, behind = (words, "") if row.approximation in {"over", "near"} else ("", words)
    return f"{before}{number}{row.unit}{behind}"


def _may_have_metric(row: FoundQuantity) -> bool:
    return row.metric_id is None and row.is_kept and row.role in TAKEN_ROLES


def _told(items: Sequence[dict[str, Any]], letter: str, text: str) -> Iterator[Told]:
    for number, item in enumerate(items):
        quote = item.get("quote") or text[item["start"] : min(item["end"], item["start"] + _SHOWN_RESIDUE)]
        yield Told(f"{letter}{number}", quote.strip(), item.get("message") or item.get("what", ""))


def _spots(
    document: SourceDocument, headings: Sequence[FoundHeading], found: Sequence[FoundQuantity]
) -> Iterator[Spot]:
    for row in headings:
        if row.is_kept:
            yield Spot(row.start, row.end, "heading", f"h{row.pk}", "标题")
    for item in found:
        if item.is_kept:
            yield Spot(item.start, item.end, "quantity", f"q{item.pk}", f"{item.label} {value_of(item)}")
    for number, told in enumerate(document.findings):
        yield Spot(told["start"], told["end"], "finding", f"f{number}", told["message"])
    for number, told in enumerate(document.residue):
        yield Spot(told["start"], told["end"], "residue", f"r{number}", told["what"])
