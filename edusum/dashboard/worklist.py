"""What waits for one person: sections, figures, changes to publish; what is overdue first."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.years import reporting_year
from edusum.drafts.assignments import OF_UNSTAFFED
from edusum.drafts.enums import SectionState
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.querysets import SectionTextQuerySet
from edusum.drafts.reading import with_shared_terms
from edusum.drafts.titles import DRAFT_NAMES, short_title, title_of
from edusum.metrics.access import publishable
from edusum.metrics.enums import Period, State, SubmissionAction, SubmissionState, period_label
from edusum.metrics.models import (
    MetricAssignment,
    MetricValue,
    Submission,
    SubmissionEvent,
)
from edusum.orgs.enums import DEPARTMENT_ROLES, Role
from edusum.orgs.models import Bureau, Department
from edusum.orgs.permissions import memberships_of
from edusum.orgs.services import home_bureau
from edusum.proofreading.access import Target
from edusum.proofreading.deciding import desk_address, given_to

OPEN = [SectionState.UNTOUCHED, SectionState.WRITING]


@dataclass(frozen=True, slots=True)
class Task:
    """One line: what is to be done (`name`), for which paper, until when; `state` is the name of a badge."""

    name: str
    url: str
    paper: str
    state: str
    due_on: dt.date | None = None
    label: str = ""
    note: str = ""
    is_first: bool = False
    """Whether it goes before what is due: others can't see their figures printed until it is done."""

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def is_pressing(self) -> bool:
        """Whether it is due today or before."""
        return self.due_on is not None and self.due_on <= timezone.localdate()


