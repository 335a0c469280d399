"""Figures that contradict another place of the paper, a table, the stored metrics, or last year's paper."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from edusum.document.readers.source import SourceTable
from edusum.library.linking import Linker
from edusum.library.mentions import Lexicon
from edusum.metrics.figures import Figure, Reading
from tests.proofreading.papers import Paper
from tests.proofreading.seeding.changes import Change, seeds, sentence

_STATED = re.compile(
    r"(?<=[\n。；，])(?P<area>全[县市区州])(?P<verb>现有|共有|总共有)?(?P<what>(?:各级各类学校|各类学校|教职工|专任教师|中小学|在校学生|"
    r"幼儿园|义务教育学校|基层党组织))(?P<between>共有|现有|共)?(?P<number>\d[\d,]*)(?P<unit>所|人|名|个)(?=[，。；（])"
)
_SHARE = re.compile(
    r"(?<=[\n。；，])(?:全[县市区州])?(?P<what>学前三年毛入园率|九年义务教育巩固率|高中阶段毛入学率|学生体质健康优良率|"
    r"初中毛入学率)(?:为|达到|达)(?P<number>\d+\.\d)%"
)
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def _swapped(number: str) -> str:
    """The two last digits changed places, or the last one raised where they are the same."""
    if number[-1] != number[-2] and number[-2].isdigit():
        return number[:-2] + number[-1] + number[-2]
    return number[:-1] + str((int(number[-1]) + 3) % 10)


@seeds("figures", aim="same-metric")
def one_metric_with_two_values(paper: Paper) -> Iterator[Change]:
    """Stated at the beginning, and again with another value at the end of the paper."""
    for found in (*_STATED.finditer(paper.text), *_SHARE.finditer(paper.text)):
        if len(found["number"]) < 2:
            continue
        is_share = found.re is _SHARE
        again = _swapped(found["number"])
        area = "" if is_share else found["area"]
        verb, unit = ("为", "%") if is_share else ("共有", found["unit"])
        words = f"目前，{area}{found['what']}{verb}{again}{unit}。"
        place = _end_of_last_paragraph(paper.text)
        if place > found.end() + 200:
            yield Change(place, place, words)


@seeds("figures", aim="said-again")
def a_total_with_two_digits_swapped_in_brackets(paper: Paper) -> Iterator[Change]:
    """The sentence ends by telling the total again, and not the same."""
    for found in _STATED.finditer(paper.text):
        number = found["number"]
        if len(number) >= 3 and number[-1] != number[-2]:
            place = paper.text.index("。", found.end())
            words = f"，台账都已建好（{found['what']}共{_swapped(number)}{found['unit']}）"
            yield Change(place, place, words)


_BEHIND = re.compile(r"^[一二三四五六七八九十]+、[^\n]*(?:问题|不足|打算|安排|思路|要点|展望)", re.MULTILINE)


def _end_of_last_paragraph(text: str) -> int:
    """Where the last paragraph ends that tells of the year itself."""
    behind = _BEHIND.search(text, len(text) // 3)
    return text.rindex("。\n", 0, behind.start() if behind else len(text)) + 1


@seeds("figures", aim="table-prose", brings=("table-prose",))
def prose_against_a_table(paper: Paper) -> Iterator[Change]:
    """What the paper tells again elsewhere contradicts the table there as well; a goal contradicts none."""
    for found in (*_STATED.finditer(paper.text), *_SHARE.finditer(paper.text)):
        if "目标" in paper.text[paper.text.rfind("\n", 0, found.start()) + 1 : found.start()]:
            continue
        is_share = found.re is _SHARE
        unit = "%" if is_share else found["unit"]
        other = _swapped(found["number"])
        rows = (("指标", "单位", "数量"), (found["what"], unit, other), ("校舍面积", "万平方米", "128.4"))
        line = paper.text.count("\n", 0, found.start()) + 1
        yield Change(found.start(), found.start(), "", tables=(SourceTable(line, rows),), around=found.span())


@seeds("figures", aim="library-figure", brings=("library-figure",))
def prose_against_a_stored_metric(paper: Paper) -> Iterator[Change]:
    for found in (*_STATED.finditer(paper.text), *_SHARE.finditer(paper.text)):
        is_share = found.re is _SHARE
        name = found["what"] if is_share else f"{found['what']}数"
        figures = {
            name: Figure(
                code="seeded",
                name=name,
                label=name,
                unit="%" if is_share else found["unit"],
                kind="rate" if is_share else "count",
                decimals=1 if is_share else 0,
                current=Reading("filled", Decimal(_swapped(found["number"]).replace(",", ""))),
            )
        }
        own = ("全县", "全市", "全区", "全州")
        linker = Linker(figures, Lexicon(figures, {}), year=paper.year, own=own)
        known = replace(paper.known, figures=figures, linker=linker)
        yield Change(found.start(), found.start(), "", known=known, around=found.span())


def _last_year(paper: Paper, kept: tuple[int, int]) -> str:
    """What may have been last year's paper: other figures and fewer words, but for text[kept]."""
    pieces = []
    for match in re.finditer(r"[^。\n]*[。\n]?", paper.text):
        if (match.start() >= kept[0] and match.end() <= kept[1]) or match.end() <= 40:
            pieces.append(match[0])
        elif "\n" in match[0]:
            pieces.append("\n")
    text = "".join(pieces)
    for year in (paper.year, paper.year + 1):
        text = text.replace(str(year), str(year - 1))
    return text


