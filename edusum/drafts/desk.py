"""What the desk pages show: the outline with its marks, the section in work, and what stands beside it."""

import json
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from edusum.accounts.models import User
from edusum.document.model import Paragraph
from edusum.drafts import completions, services, texts
from edusum.drafts.arrivals import is_as_it_arrived
from edusum.drafts.comparing import Conflict
from edusum.drafts.deleting import why_kept
from edusum.drafts.enums import DONE, ExhibitKind, SectionAction, SectionState, TextForm
from edusum.drafts.exhibiting import AttachmentReading, gaps_of, read_attachments
from edusum.drafts.exhibits import may_edit_exhibits
from edusum.drafts.figure_cards import FigureCard, cards_of
from edusum.drafts.forms import SectionForm
from edusum.drafts.gaps import labels_of
from edusum.drafts.models import Draft, Revision, SectionText, VersionMove
from edusum.drafts.moving import newer_version
from edusum.drafts.reading import SectionReading, draft_sources, figures_named, read_draft
from edusum.drafts.shortfalls import Shortfalls, empty_sections, shortfalls_in
from edusum.drafts.side import SidePanel
from edusum.library import phrasing, wording
from edusum.library.models import TemplateVersion
from edusum.orgs.enums import DEPARTMENT_ROLES
from edusum.orgs.models import Department
from edusum.orgs.permissions import Action, can, memberships_of


