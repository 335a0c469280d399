import hashlib
import re
from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.drafts.context import text_names
from edusum.drafts.enums import SectionAction, SectionState
from edusum.drafts.errors import (
    DraftExistsError,
    NoteMissingError,
    SectionChangedError,
    StepRefusedError,
    UnreadableTextError,
)
from edusum.drafts.models import Draft, Revision, SectionText
from edusum.drafts.reading import Sources, draft_sources, said_one_by_one
from edusum.drafts.workflow import MOVES
from edusum.library import wording
from edusum.library.models import TemplateVersion
from edusum.library.services import section_tree
from edusum.metrics.figures import Figures
from edusum.metrics.services import figures as read_figures
from edusum.orgs.models import Bureau, Department
from edusum.orgs.permissions import Action, can, require

MAX_TEXT = 20_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def start_draft(*, bureau: Bureau, year: int, version: TemplateVersion, actor: User) -> Draft:
    """Begin a paper: one section text per section, given to the departments of the suggested names.

    Raises DraftExistsError, EdusumError when the version can't be used, PermissionDenied.
    """
    require(actor, Action.START_DRAFT, bureau=bureau)
    if not TemplateVersion.objects.usable_by(bureau).filter(pk=version.pk).exists():
        raise EdusumError("这个模板版本没有发布或已停用，请另选一个模板。")
    with transaction.atomic():
        Bureau.objects.select_for_update().get(pk=bureau.pk)
        existing = Draft.objects.filter(
            bureau=bureau, year=year, report_template=version.report_template_id
        ).first()
        if existing:
            raise DraftExistsError(existing.pk)
        draft = Draft(
            bureau=bureau,
            year=year,
            report_template_id=version.report_template_id,
            version=version,
            started_by=actor,
        )
        try:
            draft.full_clean(exclude=["bureau", "report_template", "version", "started_by"])
        except ValidationError as error:
            raise EdusumError("".join(error.messages)) from error
        draft.save()
        _open_sections(draft)
    return draft


def _open_sections(draft: Draft) -> None:
    departments: Mapping[str, Department] = {
        item.name: item for item in Department.objects.filter(bureau=draft.bureau, is_active=True)
    }
    SectionText.objects.bulk_create(
        SectionText(draft=draft, section=section, department=departments.get(section.department_name))
        for section in draft.version.sections.order_by("pk")
    )


def standing_text(row: SectionText, sources: Sources) -> str:
    """The text one edits: people's words, or what the phrases say; figures as tokens, names written out."""
    if row.text is not None:
        return _tidy(wording.freeze(row.text, sources.texts))
    spoken = wording.speak(sources.phrases.get(row.section_id, ()), sources.figures, sources.texts)
    return _tidy(wording.freeze(spoken.text, sources.texts))


def voices_of(draft: Draft) -> tuple[Figures, Mapping[str, str]]:
    """The figures and the text names that a draft's words are made with."""
    figures = read_figures(draft.bureau, draft.year, draft.period)
    return figures, text_names(draft.bureau, draft.year)


