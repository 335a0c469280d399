import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.drafts.assigning import tell_returned
from edusum.drafts.carrying import carry_over
from edusum.drafts.duties import assign_figures, due_day, names_added, take_up
from edusum.drafts.enums import SectionAction, SectionState, TextForm
from edusum.drafts.errors import (
    DepartmentError,
    DraftExistsError,
    GapsError,
    NoteMissingError,
    OpenErrorsError,
    SectionChangedError,
    StepRefusedError,
    UnreadableTextError,
)
from edusum.drafts.gaps import gaps_in
from edusum.drafts.handing_in import open_errors_in
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.outline import has_sections_below
from edusum.drafts.reading import Sources, draft_sources, said_one_by_one
from edusum.drafts.records import locked, record
from edusum.drafts.starting import has_forms, year_problem
from edusum.drafts.texts import tidy
from edusum.drafts.workflow import MOVES
from edusum.library import wording
from edusum.library.enums import Genre, period_of
from edusum.library.models import Section, TemplateVersion
from edusum.metrics.figures import Figures
from edusum.metrics.services import figures as read_figures
from edusum.orgs.models import Bureau, Department
from edusum.orgs.permissions import Action, can, require


def start_draft(
    *,
    bureau: Bureau,
    year: int,
    version: TemplateVersion,
    actor: User,
    form: str = TextForm.FULL,
    department: Department | None = None,
) -> Draft:
    """Begin a paper: one section text per section, given to the departments of the suggested names.

    The genre says whether it sums up the year or its first half, and whether it is the paper of one
    `department`, which then has all its sections. What lasts of last year's paper comes along (`carrying`).
    Metrics that its sections name are given to their departments, unless they are somebody's already.
    Raises DraftExistsError, DepartmentError, EdusumError when
    the version or the year can't be used, PermissionDenied.
    """
    require(actor, Action.START_DRAFT, bureau=bureau)
    if not TemplateVersion.objects.usable_by(bureau).filter(pk=version.pk).exists():
        raise EdusumError("这个模板版本没有发布或已停用，请另选一个模板。")
    if problem := year_problem(year):
        raise EdusumError(problem)
    with transaction.atomic():
        Bureau.objects.select_for_update().get(pk=bureau.pk)
        draft = Draft(
            bureau=bureau,
            year=year,
            period=period_of(version.report_template.genre),
            report_template_id=version.report_template_id,
            version=version,
            department=department,
            started_by=actor,
        )
        require_new(draft)
        draft.save()
        form = form if has_forms(version) else TextForm.FULL
        open_sections(draft, draft.version.sections.order_by("pk"), form=form)
        carry_over(draft, actor=actor)
        assign_figures(draft, actor=actor)
        draft.due_on = max(_days(draft), default=None)
        draft.save(update_fields=["due_on"])
    return draft


def require_new(draft: Draft) -> None:
    """Raises DraftExistsError, DepartmentError, EdusumError where the draft cannot be stored as a new one."""
    _require_fitting_department(draft)
    existing = Draft.objects.same_paper(draft).first()
    if existing:
        raise DraftExistsError(existing.pk, is_of_department=draft.department is not None)
    try:
        draft.full_clean(exclude=["bureau", "report_template", "version", "department", "started_by"])
    except ValidationError as error:
        raise EdusumError("".join(error.messages)) from error


def _require_fitting_department(draft: Draft) -> None:
    department = draft.department
    is_of_department = draft.version.report_template.genre == Genre.DEPARTMENT_SUMMARY
    if is_of_department and department is None:
        raise DepartmentError("请选择这份小结是哪个科室的。")
    if department and not is_of_department:
        raise DepartmentError("这份材料是全单位的，不用选科室。")
    if department and (department.bureau_id != draft.bureau_id or not department.is_active):
        raise DepartmentError("这个科室不属于本单位或已停用，请另选一个科室。")


def open_sections(draft: Draft, sections: Iterable[Section], *, form: str) -> None:
    """An untouched text for each of these sections, given to the department of the paper or of the
    suggested name, with the template's days."""
    departments: Mapping[str, Department] = {
        item.name: item for item in Department.objects.filter(bureau=draft.bureau, is_active=True)
    }
    SectionText.objects.bulk_create(
        SectionText(
            draft=draft,
            section=section,
            department=draft.department or departments.get(section.department_name),
            form=form,
            due_on=due_day(section.due_days, draft.version.due_days, year=draft.year, period=draft.period),
        )
        for section in sections
    )


def _days(draft: Draft) -> list[dt.date]:
    return [day for day in draft.section_texts.values_list("due_on", flat=True) if day]


