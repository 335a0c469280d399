"""Headings and items whose numbers are out of order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.proofreading.papers import Paper
from tests.proofreading.seeding.changes import Change, seeds, sentence

CHINESE = "零一二三四五六七八九十"
_MARKS = (
    re.compile(r"^(?P<open>)(?P<number>[一二三四五六七八九]|十[一二]?)(?P<close>、)", re.MULTILINE),
    re.compile(r"^(?P<open>（)(?P<number>[一二三四五六七八九]|十[一二]?)(?P<close>）)", re.MULTILINE),
    re.compile(r"^(?P<open>)(?P<number>\d{1,2})(?P<close>[.、])", re.MULTILINE),
    re.compile(r"^(?P<open>（)(?P<number>\d{1,2})(?P<close>）)", re.MULTILINE),
)
_ITEM = re.compile(
    r"(?P<number>[一二三四五六七八])(?P<close>[是要])(?![^，。；]{0,2}[、一二三四五六七八九十])"
)
_FEWEST = 3
COUNTED = ("announced-count",)
"""Items may have been announced: 抓好以下五项工作."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark of a run: its number stands at text[start:end], the whole mark at text[first:last]."""

    first: int
    last: int
    start: int
    end: int
    number: int
    words: str
    close: str


def value(words: str) -> int:
    if words.isdigit():
        return int(words)
    tens, ones = words.startswith("十"), words.lstrip("十")
    return 10 * tens + (CHINESE.index(ones) if ones else 0)


def written(number: int, like: str) -> str:
    if like.isdigit():
        return str(number)
    return CHINESE[number] if number <= 10 else f"十{CHINESE[number - 10]}"


def runs(paper: Paper) -> Iterator[list[Marked]]:
    """Headings of a kind that count up from 1."""
    for pattern in _MARKS:
        yield from _runs(pattern.finditer(paper.text))


def item_runs(paper: Paper) -> Iterator[list[Marked]]:
    """一是 二是 三是 of one or several paragraphs."""
    found = (
        match
        for match in _ITEM.finditer(paper.text)
        if match.start() == 0 or paper.text[match.start() - 1] in "。；：\n，"
    )
    for run in _runs(found):
        if len({mark.close for mark in run}) == 1 and len(run) >= _FEWEST:
            yield run


def _runs(found: Iterator[re.Match[str]]) -> Iterator[list[Marked]]:
    run: list[Marked] = []
    for match in found:
        mark = Marked(
            *match.span(),
            *match.span("number"),
            number=value(match["number"]),
            words=match["number"],
            close=match["close"],
        )
        if run and mark.number != run[-1].number + 1:
            if len(run) >= _FEWEST and run[0].number == 1:
                yield run
            run = []
        run.append(mark)
    if len(run) >= _FEWEST and run[0].number == 1:
        yield run


def _place(paper: Paper, run: list[Marked], index: int) -> tuple[int, int]:
    """From the mark before to the line of the one behind."""
    start = run[max(index - 1, 0)].first
    last = run[min(index + 1, len(run) - 1)]
    return start, sentence(paper.text, last.first, last.last)[1]


@seeds("style", aim="numbering-gap", most=40, brings=COUNTED)
def a_heading_number_skipped(paper: Paper) -> Iterator[Change]:
    """The rest of the run counts on from the wrong number."""
    for run in runs(paper):
        for index, mark in enumerate(run[1:], 1):
            words, place = [], mark.start
            for later in run[index:]:
                words += [paper.text[place : later.start], written(later.number + 1, later.words)]
                place = later.end
            yield Change(mark.start, place, "".join(words), around=_place(paper, run, index))


@seeds("style", aim="numbering-gap", most=30, brings=COUNTED)
def one_heading_number_raised(paper: Paper) -> Iterator[Change]:
    for run in runs(paper):
        for index, mark in enumerate(run[1:], 1):
            yield Change(
                mark.start, mark.end, written(mark.number + 1, mark.words), around=_place(paper, run, index)
            )


