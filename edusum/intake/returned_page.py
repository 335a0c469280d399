"""What the page of a paper that came back shows: by section, each change with its words and its figures."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from edusum.document.returned.sentences import applied, standing
from edusum.document.tokens import tokens_in
from edusum.drafts.comparing import Comparison, compared
from edusum.drafts.reading import SectionReading, Sources, draft_sources, read_draft
from edusum.drafts.services import standing_text
from edusum.intake.deciding import may_propose
from edusum.intake.enums import ChangeKind, Decision
from edusum.intake.models import ReturnedChange, ReturnedPaper
from edusum.intake.returning import base_texts
from edusum.library import wording
from edusum.metrics.locking import Held, held_values
from edusum.metrics.models import MetricDefinition, PendingChange

ELSEWHERE = "不属于各节正文的改动"
_ADVICE = {
    True: "这一节的标题在改后的文稿里没有找到。不要这一节的，请到章节安排里处理。",
    False: "题目、落款、表格、图表等不在各节正文里，请到相应的页面处理。",
}


@dataclass(frozen=True, slots=True)
class TypedOver:
    """A figure typed over: what it printed then, what was typed, what the metric says now.

    `held`: what keeps its value from changing at once; `waits`: whether another value waits.
    """

    number: int
    label: str
    printed: str
    typed: str
    now: str
    may_propose: bool
    held: tuple[str, ...] = ()
    waits: bool = False


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """`here` is what stands in the draft now where both changed the same, "" where only one did."""

    change: ReturnedChange
    words: Comparison
    figures: tuple[TypedOver, ...]
    here: str
    advice: str

    @property
    def waiting_figures(self) -> list[str]:
        """The metrics whose value waits, of a change that was taken over."""
        is_taken = self.change.decision == Decision.ACCEPTED
        return [figure.label for figure in self.figures if is_taken and figure.waits]

    @property
    def is_open(self) -> bool:
        return self.change.decision == Decision.WAITING

    @property
    def may_accept(self) -> bool:
        return self.change.kind != ChangeKind.UNPLACED and self.change.decision != Decision.ACCEPTED

    @property
    def needs_choice(self) -> bool:
        return any(figure.typed for figure in self.figures)


@dataclass(frozen=True, slots=True)
class SectionOfChanges:
    title: str
    rows: tuple[ChangeRow, ...]


def sections_of(paper: ReturnedPaper) -> list[SectionOfChanges]:
    """The changes in the order of the draft's sections, the rest last."""
    changes = list(paper.changes.select_related("section_text__section", "decided_by"))
    rows = list(_rows(paper, changes))
    titles = {item.section_text.pk: item.title for item in _readings(paper) if item.section_text}
    return [
        SectionOfChanges(titles.get(pk, ELSEWHERE) if pk else ELSEWHERE, tuple(group))
        for pk, group in groupby(rows, key=lambda row: _section_of(row.change))
    ]


def row_of(paper: ReturnedPaper, change: ReturnedChange) -> ChangeRow:
    return next(_rows(paper, [change]))


def _section_of(change: ReturnedChange) -> int:
    return change.section_text_id or 0


def _readings(paper: ReturnedPaper) -> Sequence[SectionReading]:
    return read_draft(paper.draft, draft_sources(paper.draft))


def _rows(paper: ReturnedPaper, changes: Iterable[ReturnedChange]) -> Iterator[ChangeRow]:
    sources = draft_sources(paper.draft)
    base = base_texts(paper.snapshot) if paper.snapshot else {}
    standing_now: dict[int, str] = {}
    changes = list(changes)
    holding = _holding(paper, changes)
    for change in changes:
        yield ChangeRow(
            change=change,
            words=compared(change.before, change.after),
            figures=tuple(_figures(change, sources, holding)),
            here=_here(paper, change, base, sources, standing_now),
            advice=_ADVICE[bool(change.section_text_id)] if change.kind == ChangeKind.UNPLACED else "",
        )


@dataclass(frozen=True, slots=True)
class _Holding:
    """By name: the metrics (ids), what holds the values of the draft's time, and which of them wait."""

    metrics: Mapping[str, int]
    held: Held | None = None
    waiting: Collection[int] = ()

    def of(self, name: str) -> tuple[str, ...]:
        metric = self.metrics.get(name)
        return self.held.words(metric) if self.held and metric else ()


def _holding(paper: ReturnedPaper, changes: Iterable[ReturnedChange]) -> _Holding:
    """Three queries more, where a figure was typed over; else none."""
    names = {figure["name"] for change in changes for figure in change.overtyped}
    if not names:
        return _Holding({})
    draft = paper.draft
    metrics = dict(MetricDefinition.objects.filter(phrase_name__in=names).values_list("phrase_name", "pk"))
    pending = PendingChange.objects.waiting().of(draft.bureau, draft.year, draft.period)
    return _Holding(
        metrics,
        held_values(draft.bureau, draft.year, draft.period),
        set(pending.filter(metric__in=metrics.values()).values_list("metric", flat=True)),
    )


def _figures(change: ReturnedChange, sources: Sources, holding: _Holding) -> Iterator[TypedOver]:
    for number, figure in enumerate(change.overtyped):
        known = sources.figures.get(figure["name"])
        yield TypedOver(
            number=number,
            label=known.label if known else figure["name"],
            printed=figure["printed"],
            typed=figure["typed"],
            now=wording.plain(figure["token"], sources.figures, sources.texts),
            may_propose=known is not None and bool(tokens_in(figure["token"])) and may_propose(figure),
            held=holding.of(figure["name"]),
            waits=holding.metrics.get(figure["name"]) in holding.waiting,
        )


def _here(
    paper: ReturnedPaper,
    change: ReturnedChange,
    base: Mapping[str, str],
    sources: Sources,
    standing_now: dict[int, str],
) -> str:
    row = change.section_text
    is_text = change.kind not in {ChangeKind.UNPLACED, ChangeKind.HEADING}
    if row is None or not is_text or change.decision == Decision.ACCEPTED:
        return ""
    if row.pk not in standing_now:
        row.draft = paper.draft
        standing_now[row.pk] = standing_text(row, sources)
    place = base.get(change.key, ""), standing_now[row.pk], change.first, change.last, change.replacement
    if applied(*place) is not None:
        return ""
    return wording.plain(standing(*place), sources.figures, sources.texts) or "（这里的文字在本稿里已经删去）"
