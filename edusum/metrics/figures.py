"""What a metric value is once it has left the database: plain, frozen, without Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

State = Literal["filled", "not_applicable", "pending"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One metric in one period.

    `value` in the metric's unit; a ratio has `terms` (first, second) and no value. `approximation` is one of
    "", "over" (逾), "near" (近), "at_least" (以上), "about" (左右), "under" (以下), "within" (以内), "range":
    then `terms` are its ends (low, high), and there is no value either.
    """

    state: State = "pending"
    value: Decimal | None = None
    terms: tuple[Decimal, Decimal] | None = None
    approximation: str = ""
    note: str = ""

    @property
    def is_filled(self) -> bool:
        return self.state == "filled"

    @property
    def has_number(self) -> bool:
        return self.state == "filled" and (self.value is not None or self.terms is not None)

    @property
    def is_range(self) -> bool:
        return self.approximation == "range" and self.terms is not None


PENDING = Reading()


def mark_of(reading: Reading) -> str:
    """A short word for what it says, notes aside; a form carries it, to tell what the person saw."""
    numbers = reading.terms or (() if reading.value is None else (reading.value,))
    said = "~".join(f"{number.normalize():f}" for number in numbers)
    return "|".join((reading.state, said, reading.approximation))


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric with this period's reading and the one a year before.

    `name` is the word phrases use (a Python identifier, mostly hanzi), `label` what people read.
    `kind` and `better_when` are values of `metrics.enums`; `decimals` is how many are printed, at most if the
    figure is trimmed (75.50 → 75.5). `since` is what the previous reading is called: 上年, 上年同期.
    """

    code: str
    name: str
    label: str
    unit: str
    kind: str
    decimals: int
    better_when: str = "neutral"
    current: Reading = PENDING
    previous: Reading = PENDING
    since: str = "上年"
    is_trimmed: bool = False


Figures = Mapping[str, Figure]
"""Figures by their phrase name."""
