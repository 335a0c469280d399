"""A paper that was written elsewhere comes in as a finished draft: its words, its headings, its order."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.document.tokens import tokens_in
from edusum.drafts.enums import SectionAction, SectionState, TextForm
from edusum.drafts.errors import OutlineError, UnreadableTextError
from edusum.drafts.headings import checked_heading
from edusum.drafts.holding import follow_draft
from edusum.drafts.models import MAX_SIGNATORY, MAX_TITLE, Draft, Revision, SectionText
from edusum.drafts.outline import DEEPEST, read_outline
from edusum.drafts.outlining import MOST_OWN
from edusum.drafts.reading import Sources, draft_sources, said_one_by_one
from edusum.drafts.records import revision_of
from edusum.drafts.services import open_sections, require_new
from edusum.drafts.texts import tidy
from edusum.library import wording
from edusum.library.enums import HeadingForm, period_of
from edusum.library.models import TemplateVersion
from edusum.orgs.models import Bureau, Department
from edusum.orgs.permissions import Action, require

MAX_NOTE = 200


@dataclass(frozen=True, slots=True)
class Arriving:
    """A section of such a paper, in reading order: `parent` is the place of one before it in the list.

    `key` is that of the template's section which it is, "" for one of its own; `text` with tokens, one line a
    paragraph.
    """

    heading: str
    text: str
    key: str = ""
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """What the paper is called, who signed it and when; "" and None where the template's words hold."""

    title: str = ""
    signatory: str = ""
    sign_date: dt.date | None = None


@transaction.atomic
def take_in_paper(
    *,
    bureau: Bureau,
    year: int,
    version: TemplateVersion,
    sections: Sequence[Arriving],
    cover: Cover,
    note: str,
    actor: User,
    department: Department | None = None,
) -> Draft:
    """Store it with every section approved; the template's other sections are left out of it.

    It stands in the order of `sections`. What it names is held, as in any finished paper. Nothing of it is
    made up: phrases say nothing, nothing is carried over from other years. Raises DraftExistsError,
    DepartmentError, OutlineError, UnreadableTextError, EdusumError, PermissionDenied.
    """
    require(actor, Action.START_DRAFT, bureau=bureau)
    if not TemplateVersion.objects.usable_by(bureau).filter(pk=version.pk).exists():
        raise EdusumError("这个模板版本没有发布或已停用，请另选一个模板。")
    Bureau.objects.select_for_update().get(pk=bureau.pk)
    draft = Draft(
        bureau=bureau,
        year=year,
        period=period_of(version.report_template.genre),
        report_template_id=version.report_template_id,
        version=version,
        department=department,
        started_by=actor,
        sign_date=cover.sign_date,
    )
    _name(draft, cover)
    require_new(draft)
    draft.save()
    open_sections(draft, version.sections.order_by("pk"), form=TextForm.FULL)
    draft.section_texts.update(due_on=None)
    _Arrival(draft, sections, note=note[:MAX_NOTE], actor=actor).store()
    if any(place.is_too_deep for place in read_outline(draft)):
        raise OutlineError(f"章节最多 {DEEPEST} 层，请把更深的标题并入上文。")
    follow_draft(draft)
    return draft


def _name(draft: Draft, cover: Cover) -> None:
    title, signatory = cover.title[:MAX_TITLE], cover.signatory[:MAX_SIGNATORY]
    draft.own_title = title if title != draft.usual_title else ""
    draft.own_signatory = signatory if signatory != draft.usual_signatory else ""


class _Arrival:
    def __init__(self, draft: Draft, sections: Sequence[Arriving], *, note: str, actor: User) -> None:
        self.draft = draft
        self.sections = sections
        self.note = note
        self.actor = actor
        rows = list(draft.section_texts.select_related("section"))
        self.by_key = {row.key: row for row in rows}
        self.sources: Sources = draft_sources(draft)

    def store(self) -> None:
        self._refuse_too_many()
        rows = [self._row(item) for item in self.sections]
        if not self._is_as_in_template(rows):
            self._arrange(rows)
        for row in rows:
            row.save()
        kept = {row.pk for row in rows}
        self.draft.section_texts.exclude(pk__in=kept).update(is_omitted=True, updated_by=self.actor)
        Revision.objects.bulk_create(
            revision_of(row, action=SectionAction.APPROVE, note=self.note) for row in rows
        )

    def _refuse_too_many(self) -> None:
        if sum(not item.key for item in self.sections) > MOST_OWN:
            raise OutlineError(
                f"不在模板里的章节超过 {MOST_OWN} 节，放不下。请把一些小标题并入上文，或者另选一个模板。"
            )
        keys = [item.key for item in self.sections if item.key]
        if len(keys) != len(set(keys)):
            raise OutlineError("有两个标题对到了模板的同一节，请改其中一个。")

    def _row(self, item: Arriving) -> SectionText:
        """With its words; where it stands comes later."""
        row = self.by_key.get(item.key) if item.key else None
        if item.key and row is None:
            raise OutlineError("模板里的章节刚有变动，请重新比对一次。")
        if row is None:
            row = SectionText(draft=self.draft, department=self.draft.department)
            row.own_heading, row.own_rank = checked_heading(item.heading), 1
            row.save()
        elif row.section and row.section.heading_form != HeadingForm.NONE:
            row.own_heading = self._own_words(item.heading, row)
        text = wording.tidy_tokens(tidy(item.text, called=f"“{item.heading or row}”", advice="请分出小节"))
        if problems := wording.token_problems(text, self.sources.figures):
            raise UnreadableTextError("".join(problems))
        row.text = text
        row.said_at_first = said_one_by_one(row.section_id, row.form, self.sources)
        row.state, row.revision_number, row.updated_by = SectionState.APPROVED, 1, self.actor
        return row

    def _own_words(self, heading: str, row: SectionText) -> str:
        """The paper's heading, where it differs from the template's and can be one."""
        usual = row.section.heading if row.section else ""
        try:
            words = checked_heading(heading)
        except OutlineError:
            return ""
        return "" if words in {usual, wording.headline(usual, self.sources.texts)} else words

    def _is_as_in_template(self, rows: Sequence[SectionText]) -> bool:
        """Whether the template's sections stand in its order, at their places, with no others between."""
        order = {row.pk: place for place, row in enumerate(self._in_template())}
        if any(row.is_own for row in rows):
            return False
        places = [order[row.pk] for row in rows]
        homes = [self._home(item, rows) for item in self.sections]
        usual = [row.section.parent_id if row.section else None for row in rows]
        return places == sorted(places) and [home and home.section_id for home in homes] == usual

    def _in_template(self) -> Iterator[SectionText]:
        return (place.row for place in read_outline(self.draft) if place.row)

    def _home(self, item: Arriving, rows: Sequence[SectionText]) -> SectionText | None:
        return None if item.parent is None else rows[item.parent]

    def _arrange(self, rows: Sequence[SectionText]) -> None:
        """In the paper's order; openings and closings stay at the borders by themselves."""
        ranks: dict[int | None, int] = {}
        for item, row in zip(self.sections, rows, strict=True):
            if row.section and row.section.heading_form == HeadingForm.NONE:
                continue
            ranks[item.parent] = ranks.get(item.parent, 0) + 1
            row.own_parent, row.own_rank = self._home(item, rows), ranks[item.parent]


def figures_held(draft: Draft) -> int:
    """How many places of its texts are figures that stay live."""
    texts = draft.section_texts.values_list("text", flat=True)
    return sum(len(tokens_in(text or "")) for text in texts)
