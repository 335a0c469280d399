"""What belongs to another year, another place or another person; what is told twice."""

import re
from collections.abc import Iterator
from dataclasses import replace

from edusum.proofreading.known import NOTHING, Known, KnownName
from tests.proofreading.papers import Paper
from tests.proofreading.seeding.changes import Change, seeds

_PLANS = {"十二五": (2011, "十一五"), "十三五": (2016, "十二五"), "十四五": (2021, "十三五")}
_PASSED = (
    (2012, "以优异成绩迎接党的十八大胜利召开"),
    (2017, "以优异成绩迎接党的十九大胜利召开"),
    (2022, "以优异成绩迎接党的二十大胜利召开"),
    (2019, "以实际行动迎接新中国成立70周年"),
    (2009, "以实际行动迎接新中国成立60周年"),
    (2021, "以实际行动迎接建党100周年"),
)
_SENTENCE_END = re.compile("。(?=\n)")
_OTHERS = ("栖霞岭县", "望江浦区", "松陵市", "栖霞岭县教育局")
_SCHOOLS = ("栖霞岭县第一中学", "松陵市实验小学", "望江浦区职业技术学校")


def _ends(paper: Paper) -> Iterator[int]:
    """Where paragraphs of running text end."""
    for found in _SENTENCE_END.finditer(paper.text):
        if found.start() - paper.text.rfind("\n", 0, found.start()) > 60:
            yield found.end()


