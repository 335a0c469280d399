"""The figures of a text where they stand: how they are reckoned, whether reached or aimed at, since when."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from edusum.document.understanding.amounts import Amount, amounts
from edusum.document.understanding.clauses import FAR, Clause, Stops
from edusum.document.understanding.items import HeadingRead, QuantityRead, Role
from edusum.document.understanding.naming import named
from edusum.document.understanding.nevers import is_within
from edusum.document.understanding.per import EACH, per
from edusum.document.understanding.plain import plain
from edusum.document.understanding.roles import PLANNING, compared_with, period_of, role_of
from edusum.document.understanding.units import kind_of

MOST = 20_000
"""More amounts than any paper has: what is behind them is a table of numbers, or nonsense."""
_BEHIND = 24


class Figure(NamedTuple):
    """Number `place` of `figures`, at text[start:end]; all else as in `QuantityRead`.

    What the words around say of it is read when asked for: most figures are only reckoned with. Whether it
    is part or total of others only its `QuantityRead` knows.
    """

    start: int
    end: int
    value: str
    unit: str
    approximation: str
    upper: str
    place: int
    figures: "Figures"

    @property
    def role(self) -> Role:
        return self.figures.role(self.place)

    @property
    def period(self) -> str:
        return self.figures.period(self.place)

    @property
    def compared(self) -> str:
        return compared_with(self.figures.words_before(self.place))


class Figures:
    """Every figure of the text but those in `skip` (residue, titles: in order, apart), in order.

    Under a heading of the highest level that speaks of plans, figures are targets; so are years after
    `year`, that of the paper. `flat` is the text as `plain` makes it, where somebody has it already.
    """

    def __init__(
        self,
        text: str,
        *,
        skip: Sequence[tuple[int, int]] = (),
        headings: Sequence[HeadingRead] = (),
        year: int = 0,
        flat: str | None = None,
    ) -> None:
        self.text = text
        self.flat = plain(text) if flat is None else flat
        self.amounts = [amount for amount in amounts(self.flat) if not is_within(amount.start, skip)][:MOST]
        self._year = year
        self._planned = [
            (heading.start, bool(PLANNING.search(heading.words)))
            for heading in headings
            if heading.level == 1
        ]
        self._each_said = [match.end() for match in EACH.finditer(self.flat)]
        self._clauses: dict[int, Clause] = {}
        self._roles: dict[int, Role] = {}
        self.each = tuple(
            Figure(
                amount.start,
                amount.end,
                amount.value,
                self._unit(place, amount),
                amount.approximation,
                amount.upper,
                place,
                self,
            )
            for place, amount in enumerate(self.amounts)
        )

    @cached_property
    def stops(self) -> Stops:
        return Stops(self.flat, self.amounts)

    def clause(self, place: int) -> Clause:
        if place not in self._clauses:
            amount = self.amounts[place]
            self._clauses[place] = self.stops.clause_around(amount.start, amount.end)
        return self._clauses[place]

    @cached_property
    def quantities(self) -> tuple[QuantityRead, ...]:
        """All of it with the names of what is counted, which takes longest."""
        return named(self)

    def words_before(self, place: int) -> str:
        """The words of its clause before a figure."""
        return self.flat[self.clause(place).start : self.amounts[place].start]

    def _unit(self, place: int, amount: Amount) -> str:
        last = bisect_right(self._each_said, amount.start) - 1
        if last < 0 or self._each_said[last] < amount.start - FAR:
            return amount.unit
        return per(self.words_before(place), amount.unit, kind_of(amount.unit))

    def role(self, place: int) -> Role:
        if place not in self._roles:
            self._roles[place] = self._role(place)
        return self._roles[place]

    def period(self, place: int) -> str:
        so_far = self.flat[self.clause(place).sentence : self.amounts[place].start]
        return period_of(so_far, is_former=self.role(place) == "previous")

    def _role(self, place: int) -> Role:
        start, end = self.amounts[place][:2]
        left, _, sentence = self.clause(place)
        so_far = self.flat[sentence:start]
        role = role_of(
            self.flat[left:start],
            self.flat[end : end + _BEHIND],
            so_far,
            unit=self.each[place].unit,
            is_planned=self._is_planned(start),
        )
        if role == "actual" and self._year:
            year = period_of(so_far, is_former=False)[:4]
            return "target" if year.isdigit() and int(year) > self._year else role
        return role

    def _is_planned(self, start: int) -> bool:
        place = bisect_right(self._planned, (start, True)) - 1
        return place >= 0 and self._planned[place][1]
