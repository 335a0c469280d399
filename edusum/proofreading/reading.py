"""A paper as rules look at it: text, sentences, headings and figures, each found once and shared by all."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from edusum.document.readers.script import is_traditional
from edusum.document.readers.source import SourceText
from edusum.document.understanding.items import HeadingRead, QuantityRead, Understood
from edusum.document.understanding.marks import REMOVED
from edusum.document.understanding.understand import understand
from edusum.proofreading.known import NOTHING, Known, Linked
from edusum.proofreading.numbers import Number, numbers_of

_SENTENCE = re.compile(r"[^。!?;\n]*[。!?;\n]?")
_NEAR = re.compile(r"20\d\d(?=年(?:度|上半年|半年|工作|重点|全[县市区州省]|教育)?)")
_LEAST_YEAR, _LAST_YEAR = 1990, 2100
_SUMMARY, _SCHOOL_YEAR = "总结", "学年"


@dataclass(frozen=True, slots=True)
class Sentence:
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
    def quantities(self) -> tuple[QuantityRead, ...]:
        return self.understood.quantities

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """The figures as arithmetic needs them."""
        return numbers_of(self)

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

    @cached_property
    def _quantity_starts(self) -> list[int]:
        return [quantity.start for quantity in self.quantities]

    def sentence_at(self, place: int) -> Sentence:
        """The sentence in which the character stands."""
        number = bisect_right(self._sentence_starts, place) - 1
        return self.sentences[max(number, 0)] if self.sentences else Sentence(0, len(self.text), 0)

    def quantities_in(self, start: int, end: int) -> Sequence[QuantityRead]:
        """The figures that begin in text[start:end], in order."""
        starts = self._quantity_starts
        return self.quantities[bisect_left(starts, start) : bisect_left(starts, end)]

    def line_of(self, place: int) -> int:
        return bisect_right(self.source.starts, place) - 1

    def line_span(self, line: int) -> tuple[int, int]:
        start = self.source.starts[line]
        return start, start + len(self.source.lines[line].text)

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
