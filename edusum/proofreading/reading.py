"""A paper as rules look at it: text, sentences, headings and figures, each found once and shared by all."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from edusum.document.readers.script import is_traditional
from edusum.document.readers.source import SourceText
from edusum.document.understanding.figures import Figure
from edusum.document.understanding.items import HeadingRead, QuantityRead, Understood
from edusum.document.understanding.marks import REMOVED
from edusum.document.understanding.understand import understand
from edusum.proofreading.known import NOTHING, Known, Linked
from edusum.proofreading.numbers import Number, numbers_of
from edusum.proofreading.pairs import Pair, pairs_of

_SENTENCE = re.compile(r"[^。!?;\n]*[。!?;\n]?")
_NEAR = re.compile(r"20\d\d(?=年(?:度|上半年|半年|工作|重点|全[县市区州省]|教育)?)")
CELLS = re.compile(r"\t+|[\u3000]+| {2,}")
_GAPS = ("\t", "\u3000", "  ")
_LONGEST_ROW = 200
_LEAST_YEAR, _LAST_YEAR = 1990, 2100
_SUMMARY, _SCHOOL_YEAR = "总结", "学年"


class Sentence(NamedTuple):
    """text[start:end] with its end mark (。！？； or the line's end), in line number `line`."""

    start: int
    end: int
    line: int


class Reading:
    """Everything a rule may ask. All places are characters of `text`.

    `plain` is `text` with full-width signs half-width, blanks as spaces, traditional characters simplified,
    and `REMOVED` for each character of residue: same length, so places agree. Rules match on `plain` and
    quote from `text`.
    """

    def __init__(
        self,
        source: SourceText,
        known: Known = NOTHING,
        *,
        linked: Sequence[Linked] = (),
        understood: Understood | None = None,
    ) -> None:
        self.source = source
        self.known = known
        self.linked = tuple(linked)
        self.text = source.text
        self.understood = understood or understand(source)
        self.plain = self.understood.plain

    @property
    def headings(self) -> tuple[HeadingRead, ...]:
        return self.understood.headings

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self.understood.figures.each

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """The figures as arithmetic needs them."""
        return numbers_of(self)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """What rose or fell from one figure to another."""
        return pairs_of(self)

    @cached_property
    def _named(self) -> dict[int, QuantityRead]:
        return {quantity.start: quantity for quantity in reversed(self.understood.quantities)}

    def named(self, number: Number) -> QuantityRead:
        """The number with the name of what it counts: to be asked for few, as all are named together."""
        return self._named[number.quantity.start]

    @cached_property
    def rows(self) -> dict[int, tuple[str, ...]]:
        """The cells of each line that is set like a row, with tabs or blanks, by the line's number."""
        return {
            number: tuple(CELLS.split(words))
            for number, line in enumerate(self.source.lines)
            if len(line.text) < _LONGEST_ROW
            if any(gap in (words := line.text.strip()) for gap in _GAPS)
        }

    @cached_property
    def is_traditional(self) -> bool:
        return is_traditional(self.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """In order; what is blank or residue alone is none."""
        found = []
        line, starts = 0, self.source.starts
        for match in _SENTENCE.finditer(self.plain):
            if match[0].strip(f" \n{REMOVED}"):
                while line + 1 < len(starts) and starts[line + 1] <= match.start():
                    line += 1
                found.append(Sentence(match.start(), match.end(), line))
        return tuple(found)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, place: int) -> Sentence:
        """The sentence in which the character stands."""
        number = bisect_right(self._sentence_starts, place) - 1
        return self.sentences[max(number, 0)] if self.sentences else Sentence(0, len(self.text), 0)

    def line_of(self, place: int) -> int:
        return bisect_right(self.source.starts, place) - 1

    def line_span(self, line: int) -> tuple[int, int]:
        start = self.source.starts[line]
        return start, start + len(self.source.lines[line].text)

    def lines_with(self, sign: str) -> Iterator[tuple[int, int]]:
        """Where a line of `plain` that holds the sign begins and ends: a rare sign spares a pass over all."""
        place = self.plain.find(sign)
        while place >= 0:
            start = self.plain.rfind("\n", 0, place) + 1
            end = self.plain.find("\n", place)
            end = end if end >= 0 else len(self.plain)
            yield start, end
            place = self.plain.find(sign, end)

    def sentences_with(self, sign: str) -> Iterator[tuple[int, int]]:
        """Where a sentence that holds the sign begins and ends, its end mark included."""
        place = self.plain.find(sign)
        while place >= 0:
            sentence = self.sentence_at(place)
            yield sentence.start, sentence.end
            place = self.plain.find(sign, max(sentence.end, place + 1))

    def is_linked(self, start: int, end: int) -> bool:
        """Whether text[start:end] touches what a metric prints by itself."""
        return any(item.start < end and start < item.end for item in self.linked)

    @cached_property
    def year(self) -> int:
        """The year the paper is about: known, else that of its title, else 0."""
        if self.known.year:
            return self.known.year
        return year_in(self.understood.title)


def year_in(title: str) -> int:
    """The one year a title names; of several that of its 总结 (2026年工作总结和2027年工作打算); else 0."""
    summed, word, _ = title.partition(_SUMMARY)
    told = [int(found[0]) for found in _NEAR.finditer(title)]
    if word and _SCHOOL_YEAR not in title and len(set(told)) > 1:
        told = [int(found[0]) for found in _NEAR.finditer(summed)]
    return told[0] if len(set(told)) == 1 and _LEAST_YEAR <= told[0] <= _LAST_YEAR else 0