@seeds("residue", aim="stale-year")
def a_year_left_from_last_time(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(
        rf"(?:截至|到|今年|[，。\n]){paper.year}年(?=[年底末，\d]|全[县市区])", paper.text
    ):
        start = found.start() + found[0].index(str(paper.year))
        yield Change(start, start + 4, str(paper.year - 1))


@seeds("residue", aim="plan-year")
def the_coming_year_left_as_it_was(paper: Paper) -> Iterator[Change]:
    """四、2024年工作打算 → 四、2023年工作打算."""
    pattern = rf"{paper.year + 1}(?=年(?:工作打算|工作安排|工作思路|工作要点|教育工作思路))"
    for found in re.finditer(pattern, paper.text):
        yield Change(*found.span(), str(paper.year - 1))


@seeds("residue", aim="title-year")
def a_title_of_last_year(paper: Paper) -> Iterator[Change]:
    title = paper.text.partition("\n")[0]
    if str(paper.year) in title and "会议" not in title:
        place = title.index(str(paper.year))
        yield Change(place, place + 4, str(paper.year - 1))


@seeds("residue", aim="signed-year")
def a_date_below_of_another_year(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(r"(?<=\n)(20\d\d)(?=年\d{1,2}月\d{1,2}日$)", paper.text):
        yield Change(*found.span(), str(int(found[1]) - 2))


@seeds("residue", "words", aim="plan-period")
def a_plan_that_is_over(paper: Paper) -> Iterator[Change]:
    for found in re.finditer("“(十[二三四]五)”(?=规划|时期|开局|收官)", paper.text):
        since, before = _PLANS[found[1]]
        if paper.year >= since:
            yield Change(*found.span(1), before)
    for words, (since, before) in _PLANS.items():
        if paper.year > since:
            for place in list(_ends(paper))[1:2]:
                yield Change(place, place, f"各校要按照“{before}”规划确定的目标，抓紧推进各项任务落实。")
        del words


@seeds("residue", "words", aim="meeting-year")
def an_event_that_has_passed(paper: Paper) -> Iterator[Change]:
    for (year, words), place in zip(_PASSED, _ends(paper), strict=False):
        if paper.year > year + 1:
            yield Change(place, place, f"全体教职工要振奋精神，{words}。")


@seeds("residue", aim="name-of-others")
def a_place_of_another_bureau(paper: Paper) -> Iterator[Change]:
    known = _of_own_place(paper)
    for number, found in enumerate(re.finditer(r"(?<=[，。\n])全[县市区](?=[一-龥])", paper.text)):
        yield Change(*found.span(), _OTHERS[number % 3], known=known)


@seeds("residue", aim="name-of-others")
def a_school_of_another_bureau(paper: Paper) -> Iterator[Change]:
    known = _of_own_place(paper)
    for number, place in enumerate(_ends(paper)):
        school = _SCHOOLS[number % 3]
        yield Change(place, place, f"{school}承办了现场会，各校观摩学习。", known=known)


@seeds("residue", aim="former-name")
def a_chief_who_left(paper: Paper) -> Iterator[Change]:
    known = _of_own_place(paper)
    for place in _ends(paper):
        yield Change(place, place, "局长方维舟多次到学校检查指导。", known=known)


@seeds("residue", "words", "style", aim="unknown-chief")
def a_post_of_another_person(paper: Paper) -> Iterator[Change]:
    known = _of_own_place(paper)
    for place in _ends(paper):
        yield Change(place, place, "局长陆知行到会并讲话。", known=known)


@seeds("residue", aim="unknown-chief")
def a_chief_nobody_knows(paper: Paper) -> Iterator[Change]:
    known = _of_own_place(paper)
    for place in _ends(paper):
        yield Change(place, place, "局长钱江潮到会并讲话。", known=known)


@seeds("residue", aim="leaders-order")
def leaders_in_the_wrong_order(paper: Paper) -> Iterator[Change]:
    known = _of_own_place(paper)
    for place in _ends(paper):
        yield Change(place, place, "局领导陆知行、温其玉分别带队督查。", known=known)


@seeds("residue", aim="other-bureau")
def another_county_told_as_ones_own(paper: Paper) -> Iterator[Change]:
    """With no directory at all."""
    if not re.search("[县区]教育局$", paper.bureau):
        return
    told = ("在栖霞岭县委、县政府的坚强领导下，各项任务顺利完成。", "栖霞岭县教育局高度重视，及时作出安排。")
    for place, words in zip(_ends(paper), told, strict=False):
        yield Change(place, place, words, known=NOTHING)


@seeds("residue", "words", aim="unknown-school")
def a_school_the_directory_does_not_know(paper: Paper) -> Iterator[Change]:
    known = _of_own_place(paper)
    schools = (
        KnownName("school", f"{name}小学") for name in ("城东", "城西", "柳林", "白沙", "石门", "双溪")
    )
    known = replace(known, names=(*known.names, *schools))
    for place in _ends(paper):
        yield Change(place, place, "金滩小学、城东小学开展了研学活动。", known=known)


def _of_own_place(paper: Paper) -> Known:
    place = re.sub("(?:教育|教育体育|人民政府教育督导).*$", "", paper.bureau) or paper.bureau
    names = (
        KnownName("place", place),
        KnownName("office", paper.bureau),
        KnownName("school", f"{place}第一中学"),
        KnownName("person", "方维舟", post="局长", rank=1, is_former=True),
        KnownName("person", "温其玉", post="局长", rank=1),
        KnownName("person", "陆知行", post="副局长", rank=2),
    )
    return replace(paper.known, names=names, others=_OTHERS)


@seeds("residue", "style", "words", aim="said-twice")
def a_paragraph_told_twice(paper: Paper) -> Iterator[Change]:
    lines = [line for line in re.finditer(r"[^\n]{80,}", paper.text) if line[0].endswith("。")]
    for line in lines[: len(lines) // 2]:
        if re.match(r"[一二三四五六七八九十\d（]", line[0]):
            continue
        place = lines[-1].end()
        yield Change(place, place, f"\n{line[0]}", around=(place, place))


@seeds("residue", "style", "words", aim="said-twice")
def a_sentence_told_twice(paper: Paper) -> Iterator[Change]:
    places = list(_ends(paper))
    for found in re.finditer(r"(?<=。)[^。\n；”]{30,120}。", paper.text):
        later = [place for place in places if place > found.end() + 200]
        if later:
            yield Change(later[-1], later[-1], found[0])


@seeds("residue", "words", aim="identity-number")
def a_number_of_a_person(paper: Paper) -> Iterator[Change]:
    for number, place in enumerate(_ends(paper)):
        told = ("公民身份号码34052419800101001X", "身份证号11010519491231002X")[number % 2]
        yield Change(place, place, f"受助学生李明（{told}）已返校就读。")


@seeds("residue", "words", aim="mobile-number")
def a_mobile_number(paper: Paper) -> Iterator[Change]:
    for place in _ends(paper):
        yield Change(place, place, "学生家长李建新（13900139000）来电反映食堂问题。")
