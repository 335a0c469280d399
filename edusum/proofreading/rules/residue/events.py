"""What is bound to a year: anniversaries, numbered days, plan periods, meetings."""

import re
from collections.abc import Iterator

from edusum.document.understanding.numerals import numeral
from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.known import Known
from edusum.proofreading.reading import Reading
from edusum.proofreading.rules.residue.years import signed_year

_N = r"(?P<number>\d{1,3}|[一二三四五六七八九十百零]{1,5})"
_FOUNDED = {
    "建党": 1921,
    "中国共产党成立": 1921,
    "新中国成立": 1949,
    "中华人民共和国成立": 1949,
    "建国": 1949,
}
_FOUNDED |= {"改革开放": 1978, "五四运动": 1919, "建军": 1927, "抗战胜利": 1945, "抗日战争胜利": 1945}
_FOUNDED |= {"长征胜利": 1936, "共青团成立": 1922, "建团": 1922, "少先队建队": 1949}
_FIRST = {"教师节": 1985, "全国中小学生安全教育日": 1996, "全国中小学安全教育日": 1996, "国家宪法日": 2014}
_FIRST |= {"全民国家安全教育日": 2016, "全国助残日": 1991, "全国爱眼日": 1996, "推广普通话宣传周": 1998}
_FIRST |= {"全国推广普通话宣传周": 1998, "全国推普周": 1998, "推普周": 1998, "全国学前教育宣传月": 2012}
_FIRST |= {"学前教育宣传月": 2012, "中国农民丰收节": 2018, "中国人民警察节": 2021}
_ANNIVERSARY = re.compile(rf"(?P<what>{'|'.join(sorted(_FOUNDED, key=len, reverse=True))}){_N}周年")
_NUMBERED = re.compile(rf"第{_N}[个届次](?P<what>{'|'.join(sorted(_FIRST, key=len, reverse=True))})")
_ANY_YEAR = re.compile(r"((?:19|20)\d\d)年|(明年|去年|上年|今年)")
_SHIFT = {"明年": 1, "去年": -1, "上年": -1, "今年": 0}

_PLANS = {"十五": 2001, "十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_PERIOD = re.compile(
    r"[“\"](?P<plan>十[一二三四五]?五)[”\"](?:时期|规划|期间|计划)?(?:的)?"
    r"(?P<place>开局|起步|开篇|收官|最后|末|第一|第二|第三|第四|第五)(?:之年|的?一年|年)"
)
_NAMED = re.compile(r"(?P<year>(?:19|20)\d\d年|今年|明年|本年度)[^,。;\n年]{0,12}$")
_FAR, _SENTENCE, _TERM = 20, 150, 5
_PLACES = {
    "开局": 0,
    "起步": 0,
    "开篇": 0,
    "第一": 0,
    "第二": 1,
    "第三": 2,
    "第四": 3,
    "第五": 4,
    "收官": 4,
    "最后": 4,
    "末": 4,
}
_OLD_PLAN = re.compile(
    r"[“\"](?P<plan>十[一二三四五]?五)[”\"](?:教育)?(?:事业)?(?:发展|改革){0,2}规划(?!编制|终期|中期)"
)
_PAST = re.compile("回顾|以来|收官|末|评估|验收|曾|历史|期间|时期|圆满")

_CONGRESSES = {"十六大": 2002, "十七大": 2007, "十八大": 2012, "十九大": 2017, "二十大": 2022}
_PLENARIES = {
    "十六届三中": 2003, "十六届四中": 2004, "十六届五中": 2005, "十六届六中": 2006,
    "十七届三中": 2008, "十七届四中": 2009, "十七届五中": 2010, "十七届六中": 2011,
    "十八届三中": 2013, "十八届四中": 2014, "十八届五中": 2015, "十八届六中": 2016,
    "十九届二中": 2018, "十九届三中": 2018, "十九届四中": 2019, "十九届五中": 2020, "十九届六中": 2021,
    "二十届二中": 2023, "二十届三中": 2024, "二十届四中": 2025,
}  # fmt: skip
_MEETINGS = _CONGRESSES | _PLENARIES
_MEETING = re.compile("|".join(sorted(_MEETINGS, key=len, reverse=True)))
_COMING = re.compile(r"(?:迎接|喜迎|迎|备战)(?:党的)?$")
_JUST_BEFORE = re.compile(r"(?:刚刚|日前|近日|不久前)(?:胜利)?(?:闭幕|召开|结束)的?(?:党的)?$")
_JUST_BEHIND = re.compile(r"(?:全会)?(?:刚刚|日前|近日|不久前)(?:胜利)?(?:闭幕|召开|结束)")


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    read = numeral(written)
    return read.value if read else 0


