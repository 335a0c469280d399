"""Who writes which section of a draft, and until when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.urls import reverse

from edusum.accounts.models import User
from edusum.common.words import quoted
from edusum.drafts.duties import metrics_of
from edusum.drafts.enums import DONE, SectionAction, SectionState
from edusum.drafts.errors import DepartmentError, StepRefusedError
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.records import locked, record
from edusum.drafts.reminding import notify, people_of
from edusum.drafts.titles import title_of
from edusum.metrics.assigning import Duty, Reassigned, assign_metrics, free_metrics
from edusum.metrics.models import MetricAssignment, MetricDefinition
from edusum.orgs.models import Bureau, Department
from edusum.orgs.permissions import Action, require

OFFICE = "统稿人"
MAX_NOTE = 200
SHOWN = 3
SETTLED = "本节已交，不能转交；要转交请先退回或撤回。"


class Time(NamedTuple):
    """A bureau's year or its first half."""

    bureau: Bureau
    year: int
    period: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Stands for: as it is."""


KEEP = Keep()


@dataclass(frozen=True, slots=True)
class Changed:
    """How many sections (or metrics) were changed, and which (their names) could not be, having been handed
    in."""

    count: int
    settled: tuple[str, ...] = ()


def assign_section(
    *,
    section_text: SectionText,
    department: Department | None,
    actor: User,
    note: str = "",
    due_on: dt.date | None = None,
    with_figures: bool = False,
) -> SectionText:
    """Hand a section over to another department, or (None) to the office, with a word and perhaps a day.

    The office may do so with every section, a section head with those of the department. The people there are
    told. No `due_on` leaves the day as it is; `with_figures` hands over the metrics too that the section
    names and its department was to fill; what it has handed in stays, and the revision says so. Raises
    DepartmentError, StepRefusedError when the section is handed in, PermissionDenied.
    """
    with transaction.atomic():
        row = locked(section_text)
        require(actor, Action.ASSIGN, bureau=row.draft.bureau, department=row.department)
        if department != row.department and row.state in DONE:
            raise StepRefusedError(SETTLED)
        former = row.department
        if with_figures and department != former:
            kept = _hand_over_figures(row, former, department, due_on or row.due_on, actor)
            note = "".join(filter(None, (note.strip(), kept)))
        _assign(row, department=department, due_on=due_on or row.due_on, actor=actor, note=note)
        if row.department != former:
            _tell([row], words=f"把{_named([row])}交给{department or OFFICE}填写", actor=actor, note=note)
            _tell_former([row], former, actor=actor, note=note)
        return row


def assign_sections(
    *,
    draft: Draft,
    rows: Collection[int],
    actor: User,
    department: Department | Keep | None = KEEP,
    due_on: dt.date | Keep | None = KEEP,
    note: str = "",
) -> Changed:
    """Set department and day of many sections (ids of their texts); what is handed in keeps its department.

    The office only. Raises DepartmentError, PermissionDenied.
    """
    require(actor, Action.ASSIGN, bureau=draft.bureau)
    changed: list[SectionText] = []
    given: list[SectionText] = []
    taken: dict[Department | None, list[SectionText]] = defaultdict(list)
    settled = []
    with transaction.atomic():
        for found in draft.section_texts.filter(pk__in=rows).order_by("pk"):
            row = locked(found)
            former, wanted = row.department, row.department if isinstance(department, Keep) else department
            if wanted != former and row.state in DONE:
                settled.append(title_of(row))
                wanted = former
            day = row.due_on if isinstance(due_on, Keep) else due_on
            if _assign(row, department=wanted, due_on=day, actor=actor, note=note):
                changed.append(row)
                if row.department != former:
                    given.append(row)
                    taken[former].append(row)
        if given:
            _tell_many(given, actor=actor, note=note)
        for former, lost in taken.items():
            _tell_former(lost, former, actor=actor, note=note)
    return Changed(len(changed), tuple(settled))


def assign_figure_duties(
    *,
    draft: Draft,
    metrics: Collection[int],
    actor: User,
    department: Department | Keep | None = KEEP,
    due_on: dt.date | Keep | None = KEEP,
) -> Reassigned:
    """Set department and day of metrics (ids) in the draft's time; None: nobody's in particular.

    The office only. What is nobody's gets no day; what was handed in keeps its department. Raises
    EdusumError, PermissionDenied.
    """
    require(actor, Action.ASSIGN, bureau=draft.bureau)
    time = Time(draft.bureau, draft.year, draft.period)
    if department is None:
        return free_metrics(**time._asdict(), metrics=metrics, actor=actor)
    known = {row.metric_id: row for row in MetricAssignment.objects.of(*time).filter(metric__in=metrics)}
    duties = {}
    for metric in MetricDefinition.objects.filter(pk__in=metrics).values_list("pk", flat=True):
        row = known.get(metric)
        whose = department.pk if isinstance(department, Department) else row and row.department_id
        day = due_on if not isinstance(due_on, Keep) else row and row.due_on
        if whose is not None:
            duties[metric] = Duty(whose, day)
    return assign_metrics(**time._asdict(), duties=duties, actor=actor)


def _assign(
    row: SectionText, *, department: Department | None, due_on: dt.date | None, actor: User, note: str
) -> str:
    """Stored with its revision; returns what is new, in words."""
    words = _words(row, department, due_on)
    if words:
        if department != row.department:
            _refuse_unfit(row.draft, department)
        row.department, row.due_on = department, due_on
        said = f"{words}。{note.strip()}"[:MAX_NOTE] if note.strip() else words
        record(row, action=SectionAction.ASSIGN, state=SectionState(row.state), actor=actor, note=said)
    return words


def _hand_over_figures(
    row: SectionText,
    former: Department | None,
    department: Department | None,
    due_on: dt.date | None,
    actor: User,
) -> str:
    """Those of the former department that the section names; the office fills what is nobody's.

    Returns a sentence about those that stay, having been handed in.
    """
    if former is None:
        return ""
    _refuse_unfit(row.draft, department)
    draft = row.draft
    time = Time(draft.bureau, draft.year, draft.period)
    named = MetricAssignment.objects.of(*time).filter(metric__in=metrics_of(draft).get(row.pk, ()))
    days = dict(named.filter(department=former).values_list("metric", "due_on"))
    if department is None:
        done = free_metrics(**time._asdict(), metrics=days, actor=actor)
    else:
        duties = {metric: Duty(department.pk, due_on or day) for metric, day in days.items()}
        done = assign_metrics(**time._asdict(), duties=duties, actor=actor)
    return kept_words(done.settled, former)


def kept_words(settled: Sequence[str], department: Department | None = None) -> str:
    """A sentence about metrics that stay with the department which has handed them in; "" for none."""
    if not settled:
        return ""
    named = "".join(quoted(name) for name in settled[:SHOWN])
    more = f"等 {len(settled)} 项" if len(settled) > SHOWN else ""
    return f"{named}{more}{department or '所属科室'}已经上报，仍由原科室填报；要改请先退回上报。"


def _refuse_unfit(draft: Draft, department: Department | None) -> None:
    if department is None:
        return
    if department.bureau_id != draft.bureau_id or not department.is_active:
        raise DepartmentError("这个科室不属于本单位或已停用，请另选一个科室。")


def _words(row: SectionText, department: Department | None, due_on: dt.date | None) -> str:
    """基教科 → 学前科，12月15日前交; "" where all is as it was."""
    said = []
    if department != row.department:
        said.append(f"{row.department or OFFICE} → {department or OFFICE}")
    if due_on != row.due_on:
        said.append(f"{due_on.month}月{due_on.day}日前交" if due_on else "不再限定日期")
    return "，".join(said)


def _tell_many(rows: Sequence[SectionText], *, actor: User, note: str) -> None:
    """All that were given to one department (or to the office) at once."""
    department = rows[0].department or OFFICE
    _tell(rows, words=f"把{_named(rows)}交给{department}填写", actor=actor, note=note)


def _tell(rows: Sequence[SectionText], *, words: str, actor: User, note: str) -> None:
    first = rows[0]
    due = f"，{first.due_on.month}月{first.due_on.day}日前交" if first.due_on else ""
    notify(
        people_of(first.draft.bureau, first.department_id),
        bureau=first.draft.bureau,
        draft=first.draft,
        key=f"assigned:{first.pk}:{first.revision_number}",
        words=f"{actor}{words}{due}。{note.strip()}",
        address=reverse("drafts:section_edit", args=[first.draft_id, first.pk]),
        sent_by=actor,
    )


def _tell_former(rows: Sequence[SectionText], former: Department | None, *, actor: User, note: str) -> None:
    """Who wrote these so far need not any more; for a department without people there is nobody to tell."""
    if former is None or not Department.objects.staffed().filter(pk=former.pk).exists():
        return
    first = rows[0]
    words = f"{actor}把{_named(rows)}改由{first.department or OFFICE}填写，{former}不用再写。{note.strip()}"
    notify(
        people_of(first.draft.bureau, former.pk),
        bureau=first.draft.bureau,
        draft=first.draft,
        key=f"taken:{first.pk}:{first.revision_number}",
        words=words,
        address=reverse("drafts:section_edit", args=[first.draft_id, first.pk]),
        sent_by=actor,
    )


def tell_returned(row: SectionText, *, actor: User, note: str) -> None:
    """Who wrote it is to mend it."""
    notify(
        people_of(row.draft.bureau, row.department_id),
        bureau=row.draft.bureau,
        draft=row.draft,
        key=f"returned:{row.pk}:{row.revision_number}",
        words=f"{actor}退回了{_named([row])}：{note}",
        address=reverse("drafts:section_edit", args=[row.draft_id, row.pk]),
        sent_by=actor,
    )


def tell_left_out(row: SectionText, *, actor: User, reason: str) -> None:
    """Who was to write it need not any more; nobody, where that was the office."""
    if row.department_id is None:
        return
    notify(
        people_of(row.draft.bureau, row.department_id),
        bureau=row.draft.bureau,
        draft=row.draft,
        key=f"omitted:{row.pk}:{row.revision_number}",
        words=f"{actor}定了本稿不写{_named([row])}，已有的文字仍留着。{reason}",
        address=reverse("drafts:section_edit", args=[row.draft_id, row.pk]),
        sent_by=actor,
    )


def _named(rows: Sequence[SectionText]) -> str:
    names = "".join(quoted(title_of(row)) for row in rows[:SHOWN])
    more = f"等 {len(rows)} 节" if len(rows) > SHOWN else ""
    return f"《{rows[0].draft.title}》的{names}{more}"
