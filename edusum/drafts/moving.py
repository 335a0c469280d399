"""A draft goes from its template version to a newer one: what that changes, and the move itself.

Sections are matched by their key. Words that people wrote stay as they are, and so do those of sections that
were handed in or approved. A section that the new version has no more is left behind: its words and its
history stay with the draft, outside the paper. The office's own sections, headings and places stay; where the
section above one goes away, it comes to stand under the next one above that.
"""

import copy
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from django.db import transaction

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.drafts.duties import assign_figures
from edusum.drafts.enums import DONE, SectionAction, SectionState, TextForm
from edusum.drafts.holding import follow_draft
from edusum.drafts.models import Draft, SectionText, VersionMove
from edusum.drafts.outline import Place
from edusum.drafts.reading import SectionReading, draft_sources, read_draft, read_version, said_one_by_one
from edusum.drafts.records import revision_of
from edusum.drafts.services import open_sections, standing_text
from edusum.library.models import Section, TemplateVersion
from edusum.library.services import phrases_of
from edusum.orgs.permissions import Action, require


@dataclass(frozen=True, slots=True)
class SectionMove:
    """One section before and after; a new one has no `before`, one left behind no `after`."""

    before: SectionReading | None
    after: SectionReading | None
    is_moved: bool = False
    lost_parent: str = ""

    @property
    def row(self) -> SectionText | None:
        """The section's text as it is stored now."""
        return self.before.section_text if self.before else None

    @property
    def has_words(self) -> bool:
        """Whether there are words of people, or words that were handed in."""
        return self.row is not None and (
            self.row.text is not None or self.row.state != SectionState.UNTOUCHED
        )

    @property
    def has_exhibits(self) -> bool:
        """Whether tables or charts were put into the section; they follow its text."""
        return bool(self.before and self.before.exhibits)

    @property
    def keeps_words(self) -> bool:
        """Whether the section's own text stands, whatever the phrases say."""
        return bool(self.after and self.after.section_text and self.after.section_text.text is not None)

    @property
    def is_renamed(self) -> bool:
        return self._differs(lambda reading: reading.heading)

    @property
    def is_reworded(self) -> bool:
        return self._differs(lambda reading: [paragraph.text for paragraph in reading.paragraphs])

    @property
    def has_other_table(self) -> bool:
        return self._differs(lambda reading: [reading.table_caption, *(row.code for row in reading.table)])

    @property
    def is_restored(self) -> bool:
        """Whether it was left out of the paper and must be in it from now on."""
        return bool(self.before and self.after and self.before.is_omitted and not self.after.is_omitted)

    @property
    def is_dropped(self) -> bool:
        """Whether it goes out of the paper with what it comes to stand under."""
        return bool(self.before and self.after and self.after.is_omitted and not self.before.is_omitted)

    @property
    def notes(self) -> list[str]:
        """What changes besides the words, in words."""
        if self.before is None or self.after is None:
            return []
        told = {
            f"原名“{self.before.heading}”": self.is_renamed,
            f"上级“{self.lost_parent}”没有了，移到{self._where()}": bool(self.lost_parent),
            "移到新的位置": self.is_moved and not self.lost_parent,
            f"指标表由 {len(self.before.table)} 项变为 {len(self.after.table)} 项": self.has_other_table,
            "本稿原来不写，换用后要写": self.is_restored,
            "随上级章节略去": self.is_dropped,
        }
        return [note for note, holds in told.items() if holds]

    @property
    def is_unchanged(self) -> bool:
        """Whether it is in both versions and stays as it is."""
        return bool(self.before and self.after) and not self.is_reworded and not self.notes

    def _where(self) -> str:
        return "别处" if self.after and self.after.depth else "最外层"

    def _differs(self, aspect: Callable[[SectionReading], Any]) -> bool:
        if self.before is None or self.after is None or self.after.is_omitted:
            return False
        return bool(aspect(self.before) != aspect(self.after))