class Worklist:
    """Of a person in one bureau."""

    def __init__(self, user: User, bureau: Bureau) -> None:
        self.user = user
        self.bureau = bureau

    @cached_property
    def count(self) -> int:
        return self.section_count + len(self._others) + len(self._findings)

    @cached_property
    def section_count(self) -> int:
        """The lines about sections."""
        return self.sections.count() + len(self._stood_in_for) if self._has_duties else 0

    @cached_property
    def _given(self) -> list[tuple[Target, list[str]]]:
        return given_to(self.user, self.bureau)

    @property
    def finding_count(self) -> int:
        """What proofreading found and was given to this person to mend."""
        return sum(len(prints) for _, prints in self._given)

    @cached_property
    def _findings(self) -> list[Task]:
        """A line per paper."""
        return [
            Task(
                name=f"修改校核发现的 {len(prints)} 处问题",
                url=desk_address(target, prints[0]),
                paper=short_title(target) if isinstance(target, Draft) else target.name,
                state="check",
            )
            for target, prints in self._given
        ]

    @property
    def figure_count(self) -> int:
        """The lines about figures, changes that wait among them."""
        return len(self._others)

    @cached_property
    def overdue_count(self) -> int:
        late = self.sections.filter(due_on__lt=timezone.localdate()).count() if self._has_duties else 0
        return late + sum(task.is_overdue for task in [*self._others, *self._stood_in_for])

    def tasks(self, limit: int | None = None) -> list[Task]:
        """The most pressing ones, up to `limit`."""
        found = [*self._findings, *self._others, *self._stood_in_for, *self._section_tasks(limit)]
        found.sort(key=lambda task: (not task.is_first, task.due_on or dt.date.max))
        return found[:limit]

    @property
    def sections(self) -> SectionTextQuerySet:
        """What this person is to write or to approve, the earliest day first, then the oldest paper.

        What the office writes for departments without people is told by paper instead (`_stood_in_for`).
        """
        to_do = Q(pk__in=[])
        for membership in self._memberships:
            to_do |= _duty(membership.role, membership.department_id)
        rows: SectionTextQuerySet = SectionText.objects.filter(draft__bureau=self.bureau, is_omitted=False)
        return rows.filter(to_do).order_by(F("due_on").asc(nulls_last=True), "draft__year", "pk")

    @cached_property
    def _stood_in_for(self) -> list[Task]:
        """A line per paper: what the office is to write there for departments nobody of which can sign in."""
        if not self._is_office:
            return []
        today = timezone.localdate()
        rows = SectionText.objects.filter(draft__bureau=self.bureau).unfinished()
        counted = (
            rows.exclude(department=None)
            .exclude(department__in=Department.objects.staffed())
            .order_by()
            .values("draft")
            .annotate(
                total=Count("pk"),
                late=Count("pk", filter=Q(due_on__lt=today)),
                begun=Count("pk", filter=Q(state=SectionState.WRITING)),
                day=Min("due_on"),
            )
        )
        found = {row["draft"]: row for row in counted}
        drafts = Draft.objects.filter(pk__in=found).with_names() if found else Draft.objects.none()
        return [
            _standing_in(draft, found[draft.pk]) for draft in with_shared_terms(drafts.order_by("year", "pk"))
        ]

    @property
    def _memberships(self) -> list[Any]:
        return [item for item in memberships_of(self.user) if item.bureau_id == self.bureau.pk]

    @property
    def _has_duties(self) -> bool:
        return any(item.role in {*DEPARTMENT_ROLES, Role.EDITOR} for item in self._memberships)

    def _section_tasks(self, limit: int | None) -> Iterator[Task]:
        if not self._has_duties:
            return
        rows = list(
            self.sections.with_last_turn().with_place().select_related("department", *DRAFT_NAMES)[:limit]
        )
        with_shared_terms(row.draft for row in rows)
        for row in rows:
            yield Task(
                name=title_of(row),
                url=reverse("drafts:section_edit", args=[row.draft_id, row.pk]),
                paper=short_title(row.draft),
                state="returned" if row.is_returned else row.state,
                due_on=row.due_on,
                label="已交，请审阅" if row.state == SectionState.HANDED_IN else "",
                note=row.last_turn_note if row.is_returned else "",
            )

    @cached_property
    def _others(self) -> list[Task]:
        return [*self._figures(), *self._changes()] if self._has_duties else []

    # Figures

    def _figures(self) -> Iterator[Task]:
        """A line per department and year: figures to fill or, unless they are old, to be handed in."""
        for duty in self._figure_duties():
            state = duty["submission"]
            is_reopened = state == SubmissionState.REOPENED
            is_old = duty["year"] < reporting_year(timezone.localdate())
            if duty["is_all_in"] and not is_reopened:
                continue
            if state != SubmissionState.HANDED_IN and (duty["pending"] or is_reopened or not is_old):
                yield _figure_task(duty, is_reopened=is_reopened, is_only=duty["department"] in self._only)
        if self._is_office and self.bureau.parent_id is not None:
            yield from self._reopened_whole()

    @property
    def _only(self) -> set[int]:
        """The department of who works in one; that one's page of figures is theirs."""
        own = {item.department_id for item in self._memberships if item.department_id}
        return own if len(own) == 1 else set()

    def _figure_duties(self) -> list[dict[str, Any]]:
        mine = Q(department__in=[item.department_id for item in self._memberships if item.department_id])
        if self._is_office:
            mine |= ~Q(department__in=Department.objects.staffed())
        time = {name: OuterRef(name) for name in ("bureau", "year", "period")}
        answered = MetricValue.objects.filter(**time, metric=OuterRef("metric")).exclude(state=State.PENDING)
        submissions = Submission.objects.filter(**time, department=OuterRef("department"))
        whole = Submission.objects.handed_in().filter(**time, department=None)
        reasons = _reopenings(**{f"submission__{name}": value for name, value in time.items()})
        rows = MetricAssignment.objects.filter(bureau=self.bureau).filter(mine)
        counted = (
            rows.annotate(
                is_answered=Exists(answered),
                is_all_in=Exists(whole),
                submission=Subquery(submissions.values("state")[:1]),
                reason=Subquery(reasons.filter(submission__department=OuterRef("department"))[:1]),
            )
            .values("year", "period", "department", "department__name", "submission", "reason", "is_all_in")
            .annotate(
                pending=Count("pk", filter=Q(is_answered=False)),
                total=Count("pk"),
                day=Min("due_on", filter=Q(is_answered=False)),
                last_day=Min("due_on"),
            )
            .order_by("-year", "period", "department__position", "department")
        )
        return [dict(row) for row in counted]

    def _reopened_whole(self) -> Iterator[Task]:
        """What the bureau above has given back."""
        rows = Submission.objects.filter(bureau=self.bureau, department=None, state=SubmissionState.REOPENED)
        reason = Subquery(_reopenings(submission=OuterRef("pk"))[:1])
        for year, period, word in rows.annotate(word=reason).values_list("year", "period", "word"):
            yield Task(
                name=f"修改后重新上报{self.bureau.short_name}的指标",
                url=_sheet(year, period, scope="all"),
                paper=f"{period_label(year, period)}指标",
                state="returned",
                note=word or "",
            )

    @property
    def _is_office(self) -> bool:
        return any(item.role == Role.EDITOR for item in self._memberships)

    # Changes of held values

    def _changes(self) -> Iterator[Task]:
        """Of the bureau itself, and of units below it that have reported theirs."""
        waiting = Counter((row.year, row.period) for row in publishable(self.user))
        for (year, period), count in sorted(waiting.items()):
            yield Task(
                name=f"{count} 项指标改动等您发布",
                url=reverse("drafts:pending_list"),
                paper=f"{period_label(year, period)}指标",
                state="check",
                is_first=True,
            )


