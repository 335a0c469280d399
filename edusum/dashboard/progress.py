"""How the year's papers stand: a ring for each, a bar for each department."""

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from edusum.common.years import reporting_year
from edusum.drafts.enums import DONE, SectionState
from edusum.drafts.lacking import staffed_in
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.reading import with_shared_terms
from edusum.drafts.titles import short_title
from edusum.metrics.enums import Period, State
from edusum.metrics.models import MetricAssignment, MetricDefinition, MetricValue
from edusum.metrics.needs import Papers, needed_codes
from edusum.orgs.models import Bureau

MOST_PAPERS = 6


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        """Rounded down: 100 means all."""
        return math.floor(self.done * 100 / self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class PaperProgress:
    draft: Draft
    title: str
    sections: Share
    overdue: int

    @property
    def is_finished(self) -> bool:
        """Whether every section has been handed in."""
        return self.sections.total > 0 and self.sections.done == self.sections.total


@dataclass(frozen=True, slots=True)
class DepartmentProgress:
    """`pk` is None for what the office writes itself; `is_staffed`: somebody can sign in for it."""

    pk: int | None
    name: str
    sections: Share
    figures: Share
    overdue: int
    is_staffed: bool = True


def papers_of(bureau: Bureau) -> list[PaperProgress]:
    """The newest papers; two queries. Those of the year come first, the ones begun for later years last."""
    late = Q(
        section_texts__is_omitted=False,
        section_texts__state__in=[SectionState.UNTOUCHED, SectionState.WRITING],
        section_texts__due_on__lt=timezone.localdate(),
    )
    rows = Draft.objects.filter(bureau=bureau).with_names().with_progress()
    drafts = rows.annotate(overdue=Count("section_texts", filter=late, distinct=True))[:MOST_PAPERS]
    year = reporting_year(_today())
    papers = [_paper(draft) for draft in with_shared_terms(drafts)]
    return sorted(papers, key=lambda paper: (paper.draft.year != year, paper.draft.year < year))


def _paper(draft: Any) -> PaperProgress:
    """Of a draft with the counts of `papers_of`."""
    return PaperProgress(
        draft, short_title(draft), Share(draft.finished_count, draft.section_count), draft.overdue
    )


def departments_of(bureau: Bureau, year: int) -> list[DepartmentProgress]:
    """What each has handed in of this year's and later papers, and filled of its figures; three queries."""
    figures = _figures_by_department(bureau, year)
    staffed = staffed_in(bureau)
    rows = (
        SectionText.objects.filter(draft__bureau=bureau, draft__year__gte=year, is_omitted=False)
        .values("department", "department__name", "department__position")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(state__in=DONE)),
            overdue=Count("pk", filter=~Q(state__in=DONE) & Q(due_on__lt=_today())),
        )
        .order_by("department__position", "department")
    )
    return [
        DepartmentProgress(
            pk=row["department"],
            name=row["department__name"] or "统稿人",
            sections=Share(row["done"], row["total"]),
            figures=figures.get(row["department"], Share(0, 0)),
            overdue=row["overdue"],
            is_staffed=row["department"] is None or row["department"] in staffed,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class YearFigures:
    """Of the metrics that the year's papers take up (without papers: of all): how many are answered, and of
    those that were given to no department."""

    every: Share
    free: Share


def figures_of(bureau: Bureau, year: int) -> YearFigures:
    """Two queries beside what the papers need."""
    needed = needed_codes(Papers(bureau, year, Period.YEAR))
    metrics = (
        MetricDefinition.objects.filter(code__in=needed) if needed else MetricDefinition.objects.active()
    )
    values = MetricValue.objects.for_period(bureau, year, Period.YEAR).filter(metric=OuterRef("pk"))
    assigned = MetricAssignment.objects.of(bureau, year, Period.YEAR).filter(metric=OuterRef("pk"))
    is_answered, is_free = Q(is_answered=True), Q(is_assigned=False)
    counted = metrics.annotate(
        is_answered=Exists(values.exclude(state=State.PENDING)), is_assigned=Exists(assigned)
    ).aggregate(
        total=Count("pk"),
        done=Count("pk", filter=is_answered),
        free=Count("pk", filter=is_free),
        free_done=Count("pk", filter=is_free & is_answered),
    )
    return YearFigures(Share(counted["done"], counted["total"]), Share(counted["free_done"], counted["free"]))


def _figures_by_department(bureau: Bureau, year: int) -> dict[int, Share]:
    values = MetricValue.objects.for_period(bureau, year, Period.YEAR).filter(metric=OuterRef("metric"))
    rows = (
        MetricAssignment.objects.of(bureau, year, Period.YEAR)
        .annotate(is_answered=Exists(values.exclude(state=State.PENDING)))
        .values("department")
        .annotate(total=Count("pk"), done=Count("pk", filter=Q(is_answered=True)))
        .order_by("department")
    )
    return {row["department"]: Share(row["done"], row["total"]) for row in rows}


def _today() -> dt.date:
    return timezone.localdate()
