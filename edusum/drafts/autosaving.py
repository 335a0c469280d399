"""Text is kept while a person writes, on a light way; what two wrote at once is settled; old text restored.

Nothing here overwrites what one has not seen: each save says on which text it stands.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.document.merging import removed_between
from edusum.document.tokens import tokens_in
from edusum.drafts import services
from edusum.drafts.duties import names_added, take_up
from edusum.drafts.enums import DONE, SectionAction, SectionState
from edusum.drafts.errors import SectionChangedError, UnreadableTextError
from edusum.drafts.holding import follow
from edusum.drafts.models import Draft, Revision, SectionText
from edusum.drafts.presence import note_presence
from edusum.drafts.reading import Sources, draft_sources, said_one_by_one
from edusum.drafts.records import locked, record
from edusum.drafts.texts import tidy
from edusum.library import wording
from edusum.library.phrasing import TEXT_NAMES
from edusum.metrics.figures import Figures
from edusum.metrics.models import MetricDefinition
from edusum.metrics.services import figure_of, figures

GROWING = timedelta(minutes=5)
"""An automatic revision takes up what the same person writes on within five minutes, counted in a row from
when the section came to be; its time is that of the last words."""
MOST_REMOVED = 40
"""More characters than this never go from a revision that grows: they stay in it, and a new one begins."""
SET_ASIDE = "与他人同时修改时所写，合并前的文字"


def autosave(*, section_text: SectionText, text: str, seen: str, actor: User) -> SectionText:
    """Keep what a person has written so far over the text whose `mark_of` is `seen`.

    An edited section takes neither phrases nor the figures it does not name. Raises SectionChangedError,
    UnreadableTextError (a figure is being typed), StepRefusedError, EdusumError, PermissionDenied;
    then nothing is saved. `section_text` is best as read just now, with its draft and section: then the
    database is held for no longer than it takes to write.
    """
    grown = _grown(section_text, text, seen, actor)
    if grown is not None:
        return grown
    with transaction.atomic():
        row = locked(section_text)
        note_presence(section_text=row, user=actor, is_writing=True)
        if row.text is None:
            return _first(row, text, seen, actor)
        state = services.next_state(row, SectionAction.SAVE, actor)
        standing = standing_words(row)
        text = wording.tidy_tokens(tidy(text))
        if text == standing:
            return row
        if seen != services.mark_of(standing):
            raise SectionChangedError(who=str(row.updated_by or ""), current=standing)
        _require_readable(text, standing, row.draft)
        take_up(row, names_added(text, standing), actor=actor)
        row.text = text
        return _kept(row, state, actor)


def _grown(row: SectionText, text: str, seen: str, actor: User) -> SectionText | None:
    """The usual save: a revision of the same person grows. Read first, then written if all is as it was read.

    None: something is otherwise, and the long way tells what.
    """
    if row.text is None or row.state in DONE or row.is_left_behind or row.updated_by_id != actor.pk:
        return None
    standing = standing_words(row)
    if seen != services.mark_of(standing):
        return None
    state = services.next_state(row, SectionAction.SAVE, actor)
    text = wording.tidy_tokens(tidy(text))
    if text == standing:
        return None
    _require_readable(text, standing, row.draft)
    as_read = SectionText.objects.filter(
        pk=row.pk,
        text=row.text,
        state=row.state,
        revision_number=row.revision_number,
        department=row.department_id,
        is_omitted=row.is_omitted,
    )
    row.text = text
    growing = _growing(row, actor)
    if growing is None:
        return None
    now = timezone.now()
    with transaction.atomic():
        if not as_read.update(text=text, state=state, updated_at=now):
            return None
        take_up(row, names_added(text, standing), actor=actor)
        Revision.objects.filter(pk=growing.pk).update(text=text, created_at=now)
        note_presence(section_text=row, user=actor, is_writing=True)
    row.state, row.updated_at = state, now
    return row


def _first(row: SectionText, text: str, seen: str, actor: User) -> SectionText:
    """The first words over what the phrases say, which takes all that they speak with."""
    state = services.next_state(row, SectionAction.SAVE, actor)
    sources = draft_sources(row.draft)
    standing = services.standing_text(row, sources)
    text = wording.tidy_tokens(tidy(text))
    if text == standing:
        return row
    if seen != services.mark_of(standing):
        raise SectionChangedError(who=str(row.updated_by or ""), current=standing)
    services.write_text(row, text, sources, actor=actor)
    return record(row, action=SectionAction.AUTOSAVE, state=state, actor=actor)


def standing_words(row: SectionText) -> str:
    """The text one edits of a section that has been edited; `services.standing_text` for all of them."""
    stored = row.text or ""
    has_names = any(token.name in TEXT_NAMES and not token.filters for token in tokens_in(stored))
    return tidy(wording.freeze(stored, row.draft.texts) if has_names else stored)


def _require_readable(text: str, standing: str, draft: Draft) -> None:
    """Raises UnreadableTextError; only the metrics that are new in the text are looked up."""
    known = {name for token in tokens_in(standing) for name in token.names()}
    named = {name for token in tokens_in(text) for name in token.names()}
    if not wording.token_problems(text, _figures_called(known | named)):
        return
    problems = wording.token_problems(text, figures(draft.bureau, draft.year, draft.period))
    if problems:
        raise UnreadableTextError("".join(problems))


def _figures_called(names: set[str]) -> Figures:
    if not names:
        return {}
    found = MetricDefinition.objects.named(names).for_figures()
    return {definition.phrase_name: figure_of(definition) for definition in found}


def _kept(row: SectionText, state: SectionState, actor: User) -> SectionText:
    """The row with its revision: the one that still grows, else a new one."""
    growing = _growing(row, actor)
    if growing is None:
        return record(row, action=SectionAction.AUTOSAVE, state=state, actor=actor)
    growing.text, growing.created_at = row.text, timezone.now()
    growing.save(update_fields=["text", "created_at"])
    row.state = state
    row.save(update_fields=["text", "state", "updated_at"])
    follow(row, SectionAction.AUTOSAVE)
    return row


def _growing(row: SectionText, actor: User) -> Revision | None:
    revision = row.revisions.filter(
        number=row.revision_number, action=SectionAction.AUTOSAVE, author=actor, note=""
    ).first()
    if revision is None or _stretch_of(row, revision.created_at) != _stretch_of(row, timezone.now()):
        return None
    if removed_between(revision.text or "", row.text or "") > MOST_REMOVED:
        return None
    return revision


def _stretch_of(row: SectionText, moment: datetime) -> int:
    return (moment - row.created_at) // GROWING


def settle(*, section_text: SectionText, text: str, mine: str, seen: str, actor: User) -> SectionText:
    """After a conflict: keep the text that the person decided on over the one whose mark is `seen`.

    What they had written (`mine`) becomes a revision before it, so that no words go. Raises as `autosave`.
    """
    with transaction.atomic():
        row = locked(section_text)
        note_presence(section_text=row, user=actor, is_writing=True)
        state = services.next_state(row, SectionAction.SAVE, actor)
        sources = draft_sources(row.draft)
        standing = services.standing_text(row, sources)
        if seen != services.mark_of(standing):
            raise SectionChangedError(who=str(row.updated_by or ""), current=standing)
        text, mine = (wording.tidy_tokens(tidy(words)) for words in (text, mine))
        if mine not in {standing, text}:
            _set_aside(row, mine, sources)
            record(row, action=SectionAction.AUTOSAVE, state=state, actor=actor, note=SET_ASIDE)
        if text != (row.text if row.text is not None else standing):
            services.write_text(row, text, sources, actor=actor)
            row = record(row, action=SectionAction.SAVE, state=state, actor=actor, note="合并了两边的修改")
        return row


def _set_aside(row: SectionText, text: str, sources: Sources) -> None:
    """Words only the history keeps: a figure half typed in them is nobody's hindrance."""
    if row.text is None:
        row.said_at_first = said_one_by_one(row.section_id, row.form, sources)
    row.text = text


