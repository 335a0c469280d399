"""The lines of a paper that went out and of one that came back, each with the section it belongs to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from edusum.document.alignment import Effort, align, gaps_between
from edusum.document.model import Document, Paragraph, Section
from edusum.document.readers.source import SourceText
from edusum.document.returned.sentences import in_order, squeezed
from edusum.document.section_marks import section_mark
from edusum.document.understanding.marks import MarkKind, mark_at

LineKind = Literal["heading", "run_in", "text", "other"]
_NUMBERS: frozenset[MarkKind] = frozenset(
    {
        "part",
        "chapter",
        "section",
        "roman",
        "chinese",
        "chinese_paren",
        "arabic",
        "decimal",
        "arabic_paren",
        "circled",
        "ordinal",
        "must",
        "item",
        "either",
        "first",
    }
)
"""Marks that number headings: they are counted anew and tell nothing."""
_SAME_LINE, _SAME_HEADING, _SAME_ELSEWHERE = 0.3, 0.15, 0.5
_STOPS = "。．.：:；;！!？?"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was printed; of what is no heading and no text of a section, the kind is other."""

    kind: LineKind
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A line that went out with the one that came back; one of them may be missing."""

    old: Line | None
    new: str | None
    key: str


def without_number(text: str) -> str:
    """A heading or line without the mark that numbers it."""
    mark = mark_at(text)
    return text[mark.after :] if mark and mark.kind in _NUMBERS else text


def heading_and_rest(line: str, heading: str) -> tuple[str, str]:
    """A paragraph that begins with a heading: the heading as it reads now, and what follows."""
    words = without_number(line.strip())
    bare = heading.rstrip(_STOPS)
    if bare and words.startswith(bare):
        rest = words[len(bare) :]
        if not rest or rest[0] in _STOPS:
            return heading, rest[1:]
    places = [place for place in map(words.find, "。：！？") if place >= 0]
    end = min(places, default=len(words))
    return words[:end], words[end + 1 :]


def printed_lines(document: Document, printed: SourceText) -> list[Line]:
    """What our own reader makes of the exported file, each line told what it is."""
    sections = {section_mark(item.key): item for item in document.walk_all() if item.key}
    begins = {number: sections[mark] for number, mark in printed.section_keys if mark in sections}
    told: list[Line] = []
    key = ""
    expected: Iterator[Line] = iter(())
    awaited: Line | None = None
    for number, line in enumerate(printed.lines):
        if number in begins:
            key = begins[number].key
            expected = _expected(begins[number])
            awaited = next(expected, None)
        if not line.text.strip():
            continue
        if awaited is not None and _reads_as(line.text, awaited):
            told.append(Line(awaited.kind, key, line.text))
            awaited = next(expected, None)
        else:
            told.append(Line("other", key, line.text))
    return told


def _expected(section: Section) -> Iterator[Line]:
    """The heading and the paragraphs as they are looked for in the file."""
    paragraphs = [block.text for block in section.blocks if isinstance(block, Paragraph)]
    if section.level and (section.heading or section.marker):
        if section.is_run_in:
            is_first = bool(section.blocks) and isinstance(section.blocks[0], Paragraph)
            rest = paragraphs.pop(0) if is_first else ""
            yield Line("run_in", section.key, f"{section.heading}{rest}")
        else:
            yield Line("heading", section.key, section.heading)
    for text in paragraphs:
        if text.strip():
            yield Line("text", section.key, text)


def _reads_as(text: str, awaited: Line) -> bool:
    """A mark comes before a heading, and a stop may stand behind the one that begins a paragraph."""
    if awaited.kind == "text":
        return squeezed(text) == squeezed(awaited.text)
    if awaited.kind == "heading":
        return squeezed(text).endswith(squeezed(awaited.text))
    told, looked_for = squeezed(text).replace("。", ""), squeezed(awaited.text).replace("。", "")
    return told.endswith(looked_for)


def paired(old: Sequence[Line], returned: SourceText, keys: Iterable[str]) -> tuple[list[Pair], list[str]]:
    """Every line of both papers once; and the sections whose mark is gone."""
    names = {section_mark(key): key for key in keys}
    begins: dict[int, str] = {}
    for number, mark in returned.section_keys:
        if mark in names and names[mark] not in begins.values():
            begins.setdefault(number, names[mark])
    present = set(begins.values())
    here = _parts_of_old(old, present)
    there = _parts_of_new(returned, begins)
    effort = Effort()
    pairs = [
        pair
        for key in [*there, *(key for key in here if key not in there)]
        for pair in _paired(here.get(key, []), there.get(key, []), key, effort)
    ]
    lost = [key for key in dict.fromkeys(line.key for line in old) if key and key not in present]
    return _found_elsewhere(pairs, effort), lost


def _found_elsewhere(pairs: Sequence[Pair], effort: Effort) -> list[Pair]:
    """What is missing in one place and new in another is one line: it was moved, or the marks were."""
    gone = [pair.old for pair in pairs if pair.old is not None and pair.new is None]
    came = [place for place, pair in enumerate(pairs) if pair.old is None]
    known: dict[str, list[Line]] = {}
    for line in gone:
        known.setdefault(_sign(line.text), []).append(line)
    matched: dict[int, Line] = {}
    for place in came:
        if same := known.get(_sign(pairs[place].new or "")):
            matched[place] = same.pop(0)
    taken = set(map(id, matched.values()))
    here = [line for line in gone if id(line) not in taken]
    there = [place for place in came if place not in matched]
    words = [without_number(line.text) for line in here]
    others = [without_number(pairs[place].new or "") for place in there]
    for x, y in in_order(words, others, lambda place: _SAME_ELSEWHERE, effort):
        matched[there[y]] = here[x]
    taken = set(map(id, matched.values()))
    return [
        Pair(matched[place], pair.new, matched[place].key) if place in matched else pair
        for place, pair in enumerate(pairs)
        if pair.new is not None or id(pair.old) not in taken
    ]


def _parts_of_old(old: Sequence[Line], present: set[str]) -> Mapping[str, list[Line]]:
    parts: dict[str, list[Line]] = {"": []}
    part = ""
    for line in old:
        if line.key in present:
            part = line.key
        parts.setdefault(part, []).append(line)
    return parts


def _parts_of_new(returned: SourceText, begins: Mapping[int, str]) -> Mapping[str, list[str]]:
    parts: dict[str, list[str]] = {"": []}
    part = ""
    for number, line in enumerate(returned.lines):
        part = begins.get(number, part)
        if line.text.strip():
            parts.setdefault(part, []).append(line.text)
        else:
            parts.setdefault(part, [])
    return parts


def _paired(old: Sequence[Line], new: Sequence[str], key: str, effort: Effort) -> Iterator[Pair]:
    """What has no other belongs to the section of what stands before it."""
    before = [_sign(line.text) for line in old]
    after = [_sign(text) for text in new]
    pairs = align(before, after)
    for a, b, c, d in list(gaps_between(pairs, 0, len(old), 0, len(new))):
        pairs += [(a + x, c + y) for x, y in _alike(old[a:b], new[c:d], effort)]
    others = {y: x for x, y in pairs}
    found = {x for x, _ in pairs}
    is_frame = not key
    for y, text in enumerate(new):
        line = old[others[y]] if y in others else None
        if line is not None:
            is_frame = line.kind == "other"
            key = line.key or key
        yield Pair(line, text, "" if line is None and is_frame else key)
    for x, line in enumerate(old):
        if x not in found:
            yield Pair(line, None, line.key)


def _sign(text: str) -> str:
    return squeezed(without_number(text)).rstrip(_STOPS)


def _alike(old: Sequence[Line], new: Sequence[str], effort: Effort) -> list[tuple[int, int]]:
    if len(old) == len(new) == 1 and old[0].kind != "other":
        return [(0, 0)]

    def least(place: int) -> float:
        return _SAME_LINE if old[place].kind in {"text", "run_in"} else _SAME_HEADING

    words = [without_number(line.text) for line in old]
    return in_order(words, [without_number(text) for text in new], least, effort)
