"""The filters of the phrase language, one table, and what a figure token shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from edusum.document.tokens import FilterCall, Token
from edusum.metrics.figures import PENDING, Figure, Figures, Reading
from edusum.metrics.series import (
    GROWING_KINDS,
    amount,
    change,
    change_percent,
    change_words,
    growth_words,
    is_level,
    level_words,
    share,
    share_words,
)
from edusum.metrics.units import approximately, format_bare, format_reading, in_money_unit

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
    """

    function: Callable[..., str | Figure | Shown]
    help: str
    example: str
    arguments: tuple[Literal["figure", "number"], ...] = ()
    needs: Needs = "current"
    measure: Callable[..., Decimal | None] | None = None
    is_last: bool = True


def show(token: Token, figures: Figures) -> Shown:
    """What the token prints; never raises, whatever a person wrote into it."""
    ready = _prepare(token, figures)
    if isinstance(ready, Shown):
        return ready
    if ready.filter is None:
        return Shown(format_reading(ready.figure, ready.figure.current))
    outcome = ready.filter.function(ready.figure, *ready.arguments)
    return Shown(outcome) if isinstance(outcome, str) else _as_shown(outcome, token)


def silence(token: Token, figures: Figures) -> Kind | None:
    """How a token that has nothing to say falls silent, without working out what others would say."""
    ready = _prepare(token, figures)
    return ready.kind if isinstance(ready, Shown) and ready.kind.startswith("silent") else None


def measure(token: Token, figures: Figures) -> Decimal | Shown | None:
    """The token's number for a condition; None when it has none, a Shown when it is withheld."""
    ready = _prepare(token, figures)
    if isinstance(ready, Shown):
        return ready
    if ready.filter is None:
        return amount(ready.figure, ready.figure.current)
    number = ready.filter.measure(ready.figure, *ready.arguments) if ready.filter.measure else None
    if number is not None:
        return number
    outcome = ready.filter.function(ready.figure, *ready.arguments)
    return outcome if isinstance(outcome, Shown) else None


def chain_problem(calls: Sequence[FilterCall]) -> str:
    """One Chinese sentence on what is wrong with filters in this order, "" if nothing."""
    before: list[str] = []
    for call in calls:
        problem = _order_problem(call.name, before) or _arguments_problem(call)
        if problem:
            return problem
        before.append(call.name)
    return ""


@lru_cache(maxsize=1024)
def _is_readable(calls: tuple[FilterCall, ...]) -> bool:
    return not chain_problem(calls)


def _order_problem(name: str, before: list[str]) -> str:
    found = FILTERS.get(name)
    if found is None:
        offered = "、".join(known for known in FILTERS if known != PLACEHOLDER)
        return f"没有叫“{name}”的筛选，能用的有：{offered}。"
    if before and FILTERS[before[-1]].is_last:
        return f"筛选“{before[-1]}”已经写成了文字，后面不能再接“{name}”，请去掉一个。"
    if "上年" in before and (found.needs in {"previous", "both"} or found.arguments):
        return f"筛选“上年”后面不能再接“{name}”，请去掉一个。"
    return ""


def _arguments_problem(call: FilterCall) -> str:
    found = FILTERS[call.name]
    if tuple("figure" if isinstance(item, str) else "number" for item in call.arguments) == found.arguments:
        return ""
    if not found.arguments:
        return f"筛选“{call.name}”后面不带括号，请写成“|{call.name}”。"
    return f"筛选“{call.name}”要带括号，请照这样写：{found.example}。"


# What a token needs before its last filter can speak


class _Ready(NamedTuple):
    figure: Figure
    filter: Filter | None = None
    arguments: tuple[Figure | int, ...] = ()


def _prepare(token: Token, figures: Figures) -> Shown | _Ready:
    """The figure and the last filter with all they need, or what stands there instead."""
    figure = figures.get(token.name)
    if not _is_readable(token.filters):
        return _unreadable(token)
    if figure is None:
        return _gap(token.name)
    for call in token.filters:
        step = _step(figure, call, figures)
        if isinstance(step, Shown) or step.filter is None or step.filter.is_last:
            return step
        passed_on = step.filter.function(figure, *step.arguments)
        if not isinstance(passed_on, Figure):
            return _as_shown(passed_on, token)
        figure = passed_on
    return _lack_of(figure.current, figure.label, "silent_sentence") or _Ready(figure)


def _step(figure: Figure, call: FilterCall, figures: Figures) -> Shown | _Ready:
    found = FILTERS[call.name]
    compares = found.needs == "both" or found.arguments
    lack = _lack(figure, found.needs, call.name if compares else "")
    if lack is not None:
        return lack
    if not call.arguments:
        return _Ready(figure, found)
    arguments = [figures.get(item) if isinstance(item, str) else item for item in call.arguments]
    for item, argument in zip(call.arguments, arguments, strict=True):
        lack = _lack_of_argument(item, argument)
        if lack is not None:
            return lack
    return _Ready(figure, found, tuple(argument for argument in arguments if argument is not None))


def _lack(figure: Figure, needs: Needs, comparison: str = "") -> Shown | None:
    """What stands for a missing reading; a comparison tells its name, so that its gap reads as its own."""
    if needs == "current":
        return _lack_of(figure.current, figure.label, "silent_sentence", comparison)
    if needs == "previous":
        return _lack_of(figure.previous, f"上年{figure.label}", "silent_clause")
    return (_lack(figure, "current", comparison) or _lack(figure, "previous")) if needs == "both" else None


