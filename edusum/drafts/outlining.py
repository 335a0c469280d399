"""The office arranges the sections of its draft: adds its own, renames, moves, splits and takes away.

Each verb holds the draft, so that two people arrange one after the other, and keeps its step in the history
of the section that it concerns.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction

from edusum.accounts.models import User
from edusum.drafts.assigning import MAX_NOTE, OFFICE, assign_section
from edusum.drafts.enums import DONE, SectionAction, SectionState
from edusum.drafts.errors import DepartmentError, OutlineChangedError, OutlineError
from edusum.drafts.headings import checked_heading
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.outline import DEEPEST, Place, printed_heading, read_outline
from edusum.drafts.records import locked, record
from edusum.library import wording
from edusum.orgs.models import Department
from edusum.orgs.permissions import Action, require

MOST_OWN, MOST_PARTS = 60, 6
STAYS = "没有标题的导语、结语位置固定，不能移动，也不能改标题。"
GONE = "这一节刚被别人删去，请刷新页面。"


class Where(StrEnum):
    """Where a new section comes to stand, from the one beside which it is added."""

    BEFORE = "before"
    AFTER = "after"
    BELOW = "below"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"
    DEEPER = "deeper"
    SHALLOWER = "shallower"


@dataclass(slots=True)
class Arrangement:
    """The sections of a held draft."""

    draft: Draft
    places: list[Place] = field(default_factory=list)

    def of(self, row: SectionText) -> Place:
        """Where a section stands; raises OutlineError when it has gone."""
        found = next((place for place in self.places if place.row and place.row.pk == row.pk), None)
        if found is None:
            raise OutlineError(GONE)
        return found

    def named(self, pk: int | None) -> Place | None:
        return next((place for place in self.places if place.pk == pk), None)

    def below(self, parent: int | None) -> list[Place]:
        return [place for place in self.places if place.parent_id == parent]

    def called(self, place: Place) -> str:
        """For messages, with the year and names written out."""
        return printed_heading(place, self.draft.texts) or str(place)

    def all_below(self, place: Place) -> set[int]:
        found = {place.pk}
        for other in self.places:
            if other.parent_id in found:
                found.add(other.pk)
        return found - {place.pk}

    def nearest_of_template(self, place: Place) -> SectionText | None:
        """The section above it in the paper (else below it) that nobody here can delete."""
        own = self.places.index(place)
        near = [*reversed(self.places[:own]), *self.places[own + 1 :]]
        return next((item.row for item in near if item.row and not item.is_own), None)

    def read_again(self) -> None:
        self.places = read_outline(self.draft)


def mark_of_outline(places: Iterable[Place]) -> str:
    """A short mark of which sections stand where; the page carries it, so that a step knows what it meant."""
    seen = [[place.pk, place.parent_id] for place in places]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


def possible_steps(places: Sequence[Place]) -> dict[int, frozenset[Direction]]:
    """Which ways each section can go, by its `pk`; whether all below it fits is asked on moving."""
    return {place.pk: frozenset(_steps(place, places)) for place in places}


def add_section(
    *,
    draft: Draft,
    heading: str,
    beside: SectionText | None,
    actor: User,
    where: str = Where.AFTER,
    department: Department | None = None,
    due_on: dt.date | None = None,
) -> SectionText:
    """Put an own section before, behind or below another; beside none it comes last.

    Raises OutlineError, DepartmentError, PermissionDenied.
    """
    with transaction.atomic():
        held = hold(draft, actor)
        _require_department(held.draft, department)
        parent, index = _spot(held, held.of(beside) if beside else None, where)
        row = _new(held, parent, heading=heading, department=department, due_on=due_on)
        _insert(held, row, parent, index)
        return record(row, action=SectionAction.ADD, state=SectionState(row.state), actor=actor)


def rename_section(*, section_text: SectionText, heading: str, actor: User) -> SectionText:
    """Call a section otherwise; a template's section without words of one's own is called as it was.

    Raises OutlineError, PermissionDenied.
    """
    with transaction.atomic():
        held = hold(section_text.draft, actor)
        place = held.of(section_text)
        row = locked(section_text)
        if not place.level:
            raise OutlineError(STAYS)
        wanted = _wanted_heading(held, place, heading)
        if wanted == row.own_heading:
            return row
        before, row.own_heading = held.called(place), wanted
        note = f"原标题“{before}”"
        return record(row, action=SectionAction.RENAME, state=SectionState(row.state), actor=actor, note=note)


def place_section(
    *, section_text: SectionText, parent: SectionText | None, index: int, actor: User, seen: str = ""
) -> str:
    """Make the section the index-th below that parent (None: outermost), with all below it.

    Says what was done. `seen`, if given, is the `mark_of_outline` the person saw. Raises OutlineError,
    PermissionDenied.
    """
    with transaction.atomic():
        held = hold(section_text.draft, actor)
        if seen and seen != mark_of_outline(held.places):
            raise OutlineChangedError
        return _place(held, held.of(section_text), held.of(parent) if parent else None, index, actor)


def step_section(*, section_text: SectionText, direction: str, actor: User) -> str:
    """One place up or down, or one level deeper or shallower; as `place_section`."""
    with transaction.atomic():
        held = hold(section_text.draft, actor)
        place = held.of(section_text)
        if direction not in _steps(place, held.places):
            raise OutlineError(_why_not(held.called(place), place, direction))
        siblings = held.below(place.parent_id)
        own = siblings.index(place)
        above = held.named(place.parent_id)
        if direction == Direction.DEEPER:
            home = _nearest(siblings[:own])
            return _place(held, place, home, len(held.below(home.pk if home else None)), actor)
        if direction == Direction.SHALLOWER and above is not None:
            aunts = held.below(above.parent_id)
            return _place(held, place, held.named(above.parent_id), aunts.index(above) + 1, actor)
        return _place(held, place, above, own + (-1 if direction == Direction.UP else 1), actor)


def split_section(
    *, section_text: SectionText, parts: Sequence[tuple[str, Department | None]], actor: User
) -> list[SectionText]:
    """Give the parts of a section to departments: an own section (heading, department) below it for each.

    Without a department a part stays with that of the section, whose text stays where it is. Raises
    OutlineError, DepartmentError, PermissionDenied.
    """
    with transaction.atomic():
        held = hold(section_text.draft, actor)
        above = held.of(section_text)
        if not 0 < len(parts) <= MOST_PARTS:
            raise OutlineError(f"请写明要拆成哪几部分，一次最多 {MOST_PARTS} 部分。")
        for _, department in parts:
            _require_department(held.draft, department)
        if above.row and above.row.state in DONE:
            raise OutlineError("本节已交稿，不能再拆分；要拆，请先退回。")
        found = []
        for heading, department in parts:
            row = _new(held, above, heading=heading, department=section_text.department, due_on=None)
            row.due_on = above.row.due_on if above.row else None
            _insert(held, row, above, len(held.below(above.pk)))
            note = f"由“{held.called(above)}”拆分"
            record(row, action=SectionAction.ADD, state=SectionState(row.state), actor=actor, note=note)
            if department and department != row.department:
                row = assign_section(section_text=row, department=department, actor=actor, note=note)
            found.append(row)
        return found


def delete_section(*, section_text: SectionText, actor: User) -> None:
    """Take an own section away that holds nothing; the history of the template's section next to it keeps
    a word of it. Raises OutlineError, PermissionDenied."""
    with transaction.atomic():
        held = hold(section_text.draft, actor)
        place = held.of(section_text)
        row = locked(section_text)
        if problem := why_not_deleted(row, held.places):
            raise OutlineError(problem)
        beside = held.nearest_of_template(place)
        row.delete()
        if beside:
            note = f"删去了自己加的“{held.called(place)}”，原由{row.department or OFFICE}填写"[:MAX_NOTE]
            kept = locked(beside)
            record(kept, action=SectionAction.PLACE, state=SectionState(kept.state), actor=actor, note=note)


def why_not_deleted(row: SectionText, places: Sequence[Place]) -> str:
    """Why a section of the draft can't be taken away for good, and what to do; "" if it can."""
    own = next((place for place in places if place.row and place.row.pk == row.pk), None)
    if not row.is_own or own is None:
        return "模板里的章节不能删，不需要的可以略去。"
    if any(place.parent_id == own.pk for place in places):
        return "这一节下面还有章节，请先移走或删去。"
    if row.exhibits.exists():
        return "这一节里有表和图，先删去它们，才能删除章节。"
    if row.text or row.state in DONE or row.revisions.exclude(text=None).exclude(text="").exists():
        return "这一节有人写过文字，不能删；不需要的可以略去，文字仍留着。"
    return ""


