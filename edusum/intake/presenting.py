"""What the page 旧稿入库 shows of a paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from edusum.document.readers.script import is_traditional
from edusum.intake.colouring import Line, Spot, coloured
from edusum.intake.matching import TAKEN_ROLES, Matcher, Proposal, domains_of
from edusum.intake.models import FoundHeading, FoundQuantity, SourceDocument
from edusum.metrics.enums import Approximation

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
class Shown:
    """All of the page. `told`: sentences of the reader; `asides`: notes, comments, headers of the file."""

    lines: Sequence[Line]
    headings: Sequence[FoundHeading]
    figures: Sequence[FigureShown]
    findings: Sequence[Told]
    residue: Sequence[Told]
    told: Sequence[str]
    asides: Sequence[Any]
    is_traditional: bool
    metric_count: int = 0
    kept_headings: int = 0
    kept_figures: int = 0
    takings: Sequence[Any] = field(default=())


def shown(document: SourceDocument) -> Shown:
    source = document.source_text
    text = source.text
    headings = list(document.headings.all())
    found = figures(document)
    findings = list(_told(document.findings, "f", text))
    residue = list(_told(document.residue, "r", text))
    levels = {row.start: row.level for row in headings if row.is_kept and not row.is_inline and row.level}
    lines = list(coloured(source, _spots(document, headings, found), levels))
    return Shown(
        lines=lines,
        headings=headings,
        figures=found,
        findings=findings,
        residue=residue,
        told=source.told,
        asides=source.asides,
        is_traditional=document.is_simplified or is_traditional(text),
        metric_count=sum(item.row.metric_id is not None and item.row.is_kept for item in found),
        kept_headings=sum(row.is_kept for row in headings),
        kept_figures=sum(item.row.is_kept for item in found),
        takings=list(document.takings.select_related("taken_by", "draft", "version__report_template")),
    )


def figures(document: SourceDocument) -> list[FigureShown]:
    rows = list(document.quantities.select_related("metric"))
    matcher, domains = Matcher(document.bureau), domains_of(rows)
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
    document: SourceDocument, headings: Sequence[FoundHeading], found: Sequence[FigureShown]
) -> Iterator[Spot]:
    for row in headings:
        if row.is_kept:
            yield Spot(row.start, row.end, "heading", f"h{row.pk}", "标题")
    for item in found:
        if item.row.is_kept:
            hint = f"{item.row.label} {item.value}"
            yield Spot(item.row.start, item.row.end, "quantity", f"q{item.row.pk}", hint)
    for number, told in enumerate(document.findings):
        yield Spot(told["start"], told["end"], "finding", f"f{number}", told["message"])
    for number, told in enumerate(document.residue):
        yield Spot(told["start"], told["end"], "residue", f"r{number}", told["what"])
