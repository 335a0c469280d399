"""How to write phrases, told to the people who do: topics with examples that the engine itself speaks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from edusum.document.model import Paragraph
from edusum.library.lists import COUNT, LIST_MARKS
from edusum.library.patterns import BLANK, PATTERNS
from edusum.library.phrasing import TEXT_NAMES
from edusum.library.samples import Sampled, sample_figures
from edusum.library.vocabulary import FILTERS, PLACEHOLDER
from edusum.library.wording import PhraseText, Texts, paragraphs, speak
from edusum.metrics.figures import PENDING, Figure, Figures, Reading


@dataclass(frozen=True, slots=True)
class Example:
    """A phrase as written, and what it says with the guide's own figures."""

    source: str
    paragraphs: tuple[Paragraph, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    anchor: str
    title: str
    lead: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class FilterHelp:
    name: str
    help: str
    example: Example


def _metric(
    name: str, unit: str, now: str, before: str, *, kind: str = "count", decimals: int = 0, label: str = ""
) -> Sampled:
    return Sampled(Figure(name, name, label or name, unit, kind, decimals), now, before)


_SAMPLED = (
    _metric("在园幼儿数", "人", "749", "666"),
    _metric("幼儿园数", "所", "58", "58"),
    _metric("小学人数", "人", "82300", "84100"),
    _metric("初中人数", "人", "46700", "43900"),
    _metric("学生总数", "人", "129000", "128000"),
    _metric("毛入园率", "%", "75", "72.9", kind="percent", decimals=1, label="学前三年毛入园率"),
    _metric("学前三年毛入园率", "%", "75", "72.9", kind="percent", decimals=1),
    _metric("教育经费", "元", "125000000", "113000000", kind="money"),
    _metric("生机比", "", "1:6.3", "1:6.5", kind="ratio", decimals=1),
    _metric("改造工期", "年", "3—5", "3—5", kind="duration"),
    _metric("培训教师人次", "人次", "逾500", "480"),
    _metric("新建学校数", "所", "3", "0"),
    _metric("维修面积", "平方米", "9000", "7500", kind="area"),
    _metric("新建面积", "平方米", "6000", "5200", kind="area"),
    _metric("上线人数", "人", "270", "100"),
    _metric("计划新增学位数", "个", "1300", "1200"),
    _metric("新增学位数", "个", "1280", "1150"),
    _metric("考核位次", "位", "3", "5", kind="rank"),
    _metric("党组织覆盖率", "%", "100", "98.7", kind="percent", decimals=1),
    _metric("党支部数", "个", "35", "33"),
    _metric("安全事故起数", "起", "0", "1"),
    _metric("事故起数", "起", "0", "1"),
    _metric("信访积案件数", "件", "0", "2"),
)
_NOT_APPLICABLE = Reading("not_applicable")


def _figures() -> dict[str, Figure]:
    known = sample_figures(_SAMPLED)
    pending = replace(known["新增学位数"], name="待报指标", label="新增幼儿学位数", current=PENDING)
    none = replace(
        known["幼儿园数"],
        name="不适用指标",
        label="示范高中数",
        current=_NOT_APPLICABLE,
        previous=_NOT_APPLICABLE,
    )
    return known | {figure.name: figure for figure in (pending, none)}


FIGURES: Figures = _figures()


def topics(texts: Texts) -> tuple[Topic, ...]:
    """The guide from the first phrase to what is not allowed, but for the list of filters."""
    return tuple(
        Topic(anchor, title, lead, tuple(_example(source, texts, note) for source, note in examples))
        for anchor, title, lead, examples in _TOPICS
    )


def filter_helps(texts: Texts) -> tuple[FilterHelp, ...]:
    """Every filter that people write, with an example."""
    return tuple(
        FilterHelp(name, found.help, _example(_FITTING.get(name) or found.example.partition(" → ")[0], texts))
        for name, found in FILTERS.items()
        if name != PLACEHOLDER
    )


def text_examples(texts: Texts) -> tuple[tuple[str, str], ...]:
    """The names of bureau, years and plans, each with what it reads as."""
    return tuple((name, texts[name]) for name in TEXT_NAMES)


def _example(source: str, texts: Texts, note: str = "") -> Example:
    said = speak([PhraseText(0, source, True)], FIGURES, texts).text
    return Example(source, paragraphs(said, FIGURES, texts), note)


_FITTING = {"以万计": "{{ 学生总数|以万计 }}"}
"""Where another metric shows better what a filter does."""
Rows = Sequence[tuple[str, str]]
_TOPICS: tuple[tuple[str, str, tuple[str, ...], Rows], ...] = (
    (
        "first",
        "从一句话开始",
        (
            "一句措辞就是一句话：文字照写，要用数的地方写指标的名称，两边各两个花括号。"
            "成文时换成本单位的数值，单位自动带上；改一个数，用到它的句子都跟着改。",
            "在措辞框里键入 {{ 或 @，会列出指标供您选；键入 | 列出筛选；键入 {% 列出条件和列举的句式。"
            "上下键选定，回车放入，Esc 收起。停笔片刻，下面就显示这句话读起来是什么样，有错也在那里指出。",
        ),
        (("{{ 全域 }}现有幼儿园{{ 幼儿园数 }}，在园幼儿{{ 在园幼儿数 }}，毛入园率达{{ 毛入园率 }}。", ""),),
    ),
    (
        "values",
        "数值怎样写出来",
        (
            "单位随数值写出，后面不要再写一遍。小数按指标定的位数四舍五入。",
            "填报时写的逾、近、以上、左右、以下、以内都会保留，该在前的在前，该在后的在后。",
        ),
        (
            ("在园幼儿{{ 在园幼儿数 }}。", "数量"),
            ("毛入园率达{{ 毛入园率 }}。", "百分率"),
            ("投入教育经费{{ 教育经费|亿元 }}。", "金额，改用亿元"),
            ("生机比为{{ 生机比 }}。", "两项之比"),
            ("工期{{ 改造工期 }}。", "区间"),
            ("培训教师{{ 培训教师人次 }}。", "约数，填报时写“逾500”"),
            ("共有{{ 党支部数|汉字 }}党支部。", "汉字"),
        ),
    ),
    (
        "change",
        "与上年比",
        (
            "数量、金额说增长、下降百分之几，或增加、减少多少；百分率说提高、降低几个百分点，不说增长百分之几。",
            "升降的动词由系统看着数值来写：措辞里不要自己写“增长”“提高”，否则数值一降，句子就错了。",
            "两年写出来的数相同就是持平。上年为零时不算百分比，改说增加多少。"
            "半年总结与上年同期比，“上年”自动写成“上年同期”。",
        ),
        (
            ("在园幼儿{{ 在园幼儿数 }}，{{ 在园幼儿数|同比 }}。", "数量增长"),
            ("小学在校生{{ 小学人数 }}，{{ 小学人数|增减 }}。", "数量减少"),
            ("毛入园率{{ 毛入园率|由到 }}。", "百分率"),
            ("毛入园率达{{ 毛入园率 }}，{{ 毛入园率|同比 }}。", "百分率说百分点"),
            ("幼儿园{{ 幼儿园数 }}，{{ 幼儿园数|同比 }}。", "两年相同"),
            ("新建学校{{ 新建学校数 }}，{{ 新建学校数|同比 }}。", "上年为零"),
        ),
    ),
    (
        "missing",
        "没有数怎么办",
        (
            "零是数，照写。还没有报上来的，写成【待补：指标名】，在纸样和清单里都看得见，系统不会编造。",
            "填报为“不适用”的，它所在的整句不出现；只是上年数或用来比的数不适用，去掉那个分句。标点自动接好。",
        ),
        (
            ("全年{{ 安全事故起数|发生 }}安全责任事故。", "零"),
            ("新增幼儿学位{{ 待报指标 }}，缓解了入园压力。", "还没有报"),
            ("现有幼儿园{{ 幼儿园数 }}。示范高中{{ 不适用指标 }}，示范带动作用明显。", "示范高中数不适用"),
        ),
    ),
    (
        "conditions",
        "看数值决定写不写",
        (
            "先看 if 后的条件，不合再看 elif，都不合就写 else 后的话；elif 和 else 可以没有。"
            "比较用 >、>=、<、<=、==（等于）、!=（不等于），并列条件用 and、or、not，条件里也能用筛选。",
            "条件要看的数还没有报，先把带着这个数的一句写出来等数；要看的数不适用，这一句就不写。",
        ),
        tuple(
            (pattern.source.replace(BLANK, "新建学校数" if "新建" in pattern.source else "在园幼儿数"), "")
            for name, pattern in PATTERNS.items()
            if name.startswith("if")
        ),
    ),
    (
        "loops",
        "逐个列举",
        (
            "方括号里的指标逐个写出来，每个依次叫“项”，for 和 endfor 之间的话各写一遍；不适用的自动跳过。"
            "方括号里最多 50 个指标，for 里面不能再套 for。",
        ),
        (
            (
                "其中，{% for 项 in [小学人数, 初中人数] %}{{ 项|名称 }}{{ 项 }}，"
                "{{ 项|占比(学生总数) }}；{% endfor %}结构保持合理。",
                "",
            ),
        ),
    ),
    (
        "items",
        "一是、二是",
        (
            "每一条前面都写同一个记号，次序由系统编。哪一条没有话可说，后面的自动补上；只剩一条就不编号。"
            "另起一段的一条接着上一段编；写一段不带记号的话，再往后就从头编。",
            "“条数”写出后面有几条，如“抓了三项工作”。一要、首先、第一用法相同。",
        ),
        (
            (
                f"重点抓了{{{{ {COUNT} }}}}项工作：{{{{ 一是 }}}}扩大普惠资源；{{{{ 一是 }}}}建设教师队伍；"
                "{{ 一是 }}守住安全底线。",
                "",
            ),
            *(
                (f"{{{{ {mark} }}}}扩大资源；{{{{ {mark} }}}}提高质量；{{{{ {mark} }}}}守住底线。", "")
                for mark in LIST_MARKS
                if mark != "一是"
            ),
        ),
    ),
)
