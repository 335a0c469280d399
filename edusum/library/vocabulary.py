"""The filters of the phrase language: one table, and what each makes of a figure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, NamedTuple

from edusum.metrics.figures import PENDING, Figure
from edusum.metrics.series import (
    GROWING_KINDS,
    achieved,
    amount,
    change,
    change_percent,
    change_words,
    coverage_words,
    growth_words,
    is_level,
    is_simple,
    level_words,
    movement_words,
    multiple,
    multiple_of,
    multiple_of_words,
    multiple_words,
    share,
    share_words,
    target_words,
)
from edusum.metrics.units import (
    approximately,
    format_bare,
    format_in_hanzi,
    format_position,
    format_reading,
    in_large_unit,
    in_money_unit,
)

PLACEHOLDER = "待定"
"""The filter that the engine itself puts, for a sentence that hangs on a missing figure."""

Kind = Literal["text", "gap", "silent_sentence", "silent_clause"]
Needs = Literal["nothing", "current", "previous", "both"]


class Shown(NamedTuple):
    """What a token prints, and as what.

    The silent kinds take their sentence or clause out of a phrase; where people wrote the text, it is a gap.
    """

    text: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: `function(figure, *arguments)` gives text, a figure (only if not `is_last`), or a gap.

    `help` and `example` are Chinese, for a page that lists filters. `needs`: readings that are filled when it
    is called. `measure`: its number in a condition; None when it can't stand in one (a figure always can).
    `gap_name`: what the gap calls a comparison, if not by the filter's name.
    """

    function: Callable[..., str | Figure | Shown]
    help: str
    example: str
    arguments: tuple[Literal["figure", "number"], ...] = ()
    needs: Needs = "current"
    measure: Callable[..., Decimal | None] | None = None
    is_last: bool = True
    gap_name: str = ""


def gap(label: str) -> Shown:
    """【待补：…】, where a figure is missing."""
    return Shown(f"【待补：{label}】", "gap")


def year_on_year(figure: Figure) -> str:
    return _against_last_year(figure, growth_words)


def increase(figure: Figure) -> str:
    return _against_last_year(figure, change_words)


def growth(figure: Figure) -> str:
    return level_words(figure) if is_level(figure) else growth_words(figure)


def growth_measure(figure: Figure) -> Decimal | None:
    return change_percent(figure) if figure.kind in GROWING_KINDS else change(figure)


def times_last_year(figure: Figure) -> str:
    return (not is_level(figure) and multiple_words(figure)) or increase(figure)


def times_another(figure: Figure, other: Figure) -> str | Shown:
    return multiple_of_words(figure, other) or _cannot("算倍数", figure, other)


def part_of(figure: Figure, whole: Figure) -> str | Shown:
    return share_words(figure, whole) or _cannot("算占比", figure, whole)


def against_target(figure: Figure, target: Figure) -> str | Shown:
    return target_words(figure, target) or _cannot("算完成率", figure, target)


def position(figure: Figure) -> str | Shown:
    if figure.kind != "rank":
        return _cannot("写位次", figure)
    return f"位居{format_position(figure, figure.current)}"


def coverage(figure: Figure) -> str | Shown:
    return coverage_words(figure) if figure.kind == "percent" else _cannot("写全覆盖", figure)


def occurred(figure: Figure) -> str:
    return "未发生" if _is_zero(figure) else f"发生{format_reading(figure, figure.current)}"


def existing(figure: Figure) -> str:
    return "没有" if _is_zero(figure) else f"有{format_reading(figure, figure.current)}"


def number_only(figure: Figure) -> str:
    return approximately(format_bare(figure, figure.current), figure.current)


def current_measure(figure: Figure) -> Decimal | None:
    return amount(figure, figure.current)


def in_hanzi(figure: Figure) -> str:
    return format_in_hanzi(figure, figure.current)


def last_year(figure: Figure) -> Figure:
    return replace(figure, label=f"{figure.since}{figure.label}", current=figure.previous, previous=PENDING)


def in_wan_yuan(figure: Figure) -> Figure | Shown:
    return in_money_unit(figure, "万元") or _cannot("换算成万元", figure)


def in_yi_yuan(figure: Figure) -> Figure | Shown:
    return in_money_unit(figure, "亿元") or _cannot("换算成亿元", figure)


def in_wan(figure: Figure) -> Figure | Shown:
    return in_large_unit(figure) or _cannot("以万计", figure)


def label_only(figure: Figure) -> str:
    return figure.label


def undecided(figure: Figure) -> Shown:
    """A place held for a sentence that hangs on a missing figure: a gap until a person writes it."""
    if figure.current.state == "pending":
        return gap(figure.label)
    is_previous = figure.previous.state == "pending"
    return gap(f"{figure.since}{figure.label}" if is_previous else f"{figure.label}一句")


def _against_last_year(figure: Figure, words: Callable[[Figure], str]) -> str:
    if is_level(figure):
        return f"与{figure.since}{level_words(figure)}"
    return f"比{figure.since}{words(figure)}" if is_simple(figure) else words(figure)


def _is_zero(figure: Figure) -> bool:
    return not figure.current.is_range and amount(figure, figure.current) == 0


def _cannot(what: str, *figures: Figure) -> Shown:
    return Shown(f"【不能{what}：{'、'.join(figure.label for figure in figures)}】", "gap")


