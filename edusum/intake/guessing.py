"""What an old paper is about, guessed from title and text: genre, year, period, and the year of a figure."""

import re
from collections import Counter

_YEAR = re.compile(r"(?<!\d)((?:19[5-9]|20\d)\d)(?!\d)")
_NAME_YEAR = re.compile(r"(?<![0-9A-Za-z])((?:19[5-9]|20\d)\d)(?![0-9A-Za-z])")
_HANZI_YEAR = re.compile(r"二[〇○零Ｏ0OОo一二][〇○零Ｏ0OОo一二三四五六七八九]{2}(?=年)")
_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)\s?[—–\-－~～至]+\s?20\d\d\s?学年")
_DIGITS = str.maketrans("〇○零ＯOОo一二三四五六七八九", "0000000123456789")
_OF_A_DOCUMENT = re.compile(r"[\[〔【（(]\s?(?:19|20)\d\d\s?[\]〕】）)]")
_SIGNED = re.compile(r"((?:19[5-9]|20\d)\d)\s?年\s?(?:(\d{1,2})|\S{1,3})\s?月\s?\S{1,4}\s?日?\Z")
_MONTHS = str.maketrans("元一二三", "1123")
_SUMMED_UP = re.compile(
    r"(?<!\d)((?:19[5-9]|20\d)\d)年度?[^\n。，,；;、]{0,6}(?:总结|小结|回顾|完成情况|开展情况)"
)
_GATHERED = re.compile(r"合集|精选|汇编|汇总|整理|推荐|范文|模板|大全|最新|[篇份]\b")
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
_EARLY_MONTHS = 3


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


def year_of(title: str, text: str, name: str = "", *, is_part: bool = False) -> int | None:
    """Of the title, else of the file's name, of first words and sign-off, of what the text names most.

    A plan and a summary are of the year they speak of, also one of a school year: that in which it begins.
    What is signed in the first months sums up the year before. Who gathered papers put years of their own
    into names and titles: what a paper of a collection (`is_part`) says of itself leads, the name comes last.
    """
    own = _OF_A_DOCUMENT.sub("", text.replace(title, "", 1) if title else text)
    is_gathered = is_part or bool(_GATHERED.search(name))
    named = _NAME_YEAR.search(name)
    of_name = int(named[1]) if named else None
    guesses = (
        _summed_up(own) if is_part else None,
        _first_year(title),
        None if is_gathered else of_name,
        _opened(own, title),
        _first_year(own[-_LOOKED_AT:]),
        _most_named(own),
        of_name,
    )
    return next((year for year in guesses if year), None)


def _summed_up(text: str) -> int | None:
    found = _SUMMED_UP.search(text)
    return int(found[1]) if found else None


def _opened(text: str, title: str) -> int | None:
    """What the first words name, unless the paper was signed in quite another year."""
    opening, tail = _first_year(text[:_LOOKED_AT]), text[-_LOOKED_AT:].rstrip()
    found = _SIGNED.search(tail) or _SIGNED.search(_HANZI_YEAR.sub(_in_digits, tail).translate(_MONTHS))
    if not found:
        return opening
    year, month = int(found[1]), int(found[2] or 12)
    if opening in {year, year - 1}:
        return opening
    is_early = month <= _EARLY_MONTHS and genre_of(title) in {"annual_summary", "department_summary"}
    return year - is_early


def _in_digits(hanzi: re.Match[str]) -> str:
    return hanzi[0].translate(_DIGITS).replace("二", "2")


def _most_named(text: str) -> int | None:
    """The year that is written most often; the earlier one in the text of two."""
    counts = Counter(_YEAR.findall(text))
    return int(max(counts, key=lambda year: counts[year])) if counts else None


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
    return int(_in_digits(hanzi)) if hanzi else None