# Parts of the verbs


def hold(draft: Draft, actor: User) -> Arrangement:
    """The draft and its sections, held for who may arrange them; OutlineError, PermissionDenied."""
    require(actor, Action.START_DRAFT, bureau=draft.bureau)
    row = Draft.objects.with_names().select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if row is None:
        raise OutlineError("这份初稿刚被删除。")
    return Arrangement(row, read_outline(row))


def _require_department(draft: Draft, department: Department | None) -> None:
    if department and (department.bureau_id != draft.bureau_id or not department.is_active):
        raise DepartmentError("这个科室不属于本单位或已停用，请另选一个科室。")


def _spot(held: Arrangement, beside: Place | None, where: str) -> tuple[Place | None, int]:
    """Below which section, and the how-maniest there."""
    if beside is None:
        return None, len(held.below(None))
    if where == Where.BELOW:
        if not beside.level:
            raise OutlineError(f"“{held.called(beside)}”没有标题，下面不能加章节。")
        return beside, len(held.below(beside.pk))
    index = held.below(beside.parent_id).index(beside)
    return held.named(beside.parent_id), index + (where == Where.AFTER)


def _new(
    held: Arrangement,
    parent: Place | None,
    *,
    heading: str,
    department: Department | None,
    due_on: dt.date | None,
) -> SectionText:
    if sum(place.is_own for place in held.places) >= MOST_OWN:
        raise OutlineError(f"一份材料最多自己加 {MOST_OWN} 节，请先删去不用的。")
    if parent and _is_omitted(held, parent):
        raise OutlineError(f"“{held.called(parent)}”本稿不写，请先恢复它，再在下面加章节。")
    words = checked_heading(heading)
    _refuse_namesake(held, words, parent.pk if parent else None)
    row = SectionText(
        draft=held.draft,
        own_heading=words,
        own_parent=parent.row if parent else None,
        own_rank=1,
        department=department or held.draft.department,
        due_on=due_on,
    )
    row.save()
    return row


