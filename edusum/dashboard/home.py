"""What waits for one person, and how the year's papers stand."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.years import reporting_year
from edusum.drafts.enums import SectionState
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.reading import with_shared_terms
from edusum.metrics.enums import Period, State
from edusum.metrics.models import MetricDefinition, MetricValue
from edusum.metrics.needs import Papers, needed_codes
from edusum.orgs.enums import DEPARTMENT_ROLES, Role
from edusum.orgs.models import Bureau, Department
from edusum.orgs.permissions import Action, can, memberships_of

OPEN = [SectionState.UNTOUCHED, SectionState.WRITING]
DONE = [SectionState.HANDED_IN, SectionState.APPROVED]
SHOWN = 12
DRAFT_NAMES = ("draft__bureau", "draft__version", "draft__report_template", "draft__department")


@dataclass(frozen=True, slots=True)
class DepartmentProgress:
    name: str
    done: int
    total: int


class Home:
    """The first page of one person in their bureau."""

    def __init__(self, user: User, bureau: Bureau) -> None:
        self.user = user
        self.bureau = bureau
        self.year = reporting_year(timezone.localdate())

    @property
    def can_start(self) -> bool:
        return can(self.user, Action.START_DRAFT, bureau=self.bureau)

    @property
    def can_fill_figures(self) -> bool:
        return can(self.user, Action.FILL_FIGURES, bureau=self.bureau)

    @property
    def can_export(self) -> bool:
        return can(self.user, Action.EXPORT, bureau=self.bureau)

    @cached_property
    def drafts(self) -> list[Draft]:
        papers = Draft.objects.filter(bureau=self.bureau).with_names().with_progress()
        return with_shared_terms(papers.visible_to(self.user)[:6])

    @cached_property
    def waiting(self) -> list[SectionText]:
        """The sections this person is to write or to approve, the oldest paper first."""
        rows = list(self._waiting()[:SHOWN])
        with_shared_terms(row.draft for row in rows)
        return rows

    @cached_property
    def waiting_count(self) -> int:
        return self._waiting().count()

    @property
    def hidden_count(self) -> int:
        return self.waiting_count - len(self.waiting)

    @cached_property
    def recent(self) -> list[SectionText]:
        """What was changed last in the bureau, and by whom."""
        return list(
            SectionText.objects.visible_to(self.user)
            .filter(draft__bureau=self.bureau, updated_by__isnull=False)
            .with_place()
            .select_related("updated_by", *DRAFT_NAMES)
            .order_by("-updated_at", "-pk")[:5]
        )

    @cached_property
    def writing_count(self) -> int:
        """How many sections of this year's papers other people are still to hand in."""
        rows = SectionText.objects.visible_to(self.user).filter(
            draft__bureau=self.bureau, draft__year__gte=self.year, is_omitted=False, state__in=OPEN
        )
        return rows.exclude(pk__in=self._waiting().values("pk")).count()

    @cached_property
    def has_draft_of_the_year(self) -> bool:
        return any(draft.year >= self.year for draft in self.drafts)

    @cached_property
    def own_figures(self) -> set[str]:
        """Codes of the metrics that the sections of the person's departments take up this year."""
        departments = [item.department_id for item in memberships_of(self.user) if item.department_id]
        return (
            needed_codes(Papers(self.bureau, self.year, Period.YEAR, departments)) if departments else set()
        )

    @property
    def own_figures_url(self) -> str:
        return f"{reverse('metrics:metric_sheet', args=[self.year])}?scope=own"

    @cached_property
    def department_progress(self) -> list[DepartmentProgress]:
        """Per department, how many sections of this year's and later papers are handed in."""
        rows = (
            SectionText.objects.visible_to(self.user)
            .filter(draft__bureau=self.bureau, draft__year__gte=self.year, is_omitted=False)
            .values("department__name", "department__position")
            .annotate(total=Count("pk"), done=Count("pk", filter=Q(state__in=DONE)))
            .order_by("department__position")
        )
        return [
            DepartmentProgress(row["department__name"] or "统稿人", row["done"], row["total"]) for row in rows
        ]

    @cached_property
    def figure_progress(self) -> tuple[int, int]:
        """How many of the metrics that the year's papers take up (without papers: of all) are answered."""
        needed = needed_codes(Papers(self.bureau, self.year, Period.YEAR))
        metrics = (
            MetricDefinition.objects.filter(code__in=needed) if needed else MetricDefinition.objects.active()
        )
        answered = (
            MetricValue.objects.visible_to(self.user)
            .filter(bureau=self.bureau, year=self.year, period=Period.YEAR, metric__in=metrics)
            .exclude(state=State.PENDING)
        )
        return answered.count(), metrics.count()

    def _waiting(self) -> "QuerySet[SectionText]":
        to_do = Q(pk__in=[])
        for membership in memberships_of(self.user):
            if membership.bureau_id == self.bureau.pk:
                to_do |= _duty(membership.role, membership.department_id)
        return (
            SectionText.objects.visible_to(self.user)
            .filter(draft__bureau=self.bureau, is_omitted=False)
            .filter(to_do)
            .with_last_turn()
            .with_place()
            .select_related("department", *DRAFT_NAMES)
            .distinct()
            .order_by("draft__year", "pk")
        )


def _duty(role: str, department: int | None) -> Q:
    if role == Role.EDITOR:
        unstaffed = ~Q(department__in=Department.objects.staffed())
        return Q(state=SectionState.HANDED_IN) | Q(state__in=OPEN) & (Q(department__isnull=True) | unstaffed)
    if role not in DEPARTMENT_ROLES:
        return Q(pk__in=[])
    states = [*OPEN, SectionState.HANDED_IN] if role == Role.SECTION_HEAD else OPEN
    return Q(department=department, state__in=states)
