"""The first page of one person: what waits, where they left off, how the year stands, reminders."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.years import reporting_year
from edusum.dashboard.key_figures import KeyFigure, key_figures_of
from edusum.dashboard.progress import (
    DepartmentProgress,
    PaperProgress,
    Share,
    YearFigures,
    departments_of,
    figures_of,
    papers_of,
)
from edusum.dashboard.worklist import Task, worklist_of
from edusum.drafts.assignments import OF_OFFICE
from edusum.drafts.enums import SectionAction, SectionState
from edusum.drafts.models import Draft, Notice, Presence, Revision, SectionText
from edusum.drafts.querysets import SectionTextQuerySet
from edusum.drafts.reading import with_shared_terms
from edusum.drafts.titles import DRAFT_NAMES, short_title, title_of
from edusum.metrics.enums import State
from edusum.metrics.models import MetricValue
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, can, memberships_of

SHOWN = 12
RECENT = 4
NOTICES, OPEN_NOTICES = 12, 3
"""How many notices are listed, and how many of them without unfolding."""
VERBS = {
    SectionAction.SAVE: "写了",
    SectionAction.AUTOSAVE: "写了",
    SectionAction.HAND_IN: "交了稿",
    SectionAction.TAKE_BACK: "撤回了",
    SectionAction.APPROVE: "通过了",
    SectionAction.RETURN: "退回了",
    SectionAction.OMIT: "定为本稿不写",
    SectionAction.INCLUDE: "恢复了",
    SectionAction.FULL: "改为详写",
    SectionAction.SHORT: "改为简写",
    SectionAction.VERSION: "换用了新版模板",
    SectionAction.EXHIBIT: "改了表和图",
    SectionAction.ASSIGN: "改了分工",
    SectionAction.ADD: "新增了",
    SectionAction.RENAME: "改了标题",
    SectionAction.PLACE: "调整了位置",
}
"""What a colleague did, before the name of the section."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A section where somebody was; `verb` says what was done there last (交稿)."""

    title: str
    row: SectionText
    paper: str
    wrote_at: datetime | None = None
    seen_at: datetime | None = None
    verb: str = ""


