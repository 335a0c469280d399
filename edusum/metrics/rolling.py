"""How figures of units become those of their area: sums, and quotients of sums, never a mean of rates.

All numbers are whole ten-thousandths (`SCALE`), so that sums are exact and quick.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

SCALE = 10_000
_PER = {"%": 100, "‰": 1000}


class Given(NamedTuple):
    """What a unit says of a metric; `value` is None where it is a range or a ratio of two terms."""

    state: str
    value: int | None
    approximation: str = ""


@dataclass(frozen=True, slots=True)
class Method:
    """How a metric is brought together; metrics by their ids.

    `first` is what is added: the metric itself, a numerator, or the metric times its weight. `second` is the
    denominator or the weight; a sum has none. The quotient times 10 ** `exponent` is in the metric's unit; of
    a ratio of two terms these stay apart (`is_pair`).
    """

    kind: Literal["sum", "ratio", "weighted_mean"]
    metric: int
    first: int
    second: int = 0
    exponent: int = 0
    is_pair: bool = False

    @property
    def read(self) -> tuple[int, ...]:
        """The metrics whose values it takes."""
        return tuple(dict.fromkeys(pk for pk in (self.metric, self.first, self.second) if pk))


@dataclass(frozen=True, slots=True)
class Tree:
    """The units below a bureau, which comes first; parents come before their units.

    `parents` are places in `units`, that of the first -1. `submitted`: has handed in its figures itself.
    """

    units: tuple[int, ...]
    parents: tuple[int, ...]
    submitted: tuple[bool, ...]


@dataclass(slots=True)
class Total:
    """What the units below one bureau give for a metric.

    `counted` units of `expected` went in, `left_out` gave what cannot be brought together; a unit for which
    the metric is 不适用 is not expected. `bounds` are the ways in which figures that went in were rounded.
    """

    first: int = 0
    second: int = 0
    counted: int = 0
    expected: int = 0
    left_out: int = 0
    bounds: frozenset[str] = frozenset()

    def add(self, other: "Total") -> None:
        self.first += other.first
        self.second += other.second
        self.counted += other.counted
        self.expected += other.expected
        self.left_out += other.left_out
        self.bounds |= other.bounds


Values = Mapping[int, Mapping[int, Given]]
"""What units say: by metric, then by unit."""
Totals = dict[int, Total]
"""By place in `Tree.units`."""
Answer = tuple[int, int, frozenset[str]] | Literal["left_out", "not_applicable"] | None
_NO_BOUNDS: frozenset[str] = frozenset()
_LOWER, _UPPER = frozenset({"over", "at_least"}), frozenset({"near", "under", "within"})
_FLIPPED = {"over": "near", "at_least": "within", "near": "over", "under": "over", "within": "at_least"}


def bring_together(tree: Tree, method: Method, values: Values) -> dict[int, Total]:
    """The totals of every bureau that has units below it, by its id.

    A unit's figure is what it handed in itself; where it did not, or left the metric open, what its own units
    give. In linear time.
    """
    totals = no_totals(tree)
    add_up(tree, method, values, totals, range(1, len(tree.units)))
    return by_unit(tree, totals)


def no_totals(tree: Tree) -> Totals:
    """Nothing yet, for every bureau that has units below it."""
    return {place: Total() for place in set(tree.parents) if place >= 0}


def add_up(tree: Tree, method: Method, values: Values, totals: Totals, places: range) -> None:
    """Add what the units at these places give, the last first, to what is above them.

    So that values need not all be there at once: places of `tree.units` from the end on, piece by piece.
    """
    answer_of = _ANSWERS[method.kind](method, values)
    units, parents, submitted = tree.units, tree.parents, tree.submitted
    for place in reversed(places):
        parent, own = totals[parents[place]], totals.get(place)
        answer = answer_of(units[place]) if submitted[place] else None
        if answer is None:
            if own is None:
                parent.expected += 1
            else:
                parent.add(own)
        elif answer == "left_out":
            parent.expected += 1
            parent.left_out += 1
        elif answer != "not_applicable":
            first, second, bounds = answer
            parent.first += first
            parent.second += second
            parent.counted += 1
            parent.expected += 1
            if bounds:
                parent.bounds |= bounds


def by_unit(tree: Tree, totals: Totals) -> dict[int, Total]:
    """The same by the bureaus' ids."""
    return {tree.units[place]: total for place, total in totals.items()}


