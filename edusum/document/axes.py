"""Bounds and steps of a value axis that people like to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

_NICE = tuple(map(Decimal, ("1", "2", "5", "10")))
_NICE_FROM_TEN = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))
_INTERVALS = 5
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Axis:
    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def ticks(self) -> tuple[Decimal, ...]:
        return tuple(
            self.low + self.step * count for count in range(int((self.high - self.low) / self.step) + 1)
        )

    @property
    def decimals(self) -> int:
        exponent = self.step.normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(f"{tick:.{self.decimals}f}" for tick in self.ticks)

    def share(self, value: Decimal) -> float:
        """Where a value stands between both ends: 0 at the low one, 1 at the high one."""
        return float((value - self.low) / (self.high - self.low))


NONE = Axis(Decimal(0), Decimal(1), Decimal(1))
"""For drawings without an axis."""


def from_zero(values: Sequence[Decimal], unit: str) -> Axis:
    """For bars, whose length is their value: zero is always on the axis."""
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    room = (high - low) / 20
    if low == high:
        high = Decimal(1)
    return _nice(low - room if low < 0 else low, high + room if high > 0 else high, values, unit)


def fitting(values: Sequence[Decimal], unit: str) -> Axis:
    """For lines: from zero when the values come near it, else around the values."""
    low, high = min(values), max(values)
    if 0 <= low < high / 2:
        return from_zero(values, unit)
    room = (high - low) / 4 or _some(high)
    lowest = low - room
    return _nice(max(lowest, Decimal(0)) if low >= 0 else lowest, high + room, values, unit)


def _some(value: Decimal) -> Decimal:
    """Room around values that are all the same: about a fiftieth."""
    return abs(value) / 50 or Decimal(1)


def _nice(low: Decimal, high: Decimal, values: Sequence[Decimal], unit: str) -> Axis:
    is_whole = all(value == value.to_integral_value() for value in values)
    if unit == "%" and max(values) <= _HUNDRED:
        high = min(high, _HUNDRED)
    step = _step((high - low) / _INTERVALS, is_whole=is_whole)
    bottom = (low / step).to_integral_value(ROUND_FLOOR) * step
    top = (high / step).to_integral_value(ROUND_CEILING) * step
    return Axis(bottom, top, step)


def _step(least: Decimal, *, is_whole: bool) -> Decimal:
    unit = Decimal(1).scaleb(least.adjusted())
    nice = _NICE_FROM_TEN if unit >= 10 else _NICE
    step = next(unit * factor for factor in nice if unit * factor >= least)
    return max(step, Decimal(1)) if is_whole else step
