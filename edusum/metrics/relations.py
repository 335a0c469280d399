"""What relations between metrics may be: kinds and units that go together, and no circles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from edusum.metrics.units import scale_of

SUM_OF, PART_OF, RATIO_OF, CHANGE_VS = "sum_of", "part_of", "ratio_of", "change_vs"
ROLES = {
    SUM_OF: ("part",),
    PART_OF: ("whole",),
    RATIO_OF: ("numerator", "denominator"),
    CHANGE_VS: ("base",),
}
"""What a relation of each kind is told by; of parts there are two or more."""
ADDED_KINDS = frozenset({"count", "money", "area", "duration", "score", "other"})
"""Kinds whose figures can be the parts of a sum."""
SUMMED_KINDS = frozenset({"count", "money", "area"})
"""Kinds whose figures add up over the units of an area."""
RATIO_KINDS = frozenset({"percent", "ratio", "rate_per_head", "multiple", "other"})
_CLASSIFIERS = frozenset("个所家处间栋幢项支门种件起")
"""Units of things that are counted: 个 goes for each of them."""
_GROWTH_KINDS = frozenset({"percent", "multiple"})


@dataclass(frozen=True, slots=True)
class Metric:
    """As much of a metric as relations ask for; `name` as people read it."""

    name: str
    kind: str
    unit: str = ""

    def adds_up_with(self, other: "Metric") -> bool:
        units = {scale_of(self.unit)[0], scale_of(other.unit)[0]}
        return self.kind == other.kind and (len(units) == 1 or ("个" in units and units <= _CLASSIFIERS))


@dataclass(frozen=True, slots=True)
class Relation:
    """What a metric is to others, all by their codes; `operands` are (role, code)."""

    metric: str
    kind: str
    operands: tuple[tuple[str, str], ...]
    is_overlapping: bool = False

    def code_of(self, role: str) -> str:
        return next((code for name, code in self.operands if name == role), "")

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for _, code in self.operands)


def relation_problem(relation: Relation, metrics: Mapping[str, Metric]) -> str:
    """Why metrics cannot be related so, as a Chinese sentence; "" if they can."""
    unknown = [code for code in (relation.metric, *relation.codes) if code not in metrics]
    if unknown:
        return f"没有代码为“{unknown[0]}”的指标。"
    subject = metrics[relation.metric]
    if relation.metric in relation.codes:
        return f"“{subject.name}”不能与自己相关。"
    if len(set(relation.codes)) < len(relation.codes):
        return "同一个指标在一个关系里只能出现一次。"
    if sorted({role for role, _ in relation.operands}) != sorted(ROLES[relation.kind]):
        return "这类关系所涉的指标没有选齐。"
    return _MISFITS[relation.kind](subject, [metrics[code] for code in relation.codes], relation)


def clash(relation: Relation, standing: Iterable[Relation]) -> str:
    """Why the relation cannot stand beside those, as a Chinese sentence; "" if it can.

    A metric is one ratio and one change; it may be several sums, and a part of several wholes.
    """
    same = [other for other in standing if (other.metric, other.kind) == (relation.metric, relation.kind)]
    if same and relation.kind in {RATIO_OF, CHANGE_VS}:
        return "一个指标的比率、比上年增减各只能设一个。"
    if any(set(other.operands) == set(relation.operands) for other in same):
        return "这个关系已经设过了。"
    return ""


def _sum_misfit(subject: Metric, parts: Sequence[Metric], relation: Relation) -> str:
    if len(parts) < 2:
        return f"“{subject.name}”的合计至少要有两个分项。"
    return next((problem for part in parts if (problem := _addition_misfit(subject, part))), "")


def _part_misfit(subject: Metric, wholes: Sequence[Metric], relation: Relation) -> str:
    return _addition_misfit(wholes[0], subject)


def _addition_misfit(whole: Metric, part: Metric) -> str:
    if whole.kind not in ADDED_KINDS:
        return f"“{whole.name}”是比率、位次之类，不能由分项相加。"
    return "" if whole.adds_up_with(part) else f"“{part.name}”与“{whole.name}”的类别或单位不同，不能相加。"


def _ratio_misfit(subject: Metric, terms: Sequence[Metric], relation: Relation) -> str:
    if subject.kind not in RATIO_KINDS:
        return f"“{subject.name}”不是比率，不设分子、分母。"
    if subject.kind == "percent" and not terms[0].adds_up_with(terms[1]):
        return f"百分率的分子“{terms[0].name}”与分母“{terms[1].name}”须是同类、同单位的指标。"
    return ""


def _change_misfit(subject: Metric, bases: Sequence[Metric], relation: Relation) -> str:
    if subject.kind in _GROWTH_KINDS or subject.adds_up_with(bases[0]):
        return ""
    return f"“{subject.name}”与“{bases[0].name}”的类别或单位不同，不能是它的增减。"


_MISFITS = {SUM_OF: _sum_misfit, PART_OF: _part_misfit, RATIO_OF: _ratio_misfit, CHANGE_VS: _change_misfit}


def circle(relations: Iterable[Relation]) -> tuple[str, ...]:
    """The codes of metrics that would be parts of themselves, in a round; () when there are none."""
    inside: dict[str, list[str]] = {}
    for relation in relations:
        if relation.kind == SUM_OF:
            inside.setdefault(relation.metric, []).extend(relation.codes)
        elif relation.kind == PART_OF:
            inside.setdefault(relation.code_of("whole"), []).append(relation.metric)
    cleared: set[str] = set()
    return next((found for code in sorted(inside) if (found := _round_from(code, inside, cleared))), ())


def _round_from(start: str, inside: Mapping[str, Sequence[str]], cleared: set[str]) -> tuple[str, ...]:
    path, waiting = [start], [iter(inside.get(start, ()))]
    while path:
        code = next(waiting[-1], None)
        if code is None:
            cleared.add(path.pop())
            waiting.pop()
        elif code in path:
            return tuple(path[path.index(code) :])
        elif code not in cleared:
            path.append(code)
            waiting.append(iter(inside.get(code, ())))
    return ()


def problems_of(
    relations: Iterable[Relation], *, standing: Iterable[Relation], metrics: Mapping[str, Metric]
) -> list[str]:
    """Why each cannot stand beside those and the ones before it, as Chinese sentences; "" if it can."""
    beside, problems = list(standing), []
    for relation in relations:
        problem = relation_problem(relation, metrics) or clash(relation, beside)
        problem = problem or _circle_problem([*beside, relation], metrics)
        problems.append(problem)
        if not problem:
            beside.append(relation)
    return problems


def _circle_problem(relations: Sequence[Relation], metrics: Mapping[str, Metric]) -> str:
    codes = circle(relations)
    names = "→".join(metrics[code].name for code in (*codes, *codes[:1]))
    return f"这样一来，指标之间的合计、其中成了圈：{names}，请改掉其中一处。" if codes else ""


def aggregation_problem(metric: Metric, aggregation: str, *, weight: Metric | None, has_ratio: bool) -> str:
    """Why a metric cannot be brought together over units so, as a Chinese sentence; "" if it can."""
    if aggregation == "sum" and metric.kind not in SUMMED_KINDS:
        return f"“{metric.name}”不是数量、金额或面积，各单位的数不能相加，请改选别的汇总办法。"
    if aggregation == "ratio" and not has_ratio:
        return f"“{metric.name}”按分子、分母汇总，须先设“比率”关系，指明分子和分母。"
    if (aggregation == "weighted_mean") != (weight is not None):
        return "加权平均须选定权数指标，其他汇总办法不填权数。"
    if weight and weight.kind not in SUMMED_KINDS:
        return f"权数“{weight.name}”须是数量、金额或面积一类能相加的指标。"
    return ""
