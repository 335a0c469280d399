"""The figures that are most unlike their units' own past, found while values are read."""

from collections.abc import Collection
from decimal import Decimal
from heapq import nlargest

from edusum.metrics.models import RollUp, RollUpDoubt
from edusum.metrics.outlying import Doubt, doubt_of, is_like
from edusum.metrics.rolling import SCALE
from edusum.metrics.rollups.reading import Read, read_past

MOST_DOUBTS = 2_000
"""More than that nobody looks through; the worst are kept."""
_AT_ONCE = 10_000

Weighed = tuple[float, RollUpDoubt]


class Doubts:
    """`rates` are the metrics (ids) whose changes are told in points."""

    def __init__(self, rollup: RollUp, rates: Collection[int]) -> None:
        self._rollup = rollup
        self._rates = rates
        self._found: list[Weighed] = []
        self._odd: dict[tuple[int, int], int] = {}

    def look_at(self, read: Read) -> None:
        """Only where a figure is far from the last one does anybody look further back."""
        odd = self._odd
        for metric, said in read.current.items():
            before, is_rate = read.previous[metric], metric in self._rates
            for unit, (_, now, _) in said.items():
                if now is None:
                    continue
                last = before.get(unit)
                if last is None or not is_like(last, now, is_rate=is_rate):
                    odd[metric, unit] = now
            if len(odd) >= _AT_ONCE:
                self._look_back()

    def worst(self) -> list[RollUpDoubt]:
        """Those to be told, the worst first."""
        self._look_back()
        return [doubt for _, doubt in self._found]

    def _look_back(self) -> None:
        for place, years in read_past(self._odd, self._rollup.year, self._rollup.period).items():
            is_rate = place[0] in self._rates
            doubt = doubt_of(years, self._odd[place], is_rate=is_rate)
            if doubt:
                self._found.append((doubt.weight(is_rate=is_rate), self._row(place, doubt)))
        self._found = nlargest(MOST_DOUBTS, self._found, key=_weight)
        self._odd.clear()

    def _row(self, place: tuple[int, int], doubt: Doubt) -> RollUpDoubt:
        metric, unit = place
        factor = 1 if metric in self._rates else 100
        return RollUpDoubt(
            rollup=self._rollup,
            unit_id=unit,
            metric_id=metric,
            value=Decimal(self._odd[place]) / SCALE,
            previous=Decimal(doubt.previous) / SCALE,
            change=round(Decimal(doubt.change * factor), 1),
            usual=None if doubt.usual is None else round(Decimal(doubt.usual * factor), 1),
        )


def _weight(found: Weighed) -> float:
    return found[0]
