"""Which sections a draft has, and at what length each is written."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.common.words import quoted
from edusum.drafts.assigning import MAX_NOTE, tell_left_out
from edusum.drafts.enums import DONE, SectionAction, SectionState, TextForm
from edusum.drafts.errors import ChoiceError, NoteMissingError, StepRefusedError
from edusum.drafts.holding import follow_draft
from edusum.drafts.models import Draft, Revision, SectionText
from edusum.drafts.outline import Place, outline, printed_heading, read_outline, required_below
from edusum.drafts.reading import Sources, draft_sources, said_one_by_one
from edusum.drafts.records import locked, record, revision_of
from edusum.library.context import Texts
from edusum.orgs.permissions import Action, require

REQUIRED = "本节是必写章节，不能省略。"
REASON_MISSING = (
    "模板规定{}必写，没有略去。确实不写的，请在“调整章节”里点这一节的“更多”，选“本稿不写”，写明理由。"
)
SETTLED = "本节已交，写法不能再改；要改请先退回。"
HOLDS_REQUIRED = "下面有必写章节{}，不能一起省略；请先把它移到别处，或到“调整章节”里写明理由再略去。"
STALE = "您选用期间，章节已有变动。下面是现在的样子和您的选择，请核对后再保存一次。"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is wanted of a section; one under a section that is off is off too."""

    is_on: bool
    form: str


def choose_sections(*, draft: Draft, choices: Mapping[int, Choice], seen: str, actor: User) -> int:
    """Take the sections in or leave them out and set their forms, by the ids of their texts, all or none.

    `seen` is the `mark_of_choices` the person knew. Returns how many sections changed. Raises ChoiceError
    (its `problems` by id), EdusumError when the choices are of another state of the draft, PermissionDenied.
    """
    require(actor, Action.START_DRAFT, bureau=draft.bureau)
    with transaction.atomic():
        Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        rows = _rows(draft)
        if mark_of_choices(rows) != seen or {row.pk for row in rows} - choices.keys():
            raise EdusumError(STALE)
        places = outline(draft.version, rows)
        off = _switched_off(places, choices)
        _refuse(draft, places, off, choices)
        changes = [(row, action) for row in rows for action in _actions(row, row.pk in off, choices)]
        _store(draft, changes, actor=actor)
        follow_draft(draft)
    return len({row.pk for row, _ in changes})


def mark_of_choices(rows: Iterable[SectionText]) -> str:
    """A short mark of which sections there are, on or off, and in which form."""
    state = sorted((row.pk, row.is_omitted, row.form) for row in rows)
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()[:16]


def _rows(draft: Draft) -> list[SectionText]:
    rows = draft.section_texts.of_version(draft.version_id).select_related("section")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _switched_off(places: Iterable[Place], choices: Mapping[int, Choice]) -> dict[int, bool]:
    """The ids of the texts that are to be off, each with whether it was chosen so itself."""
    off: dict[int, bool] = {}
    sections: set[int] = set()
    for place in places:
        if place.row is None:
            continue
        hangs = place.parent_id in sections
        if hangs or not choices[place.row.pk].is_on:
            sections.add(place.pk)
            off[place.row.pk] = not hangs
    return off


def _refuse(
    draft: Draft, places: Sequence[Place], off: Mapping[int, bool], choices: Mapping[int, Choice]
) -> None:
    problems = {}
    for place in places:
        row = place.row
        if row is None:
            continue
        if off.get(row.pk) and not row.is_omitted and (problem := _why_kept(place, places, draft.texts)):
            problems[row.pk] = problem
        elif row.state in DONE and row.form != choices[row.pk].form:
            problems[row.pk] = SETTLED
    if problems:
        raise ChoiceError(problems)


def _why_kept(place: Place, places: Sequence[Place], texts: Texts) -> str:
    """Why the paper can't do without a section; "" if it can."""
    if not place.is_optional:
        return REQUIRED
    names = _named(required_below(place, places), texts)
    return HOLDS_REQUIRED.format(names) if names else ""


def _named(places: Iterable[Place], texts: Texts) -> str:
    return "".join(quoted(printed_heading(item, texts) or str(item)) for item in places)


def _actions(row: SectionText, is_off: bool, choices: Mapping[int, Choice]) -> list[SectionAction]:
    actions = []
    if row.is_omitted != is_off:
        actions.append(SectionAction.OMIT if is_off else SectionAction.INCLUDE)
    if row.form != choices[row.pk].form:
        actions.append(SectionAction(choices[row.pk].form))
    return actions


def _store(draft: Draft, changes: Iterable[tuple[SectionText, SectionAction]], *, actor: User) -> None:
    revisions: list[Revision] = []
    rows: dict[int, SectionText] = {}
    sources = draft_sources(draft) if changes else None
    for row, action in changes:
        if action in TextForm.values and sources:
            _set_form(row, action, sources)
        else:
            row.is_omitted = action == SectionAction.OMIT
        row.revision_number += 1
        row.updated_by = actor
        rows[row.pk] = row
        revisions.append(revision_of(row, action=action))
    for row in rows.values():
        row.save()
    Revision.objects.bulk_create(revisions)


def _set_form(row: SectionText, form: str, sources: Sources) -> None:
    """Words that people wrote stay; what the phrases of the other form say is then no news to them."""
    row.form = form
    if row.text is not None:
        row.said_at_first = said_one_by_one(row.section_id, form, sources) | row.said_at_first


def set_form(*, section_text: SectionText, form: str, actor: User) -> SectionText:
    """Write one section at length or in short."""
    with transaction.atomic():
        row = locked(section_text)
        require(actor, Action.START_DRAFT, bureau=row.draft.bureau)
        if row.form == form:
            return row
        if row.state in DONE:
            raise StepRefusedError(SETTLED)
        _set_form(row, form, draft_sources(row.draft))
        return record(row, action=SectionAction(form), state=SectionState(row.state), actor=actor)


def set_omitted(*, section_text: SectionText, omitted: bool, actor: User, reason: str = "") -> SectionText:
    """Leave a section out of this paper with all that stands under it, or take it in again.

    The history keeps the reason, and who was to write it is told. Raises NoteMissingError where the template
    wants what would go and no reason is given, PermissionDenied.
    """
    with transaction.atomic():
        Draft.objects.select_for_update(of=("self",)).get(pk=section_text.draft_id)
        row = locked(section_text)
        require(actor, Action.START_DRAFT, bureau=row.draft.bureau)
        places = read_outline(row.draft)
        place = next(place for place in places if place.row and place.row.pk == row.pk)
        reason = reason.strip()[:MAX_NOTE]
        if omitted and not reason and (required := required_with(place, places)):
            raise NoteMissingError(REASON_MISSING.format(_named(required, row.draft.texts)))
        row.is_omitted = omitted
        row.draft.section_texts.filter(pk__in=_below(place, places)).update(is_omitted=omitted)
        action = SectionAction.OMIT if omitted else SectionAction.INCLUDE
        row = record(row, action=action, state=SectionState(row.state), actor=actor, note=reason)
        follow_draft(row.draft)
        if omitted and reason:
            tell_left_out(row, actor=actor, reason=reason)
        return row


def required_with(place: Place, places: Sequence[Place]) -> list[Place]:
    """What the template wants in the paper and would go out of it with this section."""
    return [*([] if place.is_optional else [place]), *required_below(place, places)]


def _below(place: Place, places: Iterable[Place]) -> list[int]:
    """The texts of the sections that stand under this one."""
    found, texts = {place.pk}, []
    for other in places:
        if other.parent_id in found:
            found.add(other.pk)
            texts += [other.row.pk] if other.row else []
    return texts