def worklist_of(user: Any, bureau: Bureau) -> Worklist:
    """The same for the page and the frame around it, so that it is read once per request."""
    if not hasattr(user, "_worklist"):
        user._worklist = Worklist(user, bureau)
    found: Worklist = user._worklist
    return found


def counts(user: User) -> dict[str, int]:
    """For the rail: all that waits, the sections and the lines about figures among it."""
    bureau = home_bureau(user)
    if bureau is None:
        return {}
    worklist = worklist_of(user, bureau)
    return {
        "dashboard:home": worklist.count,
        "drafts:draft_list": worklist.section_count,
        "metrics:metric_current": worklist.figure_count,
        "proofreading:papers": worklist.finding_count,
    }


def _reopenings(**of: Any) -> "QuerySet[SubmissionEvent, str]":
    """The reasons of giving back, the last one first."""
    rows = SubmissionEvent.objects.filter(**of, action=SubmissionAction.REOPEN)
    return rows.order_by("-pk").values("note")  # type: ignore[return-value]  # one column for a subquery


def _standing_in(draft: Draft, row: dict[str, Any]) -> Task:
    return Task(
        name=f"代没有账户的科室办理：{row['total']} 节",
        url=f"{reverse('drafts:draft_assignments', args=[draft.pk])}?department={OF_UNSTAFFED}&open=1",
        paper=short_title(draft),
        state=SectionState.WRITING if row["begun"] else SectionState.UNTOUCHED,
        due_on=row["day"],
        note=f"其中 {row['late']} 节已逾期" if row["late"] else "",
    )


def _figure_task(duty: dict[str, Any], *, is_reopened: bool, is_only: bool) -> Task:
    year, period = duty["year"], duty["period"]
    pending, total = duty["pending"], duty["total"]
    filled, label = total - pending, ""
    if is_reopened:
        state = "returned"
    elif pending:
        state = "writing" if filled else "untouched"
        label = f"已填 {filled} / {total}" if filled else ""
    else:
        state, label = "filled", "已填齐，待上报"
    asked = {"scope": "own"} if is_only else {"department": duty["department"]}
    what = f"填报 {pending} 项指标" if pending else f"上报 {total} 项指标"
    return Task(
        name=f"{duty['department__name']}：{what}",
        url=_sheet(year, period, **asked) if pending else _hand_in(year, period, duty["department"]),
        paper=f"{period_label(year, period)}指标",
        state=state,
        label=label,
        due_on=duty["day"] if pending else duty["last_day"],
        note=(duty["reason"] or "") if is_reopened else "",
    )


def _hand_in(year: int, period: str, department: int) -> str:
    return f"{reverse('metrics:submission_hand_in', args=[year])}?period={period}&department={department}"


def _sheet(year: int, period: str, **asked: Any) -> str:
    words = asked if period == Period.YEAR else {"period": period, **asked}
    return f"{reverse('metrics:metric_sheet', args=[year])}?{urlencode(words)}"


def _duty(role: str, department: int | None) -> Q:
    if role == Role.EDITOR:
        return Q(state=SectionState.HANDED_IN) | Q(state__in=OPEN, department__isnull=True)
    if role not in DEPARTMENT_ROLES:
        return Q(pk__in=[])
    states = [*OPEN, SectionState.HANDED_IN] if role == Role.SECTION_HEAD else OPEN
    return Q(department=department, state__in=states)
