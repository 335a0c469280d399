"""Last year's (or an earlier year's) words for a section, made fit to begin this year's with: its figures as
tokens, its years moved on where that is certain, and what somebody has to look at."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from edusum.document.model import FigureRun, Paragraph
from edusum.document.quantities import plain, quantities, quoted_stretches
from edusum.document.tokens import TOKEN
from edusum.document.years_told import shifted
from edusum.drafts.earlier import Before, EarlierPapers
from edusum.drafts.linking import linker_for
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.outline import Place
from edusum.drafts.reading import Sources, draft_sources, figures_named
from edusum.drafts.services import standing_text
from edusum.library import wording
from edusum.metrics.figures import Figure, Figures

_UNIT = 4
_IN_NUMBERS = frozenset("0123456789.%ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_BEHIND_NUMBERS = frozenset("年月日%％")
_COUNTS = re.compile(r"(?:表|图|附件|附表)\s?$")
_CAPTION = re.compile(r"\s?(?:表|图|附表)\s?(?:\d|[一二三四五六七八九十]{1,3}[\s：:、])")
_TYPED_CELL = re.compile(r"[：；][^：；，。]{1,30} [-+]?\d")
_TOKEN_CELL = re.compile(r"[：；][^：；，。]{1,30} \{\{")
_ENDS = ("。", "；", "！", "？", "：", "，")


@dataclass(frozen=True, slots=True)
class Replaced:
    """What last year's text said of a metric, and the token that stands there now, as it prints this year."""

    label: str
    found: str
    token: str
    printed: str


@dataclass(frozen=True, slots=True)
class Base:
    """Last year's text for this year's paper, and all that was changed in it or has to be looked at.

    `numbers`: what is still typed, with a few words around it.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    replaced: tuple[Replaced, ...]
    token_count: int
    gap_count: int
    years: tuple[tuple[str, str], ...]
    doubtful_years: tuple[str, ...]
    numbers: tuple[str, ...]


class LastYear:
    """What the paper of the year before says in the same section, or another that somebody chose (`chosen`,
    the id of its text) says."""

    def __init__(
        self,
        draft: Draft,
        row: SectionText,
        figures: Figures,
        *,
        chosen: int | None = None,
        places: Iterable[Place] | None = None,
    ) -> None:
        self.draft = draft
        self.row = row
        self.figures = figures
        self.chosen = chosen
        self.papers = EarlierPapers(draft, places)

    @cached_property
    def found(self) -> Before | None:
        """What was chosen, if it is still there, else what answers this section by itself."""
        chosen = self.papers.chosen(self.chosen) if self.chosen else None
        return chosen or self.papers.answering(self.row)

    @property
    def before(self) -> SectionText | None:
        return self.found.row if self.found else None

    @cached_property
    def sources(self) -> Sources | None:
        return draft_sources(self.before.draft) if self.before else None

    @cached_property
    def text(self) -> str:
        """With tokens; "" when there is none."""
        return standing_text(self.before, self.sources) if self.before and self.sources else ""

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """As it read last year."""
        if not self.sources:
            return ()
        return wording.paragraphs(self.text, self.sources.figures, self.sources.texts)

    @cached_property
    def figures_named(self) -> list[Figure]:
        """The metrics of last year's text with this year's readings, in the order of the text."""
        return figures_named(self.base.text if self.base else self.text, self.figures)

    @cached_property
    def base(self) -> Base | None:
        if not self.text or self.sources is None:
            return None
        since = self.before.draft.year if self.before else self.draft.year - 1
        linked, replaced = self._linked(self.sources.figures, since)
        moved = shifted(linked, year=self.draft.year, since=since, fixed=tables_kept(linked))
        paragraphs = wording.paragraphs(moved.text, self.figures, self.draft.texts)
        runs = [run for item in paragraphs for run in item.runs if isinstance(run, FigureRun)]
        return Base(
            text=moved.text,
            paragraphs=paragraphs,
            replaced=replaced,
            token_count=len(runs),
            gap_count=sum(run.is_gap for run in runs),
            years=tuple(dict.fromkeys(moved.moved)),
            doubtful_years=tuple(dict.fromkeys(moved.doubtful)),
            numbers=_numbers_left(moved.text),
        )

    def _linked(self, figures: Figures, year: int) -> tuple[str, tuple[Replaced, ...]]:
        """The text with the numbers that were typed as tokens, where they were that year's values."""
        pieces: list[str] = []
        replaced: list[Replaced] = []
        end = 0
        linker = linker_for(self.draft, figures=figures, year=year)
        for spot in linker.spots(self.text):
            if spot.kind != "equal" or spot.name not in self.figures:
                continue
            pieces += [self.text[end : spot.start], spot.token]
            now = wording.plain(spot.token, self.figures, self.draft.texts)
            replaced.append(
                Replaced(figures[spot.name].label, self.text[spot.start : spot.end], spot.token, now)
            )
            end = spot.end
        return "".join([*pieces, self.text[end:]]), tuple(replaced)


def _numbers_left(text: str) -> tuple[str, ...]:
    """The numbers that are still typed, each with the words around it; not years, titles and quotations."""
    shown = plain(TOKEN.sub(lambda match: "\ufffc" * len(match[0]), text))
    quoted = quoted_stretches(shown)
    found = []
    for item in quantities(shown):
        is_quoted = any(start <= item.start < end for start, end in quoted)
        is_counted = bool(_COUNTS.search(shown, max(item.start - 3, 0), item.start))
        if (
            is_quoted
            or is_counted
            or shown[item.end : item.end + 1] in {"年", "月", "日", "—", "、", "届", "号"}
        ):
            continue
        found.append(_around(text, shown, item.start, item.end))
    return tuple(dict.fromkeys(found))


def _around(text: str, shown: str, start: int, end: int) -> str:
    before, behind = start, end
    while before > max(start - 8, 0) and shown[before - 1] not in "。，；、：\n\ufffc":
        before -= 1
    while behind < min(end + _UNIT, len(shown)) and shown[behind] not in "。，；、：\n\ufffc":
        behind += 1
    while before and _is_cut(shown, before):
        before -= 1
    while behind < len(shown) and _is_cut(shown, behind):
        behind += 1
    return " ".join(text[before:behind].split())


def _is_cut(shown: str, place: int) -> bool:
    """Whether a number, a year or a Latin word would be cut there."""
    left, right = shown[place - 1], shown[place]
    if left in _IN_NUMBERS and right in _IN_NUMBERS:
        return True
    return left.isdigit() and right in _BEHIND_NUMBERS


def tables_kept(text: str) -> list[tuple[int, int]]:
    """The stretches of a token text (start, end) that are tables in words, or their captions, with typed
    numbers: their figures stay those of the earlier year, so does the year."""
    stretches, start = [], 0
    lines = text.split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        is_row = bool(_TYPED_CELL.search(line))
        is_caption = bool(_CAPTION.match(line)) and not _TOKEN_CELL.search(following)
        is_above = not line.endswith(_ENDS) and bool(_TYPED_CELL.search(following))
        if is_row or is_caption or (is_above and not _TOKEN_CELL.search(line)):
            stretches.append((start, start + len(line)))
        start += len(line) + 1
    return stretches
