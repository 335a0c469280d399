"""Tables and charts of a draft are added, changed, moved and taken away; each change of a section is kept."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from edusum.accounts.models import User
from edusum.drafts.duties import take_up
from edusum.drafts.enums import ExhibitKind, SectionAction, SectionState, TableColumn
from edusum.drafts.errors import ExhibitError
from edusum.drafts.models import Attachment, Draft, Exhibit, ExhibitMetric, SectionText
from edusum.drafts.models.exhibits import USUAL_YEARS
from edusum.drafts.records import locked, record
from edusum.drafts.services import next_state, steps_open_to
from edusum.drafts.texts import on_one_line
from edusum.drafts.wholes import problem_of
from edusum.library import wording
from edusum.metrics.models import MetricDefinition
from edusum.orgs.permissions import Action, can, require

MOST_IN_ONE_PLACE = 20
USUAL_COLUMNS = frozenset(
    {TableColumn.UNIT, TableColumn.PREVIOUS, TableColumn.CURRENT, TableColumn.CHANGE, TableColumn.GROWTH}
)
GONE = "这张表或图刚被别人删去，请刷新页面。"
CHANGED = "您填写期间，这张表或图刚被别人改过，没有保存。请刷新页面，核对后再填。"


@dataclass(frozen=True, slots=True)
class Spec:
    """What a table or chart is to be; `metrics` are ids in order."""

    kind: str
    caption: str
    metrics: tuple[int, ...]
    columns: frozenset[str] = field(default=USUAL_COLUMNS)
    is_landscape: bool = False
    year_count: int = USUAL_YEARS


def may_edit_exhibits(user: User, place: SectionText | Attachment) -> bool:
    """Whether this person may change the tables and charts that stand there, as things are now."""
    if isinstance(place, SectionText):
        return SectionAction.SAVE in steps_open_to(user, place) and not place.is_left_behind
    return can(user, Action.START_DRAFT, bureau=place.draft.bureau) and not place.is_apart


def called(exhibit: Exhibit, draft: Draft) -> str:
    """How people know it, with its caption as printed: 指标表“2025年主要指标”."""
    return f"{exhibit.get_kind_display()}“{wording.plain(exhibit.caption, {}, draft.texts)}”"


def mark_of_exhibit(exhibit: Exhibit) -> str:
    """A short mark of what it is; the form carries it, so that a save knows upon what it stands."""
    names = [item.name for item in Exhibit._meta.fields if item.name.startswith(("has_", "is_"))]
    values = [exhibit.caption, exhibit.year_count, *(getattr(exhibit, name) for name in names)]
    metrics = list(exhibit.rows.values_list("metric_id", flat=True))
    return hashlib.sha256(json.dumps([values, metrics]).encode()).hexdigest()[:16]


def add_exhibit(*, place: SectionText | Attachment, spec: Spec, actor: User) -> Exhibit:
    """Put a new one behind those that stand there.

    Raises ExhibitError, StepRefusedError, PermissionDenied.
    """
    with _changing(place, actor) as changing:
        exhibits = changing.place.exhibits
        if exhibits.count() >= MOST_IN_ONE_PLACE:
            raise ExhibitError(f"同一处最多放 {MOST_IN_ONE_PLACE} 张表和图，请先删去不用的。")
        last = exhibits.order_by("position").last()
        exhibit = Exhibit(position=last.position + 1 if last else 1, kind=spec.kind)
        if isinstance(changing.place, SectionText):
            exhibit.section_text = changing.place
        else:
            exhibit.attachment = changing.place
        _store(exhibit, spec, actor)
        changing.note = f"添加{called(exhibit, place.draft)}"
    return exhibit


def change_exhibit(*, exhibit: Exhibit, spec: Spec, seen: str, actor: User) -> Exhibit:
    """Make it what `spec` says, but of the kind it was; `seen` is the `mark_of_exhibit` the person knew.

    Raises ExhibitError, StepRefusedError, PermissionDenied.
    """
    with _changing(exhibit.place, actor) as changing:
        row = _held(exhibit)
        if mark_of_exhibit(row) != seen:
            raise ExhibitError(CHANGED)
        _store(row, spec, actor)
        changing.note = f"修改{called(row, exhibit.place.draft)}" if mark_of_exhibit(row) != seen else ""
    return row


def move_exhibit(*, exhibit: Exhibit, forward: bool, actor: User) -> None:
    """Change places with the one after it, or with the one before."""
    with _changing(exhibit.place, actor) as changing:
        rows = list(changing.place.exhibits.all())
        place = next((number for number, row in enumerate(rows) if row.pk == exhibit.pk), None)
        if place is None:
            raise ExhibitError(GONE)
        other = place + (1 if forward else -1)
        if not 0 <= other < len(rows):
            return
        rows[place], rows[other] = rows[other], rows[place]
        for position, row in enumerate(rows, start=1):
            row.position = position
        Exhibit.objects.bulk_update(rows, ["position"])
        changing.note = f"{'下移' if forward else '上移'}{called(exhibit, exhibit.place.draft)}"


def delete_exhibit(*, exhibit: Exhibit, actor: User) -> None:
    """Take it away. Raises ExhibitError, StepRefusedError, PermissionDenied."""
    with _changing(exhibit.place, actor) as changing:
        row = _held(exhibit)
        changing.note = f"删去{called(row, exhibit.place.draft)}"
        row.delete()


@dataclass(slots=True)
class _Change:
    """A place while its tables and charts are changed; `note` says what was done ("": nothing)."""

    place: SectionText | Attachment
    note: str = ""


@contextmanager
def _changing(place: SectionText | Attachment, actor: User) -> Iterator[_Change]:
    """Hold the place, ask whether the person may, and keep in its history what was done."""
    with transaction.atomic():
        if isinstance(place, SectionText):
            row = locked(place)
            next_state(row, SectionAction.SAVE, actor)
            yield (change := _Change(row))
            if change.note:
                state = SectionState(row.state)
                record(row, action=SectionAction.EXHIBIT, state=state, actor=actor, note=change.note)
            return
        require(actor, Action.START_DRAFT, bureau=place.draft.bureau)
        held = Attachment.objects.select_for_update(of=("self",)).filter(pk=place.pk).first()
        if held is None or held.is_apart:
            raise ExhibitError("这个附件刚被删去，或已改为另附文件，放不了表和图。请刷新页面。")
        yield (change := _Change(held))
        if change.note:
            held.updated_by = actor
            held.save(update_fields=["updated_by", "updated_at"])


def _held(exhibit: Exhibit) -> Exhibit:
    row: Exhibit | None = Exhibit.objects.select_for_update(of=("self",)).filter(pk=exhibit.pk).first()
    if row is None:
        raise ExhibitError(GONE)
    return row


def _store(exhibit: Exhibit, spec: Spec, actor: User) -> None:
    exhibit.caption = checked_caption(spec.caption)
    metrics = _metrics(exhibit.kind, spec)
    for column in TableColumn.values:
        setattr(exhibit, f"has_{column}", column in spec.columns)
    exhibit.is_landscape = spec.is_landscape and exhibit.kind == ExhibitKind.TABLE
    exhibit.year_count = spec.year_count
    exhibit.updated_by = actor
    try:
        exhibit.full_clean(exclude=["section_text", "attachment", "updated_by"])
    except ValidationError as error:
        raise ExhibitError("".join(error.messages)) from error
    exhibit.save()
    if exhibit.section_text is not None:
        take_up(exhibit.section_text, [metric.phrase_name for metric in metrics], actor=actor)
    exhibit.rows.all().delete()
    ExhibitMetric.objects.bulk_create(
        ExhibitMetric(exhibit=exhibit, metric=metric, position=position)
        for position, metric in enumerate(metrics, start=1)
    )


def _metrics(kind: str, spec: Spec) -> list[MetricDefinition]:
    known = MetricDefinition.objects.in_bulk(spec.metrics)
    metrics = [known[pk] for pk in dict.fromkeys(spec.metrics) if pk in known]
    if problem := problem_of(kind, metrics):
        raise ExhibitError(problem)
    return metrics


def checked_caption(typed: str) -> str:
    """On one line, with names of texts at most in braces; raises ExhibitError."""
    caption = wording.tidy_tokens(on_one_line(typed))
    if not caption:
        raise ExhibitError("请给这张表或图写一个题目。")
    if names_wrong(caption):
        raise ExhibitError(NAMES_ONLY)
    return caption


NAMES_ONLY = "花括号里只能写年度和名称，如 {{ 年度 }}、{{ 单位全称 }}，不能写指标。"


def names_wrong(words: str) -> bool:
    """Whether there is more in its braces than names of texts, such as {{ 年度 }}."""
    return bool(wording.token_problems(words, {}))
