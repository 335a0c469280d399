import re
from collections.abc import Iterator
from typing import Any

from edusum.proofreading.confusions import MANY_SPUN, spun
from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.lexicon import FUNCTION, lexicon
from edusum.proofreading.reading import Reading
from edusum.proofreading.slips import is_covered

_WORDS = re.compile("([\u4e00-\u9fff]{2,6}?)\\1")
_SIGN = re.compile("([\u4e00-\u9fff])\\1")
_LONE = re.compile("(?<!目)的的|(?<!不)了了(?![解之然不])")
_SMALL = frozenset("在和与及对把将从被向由于并")
_TERM = 4
_NOUNS = frozenset(("教育", "组织", "学校", "教师", "学生", "管理", "工作", "教学"))
_NOT_IS = re.compile(
    "(?<=[不就也都])是是(?![否非])|(?<=[作成认视定改称])为为(?=第|了|习|全|主|核|重|依|基|示|先|学|教|优)"
)
_SAID_TWICE = frozenset(
    (
        "研究",
        "讨论",
        "商量",
        "考虑",
        "学习",
        "锻炼",
        "了解",
        "休息",
        "交流",
        "比较",
        "谢谢",
        "非常",
        "很多",
        "逐个",
        "许多",
        "许许",
        "多多",
        "意思",
        "琢磨",
        "检查",
        "体验",
        "认识",
        "整理",
        "打扫",
        "沟通",
        "总结",
        "试试",
        "看看",
        "说说",
        "想想",
        "聊聊",
        "走走",
    )
)
_BEGINS = "一很逐半两几每"
_ENDS = "局厅部科会组员生者学长处室界观型性化们家法力站园所区"
_REDUPLICATED = frozenset(
    "天人年月日时事处校层个家户村班级科门件项条样种次回遍步渐常往仅刚稍屡频纷默娓循孜兢扎多大小高长短慢快好轻静悄深浅"
    "清明白红绿蓝黄爸妈爷奶哥姐弟妹叔伯星宝谢试看想说走听念谆勤恳踏切殷津冉徐缓源滔蒸欣济灼历赫堂纷芸代世点滴滚熊"
)
_ALONE = FUNCTION | frozenset(
    "地作做为有要是在让使时会可应需须未均都也又再不无非多少里间师长室组队点面块去来得着过起出入进开关教评查考抓管建用说讲问"
)


