"""How to write phrases, told to the people who do: topics with examples that the engine itself speaks."""

from collections.abc import Sequence
from dataclasses import dataclass

from edusum.document.model import Paragraph
from edusum.library.lists import COUNT, LIST_MARKS
from edusum.library.patterns import BLANK, PATTERNS
from edusum.library.phrasing import TEXT_NAMES
from edusum.library.samples import Sampled, sample_figures
from edusum.library.vocabulary import FILTERS, PLACEHOLDER
from edusum.library.wording import PhraseText, Texts, paragraphs, speak
from edusum.metrics.figures import Figure, Figures, Reading


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
    _metric("在园幼儿数", "人", "4620", "4470"),
    _metric("幼儿园数", "所", "46", "48"),
    _metric("为民办实事件数", "件", "8", "8"),
    _metric("小学在校生数", "人", "8240", "8335"),
    _metric("初中在校生数", "人", "4020", "3900"),
    _metric("义务教育在校生数", "人", "12260", "12235"),
    _metric("学前三年毛入园率", "%", "75", "72.6", kind="percent", decimals=1),
    _metric("教育经费总投入", "亿元", "4.12", "3.96", kind="money", decimals=2),
    _metric("教育项目年度计划投资", "万元", "9800", "9000", kind="money", decimals=2),
    _metric("教育项目完成投资", "万元", "9640", "8850", kind="money", decimals=2),
    _metric("中学计算机机生比", "", "1:6.3", "1:6.5", kind="ratio", decimals=1),
    _metric("发展规划年限", "年", "3—5", "3—5", kind="duration"),
    _metric("普通话达标教师数", "名", "逾1000", "900"),
    _metric("新开办公办学校数", "所", "2", "1"),
    _metric("新开办民办学校数", "所", "1", "0"),
    _metric("新建改扩建校舍面积", "平方米", "26400", "22100", kind="area"),
    _metric("封顶教学楼建筑面积", "平方米", "8000", "6500", kind="area"),
    _metric("高考高分段人数", "人", "8", "3"),
    _metric("履行教育职责评价位次", "位", "3", "4", kind="rank"),
    _metric("民办学校党组织覆盖率", "%", "100", "96.4", kind="percent", decimals=1),
    _metric("基层党组织数", "个", "48", "47"),
    _metric("校园安全责任事故起数", "起", "0", "0"),
    _metric("干预招生件数", "件", "0", "0"),
    _metric("学校园总数", "所", "37", "39", label="学校（园）总数"),
)
"""Metrics of the library with the samples they have there."""
_NOT_APPLICABLE = Reading("not_applicable")


UNREPORTED, UNFIT = "待报指标", "不适用指标"
"""Names that only the guide knows, of a figure nobody has reported yet and of one that is 不适用."""


def _figures() -> dict[str, Figure]:
    return sample_figures(_SAMPLED) | {
        UNREPORTED: Figure(UNREPORTED, UNREPORTED, "新增幼儿学位数", "个", "count", 0),
        UNFIT: Figure(
            UNFIT, UNFIT, "示范高中数", "所", "count", 0, current=_NOT_APPLICABLE, previous=_NOT_APPLICABLE
        ),
    }


FIGURES: Figures = _figures()
"""What the guide's examples speak with; whatever is tried there does, too."""


def topics(texts: Texts) -> tuple[Topic, ...]:
    """The guide from the first phrase to what is not allowed, but for the list of filters."""
    return tuple(
        Topic(anchor, title, lead, tuple(_example(source, texts, note) for source, note in examples))
        for anchor, title, lead, examples in _TOPICS
    )


def filter_helps(texts: Texts) -> tuple[FilterHelp, ...]:
    """Every filter that people write, with an example."""
    return tuple(
        FilterHelp(name, found.help, _example(found.example.partition(" → ")[0], texts))
        for name, found in FILTERS.items()
        if name != PLACEHOLDER
    )


def text_examples(texts: Texts) -> tuple[tuple[str, str], ...]:
    """The names of bureau, years and plans, each with what it reads as."""
    return tuple((name, texts[name]) for name in TEXT_NAMES)


def _example(source: str, texts: Texts, note: str = "") -> Example:
    said = speak([PhraseText(0, source, True)], FIGURES, texts).text
    return Example(source, paragraphs(said, FIGURES, texts), note)


