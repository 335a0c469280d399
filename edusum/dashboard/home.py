"""What waits for one person, and how the year's papers stand."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.years import reporting_year
from edusum.drafts.enums import SectionState
from edusum.drafts.models import Draft, SectionText
from edusum.metrics.enums import State
from edusum.metrics.models import MetricDefinition, MetricValue
from edusum.orgs.enums import DEPARTMENT_ROLES, Role
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, can, memberships_of

OPEN = [SectionState.UNTOUCHED, SectionState.WRITING]
DONE = [SectionState.HANDED_IN, SectionState.APPROVED]
SHOWN = 12


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
        return list(Draft.objects.filter(bureau=self.bureau).with_names().with_progress()[:6])

    @cached_property
    def waiting(self) -> list[SectionText]:
        """The sections this person is to write or to approve, the oldest paper first."""
        return list(self._waiting()[:SHOWN])

    @cached_property
    def waiting_count(self) -> int:
        return self._waiting().count()

    @property
    def hidden_count(self) -> int:
        return self.waiting_count - len(self.waiting)

    @cached_property
    def recent(self) -> list[SectionText]:
        """Where the person left off."""
        return list(
            SectionText.objects.visible_to(self.user)
            .filter(updated_by=self.user)
            .select_related("draft", "section")
            .order_by("-updated_at")[:5]
        )

    @cached_property
    def department_progress(self) -> list[DepartmentProgress]:
        """Per department, how many sections of this year's and later papers are handed in."""
        rows = (
            SectionText.objects.filter(
                draft__bureau=self.bureau, draft__year__gte=self.year, is_omitted=False
            )
            .values("department__name", "department__position")
            .annotate(total=Count("pk"), done=Count("pk", filter=Q(state__in=DONE)))
            .order_by("department__position")
        )
        return [
            DepartmentProgress(row["department__name"] or "统稿人", row["done"], row["total"]) for row in rows
        ]

    @cached_property
    def figure_progress(self) -> tuple[int, int]:
        """How many metrics of the year are answered (filled or not applicable), of how many."""
        answered = (
            MetricValue.objects.filter(bureau=self.bureau, year=self.year, metric__is_active=True)
            .exclude(state=State.PENDING)
            .count()
        )
        return answered, MetricDefinition.objects.active().count()

    def _waiting(self) -> "QuerySet[SectionText]":
        to_do = Q(pk__in=[])
        for membership in memberships_of(self.user):
            if membership.bureau_id == self.bureau.pk:
                to_do |= _duty(membership.role, membership.department_id)
        return (
            SectionText.objects.filter(draft__bureau=self.bureau, is_omitted=False)
            .filter(to_do)
            .select_related("draft", "section", "department")
            .order_by("draft__year", "pk")
        )


def _duty(role: str, department: int | None) -> Q:
    if role == Role.EDITOR:
        return Q(state=SectionState.HANDED_IN) | Q(state__in=OPEN, department__isnull=True)
    if role not in DEPARTMENT_ROLES:
        return Q(pk__in=[])
    states = [*OPEN, SectionState.HANDED_IN] if role == Role.SECTION_HEAD else OPEN
    return Q(department=department, state__in=states)
