"""The page on which the office says who writes and fills what of a draft, until when."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from edusum.drafts.assigning import OFFICE
from edusum.drafts.duties import metrics_of
from edusum.drafts.enums import DONE
from edusum.drafts.lacking import lacking_in, named_with_accounts
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.reading import SectionReading, draft_sources, read_draft
from edusum.metrics.enums import State
from edusum.metrics.models import MetricAssignment, MetricDefinition, MetricValue
from edusum.orgs.models import Department

OF_OFFICE = "office"
OF_UNSTAFFED = "unstaffed"
"""Stand for: what the office writes; what departments write nobody of which can sign in."""


@dataclass(frozen=True, slots=True)
class SectionDuty:
    reading: SectionReading
    row: SectionText
    is_unstaffed: bool

    @property
    def is_done(self) -> bool:
        return self.row.state in DONE

    @property
    def is_late(self) -> bool:
        return is_late(self.row.due_on) and not self.is_done


@dataclass(frozen=True, slots=True)
class FigureDuty:
    """A metric that the draft names; `sections` are the titles of those that name it."""

    metric: MetricDefinition
    sections: tuple[str, ...]
    assignment: MetricAssignment | None
    state: str
    is_unstaffed: bool

    @property
    def is_late(self) -> bool:
        return self.assignment is not None and is_late(self.assignment.due_on) and self.state == State.PENDING


def is_late(day: dt.date | None) -> bool:
    return day is not None and day < timezone.localdate()


class Assignments:
    """Of one draft; `department` (an id, OF_OFFICE or OF_UNSTAFFED), `late` and `open_only` (what is still to
    be handed in) narrow what is listed."""

    def __init__(
        self, draft: Draft, *, department: str = "", late: bool = False, open_only: bool = False
    ) -> None:
        self.draft = draft
        self.department = department
        self.late = late
        self.open_only = open_only

    @cached_property
    def readings(self) -> list[SectionReading]:
        return [item for item in read_draft(self.draft, draft_sources(self.draft)) if not item.is_omitted]

    @cached_property
    def departments(self) -> list[Department]:
        return list(Department.objects.filter(bureau=self.draft.bureau).active())

    @cached_property
    def staffed(self) -> set[int]:
        rows = Department.objects.filter(bureau=self.draft.bureau).staffed()
        return set(rows.values_list("pk", flat=True))

    @cached_property
    def unstaffed_names(self) -> list[str]:
        """The departments that have something to do here and nobody to do it."""
        names = {
            item.row.department.name: None
            for item in self._all_sections
            if item.is_unstaffed and item.row.department
        }
        names |= {
            item.assignment.department.name: None
            for item in self._all_figures
            if item.is_unstaffed and item.assignment
        }
        return list(names)

    @cached_property
    def lacking(self) -> str:
        """What the template suggests to departments that the bureau has not, in words."""
        return lacking_in(self.draft).words

    @cached_property
    def sections(self) -> list[SectionDuty]:
        return [
            item
            for item in self._all_sections
            if self._is_wanted(item.row.department_id, item.is_late) and not (self.open_only and item.is_done)
        ]

    @cached_property
    def figures(self) -> list[FigureDuty]:
        return [
            item
            for item in self._all_figures
            if self._is_wanted(item.assignment.department_id if item.assignment else None, item.is_late)
        ]

    @cached_property
    def late_count(self) -> int:
        return sum(item.is_late for item in self._all_sections)

    @cached_property
    def free_count(self) -> int:
        """How many metrics are nobody's in particular."""
        return sum(item.assignment is None for item in self._all_figures)

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """What can be listed: (value, label, whether it is)."""
        named = [
            ("", "全部科室"),
            *((str(item.pk), named_with_accounts(item, self.staffed)) for item in self.departments),
            (OF_OFFICE, OFFICE),
            *([(OF_UNSTAFFED, "没有账户的科室")] if self.unstaffed_names else []),
        ]
        return [(value, label, value == self.department) for value, label in named]

    @cached_property
    def _all_sections(self) -> list[SectionDuty]:
        return [
            SectionDuty(item, item.section_text, self._is_unstaffed(item.section_text.department_id))
            for item in self.readings
            if item.section_text
        ]

    @cached_property
    def _all_figures(self) -> list[FigureDuty]:
        named = self._named
        time = (self.draft.bureau, self.draft.year, self.draft.period)
        rows = MetricAssignment.objects.of(*time).filter(metric__in=named).select_related("department")
        assigned = {row.metric_id: row for row in rows}
        values = MetricValue.objects.for_period(*time).filter(metric__in=named)
        states = dict(values.values_list("metric", "state"))
        return [
            FigureDuty(
                metric=metric,
                sections=tuple(named[metric.pk]),
                assignment=assigned.get(metric.pk),
                state=states.get(metric.pk, State.PENDING),
                is_unstaffed=metric.pk in assigned and self._is_unstaffed(assigned[metric.pk].department_id),
            )
            for metric in self._in_order(named)
        ]

    @cached_property
    def _named(self) -> Mapping[int, list[str]]:
        """Titles of the sections that name each metric (its id), in reading order."""
        metrics = metrics_of(self.draft)
        named: dict[int, list[str]] = {}
        for item in self.readings:
            for metric in metrics.get(item.section_text.pk, ()) if item.section_text else ():
                named.setdefault(metric, []).append(item.title)
        return named

    def _in_order(self, named: Collection[int]) -> list[MetricDefinition]:
        rows = MetricDefinition.objects.in_bulk(list(named))
        return sorted(rows.values(), key=lambda metric: (metric.domain, metric.position, metric.pk))

    def _is_unstaffed(self, department: int | None) -> bool:
        return department is not None and department not in self.staffed

    def _is_wanted(self, department: int | None, late: bool) -> bool:
        if self.late and not late:
            return False
        if self.department == OF_OFFICE:
            return department is None
        if self.department == OF_UNSTAFFED:
            return self._is_unstaffed(department)
        return not self.department or str(department) == self.department
