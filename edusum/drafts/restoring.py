"""The sections of a draft go back to where its template has them; the office's own stay beside those they
stood beside."""

from collections.abc import Sequence

from django.db import transaction

from edusum.accounts.models import User
from edusum.drafts.enums import SectionAction
from edusum.drafts.errors import OutlineError
from edusum.drafts.models import Draft, Revision, SectionText
from edusum.drafts.moving import moved_keys
from edusum.drafts.outline import DEEPEST, Place, omitted
from edusum.drafts.outlining import Arrangement, hold
from edusum.drafts.records import revision_of

NOTE = "恢复模板的次序"


def restore_order(*, draft: Draft, actor: User) -> int:
    """Undo every placing of the template's sections; returns how many moved.

    Raises OutlineError where a section would go out of the paper with what it comes to stand under, or would
    stand too deep; PermissionDenied.
    """
    with transaction.atomic():
        held = hold(draft, actor)
        before = held.places
        placed = [place for place in before if place.row and place.row.own_rank is not None]
        _store([(place.row, None, None) for place in placed if place.row and not place.is_own])
        held.read_again()
        for place in before:
            if place.is_own and place.row:
                _beside_what_it_stood(held, place, before)
                held.read_again()
        _refuse_lost(held, before)
        moved = moved_keys(before, held.places)
        rows = [place.row for place in held.places if place.row and not place.is_own and place.key in moved]
        for row in rows:
            row.revision_number += 1
            row.updated_by = actor
        SectionText.objects.bulk_update(rows, ["revision_number", "updated_by"])
        Revision.objects.bulk_create(revision_of(row, action=SectionAction.PLACE, note=NOTE) for row in rows)
    return len(rows)


def _store(rows: Sequence[tuple[SectionText, SectionText | None, int | None]]) -> None:
    """Each with its parent and rank."""
    for row, parent, rank in rows:
        row.own_parent, row.own_rank = parent, rank
    SectionText.objects.bulk_update([row for row, _, _ in rows], ["own_parent", "own_rank"])


def _beside_what_it_stood(held: Arrangement, place: Place, before: Sequence[Place]) -> None:
    """Behind the nearest sibling before it that is below the same section still, else before the next one."""
    now = held.named(place.pk)
    if now is None or now.row is None:
        return
    parent = held.named(now.parent_id)
    family = [item for item in held.below(now.parent_id) if item.pk != place.pk]
    ids = [item.pk for item in family]
    beside = [item.pk for item in before if item.parent_id == place.parent_id]
    own = beside.index(place.pk)
    earlier = [pk for pk in beside[:own] if pk in ids]
    later = [pk for pk in beside[own + 1 :] if pk in ids]
    index = ids.index(earlier[-1]) + 1 if earlier else ids.index(later[0]) if later else len(ids)
    family.insert(index, now)
    _store(
        [
            (item.row, parent.row if parent else None, rank)
            for rank, item in enumerate(family, start=1)
            if item.row
        ]
    )


def _refuse_lost(held: Arrangement, before: Sequence[Place]) -> None:
    gone = omitted(held.places) - omitted(before)
    lost = next((place for place in held.places if place.pk in gone), None)
    if lost is not None:
        raise OutlineError(
            f"“{held.called(lost)}”会回到本稿不写的章节下面，就不印了，次序没有变。请先恢复它的上级章节，再恢复模板的次序。"
        )
    deep = next((place for place in held.places if place.is_too_deep), None)
    if deep is not None:
        raise OutlineError(f"章节最多 {DEEPEST} 层，“{held.called(deep)}”会放得太深，没有恢复。请先移动它。")
