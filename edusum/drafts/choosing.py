"""Which sections a draft has, and at what length each is written."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.drafts.enums import DONE, SectionAction, SectionState, TextForm
from edusum.drafts.errors import ChoiceError, StepRefusedError
from edusum.drafts.models import Draft, Revision, SectionText
from edusum.drafts.reading import Sources, draft_sources, said_one_by_one
from edusum.drafts.records import locked, record, revision_of
from edusum.library.services import section_tree
from edusum.orgs.permissions import Action, require

REQUIRED = "本节是必写章节，不能省略。"
SETTLED = "本节已交，写法不能再改；要改请先退回。"
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
        rows = {row.section_id: row for row in _rows(draft)}
        if mark_of_choices(rows.values()) != seen or {row.pk for row in rows.values()} - choices.keys():
            raise EdusumError(STALE)
        off = _switched_off(draft, rows, choices)
        _refuse(rows.values(), off, choices)
        changes = [(row, action) for row in rows.values() for action in _actions(row, row.pk in off, choices)]
        _store(draft, changes, actor=actor)
    return len({row.pk for row, _ in changes})


def mark_of_choices(rows: Iterable[SectionText]) -> str:
    """A short mark of which sections there are, on or off, and in which form."""
    state = sorted((row.pk, row.is_omitted, row.form) for row in rows)
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()[:16]


def _rows(draft: Draft) -> list[SectionText]:
    rows = draft.section_texts.filter(section__version=draft.version_id).select_related("section")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _switched_off(
    draft: Draft, rows: Mapping[int, SectionText], choices: Mapping[int, Choice]
) -> dict[int, bool]:
    """The ids of the texts that are to be off, each with whether it was chosen so itself."""
    off: dict[int, bool] = {}
    sections: set[int] = set()
    for section, _ in section_tree(draft.version):
        row = rows[section.pk]
        hangs = section.parent_id in sections
        if hangs or not choices[row.pk].is_on:
            sections.add(section.pk)
            off[row.pk] = not hangs
    return off


def _refuse(rows: Iterable[SectionText], off: Mapping[int, bool], choices: Mapping[int, Choice]) -> None:
    problems = {}
    for row in rows:
        if off.get(row.pk) and not row.section.is_optional:
            problems[row.pk] = REQUIRED
        elif row.state in DONE and row.form != choices[row.pk].form:
            problems[row.pk] = SETTLED
    if problems:
        raise ChoiceError(problems)


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


def set_omitted(*, section_text: SectionText, omitted: bool, actor: User) -> SectionText:
    """Leave an optional section out of this paper with all that stands under it, or take it in again."""
    with transaction.atomic():
        row = locked(section_text)
        require(actor, Action.START_DRAFT, bureau=row.draft.bureau)
        if not row.section.is_optional:
            raise StepRefusedError(REQUIRED)
        row.is_omitted = omitted
        row.draft.section_texts.filter(section__in=_below(row)).update(is_omitted=omitted)
        action = SectionAction.OMIT if omitted else SectionAction.INCLUDE
        return record(row, action=action, state=SectionState(row.state), actor=actor)


def _below(row: SectionText) -> list[int]:
    found = {row.section_id}
    for section, _ in section_tree(row.draft.version):
        if section.parent_id in found:
            found.add(section.pk)
    return sorted(found - {row.section_id})
