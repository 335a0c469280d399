"""Fixed ways of saying how numbers hang together, each with what must come out.

In the words `{a}` is a number (with 万 or 亿), `_` words of the same clause, `-` words of the same sentence
without a digit, `…` anything of the same sentence; group 1 is the unit where `@` stands for it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

Values = Mapping[str, Decimal]
Formula = Callable[[Values], Decimal]

_MARKS = {
    "_": r"[^,，。;；、:：()（）\d\n]{0,16}",
    "-": r"[^。\d\n]{0,30}",
    "…": r"[^。\n]{0,80}?",
    ",": "[,，]",
    "@": r"(?P<unit>[所个家处名人项件条份次场期台笔间张套册门支块座栋辆户卷]|课时|学时|节)",
    "=": "(?P=unit)",
}
_NUMBER = r"(?<![\d.])(?P<{0}>\d[\d,]{{0,12}}(?:\.\d{{1,4}})?)(?P<{0}_scale>[万亿]?)"
_TOKEN = re.compile(r"\[[^\]]*\]|\(\?P<\w+>|\(\?[:=]|\{\d+,?\d*\}|\{(\w)\}|[_…,@=-]")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Check:
    """`claim` must be one of `formulas`; `shown` writes the first of them out for people."""

    claim: str
    shown: str
    formulas: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One of `gates` stands in every text that `pattern` matches. `is_sure`: there is no other reading;
    `may_be_rough`: 约 is no excuse for what is far off.
    """

    gates: tuple[str, ...]
    pattern: re.Pattern[str]
    checks: tuple[Check, ...]
    is_sure: bool
    may_be_rough: bool = False

    @property
    def is_sum(self) -> bool:
        """Whether parts make up a whole, so that there may be more of them behind."""
        return all(re.fullmatch(r"[{}a-z+]+", check.shown) for check in self.checks)


def _pattern(words: str) -> re.Pattern[str]:
    def expand(match: re.Match[str]) -> str:
        if match[1]:
            return _NUMBER.format(match[1])
        token = _MARKS.get(match[0], match[0])
        is_class = match[0][0] == "[" and match[0][1] != "^"
        return token.replace(",", ",，") if is_class and "，" not in token else token

    return re.compile(_TOKEN.sub(expand, words))


def form_of(
    gates: str, words: str, *checks: Check, is_sure: bool = False, may_be_rough: bool = False
) -> Form:
    return Form(tuple(gates.split()), _pattern(words), checks, is_sure, may_be_rough)


def must_be(claim: str, shown: str, *formulas: Formula) -> Check:
    return Check(claim, shown, formulas)


def _months(value: Decimal) -> tuple[Decimal, ...]:
    return value * 12, value * 10, value * 9


