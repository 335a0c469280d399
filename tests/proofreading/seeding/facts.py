"""Figures that a pencil proves wrong."""

import re
from collections.abc import Iterator

from tests.proofreading.papers import Fact, Paper
from tests.proofreading.seeding.changes import Change, narrowed, seeds, sentence

_AIMS = {
    "sum": "sum-of-parts",
    "share": "share",
    "rate": "share",
    "change": "change",
    "percent_change": "change",
    "points": "change",
    "from_to": "change",
    "multiple": "multiple",
    "per_head": "average",
    "conversion": "conversion",
    "ratio": "ratio",
    "announced_count": "announced-count",
    "same_metric": "same-metric",
    "table": "table-sums",
}
_DIGITS = re.compile(r"[\d,]+(?:\.\d+)?")
_CALCULATED = frozenset(
    {"sum", "change", "percent_change", "points", "share", "rate", "per_head", "conversion"}
)
_SLIP = 7


@seeds("figures", aim="sum-of-parts", most=1000)
def a_fact_made_false(paper: Paper) -> Iterator[Change]:
    for fact in paper.facts:
        yield _change(paper, fact, fact.wrong)


@seeds("figures", aim="sum-of-parts", most=100)
def a_digit_of_a_fact_slipped(paper: Paper) -> Iterator[Change]:
    """The first digit of a calculated number, so that no rounding can explain it."""
    for fact in paper.facts:
        digits = _DIGITS.search(fact.number)
        if fact.family in _CALCULATED and digits:
            first = digits[0][0]
            slipped = str((int(first) + 1) % 9 + 1)
            wrong = fact.number[: digits.start()] + slipped + fact.number[digits.start() + 1 :]
            if wrong not in (fact.number, fact.wrong):
                yield _change(paper, fact, wrong)


def _change(paper: Paper, fact: Fact, wrong: str) -> Change:
    quote = paper.text.index(fact.quote)
    start = quote + fact.quote.index(fact.number)
    end = start + len(fact.number)
    around = narrowed(paper.text, (quote, quote + len(fact.quote)), (start, end))
    return Change(start, end, wrong, around=around, aim=_AIMS[fact.family])


_RATE = re.compile(
    r"(?:覆盖率|合格率|办结率|整改率|参与率|参学率|完成率|占比|占|优良率|巩固率)[^，。；、\d]{0,8}(?P<share>\d+(?:\.\d+)?)%"
)


@seeds("figures", aim="over-hundred")
def a_share_beyond_the_whole(paper: Paper) -> Iterator[Change]:
    for found in _RATE.finditer(paper.text):
        if "毛入" in found[0] or "计划" in found[0]:
            continue
        share = float(found["share"])
        if 20 <= share < 100:
            yield Change(found.start("share"), found.end("share"), f"{share + 100:.1f}")


_DECIMAL = re.compile(r"率(?:为|达到|达|是)?(\d\d)\.(\d)(?=%)")


@seeds("figures", aim="decimal-lost")
def a_decimal_point_lost(paper: Paper) -> Iterator[Change]:
    for found in _DECIMAL.finditer(paper.text):
        yield Change(found.start(1), found.end(2), found[1] + found[2])


_POINTS = re.compile(r"(?:提高|上升|下降|降低)(\d+(?:\.\d+)?)个(百分点)")


@seeds("figures", aim="percentage-points")
def points_told_as_percent(paper: Paper) -> Iterator[Change]:
    for found in _POINTS.finditer(paper.text):
        before = paper.text[max(0, found.start() - 40) : found.start()]
        if len(re.findall(r"\d%", before)) >= 2 and re.search("[由从比]", before):
            yield Change(found.end(1), found.end(), "%")


_MOVED = re.compile(
    r"[由从][^，。；\d]{0,8}(?P<old>\d[\d,]*(?:\.\d+)?)[^，。；\d]{1,3}?(?P<verb>增加|提高|上升|减少|下降|降低)到(?:了)?(?P<new>\d[\d,]*(?:\.\d+)?)"
)
_OPPOSITE = {"增加": "减少", "提高": "降低", "上升": "下降", "减少": "增加", "下降": "上升", "降低": "提高"}


@seeds("figures", aim="change-sign")
def a_verb_against_its_numbers(paper: Paper) -> Iterator[Change]:
    for found in _MOVED.finditer(paper.text):
        yield Change(found.start("verb"), found.end("verb"), _OPPOSITE[found["verb"]])


@seeds("figures", aim="change")
def figures_exchanged(paper: Paper) -> Iterator[Change]:
    """由91.8%提高到93.6% → 由93.6%提高到91.8%."""
    for found in _MOVED.finditer(paper.text):
        words = (
            paper.text[found.start() : found.start("old")]
            + found["new"]
            + paper.text[found.end("old") : found.start("new")]
            + found["old"]
        )
        yield Change(found.start(), found.end("new"), words)


_PARTS = re.compile(
    r"(?:其中|[（(])(?P<parts>(?:[^，。；、（）\d]{1,8}\d[\d,]*[个所人名项件处]、){2,}[^，。；、（）\d]{1,8}\d[\d,]*[个所人名项件处])"
)


@seeds("figures", aim="sum-of-parts")
def a_part_of_a_sum_changed(paper: Paper) -> Iterator[Change]:
    """Only of sums that are proved: one of its facts holds them."""
    proved = [
        (place, place + len(fact.quote))
        for fact in paper.facts
        if fact.family == "sum"
        for place in (paper.text.index(fact.quote),)
    ]
    for found in _PARTS.finditer(paper.text):
        if not any(start <= found.start() and found.end() <= end for start, end in proved):
            continue
        numbers = list(_DIGITS.finditer(found["parts"]))
        largest = max(numbers, key=lambda number: int(number[0].replace(",", "")))
        value = int(largest[0].replace(",", ""))
        start = found.start("parts") + largest.start()
        wrong = f"{value + _SLIP:,}" if "," in largest[0] else str(value + _SLIP)
        yield Change(
            start, start + len(largest[0]), wrong, around=sentence(paper.text, found.start(), found.end())
        )


_SLOGAN = re.compile(
    r"(?:以下|下面|着力做好|重点抓好|突出抓好|重点做好|抓好)(?:以下)?(?P<count>[三四五六])(?P<noun>项|件|个方面)"
)
_NEXT = {"三": "五", "四": "六", "五": "七", "六": "八"}


@seeds("figures", "style", aim="announced-count")
def an_announced_count_changed(paper: Paper) -> Iterator[Change]:
    for found in _SLOGAN.finditer(paper.text):
        yield Change(found.start("count"), found.end("count"), _NEXT[found["count"]])
