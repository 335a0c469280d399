"""Where the paragraphs of an old paper stand in the text they were read from, character by character."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_HEADS = (12, 6, 2)
"""So many of a paragraph's first characters are looked for; fewer where something was cut out amid them."""
_REACH = 20_000
_LONGEST_CUT = 400
"""So much that was cut out may stand amid a paragraph."""


@dataclass(frozen=True, slots=True)
class Placed:
    """`places[n]`: where the n-th character of the paragraph stands in the text; () if nobody knows."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Characters start–end of the text as characters of the paragraph; None if they are not all in it."""
        first = bisect_left(self.places, start)
        last = first + end - start
        if start < end and last <= len(self.places) and self.places[first:last] == tuple(range(start, end)):
            return first, last
        return None


def placed(source: str, paragraphs: Iterable[str]) -> Iterator[Placed]:
    """Paragraphs in the order of the text, each a part of it from which something may have been cut out."""
    place = 0
    for paragraph in paragraphs:
        places = _places(source, paragraph, place)
        yield Placed(paragraph, places)
        place = places[-1] + 1 if places else place


def _places(source: str, paragraph: str, after: int) -> tuple[int, ...]:
    for size in _HEADS:
        start = source.find(paragraph[:size], after, after + _REACH) if paragraph else -1
        if start >= 0:
            return _followed(source, paragraph, start)
    return ()


def _followed(source: str, paragraph: str, start: int) -> tuple[int, ...]:
    found: list[int] = []
    place = start
    for sign in paragraph:
        next_place = source.find(sign, place, place + _LONGEST_CUT)
        if next_place < 0:
            return ()
        found.append(next_place)
        place = next_place + 1
    return tuple(found)


def spans_of(paragraph: Placed, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Of spans of the text, in order, those in the paragraph: (which, its characters there)."""
    if not paragraph.places:
        return
    first = bisect_left(spans, (paragraph.places[0], 0))
    for number in range(first, len(spans)):
        if spans[number][0] > paragraph.places[-1]:
            return
        span = paragraph.span(*spans[number])
        if span is not None:
            yield number, span