_form, _is = form_of, must_be
_SUMS = (
    _form(
        "签订",
        "与_{a}[个家所]_[、和]_{b}[个家所]_签订_(?:,_)?{c}份",
        _is("c", "{a}+{b}", lambda v: v["a"] + v["b"]),
    ),
    _form(
        "校次 所次",
        "{a}所,_{b}所,_(?:合计|共计|累计){c}[校所]次",
        _is("c", "{a}+{b}", lambda v: v["a"] + v["b"]),
        is_sure=True,
    ),
    _form(
        "副组长",
        "任组长,{a}[名位]_任副组长,{b}[名位个]_[为任]成员,_共[有计]?{c}[人名]",
        _is("c", "1+{a}+{b}", lambda v: 1 + v["a"] + v["b"]),
    ),
    _form(
        "义务教育学生 义务教育在校 义务教育阶段学生 义务教育阶段在校",
        "小学_{a}@[,、]初中_{b}=[。;；,](?:全.)?义务教育(?:阶段)?_{c}=",
        _is("c", "{a}+{b}", lambda v: v["a"] + v["b"]),
    ),
    _form(
        "限期",
        "(?:发现|查出|排查|查找|梳理)_{a}@…(?:立行立改|(?:当场|现场|立即|已)(?:整改|解决|办结)(?:到位)?)_{b}=[,、](?:限期|挂账|正在)(?:整改|办理|督办|解决)的?{c}=",
        _is("a", "{b}+{c}", lambda v: v["b"] + v["c"]),
    ),
    _form(
        "现有 原有 已有 已建成",
        "(?:现有|原有|已有|已建成)_{a}@,(?:今年|年内|明年|本年|计划|将|拟|再)*(?:新增|新建|增加|再建|新创建)_{b}=,(?:到?年底|累计|总数|届时)_(?:达到?|增加到|增至){c}=",
        _is("c", "{a}+{b}", lambda v: v["a"] + v["b"], lambda v: v["a"]),
    ),
    _form(
        "各1 各2 各3 各4 各5 各6 各7 各8 各9 各抽调 各选派 各派出",
        r"{t}@,其中_{a}=,(?P<names>[^,，。;；\d\n]{2,30})各{b}=(?=[。;；,，])",
        _is("t", "{a}+{b}×项数", lambda v: v["a"] + v["b"] * v["names"]),
    ),
    _form(
        "一等奖",
        "一等奖{a}@、二等奖{b}=、三等奖{c}=,-{t}=-(?:人人|全部|均|都)(?:有奖|获奖)",
        _is("t", "{a}+{b}+{c}", lambda v: v["a"] + v["b"] + v["c"]),
    ),
    _form(
        "调整",
        "调整_{t}@,其中_{a}=、_{b}=(?=[。;；,，])",
        _is("t", "{a}+{b}", lambda v: v["a"] + v["b"]),
        is_sure=True,
    ),
    _form(
        "各1 各2 各3 各4 各5 各6 各7 各8 各9 各抽调 各选派 各派出",
        r"{a}名[^。\n\d、]{0,8}、_{n}个_各(?:抽调|选派|派出)?{k}名…共{c}名",
        _is("c", "{a}+{n}×{k}", lambda v: v["a"] + v["n"] * v["k"]),
    ),
    _form(
        "在建",
        "项目{t}个…已(?:经)?(?:完工|竣工|建成)_{a}个[,、]在建_{b}个(?=[,，。;；])",
        _is("t", "{a}+{b}", lambda v: v["a"] + v["b"]),
    ),
    _form(
        "外，其余 外,其余",
        r"{t}@,除(?P<k>[一二两三四五]|\d{1,3})=…外,其余{c}=",
        _is("t", "{k}+{c}", lambda v: v["k"] + v["c"]),
        is_sure=True,
    ),
)
_RESTS = (
    _form(
        "未完成 未录用 未招满 未补充 未招录",
        r"计划_{a}(?:名|人),(?:实际)_{b}(?:名|人)[^。\n]{0,40}?未(?:完成|录用|招满|补充|招录)的?{c}(?:个|名|人)",
        _is("c", "{a}-{b}", lambda v: v["a"] - v["b"]),
    ),
    _form(
        "缺口",
        r"总(?:投资|投入|需求|额)_{a}元,[^。\n\d]{0,30}?(?:到位|落实|筹集|筹措)_{b}元,(?:资金)?缺口_{c}元",
        _is("c", "{a}-{b}", lambda v: v["a"] - v["b"]),
        is_sure=True,
    ),
    _form(
        "其余",
        r"总投资_{t}元,(?:20\d\d年)?_{a}元,(?:20\d\d年)?_{b}元,其余_{c}元",
        _is("c", "{t}-{a}-{b}", lambda v: v["t"] - v["a"] - v["b"]),
        is_sure=True,
    ),
    _form(
        "其余",
        r"共_{t}@,其中[^。;；\n]{0,60}[;；][^。;；\n\d]{0,14}{a}=、_{b}=,其余{c}=",
        _is("c", "{t}-{a}-{b}", lambda v: v["t"] - v["a"] - v["b"]),
    ),
    _form(
        "剩余",
        "计划-{t}@,_(?:已建成|已完成|建成){a}=…[,，]剩余{c}=",
        _is("c", "{t}-{a}", lambda v: v["t"] - v["a"]),
    ),
    _form(
        "其余 剩余 余下 尚余 还有",
        "{a}@,_?占_{b}=的{p}%,(?:其余|剩余|余下|尚余|还有)的?{c}=",
        _is("c", "{b}-{a}", lambda v: v["b"] - v["a"]),
        is_sure=True,
    ),
)
_CHANGES = (
    _form(
        "，使 ,使",
        r"(?:新创建|新增|新建|新创|净增|新认定)[^,，。;；、\d\n]{0,12}{a}@,使?_[由从]_{b}=(?:增加|增|发展|上升|扩大|提高)[到至]{c}=",
        _is("a", "{c}-{b}", lambda v: v["c"] - v["b"]),
    ),
    _form(
        "净增",
        r"(?:新增|增加|增设|新设)-{a}@,(?:撤销|撤并|减少|停招|注销|停办|取消|退出)_{b}=,净增加?{c}=",
        _is("c", "{a}-{b}", lambda v: v["a"] - v["b"]),
        is_sure=True,
    ),
    _form(
        "净增",
        "{t}@,…净增加?{a}=,(?:上年|去年)[末底]?[为是]{b}=",
        _is("b", "{t}-{a}", lambda v: v["t"] - v["a"]),
    ),
    _form(
        "多1 多2 多3 多4 多5 多6 多7 多8 多9",
        "{a}@,[比较](?:上一?[届年次]|去年|前一[届年])_的{b}=多{c}=",
        _is("c", "{a}-{b}", lambda v: v["a"] - v["b"]),
        is_sure=True,
    ),
    _form(
        "上年为 去年为 上年是 去年是 上年末为 上年同期为 去年同期为",
        "{a}@,(?:[比较][上去]年|同比)_增加了?{b}=[,(（](?:上年|去年)(?:同期|末)?[为是]{c}=",
        _is("c", "{a}-{b}", lambda v: v["a"] - v["b"]),
        is_sure=True,
    ),
    _form(
        "上年为 去年为 上年是 去年是 上年同期为 去年同期为",
        "{a}%,(?:[比较][上去]年|同比)_(?:提高|上升)了?{b}个百分点[,(（](?:上年|去年)(?:同期)?[为是]{c}%",
        _is("c", "{a}-{b}", lambda v: v["a"] - v["b"]),
        is_sure=True,
    ),
    _form(
        "审定",
        "送审_{a}元,审定_{b}元,(?:核减|审减)_{c}元",
        _is("c", "{a}-{b}", lambda v: v["a"] - v["b"]),
        is_sure=True,
    ),
    _form(
        "分别",
        "[由从]{a}%?、{b}%?_[到至为]{c}%?、{d}%?,分别_{e}(?:个|%)?(?:百分点)?[和、]{f}",
        _is("e", "{a}与{c}之差", lambda v: abs(v["a"] - v["c"])),
        _is("f", "{b}与{d}之差", lambda v: abs(v["b"] - v["d"])),
        is_sure=True,
    ),
    _form(
        "分别比 分别较",
        r"{a}%-{b}%,分别[比较][^。\n\d]{0,12}{c}%[、和]{d}%(?:提高|上升|下降|降低|增加)了?{e}个?(?:百分点)?[和、]{f}个",
        _is("e", "{a}与{c}之差", lambda v: abs(v["a"] - v["c"])),
        _is("f", "{b}与{d}之差", lambda v: abs(v["b"] - v["d"])),
        is_sure=True,
    ),
    _form(
        "减少了 下降了 降低了 增加了 提高了",
        r"[由从]_{a}(?P<unit>[元人个所名])[^,，。;；、\d\n]{0,4}[到至]{b}=,[^。\n;；,，]{0,20},(?:减少|下降|降低|增加|提高)了{c}=",
        _is("c", "{a}与{b}之差", lambda v: abs(v["a"] - v["b"])),
        is_sure=True,
    ),
    _form(
        "时间进度",
        "{a}%,(?:超|快于|高于|超过|领先|落后)_{b}个百分点[(（]时间进度_{c}%",
        _is("b", "{a}与{c}之差", lambda v: abs(v["a"] - v["c"])),
        is_sure=True,
    ),
    _form(
        "百分点( 百分点（",
        "(?:超|快于|高于|高出|超过|领先|落后)_{b}个百分点[(（]_{a}%,_{c}%[)）]",
        _is("b", "{a}与{c}之差", lambda v: abs(v["a"] - v["c"])),
        is_sure=True,
    ),
    _form(
        "到第 至第 升第",
        "第{a}[位名](?:上升|前移|提升|跃升|前进|下降|后移)[到至]?第{b}[位名],(?:上升|前移|提升|前进|下降|后移)了?{c}[位名]",
        _is("c", "{a}与{b}之差", lambda v: abs(v["a"] - v["b"])),
        is_sure=True,
    ),
)
_PRODUCTS = (
    _form(
        "每天",
        "每[生人]每天_{a}元[、,]_{b}天(?:的标准)?,(?:生均|人均|每生|每人)_{c}元(?:,_{n}人,_{d}元)?",
        _is("c", "{a}×{b}", lambda v: v["a"] * v["b"]),
        _is("d", "{a}×{b}×{n}", lambda v: v["a"] * v["b"] * v["n"]),
    ),
    _form(
        "每天",
        "{n}[人名],_每[生人]每天_{a}元[、,]_{b}天(?:计算|测算|的标准)?,_{c}元",
        _is("c", "{n}×{a}×{b}", lambda v: v["n"] * v["a"] * v["b"]),
    ),
    _form(
        "每天",
        "每[生人]每天_{a}元[、,]_{b}天(?:计算|测算|的标准)?,_{n}[名人]_{c}元",
        _is("c", "{n}×{a}×{b}", lambda v: v["n"] * v["a"] * v["b"]),
    ),
    _form(
        "人均 平均每人",
        "(?:人均|平均每人)_{a}@,{n}名_(?:合计|共计?|累计)(?:不少于)?{c}=",
        _is("c", "{a}×{n}", lambda v: v["a"] * v["n"]),
    ),
    _form(
        "人均 平均每人",
        r"{n}名[^,，。\d\n]{0,30},(?:人均|平均每人)_{a}@,(?:合计|共计|累计|总计)_{c}=",
        _is("c", "{a}×{n}", lambda v: v["a"] * v["n"]),
    ),
    _form(
        "每学期",
        "每学期_{a}(?P<unit>课时|次|节|天|学时),(?:全|每|一)学年_{c}=",
        _is("c", "{a}×2", lambda v: v["a"] * 2),
    ),
    _form(
        "每月",
        "每月_{a}(?P<unit>天|次|节|课时|学时),(?:全年|每年|一年)(?:累计|共|合计)_{c}=",
        _is("c", "{a}×12", lambda v: v["a"] * 12, lambda v: v["a"] * 10, lambda v: v["a"] * 9),
    ),
    _form(
        "个月",
        "每月_{a}次,全年按{b}个月(?:计算|算|计),{n}[所个名]_(?:累计|合计|共)_{c}[校人]?次",
        _is("c", "{a}×{b}×{n}", lambda v: v["a"] * v["b"] * v["n"]),
    ),
    _form(
        "一天",
        "一天就?是{a}(?P<unit>吨|公斤|元|只|个|斤),一年按{b}天[算计]_?,就?是{c}=",
        _is("c", "{a}×{b}", lambda v: v["a"] * v["b"]),
        is_sure=True,
    ),
    _form(
        "每天",
        "{n}人,每人每天{a}(?P<unit>只|个|元|斤|克|次)_,{b}天_{c}=",
        _is("c", "{n}×{a}×{b}", lambda v: v["n"] * v["a"] * v["b"]),
    ),
    _form(
        "人均",
        "{n}人次?,人均_{a}元,_(?:总额|发放额|合计|共计|总计)_{c}元",
        _is("c", "{n}×{a}", lambda v: v["n"] * v["a"], lambda v: v["n"] * v["a"] * 12),
    ),
)
_EACH = (
    _form(
        "抽查",
        "抽查_{a}@,发现_{b}=,_率[为达]_{c}%",
        _is("c", "{b}÷{a}", lambda v: v["b"] * _HUNDRED / v["a"]),
    ),
    _form(
        "实际",
        "计划_{a}元,实际_{b}元,完成_(?:计划|任务|目标)的{c}%",
        _is("c", "{b}÷{a}", lambda v: v["b"] * _HUNDRED / v["a"]),
        is_sure=True,
    ),
    _form(
        "平均每季度",
        "{a}次,平均每季度{c}次",
        _is("c", "{a}÷4", lambda v: v["a"] / 4, lambda v: v["a"] / 2, lambda v: v["a"] / 3),
    ),
    _form(
        "每月",
        "(?:人均|生均|每人|每生)_{a}元,折合_每月_{c}元",
        _is("c", "{a}÷12", lambda v: v["a"] / 12, lambda v: v["a"] / 10),
    ),
    _form("公斤", "{n}人,-{a}公斤,人均_{c}克", _is("c", "{a}×1000÷{n}", lambda v: v["a"] * 1000 / v["n"])),
    _form(
        "平均每所",
        "新建_{a}所[,、](?:改扩建|扩建|改建)_{b}所,_{t}个,平均每所_{c}个",
        _is("c", "{t}÷({a}+{b})", lambda v: v["t"] / (v["a"] + v["b"]), lambda v: v["t"] / v["a"]),
    ),
    _form(
        "笔均 平均每笔",
        "{n}笔,_{a}元,(?:笔均|平均每笔)_{c}元",
        _is("c", "{a}÷{n}", lambda v: v["a"] / v["n"]),
        is_sure=True,
    ),
    _form(
        "竞争1个 争夺1个",
        r"(?:招聘|录用|计划)_{n}[名人][^\n]{0,90}?(?:参考|报名|参加)_{a}人,平均_{c}人(?:竞争|争夺)1个",
        _is("c", "{a}÷{n}", lambda v: v["a"] / v["n"]),
    ),
    _form(
        "平均每所",
        r"{t}元_,平均每所_{c}元[(（][^()（）\d]{0,12}共{n}所",
        _is("c", "{t}÷{n}", lambda v: v["t"] / v["n"]),
    ),
    _form(
        "平均每名",
        "{n}名_与{a}户_,平均每名_{c}户",
        _is("c", "{a}÷{n}", lambda v: v["a"] / v["n"]),
    ),
    _form(
        "优良率",
        "优秀_{a}@[、,]良好_{b}=[、,](?:合格|一般|达标)_{d}=…优秀率_{p}%,优良率_{q}%",
        _is("p", "{a}÷总数", lambda v: v["a"] * _HUNDRED / (v["a"] + v["b"] + v["d"])),
        _is("q", "({a}+{b})÷总数", lambda v: (v["a"] + v["b"]) * _HUNDRED / (v["a"] + v["b"] + v["d"])),
    ),
    _form(
        "之比",
        "{a}@[,、]_{b}=[,、]_{d}=,-之比[为是]{p}[:：]{q}[:：]{r}",
        _is("p", "{a}所占份数", lambda v: v["a"] * (v["p"] + v["q"] + v["r"]) / (v["a"] + v["b"] + v["d"])),
        _is("q", "{b}所占份数", lambda v: v["b"] * (v["p"] + v["q"] + v["r"]) / (v["a"] + v["b"] + v["d"])),
        _is("r", "{d}所占份数", lambda v: v["d"] * (v["p"] + v["q"] + v["r"]) / (v["a"] + v["b"] + v["d"])),
    ),
    _form(
        "之比",
        "{a}@[,、]_{b}=,共{s}=,_之比[为是]{p}[:：]{q}",
        _is("p", "按两数之比推算", lambda v: v["a"] * v["q"] / v["b"], lambda v: v["b"] * v["q"] / v["a"]),
    ),
)
FORMS = (*_SUMS, *_RESTS, *_CHANGES, *_PRODUCTS, *_EACH)