def mark_of(text: str) -> str:
    """A short mark of a text; the form carries it, so that a save knows upon which words it stands."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def save_section(
    *, section_text: SectionText, text: str, seen: str, actor: User, step: str = "", note: str = ""
) -> SectionText:
    """Keep what a person wrote over the text whose `mark_of` is `seen`, and take the step, if any.

    The first edit freezes the phrases. Text equal to what stands there, or to what was seen, is no change.
    Raises SectionChangedError, UnreadableTextError, StepRefusedError, EdusumError for an over-long text,
    PermissionDenied; then nothing is saved and no step taken.
    """
    with transaction.atomic():
        row = _lock(section_text)
        state = _next_state(row, SectionAction.SAVE, actor)
        sources = draft_sources(row.draft)
        standing = standing_text(row, sources)
        text = wording.tidy_tokens(_tidy(text))
        is_changed = text != standing and mark_of(text) != seen
        if (is_changed or step) and seen != mark_of(standing):
            raise SectionChangedError(who=str(row.updated_by or ""), current=standing)
        if is_changed:
            _write(row, text, sources)
            row = _record(row, action=SectionAction.SAVE, state=state, actor=actor)
        return move_section(section_text=row, action=step, actor=actor, note=note) if step else row


def _write(row: SectionText, text: str, sources: Sources) -> None:
    problems = wording.token_problems(text, sources.figures)
    if problems:
        raise UnreadableTextError("".join(problems))
    if row.text is None:
        row.said_at_first = said_one_by_one(row.section_id, sources)
    row.text = text


def move_section(*, section_text: SectionText, action: str, actor: User, note: str = "") -> SectionText:
    """Hand in, take back, approve or return a section. Raises StepRefusedError, PermissionDenied."""
    with transaction.atomic():
        row = _lock(section_text)
        state = _next_state(row, action, actor)
        if action == SectionAction.RETURN and not note.strip():
            raise NoteMissingError("退回时请写明原因，科室才知道改什么。")
        if action == SectionAction.HAND_IN and not _has_words(row):
            raise StepRefusedError("本节还没有文字，写好后再交稿；不需要这一节的，请联系统稿人略去。")
        return _record(row, action=action, state=state, actor=actor, note=note.strip())


def _has_words(row: SectionText) -> bool:
    """Whether there is anything to hand in; a heading with sections under it may stand alone."""
    return bool(standing_text(row, draft_sources(row.draft))) or row.section.children.exists()


def set_omitted(*, section_text: SectionText, omitted: bool, actor: User) -> SectionText:
    """Leave an optional section out of this paper with all that stands under it, or take it in again."""
    with transaction.atomic():
        row = _lock(section_text)
        require(actor, Action.START_DRAFT, bureau=row.draft.bureau)
        if not row.section.is_optional:
            raise StepRefusedError("本节是必写章节，不能省略。")
        row.is_omitted = omitted
        row.draft.section_texts.filter(section__in=_below(row)).update(is_omitted=omitted)
        action = SectionAction.OMIT if omitted else SectionAction.INCLUDE
        return _record(row, action=action, state=SectionState(row.state), actor=actor)


def _below(row: SectionText) -> list[int]:
    found = {row.section_id}
    for section, _ in section_tree(row.draft.version):
        if section.parent_id in found:
            found.add(section.pk)
    return sorted(found - {row.section_id})


def set_sign_date(*, draft: Draft, sign_date: date | None, actor: User) -> Draft:
    """Set the date printed under the paper (None: the day of export)."""
    require(actor, Action.START_DRAFT, bureau=draft.bureau)
    draft.sign_date = sign_date
    draft.save(update_fields=["sign_date", "updated_at"])
    return draft


def steps_open_to(user: User, section_text: SectionText) -> list[SectionAction]:
    """The steps this person can take from the section's state; who can return it need not take it back."""
    steps = [
        SectionAction(action)
        for (state, action), (_, right) in MOVES.items()
        if state == section_text.state
        and can(user, right, bureau=section_text.draft.bureau, department=section_text.department)
    ]
    return [step for step in steps if step != SectionAction.TAKE_BACK or SectionAction.RETURN not in steps]


def _lock(section_text: SectionText) -> SectionText:
    return (
        SectionText.objects.select_for_update(of=("self",))
        .select_related("draft__bureau", "draft__version", "department", "section", "updated_by")
        .get(pk=section_text.pk)
    )


def _next_state(row: SectionText, action: str, actor: User) -> SectionState:
    move = MOVES.get((row.state, action))
    if move is None:
        label = SectionAction(action).label
        raise StepRefusedError(
            f"本节现在是“{SectionState(row.state).label}”，不能{label}，请刷新页面查看最新状态。"
        )
    state, right = move
    where = {"bureau": row.draft.bureau, "department": row.department}
    if right != Action.EDIT_SECTION and can(actor, Action.EDIT_SECTION, **where):
        _refuse_unless(can(actor, right, **where), row, action)
    require(actor, right, **where)
    return state


def _refuse_unless(allowed: bool, row: SectionText, action: str) -> None:
    if not allowed:
        raise StepRefusedError(
            f"本节现在是“{SectionState(row.state).label}”，您不能{SectionAction(action).label}；"
            "要继续修改，请先撤回或请科室负责人退回。"
        )


def _record(
    row: SectionText, *, action: str, state: SectionState, actor: User, note: str = ""
) -> SectionText:
    row.state = state
    row.revision_number += 1
    row.updated_by = actor
    row.save()
    Revision.objects.create(
        section_text=row,
        number=row.revision_number,
        action=action,
        state=state,
        text=row.text,
        note=note,
        author=actor,
    )
    return row


def _tidy(text: str) -> str:
    """One paragraph a line, no trailing blanks, no control characters; raises EdusumError when too long."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line.strip(" \t\u3000") for line in text.split("\n")]
    tidy = "\n".join(line for line in lines if line)
    if len(tidy) > MAX_TEXT:
        raise EdusumError(f"本节有 {len(tidy)} 字，最多 {MAX_TEXT} 字，请拆分到其他章节。")
    return tidy
