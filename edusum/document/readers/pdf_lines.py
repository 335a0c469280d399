"""Printed lines → paragraphs: what a page shows of where one begins, and what it repeats on every page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from edusum.document.readers.source import SourceLine

_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]{0,6}\d{1,4}[-—–－·\s]{0,6}|第\s?\d{1,4}\s?页(?:\s?[,，/]?\s?共\s?\d{1,4}\s?页)?"
    r"|\d{1,4}\s?/\s?\d{1,4}"
)
_DIGITS = re.compile(r"\d+")
_AT_EDGE = 2
"""Lines at the head and the foot of a page that may be repeated ones."""
_LEAST_PAGES = 3
_INDENT = 1.2  # widths of a character
_SHORT = 2.5
_GAP = 1.8  # times the usual distance of lines
_SIZES_APART = 1.12
_MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)"
    r"|第[一二三四五六七八九十]{1,3}[章节部条]"
)
_LARGE = 1.25
_LETTER = re.compile("[A-Za-z]")
_GUESSED_BLANK = re.compile(
    "(?<=[\u2e80-\uffef“”‘’]) (?=[\x21-\x7e])|(?<=[\x21-\x7e]) (?=[\u2e80-\uffef“”‘’])"
    "| (?=[，。；：、！？）》])"
)
"""Between hanzi and figures a PDF has no blank, but a little room that is read as one."""
_NEVER_FIRST = "，。；：、！？）》〉」』】”’,;:!?)"
_ENDS = "。！？；：!?;:…”』」）)"


@dataclass(frozen=True, slots=True)
class Printed:
    """A line where it stands on its page, in points; the page grows upwards."""

    page: int
    text: str
    left: float
    right: float
    top: float
    size: float


def without_margins(lines: Sequence[Printed]) -> list[Printed]:
    """Without page numbers, and without what stands at the edge of at least half of the pages."""
    edges = {id(line): line for page in _pages(lines) for line in _edge(page)}
    pages = len({line.page for line in lines})
    repeated = Counter(shape for _, shape in {(line.page, _shape(line)) for line in edges.values()})
    often = {shape for shape, times in repeated.items() if times >= max(_LEAST_PAGES, pages / 2)}
    kept = [
        line
        for line in lines
        if id(line) not in edges or not (_PAGE_NUMBER.fullmatch(line.text) or _shape(line) in often)
    ]
    return kept or list(lines)


def _shape(line: Printed) -> tuple[str, int]:
    """What it says but for its numbers, and how high it stands."""
    return _DIGITS.sub("0", line.text.replace(" ", "")), round(line.top / 4)


def _pages(lines: Sequence[Printed]) -> Iterator[list[Printed]]:
    page: list[Printed] = []
    for line in lines:
        if page and line.page != page[0].page:
            yield page
            page = []
        page.append(line)
    if page:
        yield page


def _edge(page: list[Printed]) -> list[Printed]:
    by_height = sorted(page, key=lambda line: -line.top)
    return by_height[:_AT_EDGE] + by_height[-_AT_EDGE:]


@dataclass(frozen=True, slots=True)
class _Column:
    """Where full lines begin and end, and how far they stand apart."""

    left: float
    right: float
    pitch: float


def paragraphs(lines: Sequence[Printed]) -> Iterator[SourceLine]:
    """The lines joined to paragraphs; centred and large ones told."""
    if not lines:
        return
    column = _column(lines)
    usual = _most([line.size for line in lines])
    said: list[Printed] = []
    for line in lines:
        if said and not _is_title(line, said[-1], usual) and _begins(line, said[-1], column):
            yield _paragraph(said, column, usual)
            said = []
        said.append(line)
    yield _paragraph(said, column, usual)


def _column(lines: Sequence[Printed]) -> _Column:
    long = sorted(lines, key=lambda line: line.left - line.right)[: max(len(lines) // 3, 1)]
    pitches = [
        above.top - line.top
        for above, line in pairwise(lines)
        if above.page == line.page and above.top > line.top
    ]
    return _Column(
        left=_most([line.left for line in long]),
        right=_most([line.right for line in long]),
        pitch=_most(pitches) if pitches else 0.0,
    )


def _most(values: Sequence[float]) -> float:
    """The commonest of them, whole points counted as one."""
    return float(Counter(round(value) for value in values).most_common(1)[0][0])


def _is_title(line: Printed, above: Printed, usual: float) -> bool:
    """Whether both are of one title in large letters."""
    is_large = min(line.size, above.size) > usual * _LARGE
    return is_large and abs(line.size - above.size) < 1 and 0 < above.top - line.top < 2.5 * line.size


def _begins(line: Printed, above: Printed, column: _Column) -> bool:
    """Whether a paragraph begins with it."""
    if line.text[0] in _NEVER_FIRST:
        return False
    if max(line.size, above.size) > min(line.size, above.size) * _SIZES_APART:
        return True
    if above.right < column.right - _SHORT * above.size:
        return True
    if line.page == above.page and column.pitch and above.top - line.top > _GAP * column.pitch:
        return True
    is_indented = line.left > column.left + _INDENT * line.size
    if is_indented:
        return True
    return above.text[-1] in _ENDS and _MARK.match(line.text) is not None


def _paragraph(said: Sequence[Printed], column: _Column, usual: float) -> SourceLine:
    first = said[0]
    before, behind = first.left - column.left, column.right - first.right
    is_centred = len(said) == 1 and before > 2 * first.size and abs(before - behind) < 2 * first.size
    pieces = [first.text]
    for above, line in pairwise(said):
        pieces += (
            [" ", line.text] if _LETTER.match(above.text[-1]) and _LETTER.match(line.text) else [line.text]
        )
    words = _GUESSED_BLANK.sub("", "".join(pieces))
    return SourceLine(words, is_centred=is_centred, is_bold=first.size > usual * _LARGE)
