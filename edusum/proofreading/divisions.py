"""Whether the names of parts leave nothing out: 公办、民办, and likely: 小学、初中、高中."""

import re
from collections.abc import Sequence
from typing import Literal

Whole = Literal["sure", "told", "likely", "half", "open"]
_REST = re.compile("其[他它余]|剩余|另外|[未没无不非](?!成年|低|少|足|断|同|仅)")
_YEAR = re.compile(r"^(?:其中)?(?:20\d\d|前|去|上|今|本)年(?:度)?")
_YEARS = re.compile("(?P<number>[两二三四五六])(?:个)?(?:学)?年")
_KINDS = re.compile("(?P<number>[两二三四五六七八九十])(?:[大个]?)(?:[类项种批级组章支]|部分|方面|板块|渠道)")
_NUMBERS = "一二三四五六七八九十"
_SHORTEST = 2
_JOINS = ("、", "和", "及", "与", "以及")
_MANY = 3


def _division(*needed: str, also: str = "") -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str]]:
    return tuple(map(re.compile, needed)), re.compile("|".join([*needed, *([also] if also else [])]))


_SURE = (
    _division("男", "女"),
    _division("公办", "(?<!普惠性)(?<!普惠)民办"),
    _division("城区|城市|城镇|县城|市区|市直|县直|区直|直属", "农村|乡镇|乡村|(?<![集城])镇"),
    _division("专职", "兼职"),
    _division("上半年", "下半年"),
    _division("春", "秋"),
    _division("校内", "校外"),
    _division("线上", "线下"),
    _division("机关", "直属|基层|学校"),
    _division("党委", "支部", also="总支"),
    _division("以下|以内", "以上", also=r"岁|至|\d"),
    _division("[正组科处所站]长|主任", "成员|[委科组职]员|干事", also="副"),
    _division("本[省市县区州]", "[省市县区州]外|外[省市县地]"),
    _division("主办", "[协会分]办"),
    _division("[省市县区]", "校级|园级", also="国家"),
)
_LIKELY = (
    _division("公办", "民办"),
    _division("新建|新设", "续建|改扩建|改建|扩建|改造|重建|加固", also="购置|装备|维修"),
    _division("核心|龙头|牵头|领办", "成员|薄弱"),
    _division("立即|立行|当场|现场|当即|已", "限期|长期|正在|继续"),
    _division("一等", "二等", "三等", also="特等|优秀|优胜|鼓励|组织"),
    _division("金", "银", "铜"),
    _division("高级", "中级", "初级", also="正高"),
    _division("优秀|好", "合格|称职|一般", also="良|较"),
    _division("中央|国家", "省|市|州", "县|区|本级|自筹|社会|地方"),
    _division("本科", "专科", also="研究生|硕士|博士|中专|高中"),
)
_STAGE = re.compile(
    "(?P<basic>义务教育)|(?P<primary>小学)|(?P<middle>初中|初级|中学)|高中|高级中学|职|普高|幼|学前|特|九年|完"
)
_MARKED = re.compile("[满总]分")
_BASIC = re.compile("义务教育|中小学|中学|学校[^,，]{0,12}(?:达|为|共)")


def wholeness(names: Sequence[str], around: str = "") -> Whole:
    """Whether parts of these names are all there is; `around` are the words about their total."""
    if _MARKED.search(around) or _counts(_KINDS, len(names), around):
        return "sure"
    if len(names) > 1 and _REST.search(names[-1]):
        return "sure"
    if _are_told(names, around):
        return "told"
    if all(_YEAR.search(name) for name in names):
        return "sure" if _counts(_YEARS, len(names), around) else "open"
    if any(_is_made_of(names, *division) for division in _SURE):
        return "sure"
    if any(_is_made_of(names, *division) for division in _LIKELY):
        return "likely"
    return _of_stages(names, around)


def _are_told(names: Sequence[str], around: str) -> bool:
    """特岗教师和公费师范生共34名; 三类项目共34个, and three are named."""
    are_named = all(len(name) >= _SHORTEST and name in around for name in names)
    return are_named and not _names_more(names, around) and not _KINDS.search(around)


def _names_more(names: Sequence[str], around: str) -> bool:
    """优秀教师、优秀班主任、优秀教育工作者等先进个人 names more than the two whose numbers follow."""
    first = min(around.find(name) for name in names)
    last, length = max((around.rfind(name), len(name)) for name in names)
    return (
        "等" in around[first:]
        or around[:first].endswith(_JOINS)
        or around[last + length :].startswith(_JOINS)
    )


def _is_made_of(names: Sequence[str], needed: tuple[re.Pattern[str], ...], every: re.Pattern[str]) -> bool:
    return all(map(every.search, names)) and all(any(map(one.search, names)) for one in needed)


def _of_stages(names: Sequence[str], around: str) -> Whole:
    """小学、初中 alone are all there is only of 义务教育学校."""
    found = [_STAGE.search(name) for name in names]
    told = {one.lastgroup for one in found if one}
    if None in found or not ("basic" in told or {"primary", "middle"} <= told):
        return "open"
    is_full = "basic" not in told and _BASIC.search(around) and len(found) < _MANY
    return "likely" if is_full else "half"


def _counts(pattern: re.Pattern[str], number: int, around: str) -> bool:
    return any(
        (2 if found["number"] == "两" else _NUMBERS.index(found["number"]) + 1) == number
        for found in pattern.finditer(around)
    )
