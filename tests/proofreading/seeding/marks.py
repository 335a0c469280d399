"""Punctuation that a writer loses, doubles or takes from another keyboard."""

import re
from collections.abc import Iterator

from tests.proofreading.papers import Paper
from tests.proofreading.seeding.changes import Change, seeds

_HANZI = "[一-龥]"
_PAIRS = {"（": "）", "“": "”", "《": "》"}
_INNER = re.compile(rf"(?<={_HANZI})[，。、；](?={_HANZI})")
_HALF = {"，": ",", "；": ";", "：": ":", "（": "(", "）": ")"}


def _line(paper: Paper, start: int, end: int) -> tuple[int, int]:
    first = paper.text.rfind("\n", 0, start) + 1
    last = paper.text.find("\n", end)
    return first, len(paper.text) if last < 0 else last


@seeds("style", aim="unbalanced-pair")
def half_of_a_pair_lost(paper: Paper) -> Iterator[Change]:
    for found in re.finditer("[（）“”《》]", paper.text):
        if not re.match(r"\n（[一二三四五六七八九十\d]", paper.text[max(found.start() - 1, 0) :][:3]):
            head = re.search(
                r"\n（[一二三四五六七八九十\d]{1,2}$", paper.text[max(found.start() - 4, 0) : found.start()]
            )
            if not head:
                yield Change(*found.span(), "", around=_line(paper, *found.span()))


@seeds("style", aim="unbalanced-pair")
def half_of_a_pair_doubled(paper: Paper) -> Iterator[Change]:
    for found in re.finditer("[（“《][一-龥]|[一-龥][）”》]", paper.text):
        mark = found[0].strip("一")
        sign = next(letter for letter in mark if letter in "（“《）”》")
        place = found.start() + found[0].index(sign)
        if paper.text[place - 1 : place] == "\n" or re.search(
            r"\n（[一二三四五六七八九十\d]{1,2}$", paper.text[:place]
        ):
            continue
        yield Change(place, place, sign, around=_line(paper, place, place))


@seeds("style", aim="unbalanced-pair")
def a_pair_closed_by_another(paper: Paper) -> Iterator[Change]:
    other = {"）": "》", "”": "“", "》": "”"}
    for found in re.finditer("(?<=[一-龥])[）”》]", paper.text):
        if not re.search(r"\n（[一二三四五六七八九十]{1,2}$", paper.text[: found.start()]):
            yield Change(*found.span(), other[found[0]], around=_line(paper, *found.span()))


@seeds("style", aim="doubled-marks")
def a_mark_doubled(paper: Paper) -> Iterator[Change]:
    for found in _INNER.finditer(paper.text):
        yield Change(*found.span(), found[0] * 2)


@seeds("style", aim="doubled-marks")
def two_marks_together(paper: Paper) -> Iterator[Change]:
    other = {"，": "，。", "。": "。，", "、": "、，", "；": "；。"}
    for found in _INNER.finditer(paper.text):
        yield Change(*found.span(), other[found[0]])


@seeds("style", aim="half-width-mark")
def a_mark_half_as_wide(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(rf"(?<={_HANZI})[，；：（）](?={_HANZI})", paper.text):
        if "," not in paper.text[max(found.start() - 30, 0) : found.end() + 30]:
            yield Change(*found.span(), _HALF[found[0]], around=_line(paper, *found.span()))


@seeds("style", aim="mark-before-bracket")
def a_mark_before_a_bracket(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(f"(?<={_HANZI})（(?={_HANZI}{{2}})", paper.text):
        yield Change(found.start(), found.start(), "，")


@seeds("style", aim="mark-inside-pair")
def a_mark_inside_a_pair(paper: Paper) -> Iterator[Change]:
    for number, found in enumerate(
        re.finditer(
            f"(?<=《{_HANZI}{{6}})》(?={_HANZI})|(?<=“{_HANZI}{{2}})”(?={_HANZI})|[“《](?={_HANZI})",
            paper.text,
        )
    ):
        mark = "，、"[number % 2]
        place = found.start() if found[0] in "”》" else found.end()
        yield Change(place, place, mark)


@seeds("style", aim="mark-before-etc")
def a_mark_before_etc(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(f"(?<={_HANZI}{{2}})等(?=问题|学科|工作|活动|内容|方面|[，。])", paper.text):
        clause = paper.text[max(0, found.start() - 20) : found.start()]
        if "、" in clause:
            yield Change(found.start(), found.start(), "、")


@seeds("style", aim="mark-between-titles")
def a_mark_between_titles(paper: Paper) -> Iterator[Change]:
    for found in re.finditer("》(?=《)|”(?=“)", paper.text):
        yield Change(found.end(), found.end(), "、")


@seeds("style", "words", aim="stray-mark")
def a_key_hit_by_mistake(paper: Paper) -> Iterator[Change]:
    for number, found in enumerate(re.finditer(f"(?<={_HANZI}{{3}})(?={_HANZI}{{3}})", paper.text)):
        yield Change(found.start(), found.start(), "`^|."[number % 4])


@seeds("style", aim="comma-in-list")
def a_comma_among_list_commas(paper: Paper) -> Iterator[Change]:
    pattern = "[一-龥]{2,6}、[一-龥]{2,6}(、)[一-龥]{2,6}、[一-龥]{2,6}等"
    for found in re.finditer(pattern, paper.text):
        yield Change(*found.span(1), "，")


@seeds("style", aim="straight-quote")
def a_straight_quote_alone(paper: Paper) -> Iterator[Change]:
    for found in re.finditer("“([一-龥]{2,8})”", paper.text):
        yield Change(*found.span(), f'"{found[1]}', around=_line(paper, *found.span()))


@seeds("style", aim="quote-after-etc")
def a_quote_closed_too_late(paper: Paper) -> Iterator[Change]:
    for found in re.finditer("。(?=\n)", paper.text):
        yield Change(found.end(), found.end(), "多所学校获得“平安校园等荣誉称号”。")


@seeds("residue", "style", aim="lost-signs")
def titles_turned_into_question_marks(paper: Paper) -> Iterator[Change]:
    for found in re.finditer("(?<=[一-龥])《([一-龥]{4,20})》(?=[一-龥])", paper.text):
        yield Change(*found.span(), f"?{found[1]}?")


@seeds("residue", "words", aim="swallowed-mark")
def a_mark_swallowed_by_its_neighbour(paper: Paper) -> Iterator[Change]:
    """Two bytes A1 between a character and its mark get lost, as GBK files break: 评选、 → 评癣."""
    for found in re.finditer("[一-龥][、》”](?=[一-龥])", paper.text):
        data = found[0].encode("gbk")
        merged = (data[:1] + data[3:]).decode("gbk", "replace")
        if data[1:3] == b"\xa1\xa1" and len(merged) == 1:
            yield Change(*found.span(), merged)
