"""Moving a section with all that stands under it: by one step, or to a place in the tree.

A section takes the level that fits where it lands, and what stands under it moves along by as many levels.
Each verb answers with a sentence on what happened.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db import transaction

from edusum.library.access import editable
from edusum.library.contents import section_tree
from edusum.library.errors import LibraryError
from edusum.library.models import Section
from edusum.library.revisions import recorded
from edusum.library.sections import move_section
from edusum.orgs.actors import Actor

DEEPEST = 4
LAST = 10_000
DIRECTIONS = ("up", "down", "deeper", "shallower")


@transaction.atomic
@recorded
def place_section(*, section: Section, parent: Section | None, index: int, actor: Actor) -> str:
    """Make the section the index-th child of that parent; raises LibraryError where it cannot stand."""
    editable(section.version, actor)
    tree = [found for found, _ in section_tree(section.version)]
    below = _below(section, tree)
    if parent is not None and (parent == section or parent in below):
        raise LibraryError(f"“{section}”不能放到它自己下面。")
    siblings = [found for found in tree if found.parent_id == _pk(parent) and found != section]
    level = _fitting_level(section, parent, siblings, index)
    before, shift = section.parent_id, level - section.level
    _refuse_too_deep(section, level, [found.level + shift for found in below])
    if shift > 0:
        _shift(below, shift)
    section.level = level
    move_section(section=section, parent=parent, index=index, actor=actor)
    if shift < 0:
        _shift(below, shift)
    return _placed(section, parent, moved_elsewhere=before != _pk(parent), shift=shift)


@transaction.atomic
def step_section(*, section: Section, direction: str, actor: Actor) -> str:
    """One place up or down among its siblings, or one level deeper or shallower."""
    editable(section.version, actor)
    tree = [found for found, _ in section_tree(section.version)]
    siblings = [found for found in tree if found.parent_id == section.parent_id]
    place = siblings.index(section)
    if direction == "deeper":
        return _deeper(section, siblings[:place], actor)
    if direction == "shallower":
        return _shallower(section, tree, actor)
    target = place + (-1 if direction == "up" else 1)
    if not 0 <= target < len(siblings):
        raise LibraryError(f"“{section}”已经在最{'前' if direction == 'up' else '后'}面，没有移动。")
    move_section(section=section, parent=section.parent, index=target, actor=actor)
    return f"“{section}”已{'上' if direction == 'up' else '下'}移一位。"


def possible_steps(tree: Sequence[Section]) -> dict[int, frozenset[str]]:
    """Which of `DIRECTIONS` each section can take; whether all below it fits is asked on moving."""
    families: dict[int | None, list[Section]] = defaultdict(list)
    for section in tree:
        families[section.parent_id].append(section)
    return {
        section.pk: frozenset(_steps(section, place, siblings))
        for siblings in families.values()
        for place, section in enumerate(siblings)
    }


def _steps(section: Section, place: int, siblings: Sequence[Section]) -> Iterator[str]:
    if place > 0:
        yield "up"
    if place < len(siblings) - 1:
        yield "down"
    if section.parent_id:
        yield "shallower"
    if section.level and any(parent.level < DEEPEST for parent in _nearest(siblings[:place])):
        yield "deeper"


def _nearest(before: Sequence[Section]) -> Sequence[Section]:
    """The section that would be the parent one step deeper, if there is one."""
    return [found for found in before if found.level][-1:]


def _deeper(section: Section, before: Sequence[Section], actor: Actor) -> str:
    parent = next(iter(_nearest(before)), None)
    if parent is None:
        raise LibraryError(f"“{section}”前面没有同级章节，不能再放低一层。")
    return place_section(section=section, parent=parent, index=LAST, actor=actor)


def _shallower(section: Section, tree: Sequence[Section], actor: Actor) -> str:
    parent = next((found for found in tree if found.pk == section.parent_id), None)
    if parent is None:
        raise LibraryError(f"“{section}”已经在最外层，没有移动。")
    siblings = [found for found in tree if found.parent_id == parent.parent_id]
    grandparent = next((found for found in tree if found.pk == parent.parent_id), None)
    index = siblings.index(parent) + 1
    return place_section(section=section, parent=grandparent, index=index, actor=actor)


def _pk(section: Section | None) -> int | None:
    return None if section is None else section.pk


def _below(section: Section, tree: Sequence[Section]) -> list[Section]:
    """What stands under the section, in reading order."""
    inside = {section.pk}
    found = []
    for other in tree:
        if other.parent_id in inside:
            inside.add(other.pk)
            found.append(other)
    return found


def _fitting_level(section: Section, parent: Section | None, siblings: Sequence[Section], index: int) -> int:
    """The level of its neighbours there, as far as it takes one; an opening keeps 0."""
    if section.level == 0 or section.parent_id == _pk(parent):
        return section.level
    neighbours = [*reversed(siblings[:index]), *siblings[index:]]
    beside = next((found.level for found in neighbours if found.level), None)
    return beside or (parent.level + 1 if parent else 1)


def _refuse_too_deep(section: Section, level: int, below: Sequence[int]) -> None:
    if level > DEEPEST:
        raise LibraryError(f"章节最多 {DEEPEST} 层，“{section}”不能放到第 {DEEPEST} 层的章节下面。")
    if any(found > DEEPEST for found in below):
        raise LibraryError(f"“{section}”的下级章节移过去会超过 {DEEPEST} 层，请先调整下级章节。")


def _shift(below: Sequence[Section], shift: int) -> None:
    for found in below:
        found.level += shift
    Section.objects.bulk_update(below, ["level"])


def _placed(section: Section, parent: Section | None, *, moved_elsewhere: bool, shift: int) -> str:
    if not moved_elsewhere:
        return f"“{section}”已移到新的位置。"
    where = f"“{parent}”下面" if parent else "最外层"
    return f"“{section}”已移到{where}{f'，层次改为 {section.level}' if shift else ''}。"