def result_of(method: Method, total: Total) -> tuple[Decimal | None, tuple[Decimal, Decimal] | None]:
    """The area's figure, and the two sums that a quotient comes from; (None, …) where there is none.

    Exact for a sum; a quotient has 12 significant digits more than anybody prints.
    """
    if not total.counted:
        return None, None
    if method.kind == "sum":
        return Decimal(total.first) / SCALE, None
    scale = SCALE * SCALE if method.kind == "weighted_mean" else SCALE
    sums = Decimal(total.first) / scale, Decimal(total.second) / SCALE
    if method.is_pair or not sums[1]:
        return None, sums
    return (sums[0] / sums[1]).scaleb(method.exponent), sums


def approximation_of(bounds: frozenset[str]) -> str:
    """How exact the whole is, when parts of it were rounded so: all upwards, all downwards, or either way."""
    if len(bounds) < 2:
        return next(iter(bounds), "")
    if bounds <= _LOWER:
        return "over"
    if bounds <= _UPPER:
        return "near" if "near" in bounds else "within"
    return "about"


def exponent_of(*, kind: str, unit: str, first: int, second: int, own: int) -> int:
    """The power of ten between a quotient and the metric's unit; the others are those of the units."""
    if kind == "percent":
        return len(str(_PER.get(unit, 100))) - 1 + first - second
    return first - second - own


def _sum_answers(method: Method, values: Values) -> Callable[[int], Answer]:
    given = values.get(method.metric, {})

    def answer(unit: int) -> Answer:
        said = given.get(unit)
        if said is None or said.state == "pending":
            return None
        if said.state != "filled":
            return "not_applicable"
        return "left_out" if said.value is None else (said.value, 0, _bounds(said.approximation))

    return answer


def _ratio_answers(method: Method, values: Values) -> Callable[[int], Answer]:
    """Both terms of the same unit, or nothing: a rate without them cannot be brought together."""
    firsts, seconds = values.get(method.first, {}), values.get(method.second, {})
    rates = values.get(method.metric, {})

    def answer(unit: int) -> Answer:
        said = rates.get(unit)
        if said is not None and said.state == "not_applicable":
            return "not_applicable"
        first, second = firsts.get(unit), seconds.get(unit)
        if first is None or second is None or "pending" in {first.state, second.state}:
            return "left_out" if said is not None and said.state == "filled" else None
        if "not_applicable" in {first.state, second.state}:
            return "left_out" if said is not None and said.state == "filled" else "not_applicable"
        if first.value is None or second.value is None:
            return "left_out"
        return first.value, second.value, _bounds(first.approximation, below=second.approximation)

    return answer


def _weighted_answers(method: Method, values: Values) -> Callable[[int], Answer]:
    given, weights = values.get(method.metric, {}), values.get(method.second, {})

    def answer(unit: int) -> Answer:
        said = given.get(unit)
        if said is None or said.state == "pending":
            return None
        if said.state != "filled":
            return "not_applicable"
        weight = weights.get(unit)
        if said.value is None or weight is None or weight.state != "filled" or weight.value is None:
            return "left_out"
        bounds = _bounds(said.approximation) | (_ABOUT if weight.approximation else _NO_BOUNDS)
        return said.value * weight.value, weight.value, bounds

    return answer


_ABOUT = frozenset({"about"})
_ANSWERS = {"sum": _sum_answers, "ratio": _ratio_answers, "weighted_mean": _weighted_answers}


def _bounds(approximation: str, *, below: str = "") -> frozenset[str]:
    """Of a figure, or of a quotient: a denominator that is more than said makes it less."""
    if not approximation and not below:
        return _NO_BOUNDS
    return frozenset(filter(None, (approximation, _FLIPPED.get(below, below))))


def places_of(units: Sequence[tuple[int, int | None]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(unit, parent) pairs, the top first and parents before units, as `Tree.units` and `Tree.parents`."""
    places: dict[int, int] = {}
    parents = []
    for unit, parent in units:
        parents.append(places[parent] if places and parent is not None else -1)
        places[unit] = len(places)
    return tuple(places), tuple(parents)