@seeds("style", aim="numbering-repeated", most=40, brings=COUNTED)
def a_heading_number_repeated(paper: Paper) -> Iterator[Change]:
    for run in runs(paper):
        for index, mark in enumerate(run[1:], 1):
            yield Change(
                mark.start, mark.end, written(mark.number - 1, mark.words), around=_place(paper, run, index)
            )


@seeds("style", aim="numbering-start", brings=COUNTED)
def a_heading_that_lost_its_number(paper: Paper) -> Iterator[Change]:
    for run in runs(paper):
        for index, mark in enumerate(run[:-1]):
            yield Change(mark.first, mark.last, "", around=_place(paper, run, index))


@seeds("style", aim="numbering-gap", brings=COUNTED)
def a_numbered_paragraph_deleted(paper: Paper) -> Iterator[Change]:
    for run in runs(paper):
        for index, mark in enumerate(run[1:-1], 1):
            after = run[index + 1]
            yield Change(mark.first, after.first, "", around=(run[index - 1].first, after.last + 40))


@seeds("style", aim="numbering-mixed", brings=COUNTED)
def a_mark_of_another_kind(paper: Paper) -> Iterator[Change]:
    for run in runs(paper):
        for index, mark in enumerate(run[1:], 1):
            if mark.close in "、.":
                other = "." if mark.close == "、" else "、"
                place = mark.last - 1
                if not mark.words.isdigit():
                    other = "．"
                yield Change(place, mark.last, other, around=_place(paper, run, index))


@seeds("style", aim="numbering-gap", most=30, brings=COUNTED)
def an_item_number_skipped(paper: Paper) -> Iterator[Change]:
    for run in item_runs(paper):
        for index, mark in enumerate(run[1:], 1):
            yield Change(
                mark.start, mark.end, written(mark.number + 1, mark.words), around=_place(paper, run, index)
            )


@seeds("style", aim="numbering-repeated", brings=COUNTED)
def an_item_number_repeated(paper: Paper) -> Iterator[Change]:
    for run in item_runs(paper):
        for index, mark in enumerate(run[1:], 1):
            yield Change(
                mark.start, mark.end, written(mark.number - 1, mark.words), around=_place(paper, run, index)
            )


@seeds("style", "figures", aim="numbering-gap", brings=COUNTED)
def an_item_deleted(paper: Paper) -> Iterator[Change]:
    for run in item_runs(paper):
        for index, mark in enumerate(run[1:-1], 1):
            after = run[index + 1]
            yield Change(mark.first, after.first, "", around=(run[index - 1].first, after.last + 40))


@seeds("style", aim="numbering-lone", brings=COUNTED)
def all_but_the_first_deleted(paper: Paper) -> Iterator[Change]:
    """Of a run below other headings one item alone is left."""
    for run in runs(paper):
        if run[0].words.isdigit() or paper.text[run[0].first] == "（":
            stop = _next_higher(paper.text, run)
            yield Change(run[1].first, stop, "", around=(run[0].first, run[1].first))


def _next_higher(text: str, run: list[Marked]) -> int:
    """Where a heading of another kind, or the text, ends the last of a run."""
    pattern = re.compile(
        r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|第[一二三四]部分)", re.MULTILINE
    )
    own = text[run[0].first : run[0].last]
    for match in pattern.finditer(text, run[-1].last):
        if (match[0][0] == "（") != (own[0] == "（"):
            return match.start()
    return text.find("\n", run[-1].last) + 1 or len(text)


@seeds("style", aim="mixed-ordinals", brings=COUNTED)
def an_item_counted_otherwise(paper: Paper) -> Iterator[Change]:
    """二是 → 其次，: in a run of items within one paragraph."""
    for run in item_runs(paper):
        second = run[1]
        if second.close == "是" and "\n" not in paper.text[run[0].first : run[-1].last]:
            yield Change(second.first, second.last, "其次，", around=_place(paper, run, 1))