FILTERS: dict[str, Filter] = {
    "同比": Filter(
        year_on_year,
        "与上年比：数量、金额写增长或下降百分之几，百分率写提高或降低几个百分点，相同写与上年持平。",
        "{{ 在园幼儿数|同比 }} → 比上年增长3.4%",
        needs="both",
    ),
    "增减": Filter(
        increase,
        "与上年比，写增加或减少多少，带单位。",
        "{{ 在园幼儿数|增减 }} → 比上年增加150人",
        needs="both",
        measure=change,
    ),
    "增幅": Filter(
        growth,
        "同“同比”，但不写“比上年”三个字。",
        "{{ 在园幼儿数|增幅 }} → 增长3.4%",
        needs="both",
        measure=growth_measure,
    ),
    "由到": Filter(
        movement_words,
        "从上年到本年：由多少提高、增加到多少，或降低、减少到多少；相同写保持在多少。",
        "{{ 学前三年毛入园率|由到 }} → 由72.6%提高到75%",
        needs="both",
        measure=change,
        gap_name="变化",
    ),
    "倍数": Filter(
        times_last_year,
        "是上年的几倍，不到一倍写百分之几；上年为零、位次和比不能算倍数，改写增减。",
        "{{ 高考高分段人数|倍数 }} → 是上年的2.7倍",
        needs="both",
        measure=multiple,
    ),
    "倍于": Filter(
        times_another,
        "是另一指标的几倍，另一指标写在括号里；两个指标的单位要一致。",
        "{{ 新建改扩建校舍面积|倍于(封顶教学楼建筑面积) }} → 是封顶教学楼建筑面积的3.3倍",
        arguments=("figure",),
        measure=multiple_of,
        gap_name="倍数",
    ),
    "占比": Filter(
        part_of,
        "占另一指标的百分之几，另一指标写在括号里；两个指标的单位要一致。",
        "{{ 小学在校生数|占比(义务教育在校生数) }} → 占67.2%",
        arguments=("figure",),
        measure=share,
    ),
    "完成率": Filter(
        against_target,
        "完成目标的百分之几，目标也是指标，写在括号里；正好完成写全面完成目标。",
        "{{ 教育项目完成投资|完成率(教育项目年度计划投资) }} → 完成目标的98.4%",
        arguments=("figure",),
        measure=achieved,
    ),
    "位次": Filter(
        position,
        "位居第几，前十名用汉字；只用于位次指标。",
        "{{ 履行教育职责评价位次|位次 }} → 位居第三",
        measure=current_measure,
    ),
    "全覆盖": Filter(
        coverage,
        "百分率满100%写实现全覆盖，不满写覆盖率达百分之几；前面只写覆盖什么，如“民办学校党组织”。",
        "{{ 民办学校党组织覆盖率|全覆盖 }} → 实现全覆盖",
        measure=current_measure,
    ),
    "发生": Filter(
        occurred,
        "为零写未发生，不为零写发生多少。",
        "{{ 校园安全责任事故起数|发生 }} → 未发生",
        measure=current_measure,
    ),
    "没有": Filter(
        existing,
        "为零写没有，不为零写有多少。",
        "{{ 干预招生件数|没有 }} → 没有",
        measure=current_measure,
    ),
    "汉字": Filter(
        in_hanzi,
        "数写成汉字，带单位；不是整数或超过9999的，仍写阿拉伯数字。",
        "{{ 基层党组织数|汉字 }} → 四十八个",
        measure=current_measure,
    ),
    "数值": Filter(
        number_only,
        "只写数，不写单位；逾、近、以上、左右等词仍保留。",
        "{{ 在园幼儿数|数值 }} → 4620",
        measure=current_measure,
    ),
    "上年": Filter(
        last_year,
        "上年的数值，带单位；后面可以再接“数值”“汉字”“万元”“亿元”“以万计”“名称”等。",
        "{{ 学前三年毛入园率|上年 }} → 72.6%",
        needs="previous",
        is_last=False,
    ),
    "万元": Filter(
        in_wan_yuan,
        "金额改用万元，最多两位小数；后面可以再接“同比”“增减”“数值”等。",
        "{{ 教育经费总投入|万元 }} → 41200万元",
        needs="nothing",
        is_last=False,
    ),
    "亿元": Filter(
        in_yi_yuan,
        "金额改用亿元，最多两位小数；后面可以再接“同比”“增减”“数值”等。",
        "{{ 教育项目年度计划投资|亿元 }} → 0.98亿元",
        needs="nothing",
        is_last=False,
    ),
    "以万计": Filter(
        in_wan,
        "满一万的以万计，满一亿的以亿计，最多两位小数，不满一万的不变；后面可以再接“同比”“增减”等。",
        "{{ 义务教育在校生数|以万计 }} → 1.23万人",
        needs="nothing",
        is_last=False,
    ),
    "名称": Filter(label_only, "指标的名称。", "{{ 学校园总数|名称 }} → 学校（园）总数", needs="nothing"),
    PLACEHOLDER: Filter(
        undecided,
        "给等数值报来才能定的句子占位，系统自动使用，显示为待补。",
        "{{ 校园安全责任事故起数|待定 }} → 【待补：校园安全责任事故起数】",
        needs="nothing",
    ),
}
