"""A section as somebody types it, with tokens → its printed lines, and where each character was typed."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from edusum.document.layout import run_in_stop
from edusum.document.readers.source import SourceLine, SourceText
from edusum.document.tokens import TOKEN, spelled
from edusum.library.filters import said
from edusum.metrics.figures import Figures
from edusum.proofreading.known import Linked


@dataclass(frozen=True, slots=True)
class Head:
    """The printed heading of a section, its mark included; `is_run_in`: the text follows in its line."""

    words: str = ""
    level: int = 0
    is_run_in: bool = False


class Stretch(NamedTuple):
    """Printed characters from `start` on were typed as text[begin:end]; `is_whole`: they are a token's."""

    start: int
    begin: int
    end: int
    is_whole: bool


@dataclass(frozen=True)
class Typed:
    source: SourceText
    linked: tuple[Linked, ...]
    stretches: tuple[Stretch, ...]
    gaps: frozenset[int]
    """Where figures begin that are missing."""

    def typed_span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where printed characters were typed; those of tokens whole, those of the heading not at all."""
        first = last = None
        number = max(bisect_right(self.stretches, start, key=lambda item: item.start) - 1, 0)
        for stretch in self.stretches[number:]:
            if stretch.start >= max(end, start + 1):
                break
            length = stretch.end - stretch.begin
            if not stretch.is_whole and start >= stretch.start + length:
                continue
            here = max(start - stretch.start, 0)
            there = min(max(end, start) - stretch.start, length)
            if first is None:
                first = stretch.begin if stretch.is_whole else stretch.begin + here
            last = stretch.end if stretch.is_whole else stretch.begin + there
        return None if first is None or last is None else (first, last)

    def linked_in(self, start: int, end: int) -> Linked | None:
        """The first metric that prints some of these characters."""
        return next((item for item in self.linked if item.start < end and start < item.end), None)


def typed(text: str, figures: Figures, texts: Mapping[str, str], head: Head = Head()) -> Typed:
    """Blank lines and blanks around lines are not printed."""
    written = _Written()
    if head.words and not head.is_run_in:
        written.add_line(head.words, style_level=head.level or None)
    lead = head.words + run_in_stop(head.words) if head.words and head.is_run_in else ""
    at = 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            begin = at + len(line) - len(line.lstrip())
            written.begin(lead)
            for piece in _pieces(words, figures, texts):
                written.put(piece, begin)
            written.end()
            lead = ""
        at += len(line) + 1
    if lead:
        written.add_line(lead)
    source = SourceText(kind="document", lines=tuple(written.lines))
    return Typed(source, tuple(written.linked), tuple(written.stretches), frozenset(written.gaps))


class _Piece(NamedTuple):
    """line[begin:end] prints `text`; `name` of the metric whose `token` it is."""

    begin: int
    end: int
    text: str
    is_whole: bool = False
    name: str = ""
    token: str = ""
    is_gap: bool = False


class _Written:
    """The printed text as it grows."""

    def __init__(self) -> None:
        self.lines: list[SourceLine] = []
        self.linked: list[Linked] = []
        self.stretches: list[Stretch] = []
        self.gaps: set[int] = set()
        self._words: list[str] = []
        self._at = 0

    def add_line(self, words: str, *, style_level: int | None = None) -> None:
        self.lines.append(SourceLine(words, style_level=style_level))
        self._at += len(words) + 1

    def begin(self, lead: str) -> None:
        self._words = [lead]
        self._at += len(lead)

    def put(self, piece: _Piece, begin: int) -> None:
        """`begin`: where the line's first character was typed."""
        if not piece.text:
            return
        self.stretches.append(Stretch(self._at, begin + piece.begin, begin + piece.end, piece.is_whole))
        if piece.name:
            self.linked.append(Linked(self._at, self._at + len(piece.text), piece.name, piece.token))
        if piece.is_gap:
            self.gaps.add(self._at)
        self._words.append(piece.text)
        self._at += len(piece.text)

    def end(self) -> None:
        self.lines.append(SourceLine("".join(self._words)))
        self._at += 1


def _pieces(line: str, figures: Figures, texts: Mapping[str, str]) -> Iterator[_Piece]:
    at = 0
    for match in TOKEN.finditer(line):
        if match.start() > at:
            yield _Piece(at, match.start(), line[at : match.start()])
        at = match.end()
        spelling, token = spelled(match[0])[0]
        if token is None:
            yield _Piece(match.start(), at, match[0])
        elif token.name in texts and not token.filters:
            yield _Piece(match.start(), at, texts[token.name], is_whole=True)
        else:
            outcome = said(token, figures)
            is_said = isinstance(outcome, str)
            words = outcome if isinstance(outcome, str) else outcome.text
            yield _Piece(
                match.start(), at, words, is_whole=True, name=token.name, token=spelling, is_gap=not is_said
            )
    if at < len(line):
        yield _Piece(at, len(line), line[at:])