class Desk:
    """A draft on the desk of one person, with the section in work, if any (`current` is a SectionText id)."""

    def __init__(
        self, draft: Draft, *, user: User, current: int | None = None, revision: Revision | None = None
    ) -> None:
        self.draft = draft
        self.user = user
        self.revision = revision
        self.typed: str | None = None
        self.base_from: int | None = None
        self.sources = draft_sources(draft)
        self.readings = read_draft(draft, self.sources)
        self.current = next((item for item in self.readings if _id(item) == current), None)

    @cached_property
    def counted(self) -> list[SectionReading]:
        return [item for item in self.readings if not item.is_omitted]

    @cached_property
    def shortfalls(self) -> Shortfalls:
        return shortfalls_in(self.draft, self.readings, self.attachments, self.sources.figures)

    @property
    def gap_count(self) -> int:
        return self.shortfalls.gap_count

    @cached_property
    def empty(self) -> set[int]:
        """The sections (ids of their places) of which nothing but the heading would be printed."""
        return empty_sections(self.readings)

    @cached_property
    def attachments(self) -> list[AttachmentReading]:
        return read_attachments(self.draft, self.sources.figures, self.sources.texts)

    @cached_property
    def done_count(self) -> int:
        return sum(item.section_text is not None and item.section_text.state in DONE for item in self.counted)

    @cached_property
    def character_count(self) -> int:
        return sum(item.character_count for item in self.counted)

    @property
    def can_export(self) -> bool:
        return can(self.user, Action.EXPORT, bureau=self.draft.bureau)

    @property
    def can_start(self) -> bool:
        return can(self.user, Action.START_DRAFT, bureau=self.draft.bureau)

    @property
    def can_fill_figures(self) -> bool:
        return can(self.user, Action.FILL_FIGURES, bureau=self.draft.bureau)

    @property
    def can_take_back(self) -> bool:
        return can(self.user, Action.TAKE_IN, bureau=self.draft.bureau)

    @property
    def can_choose(self) -> bool:
        """Whether there is anything to choose for who may: sections to leave out, or two forms."""
        phrases = [phrase for found in self.sources.phrases.values() for phrase in found]
        return self.can_start and (self.has_optional or any(phrase.form for phrase in phrases))

    @property
    def has_optional(self) -> bool:
        """Whether the template leaves any section to the office."""
        return any(item.section.is_optional and not item.section.is_own for item in self.readings)

    @cached_property
    def why_kept(self) -> str:
        """Why the draft can't be deleted."""
        return why_kept(self.draft)

    @cached_property
    def is_as_it_arrived(self) -> bool:
        """Whether it is an old paper that nobody changed since it came in."""
        return is_as_it_arrived(self.draft)

    @cached_property
    def newer_version(self) -> TemplateVersion | None:
        """The version that the editor may move the draft to."""
        return newer_version(self.draft) if self.can_start else None

    @cached_property
    def left_behind(self) -> list[SectionText]:
        """The sections whose words are kept though the template has them no more."""
        rows = self.draft.section_texts.left_behind(self.draft.version_id)
        return list(rows.with_place().order_by("pk"))

    @cached_property
    def last_move(self) -> VersionMove | None:
        moves = self.draft.moves.select_related("from_version", "to_version", "moved_by")
        found: VersionMove | None = moves.first()
        return found

    @cached_property
    def mine(self) -> list[SectionReading]:
        """The sections that wait for this person: of their departments; nobody's are the editor's."""
        return [
            item
            for item in self.counted
            if item.section_text
            and item.section_text.state in {SectionState.UNTOUCHED, SectionState.WRITING}
            and self._is_duty(item.section_text)
        ]

    @cached_property
    def unstaffed(self) -> set[int]:
        """The sections (ids of their texts) whose department has nobody to write them."""
        staffed = set(
            Department.objects.filter(bureau=self.draft.bureau).staffed().values_list("pk", flat=True)
        )
        rows = [item.section_text for item in self.readings if item.section_text]
        return {row.pk for row in rows if row.department_id is not None and row.department_id not in staffed}

    def _is_duty(self, row: SectionText) -> bool:
        if row.department_id is None or row.pk in self.unstaffed:
            return self.can_start
        return any(
            membership.department_id == row.department_id and membership.role in DEPARTMENT_ROLES
            for membership in memberships_of(self.user)
        )

    @property
    def omit_reason(self) -> str:
        """Why the section in work was left out of the paper; "" where nobody said."""
        taken = self._row().revisions.filter(action=SectionAction.OMIT).first()
        return taken.note if taken else ""

    @cached_property
    def steps(self) -> list[SectionAction]:
        """What this person can do with the section in work."""
        return self._steps(self.current.section_text) if self.current else []

    @property
    def other_form(self) -> TextForm | None:
        """The form the section in work can be changed to, where its phrases speak in two."""
        if not (self.current and self.can_start) or self._row().state in DONE:
            return None
        if not self._is_in_two_forms:
            return None
        return TextForm.FULL if self._row().form == TextForm.SHORT else TextForm.SHORT

    @property
    def suggested(self) -> tuple[int, int] | None:
        """How many characters the template asks for, from and to; it asks for them at length."""
        section = self.current.section if self.current else None
        if section is None or not section.suggested_max:
            return None
        if self._is_in_two_forms and self._row().form == TextForm.SHORT:
            return None
        return section.suggested_min or 0, section.suggested_max

    @property
    def suggested_range(self) -> str:
        return "{}–{} 字".format(*self.suggested) if self.suggested else ""

    @property
    def limit(self) -> int:
        """How many characters a section takes."""
        return texts.MAX_TEXT

    @property
    def printed(self) -> str:
        """What the tokens of the text in the editor print, as JSON."""
        text = self.typed if self.typed is not None else self.shown_text
        return completions.printed_in(text, self.sources.figures, self.sources.texts)

    @property
    def own_names(self) -> str:
        """The figures of the section in work by phrase name, as JSON: offered first."""
        return json.dumps([card.figure.name for card in self.figure_cards], ensure_ascii=False)

    @property
    def _is_in_two_forms(self) -> bool:
        phrases = self.sources.phrases.get(self.current.section.pk, ()) if self.current else ()
        return any(phrase.form for phrase in phrases)

    @property
    def can_edit(self) -> bool:
        return SectionAction.SAVE in self.steps

    @property
    def can_edit_exhibits(self) -> bool:
        """Whether this person may change the tables and charts of the section in work."""
        return self.current is not None and may_edit_exhibits(self.user, self._row())

    @property
    def why_no_exhibits(self) -> str:
        """Why somebody who could change the tables and charts of the section can't now, and what to do."""
        if self.current is None or self.can_edit_exhibits or self._row().state not in DONE:
            return ""
        row = self._row()
        if not can(self.user, Action.EDIT_SECTION, bureau=self.draft.bureau, department=row.department):
            return ""
        if SectionAction.TAKE_BACK in self.steps:
            what = "请先撤回"
        else:
            what = "请先退回" if SectionAction.RETURN in self.steps else "请科室负责人或统稿人先退回"
        state = "已通过" if row.state == SectionState.APPROVED else "已交稿"
        return f"本节{state}，表和图不能改；要改，{what}。"

    @property
    def can_assign(self) -> bool:
        """Whether this person may give the section in work to another department."""
        department = self._row().department if self.current else None
        return can(self.user, Action.ASSIGN, bureau=self.draft.bureau, department=department)

    @property
    def is_done(self) -> bool:
        """Whether the section in work is handed in or approved."""
        return self.current is not None and self._row().state in DONE

    @property
    def exhibit_kinds(self) -> list[tuple[str, str]]:
        """What can be added: (kind, how it is called)."""
        return ExhibitKind.choices

    @property
    def is_review(self) -> bool:
        """Whether the section lies before this person to be approved or returned."""
        return SectionAction.APPROVE in self.steps

    @property
    def button_steps(self) -> list[SectionAction]:
        return [step for step in self.steps if step != SectionAction.SAVE]

    @cached_property
    def neighbours(self) -> tuple[SectionReading | None, SectionReading | None]:
        """The sections before and after the one in work."""
        place = self.readings.index(self.current) if self.current else 0
        before = self.readings[place - 1] if place else None
        after = self.readings[place + 1] if place + 1 < len(self.readings) else None
        return before, after

    @cached_property
    def standing_text(self) -> str:
        """The text to edit, with figure tokens."""
        return services.standing_text(self._row(), self.sources)

    @cached_property
    def shown_text(self) -> str:
        """What the editor opens with: the standing text, or that of the revision that is asked back."""
        if self.revision is None:
            return self.standing_text
        earlier = SectionText(draft=self.draft, section_id=self._row().section_id, text=self.revision.text)
        return services.standing_text(earlier, self.sources)

    def form(self) -> SectionForm:
        seen = services.mark_of(self.standing_text)
        initial = {"text": self.shown_text, "seen": seen, "base": self.standing_text}
        return self._locked(SectionForm(initial=initial))

    def again(self, form: SectionForm, conflict: Conflict | None) -> SectionForm:
        """The refused form with what was typed; after a conflict it holds what both sides give together, and
        stands upon what is there now."""
        form.data = dict(form.data.items())
        if conflict:
            form.data |= {"text": conflict.merged, "seen": conflict.seen, "base": conflict.theirs}
        self.typed = str(form.data.get("text", ""))
        return self._locked(form)

    def _locked(self, form: SectionForm) -> SectionForm:
        if not self.can_edit:
            form.fields["text"].widget.attrs["readonly"] = True
        return form

    @property
    def paper(self) -> tuple[Paragraph, ...]:
        """The section as it would stand on paper: what was just typed and refused, else what is kept."""
        if self.typed is None or len(self.typed) > texts.MAX_TEXT:
            return self.current.paragraphs if self.current else ()
        return wording.paragraphs(wording.tidy_tokens(self.typed), self.sources.figures, self.sources.texts)

    @cached_property
    def figure_cards(self) -> list[FigureCard]:
        """The figures of the section in work: named in its text, in its phrases, listed in its table."""
        if not self.current:
            return []
        phrases = self.sources.phrases_in(self.current.section.pk, self._row().form)
        named = figures_named(self.current.text, self.sources.figures)
        by_phrases = [
            self.sources.figures[name]
            for phrase in phrases
            for name in sorted(phrasing.names_used(phrase.text), key=phrase.text.find)
            if name in self.sources.figures
        ]
        shown = [figure for exhibit in self.current.exhibits for figure in exhibit.figures]
        return cards_of(dict.fromkeys([*named, *by_phrases, *self.current.table, *shown]))

    @cached_property
    def side(self) -> SidePanel:
        """What stands beside the section in work."""
        return SidePanel(self)

    @property
    def can_hand_in(self) -> bool:
        return SectionAction.HAND_IN in self.steps

    @property
    def gap_labels(self) -> list[str]:
        """What is still missing in the section in work, as it was typed, as people call it."""
        if self.current is None:
            return []
        in_text = gaps_of(self.paper)
        elsewhere = self.current.gaps - gaps_of(self.current.paragraphs)
        return labels_of(in_text | elsewhere, self.sources.figures)

    @property
    def figures_url(self) -> str:
        """The sheet with just the figures of the section in work."""
        codes = ",".join(card.figure.code for card in self.figure_cards)
        back = reverse("drafts:section_edit", args=[self.draft.pk, self._row().pk])
        query = urlencode({"period": self.draft.period, "only": codes, "back": back})
        return f"{reverse('metrics:metric_sheet', args=[self.draft.year])}?{query}"

    def _row(self) -> SectionText:
        if self.current is None or self.current.section_text is None:
            raise LookupError("no section is in work")
        return self.current.section_text

    def _steps(self, row: SectionText | None) -> list[SectionAction]:
        if row is None:
            return []
        row.draft = self.draft
        return services.steps_open_to(self.user, row)


def _id(reading: SectionReading) -> int | None:
    return reading.section_text.pk if reading.section_text else None