def _lack_of_argument(item: str | int, argument: Figure | int | None) -> Shown | None:
    if argument is None:
        return _gap(str(item))
    if isinstance(argument, int):
        return None
    if argument.current.is_filled and argument.current.value == 0:
        return Shown(f"【不适用：{argument.label}为0】", "silent_clause")
    return _lack_of(argument.current, argument.label, "silent_clause")


def _lack_of(reading: Reading, label: str, silent: Kind, comparison: str = "") -> Shown | None:
    if reading.state == "filled" and (reading.value is not None or reading.terms is not None):
        return None
    if reading.state == "not_applicable":
        return Shown(f"【不适用：{label}】", silent)
    return _gap(f"{label}{comparison}")


def _gap(label: str) -> Shown:
    return Shown(f"【待补：{label}】", "gap")


def _unreadable(token: Token) -> Shown:
    return Shown(f"【不认识的写法：{str(token)[3:-3]}】", "gap")


def _as_shown(outcome: str | Figure | Shown, token: Token) -> Shown:
    return outcome if isinstance(outcome, Shown) else _unreadable(token)


# The filters


def year_on_year(figure: Figure) -> str:
    return f"与上年{level_words(figure)}" if is_level(figure) else _than_last_year(growth_words(figure))


def increase(figure: Figure) -> str:
    return f"与上年{level_words(figure)}" if is_level(figure) else _than_last_year(change_words(figure))


def growth(figure: Figure) -> str:
    return level_words(figure) if is_level(figure) else growth_words(figure)


def growth_measure(figure: Figure) -> Decimal | None:
    return change_percent(figure) if figure.kind in GROWING_KINDS else change(figure)


def part_of(figure: Figure, whole: Figure) -> str | Shown:
    words = share_words(figure, whole)
    return words or Shown(f"【不能算占比：{figure.label}、{whole.label}】", "gap")


def number_only(figure: Figure) -> str:
    return approximately(format_bare(figure, figure.current), figure.current)


def number_measure(figure: Figure) -> Decimal | None:
    return amount(figure, figure.current)


def last_year(figure: Figure) -> Figure:
    return replace(figure, label=f"上年{figure.label}", current=figure.previous, previous=PENDING)


def in_wan_yuan(figure: Figure) -> Figure | Shown:
    return in_money_unit(figure, "万元") or _not_money(figure, "万元")


def in_yi_yuan(figure: Figure) -> Figure | Shown:
    return in_money_unit(figure, "亿元") or _not_money(figure, "亿元")


def label_only(figure: Figure) -> str:
    return figure.label


def undecided(figure: Figure) -> Shown:
    """A place held for a sentence that hangs on a missing figure: a gap until a person writes it."""
    if figure.current.state == "pending":
        return _gap(figure.label)
    return _gap(f"上年{figure.label}" if figure.previous.state == "pending" else f"{figure.label}一句")


def _than_last_year(words: str) -> str:
    return words if words.startswith("上年") else f"比上年{words}"


def _not_money(figure: Figure, unit: str) -> Shown:
    return Shown(f"【不能换算成{unit}：{figure.label}】", "gap")


FILTERS: dict[str, Filter] = {
    "同比": Filter(
        year_on_year,
        "与上年比：数量、金额写增长或下降百分之几，百分率写提高或降低几个百分点，相同写与上年持平。",
        "{{ 在园幼儿数|同比 }} → 比上年增长12.5%",
        needs="both",
    ),
    "增减": Filter(
        increase,
        "与上年比，写增加或减少多少，带单位。",
        "{{ 在园幼儿数|增减 }} → 比上年增加15人",
        needs="both",
        measure=change,
    ),
    "增幅": Filter(
        growth,
        "同“同比”，但不写“比上年”三个字。",
        "{{ 在园幼儿数|增幅 }} → 增长12.5%",
        needs="both",
        measure=growth_measure,
    ),
    "占比": Filter(
        part_of,
        "占另一指标的百分之几，另一指标写在括号里；两个指标的单位要一致。",
        "{{ 小学人数|占比(学生总数) }} → 占63.8%",
        arguments=("figure",),
        measure=share,
    ),
    "数值": Filter(
        number_only,
        "只写数，不写单位；逾、近、以上、左右仍保留。",
        "{{ 在园幼儿数|数值 }} → 749",
        measure=number_measure,
    ),
    "上年": Filter(
        last_year,
        "上年的数值，带单位；后面可以再接“数值”“万元”“亿元”“名称”。",
        "{{ 毛入园率|上年 }} → 72.9%",
        needs="previous",
        is_last=False,
    ),
    "万元": Filter(
        in_wan_yuan,
        "金额改用万元，最多两位小数；后面可以再接“同比”“增减”“数值”等。",
        "{{ 教育经费|万元 }} → 39.07万元",
        needs="nothing",
        is_last=False,
    ),
    "亿元": Filter(
        in_yi_yuan,
        "金额改用亿元，最多两位小数；后面可以再接“同比”“增减”“数值”等。",
        "{{ 教育经费|亿元 }} → 1.25亿元",
        needs="nothing",
        is_last=False,
    ),
    PLACEHOLDER: Filter(
        undecided,
        "给等数值报来才能定的句子占位，系统自动使用，显示为待补。",
        "{{ 事故起数|待定 }} → 【待补：事故起数】",
        needs="nothing",
    ),
    "名称": Filter(label_only, "指标的名称。", "{{ 毛入园率|名称 }} → 学前三年毛入园率", needs="nothing"),
}
