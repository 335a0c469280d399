"""Faults of numbering: gaps, numbers said twice, marks of different kinds in one run, skipped levels."""

from collections.abc import Iterator, Sequence

from edusum.document.numbering import chinese_number
from edusum.document.understanding.headings import Found
from edusum.document.understanding.items import FindingRead
from edusum.document.understanding.marks import REMOVED, Mark

_QUOTED = 30
_NOTHING = f"\n {REMOVED}"
_MOST_LOST = 8
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
    before, above = 0, 0
    for heading, level in zip(structure, levels, strict=True):
        for deeper in [deeper for deeper in last if deeper > level]:
            del last[deeper]
            if deeper in lone:
                yield _lone(text, lone.pop(deeper))
        if heading.mark is not None:
            unnumbered = [] if level in last else _paragraphs(plain, above, heading.start)
            if heading.mark.number > 1 and len(unnumbered) >= heading.mark.number - 1 and level > 1:
                yield from _lost(text, plain, heading.mark, unnumbered)
            else:
                yield from _against(text, heading, last.get(level))
            is_first = level not in last
            lone.pop(level, None)
            if is_first and heading.mark.number == 1 and level > 1:
                lone[level] = heading
            last[level] = heading.mark
        if level > before and heading.mark and level == before + 1:
            yield from _skipped(text, heading, structure, before, level)
        before, above = level, heading.end
    for heading in lone.values():
        yield _lone(text, heading)


def _against(text: str, heading: Found, last: Mark | None) -> Iterator[FindingRead]:
    mark = heading.mark
    if mark is None or not mark.number:
        return
    expected = last.number + 1 if last else 1
    if mark.number > expected:
        missing = _numbers(expected, mark.number - 1, mark)
        yield _finding(
            "numbering_gap", text, heading, f"序号从这里跳到“{mark.text}”，中间缺少{missing}，请补上或改正。"
        )
    elif mark.number < expected:
        message = f"序号“{mark.text}”与前面的序号重复或倒退，应当是第{expected}项，请改正。"
        yield _finding("numbering_duplicate", text, heading, message)
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
        yield FindingRead("numbering_gap", start, end, text[start:end], message)


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
    last: Mark | None = None
    place = 0
    for item in items:
        mark = item.mark
        is_new = False
        while place < len(starts) and starts[place] <= item.start:
            place, is_new = place + 1, True
        if mark is None or mark.kind not in {"item", "must", "either"}:
            continue
        if is_new:
            last = None
        if last and last.kind == mark.kind and mark.number > last.number + 1:
            missing = f"“{chinese_number(last.number + 1)}{mark.text[1:]}”"
            message = f"“{last.text}”后面直接是“{mark.text}”，缺少{missing}，请补上或改正。"
            yield _finding("numbering_gap", text, item, message)
        last = mark


def _lone(text: str, heading: Found) -> FindingRead:
    mark = heading.mark.text if heading.mark else ""
    return _finding(
        "numbering_gap", text, heading, f"这里只有“{mark}”一项，后面没有第二项，请补上或去掉序号。"
    )


def _numbers(first: int, last: int, mark: Mark) -> str:
    hanzi = mark.kind in {"chinese", "chinese_paren", "ordinal", "must", "part", "chapter", "section"}
    told = [chinese_number(number) if hanzi else str(number) for number in (first, last)]
    return f"“{told[0]}”" if first == last else f"“{told[0]}”至“{told[1]}”"


def _finding(kind: str, text: str, heading: Found, message: str) -> FindingRead:
    end = min(heading.end, heading.start + 40)
    return FindingRead(kind, heading.start, end, text[heading.start : end], message)  # type: ignore[arg-type]
