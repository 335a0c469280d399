import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.drafts.context import text_names
from edusum.drafts.enums import SectionAction, SectionState
from edusum.drafts.errors import DraftExistsError, SectionChangedError, StepRefusedError, UnknownFiguresError
from edusum.drafts.models import Draft, Revision, SectionText
from edusum.drafts.reading import draft_sources, said_one_by_one
from edusum.drafts.workflow import MOVES
from edusum.library import wording
from edusum.library.models import TemplateVersion
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
            title=wording.headline(version.title, text_names(bureau, year))[:120],
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


def save_section(*, section_text: SectionText, text: str, base_revision: int, actor: User) -> SectionText:
    """Keep what a person wrote on top of revision `base_revision`; the first edit freezes the phrases.

    Text equal to what stands there is no change. Raises SectionChangedError, UnknownFiguresError,
    StepRefusedError, EdusumError for an over-long text, PermissionDenied.
    """
    with transaction.atomic():
        row = _lock(section_text)
        state = _next_state(row, SectionAction.SAVE, actor)
        sources = draft_sources(row.draft)
        spoken = wording.speak(sources.phrases.get(row.section_id, ()), sources.figures, sources.texts)
        standing = wording.freeze(spoken.text, sources.texts) if row.text is None else row.text
        text = _tidy(text)
        if text == _tidy(standing):
            return row
        if base_revision != row.revision_number:
            raise SectionChangedError(who=str(row.updated_by or "别人"), current=standing)
        unknown = wording.unknown_names(text, sources.figures)
        if unknown:
            raise UnknownFiguresError(
                f"没有名为{'、'.join(f'“{name}”' for name in unknown)}的指标，请核对花括号里的名称。"
            )
        if row.text is None:
            row.said_at_first = said_one_by_one(row.section_id, sources)
        row.text = text
        return _record(row, action=SectionAction.SAVE, state=state, actor=actor)


def move_section(*, section_text: SectionText, action: str, actor: User, note: str = "") -> SectionText:
    """Hand in, take back, approve or return a section. Raises StepRefusedError, PermissionDenied."""
    with transaction.atomic():
        row = _lock(section_text)
        state = _next_state(row, action, actor)
        return _record(row, action=action, state=state, actor=actor, note=note)


def set_omitted(*, section_text: SectionText, omitted: bool, actor: User) -> SectionText:
    """Leave an optional section out of this paper, or take it in again."""
    with transaction.atomic():
        row = _lock(section_text)
        require(actor, Action.START_DRAFT, bureau=row.draft.bureau)
        if not row.section.is_optional:
            raise StepRefusedError("本节是必写章节，不能省略。")
        row.is_omitted = omitted
        action = SectionAction.OMIT if omitted else SectionAction.INCLUDE
        return _record(row, action=action, state=SectionState(row.state), actor=actor)


def set_sign_date(*, draft: Draft, sign_date: object, actor: User) -> Draft:
    """Set the date printed under the paper (None: the day of export)."""
    require(actor, Action.START_DRAFT, bureau=draft.bureau)
    draft.sign_date = sign_date  # type: ignore[assignment]
    draft.save(update_fields=["sign_date", "updated_at"])
    return draft


def steps_open_to(user: User, section_text: SectionText) -> list[SectionAction]:
    """The steps this person can take from the section's state, in the order of the workflow."""
    return [
        SectionAction(action)
        for (state, action), (_, right) in MOVES.items()
        if state == section_text.state
        and can(user, right, bureau=section_text.draft.bureau, department=section_text.department)
    ]


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
    require(actor, right, bureau=row.draft.bureau, department=row.department)
    return state


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
