"""An old paper becomes last year's summary: what is proposed, how it would read, and the taking itself."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db import transaction

from edusum.accounts.models import User
from edusum.assembly.services import document_of as paper_of
from edusum.common.errors import EdusumError
from edusum.document.model import Document
from edusum.document.tokens import defuse
from edusum.drafts.arrivals import ARRIVED
from edusum.drafts.arriving import Arriving, Cover, figures_held, take_in_paper
from edusum.drafts.models import Draft
from edusum.intake.enums import ReadingState, TakenAs
from edusum.intake.models import SourceDocument, Taking
from edusum.intake.old_sections import LEFT, placed, usual_choices
from edusum.intake.old_values import KEEP, Offer, entries_of, offers
from edusum.intake.proposing import Candidate, OldPaper, candidates
from edusum.intake.serving import Around, standing_of
from edusum.intake.tokening import Tokens
from edusum.library.enums import period_of
from edusum.library.models import TemplateVersion
from edusum.metrics.enums import ValueOrigin, period_label
from edusum.metrics.saving import Saved, save_values
from edusum.metrics.services import figures as read_figures
from edusum.orgs.models import Department
from edusum.orgs.permissions import Action, require


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person confirmed: what becomes of each section (places of the paper), and of each figure.

    `places` has a key of the template or one of the words of `old_sections`; `figures` the mark of a reading
    or KEEP by `Offer.key`; `seen` the marks of what was stored then; `is_twin_wanted`: although the year has
    a paper of this genre already.
    """

    version: TemplateVersion
    year: int
    department: Department | None = None
    places: Mapping[int, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    mark: str = ""
    is_twin_wanted: bool = False
    sign_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What was made: the draft, what happened to the values, how many figures in the text are live."""

    draft: Draft
    saved: Saved
    linked: int


@dataclass(frozen=True, slots=True)
class Preview:
    """How it would be; nothing of it is stored."""

    paper: Document
    title: str
    saved: Saved
    linked: int


def usual_places(paper: OldPaper, candidate: Candidate) -> dict[int, str]:
    return usual_choices(paper.sections, candidate.keys)


def offers_for(paper: OldPaper, version: TemplateVersion, year: int) -> list[Offer]:
    return offers(paper.row, year=year, period=period_of(version.report_template.genre))


def take_as_summary(*, document: SourceDocument, wish: Wish, actor: User) -> Taken:
    """Make the finished draft of that year, with its values; all of it or nothing.

    Values that something holds become pending changes. Raises DraftExistsError, ValuesChangedError,
    EdusumError where anything else speaks against it, PermissionDenied.
    """
    require(actor, Action.TAKE_IN, bureau=document.bureau)
    with transaction.atomic():
        held = _held(document)
        paper = OldPaper(held)
        _refuse_changed(paper, wish)
        _refuse_twin(paper, wish)
        saved = _save(paper, wish, actor)
        sections = _arriving(paper, wish)
        draft = take_in_paper(
            bureau=held.bureau,
            year=wish.year,
            version=wish.version,
            department=wish.department,
            sections=sections,
            cover=_cover(paper, wish),
            note=f"{ARRIVED}：{held.name}",
            actor=actor,
        )
        linked = figures_held(draft)
        Taking.objects.create(
            document=held,
            taken_as=TakenAs.SUMMARY,
            draft=draft,
            counts={
                "sections": len(sections),
                "values": saved.changed,
                "proposed": saved.proposed,
                "linked": linked,
            },
            taken_by=actor,
        )
    return Taken(draft, saved, linked)


def preview_summary(*, document: SourceDocument, wish: Wish, actor: User) -> Preview:
    """What `take_as_summary` would make, read and taken back again. Raises what that raises."""
    with transaction.atomic():
        taken = take_as_summary(document=document, wish=wish, actor=actor)
        paper = paper_of(taken.draft)
        preview = Preview(paper, taken.draft.title, taken.saved, taken.linked)
        transaction.set_rollback(True)
    return preview


def _held(document: SourceDocument) -> SourceDocument:
    rows = SourceDocument.objects.select_for_update(of=("self",)).select_related("bureau")
    held: SourceDocument | None = rows.filter(pk=document.pk, state=ReadingState.READ).first()
    if held is None:
        raise EdusumError("这份旧稿已被删去，或者还没有识别完，请回到旧稿列表查看。")
    if held.parts.exists():
        raise EdusumError("这个文件里有几篇材料，请打开其中一篇再存。")
    return held


def _refuse_changed(paper: OldPaper, wish: Wish) -> None:
    if wish.mark != paper.mark:
        raise EdusumError("这份旧稿的大纲刚被改过，下面已按现在的大纲重新比对，请再核对一次。")
    if all(choice == LEFT for choice in wish.places.values()):
        raise EdusumError("没有选任何一节，请至少把一节放进模板或单独成节。")


def _refuse_twin(paper: OldPaper, wish: Wish) -> None:
    standing = Around(paper.row.bureau, wish.year).standing(wish.version, wish.department)
    if standing.twins and not standing.existing and not wish.is_twin_wanted:
        label = period_label(wish.year, standing.period)
        raise EdusumError(
            f"本单位{label}已有《{standing.twins[0].title}》。确要再存一份，请在下面打勾；不要的，不用再存。"
        )


def _save(paper: OldPaper, wish: Wish, actor: User) -> Saved:
    period = period_of(wish.version.report_template.genre)
    found = offers_for(paper, wish.version, wish.year)
    saved = Saved()
    for year, entries in sorted(entries_of(found, wish.figures, wish.seen).items()):
        one = save_values(
            bureau=paper.row.bureau,
            year=year,
            period=period,
            entries=entries,
            actor=actor,
            origin=ValueOrigin.INTAKE,
        )
        saved = replace(saved, changed=saved.changed + one.changed, proposed=saved.proposed + one.proposed)
    return saved


def _arriving(paper: OldPaper, wish: Wish) -> list[Arriving]:
    period = period_of(wish.version.report_template.genre)
    bureau = paper.row.bureau
    figures = read_figures(bureau, wish.year, period)
    tokens = Tokens(Draft(bureau=bureau, year=wish.year, period=period), paper.figures, figures)
    return [
        Arriving(
            heading=item.heading,
            text="\n".join(tokens.linked(line, heading=item.heading) for line in item.paragraphs),
            key=item.key,
            parent=item.parent,
        )
        for item in placed(paper.sections, wish.places)
    ]


def _cover(paper: OldPaper, wish: Wish) -> Cover:
    sign_off = paper.document.sign_off
    return Cover(
        title=defuse(paper.row.title or paper.document.title),
        signatory=defuse(sign_off.name) if sign_off else "",
        sign_date=wish.sign_date,
    )


def told_of(taken: Taken) -> str:
    """What a person is told once the paper is in."""
    told = [f"已存为《{taken.draft.title}》，各节都是“通过”。"]
    if taken.saved.changed:
        told.append(f"存入指标值 {taken.saved.changed} 项。")
    if taken.saved.proposed:
        told.append(f"另有 {taken.saved.proposed} 项已锁定，改动等统稿人发布。")
    if taken.linked:
        told.append(f"正文里有 {taken.linked} 处数字已与指标相连。")
    told.append(f"这份材料{standing_of(taken.draft).told}")
    return "".join(told)


__all__ = ["KEEP", "Candidate", "OldPaper", "Preview", "Taken", "Wish", "candidates", "take_as_summary"]
