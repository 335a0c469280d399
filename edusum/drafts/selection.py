"""The page on which the sections of a draft are chosen: the whole tree, what is off, what is in short."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from edusum.drafts.choosing import mark_of_choices
from edusum.drafts.forms import SectionChoiceForm
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.reading import SectionReading, draft_sources, read_draft


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One section of the page; `length` is its choice of form, where its phrases speak in two."""

    reading: SectionReading
    is_on: Any
    length: Any
    due: date | None
    hangs: bool = False
    """Whether it is left out with what it stands under."""

    @property
    def parent(self) -> int | None:
        return self.reading.section.parent_id

    @property
    def errors(self) -> list[str]:
        return [*self.is_on.errors, *(self.length.errors if self.length else ())]


class Selection:
    """The sections of a draft, as stored or as somebody just chose them (`posted`)."""

    def __init__(self, draft: Draft, posted: Any = None) -> None:
        self.draft = draft
        self.sources = draft_sources(draft)
        self.readings = [item for item in read_draft(draft, self.sources) if item.section_text]
        self.form = SectionChoiceForm(
            self.readings, in_two_forms=self.in_two_forms, seen=self.mark, data=posted
        )

    @cached_property
    def in_two_forms(self) -> set[int]:
        """The sections (ids) whose phrases speak at length and in short."""
        return {
            section
            for section, phrases in self.sources.phrases.items()
            if any(phrase.form for phrase in phrases)
        }

    @cached_property
    def mark(self) -> str:
        return mark_of_choices(self.texts)

    @property
    def texts(self) -> list[SectionText]:
        return [item.section_text for item in self.readings if item.section_text]

    @property
    def chosen_count(self) -> int:
        return sum(not item.is_omitted for item in self.readings)

    @property
    def has_optional(self) -> bool:
        """Whether any section can be left out."""
        return any(item.section.is_optional for item in self.readings)

    def rows(self) -> Iterator[ChoiceRow]:
        off = {item.section.pk for item in self.readings if item.is_omitted}
        for item in self.readings:
            on, length = self.form.fields_of(item)
            yield ChoiceRow(item, on, length, self._due(item), hangs=item.section.parent_id in off)

    def _due(self, item: SectionReading) -> date | None:
        return item.section_text.due_on if item.section_text else None