_PLAIN_SENTENCE = re.compile(r"(?<=。)[^。\n，；]{4,40}，[^。\n]{40,160}。")


@seeds("residue", "figures", aim="unchanged")
def a_sentence_unchanged_since_last_year(paper: Paper) -> Iterator[Change]:
    for found in _PLAIN_SENTENCE.finditer(paper.text):
        if len(_FIGURE.findall(found[0])) >= 2 and not re.search(r"20\d\d年|“|”|《", found[0]):
            known = replace(
                paper.known, previous=_last_year(paper, found.span()), previous_year=paper.year - 1
            )
            yield Change(found.start(), found.start(), "", known=known, around=found.span())


@seeds("figures", aim="improbable-jump")
def a_figure_ten_times_that_of_last_year(paper: Paper) -> Iterator[Change]:
    for found in _STATED.finditer(paper.text):
        number = found["number"].replace(",", "")
        if len(number) < 3:
            continue
        clause = (
            paper.text[found.start() : found.start("number")] + str(int(number) // 10) + found["unit"] + "。"
        )
        previous = f"{paper.bureau}{paper.year - 1}年工作总结\n一、基本情况\n{clause}\n"
        known = replace(paper.known, previous=previous, previous_year=paper.year - 1)
        yield Change(found.start(), found.start(), "", known=known, around=found.span())


_COMPARED = re.compile(
    r"(?P<what>[一-龥]{2,8}?)(?:为|达到)?(?P<now>\d[\d,]*)人，?比上年的(?P<then>\d[\d,]*)人"
)


@seeds("figures", aim="same-metric")
def a_previous_value_that_last_years_paper_denies(paper: Paper) -> Iterator[Change]:
    for found in _COMPARED.finditer(paper.text):
        told = f"{found['what']}{_swapped(found['then'])}人"
        previous = f"{paper.bureau}{paper.year - 1}年工作总结\n一、基本情况\n全年{told}。\n"
        known = replace(paper.known, previous=previous, previous_year=paper.year - 1)
        around = sentence(paper.text, *found.span())
        yield Change(found.start(), found.start(), "", known=known, around=around)


@seeds("figures", "residue", aim="unchanged-figures")
def figures_unchanged_in_other_words(paper: Paper) -> Iterator[Change]:
    """Three figures in a row are last year's, under the same names, among words that changed."""
    for found in _PLAIN_SENTENCE.finditer(paper.text):
        if len(_FIGURE.findall(found[0])) >= 4 and not re.search(
            r"20\d\d年|[上去]年|比|%|“|”|《|每", found[0]
        ):
            rewritten = f"一年来，{found[0].rstrip('。')}，较好地完成了任务。"
            previous = f"{paper.bureau}{paper.year - 1}年工作总结\n一、主要工作\n{rewritten}\n"
            known = replace(paper.known, previous=previous, previous_year=paper.year - 1)
            yield Change(found.start(), found.start(), "", known=known, around=found.span())


@seeds("figures", aim="relation")
def figures_that_do_not_follow(paper: Paper) -> Iterator[Change]:
    """By the meaning of their words: what came to what there was, the price of many, what is missing."""
    told = (
        "现有实践基地12个，今年新增4个，年底达到18个。",
        "按每生每天5元、全年200天计算，为3000名学生安排补助320万元。",
        "工程总投资8600万元，目前已到位6200万元，缺口达2800万元。",
        "局机关与9个科室、14个直属单位签订责任书25份。",
    )
    stops = [found.end() for found in re.finditer("。(?=\n)", paper.text)]
    for number, place in enumerate(stops[: len(told)]):
        yield Change(place, place, told[number])
