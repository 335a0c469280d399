"""The page on which the office arranges the sections of a draft: the tree, and what each section can do."""

from dataclasses import dataclass, field
from functools import cached_property

from edusum.drafts.choosing import required_with
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.outline import DEEPEST, Place, omitted, printed_heading, read_outline
from edusum.drafts.outlining import mark_of_outline, possible_steps
from edusum.library.enums import HeadingForm
from edusum.library.services import markers


@dataclass(frozen=True, slots=True)
class Line:
    """A section with its mark, the ways it can go, and the sections below it."""

    place: Place
    row: SectionText
    title: str
    steps: frozenset[str]
    is_omitted: bool
    is_hanging: bool
    asks_reason: bool = False
    """Whether the paper can go without it only for a reason: it, or something below it, is to be written."""
    children: list["Line"] = field(default_factory=list)

    @property
    def has_heading(self) -> bool:
        return self.place.level > 0

    @property
    def may_hold(self) -> bool:
        """Whether a section can be added below it."""
        return 0 < self.place.level < DEEPEST and not self.is_omitted

    @property
    def may_be_renamed(self) -> bool:
        return self.has_heading

    @property
    def is_called_otherwise(self) -> bool:
        """Whether the office gave a section of the template another heading."""
        return self.place.is_renamed and not self.place.is_own


def _is_at_home(place: Place) -> bool:
    return place.source is not None and place.source.parent_id == place.parent_id


class OutlinePage:
    """The sections of a draft as they stand now; three queries."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.places = [place for place in read_outline(draft) if place.row]

    @property
    def seen(self) -> str:
        return mark_of_outline(self.places)

    @property
    def own_count(self) -> int:
        return sum(place.is_own for place in self.places)

    @property
    def has_choice(self) -> bool:
        """Whether the template leaves any section to the office."""
        return any(place.is_optional for place in self.places if not place.is_own)

    @property
    def is_placed(self) -> bool:
        """Whether any section of the template may stand elsewhere than the template has it."""
        return any(place.row.own_rank is not None for place in self.places if place.row and not place.is_own)

    @cached_property
    def omitted(self) -> set[int]:
        return omitted(self.places)

    @cached_property
    def titles(self) -> dict[int, str]:
        """How each section is called, with its mark, by `pk`."""
        marks = markers([(place, place.depth) for place in self.places], self.omitted)
        texts = self.draft.texts
        return {
            place.pk: f"{marks[place.pk]}{printed_heading(place, texts)}" or str(place)
            for place in self.places
        }

    @property
    def uneven(self) -> list[str]:
        """Where headings on a line of their own and such that run into the text stand side by side, since the
        office put them together; in sentences."""
        return [told for parent in [None, *self.places] if (told := self._uneven_below(parent))]

    def _uneven_below(self, parent: Place | None) -> str:
        above = parent.pk if parent else None
        family = [item for item in self.places if item.parent_id == above and item.pk not in self.omitted]
        looks = {item.heading_form: item for item in reversed(family) if item.level}
        if not {HeadingForm.OWN_LINE, HeadingForm.RUN_IN} <= looks.keys() or all(map(_is_at_home, family)):
            return ""
        own, run_in = (self.titles[looks[form].pk] for form in (HeadingForm.OWN_LINE, HeadingForm.RUN_IN))
        where = f"“{self.titles[parent.pk]}”下面" if parent else "最外层"
        return (
            f"{where}的标题写法不一：“{own}”单独成行，“{run_in}”与正文接排。"
            "要一致，请把移来的一节移到写法相同的章节旁边，或者请模板管理员在模板里改标题的写法。"
        )

    @cached_property
    def lines(self) -> list[Line]:
        """The outermost sections, each with those below it."""
        ways = possible_steps(self.places)
        lines = {
            place.pk: Line(
                place,
                place.row,
                self.titles[place.pk],
                ways[place.pk],
                is_omitted=place.pk in self.omitted,
                is_hanging=place.parent_id in self.omitted,
                asks_reason=bool(required_with(place, self.places)),
            )
            for place in self.places
            if place.row
        }
        for place in self.places:
            if place.parent_id is not None:
                lines[place.parent_id].children.append(lines[place.pk])
        return [lines[place.pk] for place in self.places if place.parent_id is None]

    def of(self, row: SectionText) -> Place | None:
        return next((place for place in self.places if place.row and place.row.pk == row.pk), None)

    def goes_with(self, row: SectionText) -> tuple[list[str], list[str]]:
        """What would go out of the paper with a section (itself included) that the template wants there,
        and what else; how they are called."""
        place = self.of(row)
        if place is None:
            return [], []
        required = {item.pk for item in required_with(place, self.places)}
        gone, others = {place.pk}, []
        for item in self.places:
            if item.parent_id in gone:
                gone.add(item.pk)
                others += [item.pk] if item.pk not in required | self.omitted else []
        return (
            [self.titles[item.pk] for item in self.places if item.pk in required],
            [self.titles[pk] for pk in others],
        )

    def choices(self) -> list[tuple[int, str]]:
        """Every section as a list names it, by the id of its text."""
        return [
            (place.row.pk, f"{'　' * place.depth}{self.titles[place.pk]}")
            for place in self.places
            if place.row
        ]
