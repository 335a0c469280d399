"""The sections of a paper where they stand: the template's tree as the office rearranged it, with its own.

A section without a rank stands where the template has it: behind the sibling that it follows there. Those
with a rank stand in that order below the parent they were given. What has no heading stays at the border
where the template has it: an opening comes first, a closing last.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from edusum.drafts.models import OWN_KEY, Draft, SectionText
from edusum.library import wording
from edusum.library.enums import CLOSING, OPENING, HeadingForm, MarkerStyle
from edusum.library.models import Section, TemplateVersion
from edusum.library.services import section_tree

DEEPEST = 4
Looks = tuple[str, str]
"""Heading form and marker style."""


@dataclass(frozen=True, slots=True)
class Place:
    """A section where it stands in a paper.

    `source` is the template's section, None for one that the office added; `row` is its text, None where only
    a version is read. `pk`: the id of the template's section, of an own one the negative id of its text. What
    a section says of itself has the names that it has in the template. `is_too_deep`: its level is cut to 4.
    """

    pk: int
    parent_id: int | None
    depth: int
    level: int
    key: str
    heading: str
    heading_form: str
    marker_style: str
    source: Section | None
    row: SectionText | None = None
    is_closing: bool = False
    is_too_deep: bool = False

    def __str__(self) -> str:
        return self.heading or (CLOSING if self.is_closing else OPENING)

    @property
    def is_own(self) -> bool:
        return self.source is None

    @property
    def is_renamed(self) -> bool:
        """Whether its heading is the office's, so that it is text and no phrase."""
        return self.source is None or self.heading != self.source.heading

    @property
    def is_optional(self) -> bool:
        return self.source is None or self.source.is_optional

    @property
    def guidance(self) -> str:
        return self.source.guidance if self.source else ""

    @property
    def department_name(self) -> str:
        return self.source.department_name if self.source else ""

    @property
    def suggested_min(self) -> int | None:
        return self.source.suggested_min if self.source else None

    @property
    def suggested_max(self) -> int | None:
        return self.source.suggested_max if self.source else None

    @property
    def due_days(self) -> int | None:
        return self.source.due_days if self.source else None

    @property
    def table_caption(self) -> str:
        return self.source.table_caption if self.source else ""


def read_outline(draft: Draft) -> list[Place]:
    """The sections of a draft in reading order; two queries."""
    return outline(draft.version, list(draft.section_texts.select_related("section", "department")))


def outline(version: TemplateVersion, rows: Iterable[SectionText] = ()) -> list[Place]:
    """The sections of a version in reading order, as these texts of one draft place them; one query."""
    return arranged([section for section, _ in section_tree(version)], rows)


def arranged(sections: Sequence[Section], rows: Iterable[SectionText]) -> list[Place]:
    """As `outline`, of the template's sections in reading order; no query."""
    return list(_Builder(sections, rows).places())


def omitted(places: Iterable[Place]) -> set[int]:
    """The sections (by `pk`) that the paper leaves out, with all that stands under them."""
    found: set[int] = set()
    for place in places:
        if place.parent_id in found or (place.row is not None and place.row.is_omitted):
            found.add(place.pk)
    return found


def required_below(place: Place, places: Iterable[Place]) -> list[Place]:
    """The sections that the paper must have and that would go out of it with this one: what the office moved
    below it. What stands there by the template goes with it."""
    fits = {place.pk: True}
    found = []
    for other in places:
        if other.parent_id not in fits:
            continue
        is_at_home = other.source is not None and other.source.parent_id == other.parent_id
        is_gone = other.row is not None and other.row.is_omitted
        fits[other.pk] = other.is_optional or is_gone or (is_at_home and fits[other.parent_id])
        if not fits[other.pk] and fits[other.parent_id]:
            found.append(other)
    return found


def printed_heading(place: Place, texts: wording.Texts) -> str:
    """The heading with the names of texts written out; "" where there is none."""
    if place.is_renamed:
        return wording.plain(place.heading, {}, texts)
    return wording.headline(place.heading, texts)


def has_sections_below(row: SectionText) -> bool:
    """Whether any section of its draft stands under it."""
    places = read_outline(row.draft)
    own = next((place.pk for place in places if place.row and place.row.pk == row.pk), None)
    return own is not None and any(place.parent_id == own for place in places)


@dataclass(slots=True)
class _Node:
    """A section before its place is known."""

    pk: int
    source: Section | None
    row: SectionText | None

    @property
    def rank(self) -> int | None:
        return self.row.own_rank if self.row else None

    @property
    def has_heading(self) -> bool:
        return self.source is None or self.source.heading_form != HeadingForm.NONE

    @property
    def heading(self) -> str:
        own = self.row.own_heading if self.row and self.has_heading else ""
        return own or (self.source.heading if self.source else "")


