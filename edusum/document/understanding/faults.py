"""Faults of numbering: gaps, numbers said twice, marks of different kinds in one run, skipped levels."""

import re
from collections.abc import Iterator, Sequence

from edusum.document.numbering import chinese_number
from edusum.document.understanding.headings import Found
from edusum.document.understanding.items import Fault, FindingKind, FindingRead
from edusum.document.understanding.marks import REMOVED, Mark

_QUOTED = 30
_NOTHING = f"\n {REMOVED}"
_MOST_LOST = 8
_MOST_OPEN = 12
"""How many enumerations, one within the other, are followed."""
_LEAST_LEAD, _LONGEST_LEAD = 4, 26
_LEAD = re.compile("[\u3400-\u9fff“”、,]{4,26}")
_NAMING, _LONGEST_NAME = 120, 24
_FAR = 2000
_SECOND = re.compile(r"(?<![\d.,])2[.、](?!\d)")
_RUNNING_ON = frozenset({"arabic", "ordinal", "must"})
"""Numbers that may go on through several sections."""
_NUMBERED = frozenset({"chinese", "chinese_paren", "arabic", "arabic_paren", "circled"})
_CONVENTIONAL = {"chinese": 1, "chinese_paren": 2, "arabic": 3, "arabic_paren": 4}


def faults(
    text: str, plain: str, structure: Sequence[Found], levels: Sequence[int], items: Sequence[Found]
) -> tuple[FindingRead, ...]:
    """What is wrong with the numbers of a paper's headings, in order."""
    found = [*_of_structure(text, plain, structure, levels), *_of_items(text, structure, items)]
    return tuple(sorted(found, key=lambda finding: finding.start))


def _of_structure(
    text: str, plain: str, structure: Sequence[Found], levels: Sequence[int]
) -> Iterator[FindingRead]:
    last: dict[int, Mark] = {}
    lone: dict[int, Found] = {}
    latest: dict[str, int] = {}
    before = above = 0
    is_named = False
    for heading, level in zip(structure, levels, strict=True):
        for deeper in [deeper for deeper in last if deeper > level]:
            del last[deeper]
            yield from _left_alone(text, plain, lone.pop(deeper, None), heading.start)
        mark = heading.mark
        if mark is not None:
            runs_on = level not in last and mark.number == latest.get(mark.kind, 0) + 1 > 1
            begins = mark.number == 1 and (is_named or _begins_anew(plain, mark, above))
            if not runs_on and not begins:
                unnumbered = [] if level in last else _paragraphs(plain, above, heading.start)
                yield from _wrong(text, plain, heading, last.get(level), unnumbered, level, above)
            if mark.kind in _RUNNING_ON:
                latest[mark.kind] = mark.number
            is_first = level not in last
            lone.pop(level, None)
            if is_first and mark.number == 1 and level > 1 and mark.kind in _NUMBERED:
                lone[level] = heading
            last[level] = mark
            if level == before + 1:
                yield from _skipped(text, heading, structure, before, level)
        before, above, is_named = level, heading.end, mark is None
    for heading in lone.values():
        yield from _left_alone(text, plain, heading, len(plain))


def _wrong(
    text: str, plain: str, heading: Found, last: Mark | None, unnumbered: list[int], level: int, above: int
) -> Iterator[FindingRead]:
    mark = heading.mark
    if mark and mark.number > 1 and len(unnumbered) >= mark.number - 1 and level > 1:
        yield from _lost(text, plain, mark, unnumbered)
        return
    skipped = list(_lost_between(text, plain, heading, last, above)) if level > 1 else []
    yield from skipped or _against(text, heading, last)


def _left_alone(text: str, plain: str, heading: Found | None, end: int) -> Iterator[FindingRead]:
    if heading and not _goes_on(plain, heading, end):
        yield _lone(text, heading)


def _begins_anew(plain: str, mark: Mark, above: int) -> bool:
    """一、 below a line that names a new part without a number of its own."""
    if mark.number != 1 or mark.border != "line":
        return False
    lines = plain[max(above, mark.start - _NAMING) : mark.start].split("\n")[1:]
    return any(
        line.strip() and len(line.strip()) <= _LONGEST_NAME and line.strip()[-1] not in "。;,!?"
        for line in lines
    )


def _goes_on(plain: str, heading: Found, end: int) -> bool:
    """Whether the second of a run stands amid the paragraph of the first: 1.… 2.…"""
    mark = heading.mark
    if mark is None:
        return False
    end = min(end, heading.end + _FAR)
    if mark.kind == "arabic":
        return _SECOND.search(plain, heading.end, end) is not None
    second = "二" if "一" in mark.text else "②" if mark.kind == "circled" else "2"
    follower = mark.text.replace("一", second).replace("1", second).replace("①", second)
    return plain.find(follower, heading.end, end) >= 0


def _against(text: str, heading: Found, last: Mark | None) -> Iterator[FindingRead]:
    mark = heading.mark
    if mark is None or not mark.number or (last and mark.number == 1 and last.kind != mark.kind):
        return
    expected = last.number + 1 if last else 1
    if mark.number > expected:
        missing = _numbers(expected, mark.number - 1, mark)
        if last is None:
            message = f"这一层的序号从“{mark.text}”开始，前面缺少{missing}，请补上或改正。"
            yield _finding("numbering_gap", text, heading, message, "first")
        else:
            message = f"序号从“{last.text}”跳到“{mark.text}”，中间缺少{missing}，请补上或改正。"
            yield _finding("numbering_gap", text, heading, message, "gap")
    elif mark.number < expected:
        message = f"序号“{mark.text}”与前面的序号重复或倒退，应当是第{expected}项，请改正。"
        fault: Fault = "repeated" if last and mark.number == last.number else "behind"
        yield _finding("numbering_duplicate", text, heading, message, fault)
    if last and last.kind == mark.kind and last.tail != mark.tail and mark.tail and last.tail:
        message = f"同一层的序号写法不一致：前面是“{last.text}”，这里是“{mark.text}”，请统一。"
        yield _finding("numbering_mixed", text, heading, message)


