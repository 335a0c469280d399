"""What stands beside the section in work: its figures, last year's words, guidance, its last steps."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from edusum.drafts.basing import LastYear
from edusum.drafts.models import Revision
from edusum.metrics.figures import Figure, Reading
from edusum.metrics.models import MetricAssignment, PendingChange
from edusum.metrics.series import change_label
from edusum.metrics.services import history
from edusum.metrics.trends import YEARS, Trend, trend
from edusum.metrics.units import format_reading

if TYPE_CHECKING:
    from edusum.drafts.desk import Desk
    from edusum.drafts.figure_cards import FigureCard

SHOWN_REVISIONS = 6


@dataclass(frozen=True, slots=True)
class SideFigure:
    """A figure of the section with its last years; `filler` is the department that fills it, `waiting` if
    another value waits to be published."""

    card: "FigureCard"
    trend: Trend = field(default_factory=Trend)
    filler: str = ""
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """A metric of last year's text: what it said then, what it says now."""

    label: str
    previous: str
    current: str
    change: str
    is_pending: bool


class SidePanel:
    """For the section in work of a desk; each part is read when it is asked for."""

    def __init__(self, desk: "Desk") -> None:
        self.desk = desk
        self.draft = desk.draft
        if desk.current is None or desk.current.section_text is None:
            raise LookupError("no section is in work")
        self.row = desk.current.section_text

    @cached_property
    def figures(self) -> list[SideFigure]:
        cards = self.desk.figure_cards
        draft, codes = self.draft, [card.figure.code for card in cards]
        if not codes:
            return []
        past = history(draft.bureau, codes, draft.year - YEARS + 1, draft.year, draft.period)
        rows = MetricAssignment.objects.of(draft.bureau, draft.year, draft.period)
        fillers = dict(rows.filter(metric__code__in=codes).values_list("metric__code", "department__name"))
        changes = PendingChange.objects.waiting().of(draft.bureau, draft.year, draft.period)
        waiting = set(changes.filter(metric__code__in=codes).values_list("metric__code", flat=True))
        return [
            SideFigure(
                card,
                trend(card.figure, past[card.figure.code], draft.year),
                fillers.get(card.figure.code, ""),
                card.figure.code in waiting,
            )
            for card in cards
        ]

    @cached_property
    def gap_count(self) -> int:
        return sum(item.card.is_pending for item in self.figures)

    @cached_property
    def last_year(self) -> LastYear:
        places = [item.section for item in self.desk.readings]
        chosen = self.desk.base_from
        return LastYear(self.draft, self.row, self.desk.sources.figures, chosen=chosen, places=places)

    @cached_property
    def compared(self) -> list[Compared]:
        return compared(self.last_year.figures_named)

    @cached_property
    def revisions(self) -> list[Revision]:
        rows = self.row.revisions.select_related("author")
        return list(rows[:SHOWN_REVISIONS])


def compared(figures: Iterable[Figure]) -> list[Compared]:
    """Last year's and this year's reading of each, ready to print."""
    return [
        Compared(
            figure.label,
            _shown(figure, figure.previous),
            _shown(figure, figure.current),
            change_label(figure),
            figure.current.state == "pending",
        )
        for figure in figures
    ]


def _shown(figure: Figure, reading: Reading) -> str:
    return format_reading(figure, reading) if reading.is_filled else ""
