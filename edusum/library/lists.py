"""Marks that number themselves in running text: 一是…二是…, 首先…其次…, and how many items there are.

A phrase says {{ 一是 }} before every item. What falls silent takes its mark along; only when a whole section
stands are the marks turned into words, so that none reaches the text that people edit.
"""

import re
from bisect import bisect
from dataclasses import dataclass

from edusum.document.numbering import LARGEST, chinese_number, counted

LIST_MARKS = {
    "一是": "{{ 一是 }}抓投入；{{ 一是 }}抓质量。 → 一是抓投入；二是抓质量。",
    "一要": "{{ 一要 }}加强领导；{{ 一要 }}落实责任。 → 一要加强领导；二要落实责任。",
    "首先": "{{ 首先 }}抓投入，{{ 首先 }}抓质量。 → 首先抓投入，其次抓质量。",
    "第一": "{{ 第一 }}抓投入。{{ 第一 }}抓质量。 → 第一，抓投入。第二，抓质量。",
}
"""The marks of items, each with an example for pages that explain the phrase language."""
COUNT = "条数"
COUNT_EXAMPLE = "抓了{{ 条数 }}件事：{{ 一是 }}投入；{{ 一是 }}质量。 → 抓了两件事：一是投入；二是质量。"
LIST_NAMES = (*LIST_MARKS, COUNT)
"""What no metric can be called."""
UNSAID = "\x01"
"""Stands in token text where a list should follow and nothing does: its sentence is left out."""

_NAMES = "|".join(LIST_MARKS)
ITEM = re.compile(rf"\{{\{{ ({_NAMES}) \}}\}}")
_ANY = re.compile(rf"\{{\{{ ({_NAMES}|{COUNT}) \}}\}}([，、：]?)")
_FOLLOWED = re.compile(rf"{UNSAID}(?=\n?\{{\{{ (?:{_NAMES}) \}}\}})")
_FIRSTS = ("首先", "其次", "再次")


def numbered(text: str) -> str:
    """A section's token text, a paragraph a line, with its marks as words.

    Within a paragraph items count up; a paragraph that begins with a mark goes on from the one before, any
    other begins anew. A run of one carries no number. A count of nothing becomes UNSAID.
    """
    text = _FOLLOWED.sub("", text)
    found = list(_ANY.finditer(text))
    items = _items(text, [match for match in found if match[1] != COUNT])
    words = {item.place: item.word for item in items}
    for match in found:
        if match[1] == COUNT:
            words[match.start()] = _count(text, match.end(1), items)
    return _ANY.sub(lambda match: _put(words[match.start()], match), text)


@dataclass(slots=True)
class _Run:
    mark: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Item:
    place: int
    run: _Run
    number: int

    @property
    def word(self) -> str:
        return _word(self.run.mark, self.number, self.run.size)


def _items(text: str, marks: list[re.Match[str]]) -> list[_Item]:
    """Every mark with its run. A mark that comes back closes the runs that began after its own."""
    items: list[_Item] = []
    open_runs: list[_Run] = []
    end = 0
    for match in marks:
        if not _goes_on(text[end : match.start()]):
            open_runs = []
        end = match.end()
        while open_runs and open_runs[-1].mark != match[1] and any(run.mark == match[1] for run in open_runs):
            open_runs.pop()
        if not open_runs or open_runs[-1].mark != match[1]:
            open_runs.append(_Run(match[1]))
        run = open_runs[-1]
        run.size += 1
        items.append(_Item(match.start(), run, run.size))
    return items


def _goes_on(between: str) -> bool:
    """Whether a mark after these words still belongs to what was numbered before them."""
    return "\n" not in between or between.find("\n") == len(between) - 1


def _count(text: str, place: int, items: list[_Item]) -> str:
    """How many items of the next run are still to come."""
    following = bisect(items, place, key=lambda item: item.place)
    if following == len(items) or not _goes_on(text[place : items[following].place]):
        return UNSAID
    count = items[following].run.size - items[following].number + 1
    return counted(count) if count <= LARGEST else str(count)


def _word(mark: str, number: int, size: int) -> str:
    if size == 1:
        return "要" if mark == "一要" else ""
    if mark == "首先":
        return _sequence_word(number, size)
    return f"第{_hanzi(number)}，" if mark == "第一" else f"{_hanzi(number)}{mark[1]}"


def _sequence_word(number: int, size: int) -> str:
    if number == size > len(_FIRSTS):
        return "最后"
    return _FIRSTS[number - 1] if number <= len(_FIRSTS) else f"第{_hanzi(number)}"


def _hanzi(number: int) -> str:
    return chinese_number(number) if number <= LARGEST else str(number)


def _put(word: str, match: re.Match[str]) -> str:
    """The word, with the comma or colon written after the mark if it still makes sense there."""
    is_needed = match[1] == COUNT or (word and not word.endswith("，"))
    return f"{word}{match[2] if is_needed else ''}"
