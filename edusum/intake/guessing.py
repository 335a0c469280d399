"""What an old paper is about, guessed from title and text: genre, year, period, and the year of a figure."""

import re

_YEAR = re.compile(r"(?<!\d)((?:19[5-9]|20\d)\d)(?!\d)")
_HANZI_YEAR = re.compile(r"二[〇○零Ｏ0OО一二][〇○零Ｏ0OО一二三四五六七八九]{2}(?=年)")
_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)\s?[—–\-－~～至]+\s?20\d\d\s?学年")
_DIGITS = str.maketrans("〇○零ＯOО一二三四五六七八九", "000000123456789")
_PLANS = re.compile(r"要点|计划|打算|安排|方案|思路|规划")
_SUMS = re.compile(r"总结|小结|汇报|报告|回顾|情况|述职")
_SPEECHES = re.compile(r"讲话|发言|致辞|讲稿|报告会")
_HALF = re.compile(r"上半年|半年|1[—\-至]6月|一至六月")
_DEPARTMENTS = re.compile(
    r"(?:科|股|处|室|中心|办公室|站|馆|年级组|教研组)(?:19|20|二|年|上半年|工作|个人|$)"
)
_WHOLE = re.compile(r"(?:年|年度|学年|学期|半年)[^，。]{0,12}?(?:工作)?(?:总结|小结|汇报|报告|回顾)")
_CAMPAIGNS = re.compile(
    r"(?:专项|活动|行动|创建|月|周|整治|治理|攻坚|普及|试点|建设|扶贫|安全|德育|体育|师德|培训|改革|信息化)"
    r"[^年，。]{0,8}(?:工作)?(?:总结|小结|汇报|报告)"
)
_LATER_WORDS = ("明年", "下年", "来年", "下一年", "次年")
_EARLIER_WORDS = ("上年", "去年", "上一年", "前一年", "上学年")
_LOOKED_AT = 600


def genre_of(title: str) -> str:
    """The genre (values of `library.enums.Genre`), "" where the title says nothing."""
    if _SPEECHES.search(title):
        return "speech"
    if _PLANS.search(title) and not _SUMS.search(title):
        return "key_points"
    if not _SUMS.search(title):
        return ""
    if _HALF.search(title):
        return "half_year_summary"
    if _DEPARTMENTS.search(title):
        return "department_summary"
    if _CAMPAIGNS.search(title) and not _WHOLE.search(title):
        return "campaign_summary"
    return "annual_summary"


def period_of(title: str) -> str:
    """Values of `metrics.enums.Period`."""
    return "first_half" if _HALF.search(title) else "year"


def year_of(title: str, text: str, name: str = "") -> int | None:
    """Of the title, else of the file's name, else of the first words that name one, else of the last ones.

    A plan and a summary are of the year they speak of, also one of a school year: that in which it begins.
    """
    for words in (title, name, text[:_LOOKED_AT], text[-_LOOKED_AT:]):
        found = _first_year(words)
        if found:
            return found
    return None


def year_of_figure(role: str, period: str, compared: str, of_paper: int | None) -> int | None:
    """The year a figure is of; None where nobody knows."""
    told = _first_year(period)
    if told:
        return told
    if of_paper is None:
        return _first_year(compared) if role == "previous" else None
    if role == "previous":
        return _first_year(compared) or of_paper - 1
    if any(word in period for word in _EARLIER_WORDS):
        return of_paper - 1
    if any(word in period for word in _LATER_WORDS):
        return of_paper + 1
    return of_paper


def _first_year(words: str) -> int | None:
    for found in (_SCHOOL_YEAR.search(words), _YEAR.search(words)):
        if found:
            return int(found[1])
    hanzi = _HANZI_YEAR.search(words)
    return int(hanzi[0].translate(_DIGITS).replace("二", "2")) if hanzi else None