def _lost(text: str, plain: str, mark: Mark, unnumbered: list[int]) -> Iterator[FindingRead]:
    """The paragraphs before a run that begins with 2 or 3: they are the items that lost their numbers."""
    for number, start in enumerate(unnumbered[-(mark.number - 1) :], 1):
        end = start
        while end < len(plain) and end - start < _QUOTED and plain[end] not in "。,;:!?\n":
            end += 1
        message = f"后面从“{mark.text}”开始编号，这一段像是第{number}项，缺少序号，请补上。"
        yield FindingRead("numbering_gap", start, end, text[start:end], message, "lost")


def _lost_between(
    text: str, plain: str, heading: Found, last: Mark | None, above: int
) -> Iterator[FindingRead]:
    """(一)…, 抓排查。…, (三)…: the one paragraph between that begins as the items do."""
    mark = heading.mark
    if mark is None or last is None or mark.number != last.number + 2 or mark.kind != last.kind:
        return
    able = [start for start in _paragraphs(plain, above, heading.start) if _is_item(plain, start, heading)]
    if len(able) == 1:
        start = able[0]
        end = _sentence_end(plain, start)
        wanted = _numbers(mark.number - 1, mark.number - 1, mark)
        message = f"这一段夹在“{last.text}”和“{mark.text}”之间，像是{wanted}这一项，缺少序号，请补上。"
        yield FindingRead("numbering_gap", start, end, text[start:end], message, "lost")


def _is_item(plain: str, start: int, heading: Found) -> bool:
    end = _sentence_end(plain, start)
    if not _LEAST_LEAD <= end - start <= _LONGEST_LEAD or not _LEAD.fullmatch(plain, start, end):
        return False
    if heading.is_run_in:
        return plain[end : end + 1] == "。" and plain[end + 1 : end + 2] not in "\n"
    return plain[end : end + 1] == "\n"


def _sentence_end(plain: str, start: int) -> int:
    end = start
    while end < len(plain) and end - start <= _LONGEST_LEAD and plain[end] not in "。;:!?\n":
        end += 1
    return end


def _paragraphs(plain: str, start: int, end: int) -> list[int]:
    """Where the paragraphs between a heading and the next begin, the rest of its own line not counted."""
    found = []
    place = plain.find("\n", start, end)
    while place >= 0:
        while place < end and plain[place] in _NOTHING:
            place += 1
        if place < end:
            found.append(place)
        place = plain.find("\n", place, end)
    return found[-_MOST_LOST:]


def _skipped(
    text: str, heading: Found, structure: Sequence[Found], before: int, level: int
) -> Iterator[FindingRead]:
    mark = heading.mark
    usual = _CONVENTIONAL.get(mark.kind) if mark else None
    if mark is None or usual is None or mark.number != 1:
        return
    if before == 0 and usual == 2 and not any(found.kind == "chinese" for found in structure):
        message = f"最高一层标题用的是“{mark.text}”，按公文格式应当从“一、”开始。"
        yield _finding("level_skipped", text, heading, message)


def _of_items(text: str, structure: Sequence[Found], items: Sequence[Found]) -> Iterator[FindingRead]:
    starts = [heading.start for heading in structure]
    runs: list[Mark] = []
    place = 0
    for item in items:
        mark = item.mark
        while place < len(starts) and starts[place] <= item.start:
            place, runs = place + 1, []
        is_again = bool(runs) and mark is not None and runs[-1].start == mark.start
        if mark is None or is_again or mark.kind not in {"item", "must", "either"}:
            continue
        last = runs[-1] if runs and runs[-1].kind == mark.kind else None
        continued = [
            at for at, run in enumerate(runs) if run.kind == mark.kind and run.number + 1 == mark.number
        ]
        if continued:
            del runs[continued[-1] :]
        elif last and mark.number > last.number + 1:
            missing = f"“{chinese_number(last.number + 1)}{mark.text[1:]}”"
            message = f"“{last.text}”后面直接是“{mark.text}”，缺少{missing}，请补上或改正。"
            yield _finding("numbering_gap", text, item, message, "items")
            runs.pop()
        elif last and mark.number == last.number > 1:
            wanted = f"{chinese_number(mark.number + 1)}{mark.text[1:]}"
            message = f"“{mark.text}”出现了两次，后一个应当是“{wanted}”，请改正。"
            yield _finding("numbering_duplicate", text, item, message, "items")
            runs.pop()
        runs.append(mark)
        del runs[:-_MOST_OPEN]


def _lone(text: str, heading: Found) -> FindingRead:
    mark = heading.mark.text if heading.mark else ""
    message = f"这里只有“{mark}”一项，后面没有第二项，请补上或去掉序号。"
    return _finding("numbering_gap", text, heading, message, "lone")


def _numbers(first: int, last: int, mark: Mark) -> str:
    hanzi = mark.kind in {"chinese", "chinese_paren", "ordinal", "must", "part", "chapter", "section"}
    told = [chinese_number(number) if hanzi else str(number) for number in (first, last)]
    return f"“{told[0]}”" if first == last else f"“{told[0]}”至“{told[1]}”"


def _finding(kind: FindingKind, text: str, heading: Found, message: str, fault: Fault = "") -> FindingRead:
    end = min(heading.end, heading.start + 40)
    return FindingRead(kind, heading.start, end, text[heading.start : end], message, fault)
