import re
from collections.abc import Callable, Iterator

from edusum.proofreading.findings import Case, Fix, Hit, Rule, Severity
from edusum.proofreading.known import Known
from edusum.proofreading.leading import led_by
from edusum.proofreading.reading import Reading

_YEAR = re.compile(r"(?<![\d〔\[(])((?:19|20)\d\d)年")
_NUMBERED = r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、])?"
_FIRST = re.compile(rf"(?:^|[\n。]) {{0,8}}{_NUMBERED} ?(?P<year>(?:19|20)\d\d)$")
"""The year that stands first in its sentence, or in a heading."""
_OPENING = re.compile("年(?:以来,|度?,|全[年县市区州省校]|(?:工作|教育)(?:总结|回顾|情况|开展情况|完成情况))")
_BARE = re.compile("年(?=共[招投组开举培新完]|新[增建]|累计|招聘|培训|组织|开展|举办|先后)")
"""What tells of a year without a comma; taken for a leftover only where the year is not the last one."""
_OTHER_TIME = re.compile(
    r"以来|以前|以后|至今|年起|建校|建于|始建|成立|创办|被评|荣获|获得|获评|印发|出台|修订|启动|列为|确定为|投用|撤并"
    r"|相比|(?<!同)比(?!赛|例|武|重|较|上年|去年|上一年)|较(?!好|大|高|快|强|多|为|低|少)"
)
_THIS = re.compile(r"(?P<word>今年|本年度|去年|上年|明年)\(?(?P<year>(?:19|20)\d\d)年?")
_SHIFT = {"今年": 0, "本年度": 0, "去年": -1, "上年": -1, "明年": 1}
_SIGNED = re.compile(r"((?:19|20)\d\d)年|([一二]?[〇零○一二三四五六七八九]{3,4})年")
_SUMMARY = re.compile(r"总结|报告|回顾|情况|述职|小结")
_PLAN = re.compile(r"要点|计划|打算|思路|安排|方案|部署")
_DAY = re.compile(r"月(?P<day>\d{1,2})[日号]")
_MONTH = re.compile(r"(?<![\d.])(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})$")
_DAYS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
_SPEECH = re.compile("讲话|发言|要点|计划|打算|思路")
_LOOKING_BACK = frozenset({"speech", "key_points"})
"""These look back at last year before they say what is to be done."""
_RECENT, _NEAR = 3, 60
_UNTIL = re.compile("年(?:底|末|年底|年末|12月)")
_UNTIL_YEAR = re.compile(r"(?:^|[\n。;]) {0,8}(?:截至|截止|截止到|截至到|到)(?P<year>(?:19|20)\d\d)$")
_EARLIER = re.compile("今年|本年|目前|现在|比|从|由|增|减|已|原|规划|期间")
_HANZI = {
    digit: str(number % 10)
    for digit, number in zip("〇零○一二三四五六七八九", (0, 0, 0, *range(1, 10)), strict=True)
}


def signed_year(reading: Reading) -> int:
    """The year the paper is signed in, 0 if it is not told."""
    sign_off = reading.understood.document.sign_off
    found = _SIGNED.search(sign_off.date) if sign_off and sign_off.date else None
    if not found:
        return 0
    digits = found[1] or "".join(_HANZI[digit] for digit in found[2])
    return int(digits) if len(digits) == 4 else 0


def stale(reading: Reading) -> Iterator[Hit]:
    """A sentence or heading that begins with an earlier year as though it were the paper's own."""
    yield from counted_then(reading)
    year = reading.year
    if not year:
        return
    title = reading.understood.title
    looks_back = reading.known.genre in _LOOKING_BACK or bool(_SPEECH.search(title))
    openings = [(match, year) for match, _ in led_by(reading.plain, _FIRST, _OPENING)]
    if not looks_back:
        openings += [
            (match, year - 1)
            for match, _ in led_by(reading.plain, _FIRST, _BARE)
            if reading.plain.count(f"{match['year']}年") == 1
        ]
    for match, before in openings:
        told = int(match["year"])
        if not year - _RECENT <= told < before - looks_back or f"{told}" in title:
            continue
        start, end = match.start("year"), match.end("year") + 1
        sentence = reading.sentence_at(start)
        words = reading.plain[start : sentence.end]
        near = {other for other in map(int, _YEAR.findall(words)) if abs(other - told) <= _RECENT}
        if _OTHER_TIME.search(words) or len(near) > 1 or _is_series(reading, start, sentence.end):
            continue
        yield Hit(
            start,
            end,
            f"材料写的是{year}年的工作，这里却是{told}年，可能是往年材料留下的，请核对。",
            evidence=f"材料年度为{year}年，文中为{told}年",
        )


