"""How sentences, paragraphs and sections end, and what stands at their beginning."""

import re
from collections.abc import Iterator

from tests.proofreading.papers import Paper
from tests.proofreading.seeding.changes import Change, seeds, sentence
from tests.proofreading.seeding.numbering import item_runs

_HANZI = "[一-龥]"
_STOP = re.compile(rf"(?<={_HANZI})。(?=\n)")
_LONG_PARAGRAPH = 40
_OWN_LINE = r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)[^。；：\n]{4,30}(?P<end>)\n"


def _stops(paper: Paper) -> Iterator[re.Match[str]]:
    """The last marks of paragraphs of running text."""
    for found in _STOP.finditer(paper.text):
        if found.start() - paper.text.rfind("\n", 0, found.start()) > _LONG_PARAGRAPH:
            yield found


@seeds("style", "residue", aim="no-stop")
def the_final_stop_lost(paper: Paper) -> Iterator[Change]:
    for found in _stops(paper):
        yield Change(*found.span(), "", around=sentence(paper.text, *found.span()))


@seeds("style", "residue", aim="comma-at-end")
def a_comma_at_the_end_of_a_paragraph(paper: Paper) -> Iterator[Change]:
    for number, found in enumerate(_stops(paper)):
        yield Change(*found.span(), "，、；"[number % 3], around=sentence(paper.text, *found.span()))


@seeds("style", "residue", aim="cut-off")
def a_paragraph_cut_off(paper: Paper) -> Iterator[Change]:
    """The last words of a paragraph of running text are gone, in the midst of a clause."""
    for found in re.finditer(rf"，({_HANZI}{{8,30}})。(?=\n)", paper.text):
        start = found.start(1) + 4
        yield Change(start, found.end(), "", around=(found.start() - 30, found.end()))


@seeds("style", aim="heading-end-mark")
def a_heading_with_an_end_mark(paper: Paper) -> Iterator[Change]:
    for number, found in enumerate(re.finditer(_OWN_LINE, paper.text, re.MULTILINE)):
        yield Change(found.end("end"), found.end("end"), "。，；"[number % 3], around=found.span())


@seeds("style", aim="space-in-text")
def a_blank_between_words(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(rf"(?<={_HANZI}{{2}})(?={_HANZI}{{3}})", paper.text):
        yield Change(found.start(), found.start(), " ")


@seeds("style", aim="space-behind-number")
def a_blank_behind_a_number(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(
        r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)(?=[一-龥])", paper.text, re.MULTILINE
    ):
        yield Change(found.end(), found.end(), " ", around=found.span())


_FILLERS = (
    "各单位和学校要把这项任务摆上重要位置并结合自身实际制定切实可行的办法",
    "明确分管领导和具体责任人的同时把工作细化到每一个年级每一个班级和每一位教师",
    "坚持把日常的检查同集中的督导结合起来并及时把发现的情况向有关方面通报",
    "努力在全系统形成上下联动齐抓共管人人参与而且长期坚持不懈的良好局面",
    "使广大师生和家长都能够实实在在地感受到这项工作给校园生活带来的可喜变化",
)


@seeds("style", aim="long-sentence")
def a_sentence_that_does_not_end(paper: Paper) -> Iterator[Change]:
    """Prose without figures and items goes on and on."""
    for found in re.finditer(r"(?<=[。\n])[^。\n\d；：、“（]{15,60}(?=。)", paper.text):
        if not re.search("[一二三四五]是|第[一二三]", found[0]):
            yield Change(found.end(), found.end(), "，" + "，".join(_FILLERS))


@seeds("style", aim="empty-section")
def a_section_left_empty(paper: Paper) -> Iterator[Change]:
    """Its heading stands, and the next of the same kind follows at once."""
    mark, first = "（[一二三四五六七八九十]+）", "[一二三四五六七八九十]+、"
    pattern = rf"^(?P<head>{mark}[^。\n]{{4,30}}\n)(?P<text>(?!{mark}|{first})(?:.+\n)+?)(?={mark})"
    for found in re.finditer(pattern, paper.text, re.MULTILINE):
        if not re.search(r"^[一二三四五六七八九十]+、", found["text"], re.MULTILINE):
            yield Change(*found.span("text"), "", around=(found.start(), found.end() + 60))


@seeds("style", aim="thin-problems")
def problems_told_in_one_sentence(paper: Paper) -> Iterator[Change]:
    mark = "[一二三四五六七八九十]+、"
    pattern = rf"^(?P<head>{mark}[^\n]*(?:问题|不足)[^\n]{{0,6}}\n)(?P<text>(?:(?!{mark}).+\n)+)"
    for found in re.finditer(pattern, paper.text, re.MULTILINE):
        if "打算" not in found["head"] and "体会" not in found["head"]:
            yield Change(*found.span("text"), "工作中还存在一些不足。\n", around=found.span())


@seeds("style", aim="comma-before-items")
def a_comma_before_items(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(r"(?<=[一-龥])[。：](?=一是[^。；\n]{4,80}[。；]二是)", paper.text):
        yield Change(*found.span(), "，")


@seeds("style", aim="uneven-ends")
def an_item_that_ends_otherwise(paper: Paper) -> Iterator[Change]:
    for run in item_runs(paper):
        ends = [mark.first - 1 for mark in run[1:]]
        signs = {paper.text[place] for place in ends}
        if len(signs) == 1 and len(ends) >= 3 and signs <= {"。", "；"}:
            other = "。" if signs == {"；"} else "；"
            place = ends[1]
            around = (run[0].first, sentence(paper.text, run[-1].first, run[-1].last)[1])
            yield Change(place, place + 1, other, around=around)


@seeds("style", aim="that-is")
def a_stop_before_that_is(paper: Paper) -> Iterator[Change]:
    for found in re.finditer("，(?=即[一-龥])", paper.text):
        yield Change(*found.span(), "。", around=(found.start() - 30, found.end() + 30))


@seeds("style", aim="cut-by-stop")
def a_stop_behind_an_adverbial(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(r"(?<=[。\n])(?:按照|根据|依据)[^，。；\n]{6,40}(，)", paper.text):
        yield Change(*found.span(1), "。")


@seeds("style", aim="uneven-self")
def a_bureau_that_calls_itself_otherwise(paper: Paper) -> Iterator[Change]:
    own = [found.end() for found in re.finditer("我局", paper.text)]
    stops = list(_stops(paper))
    if own and stops:
        place = stops[-1].end()
        yield Change(place, place, "本局将认真抓好落实。")
    elif len(stops) > 2:
        start = stops[0].end()
        words = (
            "我局及时作出部署。" + paper.text[start : stops[1].end()] + "我局成立了专班，本局领导带队督查。"
        )
        yield Change(start, stops[1].end(), words)