def standing_text(row: SectionText, sources: Sources) -> str:
    """The text one edits: people's words, or what the phrases say; figures as tokens, names written out."""
    if row.text is not None:
        return tidy(wording.freeze(row.text, sources.texts))
    return tidy(wording.freeze(sources.spoken(row.section_id, row.form), sources.texts))


def voices_of(draft: Draft) -> tuple[Figures, Mapping[str, str]]:
    """The figures and the text names that a draft's words are made with."""
    return read_figures(draft.bureau, draft.year, draft.period), draft.texts


def mark_of(text: str) -> str:
    """A short mark of a text; the form carries it, so that a save knows upon which words it stands."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def save_section(
    *,
    section_text: SectionText,
    text: str,
    seen: str,
    actor: User,
    step: str = "",
    note: str = "",
    despite_gaps: bool = True,
    despite_errors: bool = True,
) -> SectionText:
    """Keep what a person wrote over the text whose `mark_of` is `seen`, and take the step, if any.

    `note` goes with the step, or without one with the revision.
    The first edit freezes the phrases. Text equal to what stands there, or to what was seen, is no change.
    Raises SectionChangedError, UnreadableTextError, StepRefusedError, EdusumError for an over-long text,
    PermissionDenied; then nothing is saved and no step taken.
    """
    with transaction.atomic():
        row = locked(section_text)
        state = next_state(row, SectionAction.SAVE, actor)
        sources = draft_sources(row.draft)
        standing = standing_text(row, sources)
        text = wording.tidy_tokens(tidy(text))
        is_changed = text != standing and mark_of(text) != seen
        if (is_changed or step) and seen != mark_of(standing):
            raise SectionChangedError(who=str(row.updated_by or ""), current=standing)
        if is_changed:
            write_text(row, text, sources, actor=actor)
            said = "" if step else note
            row = record(row, action=SectionAction.SAVE, state=state, actor=actor, note=said)
        if not step:
            return row
        despite = {"despite_gaps": despite_gaps, "despite_errors": despite_errors}
        return move_section(section_text=row, action=step, actor=actor, note=note, **despite)


def write_text(row: SectionText, text: str, sources: Sources, *, actor: User) -> None:
    """Not stored yet; what the words name anew and is nobody's becomes the department's to fill."""
    problems = wording.token_problems(text, sources.figures)
    if problems:
        raise UnreadableTextError("".join(problems))
    if row.text is None:
        row.said_at_first = said_one_by_one(row.section_id, row.form, sources)
    take_up(row, names_added(text, row.text), actor=actor)
    row.text = text


def move_section(
    *,
    section_text: SectionText,
    action: str,
    actor: User,
    note: str = "",
    despite_gaps: bool = True,
    despite_errors: bool = True,
) -> SectionText:
    """Hand in, take back, approve or return a section; what it names is held while it is handed in.

    Raises StepRefusedError (GapsError unless `despite_gaps`, where figures are missing; OpenErrorsError
    unless `despite_errors`, where 必错 are open), PermissionDenied.
    """
    with transaction.atomic():
        row = locked(section_text)
        state = next_state(row, action, actor)
        if action == SectionAction.RETURN and not note.strip():
            raise NoteMissingError("退回时请写明原因，科室才知道改什么。")
        if action == SectionAction.HAND_IN and not _has_words(row):
            raise StepRefusedError("本节还没有文字，写好后再交稿；不需要这一节的，请联系统稿人略去。")
        if action == SectionAction.HAND_IN and not despite_gaps and (labels := gaps_in(row)):
            raise GapsError(labels)
        if action == SectionAction.HAND_IN and not despite_errors and (errors := open_errors_in(row)):
            raise OpenErrorsError([f"“{error.quote}”：{error.message}" for error in errors])
        row = record(row, action=action, state=state, actor=actor, note=note.strip())
        if action == SectionAction.RETURN:
            tell_returned(row, actor=actor, note=note.strip())
        return row


def _has_words(row: SectionText) -> bool:
    """Whether there is anything to hand in; a table or chart, or sections under its heading, may do."""
    if has_sections_below(row) or row.exhibits.exists():
        return True
    return bool(standing_text(row, draft_sources(row.draft)))


def steps_open_to(user: User, section_text: SectionText) -> list[SectionAction]:
    """The steps this person can take from the section's state; who can return it need not take it back."""
    steps = [
        SectionAction(action)
        for (state, action), (_, right) in MOVES.items()
        if state == section_text.state
        and can(user, right, bureau=section_text.draft.bureau, department=section_text.department)
    ]
    return [step for step in steps if step != SectionAction.TAKE_BACK or SectionAction.RETURN not in steps]


def next_state(row: SectionText, action: str, actor: User) -> SectionState:
    """The state to which the step leads; raises StepRefusedError, PermissionDenied."""
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
