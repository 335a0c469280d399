"""Which metrics fit together in one table or chart, and which number of a reading can be drawn."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from edusum.metrics.figures import Figure, Reading
from edusum.metrics.relations import PART_OF, SUM_OF, Relation
from edusum.metrics.series import SHARED_KINDS
from edusum.metrics.units import format_value, unit_of

MOST_METRICS = {"table": 60, "trend": 6, "comparison": 15, "share": 8}
"""How many metrics a table or chart has at most, by its kind: more can't be read on paper."""
CALLED = {"table": "指标表", "trend": "趋势图", "comparison": "对比图", "share": "构成图"}


def misfit(kind: str, figures: Sequence[Figure]) -> str:
    """Why these metrics can't stand together in such a table or chart, in a sentence; "" if they can."""
    most = MOST_METRICS[kind]
    if not figures:
        return f"{CALLED[kind]}里还没有指标，请至少选一项。"
    if len(figures) > most:
        return f"{CALLED[kind]}最多放 {most} 项指标，现在有 {len(figures)} 项，请分成几张。"
    if kind == "table":
        return ""
    return _undrawable(kind, figures) or _mixed(kind, figures)


def drawn(figure: Figure, reading: Reading) -> str | None:
    """The number of a reading as digits; None where there is no single one."""
    return None if reading.value is None else format_value(figure, reading.value)


def _undrawable(kind: str, figures: Sequence[Figure]) -> str:
    if kind == "share" and len(figures) < 2:
        return "构成图至少要有两项指标，合起来是一个整体。"
    for figure in figures:
        if figure.kind == "ratio":
            return f"“{figure.label}”是两项之比，没有单一的数值，不能画图，请改用指标表。"
        if kind == "share" and figure.kind not in SHARED_KINDS:
            return f"“{figure.label}”不是可以相加的数量，不能作构成图的一部分，请改用指标表。"
    return ""


def _mixed(kind: str, figures: Sequence[Figure]) -> str:
    first = figures[0]
    for figure in figures[1:]:
        if unit_of(figure) != unit_of(first):
            return (
                f"“{first.label}”的单位是{_said(first)}，“{figure.label}”的单位是{_said(figure)}，"
                f"不能放在同一张{CALLED[kind]}里，请分开来画，或改用指标表。"
            )
        if kind == "share" and figure.kind != first.kind:
            return f"“{first.label}”和“{figure.label}”不是同一类数量，不能合成一个整体，请改用指标表。"
    return ""


def _said(figure: Figure) -> str:
    unit = unit_of(figure)
    return f"“{unit}”" if unit else "空的"


def counted_twice(names: Mapping[str, str], relations: Iterable[Relation]) -> str:
    """Why these (names by code) can't share one chart: a total beside what is in it; "" if they can."""
    inside = _inside(relations)
    for whole, name in names.items():
        held = _all_inside(whole, inside)
        part = next((code for code in names if code in held), "")
        if part:
            return (
                f"“{name}”包含“{names[part]}”，放在同一张构成图里会重复计算。"
                "请删去总数，只留各部分；或删去这一部分。"
            )
    return ""


def doubt_of_whole(names: Mapping[str, str], relations: Iterable[Relation]) -> str:
    """What to check of these (names by code); "" when they are known to be the parts of one whole."""
    sums = [
        set(relation.codes)
        for relation in relations
        if relation.kind == SUM_OF and not relation.is_overlapping
    ]
    if set(names) in sums:
        return ""
    listed = "、".join(f"“{name}”" for name in names.values())
    if any(set(names) < parts for parts in sums):
        return f"{listed}只是一个整体的一部分，还有分项没有放进图里；百分比以图上各项之和为100%，请核对。"
    return f"指标关系里没有记着{listed}合起来是一个整体，请核对有没有交叉、遗漏；百分比以图上各项之和为100%。"


def _inside(relations: Iterable[Relation]) -> Mapping[str, set[str]]:
    """What is directly in each total, by codes."""
    inside: dict[str, set[str]] = defaultdict(set)
    for relation in relations:
        if relation.kind == SUM_OF:
            inside[relation.metric].update(relation.codes)
        elif relation.kind == PART_OF:
            inside[relation.code_of("whole")].add(relation.metric)
    return inside


def _all_inside(whole: str, inside: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [whole]
    while waiting:
        new = inside.get(waiting.pop(), set()) - found
        found |= new
        waiting.extend(new)
    return found
