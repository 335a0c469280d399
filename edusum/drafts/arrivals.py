"""Drafts that came in as finished papers: how they are told apart, and whether anybody changed them since."""

from django.db.models import Exists, OuterRef, Q

from edusum.drafts.enums import SectionAction, SectionState
from edusum.drafts.models import Draft, Revision
from edusum.drafts.querysets import DraftQuerySet

ARRIVED = "旧稿入库"
"""How the notes of their first revisions begin, and what lists call them."""
_AT_ARRIVAL = Q(number=1, action=SectionAction.APPROVE, note__startswith=ARRIVED)


def with_arrival(drafts: DraftQuerySet) -> DraftQuerySet:
    """Adds `is_arrived`: whether it was written elsewhere and came in as an old paper."""
    first = Revision.objects.filter(_AT_ARRIVAL, section_text__draft=OuterRef("pk"))
    return drafts.annotate(is_arrived=Exists(first))


def is_as_it_arrived(draft: Draft) -> bool:
    """Whether all that stands in the draft came in with it, and nobody took a step in it since."""
    steps = Revision.objects.filter(section_text__draft=draft)
    if not steps.filter(_AT_ARRIVAL).exists() or steps.exclude(_AT_ARRIVAL).exists():
        return False
    as_it_came = Q(state=SectionState.APPROVED, revision_number=1)
    untouched = Q(state=SectionState.UNTOUCHED, text=None)
    return not draft.section_texts.exclude(as_it_came | untouched).exists()