def counted_then(reading: Reading) -> Iterator[Hit]:
    """截至2022年底 in the summary of 2024: the state of an earlier year."""
    year, title = reading.year, reading.understood.title
    if not year or not _SUMMARY.search(title) or _SPEECH.search(title) or "半年" in title:
        return
    for match, _ in led_by(reading.plain, _UNTIL_YEAR, _UNTIL):
        told, sentence = int(match["year"]), reading.sentence_at(match.start("year"))
        words = reading.plain[sentence.start : sentence.end]
        if year - _RECENT <= told < year and f"{year}" not in words and not _EARLIER.search(words):
            yield Hit(
                match.start("year"),
                match.end("year") + 1,
                f"材料写的是{year}年的工作，这里的情况却截至{told}年，可能是往年材料留下的，请核对。",
                evidence=f"材料年度为{year}年，文中为{told}年",
            )


def _is_series(reading: Reading, start: int, end: int) -> bool:
    """Whether the sentences around tell of other years: 2021年…。2022年…。"""
    line_start, _ = reading.line_span(reading.line_of(start))
    return bool(
        _YEAR.search(reading.plain, end, end + 8)
        or _YEAR.search(reading.plain, max(line_start, start - _NEAR), start)
    )


def this_year(reading: Reading) -> Iterator[Hit]:
    year = reading.year
    if not year:
        return
    signed = signed_year(reading) or year
    for match in _THIS.finditer(reading.plain):
        told, shift = int(match["year"]), _SHIFT[match["word"]]
        if told not in {year + shift, signed + shift}:
            yield Hit(
                *match.span(),
                f"“{match['word']}”应当是{year + shift}年，这里写的是{told}年，请核对。",
                evidence=f"材料年度为{year}年，{match['word']}为{year + shift}年，文中为{told}年",
            )


def sign_off(reading: Reading) -> Iterator[Hit]:
    year, signed = reading.year, signed_year(reading)
    title = reading.understood.title
    if not year or not signed or not title:
        return
    is_plan = bool(_PLAN.search(title)) and not _SUMMARY.search(title)
    allowed = {year - 1, year} if is_plan else {year, year + 1}
    if signed in allowed:
        return
    date = reading.understood.document.sign_off
    start = reading.text.rfind(date.date) if date else -1
    if start >= 0 and date:
        yield Hit(
            start,
            start + len(date.date),
            f"材料写的是{year}年，落款却是{signed}年，请核对标题、年度和落款的日期。",
            evidence=f"材料年度为{year}年，落款为{signed}年",
        )


def title_year(reading: Reading) -> Iterator[Hit]:
    """A title of last year over this year's paper."""
    year, title = reading.known.year, reading.understood.title
    told = [int(found) for found in _YEAR.findall(title)]
    start = reading.text.find(title) if title else -1
    if not year or not told or year in told or start < 0:
        return
    found = _YEAR.search(reading.plain, start)
    if found and found.end() <= start + len(title):
        yield Hit(
            *found.span(),
            f"这份材料是{year}年的，标题却写着{found[1]}年，请核对。",
            evidence=f"材料年度为{year}年，标题为{found[1]}年",
            fix=Fix(found.start(1), found.end(1), str(year), f"改为“{year}”") if len(told) == 1 else None,
        )


def plan_heading(reading: Reading) -> Iterator[Hit]:
    """二、2023年工作打算 in the summary of 2023."""
    year, title = reading.year, reading.understood.title
    if not year or not _SUMMARY.search(title) or _PLAN.search(title) or "半年" in title:
        return
    for heading in reading.headings:
        found = _YEAR.search(heading.words)
        if (
            found
            and _PLAN.search(heading.words)
            and not _SUMMARY.search(heading.words)
            and int(found[1]) <= year
        ):
            yield Hit(
                heading.start,
                heading.end,
                f"材料总结的是{year}年，下一步的打算应当是{year + 1}年，这里写的是{found[1]}年，请核对。",
                evidence=f"材料年度为{year}年，打算为{found[1]}年",
            )


def no_such_day(reading: Reading) -> Iterator[Hit]:
    for before, match in led_by(reading.plain, _MONTH, _DAY):
        year, month, day = int(before["year"] or 0), int(before["month"]), int(match["day"])
        if not 1 <= month <= 12:
            why = f"没有{month}月"
        elif not 1 <= day <= _DAYS.get(month, 31):
            why = f"{month}月没有{day}日"
        elif month == 2 and day == 29 and year and (year % 4 or (year % 100 == 0 and year % 400)):
            why = f"{year}年2月只有28天"
        else:
            continue
        yield Hit(before.start(), match.end(), f"{why}，请核对日期。", evidence=why)