class _Builder:
    def __init__(self, sections: Sequence[Section], rows: Iterable[SectionText]) -> None:
        rows = list(rows)
        texts = {row.section_id: row for row in rows if row.section_id is not None}
        own = [_Node(-row.pk, None, row) for row in rows if row.section_id is None]
        template = [_Node(section.pk, section, texts.get(section.pk)) for section in sections]
        self.nodes = {node.pk: node for node in [*template, *own]}
        self.order = {section.pk: place for place, section in enumerate(sections)}
        self.by_row = {node.row.pk: node.pk for node in self.nodes.values() if node.row}
        self.usual = _usual_looks(sections)
        self.parents = {node.pk: self._parent(node) for node in self.nodes.values()}
        self._untie()

    def _parent(self, node: _Node) -> int | None:
        if node.row and node.rank is not None:
            parent = node.row.own_parent_id
            return None if parent is None else self.by_row.get(parent)
        return node.source.parent_id if node.source else None

    def _untie(self) -> None:
        """Two sections below each other would print neither; one that the office placed comes outermost."""
        for pk, node in self.nodes.items():
            seen = {pk}
            above = self.parents[pk]
            while above is not None and above not in seen:
                seen.add(above)
                above = self.parents[above]
            if above == pk and node.rank is not None:
                self.parents[pk] = None

    def places(self) -> Iterator[Place]:
        families: dict[int | None, list[_Node]] = defaultdict(list)
        for node in self.nodes.values():
            families[self.parents[node.pk]].append(node)
        self.families = {parent: self._in_order(family) for parent, family in families.items()}
        is_headed = False
        for place in self._below(None, depth=0):
            is_headed = is_headed or bool(place.heading)
            yield replace(place, is_closing=is_headed and not place.heading)

    def _in_order(self, family: Sequence[_Node]) -> list[_Node]:
        ranked = [node for node in family if node.rank is not None]
        ranked.sort(key=lambda node: (node.rank or 0, node.row.pk if node.row else 0))
        unranked = [node for node in family if node.rank is None]
        unranked.sort(key=lambda node: self.order[node.pk])
        if not any(map(self._is_at_home, ranked)):
            return self._with_borders([*unranked, *ranked])
        for node in unranked:
            ranked.insert(self._index(node, ranked), node)
        return self._with_borders(ranked)

    def _index(self, node: _Node, family: Sequence[_Node]) -> int:
        """Behind the nearest one that is before it in the template, else before the nearest one after it."""
        place = self.order[node.pk]
        known = [(self.order[item.pk], index) for index, item in enumerate(family) if self._is_at_home(item)]
        before = [found for found in known if found[0] < place]
        return max(before)[1] + 1 if before else min(known)[1]

    def _with_borders(self, family: Sequence[_Node]) -> list[_Node]:
        """Openings first, closings last, as in the template."""
        at_home = [node for node in family if self._is_at_home(node)]
        headed = [self.order[node.pk] for node in at_home if node.has_heading]
        if not headed:
            return list(family)
        bare = [node for node in at_home if not node.has_heading]
        first = [node for node in bare if self.order[node.pk] < min(headed)]
        last = [node for node in bare if self.order[node.pk] > max(headed)]
        borders = {node.pk for node in [*first, *last]}
        return [*first, *(node for node in family if node.pk not in borders), *last]

    def _below(self, parent: Place | None, depth: int) -> Iterator[Place]:
        family = self.families.get(parent.pk if parent else None, [])
        for index, node in enumerate(family):
            place = self._placed(node, parent, depth, [*reversed(family[:index]), *family[index + 1 :]])
            yield place
            yield from self._below(place, depth + 1)

    def _placed(self, node: _Node, parent: Place | None, depth: int, beside: Sequence[_Node]) -> Place:
        level = self._level(node, parent, beside)
        shown = min(level, DEEPEST)
        form, style = self._looks(node, parent, shown, beside)
        return Place(
            pk=node.pk,
            parent_id=parent.pk if parent else None,
            depth=depth,
            level=shown,
            key=node.source.key if node.source else f"{OWN_KEY}{-node.pk}",
            heading=node.heading,
            heading_form=form,
            marker_style=style,
            source=node.source,
            row=node.row,
            is_too_deep=level > DEEPEST,
        )

    def _level(self, node: _Node, parent: Place | None, beside: Sequence[_Node]) -> int:
        if not node.has_heading:
            return 0
        if node.source and self._is_at_home(node):
            shift = parent.level - parent.source.level if parent and parent.source else 0
            return max(node.source.level + shift, 1)
        neighbour = self._neighbour(beside)
        if neighbour is not None:
            return self._level(neighbour, parent, ())
        return parent.level + 1 if parent else 1

    def _looks(self, node: _Node, parent: Place | None, level: int, beside: Sequence[_Node]) -> Looks:
        if node.source and (self._is_at_home(node) or not node.has_heading):
            return node.source.heading_form, node.source.marker_style
        neighbour = self._neighbour(beside)
        near = neighbour.source if neighbour else None
        form, style = (near.heading_form, near.marker_style) if near else self._usual(parent, level)
        return (node.source.heading_form if node.source else form), style

    def _usual(self, parent: Place | None, level: int) -> Looks:
        """How sections of that level look elsewhere in the paper."""
        return self.usual.get(level, (HeadingForm.OWN_LINE, MarkerStyle.AUTO)) if parent else _PLAIN

    def _is_at_home(self, node: _Node) -> bool:
        return node.source is not None and self.parents[node.pk] == node.source.parent_id

    def _neighbour(self, beside: Sequence[_Node]) -> _Node | None:
        """The nearest sibling that the template has there, with a heading."""
        return next((node for node in beside if node.has_heading and self._is_at_home(node)), None)


_PLAIN: Looks = (HeadingForm.OWN_LINE, MarkerStyle.AUTO)


def _usual_looks(sections: Sequence[Section]) -> Mapping[int, Looks]:
    looks: dict[int, Looks] = {}
    for section in sections:
        looks.setdefault(section.level, (section.heading_form, section.marker_style))
    return looks
