"""Enumerations in running text: 一是…二是…, 首先…其次…, 其一…其二…, 一要…二要…, 一方面…另一方面….

One alone says nothing: 一是 without 二是, 首先 without 其次 are words like others. So marks are linked to
chains first, a chain inside an item of another allowed; a heading of the structure ends them all.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from edusum.document.understanding.headings import Found, behind, heading_at
from edusum.document.understanding.marks import Mark, MarkKind

_CHAINED = frozenset({"item", "must", "ordinal", "either", "first"})
_ENDING_CHAINS = frozenset({"part", "chapter", "section", "chinese", "chinese_paren", "roman", "bare"})
_WIDEST_GAP = 2
_LEAD = r"要[^。;:!?,、\n]{2,18}(?:,[^。;:!?,\n]{2,16})?。"
_NEED = re.compile(rf"{_LEAD}(?!\n|{_LEAD})")
_LEAST_NEEDS = 3
_FURTHEST = 300
_FIRST_WORDS: dict[MarkKind, str] = {"item": "一是", "must": "一要", "first": "首先", "either": "其一"}
_FIRST_WORDS |= {"ordinal": "第一", "side": "一方面"}
_NOT_BEFORE = "这那另之其唯任统同某每哪第十二三四五六七八九、“"
_BARE_ORDINAL_NO = frozenset(
    "批次个名位届季阶学轮期线中小实初高产课幼人代类步年月条项组职章节部分篇时责书要是大张件"
)


@dataclass(slots=True)
class _Chain:
    marks: list[Mark] = field(default_factory=list)

    @property
    def last(self) -> int:
        return self.marks[-1].number

    @property
    def kinds(self) -> set[str]:
        return {mark.kind for mark in self.marks}


def enumerations(
    plain: str, found: Sequence[Mark], structure: Sequence[Found]
) -> tuple[list[Found], list[Found]]:
    """(structure, inline): 第一， and 一要 that open paragraphs divide a section, all others are items."""
    dividing: list[Found] = []
    items: list[Found] = []
    for chain in _chains(plain, found, structure):
        first, kinds = chain.marks[0], chain.kinds
        divides = kinds <= {"ordinal", "must"} and first.opens_paragraph
        for mark in chain.marks:
            divides_here = divides and mark.opens_paragraph
            heading = heading_at(plain, mark, is_inline=not divides_here)
            if heading.end > heading.words_start:
                (dividing if divides_here else items).append(heading)
    items += _sides(plain, found)
    borders = sorted(heading.start for heading in [*structure, *dividing])
    items += _needs(plain, found, borders)
    items.sort(key=lambda heading: heading.start)
    return dividing, [_cut(plain, item, after) for item, after in pairwise([*items, None]) if item]


def _cut(plain: str, item: Found, after: Found | None) -> Found:
    """The words of an item end where the next one begins."""
    if after is None or item.end <= after.start:
        return item
    end = after.start
    while end > item.words_start + 1 and plain[end - 1] in ",;、。: ":
        end -= 1
    return item._replace(end=end, is_run_in=True)


def _chains(plain: str, found: Sequence[Mark], structure: Sequence[Found]) -> Iterator[_Chain]:
    ends = [heading.start for heading in structure if heading.kind in _ENDING_CHAINS]
    open_chains: list[_Chain] = []
    place = 0
    for mark in found:
        if mark.kind not in _CHAINED:
            continue
        if place < len(ends) and ends[place] <= mark.start:
            yield from _finished(open_chains)
            open_chains = []
            while place < len(ends) and ends[place] <= mark.start:
                place += 1
        if not _is_able(plain, mark):
            continue
        at = _place_in(open_chains, mark)
        if at is not None:
            yield from _finished(open_chains[at + 1 :])
            del open_chains[at + 1 :]
            open_chains[at].marks.append(mark if mark.number else _numbered(mark, open_chains[at].last + 1))
        else:
            begun = _begun(plain, mark)
            same = next((at for at, chain in enumerate(open_chains) if chain.kinds == {mark.kind}), None)
            if begun and same is not None:
                yield from _finished(open_chains[same:])
                del open_chains[same:]
            if begun:
                open_chains.append(_Chain(begun))
    yield from _finished(open_chains)


def _begun(plain: str, mark: Mark) -> list[Mark]:
    """What a chain begins with: the first of a run; or a second, with the first that words stand before."""
    if mark.number == 1:
        return [mark]
    if mark.number != 2:
        return []
    first = _before(plain, mark.start, mark.kind)
    if first is None:
        return [mark] if mark.kind in {"item", "must"} else []
    return [first, mark]


def _before(plain: str, end: int, kind: MarkKind) -> Mark | None:
    """我们一方面…，主要是一是…: the first of a run where no sign stands before it, in the same paragraph."""
    words = _FIRST_WORDS[kind]
    start = max(plain.rfind("\n", max(0, end - _FURTHEST), end) + 1, end - _FURTHEST, 0)
    at = plain.rfind(words, start, end)
    if at < 1 or plain[at - 1] in _NOT_BEFORE:
        return None
    return Mark(kind, 1, words, "", "comma", at, at + len(words), at + len(words))


def _finished(chains: Sequence[_Chain]) -> Iterator[_Chain]:
    return (chain for chain in chains if len(chain.marks) >= 2)


def _numbered(mark: Mark, number: int) -> Mark:
    return Mark(mark.kind, number, mark.text, mark.tail, mark.border, mark.start, mark.end, mark.after)


def _is_able(plain: str, mark: Mark) -> bool:
    """Whether a mark could be an item at all: 第一 needs its comma, or a chain of 首先 before it."""
    if mark.kind in {"item", "must"}:
        return plain[mark.end : mark.end + 1] != mark.text[0]
    if mark.kind == "ordinal" and not mark.tail:
        return mark.number >= 3 and plain[mark.end : mark.end + 1] not in _BARE_ORDINAL_NO
    return True


def _place_in(chains: Sequence[_Chain], mark: Mark) -> int | None:
    """Which open chain a mark goes on with: the innermost whose next number it is, else one with a gap."""
    for most, is_like in ((1, _is_same), (1, _is_mixed), (_WIDEST_GAP, _is_same), (_WIDEST_GAP, _is_mixed)):
        for at in range(len(chains) - 1, -1, -1):
            step = (mark.number or chains[at].last + 1) - chains[at].last
            if 1 <= step <= most and is_like(chains[at], mark):
                return at
    return None


def _is_same(chain: _Chain, mark: Mark) -> bool:
    return mark.kind == chain.marks[-1].kind and (mark.kind != "ordinal" or bool(mark.tail))


def _is_mixed(chain: _Chain, mark: Mark) -> bool:
    """首先…其次…三是…, 一是…二要…: what one and the same run may be made of."""
    if "first" in chain.kinds:
        return mark.kind != "either"
    if mark.kind == "ordinal":
        return bool(mark.tail) and "ordinal" in chain.kinds
    return {mark.kind, *chain.kinds} <= {"item", "must"} and mark.border == chain.marks[-1].border


def _sides(plain: str, found: Sequence[Mark]) -> Iterator[Found]:
    """一方面…另一方面… (or a sentence with 同时) in one paragraph; a subject may stand before the first."""
    open_side: Mark | None = None
    line_end = -1
    for mark in (mark for mark in found if mark.kind == "side"):
        if mark.start > line_end:
            open_side = None
            end = plain.find("\n", mark.start)
            line_end = len(plain) if end < 0 else end
        if mark.number == 2:
            open_side = open_side or _before(plain, mark.start, "side")
        elif mark.number == 1 and (open_side is None or open_side.number != 1):
            open_side = mark
            continue
        elif mark.number == 3 and mark.border not in {"sentence", "soft"}:
            continue
        if open_side is not None:
            if open_side.number == 1:
                yield heading_at(plain, open_side, is_inline=True)
            yield heading_at(plain, mark, is_inline=True)
            open_side = None


def _needs(plain: str, found: Sequence[Mark], ends: Sequence[int]) -> Iterator[Found]:
    """要…。 said three times or more in a section: short sentences, each explained by those behind it."""
    run: list[Mark] = []
    place = 0
    for mark in found:
        if mark.kind != "need":
            continue
        if place < len(ends) and ends[place] <= mark.start:
            yield from _needs_of(plain, run)
            run = []
            while place < len(ends) and ends[place] <= mark.start:
                place += 1
        if mark.border not in {"clause", "comma"} and _NEED.match(plain, mark.start):
            run.append(mark)
    yield from _needs_of(plain, run)


def _needs_of(plain: str, run: Sequence[Mark]) -> Iterator[Found]:
    if len(run) >= _LEAST_NEEDS:
        for mark in run:
            heading = heading_at(plain, mark, is_inline=True)
            if behind(plain, heading.end) < len(plain):
                yield heading
