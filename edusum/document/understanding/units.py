"""The units and measure words that stand behind numbers in papers of education bureaus."""

import re
from functools import lru_cache

from edusum.document.understanding.nouns import is_whoever

MONEY = "元"
PERSONS = ("人次", "人", "名", "位")
_MEASURED = (
    "个百分点|百分点|%|‰|平方公里|平方米|平米|㎡|m²|m2|立方米|公里|千米|公顷|公斤|千克|毫米|厘米|千瓦时|千瓦"
    "|兆|吨|升|米|亩|元"
)
_COUNTED = (
    "人次|人|名|位|户次|户|班次|个工作日|个|所次|所|家次|家|项次|项|座|套|台套|台(套)|台（套）|套(台)|台|间|件次|件"
    "|份|场次|场|次|起|辆|枚|张|条次|条|对|例|门次|门|节次|节|处|篇次|篇|幅|块|部|封|册次|册|本|期|幢|栋|面|字"
    "|学时|课时|层|棵|株|类|种|批次|批|轮|支|队|组|只|顶|床|盏|口|根|艘|匹|头|堂|站|卷|尊|款|盒|瓶|袋|桶|片|则"
    "|首|曲|集|宗|桩|分|倍|校|县|镇|乡|村"
)
_SPENT = "小时|分钟|个月|天|年"
_COUNTED_IN_HANZI = (
    "人次|平方米|场次|学时|课时|个月|所|名|位|人|次|件|项|篇|期|幢|栋|座|台|间|份|场|起|户|辆|例|门|节|处|册|部|家"
    "|条|张|块|幅|封|套|批|轮|倍|元|亩|校|县|堂|个"
)
_NOT_BEFORE = {
    "个": "性别体案",
    "人": "均才",
    "名": "列牌",
    "位": "于置列次居数",
    "家": "长庭访教",
    "场": "所馆地景",
    "期": "间末中待望",
    "次": "日月年要",
    "天": "津然",
    "节": "约日能假水点",
    "门": "户类诊",
    "校": "区长园舍本外级际内服车企方友风训生",
    "县": "区级城委政",
    "镇": "区级党政",
    "乡": "镇级党政村",
    "村": "级小民委两",
    "层": "次级面",
    "对": "于口外象比标照应接策全所我",
    "支": "付出持部教援",
    "队": "伍员列",
    "部": "门分署级属委长队曲",
    "台": "阶账风湾州",
    "组": "织长建成团合员",
    "例": "会如外",
    "只": "有要是能剩需",
    "片": "区段",
    "座": "谈右位",
    "处": "理级分长室于在以罚",
    "轮": "岗流训换",
    "批": "准评复改示",
    "种": "植子族",
    "本": "科次学年届校区县市级地土质人",
    "封": "闭顶面",
    "分": "之钟别为局校管",
    "字": "形体样头",
    "元": "月旦素宵宝",
    "升": "级学入至到格旗",
    "户": "外籍口型",
    "年": "级度代",
    "条": "件例款",
    "份": "额内",
    "面": "向对临试积貌授",
    "款": "项",
    "站": "位在",
    "首": "批先次届期府都",
    "集": "体中团成合",
    "头": "等脑",
    "根": "据本",
    "课时": "费",
    "米": "勒",
}
_FOLLOWERS = {unit: f"{unit}(?![{signs}])" if signs else unit for unit, signs in _NOT_BEFORE.items()}
_FOLLOWERS["例"] += "(?!行(?!政))"


def _alternatives(units: str) -> str:
    """Longest first; a measure word not where it begins another word (个性, 人均, 名列)."""
    return "|".join(
        _FOLLOWERS.get(unit, re.escape(unit)) for unit in sorted(units.split("|"), key=len, reverse=True)
    )


_BASE = _alternatives(f"{_MEASURED}|{_COUNTED}|{_SPENT}")
_PER = "学年|学期|学时|课时|平方米|生|人|校|班|年|月|天|日|周|节|户|亩|次|科|床|县|台|园"
UNIT = rf"(?:{_BASE})(?:/(?:{_PER})(?:[·•.?？*×/每](?:{_PER}))?)?"
"""A unit as printed, with what it is reckoned by: 元/生·月 (copiers often leave a ? where the dot was)."""
HANZI_UNIT = _alternatives(_COUNTED_IN_HANZI)
"""Behind a number in hanzi only these: the others are too often part of a word."""
SPANS_OF_TIME = frozenset(_SPENT.split("|"))
_SEPARATOR = re.compile(r"(?<=/)([^/·]+?)[•.?？*×/每](?=.)")


def tidy(unit: str) -> str:
    """元/生?月 → 元/生·月, 台（套）→ 台(套)."""
    return _SEPARATOR.sub(r"\1·", unit) if "/" in unit else unit


@lru_cache(maxsize=1000)
def _base_of(unit: str) -> str:
    """万元/生 → 元."""
    return unit.partition("/")[0].lstrip("百千万亿")


@lru_cache(maxsize=1000)
def kind_of(unit: str) -> str:
    """What sort of thing is counted: persons, share, money, area, time, or the measure word itself."""
    base = _base_of(unit)
    if base in PERSONS:
        return "persons"
    if base in ("%", "‰"):
        return "share"
    if base in ("个百分点", "百分点"):
        return "points"
    if base == MONEY:
        return "money"
    if base in ("平方米", "平米", "㎡", "m²", "m2", "亩", "公顷"):
        return "area"
    return "time" if base in SPANS_OF_TIME else base


_COUNTS = frozenset("次期篇份条项册件节门场起户字例")
_MONEY_NAMES = re.compile(
    r"(?:资金|经费|补贴|补助|津贴|投入|投资|金额|助学金|奖学金|奖金|收入|支出|费|款|金|额|产值"
    r"|总值|价值|工资|标准|预算|收费|贷款|债务|学费|财力|募捐|资产)$"
)
_SUMS = re.compile(r"(?:数|人数|人次|次数|量|率|比|比例|占比|面积|规模|总额|学时|长度|时长|时间|班额)$")


def counted_in(label: str, unit: str, kind: str) -> str:
    """The label with what the unit makes of it: 调研报告 in 篇 → 调研报告篇数, 危房 in 平方米 → 危房面积."""
    if not label or kind in ("share", "points", "倍", "time", "") or _SUMS.search(label):
        return label
    base = _base_of(unit)
    if kind == "money":
        return label if _MONEY_NAMES.search(label) else f"{label}金额"
    if kind == "area":
        return f"{label}面积"
    if base == "人次":
        return f"{label}人次"
    if kind == "persons":
        return f"{label}数" if is_whoever(label) else f"{label}人数"
    if base in _COUNTS and not label.endswith(base):
        return f"{label}{base}数"
    return label if base in ("学时", "课时", "分", "小时", "分钟") else f"{label}数"
