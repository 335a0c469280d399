"""The figures that stand beside a section: their values ready to print, and what can be put into the text."""

from collections.abc import Iterable
from dataclasses import dataclass

from edusum.document.tokens import FilterCall, Token
from edusum.metrics.figures import Figure, Reading
from edusum.metrics.series import GROWING_KINDS, change_label
from edusum.metrics.units import format_reading


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A figure as the side panel shows it; texts are ready to print."""

    figure: Figure
    current: str
    previous: str
    change: str

    @property
    def tokens(self) -> list[tuple[str, str]]:
        """What can be put into the text: (what it is called, the token)."""
        calls = ["", "同比", "增减"] if self.figure.kind in GROWING_KINDS else ["", "同比"]
        return [
            (call or "数值", str(Token(self.figure.name, (FilterCall(call),) if call else ())))
            for call in calls
        ]

    @property
    def is_pending(self) -> bool:
        return self.figure.current.state == "pending"

    @property
    def is_not_applicable(self) -> bool:
        return self.figure.current.state == "not_applicable"


def cards_of(figures: Iterable[Figure]) -> list[FigureCard]:
    return [
        FigureCard(
            figure=figure,
            current=_shown(figure, figure.current),
            previous=_shown(figure, figure.previous),
            change=change_label(figure),
        )
        for figure in figures
    ]


def _shown(figure: Figure, reading: Reading) -> str:
    return format_reading(figure, reading) if reading.is_filled else ""
