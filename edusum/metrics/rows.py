"""The rows of the figure sheet: what may be typed in each, and what is told beside it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from edusum.metrics.changes import wanted
from edusum.metrics.facts import NOTHING, Facts, Stored
from edusum.metrics.figures import Figure
from edusum.metrics.forms import FigureForm
from edusum.metrics.models import MetricDefinition, PendingChange
from edusum.metrics.nesting import nested
from edusum.metrics.saving import ValueEntry
from edusum.metrics.series import change
from edusum.metrics.trends import Trend, trend
from edusum.metrics.units import approximately, format_bare
from edusum.metrics.warnings import Doubt


@dataclass(frozen=True, slots=True)
class Filler:
    """Who looks at the sheet: whether they fill at all, and for which departments (ids; None: for all)."""

    is_allowed: bool = True
    served: Collection[int] | None = None
    user_id: int | None = None
    decides: Callable[[], bool] = bool
    """Asked only where something is held: whether they publish changes of it."""

    @property
    def publishes(self) -> bool:
        return self.decides()

    def may_fill(self, owner_id: int | None) -> bool:
        return self.is_allowed and (owner_id is None or self.served is None or owner_id in self.served)


class SheetRow:
    """One metric on the sheet, `depth` totals above it."""

    def __init__(
        self,
        definition: MetricDefinition,
        facts: Facts,
        filler: Filler,
        *,
        depth: int = 0,
        time: str = "本年",
        data: Any = None,
    ) -> None:
        self.definition = definition
        self.depth = depth
        self._facts = facts
        self._filler = filler
        owner = facts.owners.get(definition.pk)
        self.owner = owner.name if owner else ""
        self.is_editable = filler.may_fill(owner.pk if owner else None)
        self.stored: Stored = facts.stored.get(definition.code, NOTHING)
        self.form = FigureForm(
            definition,
            self.figure,
            editable=self.is_editable,
            time=time,
            reason=self.stored.reason,
            data=data,
        )

    @property
    def code(self) -> str:
        return self.definition.code

    @property
    def figure(self) -> Figure:
        return self._facts.figures[self.definition.phrase_name]

    @property
    def trend(self) -> Trend:
        return trend(self.figure, self._facts.readings.get(self.code, {}), self._facts.year)

    @property
    def doubts(self) -> Sequence[Doubt]:
        return self._facts.doubts.get(self.code, ())

    @property
    def needs_a_look(self) -> bool:
        return self._facts.needs_a_look(self.code)

    @property
    def asks_reason(self) -> bool:
        """Whether a reason is asked for, or was given."""
        return any(not doubt.is_hint for doubt in self.doubts) or bool(self.stored.reason)

    @property
    def state(self) -> str:
        """A key of the badges: error, check, filled, not_applicable, pending."""
        if self.form.errors:
            return "error"
        return "check" if self.needs_a_look else self.figure.current.state

    @property
    def direction(self) -> str:
        """Whether the change is for the better: good, bad, or "" where nobody says."""
        moved = change(self.figure)
        if not moved or self.figure.better_when == "neutral":
            return ""
        return "good" if (moved > 0) == (self.figure.better_when == "higher") else "bad"

    @property
    def is_own(self) -> bool:
        """This person's department fills it."""
        return self._filler.served is not None and self.is_editable

    @property
    def is_others(self) -> bool:
        """Another department fills it, and this person does not fill for that one."""
        return bool(self.owner) and self._filler.is_allowed and not self.is_editable

    @property
    def held(self) -> Sequence[str]:
        """What holds the value, in words; a change then waits for whoever publishes it."""
        return self._facts.held.words(self.definition.pk)

    @property
    def held_words(self) -> str:
        """What that means for whoever looks at the row."""
        what = "补报的数" if self.figure.current.state == "pending" else "改动"
        return f"已锁定，{what}等您发布" if self._filler.publishes else f"已锁定，{what}要等统稿人发布"

    @property
    def standing_words(self) -> str:
        """What the value is until a change of it is published."""
        figure = self.figure
        return self.form.current_text or {"pending": "待报"}.get(figure.current.state, "")

    @property
    def waiting(self) -> "WaitingChange | None":
        row = self._facts.changes.get(self.definition.pk)
        if row is None:
            return None
        may_withdraw = self._filler.publishes or row.asked_by_id == self._filler.user_id
        publishes = self._filler.publishes
        return WaitingChange(row, self.figure, may_withdraw=may_withdraw, may_publish=publishes)


class WaitingChange:
    """A change of a held value that waits to be published, as the row tells it."""

    def __init__(self, row: PendingChange, figure: Figure, *, may_withdraw: bool, may_publish: bool) -> None:
        self.pk = row.pk
        self.asked_by = row.asked_by
        self.asked_at = row.updated_at
        self.reason = row.reason
        self.may_withdraw = may_withdraw
        self.may_publish = may_publish
        reading = wanted(row)
        self.words = {"not_applicable": "不适用", "pending": "待报"}.get(
            reading.state, approximately(format_bare(figure, reading), reading)
        )
        self.is_number = replace(reading, note="") != replace(figure.current, note="")
        """Whether another number is asked for, or only another remark or reason."""
        self.note = reading.note if reading.note != figure.current.note else ""


class Sheet:
    """The rows of a bureau's figures for a year, parts under their totals."""

    def __init__(
        self,
        definitions: Sequence[MetricDefinition],
        facts: Facts,
        filler: Filler,
        *,
        time: str = "本年",
        data: Any = None,
    ) -> None:
        by_code = {one.code: one for one in definitions}
        self.rows = [
            SheetRow(by_code[item.code], facts, filler, depth=item.depth, time=time, data=data)
            for domain in dict.fromkeys(one.domain for one in definitions)
            for item in nested([one.code for one in definitions if one.domain == domain], facts.relations)
        ]

    def is_valid(self) -> bool:
        verdicts = [row.form.is_valid() for row in self.rows]
        return all(verdicts)

    def error_count(self) -> int:
        return sum(1 for row in self.rows if row.form.errors)

    def check_count(self) -> int:
        return sum(1 for row in self.rows if row.needs_a_look)

    def changed_rows(self) -> list[SheetRow]:
        return [row for row in self.rows if row.form.has_changed()]

    def entries(self) -> list[ValueEntry]:
        """What the person changed; call after `is_valid`."""
        return [row.form.entry_of() for row in self.changed_rows()]