class Home:
    def __init__(self, user: User, bureau: Bureau, *, shows_all: bool = False) -> None:
        self.user = user
        self.bureau = bureau
        self.shows_all = shows_all
        self.year = reporting_year(timezone.localdate())
        self.worklist = worklist_of(user, bureau)

    @property
    def can_start(self) -> bool:
        return can(self.user, Action.START_DRAFT, bureau=self.bureau)

    @property
    def can_fill_figures(self) -> bool:
        return can(self.user, Action.FILL_FIGURES, bureau=self.bureau)

    @property
    def can_urge(self) -> bool:
        return can(self.user, Action.ASSIGN, bureau=self.bureau)

    @property
    def watches(self) -> bool:
        """Whether this person has no part of their own to do, but looks how the others get on."""
        return not self.can_fill_figures

    @cached_property
    def tasks(self) -> list[Task]:
        return self.worklist.tasks(None if self.shows_all else SHOWN)

    @property
    def hidden_count(self) -> int:
        return self.worklist.count - len(self.tasks)

    # Where one left off, and what others do

    @cached_property
    def left_off(self) -> "list[Trace]":
        """The sections where this person was last, the latest first."""
        rows = (
            Presence.objects.filter(user=self.user, section_text__draft__bureau=self.bureau)
            .select_related("section_text__section", *(f"section_text__{name}" for name in DRAFT_NAMES))
            .order_by(Coalesce("wrote_at", "seen_at").desc(), "-pk")
        )
        found = list(rows[:RECENT])
        with_shared_terms(row.section_text.draft for row in found)
        return [
            Trace(
                title_of(row.section_text),
                row.section_text,
                short_title(row.section_text.draft),
                row.wrote_at,
                row.seen_at,
            )
            for row in found
        ]

    @cached_property
    def recent(self) -> "list[Trace]":
        """What others wrote or handed in last."""
        found = list(
            self._sections()
            .filter(updated_by__isnull=False)
            .exclude(updated_by=self.user)
            .exclude(state=SectionState.UNTOUCHED)
            .with_place()
            .select_related("section", "updated_by", *DRAFT_NAMES)
            .order_by("-updated_at", "-pk")[:RECENT]
        )
        with_shared_terms(row.draft for row in found)
        done = Revision.objects.filter(
            section_text__in=[row.pk for row in found], number=F("section_text__revision_number")
        )
        verbs = {
            row: VERBS[SectionAction(action)] for row, action in done.values_list("section_text", "action")
        }
        return [
            Trace(title_of(row), row, short_title(row.draft), verb=verbs.get(row.pk, "")) for row in found
        ]

    # The year

    @cached_property
    def papers(self) -> list[PaperProgress]:
        return papers_of(self.bureau)

    @cached_property
    def departments(self) -> list[DepartmentProgress]:
        return departments_of(self.bureau, self.year)

    @cached_property
    def _figures(self) -> YearFigures:
        return figures_of(self.bureau, self.year)

    @property
    def figures(self) -> Share:
        return self._figures.every

    @property
    def free_figures(self) -> Share:
        """What was given to no department."""
        return self._figures.free if self.departments else Share(0, 0)

    @property
    def free_url(self) -> str:
        """Where the office gives these metrics to departments; "" for who may not, or without a paper."""
        drafts = [paper.draft for paper in self.papers if paper.draft.year == self.year]
        if not drafts or not self.can_urge:
            return ""
        address = reverse("drafts:draft_assignments", args=[drafts[0].pk])
        return f"{address}?department={OF_OFFICE}#figures"

    @cached_property
    def key_figures(self) -> list[KeyFigure]:
        return key_figures_of(self.key_paper) if self.key_paper else []

    @cached_property
    def key_paper(self) -> Draft | None:
        """The first one for whose time anything is filled; failing that, the first."""
        drafts = [paper.draft for paper in self.papers]
        filled = MetricValue.objects.filter(bureau=self.bureau, state=State.FILLED).order_by()
        years = {draft.year for draft in drafts}
        times = set(filled.filter(year__in=years).values_list("year", "period").distinct())
        told = [draft for draft in drafts if (draft.year, draft.period) in times]
        return next(iter(told + drafts), None)

    @property
    def pending_figures(self) -> int:
        return self.figures.total - self.figures.done

    @property
    def has_draft_of_the_year(self) -> bool:
        return any(paper.draft.year >= self.year for paper in self.papers)

    @property
    def open_count(self) -> int:
        """How many sections of the year's papers are still to be handed in, by anybody."""
        return sum(item.sections.total - item.sections.done for item in self.departments)

    @property
    def overdue_by_others(self) -> int:
        return sum(item.overdue for item in self.departments)

    @property
    def late_departments(self) -> list[DepartmentProgress]:
        return [item for item in self.departments if item.overdue]

    @property
    def sheet_url(self) -> str:
        """The figures of the year: those of one's departments, for whom has any."""
        is_of_department = any(item.department_id for item in memberships_of(self.user))
        return reverse("metrics:metric_sheet", args=[self.year]) + ("?scope=own" if is_of_department else "")

    # Notices

    @cached_property
    def notices(self) -> list[Notice]:
        rows = Notice.objects.filter(user=self.user, bureau=self.bureau).unread().select_related("sent_by")
        return list(rows[:NOTICES])

    @property
    def first_notices(self) -> list[Notice]:
        return self.notices[:OPEN_NOTICES]

    @property
    def folded_notices(self) -> list[Notice]:
        return self.notices[OPEN_NOTICES:]

    @cached_property
    def notice_count(self) -> int:
        return Notice.objects.filter(user=self.user, bureau=self.bureau).unread().count()

    def _sections(self) -> SectionTextQuerySet:
        rows: SectionTextQuerySet = SectionText.objects.visible_to(self.user).filter(
            draft__bureau=self.bureau
        )
        return rows
