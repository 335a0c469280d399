"""Figures in the words of an old paper that are a metric's become its tokens, so that they stay live."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edusum.document.tokens import FilterCall, Token, defuse
from edusum.drafts.linking import AHEAD, linker_for
from edusum.drafts.models import Draft
from edusum.intake.models import FoundQuantity
from edusum.intake.old_values import same_figures, year_meant
from edusum.library.filters import said
from edusum.library.held_against import Choice
from edusum.metrics.figures import Figures

_TRAILING_ZEROS = re.compile(r"(\.\d{0,6}?)0{1,6}(?!\d)")
_WAYS = ("", "以万计", "万元", "亿元", "汉字")
_LONGEST_LEAD = 2


@dataclass(frozen=True, slots=True)
class _Place:
    """A figure that people gave a metric: `start`–`end` of its clause prints what the token prints."""

    clause: str
    start: int
    end: int
    token: str


class Tokens:
    """For the texts of one paper; its figures are stored by now. Five queries."""

    def __init__(self, draft: Draft, rows: Sequence[FoundQuantity], figures: Figures) -> None:
        """`draft` need not be stored."""
        self._figures = figures
        self._linker = linker_for(draft, figures=figures)
        self._places = list(self._confirmed(draft, rows))

    def linked(self, text: str, *, heading: str = "") -> str:
        """The text with tokens; what it prints stays as it was, zeros behind a decimal point aside."""
        spots = {(start, end): token for start, end, token in self._in(text)}
        text = _put(text, spots)
        is_ahead = any(word in heading for word in AHEAD)
        found = {
            (spot.start, spot.end): token
            for spot in self._linker.spots(text, is_ahead=is_ahead)
            if spot.kind == "equal" and (token := _like(text[spot.start : spot.end], spot.choices))
        }
        return _put(text, found)

    def _in(self, text: str) -> Iterator[tuple[int, int, str]]:
        taken: list[tuple[int, int]] = []
        for place in self._places:
            at = text.find(place.clause)
            while at >= 0:
                start, end = at + place.start, at + place.end
                if not any(start < other_end and other < end for other, other_end in taken):
                    taken.append((start, end))
                    yield start, end, place.token
                at = text.find(place.clause, at + len(place.clause))

    def _confirmed(self, draft: Draft, rows: Sequence[FoundQuantity]) -> Iterator[_Place]:
        for row in rows:
            metric, of = row.metric, year_meant(row, row.document, draft.year)
            if metric is None or of not in {draft.year, draft.year - 1}:
                continue
            is_previous = of != draft.year
            if not same_figures(row, metric, self._figures, is_previous=is_previous):
                continue
            clause, start = defuse(row.quote), row.start - row.quote_start
            end = start + row.end - row.start
            if not 0 <= start < end <= len(clause):
                continue
            for token in _tokens(metric.phrase_name, is_previous=is_previous):
                printed = said(token, self._figures)
                found = _stretch(clause, start, end, printed) if isinstance(printed, str) else None
                if found:
                    yield _Place(clause, *found, str(token))
                    break


def _like(written: str, choices: Sequence[Choice]) -> str:
    """The token that prints what is written; "" where none does."""
    return next((item.token for item in choices if _alike(item.printed, written)), "")


def _tokens(name: str, *, is_previous: bool) -> Iterator[Token]:
    if is_previous:
        yield Token(name, (FilterCall("上年"),))
        return
    for way in _WAYS:
        yield Token(name, (FilterCall(way),) if way else ())


def _stretch(clause: str, start: int, end: int, printed: str) -> tuple[int, int] | None:
    """The figure in its clause, 逾 before or 左右 behind included, if it reads like what is printed."""
    for before in range(_LONGEST_LEAD + 1):
        for behind in range(_LONGEST_LEAD + 1):
            first, last = start - before, end + behind
            if first >= 0 and last <= len(clause) and _alike(clause[first:last], printed):
                return first, last
    return None


def _alike(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _bare(words: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", words).replace("，", "").split())
    return _TRAILING_ZEROS.sub(lambda match: match[1].rstrip("."), plain)


def _put(text: str, spots: dict[tuple[int, int], str]) -> str:
    pieces: list[str] = []
    last = 0
    for (start, end), token in sorted(spots.items()):
        pieces += [text[last:start], token]
        last = end
    return "".join([*pieces, text[last:]])
