"""The body of a Word file as lines and tables, in one pass over its elements."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from edusum.document.readers.numbering_lists import Lists
from edusum.document.readers.source import AsideKind, SourceLine, SourceTable
from edusum.document.readers.word_names import V, W, integer, is_on, value
from edusum.document.readers.word_styles import ParagraphStyle, Styles, outline_level
from edusum.document.readers.word_tables import (
    MAX_CELLS,
    TC,
    TR,
    Budget,
    Cell,
    Row,
    head_rows,
    only_cell,
    too_many_cells,
    written_out,
)
from edusum.document.readers.word_words import BREAK, WORDY, Fields, P, T, add

KEY = "edusum_"
"""Bookmarks of our own exports begin with it; the rest is the key of a section."""
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_IMAGE = f"{V}imagedata"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_BOX, _TABLE, _OBJECT = f"{W}txbxContent", f"{W}tbl", f"{W}object"
HELD = frozenset({_TABLE, _BOX})
"""Elements whose words are not those of the paragraph in which they stand."""
_RUN, _BOLD, _STYLE, _VALUE = f"{W}r", f"{W}b", f"{W}pStyle", f"{W}val"
_SHORT = 80
"""Longer paragraphs are never headings, so that nobody asks whether they are bold."""
_NOTES: dict[str, AsideKind] = {
    f"{W}footnoteReference": "footnote",
    f"{W}endnoteReference": "endnote",
    f"{W}commentReference": "comment",
}


@dataclass(frozen=True, slots=True)
class Reference:
    kind: AsideKind
    id: str
    line: int


@dataclass(slots=True)
class Body:
    """What was read, and how often something was left out or moved.

    `paragraphs`: of which element a line is, by the identity of the line; kept where it was asked for.
    """

    lines: list[SourceLine] = field(default_factory=list)
    paragraphs: dict[int, tuple[SourceLine, etree._Element]] | None = None
    tables: list[SourceTable] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    section_keys: list[tuple[int, str]] = field(default_factory=list)
    pictures: int = 0
    objects: int = 0
    inserted_files: int = 0
    contents_lines: int = 0
    boxes: int = 0
    layout_tables: int = 0
    nested_tables: int = 0


def body_of(content: etree._Element, styles: Styles, lists: Lists, *, keeps_places: bool = False) -> Body:
    """`content` has been cleaned. `keeps_places`: tell the paragraphs of lines too."""
    counts = Counter(item.tag for item in content.iter(TC, _PICTURE, _IMAGE, _CHART, _DIAGRAM, _OBJECT))
    if counts[TC] > MAX_CELLS:
        raise too_many_cells()
    inside = sum(1 for item in content.iter(_OBJECT) for _ in item.iter(_IMAGE)) if counts[_OBJECT] else 0
    body = Body(
        pictures=counts[_PICTURE] + counts[_IMAGE] - inside,
        objects=counts[_CHART] + counts[_DIAGRAM] + counts[_OBJECT],
        paragraphs={} if keeps_places else None,
    )
    reader = _Reader(body, styles, lists, Budget())
    _Walk(reader, body.lines).over(content)
    return body


def _skip(walk: Iterator[etree._Element], item: etree._Element) -> None:
    """Take an iteration over `_TAGS` past all that is in an element which it has just given."""
    inside = sum(1 for _ in item.iterdescendants(*_TAGS))
    deque(islice(walk, inside), maxlen=0)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What all walks over one file share."""

    body: Body
    styles: Styles
    lists: Lists
    budget: Budget


@dataclass(slots=True)
class _Said:
    """What a paragraph says besides its words and the name of its style."""

    own_list: tuple[str, str] = ("", "")
    alignment: str = ""
    outline: etree._Element | None = None
    has_bold: bool = False
    fields: Fields = field(default_factory=Fields)
    boxes_behind: list[etree._Element] = field(default_factory=list)