def _insert(held: Arrangement, row: SectionText, parent: Place | None, index: int) -> None:
    siblings = [place.row for place in held.below(parent.pk if parent else None) if place.row]
    _arrange([*siblings[:index], row, *siblings[index:]], parent)
    held.read_again()
    if held.of(row).is_too_deep:
        raise OutlineError(f"章节最多 {DEEPEST} 层，这里不能再加下一层。")


def _arrange(rows: Sequence[SectionText], parent: Place | None) -> None:
    """Let these stand in this order below the parent."""
    for rank, row in enumerate(rows, start=1):
        row.own_parent, row.own_rank = parent.row if parent else None, rank
    SectionText.objects.bulk_update(rows, ["own_parent", "own_rank"])


def _place(held: Arrangement, place: Place, parent: Place | None, index: int, actor: User) -> str:
    if not place.level or place.row is None:
        raise OutlineError(STAYS)
    _refuse_home(held, place, parent)
    row = locked(place.row)
    before = [(item.pk, item.parent_id) for item in held.places]
    home = parent.pk if parent else None
    siblings = [item.row for item in held.below(home) if item.row and item.pk != place.pk]
    _arrange([*siblings[:index], row, *siblings[index:]], parent)
    held.read_again()
    if any(item.is_too_deep for item in held.places if item.pk in {place.pk, *held.all_below(place)}):
        raise OutlineError(f"章节最多 {DEEPEST} 层，“{held.called(place)}”和它下面的章节放不到那里。")
    if before == [(item.pk, item.parent_id) for item in held.places]:
        return f"“{held.called(place)}”还在原来的位置。"
    note = _told(held, place, held.of(row))
    record(row, action=SectionAction.PLACE, state=SectionState(row.state), actor=actor, note=note[:MAX_NOTE])
    return f"“{held.called(place)}”{note}。"