def repeated_words(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    is_spun = "开展开展" in plain and sum(1 for _ in spun(plain)) >= MANY_SPUN
    is_told = False
    common = lexicon().common
    for match in _WORDS.finditer(plain):
        word = match[1]
        behind = plain[match.end() : match.end() + 1]
        if (
            word in _SAID_TWICE
            or word[0] in _BEGINS
            or (behind in tuple(_ENDS) and plain[match.end() : match.end() + 2] not in common)
            or len(set(word)) == 1
            or "每" in word
            or _is_covered(plain, match.start(), match.end())
            or _is_two_terms(plain, match.start(1), match.end(1))
        ):
            continue
        is_again = is_spun and is_told and word == "开展"
        is_told = is_told or word == "开展"
        yield _hit(reading, match, word, severity="hint" if is_again else None)


def _is_covered(plain: str, start: int, end: int) -> bool:
    """Whether it was cut out of longer words: 火山火山口, 去年一年一些."""
    words = lexicon()
    is_word = plain[start : start + 2] in words.common
    if is_word and plain[end : end + 2] in words.common:
        return False
    is_within = plain[end : end + 1] not in ("", "率") and words.inner[plain[end - 1 : end + 1]]
    return is_within or (not is_word and plain[start - 1 : start + 1] in words.common)


def _is_two_terms(plain: str, start: int, end: int) -> bool:
    """学前教育教育质量, 党组织组织领导: the first ends one term, the second begins another."""
    words = lexicon()
    if plain[start:end] not in _NOUNS or plain[end : end + _TERM] not in words.terms:
        return False
    before = plain[max(0, start - 1) : start + 1]
    return len(before) > 1 and (words.inner[before] or plain[max(0, start - 2) : end] in words.terms)


def repeated_signs(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _SIGN.finditer(plain):
        start, end = match.span()
        sign = match[1]
        if sign in _REDUPLICATED or _is_fourfold(plain, start, end):
            continue
        is_again = _NOT_IS if sign in "是为" else _LONE
        if is_again.match(plain, start) if sign in "的了是为" else _is_twice(plain, start, end, sign):
            yield _hit(reading, match, sign, kind="other" if sign in _SMALL or sign in "的了" else "typo")


def _is_fourfold(plain: str, start: int, end: int) -> bool:
    """的的确确, 轰轰烈烈, 天天天."""
    around = plain[max(0, start - 2) : start], plain[end : end + 2]
    return (
        any(len(pair) == 2 and pair[0] == pair[1] for pair in around) or plain[end : end + 1] == plain[start]
    )


def _is_twice(plain: str, start: int, end: int, sign: str) -> bool:
    """Whether the second one belongs to no word: 教育育均衡, but 教师师德."""
    words = lexicon()
    before, behind = is_covered(plain, start, end)
    if sign in _SMALL:
        return not (before or behind)
    if sign in _ALONE or plain[start - 1 : start + 1] not in words.common or start == 0:
        return False
    begins = plain[end - 1 : end + 1]
    if begins in words.common or begins in words.terms:
        return False
    return not behind or plain[end : end + 2] in words.common


def _hit(reading: Reading, match: re.Match[str], once: str, **other: Any) -> Hit:
    start, end = match.span()
    return Hit(
        start,
        end,
        f"“{once}”重复了，请删去一个。",
        fix=Fix(start, end, reading.text[start : start + len(once)], f"只留“{once}”"),
        **other,
    )


RULES = (
    Rule(
        code="repeated-words",
        family="words",
        title="词语重复",
        severity="suspect",
        kind="other",
        authority="公文写作惯例",
        about="查找两到六个字紧挨着写了两遍的，如“开展开展”。“研究研究”“一步一步”这类说法不报。",
        find=repeated_words,
        cases=(
            Case("各校认真开展开展安全教育。", ("开展开展",)),
            Case("各校认真开展安全教育，深入研究研究。"),
            Case("全面推进推进义务教育均衡发展。", ("推进推进",)),
            Case("进一步提高教学质量教学质量。", ("教学质量教学质量",)),
            Case("各中小学各中小学要高度重视。", ("各中小学各中小学",)),
            Case("一步一步推进，一项一项落实。"),
            Case("学校要扎扎实实、认认真真抓好落实。"),
            Case("成立了工作工作组。"),
            Case("很多很多的孩子受益。"),
            Case("老师们来来往往，讨论讨论再讨论。"),
            Case("根据根据地的经验，去年一年一些学校变化很大。"),
            Case("寄宿生每生每天补助5元。"),
            Case("8888元和2020年2020级学生。"),
            Case("部分学校学校学位紧张，整改完成完成率较高。", ("学校学校", "完成完成")),
            Case("学前教育教育质量稳步提高，党组织组织领导作用有效发挥。"),
        ),
    ),
    Rule(
        code="repeated-signs",
        family="words",
        title="单字重复",
        severity="suspect",
        kind="typo",
        authority="公文写作惯例",
        about="查找多打了一遍的字，如“学校的的建设”“教育育均衡”。叠词和恰好相邻的两个词不报。",
        find=repeated_signs,
        cases=(
            Case("学校的的建设得到加强。", ("的的",)),
            Case("学校的建设的的确确得到加强。"),
            Case("完成了了整改。", ("了了",)),
            Case("推进义务教育育均衡发展。", ("育育",)),
            Case("在在全县开展活动。", ("在在",)),
            Case("做到人人参与、事事有人管，天天抓、常常抓。"),
            Case("组织教师了解了解情况，不了了之。"),
            Case("教师师德师风建设、全国国民阅读、学生生均经费。"),
            Case("对工作作了部署，县长长期驻村。"),
            Case("督学不是是来挑刺的，节约成为为习惯。", ("是是", "为为")),
            Case("办成作为为民服务的窗口，还要看是是非非，这就是是否落实的问题。"),
            Case("形形色色的活动轰轰烈烈。"),
            Case("现在在校学生500人，脚踏实地地干，达到这个目的的办法不多。"),
        ),
    ),
)