Rows = Sequence[tuple[str, str]]
_CONDITIONS: Rows = [
    (found.source.replace(BLANK, "新开办公办学校数" if "新建" in found.source else "在园幼儿数"), "")
    for name, found in PATTERNS.items()
    if name.startswith("if")
]
_TOPICS: tuple[tuple[str, str, tuple[str, ...], Rows], ...] = (
    (
        "first",
        "从一句话开始",
        (
            "一句措辞就是一句话：文字照写，要用数的地方写指标的名称，两边各两个花括号。"
            "成文时换成本单位的数值，单位自动带上；改一个数，用到它的句子都跟着改。",
            "在措辞框里键入 {{ 或 @，会列出指标供您选；键入 | 列出写法；键入 {% 列出条件和列举的句式。"
            "上下键选定，回车放入，Esc 收起。停笔片刻，下面就显示这句话读起来是什么样，有错也在那里指出。",
        ),
        (("{{ 全域 }}现有幼儿园{{ 幼儿园数 }}，在园幼儿{{ 在园幼儿数 }}，{{ 在园幼儿数|同比 }}。", ""),),
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
            ("学前三年毛入园率达{{ 学前三年毛入园率 }}。", "百分率"),
            ("教育项目投资{{ 教育项目年度计划投资|亿元 }}。", "金额，改用亿元"),
            ("中学计算机机生比为{{ 中学计算机机生比 }}。", "两项之比"),
            ("规划年限为{{ 发展规划年限 }}。", "区间"),
            ("普通话达标教师{{ 普通话达标教师数 }}。", "约数，填报时写“逾1000”"),
            ("共有{{ 基层党组织数|汉字 }}基层党组织。", "汉字"),
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
            ("小学在校生{{ 小学在校生数 }}，{{ 小学在校生数|增减 }}。", "数量减少"),
            ("毛入园率{{ 学前三年毛入园率|由到 }}。", "百分率"),
            ("毛入园率达{{ 学前三年毛入园率 }}，{{ 学前三年毛入园率|同比 }}。", "百分率说百分点"),
            ("办成实事{{ 为民办实事件数 }}，{{ 为民办实事件数|同比 }}。", "两年相同"),
            ("新开办民办学校{{ 新开办民办学校数 }}，{{ 新开办民办学校数|同比 }}。", "上年为零"),
        ),
    ),
    (
        "missing",
        "没有数怎么办",
        (
            "零是数，照写。还没有报上来的，写成【待补：指标名】，在纸样和清单里都看得见，系统不会编造。",
            "填报为“不适用”的，它所在的整句不出现；只是上年数或用来比的数不适用，去掉那个分句。"
            "条件要看的数不适用，从 if 到 endif 都不出现。标点自动接好。",
            f"下面例子里的“{UNREPORTED}”“{UNFIT}”只在本页能用，好试一试没有数的时候怎样写。",
        ),
        (
            ("全年{{ 校园安全责任事故起数|发生 }}安全责任事故。", "零"),
            ("新增幼儿学位{{ 待报指标 }}，缓解了入园压力。", "还没有报"),
            ("现有幼儿园{{ 幼儿园数 }}。示范高中{{ 不适用指标 }}，示范带动作用明显。", "示范高中数不适用"),
        ),
    ),
    (
        "conditions",
        "看数值决定写不写",
        (
            "先看 if 后的条件，不合再看 elif，都不合就写 else 后的话；elif 和 else 可以没有。"
            "比较用 >、>=、<、<=、==（等于）、!=（不等于），并列条件用 and、or、not，条件里也能用写法。",
            "条件要看的数还没有报，先把带着这个数的一句写出来等数。",
            "条件要看的数不适用，从 if 到 endif 都不写，else 后的话也不写；前后的句子照写。"
            "if 写在一句中间的，去掉它所在的分句，或并列的那一项；带着“一是”的，这一条去掉，后面的补上。"
            "and、or 连着几个数的，其余的数已能定下结果，就照结果写。",
        ),
        (
            *_CONDITIONS,
            (
                "现有幼儿园{{ 幼儿园数 }}{% if 不适用指标 > 0 %}，示范高中{{ 不适用指标 }}{% endif %}。",
                "示范高中数不适用",
            ),
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
                "其中，{% for 项 in [小学在校生数, 初中在校生数] %}{{ 项|名称 }}{{ 项 }}，"
                "{{ 项|占比(义务教育在校生数) }}；{% endfor %}结构保持合理。",
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