def restore(*, section_text: SectionText, number: int, seen: str, actor: User) -> SectionText:
    """Make the text of revision `number` stand again (0: what the template says); itself a revision.

    `seen` is the mark of the text which the person saw standing. Raises as `autosave`, Revision.DoesNotExist.
    """
    with transaction.atomic():
        row = locked(section_text)
        state = services.next_state(row, SectionAction.SAVE, actor)
        sources = draft_sources(row.draft)
        standing = services.standing_text(row, sources)
        text = row.revisions.get(number=number).text if number else None
        if text == row.text:
            return row
        if seen != services.mark_of(standing):
            raise SectionChangedError(who=str(row.updated_by or ""), current=standing)
        if text is None:
            row.text, row.said_at_first = None, {}
        else:
            services.write_text(row, text, sources, actor=actor)
        note = f"恢复到第{number}版" if number else "恢复为模板的文字"
        return record(row, action=SectionAction.SAVE, state=state, actor=actor, note=note)


def state_of(row: SectionText) -> Mapping[str, object]:
    """What a page must know to go on saving: the mark of what stands there now, if that is people's words."""
    mark = services.mark_of(standing_words(row)) if row.text is not None else ""
    at = timezone.localtime(row.updated_at).strftime("%H:%M")
    return {"mark": mark, "at": at, "number": row.revision_number, "state": row.state}
