"""Who is reminded of what is due: before, on the day and after it; and when the office asks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.words import quoted
from edusum.drafts.models import Draft, Notice, SectionText
from edusum.drafts.reminding import notify, people_of
from edusum.drafts.titles import DRAFT_NAMES, title_of
from edusum.metrics.enums import State, SubmissionState, period_label
from edusum.metrics.models import MetricAssignment, MetricValue, Submission
from edusum.orgs.models import Bureau, Department
from edusum.orgs.permissions import Action, require

AHEAD = 3
"""So many days before the day people are reminded first."""
SHOWN = 3
AT_ONCE = 8
"""So many sections, by their ids, go into the key of one notice."""


@dataclass(frozen=True, slots=True)
class Urged:
    """How many sections are still to come, how many notices were sent now, and for which departments (names)
    nobody can sign in, so that the office alone was told."""

    sections: int
    notices: int
    unreached: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        if not self.sections and not self.unreached:
            return "这些章节都已交稿，不用催办。"
        if self.notices:
            said = f"已催办 {self.sections} 节，发出 {self.notices} 条提醒。"
        else:
            said = "" if self.unreached else "今天已经催过，没有再发提醒。"
        named = "、".join(self.unreached)
        return said + (f"{named}还没有账户，催办不到，请由统稿人办理或改分给别的科室。" if named else "")


def remind_of_due_days() -> int:
    """What a daily chore does. Returns how many people were told of anything."""
    return _remind_of_sections(timezone.localdate()) + _remind_of_figures(timezone.localdate())


def urge(*, draft: Draft, rows: Collection[int], actor: User) -> Urged:
    """Ask the departments for these sections (ids of their texts), as far as they are not handed in.

    The office only; the same sections once a day. Raises PermissionDenied.
    """
    require(actor, Action.ASSIGN, bureau=draft.bureau)
    return _urge(_unfinished().filter(draft=draft, pk__in=rows), actor)


def urge_overdue(*, department: Department, actor: User) -> Urged:
    """Ask a department for all that is overdue."""
    require(actor, Action.ASSIGN, bureau=department.bureau)
    today = timezone.localdate()
    return _urge(_unfinished().filter(department=department, due_on__lt=today), actor)


def _urge(rows: Iterable[SectionText], actor: User) -> Urged:
    sections, notices = 0, 0
    unreached: dict[str, None] = {}
    with transaction.atomic():
        for items in _by(rows, "draft_id", "department_id"):
            department = items[0].department
            if department and not Department.objects.staffed().filter(pk=department.pk).exists():
                unreached[department.name] = None
                continue
            sections += len(items)
            notices += _tell(items, kind="urge", words=f"{actor}请您抓紧办理", sent_by=actor)
    return Urged(sections, notices, tuple(unreached))


def _unfinished() -> "QuerySet[SectionText]":
    rows = SectionText.objects.unfinished().with_place()
    return rows.select_related("section", "department", *DRAFT_NAMES).order_by(
        "draft", "department", F("due_on").asc(nulls_last=True), "pk"
    )


def _remind_of_sections(today: dt.date) -> int:
    told = 0
    rows = _unfinished().filter(due_on__lte=today + dt.timedelta(days=AHEAD))
    for items in _by(rows, "draft_id", "department_id", "due_on"):
        if day := items[0].due_on:
            kind, when = _when(day, today)
            told += _tell(items, kind=kind, words=when)
    return told


def _tell(items: Sequence[SectionText], *, kind: str, words: str, sent_by: User | None = None) -> int:
    """Sections of one draft and department: each person is told once of a section for a kind and day."""
    day = timezone.localdate() if kind == "urge" else items[0].due_on
    key = f"{kind}:{day}:{items[0].draft_id}"
    people = people_of(items[0].draft.bureau, items[0].department_id)
    known = _known(key, people)
    groups: dict[tuple[SectionText, ...], list[User]] = defaultdict(list)
    for user in people:
        fresh = [row for row in items if row.pk not in known[user.pk]]
        for start in range(0, len(fresh), AT_ONCE):
            groups[tuple(fresh[start : start + AT_ONCE])].append(user)
    return sum(_tell_of(rows, users, key, words, sent_by) for rows, users in groups.items())


def _known(key: str, people: Iterable[User]) -> dict[int, set[int]]:
    """The sections (ids) that each person (id) was told of with such a key."""
    rows = Notice.objects.filter(key__startswith=f"{key}:", user__in=people)
    known: dict[int, set[int]] = defaultdict(set)
    for user, told in rows.values_list("user", "key"):
        known[user] |= {int(pk) for pk in told.removeprefix(f"{key}:").split(",")}
    return known


def _tell_of(
    rows: Sequence[SectionText], users: Iterable[User], key: str, words: str, sent_by: User | None
) -> int:
    draft = rows[0].draft
    names = "".join(quoted(title_of(row)) for row in rows[:SHOWN])
    more = f"等 {len(rows)} 节" if len(rows) > SHOWN else ""
    return notify(
        users,
        bureau=draft.bureau,
        draft=draft,
        key=f"{key}:{','.join(str(row.pk) for row in rows)}",
        words=f"{words}：《{draft.title}》的{names}{more}还没有交。",
        address=reverse("drafts:section_edit", args=[draft.pk, rows[0].pk]),
        sent_by=sent_by,
    )


def _remind_of_figures(today: dt.date) -> int:
    answered = MetricValue.objects.filter(
        bureau=OuterRef("bureau"), year=OuterRef("year"), period=OuterRef("period"), metric=OuterRef("metric")
    ).exclude(state=State.PENDING)
    submissions = Submission.objects.filter(
        bureau=OuterRef("bureau"), year=OuterRef("year"), period=OuterRef("period")
    )
    own, whole = submissions.filter(department=OuterRef("department")), submissions.filter(department=None)
    given_back = Exists(own.filter(state=SubmissionState.REOPENED))
    rows = (
        MetricAssignment.objects.filter(due_on__lte=today + dt.timedelta(days=AHEAD))
        .exclude(Exists(answered))
        .exclude(Exists(own.handed_in()))
        .exclude(Exists(whole.handed_in()) & ~given_back)
        .values_list("bureau", "year", "period", "department", "due_on")
        .annotate(count=Count("pk"))
        .order_by("bureau", "year", "period", "department", "due_on")
    )
    found = list(rows)
    bureaus = Bureau.objects.in_bulk({row[0] for row in found})
    return sum(_tell_figures(bureaus[bureau], *rest, today=today) for bureau, *rest in found)


def _tell_figures(
    bureau: Bureau, year: int, period: str, department: int, due_on: dt.date, count: int, *, today: dt.date
) -> int:
    kind, when = _when(due_on, today)
    time = period_label(year, period)
    return notify(
        people_of(bureau, department),
        bureau=bureau,
        key=f"figures-{kind}:{due_on}:{bureau.pk}:{department}:{year}:{period}",
        words=f"{when}：{time}的指标还有 {count} 项待报。",
        address=f"{reverse('metrics:metric_sheet', args=[year])}?period={period}&scope=own",
    )


def _when(due_on: dt.date, today: dt.date) -> tuple[str, str]:
    """The kind of the reminder, and what it says of the day."""
    days = (due_on - today).days
    if days < 0:
        return "overdue", f"{due_on.month}月{due_on.day}日到期，已逾期"
    return ("soon", f"{due_on.month}月{due_on.day}日到期，还有 {days} 天") if days else ("today", "今天到期")


def _by(rows: Iterable[SectionText], *names: str) -> list[list[SectionText]]:
    groups: dict[tuple[object, ...], list[SectionText]] = defaultdict(list)
    for row in rows:
        groups[tuple(getattr(row, name) for name in names)].append(row)
    return list(groups.values())
