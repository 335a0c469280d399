"""Numbers with their units in running text, whatever they are written in; and none that only look like it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from edusum.document.understanding.nevers import LAST_BEFORE_ORDINAL, is_ordinal, is_slogan, is_within, quoted
from edusum.document.understanding.numerals import DIGITS, numeral
from edusum.document.understanding.units import HANZI_UNIT, UNIT, tidy

_NUMBER = r"[0-9](?:\d{0,2}(?:,\d{3})+(?!\d)|\d{0,13})(?:\.\d{1,6})?"
_ARABIC = re.compile(
    rf"""
    (?P<number>{_NUMBER})
    (?:
        \s?(?P<ratio>[:：∶])\s?(?P<second>\d{{1,6}}(?:\.\d{{1,6}})?)(?![\d:：.])
      | (?P<low_unit>[万亿千]?(?:%|‰|元|人|名|所|个)?)\s?[-—–~～至]{{1,2}}\s?(?P<upper>{_NUMBER})
    )?
    \s?(?P<more>[多余几来])?(?P<scale>[千百]?[万亿]|千(?![米克瓦方]))?
    (?:(?P<low>\d{{1,4}})(?P<low_scale>千?万))?(?P<some>[多余来])?\s?
    (?P<unit>{UNIT})?
    """,
    re.VERBOSE,
)
_NOT_BEFORE_ARABIC = frozenset("./_×＊*＃#○+＋") | frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
_DIGIT = "".join(digit for digit in DIGITS if digit != "两")
_NUMERAL = f"[{_DIGIT}两十百千万亿]"
_HANZI = re.compile(
    rf"""
    (?P<hanzi>{_NUMERAL}{_NUMERAL}{{0,11}})
    (?:
        (?P<more>[多余几来])?(?P<scale>[万亿])?(?P<some>[多余])?(?P<unit>{HANZI_UNIT})
      | 分之(?:
            (?P<share>{_NUMERAL}{{1,8}})(?:点(?P<decimals>[{_DIGIT}]{{1,6}}))?
          | (?P<share_digits>\d{{1,3}}(?:\.\d{{1,6}})?)
        )
      | (?P<tenths>成)(?=[以多左。，,；;的])
      | (?P<half>半(?:以上|(?=的)|(?<=[近占]一半)))
      | (?P<none>(?:择校|上访|投诉|事故|案件|违纪|违规|犯罪|举报)(?!率))
    )
    """,
    re.VERBOSE,
)
_NOT_BEFORE_HANZI = frozenset("第几数好_初高唯统逐专同单")
_BEFORE = re.compile(
    r"(?P<over>逾|超过?|突破|多于|高于|(?<![通经])过)|(?P<near>近|接近|将近)|(?P<about>大约|(?<![特签预节合契邀履])约)"
    r"|(?P<at_least>不少于|不低于|不得少于|不得低于|不小于|至少|最少)"
    r"|(?P<within>不超过|不多于|不高于|不得超过|控制在|至多|最多)|(?P<under>低于|少于|不足|不到|小于)"
)
_LAST_BEFORE = frozenset("逾超过破于近约少在多足到")
_BEFORE_LENGTH = 4
_BEHIND = re.compile(
    r"(?P<at_least>(?:及|或)?以上)|(?P<about>左右|上下|出头)|(?P<within>(?:之|以)内)"
    r"|(?P<under>(?:及|或)?以下)"
)
_FIRST_BEHIND = frozenset("及或以左上出之")
_HANZI_UNIT_OF_ONE = frozenset("所座幢栋处间台套例份名个项家部门册")
_THINGS = (
    "学校|单位|支部|党委|县|市|区|乡|镇|街道|社区|村|班(?!子)|工作组|检查组|督导组|课题|学科"
    "|专业|基地|中心|工作室|小组|团队|队|培训点|教学点|考点|支教点|服务点|站|部门|科室|处室"
    "|奖|品牌"
    "|联盟|集团|共同体|标段|平台|教室|实验室|场馆|食堂|等级|年级|学位|机构|幼儿园|园|校|家庭"
    "|之家|社团|节目|作品|案例|文件|账号|学生|项目|岗位|教研组|名额|档次|等次|民族|称号"
)
_CONCRETE = re.compile(rf"[^，。；：、,;:\n]{{0,6}}?(?:{_THINGS})")
_CONCRETE_BEFORE = re.compile(rf"(?:{_THINGS})$")
_NOTHING_BEHIND = re.compile(r"[，。；、,;）)\s]|$")
_VAGUE = re.compile(
    r"[^，。；：、,;:\n]{0,3}(?:方面|阶段|环节|到位|重点|层面|层次|关系|满意|问题|目标|亮点"
    r"|特点|字|步骤|维度|优先)"
)
_DOING = re.compile(
    r"着力|坚持|加强|突出|结合|注重|围绕|实现|转变|提升|强化|推进|优化|创新|统一|确保|抓|做"
    r"|重视|提高|增强|深化|不|融合|联动|聚焦|进一步|延伸|覆盖|打造|走进|进|建设|落实|满意|争"
    r"|力"
)
_ITEMS = re.compile(r"[^，。；、,;\n]{0,6}?(?:意见|建议|措施|线索|标准|信息|问题|规定|线路|标语|经验)")
_PHASES = frozenset("期轮批次")
_BUILT = re.compile(
    r"(?:(?<!没)(?<!无)(?:建成?|建设|建立|新增|增设|开办|增加|设立?|取缔|完成|有|投用))(?:了|起)?$"
)
_EACH = re.compile(
    r"(?:每[一]?[名位校所人生班园个家县][^，。；,;\n]{0,20}|各|人手|唯一|仅|仅有|只有|只剩|仅剩|这)$"
)
_SPAN = re.compile(r"(?:历时|连续|为期|用时|耗时|任期|满|达|超过|不少于|长达)$")
_FROM = re.compile(r"[由从][^，。；,;\n由从]{0,12}$")
_CLOCK = re.compile(r"\d[:：点时]$")
_CLOCK_ENDS = frozenset(":：点时\n")
_LOW = {"万": 1, "千万": 1000}
_MINUS = re.compile(r"[为达是长降]-$")
_BIG = re.compile(r"[上近过逾超约]$")


class Amount(NamedTuple):
    """A number and its unit at text[start:end]. `upper` is where a range ends, else ""; hanzi come as digits.

    Ratios have their terms in `value` (1:6.3) and no unit; 百分之三 is 3 and %, 三分之二 is 2/3 and no unit.
    """

    start: int
    end: int
    value: str
    unit: str
    upper: str = ""
    approximation: str = ""
    is_hanzi: bool = False


def amounts(text: str) -> list[Amount]:
    """Every amount of a text that went through `plain`, in order."""
    hidden = quoted(text)
    found = [amount for match in _ARABIC.finditer(text) if (amount := _arabic(match, text, hidden))]
    taken = [(amount.start, amount.end) for amount in found]
    for match in _HANZI.finditer(text):
        amount = _hanzi(match, text, hidden)
        if amount and not is_within(amount.start, taken):
            found.append(amount)
    return sorted(found, key=lambda amount: amount.start)


def _arabic(match: re.Match[str], text: str, hidden: Sequence[tuple[int, int]]) -> Amount | None:
    start = match.start()
    scale, unit, ratio = match.group("scale", "unit", "ratio")
    if not ratio:
        if not unit and scale not in ("万", "亿"):
            return None
        if unit == "年" and not _SPAN.search(text[max(0, start - 6) : start]):
            return None
    sign = text[start - 1 : start]
    if (
        sign in _NOT_BEFORE_ARABIC
        or (sign in _CLOCK_ENDS and _CLOCK.search(text[max(0, start - 3) : start]))
        or (unit != "%" and sign in LAST_BEFORE_ORDINAL and is_ordinal(text, start))
        or is_within(start, hidden)
    ):
        return None
    if ratio:
        return _ratio(match, text)
    return None if text.startswith("24小时", start) else _counted(match, text)


def _counted(match: re.Match[str], text: str) -> Amount:
    start, end = match.span()
    written, upper, low, more, some, scale, unit = match.group(
        "number", "upper", "low", "more", "some", "scale", "unit"
    )
    value = written.replace(",", "")
    if low:
        value = str(int(value.partition(".")[0]) * 10_000 + int(low) * _LOW[match["low_scale"]])
        scale = "万"
    if upper:
        upper = "" if _FROM.search(text[max(0, start - 14) : start]) else upper.replace(",", "")
    if text[start - 1 : start] == "-" and _MINUS.search(text[max(0, start - 2) : start]):
        start, value = start - 1, f"-{value}"
    many = more or some
    approximation = ("about" if many == "来" else "over") if many else _held(text, start, end)
    return Amount(start, end, value, (scale or "") + tidy(unit or ""), upper or "", approximation)


def _ratio(match: re.Match[str], text: str) -> Amount | None:
    """1:6.3; 8:30 is a time of day where nothing before it speaks of a proportion."""
    second, start = match["second"], match.start()
    is_clock = len(second) == 2 and int(second) < 60 and float(match["number"].replace(",", "")) < 24
    if is_clock and "比" not in text[max(0, start - 16) : start]:
        return None
    end = match.end("second")
    return Amount(start, end, f"{match['number']}:{second}", "", approximation=_held(text, start, end))


def _hanzi(match: re.Match[str], text: str, hidden: Sequence[tuple[int, int]]) -> Amount | None:
    start, written, unit = match.start(), match["hanzi"], match["unit"]
    sign = text[start - 1 : start]
    if sign == "唯" and written.startswith("一一"):
        start, written, sign = start + 1, written[1:], "一"
    if sign in _NOT_BEFORE_HANZI or sign.isdigit() or is_within(start, hidden):
        return None
    if not unit:
        return _share(match, text)
    if is_ordinal(text, start) or is_slogan(text, start) or not _counts(match, text, start):
        return None
    read = numeral(written)
    if read is None or (sign == "×" and written[0] in "十百千万亿"):
        return None
    value, upper, scale = read.value, read.upper, match["scale"] or ""
    if not scale and len(written) > 1 and written[-1] in "万亿" and not re.search("[万亿]", written[:-1]):
        scale = written[-1]
        value, upper = (number // (10_000 if scale == "万" else 100_000_000) for number in (value, upper))
    many = match["more"] or match["some"]
    return Amount(
        start=start,
        end=match.end(),
        value=str(value),
        unit=scale + unit,
        upper=str(upper) if upper != value else "",
        approximation=("about" if many == "来" else "over") if many else _held(text, start, match.end()),
        is_hanzi=True,
    )


def _counts(match: re.Match[str], text: str, start: int) -> bool:
    """Whether a number in hanzi counts things here, and is not a word or a manner of speaking."""
    written, unit, end = text[start : match.end("hanzi")], match["unit"], match.end()
    before = text[max(0, start - 26) : start]
    if written[0] in "百千万亿":
        return bool(_BIG.search(before)) and unit in ("名", "人", "所", "人次", "个", "份", "次", "场")
    if written == "一":
        return unit in _HANZI_UNIT_OF_ONE and _is_one_counted(before, unit)
    if written.startswith("一") and len(written) > 1 and written[1] in "二两三":
        return False
    if written == "二" and unit in _PHASES:
        return False
    if unit in ("个", "条"):
        return _is_concrete(unit, text, before, end)
    if unit == "期":
        return not text.startswith(("工程", "建设", "项目", "课改", "改革", "规划"), end)
    if (written, unit) in (("四", "处"), ("两", "节")):
        return before.endswith(("有", "共", "建", "设", "上"))
    if unit in ("人", "元"):
        return len(written) > 1 or (unit == "人" and not text.startswith(("小组", "组", "行"), end))
    return True


def _is_concrete(unit: str, text: str, before: str, end: int) -> bool:
    """三个教学点, 五个县 and 六条意见, but not 三个方面, 四个着力, 两条路."""
    if unit == "条":
        return bool(_ITEMS.match(text, end))
    if _NOTHING_BEHIND.match(text, end):
        return bool(_CONCRETE_BEFORE.search(before))
    return not (_VAGUE.match(text, end) or _DOING.match(text, end)) and bool(_CONCRETE.match(text, end))


def _is_one_counted(before: str, unit: str) -> bool:
    if _EACH.search(before):
        return True
    return unit in "所座幢栋处" and bool(_BUILT.search(before))


def _share(match: re.Match[str], text: str) -> Amount | None:
    """百分之七八十, 三分之二, 九成以上, 一半以上, 零投诉."""
    start, end = match.span()
    read = numeral(match["hanzi"])
    if read is None:
        return None
    if match["none"]:
        end = match.start("none")
        return Amount(start, end, "0", "起", is_hanzi=True) if match["hanzi"] == "零" else None
    if match["half"]:
        approximation = "at_least" if "以上" in match["half"] else _held(text, start, end)
        return Amount(start, end, "50", "%", "", approximation, is_hanzi=True) if read.value == 1 else None
    approximation = _held(text, start, end)
    if match["tenths"]:
        return Amount(start, end, str(read.value * 10), "%", "", approximation, is_hanzi=True)
    if match["share_digits"]:
        share = None
        value, upper = match["share_digits"], ""
    else:
        share = numeral(match["share"])
        if share is None:
            return None
        value, upper = str(share.value), str(share.upper) if share.upper != share.value else ""
        if match["decimals"]:
            value += "." + "".join(str(DIGITS[digit]) for digit in match["decimals"])
    if read.value not in (100, 1000):
        return Amount(start, end, f"{value}/{read.value}", "", "", approximation, is_hanzi=True)
    return Amount(start, end, value, "%" if read.value == 100 else "‰", upper, approximation, is_hanzi=True)


def _held(text: str, start: int, end: int) -> str:
    """What the words before and behind say of how exact the number is."""
    behind = _BEHIND.match(text, end) if text[end : end + 1] in _FIRST_BEHIND else None
    if behind:
        return behind.lastgroup or ""
    if text[start - 1 : start] not in _LAST_BEFORE:
        return ""
    before = text[max(0, start - _BEFORE_LENGTH) : start]
    found = [match for match in _BEFORE.finditer(before) if match.end() == len(before)]
    return (found[0].lastgroup or "") if found else ""
