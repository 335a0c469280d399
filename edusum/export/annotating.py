"""A Word file and what was found in it → the file with comments at the words, and with what was mended."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from edusum.common.errors import EdusumError
from edusum.document.readers.package import BROKEN
from edusum.document.readers.reading import fitting
from edusum.document.readers.source import SourceLine
from edusum.export.oxml import comments
from edusum.export.oxml.comments import Note
from edusum.export.oxml.held import Held
from edusum.export.oxml.mending import Mend, Mender, Sign, mended, signs_of
from edusum.export.oxml.run_cuts import Cuts
from edusum.export.oxml.table_rows import paragraph_of_cell
from edusum.export.oxml.word_text import Place, WordText, word_text
from edusum.export.redline import Author

NAME = "校核"
"""Whose comments they are, and the initials of that."""
_NOT_FOUND = "下面几条在这份 Word 里没有找到对应的文字，写在这里："
_NOT_MENDED = "这一段在校核时有改动，文件里不能直接改，请手工改成："
_OTHER_FILE = "这份 Word 里的文字与校核的文字不一致，没有改动它。"
_DOTS = {"．": "."}
_UNSEEN = frozenset("\ufeff\u200b")
_MOST_TRIES = 50
_ENDS = "。！？；"


@dataclass(frozen=True, slots=True)
class InTable:
    """A cell of the table that has such a first row (`head`) and such a `row`."""

    head: tuple[str, ...]
    row: tuple[str, ...]
    column: int


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say, a paragraph a line, about characters start–end of the text, or about a cell of a
    table below them."""

    start: int
    end: int
    paragraphs: tuple[str, ...]
    cell: InTable | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Characters start–end of line `line` as it then was are `before`, and became `after`."""

    line: int
    start: int
    end: int
    before: str
    after: str
    author: Author

    @property
    def mend(self) -> Mend:
        return Mend(self.start, self.end, self.before, self.after, self.author.stamp)


def annotated(
    data: bytes,
    lines: Sequence[str],
    remarks: Sequence[Remark],
    *,
    author: Author,
    changes: Sequence[Change] = (),
) -> bytes:
    """The Word file with a comment for each remark, around the very words.

    `lines` is the text that remarks are about (places count its line ends): that of the file itself with
    `changes` made, which are written as tracked changes; or of a paper that the file was made of, whose words
    are looked for. What is not found is told in a comment at the beginning. Everything else of the file stays
    as it is, comments of others among it. The same input always gives the same bytes.

    Raises EdusumError for a file that cannot be read or changed.
    """
    word = word_text(data)
    cuts = Cuts()
    spots = _Spots(word, lines, _with_changes(word, lines, changes, cuts))
    notes = [*spots.notes(remarks)]
    held = Held(data, word.package.main)
    if notes:
        _add(held, notes, word, cuts, author)
    if notes or changes:
        held.change(
            held.main, etree.tostring(word.root, encoding="UTF-8", xml_declaration=True, standalone=True)
        )
    return held.written()


def _add(held: Held, notes: Sequence[Note], word: WordText, cuts: Cuts, author: Author) -> None:
    name = held.related("comments")
    try:
        content, first = comments.part(held.read(name) if name else None, notes, author.stamp, NAME)
    except etree.XMLSyntaxError as error:
        raise EdusumError(BROKEN) from error
    if name:
        held.change(name, content)
    else:
        folder = held.main.rpartition("/")[0]
        held.add(
            held.free(f"{folder}/comments.xml" if folder else "comments.xml"),
            content,
            content_type=comments.CONTENT_TYPE,
            relation=comments.RELATION,
        )
    comments.put(notes, word.root, cuts, first_id=first)


def _with_changes(
    word: WordText, lines: Sequence[str], changes: Iterable[Change], cuts: Cuts
) -> dict[int, list[Sign] | None]:
    """The changed lines by their numbers, sign by sign as they stand now; None where a line can't be changed
    in the file. Raises EdusumError where the changes do not lead to `lines`: nothing was changed then."""
    by_line: dict[int, list[Change]] = {}
    for change in changes:
        by_line.setdefault(change.line, []).append(change)
    if not by_line:
        return {}
    if len(word.lines) != len(lines) or max(by_line) >= len(lines):
        raise EdusumError(_OTHER_FILE)
    found: dict[int, list[Sign] | None] = {}
    for number, told in by_line.items():
        signs = signs_of(word.lines[number])
        fits = mended(signs, [change.mend for change in told])
        found[number] = signs if fits and _alive(signs) == lines[number] else None
    if any(line.text != lines[number] for number, line in enumerate(word.lines) if number not in found):
        raise EdusumError(_OTHER_FILE)
    mender = Mender(word.root, cuts)
    for signs_or_none in found.values():
        if signs_or_none is not None:
            mender.write(signs_or_none)
    return found


def _alive(signs: Iterable[Sign]) -> str:
    return "".join(sign.text for sign in signs if not sign.gone)


class _Spots:
    """Where the characters of the text stand in the file."""

    def __init__(self, word: WordText, lines: Sequence[str], changed: dict[int, list[Sign] | None]) -> None:
        self._word = word
        self._lines = lines
        self._changed = changed
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._is_own = len(lines) == len(word.lines) and all(
            number in changed or line.text == lines[number] for number, line in enumerate(word.lines)
        )
        self._signs = {
            number: [sign for sign in signs if not sign.gone] if signs is not None else []
            for number, signs in changed.items()
        }

    def notes(self, remarks: Iterable[Remark]) -> Iterator[Note]:
        """One for each remark, in order of the text; first one for all that has no place."""
        placed: list[Note] = []
        lost: list[str] = []
        for remark in sorted(remarks, key=lambda item: (item.start, item.end)):
            note = self._note(remark)
            if note is not None:
                placed.append(note)
            else:
                lost += [f"“{self._quote(remark)}”：", *remark.paragraphs]
        if lost:
            yield Note((_NOT_FOUND, *lost))
        for number, signs in self._changed.items():
            if signs is None:
                yield Note((_NOT_MENDED, self._lines[number]), paragraph=self._paragraph(number))
        yield from placed

    def _note(self, remark: Remark) -> Note | None:
        if (cell := remark.cell) is not None:
            paragraph = paragraph_of_cell(self._word.root, head=cell.head, row=cell.row, column=cell.column)
            if paragraph is not None:
                return Note(remark.paragraphs, paragraph=paragraph)
        end = max(remark.end, remark.start + 1)
        first = next((spot for at in range(remark.start, end) if (spot := self._place(at))), None)
        last = next((spot for at in range(end - 1, remark.start - 1, -1) if (spot := self._place(at))), None)
        if first and last:
            return Note(remark.paragraphs, first, last)
        if not self._is_own:
            return None
        line = self._line_of(remark.start)
        return Note(remark.paragraphs, paragraph=self._paragraph(line))

    def _place(self, at: int) -> Place | None:
        if not self._is_own:
            found = self._found.get(at)
            return None if found is None else self._word.lines[found[0]].place(found[1])
        number = self._line_of(at)
        column = at - self._starts[number]
        if number in self._signs:
            signs = self._signs[number]
            return signs[column].place if column < len(signs) else None
        return self._word.lines[number].place(column) if number < len(self._word.lines) else None

    def _paragraph(self, number: int) -> etree._Element | None:
        """Of the line, or of the nearest one above that is a paragraph."""
        above = range(min(number, len(self._word.lines) - 1), -1, -1)
        return next((held for at in above if (held := self._word.lines[at].paragraph) is not None), None)

    def _line_of(self, at: int) -> int:
        return min(bisect_right(self._starts, at) - 1, len(self._lines) - 1)

    def _quote(self, remark: Remark) -> str:
        return "\n".join(self._lines)[remark.start : remark.end]

    @cached_property
    def _found(self) -> dict[int, tuple[int, int]]:
        """Of each character of the text that is found in the file its line there and where in it.

        Line by line in order, blanks and line ends apart; of a line that is not there as it stands, sentence
        by sentence.
        """
        stream = _Stream(self._word)
        found: dict[int, tuple[int, int]] = {}
        for begin, line in zip(self._starts, self._lines, strict=False):
            if stream.take(line, begin, found):
                continue
            for start, sentence in _sentences(line):
                stream.take(sentence, begin + start, found)
        return found


class _Stream:
    """The words of the file without blanks, to be met in their order."""

    def __init__(self, word: WordText) -> None:
        signs: list[str] = []
        self._places: list[tuple[int, int]] = []
        self._begins: set[int] = set()
        for number, line in enumerate(word.lines):
            self._begins.add(len(self._places))
            for column, sign in enumerate(line.text):
                if not _is_blank(sign):
                    signs.append(_DOTS.get(sign, sign))
                    self._places.append((number, column))
        self._text = "".join(signs)
        self._at = 0

    def take(self, words: str, begin: int, found: dict[int, tuple[int, int]]) -> bool:
        """Note where the characters of these words stand, the first of which is number `begin`."""
        is_fit = len(fitting(SourceLine(words)).text) == len(words)
        told = [
            (begin + place, _DOTS.get(sign, sign))
            for place, sign in enumerate(words)
            if not _is_blank(sign) and (is_fit or fitting(SourceLine(sign)).text.strip())
        ]
        at = self._find("".join(sign for _, sign in told))
        if at < 0:
            return False
        for offset, (place, _) in enumerate(told):
            found[place] = self._places[at + offset]
        self._at = at + len(told)
        return True

    def _find(self, words: str) -> int:
        """From where one has come to on, at the beginning of a line if it stands at one."""
        first = at = self._text.find(words, self._at)
        for _ in range(_MOST_TRIES):
            if at < 0 or at in self._begins:
                break
            at = self._text.find(words, at + 1)
        return at if at in self._begins else first


def _is_blank(sign: str) -> bool:
    return sign.isspace() or sign in _UNSEEN


def _sentences(line: str) -> Iterator[tuple[int, str]]:
    start = 0
    for place, sign in enumerate(line, 1):
        if sign in _ENDS or place == len(line):
            yield start, line[start:place]
            start = place