class MovePlan:
    """What moving a draft to that version would change; nothing is stored."""

    def __init__(self, draft: Draft, version: TemplateVersion) -> None:
        self.draft = draft
        self.version = version
        self.old = draft_sources(draft)
        self.new = replace(self.old, phrases=phrases_of(version))
        before = {reading.section.key: reading for reading in read_draft(draft, self.old)}
        rows = draft.section_texts.select_related("section__parent", "department", "own_parent__section")
        self.rows = {row.key: row for row in rows.order_by("is_omitted", "pk")}
        self.sections_of_version = {
            section.key: section for section in version.sections.select_related("parent")
        }
        self.before = {reading.section.pk: reading for reading in before.values()}
        self.lost_parents: dict[str, str] = {}
        after = {reading.section.key: reading for reading in self._read_after()}
        moved = moved_keys(
            [item.section for item in before.values()], [item.section for item in after.values()]
        )
        self.sections = [
            *(
                SectionMove(before.get(key), reading, key in moved, self.lost_parents.get(key, ""))
                for key, reading in after.items()
            ),
            *(SectionMove(reading, None) for key, reading in before.items() if key not in after),
        ]

    def _read_after(self) -> list[SectionReading]:
        sections = self.sections_of_version
        kept = [self._carried(row, sections[key]) for key, row in self.rows.items() if key in sections]
        own = [self._kept(row) for row in self.rows.values() if row.is_own]
        return read_version(self.version, self.new, [*kept, *own])

    def _carried(self, stored: SectionText, section: Section) -> SectionText:
        """The row as it will be."""
        row = self._kept(stored)
        if row.own_rank is not None and not self._is_placed(stored, section):
            row.own_rank = row.own_parent = None
        row.section = section
        stays_out = section.is_optional or self._was_left_out_though_required(stored)
        row.is_omitted = stored.is_omitted and stays_out and not stored.is_left_behind
        words = standing_text(stored, self.old)
        if row.text is None and row.state in DONE and words != standing_text(row, self.new):
            row.text = words
        if row.text is not None:
            row.said_at_first = self._said_at_first(stored, section)
        return row

    def _was_left_out_though_required(self, stored: SectionText) -> bool:
        """Whether the office left it out itself, with a reason, and not with what it stands under."""
        reading = self.before.get(stored.section_id or -stored.pk)
        if reading is None or reading.section.is_optional:
            return False
        above = self.before.get(reading.section.parent_id or 0)
        return above is None or not above.is_omitted

    def _kept(self, stored: SectionText) -> SectionText:
        """The row in its place; below the next section above that stays, if the one it stood under goes."""
        row = copy.copy(stored)
        if row.own_parent is None or self._stays(row.own_parent):
            return row
        above = self._reading_of(row.own_parent)
        self.lost_parents[row.key] = above.title if above else str(row.own_parent)
        while above is not None and not (above.section_text and self._stays(above.section_text)):
            above = self.before.get(above.section.parent_id) if above.section.parent_id else None
        row.own_parent = above.section_text if above else None
        row.own_rank = LAST
        return row

    def _stays(self, row: SectionText) -> bool:
        return row.is_own or row.key in self.sections_of_version

    def _reading_of(self, row: SectionText) -> SectionReading | None:
        return self.before.get(-row.pk if row.section_id is None else row.section_id)

    def _is_placed(self, stored: SectionText, section: Section) -> bool:
        """Whether the office's place holds: not where it only stood in order beside those that the template
        now has elsewhere, nor where what it stood under is gone or the row comes back."""
        if stored.is_left_behind or (stored.own_parent is not None and not self._stays(stored.own_parent)):
            return False
        was = stored.section.parent if stored.section else None
        old_home = was.key if was else ""
        given = stored.own_parent.key if stored.own_parent else ""
        new_home = section.parent.key if section.parent else ""
        return given != old_home or old_home == new_home

    def _said_at_first(self, stored: SectionText, section: Section) -> dict[str, str]:
        """By the new phrases' ids, of those that are as they were; what others say is offered."""
        said = stored.said_at_first
        if stored.text is None:
            said = said_one_by_one(stored.section_id, stored.form, self.old)
        old = self.old.phrases.get(stored.section_id or 0, ())
        by_source = {phrase.text: said[str(phrase.pk)] for phrase in old if str(phrase.pk) in said}
        new = self.new.phrases.get(section.pk, ())
        return {str(phrase.pk): by_source[phrase.text] for phrase in new if phrase.text in by_source}

    @property
    def title(self) -> str:
        return self.draft.own_title or self.draft.usual_title_in(self.version)

    @property
    def added(self) -> list[SectionMove]:
        return [item for item in self.sections if item.before is None]

    @property
    def left(self) -> list[SectionMove]:
        return [item for item in self.sections if item.after is None]

    @property
    def renamed(self) -> list[SectionMove]:
        return [item for item in self.sections if item.is_renamed]

    @property
    def moved(self) -> list[SectionMove]:
        return [item for item in self.sections if item.is_moved]

    @property
    def reworded(self) -> list[SectionMove]:
        return [item for item in self.sections if item.is_reworded]

    @property
    def other_tables(self) -> list[SectionMove]:
        return [item for item in self.sections if item.has_other_table]

    @property
    def kept(self) -> list[SectionMove]:
        """The sections whose words stay because they are people's, or were handed in."""
        return [item for item in self.sections if item.keeps_words]

    @property
    def rearranged(self) -> list[SectionMove]:
        """The sections whose words stay and of which something else changes."""
        return [item for item in self.sections if item.notes and not item.is_reworded]

    @property
    def unchanged(self) -> list[SectionMove]:
        return [item for item in self.sections if item.is_unchanged]

    @property
    def kept_unchanged(self) -> list[SectionMove]:
        return [item for item in self.unchanged if item.keeps_words]

    @property
    def present_count(self) -> int:
        """How many sections the draft has now."""
        return len(self.sections) - len(self.added)

    @property
    def is_empty(self) -> bool:
        """Whether the paper reads the same afterwards."""
        parts = (self.added, self.left, self.renamed, self.moved, self.reworded, self.other_tables)
        return not any(parts) and self.title == self.draft.title


