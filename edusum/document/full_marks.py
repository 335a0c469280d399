"""Half-width marks between hanzi as Chinese text has them (GB/T 15834—2011); numbers and Latin words stay."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from edusum.document.model import Block, Document, Paragraph, Run, Section, Table

_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_BEFORE_HANZI = frozenset(",;?!")
"""Marks that a number or a Latin word may have before them, if hanzi follow."""
_CLOSING = frozenset("”’》）】」』〉、。，；：？！…%％℃")


@dataclass(frozen=True, slots=True)
class Widened:
    """A text with its marks full-width, and how many were changed."""

    text: str
    count: int


def widened(text: str) -> Widened:
    """`,;:?!` behind hanzi, brackets with hanzi inside or around them; blanks behind such a mark go.

    Not in 1,234, 1:6.3, 8:30, f(x), http://…; one walk along the text.
    """
    if not any(mark in text for mark in _WIDE):
        return Widened(text, 0)
    wide = {place for pair in _brackets(text) for place in pair}
    shown = "".join(_WIDE[sign] if place in wide else sign for place, sign in enumerate(text))
    wide |= {place for place, mark in enumerate(shown) if mark in _WIDE and _is_wide(shown, place, mark)}
    pieces: list[str] = []
    is_behind_mark = False
    for place, mark in enumerate(text):
        if place in wide:
            pieces.append(_WIDE[mark])
            is_behind_mark = mark not in "()"
        elif not (mark == " " and is_behind_mark):
            pieces.append(mark)
            is_behind_mark = False
    return Widened("".join(pieces), len(wide))


def widened_document(document: Document) -> tuple[Document, int]:
    """The whole paper, titles and tables too, and how many marks were changed in it."""
    counts: list[int] = []

    def wide(text: str) -> str:
        done = widened(text)
        counts.append(done.count)
        return done.text

    changed = replace(
        document,
        title=wide(document.title),
        subtitle=wide(document.subtitle),
        addressee=wide(document.addressee),
        salutation=wide(document.salutation),
        sections=tuple(_section(section, wide) for section in document.sections),
    )
    return changed, sum(counts)


def _is_wide(text: str, place: int, mark: str) -> bool:
    if mark in "()":
        return False
    before = _neighbour(text, range(place - 1, max(place - 3, -1), -1))
    if _is_hanzi(before) or before in _CLOSING:
        return not (before == "%" and mark == ":")
    behind = _neighbour(text, range(place + 1, min(place + 3, len(text))))
    return mark in _BEFORE_HANZI and before.isalnum() and _is_hanzi(behind)


def _brackets(text: str) -> Iterable[tuple[int, int]]:
    """Pairs of places of one line that become full-width."""
    hanzi_before = [0]
    for sign in text:
        hanzi_before.append(hanzi_before[-1] + _is_hanzi(sign))
    opened: list[int] = []
    for place, sign in enumerate(text):
        if sign == "\n":
            opened.clear()
        elif sign == "(":
            opened.append(place)
        elif sign == ")" and opened:
            start = opened.pop()
            before, behind = text[start - 1 : start], text[place + 1 : place + 2]
            has_hanzi = hanzi_before[place] > hanzi_before[start + 1]
            if has_hanzi or _is_hanzi(before) or (_is_hanzi(behind) and not before.isalnum()):
                yield start, place


def _neighbour(text: str, places: range) -> str:
    """The nearest sign that is no blank, "" if there is none within reach."""
    return next((text[place] for place in places if text[place] != " "), "")


def _is_hanzi(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" if sign else False


def _section(section: Section, wide: Callable[[str], str]) -> Section:
    return replace(
        section,
        heading=wide(section.heading),
        blocks=tuple(_block(block, wide) for block in section.blocks),
        sections=tuple(_section(below, wide) for below in section.sections),
    )


def _block(block: Block, wide: Callable[[str], str]) -> Block:
    if isinstance(block, Paragraph):
        if all(isinstance(run, Run) for run in block.runs):
            return replace(block, runs=(Run(wide(block.text)),)) if block.runs else block
        return replace(
            block,
            runs=tuple(
                replace(run, text=wide(run.text)) if isinstance(run, Run) else run for run in block.runs
            ),
        )
    if isinstance(block, Table):
        return replace(
            block,
            caption=wide(block.caption),
            columns=tuple(replace(column, head=wide(column.head)) for column in block.columns),
            rows=tuple(tuple(wide(cell) for cell in row) for row in block.rows),
            note=wide(block.note),
        )
    return block
