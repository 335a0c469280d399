"""Whether a unit's figure is unlike its own past: robustly, by the median of the changes before."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from edusum.metrics.rolling import SCALE

PART, POINTS = 0.5, 10.0
"""A change of at most so much is never remarked on: by half, or by ten points of a rate."""
SMALLEST_BASE = 10 * SCALE
"""Changes of smaller figures are held against this: from 2 to 5 is nothing to talk about."""
SPREAD = 4.0
"""What lies within so many times the spread of the changes before is usual."""
_FAR_UP, _FAR_DOWN = 3.0, -0.9
_FAR_POINTS = 30.0
"""With less than two changes before: four times the figure, a tenth of it, thirty points of a rate."""
_TO_DEVIATION = 1.4826


@dataclass(frozen=True, slots=True)
class Doubt:
    """`change` and `usual` as parts (0.5: by half) or points of a rate; `usual` None: too short a past."""

    previous: int
    change: float
    usual: float | None

    def weight(self, *, is_rate: bool) -> float:
        """How far off it is, so that the worst can be told first: in the smallest changes remarked on."""
        return abs(self.change - (self.usual or 0.0)) / (POINTS if is_rate else PART)


def is_like(before: int, now: int, *, is_rate: bool) -> bool:
    """Whether the figure is so near the last one that nobody need look further back."""
    return abs(_change(before, now, is_rate=is_rate)) <= (POINTS if is_rate else PART)


def doubt_of(past: Sequence[int | None], now: int, *, is_rate: bool) -> Doubt | None:
    """None when the figure is like its past, or nearly what it was, or there is no past.

    `past` year by year, the latest last, None where nothing was said; all in ten-thousandths.
    """
    known = [value for value in past if value is not None]
    if not known:
        return None
    if is_like(known[-1], now, is_rate=is_rate):
        return None
    change = _change(known[-1], now, is_rate=is_rate)
    floor = POINTS if is_rate else PART
    changes = [_change(before, after, is_rate=is_rate) for before, after in pairwise(known)]
    if len(changes) < 2:
        return Doubt(known[-1], change, None) if _is_far(change, is_rate=is_rate) else None
    usual = median(changes)
    spread = median(abs(other - usual) for other in changes) * _TO_DEVIATION
    return Doubt(known[-1], change, usual) if abs(change - usual) > max(floor, SPREAD * spread) else None


def _is_far(change: float, *, is_rate: bool) -> bool:
    return abs(change) > _FAR_POINTS if is_rate else not _FAR_DOWN <= change <= _FAR_UP


def _change(before: int, after: int, *, is_rate: bool) -> float:
    if is_rate:
        return (after - before) / SCALE
    return (after - before) / max(abs(before), SMALLEST_BASE)