def _year_at(reading: Reading, place: int) -> int:
    """The year a place of the text speaks of: the one named last in its sentence, else the paper's."""
    start = max(reading.sentence_at(place).start, place - _SENTENCE)
    named = list(_ANY_YEAR.finditer(reading.plain, start, place))
    if not named:
        return 0
    told = named[-1]
    return int(told[1]) if told[1] else reading.year + _SHIFT[told[2]]


def anniversaries(reading: Reading) -> Iterator[Hit]:
    if not reading.year:
        return
    for pattern, begun, offset in ((_ANNIVERSARY, _FOUNDED, 0), (_NUMBERED, _FIRST, 1)):
        for match in pattern.finditer(reading.plain):
            number = _number(match["number"])
            year = number + begun[match["what"]] - offset
            told = _year_at(reading, match.start())
            allowed = {told} if told else {reading.year, reading.year + 1, signed_year(reading)}
            if not number or year in allowed:
                continue
            of = told or reading.year
            wanted = of - begun[match["what"]] + offset
            what = (
                f"{match['what']}{wanted}周年" if pattern is _ANNIVERSARY else f"第{wanted}个{match['what']}"
            )
            yield Hit(
                *match.span(),
                f"{of}年应当是{what}，可能是往年材料留下的，请核对。",
                evidence=f"“{match[0]}”是{year}年",
                severity=None if year < of else "suspect",
            )


def plan_periods(reading: Reading) -> Iterator[Hit]:
    year = reading.year
    if "五”" not in reading.plain and '五"' not in reading.plain:
        return
    for match in _PERIOD.finditer(reading.plain):
        before = _NAMED.search(reading.plain, max(0, match.start() - _FAR), match.start())
        named, start = (before["year"], before.start()) if before else ("", match.start())
        of = int(named[:4]) if named[:2].isdigit() else year + _SHIFT.get(named, 0) if year else 0
        wanted = _PLANS[match["plan"]] + _PLACES[match["place"]]
        allowed = {of} if named else {of, of + 1, signed_year(reading)}
        if of and wanted not in allowed:
            yield Hit(
                start,
                match.end(),
                f"“{match['plan']}”的{match['place']}之年是{wanted}年，与这里说的{of}年不符，请核对。",
                evidence=f"“{match['plan']}”从{_PLANS[match['plan']]}年到{_PLANS[match['plan']] + 4}年",
                severity="error" if named[:2].isdigit() else "suspect",
            )
    if not year:
        return
    for match in _OLD_PLAN.finditer(reading.plain):
        first = _PLANS[match["plan"]]
        sentence = reading.sentence_at(match.start())
        start = max(sentence.start, match.start() - _SENTENCE)
        end = min(sentence.end, match.end() + _SENTENCE)
        if year > first + _TERM and not _PAST.search(reading.plain, start, end):
            yield Hit(
                *match.span(),
                f"“{match['plan']}”规划到{first + 4}年已经期满，"
                f"{year}年的材料里这样写可能是往年留下的，请核对。",
                evidence=f"“{match['plan']}”从{first}年到{first + 4}年",
                severity="suspect",
            )


def meetings(reading: Reading) -> Iterator[Hit]:
    year = reading.year
    if not year:
        return
    last = max(year, signed_year(reading))
    for match in _MEETING.finditer(reading.plain):
        held = _MEETINGS[match[0]]
        before = reading.plain[max(0, match.start() - 14) : match.start()]
        if match[0] in _CONGRESSES and before[-1:] in "二十第":
            continue
        evidence = f"{match[0]}是{held}年召开的，材料年度为{year}年"
        if _COMING.search(before):
            if year > held:
                yield Hit(*match.span(), f"{match[0]}在{held}年已经召开，请核对。", evidence=evidence)
        elif held > last + 1 or (held > last and signed_year(reading)):
            yield Hit(
                *match.span(),
                f"{match[0]}是{held}年召开的，{year}年的材料不应提到，请核对年份。",
                evidence=evidence,
                severity="error",
            )
        elif year >= held + 2 and (
            _JUST_BEFORE.search(before) or _JUST_BEHIND.match(reading.plain, match.end())
        ):
            yield Hit(
                *match.span(),
                f"{match[0]}早在{held}年就已召开，可能是往年材料留下的，请核对。",
                evidence=evidence,
            )