LAST = 1_000_000
"""The rank of what comes to stand under another section: behind those that are there."""


def moved_keys(before: Sequence[Place], after: Sequence[Place]) -> set[str]:
    """The keys of the sections that stand under another parent, or in another order beside those they stood
    beside."""
    old, new = _by_parent(before), _by_parent(after)
    homes = {key: parent for parent, keys in old.items() for key in keys}
    moved = set()
    for parent, keys in new.items():
        known = [key for key in keys if key in homes]
        stayed = [key for key in known if homes[key] == parent]
        in_order = _in_order([key for key in old.get(parent, ()) if key in stayed], stayed)
        moved |= set(known) - in_order
    return moved


def _by_parent(sections: Sequence[Place]) -> dict[str, list[str]]:
    keys: dict[int | None, str] = {None: "", **{section.pk: section.key for section in sections}}
    children: dict[str, list[str]] = defaultdict(list)
    for section in sections:
        children[keys[section.parent_id]].append(section.key)
    return children


def _in_order(before: list[str], after: list[str]) -> set[str]:
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {key for block in blocks for key in after[block.b : block.b + block.size]}


def newer_version(draft: Draft) -> TemplateVersion | None:
    """The version in use of the draft's template, if it is newer than the draft's."""
    newer: TemplateVersion | None = (
        TemplateVersion.objects.usable_by(draft.bureau)
        .filter(report_template=draft.report_template_id, number__gt=draft.version.number)
        .select_related("report_template")
        .first()
    )
    return newer


def move_draft(*, draft: Draft, version: TemplateVersion, actor: User) -> Draft:
    """Let the draft stand on the newer version from now on; nothing that people wrote is lost.

    Raises EdusumError when that version is not the newer one in use, PermissionDenied.
    """
    require(actor, Action.START_DRAFT, bureau=draft.bureau)
    with transaction.atomic():
        held = Draft.objects.with_names().select_for_update(of=("self",)).get(pk=draft.pk)
        if newer_version(held) != version:
            raise EdusumError("模板或这份初稿刚有变动，没有换版。请回到初稿，从那里重新打开换版页面。")
        before = list(held.section_texts.select_for_update().values_list("pk", flat=True))
        plan = MovePlan(held, version)
        _leave_behind(plan, actor=actor)
        _carry_over(plan, actor=actor)
        VersionMove.objects.create(draft=held, from_version=held.version, to_version=version, moved_by=actor)
        held.version = version
        held.save(update_fields=["version", "updated_at"])
        follow_draft(held, before=before)
        rows = held.section_texts.exclude(pk__in=before).values_list("pk", flat=True)
        assign_figures(held, actor=actor, rows=set(rows))
    return held


def _leave_behind(plan: MovePlan, *, actor: User) -> None:
    """Sections without a place: words, tables and charts stay, out of the paper; what nobody touched goes."""
    for item in plan.left:
        row = item.row
        if row is None:
            continue
        if not (item.has_words or item.has_exhibits):
            row.delete()
            continue
        if item.has_words:
            row.text = standing_text(row, plan.old)
        row.is_omitted = True
        _record(row, note=f"第{plan.version.number}版模板没有这一节，文字留存", actor=actor)


def _carry_over(plan: MovePlan, *, actor: User) -> None:
    for item in plan.sections:
        row = item.after.section_text if item.after else None
        if item.after is None or row is None:
            continue
        row.is_omitted = item.after.is_omitted
        was_left = item.before is None
        if was_left or (item.row is not None and item.row.text != row.text):
            _record(row, note=f"第{plan.version.number}版模板，文字保持原样", actor=actor)
        else:
            row.save()
    new = [item.after for item in plan.sections if item.after and item.after.section_text is None]
    sections = [reading.section.source for reading in new if reading.section.source]
    open_sections(plan.draft, sections, form=_usual_form(plan))
    hidden = [reading.section.pk for reading in new if reading.is_omitted]
    plan.draft.section_texts.filter(section__in=hidden).update(is_omitted=True)


def _usual_form(plan: MovePlan) -> str:
    """New sections are written as the others are."""
    forms = Counter(row.form for row in plan.rows.values() if not row.is_own)
    return forms.most_common(1)[0][0] if forms else TextForm.FULL


def _record(row: SectionText, *, note: str, actor: User) -> None:
    row.revision_number += 1
    row.updated_by = actor
    row.save()
    revision_of(row, action=SectionAction.VERSION, note=note).save()
