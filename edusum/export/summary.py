"""What a 花脸稿 shows, told in the browser: how much changed, and each change by its section."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from edusum.document.model import Document
from edusum.export.comparison import Change, Fate, Words
from edusum.export.oxml import ids
from edusum.export.oxml.items import Item
from edusum.export.redline import Authorship, changes
from edusum.export.styles import Layout

MOST_LINES = 300
_LONGEST_KEPT, _SHOWN_KEPT = 60, 24
_BROKEN = {ids.TITLE, ids.SUBTITLE, ids.SPEAKER, ids.ATTACHMENT_TITLE}
"""Styles whose lines are broken by the layout, not by people."""
_CELLS = "　│　"
_SIDES: Mapping[int, Fate] = {-1: "removed", 0: "kept", 1: "added"}
_LABELS: Mapping[str, str] = {
    "edited": "修改",
    "added": "新增",
    "removed": "删除",
    "moved_from": "移走",
    "moved_to": "移到这里",
}
_LOOKS_ALONE = "只改了格式"


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class Line:
    """One changed paragraph, or row of a table."""

    fate: Fate
    label: str
    pieces: tuple[Piece, ...]
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangedSection:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """`added` and `removed` count places; `is_same`: nothing differs. `hidden`: lines that are not shown."""

    added: int
    removed: int
    moved_sections: int
    moved_paragraphs: int
    sections: tuple[ChangedSection, ...]
    hidden: int = 0
    is_same: bool = False


def summary(old: Document, new: Document, layout: Layout, authorship: Authorship) -> Summary:
    """Raises EdusumError for a paper that Word cannot hold."""
    found = changes(old, new, layout)
    if all(change.fate == "kept" for change in found):
        return Summary(0, 0, 0, 0, (), is_same=True)
    lines = [(change, line) for change in found for line in _lines(change, authorship)]
    pieces = [piece for _, line in lines for piece in line.pieces]
    sections, paragraphs = _moves(found)
    titles = _titles(old) | _titles(new)
    return Summary(
        added=sum(piece.fate == "added" for piece in pieces),
        removed=sum(piece.fate == "removed" for piece in pieces),
        moved_sections=sections,
        moved_paragraphs=paragraphs,
        sections=tuple(_by_section(lines[:MOST_LINES], titles)),
        hidden=max(len(lines) - MOST_LINES, 0),
    )


def _moves(found: Iterable[Change]) -> tuple[int, int]:
    """How many sections moved, and how many paragraphs besides."""
    moved: dict[int, list[Item]] = {}
    for change in found:
        if change.fate == "moved_to":
            moved.setdefault(change.move, []).append(change.item)
    headed = [items for items in moved.values() if any(item.is_heading for item in items)]
    keys = {item.key for items in headed for item in items}
    rest = [item for items in moved.values() for item in items if item.key not in keys]
    return len(headed), len(rest)


def _titles(document: Document) -> dict[str, str]:
    """What each section is called; one without a heading opens or closes the paper."""
    titles: dict[str, str] = {}
    for place, section in enumerate(document.walk_all()):
        named = f"{section.marker}{section.heading}".strip()
        if section.key:
            titles.setdefault(section.key, named or ("结语" if place else "导语"))
    return titles


def _by_section(lines: Sequence[tuple[Change, Line]], titles: Mapping[str, str]) -> Iterator[ChangedSection]:
    for title, group in groupby(lines, key=lambda pair: titles.get(pair[0].item.key) or _place(pair[0].item)):
        yield ChangedSection(title, tuple(line for _, line in group))


def _place(item: Item) -> str:
    """What a paragraph outside of sections is."""
    if item.kind == "group":
        return "目录"
    if item.style in {ids.SIGN_OFF_NAME, ids.SIGN_OFF_DATE, ids.SIGN_OFF_NOTE}:
        return "落款"
    if item.style in {ids.ATTACHMENT_NOTE, ids.ATTACHMENT_MARK, ids.ATTACHMENT_TITLE}:
        return "附件"
    if item.style in {ids.TITLE, ids.SUBTITLE, ids.SPEAKER, ids.ADDRESSEE, ids.SALUTATION}:
        return "标题"
    return "其他"


def _lines(change: Change, authorship: Authorship) -> Iterator[Line]:
    if change.fate == "kept":
        return
    author = authorship.of(change)
    for fate, pieces in _told(change):
        shown = tuple(_unbroken(piece, change.item) for piece in pieces)
        if any(piece.text for piece in shown):
            yield Line(fate, _label(fate, shown), shown, author.name, author.at)


def _label(fate: Fate, pieces: Sequence[Piece]) -> str:
    looks_alone = fate == "edited" and all(piece.fate == "kept" for piece in pieces)
    return _LOOKS_ALONE if looks_alone else _LABELS[fate]


def _unbroken(piece: Piece, item: Item) -> Piece:
    return replace(piece, text=piece.text.replace("\n", "")) if item.style in _BROKEN else piece


def _told(change: Change) -> Iterator[tuple[Fate, list[Piece]]]:
    item = change.item
    if change.fate in {"added", "removed"}:
        texts = [_CELLS.join(row.texts) for row in item.rows] or [item.text]
        for text in texts:
            yield change.fate, _pieces([(text, change.fate)])
    elif change.fate == "edited" and change.rows:
        yield from _rows(change)
    else:
        yield change.fate, _words(change.words or [], change.fate)


def _rows(change: Change) -> Iterator[tuple[Fate, list[Piece]]]:
    for row in change.rows:
        if row.old is None or row.new is None:
            fate: Fate = "added" if row.new else "removed"
            there = row.new or row.old
            yield fate, _pieces([(_CELLS.join(there.texts) if there else "", fate)])
        elif row.cells:
            pieces: list[Piece] = []
            for place, words in enumerate(row.cells):
                pieces += [Piece(_CELLS, "kept")] if place else []
                pieces += _words(words, "edited")
            yield "edited", pieces
    if change.words and any(side for side, _ in change.words):
        yield "edited", _words(change.words, "edited")


def _words(words: Words, fate: Fate) -> list[Piece]:
    """Of what moved, each place shows what stands there."""
    hidden = {"moved_from": 1, "moved_to": -1}.get(fate)
    stay = fate if fate != "edited" else "kept"
    return _pieces(
        ("".join(word.text for word in stretch), _SIDES[side] if side else stay)
        for side, stretch in words
        if side != hidden
    )


def _pieces(told: Iterable[tuple[str, Fate]]) -> list[Piece]:
    pieces = [Piece(_shortened(text) if fate == "kept" else text, fate) for text, fate in told]
    return [piece for piece in pieces if piece.text]


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_KEPT:
        return text
    return f"{text[:_SHOWN_KEPT]}……{text[-_SHOWN_KEPT:]}"