_OF_2024 = Known(year=2024)
_OF_2026 = Known(year=2026)

RULES = (
    Rule(
        code="anniversary",
        family="residue",
        title="周年和届次与年份不符",
        severity="error",
        kind="other",
        authority="历史事实：起算年份加周年数",
        about="建党、新中国成立的周年数，第几个教师节、推普周，应当与材料的年度相合。写明是别的年份的按那一年算。",
        find=anniversaries,
        is_local=False,
        cases=(
            Case("庆祝第39个教师节，表彰先进教师120名。", ("第39个教师节",), _OF_2024),
            Case("庆祝第40个教师节，表彰先进教师120名。", (), _OF_2024),
            Case("开展庆祝建党100周年系列活动。", ("建党100周年",), _OF_2024),
            Case("庆祝新中国成立70周年。", ("新中国成立70周年",), _OF_2024),
            Case("开展第二十六届推普周活动。", ("第二十六届推普周",), _OF_2024),
            Case("庆祝中国共产党成立一百周年。", ("中国共产党成立一百周年",), _OF_2024),
            Case("2021年，全县开展庆祝建党100周年活动。", (), _OF_2024),
            Case("庆祝新中国成立75周年。", (), _OF_2024),
            Case("2025年，迎接第41个教师节。", (), _OF_2024),
            Case("庆祝第39个教师节。"),
            Case("学校庆祝建校100周年。", (), _OF_2024),
            Case("开展第27届全国推广普通话宣传周活动。", (), _OF_2024),
            Case("去年第39个教师节表彰120人。", (), _OF_2024),
        ),
    ),
    Rule(
        code="plan-period",
        family="residue",
        title="规划时期与年份不符",
        severity="suspect",
        kind="other",
        authority="国民经济和社会发展五年规划的起止年份",
        about="“十四五”的开局之年、收官之年应当与所说的年份相合；已经期满的规划不应再写制定、落实。",
        find=plan_periods,
        is_local=False,
        cases=(
            Case("2024年是“十四五”开局之年，任务繁重。", ("2024年是“十四五”开局之年",), _OF_2024),
            Case("2025年是“十四五”规划收官之年。", (), _OF_2024),
            Case("全县认真落实“十三五”教育发展规划，狠抓质量。", ("“十三五”教育发展规划",), _OF_2026),
            Case("今年是“十三五”的第一年。", ("今年是“十三五”的第一年",), _OF_2024),
            Case("积极推进县“十二五”教育事业发展规划。", ("“十二五”教育事业发展规划",), _OF_2024),
            Case("2024年是实现“十三五”规划目标任务的关键一年。", ("“十三五”规划",), _OF_2024),
            Case("2021年是“十四五”开局之年。", (), _OF_2024),
            Case("2026年是“十五五”规划开局之年。", (), _OF_2026),
            Case("“十三五”以来，全县教育投入持续增长。", (), _OF_2024),
            Case("落实“十四五”教育发展规划。", (), _OF_2024),
            Case("“十三五”教育发展规划落实情况通过评估验收。", (), _OF_2024),
            Case("谋划编制“十五五”教育发展规划。", (), _OF_2024),
        ),
    ),
    Rule(
        code="meeting-year",
        family="residue",
        title="会议与年份不符",
        severity="suspect",
        kind="other",
        authority="历史事实：会议召开的年份",
        about="材料提到还没有召开的全国性会议，或者把往年的会议说成“刚刚闭幕”“喜迎”。学习贯彻以往会议精神的不在此列。",
        find=meetings,
        is_local=False,
        cases=(
            Case("深入学习刚刚闭幕的党的十八大精神。", ("十八大",), _OF_2024),
            Case("深入学习贯彻党的二十大和二十届三中全会精神。", (), _OF_2024),
            Case("深入学习贯彻党的十九大精神。", ("十九大",), Known(year=2015)),
            Case("以优异成绩喜迎党的二十大。", ("二十大",), _OF_2024),
            Case("贯彻二十届四中全会精神。", ("二十届四中",), Known(year=2022)),
            Case("以优异成绩喜迎党的二十大。", (), Known(year=2021)),
            Case("党的十八大以来，教育事业取得历史性成就。", (), _OF_2024),
            Case("学习刚刚闭幕的党的二十大精神。", (), Known(year=2022)),
            Case("学习贯彻党的二十大精神。"),
            Case("贯彻党的十九届六中全会精神。", (), Known(year=2021)),
            Case("全县排名第二十大关。", (), Known(year=2015)),
        ),
    ),
)