_CUSTOM = "公文写作惯例"
_OF_2024 = Known(year=2024)


def _rule(
    code: str,
    title: str,
    severity: Severity,
    about: str,
    find: Callable[[Reading], Iterator[Hit]],
    cases: tuple[Case, ...],
) -> Rule:
    return Rule(
        code=code,
        family="residue",
        title=title,
        severity=severity,
        kind="other",
        authority=_CUSTOM,
        about=about,
        find=find,
        cases=cases,
        is_local=False,
    )


RULES = (
    _rule(
        "stale-year",
        "往年的年份",
        "suspect",
        "一句话或者标题以往年开头，像是说今年的工作。作比较、叙历史、列举几年的不在此列。",
        stale,
        (
            Case("2023年，全县教育系统紧扣中心，狠抓落实。", ("2023年",), _OF_2024),
            Case("2024年，全县教育系统紧扣中心，狠抓落实。", (), _OF_2024),
            Case(
                "示例县教育局2024年工作总结\n截至2022年底，全县有学校86所、教师4120人。",
                ("2022年",),
                _OF_2024,
            ),
            Case("示例县教育局2024年工作总结\n截至2022年底，欠账已全部还清，2024年没有新欠。", (), _OF_2024),
            Case("示例县教育局2024年上半年工作总结\n截至2023年底，全县有学校86所。", (), _OF_2024),
            Case("一、2022年工作回顾\n全县工作平稳。", ("2022年",), _OF_2024),
            Case("工作平稳。2023年全县教育系统团结一心。", ("2023年",), _OF_2024),
            Case(
                "示例县教育局2024年工作总结\n2022年以来，全县狠抓落实。\n2023年，全局上下团结一心。",
                ("2023年",),
            ),
            Case("2023年，我县被评为先进县。", (), _OF_2024),
            Case("2022年，全县投入1亿元。2023年，投入2亿元。", (), _OF_2024),
            Case("2023年，学校投入使用以来运转良好。", (), _OF_2024),
            Case("示例县教育局长在2024年工作会议上的讲话\n2023年，全县教育系统狠抓落实。", (), _OF_2024),
            Case("比2023年增加120人。", (), _OF_2024),
            Case("2019年，全县消除大班额。", (), _OF_2024),
            Case("2022年共招聘教师120名，教师结构逐步优化。", ("2022年",), _OF_2024),
            Case("2023年共招聘教师120名，教师结构逐步优化。", (), _OF_2024),
            Case("2022年新建的实验小学启用。2022年新建学校5所。", (), _OF_2024),
            Case("2023年，全县教育系统紧扣中心，狠抓落实。"),
            Case("印发《2023年工作要点》。", (), _OF_2024),
        ),
    ),
    _rule(
        "this-year",
        "“今年”“去年”与年份不符",
        "suspect",
        "“今年（2022年）”这样的写法，年份应当与材料的年度或者落款的年度相合。",
        this_year,
        (
            Case("今年（2023年）以来，全县狠抓落实。", ("今年（2023年",), _OF_2024),
            Case("今年（2024年）以来，全县狠抓落实。", (), _OF_2024),
            Case("去年（2022年）全县投入1亿元。", ("去年（2022年",), _OF_2024),
            Case("明年2024年是关键一年。", ("明年2024年",), _OF_2024),
            Case("上年2021年投入1亿元。", ("上年2021年",), _OF_2024),
            Case("去年（2023年）全县投入1亿元。", (), _OF_2024),
            Case("明年（2025年）是关键一年。", (), _OF_2024),
            Case("今年（2023年）以来，全县狠抓落实。"),
            Case("今年200名教师受到表彰。", (), _OF_2024),
            Case("示例县教育局2024年工作总结\n今年（2025年）工作已经开局。\n示例县教育局\n2025年1月8日"),
            Case("今年，全县狠抓落实。", (), _OF_2024),
        ),
    ),
    _rule(
        "signed-year",
        "落款与年度不符",
        "suspect",
        "总结应当落款在当年或次年，要点和计划应当落款在当年或上一年。",
        sign_off,
        (
            Case(
                "示例县教育局2024年工作总结\n全年工作平稳。\n示例县教育局\n2023年12月20日",
                ("2023年12月20日",),
            ),
            Case("示例县教育局2024年工作总结\n全年工作平稳。\n示例县教育局\n2025年1月8日"),
            Case("示例县教育局2024年工作总结\n全年工作平稳。\n示例县教育局\n2022年1月8日", ("2022年1月8日",)),
            Case("示例县教育局2024年工作要点\n全年抓好落实。\n示例县教育局\n2022年2月8日", ("2022年2月8日",)),
            Case(
                "示例县教育局2024年工作总结\n全年平稳。\n示例县教育局\n二〇二三年一月八日",
                ("二〇二三年一月八日",),
            ),
            Case("示例县教育局2024年工作总结\n全年工作平稳。\n示例县教育局\n2024年12月28日"),
            Case("示例县教育局2024年工作要点\n全年抓好落实。\n示例县教育局\n2024年2月8日"),
            Case("示例县教育局2024年工作计划\n全年抓好落实。\n示例县教育局\n2023年12月28日"),
            Case("示例县教育局2024年工作总结\n全年工作平稳。"),
            Case("示例县教育局2024年工作总结\n全年工作平稳。\n示例县教育局\n二〇二五年一月八日"),
            Case("示例县教育局工作总结\n全年工作平稳。\n示例县教育局\n2023年1月8日"),
        ),
    ),
    _rule(
        "title-year",
        "标题的年份",
        "suspect",
        "标题里的年份应当是这份材料的年度；一个标题写着两个年度的，有一个相合即可。",
        title_year,
        (
            Case("示例县教育局2023年工作总结\n全年工作平稳。", ("2023年",), _OF_2024),
            Case("示例县教育局2024年工作总结\n全年工作平稳。", (), _OF_2024),
            Case("2022年全县教育工作报告\n全年工作平稳。", ("2022年",), _OF_2024),
            Case("示例县教育局2023年上半年工作总结\n半年来工作平稳。", ("2023年",), _OF_2024),
            Case("示例县教育局关于2025年宣传月活动的总结\n活动顺利。", ("2025年",), _OF_2024),
            Case("示例县教育局2023年工作总结和2024年工作打算\n全年工作平稳。", (), _OF_2024),
            Case("示例县教育局2023年工作总结\n全年工作平稳。"),
            Case("示例县教育局工作总结\n2023年工作平稳。", (), _OF_2024),
            Case("示例县教育局工作总结\n全年工作平稳。", (), _OF_2024),
            Case("示例县教育局2024年度工作总结\n全年工作平稳。", (), _OF_2024),
            Case("", (), _OF_2024),
        ),
    ),
    _rule(
        "plan-year",
        "打算的年份",
        "suspect",
        "一年的总结里，下一步打算应当是下一年的。半年总结不在此列。",
        plan_heading,
        (
            Case(
                "示例县教育局2024年工作总结\n一、2024年工作情况\n平稳。\n二、2024年工作打算\n努力。",
                ("二、2024年工作打算",),
            ),
            Case("示例县教育局2024年工作总结\n一、2024年工作情况\n平稳。\n二、2025年工作打算\n努力。"),
            Case(
                "示例县教育局2024年工作总结\n一、情况\n平稳。\n二、2023年工作思路\n努力。",
                ("二、2023年工作思路",),
            ),
            Case(
                "示例县教育局2024年工作总结\n一、情况\n平稳。\n二、2024年重点工作安排\n努力。",
                ("二、2024年重点工作安排",),
            ),
            Case(
                "示例县教育局2024年度工作报告\n一、情况\n平稳。\n二、2024年工作计划\n努力。",
                ("二、2024年工作计划",),
            ),
            Case("示例县教育局2024年工作要点\n一、2024年工作安排\n努力。\n二、保障\n好。"),
            Case("示例县教育局2024年上半年工作总结\n一、情况\n平稳。\n二、2024年下半年打算\n努力。"),
            Case("示例县教育局2024年工作总结和2025年工作打算\n一、情况\n平稳。\n二、2025年工作打算\n努力。"),
            Case("示例县教育局2024年工作总结\n一、2024年计划完成情况\n平稳。\n二、问题\n有。"),
            Case("示例县教育局2024年工作总结\n一、情况\n平稳。\n二、下一步打算\n努力。"),
            Case("示例县教育局工作总结\n一、情况\n平稳。\n二、2024年工作打算\n努力。"),
        ),
    ),
    Rule(
        code="no-such-day",
        family="residue",
        title="没有这一天",
        severity="error",
        kind="other",
        authority="历法",
        about="查找不存在的日期，如6月31日、13月5日。",
        find=no_such_day,
        cases=(
            Case("6月31日，召开全县教育工作会议。", ("6月31日",)),
            Case("6月30日，召开全县教育工作会议。"),
            Case("2023年2月29日，组织考试。", ("2023年2月29日",)),
            Case("13月5日，组织考试。", ("13月5日",)),
            Case("2月30日，组织考试。", ("2月30日",)),
            Case("2024年2月29日，组织考试。"),
            Case("2月29日，组织考试。"),
            Case("12月31日，完成决算。"),
            Case("1至3月30日均值。"),
            Case("投入12.31日均。"),
            Case("9月1日开学。"),
        ),
    ),
)