def _told(held: Arrangement, before: Place, now: Place) -> str:
    if before.parent_id != now.parent_id:
        parent = held.named(now.parent_id)
        return f"移到“{held.called(parent)}”下面" if parent else "移到最外层"
    siblings = held.below(now.parent_id)
    return f"移到第 {siblings.index(now) + 1} 个" if len(siblings) > 1 else "移到新的位置"


def _refuse_home(held: Arrangement, place: Place, parent: Place | None) -> None:
    if parent is None:
        return
    if parent.pk == place.pk or parent.pk in held.all_below(place):
        raise OutlineError(f"“{held.called(place)}”不能放到它自己下面。")
    if not parent.level:
        raise OutlineError(f"“{held.called(parent)}”没有标题，下面不能放章节。")
    if parent.pk != place.parent_id and _is_omitted(held, parent) and not _is_omitted(held, place):
        above = held.called(parent)
        raise OutlineError(f"“{above}”本稿不写，“{held.called(place)}”放到下面就不印了。请先恢复它，再移动。")


def _is_omitted(held: Arrangement, place: Place | None) -> bool:
    while place is not None:
        if place.row and place.row.is_omitted:
            return True
        place = held.named(place.parent_id)
    return False


def _steps(place: Place, places: Sequence[Place]) -> set[Direction]:
    if not place.level:
        return set()
    siblings = [other for other in places if other.parent_id == place.parent_id]
    own = siblings.index(place)
    steps = set()
    if any(other.level for other in siblings[:own]):
        steps |= {Direction.UP} if siblings[own - 1].level else set()
        steps |= {Direction.DEEPER} if place.level < DEEPEST else set()
    if own + 1 < len(siblings) and siblings[own + 1].level:
        steps.add(Direction.DOWN)
    if place.parent_id is not None:
        steps.add(Direction.SHALLOWER)
    return steps


def _why_not(name: str, place: Place, direction: str) -> str:
    if not place.level:
        return STAYS
    told = {
        Direction.UP: f"“{name}”已经在最前面，没有移动。",
        Direction.DOWN: f"“{name}”已经在最后面，没有移动。",
        Direction.DEEPER: f"“{name}”前面没有同级章节，或已是最里一层，不能再放低一层。",
        Direction.SHALLOWER: f"“{name}”已经在最外层，没有移动。",
    }
    return told.get(Direction(direction), "没有认出怎样移动，请刷新页面后重试。")


def _nearest(before: Sequence[Place]) -> Place | None:
    return next((place for place in reversed(before) if place.level), None)


def _wanted_heading(held: Arrangement, place: Place, typed: str) -> str:
    """The words to store; "" where the template's hold."""
    source = place.source
    if source and not typed.strip():
        return ""
    words = checked_heading(typed)
    if source and words in {source.heading, wording.headline(source.heading, held.draft.texts)}:
        return ""
    _refuse_namesake(held, words, place.parent_id, but=place.pk)
    return words


def _refuse_namesake(held: Arrangement, words: str, parent: int | None, but: int | None = None) -> None:
    if any(place.heading == words and place.pk != but for place in held.below(parent)):
        raise OutlineError(f"这一级已有“{words}”，请换一个标题。")