class _Walk:
    """Meets the elements of the body, of a table or of a box in their order, and gathers lines.

    `rows`: those of a table, if `lines` is None and that is what was walked over.
    """

    def __init__(self, reader: _Reader, lines: list[SourceLine] | None, *, is_in_table: bool = False) -> None:
        self.rows: list[Row] = []
        self._reader = reader
        self._styles = reader.styles
        self._is_table = lines is None
        self._lines = [] if lines is None else lines
        self._is_in_table = is_in_table
        self._paragraph: etree._Element | None = None
        self._pieces: list[str] = []
        self._style = ""
        self._told: _Said | None = None

    def over(self, content: etree._Element) -> None:
        """Words and styles are met here, everything else in `_MEET`: most of what there is, is words."""
        add_piece, end = self._pieces.append, self._end
        walk = content.iterdescendants(*_TAGS)
        for item in walk:
            tag = item.tag
            if tag == T:
                text = item.text
                if text:
                    add_piece(text)
            elif tag == P:
                end()
                self._paragraph = item
            elif tag == _STYLE:
                self._style = item.get(_VALUE, "")
            elif tag in HELD:
                self._held(item)
                _skip(walk, item)
            else:
                _MEET[tag](self, item)
        end()

    @property
    def _said(self) -> _Said:
        if self._told is None:
            self._told = _Said()
        return self._told

    def _end(self) -> None:
        if self._paragraph is None:
            self._told = None
            return
        text = "".join(self._pieces)
        self._pieces.clear()
        said, self._told = self._told, None
        first = len(self._lines)
        if "\n" in text:
            text = text.replace("\n", " ")
        style = self._styles.of(self._style)
        if style.is_contents:
            self._reader.body.contents_lines += bool(text.strip())
        elif said is None and not style.is_rich and BREAK not in text:
            self._lines.append(SourceLine(text, style.level, 0, style.is_centred))
        else:
            self._put(text, said or _Said(), style)
        if (kept := self._reader.body.paragraphs) is not None:
            kept.update((id(line), (line, self._paragraph)) for line in self._lines[first:])
        self._paragraph = None
        self._style = ""
        for box in said.boxes_behind if said else ():
            self._read_box(box)

    def _put(self, text: str, said: _Said, style: ParagraphStyle) -> None:
        """The paragraph as one line or several."""
        mark = self._mark(text, said, style) if style.list_id or said.own_list[0] else ""
        level = style.level if said.outline is None else outline_level(said.outline)
        is_centred = said.alignment == "center" if said.alignment else style.is_centred
        is_bold = (said.has_bold or style.is_bold) and len(text) <= _SHORT and self._is_bold(style)
        if BREAK not in text:
            self._lines.append(SourceLine(mark + text, level, len(mark), is_centred, is_bold))
            return
        for part in [part for part in text.split(BREAK) if part.strip()] or [""]:
            self._lines.append(SourceLine(mark + part, level, len(mark), is_centred, is_bold))
            mark = ""

    def _mark(self, text: str, said: _Said, style: ParagraphStyle) -> str:
        """The number of the automatic list; an empty paragraph counts, but shows none."""
        list_id = said.own_list[0] or style.list_id
        if list_id == "0":
            return ""
        lists = self._reader.lists
        level = integer(said.own_list[1], -1)
        if level < 0:
            tied = lists.level_of_style(list_id, self._style)
            level = style.list_level if tied is None else tied
        mark = lists.mark(list_id, level, text)
        return mark if text.strip() else ""

    def _is_bold(self, style: ParagraphStyle) -> bool:
        """Whether all words of the paragraph are."""
        runs = () if self._paragraph is None else self._paragraph.iterchildren(_RUN)
        spoken = False
        for run in runs:
            if next(run.iterchildren(T), None) is None:
                continue
            spoken = True
            held = next(run.iterchildren(f"{W}rPr"), None)
            mark = None if held is None else next(held.iterchildren(_BOLD), None)
            if not (style.is_bold if mark is None else is_on(mark)):
                return False
        return spoken

    def _words(self, item: etree._Element) -> None:
        add(item, self._pieces, self._said.fields)

    def _numbered(self, item: etree._Element) -> None:
        self._said.own_list = (value(item.find(f"{W}numId")), value(item.find(f"{W}ilvl")))

    def _aligned(self, item: etree._Element) -> None:
        self._said.alignment = value(item)

    def _levelled(self, item: etree._Element) -> None:
        self._said.outline = item

    def _emboldened(self, _item: etree._Element) -> None:
        self._said.has_bold = True

    def _row(self, _item: etree._Element) -> None:
        self._end()
        self.rows.append(Row())

    def _cell(self, _item: etree._Element) -> None:
        self._end()
        if self.rows and self._is_table:
            cell = Cell()
            self._lines = cell.lines
            self.rows[-1].cells.append(cell)

    def _shaped(self, item: etree._Element) -> None:
        """What says how the last row or cell stands in its table."""
        row = self.rows[-1] if self.rows else Row()
        cell = row.cells[-1] if row.cells else Cell()
        if item.tag == f"{W}gridSpan":
            cell.span = integer(value(item), 1)
        elif item.tag == f"{W}vMerge":
            cell.goes_on_down = value(item) != "restart"
        elif item.tag == f"{W}hMerge":
            cell.goes_on_right = value(item) != "restart"
        elif item.tag == f"{W}gridBefore":
            row.skipped = integer(value(item), 0)
        else:
            row.is_head = is_on(item)

    def _note(self, item: etree._Element) -> None:
        body = self._reader.body
        body.references.append(Reference(_NOTES[item.tag], value(item, "id"), len(body.lines)))

    def _bookmark(self, item: etree._Element) -> None:
        name = value(item, "name")
        if not name.startswith(KEY):
            return
        if not self._is_in_paragraph(item):
            self._end()
        self._reader.body.section_keys.append((len(self._reader.body.lines), name.removeprefix(KEY)))

    def _is_in_paragraph(self, item: etree._Element) -> bool:
        parent = item.getparent()
        return parent is not None and parent.tag == P

    def _inserted_file(self, _item: etree._Element) -> None:
        self._reader.body.inserted_files += 1

    def _word_art(self, item: etree._Element) -> None:
        words = item.get("string", "").strip()
        if words:
            self._reader.body.boxes += 1
            self._lines.append(SourceLine(words.replace("\n", " ")))

    def _held(self, item: etree._Element) -> None:
        """A table; or a box, before its paragraph where it hangs on the beginning of it, else behind it."""
        if item.tag == _TABLE:
            self._table(item)
        elif "".join(self._pieces).strip():
            self._said.boxes_behind.append(item)
        else:
            self._read_box(item)

    def _read_box(self, box: etree._Element) -> None:
        lines: list[SourceLine] = []
        _Walk(self._reader, lines, is_in_table=self._is_in_table).over(box)
        lines = [line for line in lines if line.text.strip()]
        self._lines += lines
        self._reader.body.boxes += bool(lines)

    def _table(self, table: etree._Element) -> None:
        self._end()
        body = self._reader.body
        cell = only_cell(table)
        if cell is not None:
            body.layout_tables += 1
            _Walk(self._reader, self._lines, is_in_table=self._is_in_table).over(cell)
            return
        walk = _Walk(self._reader, None, is_in_table=True)
        walk.over(table)
        rows = written_out(walk.rows, self._reader.budget)
        if not any(any(row) for row in rows):
            return
        if self._is_in_table:
            body.nested_tables += 1
            self._lines += [SourceLine("　".join(filter(None, row)).replace("\n", " ")) for row in rows]
        else:
            body.tables.append(SourceTable(len(body.lines), rows, head_rows(walk.rows)))


_MEET: dict[str, Callable[[_Walk, etree._Element], None]] = {
    TR: _Walk._row,
    TC: _Walk._cell,
    **dict.fromkeys(
        (f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge", f"{W}gridBefore", f"{W}tblHeader"), _Walk._shaped
    ),
    f"{V}textpath": _Walk._word_art,
    f"{W}bookmarkStart": _Walk._bookmark,
    f"{W}altChunk": _Walk._inserted_file,
    f"{W}numPr": _Walk._numbered,
    f"{W}jc": _Walk._aligned,
    f"{W}outlineLvl": _Walk._levelled,
    _BOLD: _Walk._emboldened,
    **dict.fromkeys(_NOTES, _Walk._note),
    **dict.fromkeys(WORDY, _Walk._words),
}
_TAGS = (P, _STYLE, _TABLE, _BOX, *_MEET)
