"""Which step leads a section from which state to which, and what right it takes."""

from edusum.drafts.enums import SectionAction as A
from edusum.drafts.enums import SectionState as S
from edusum.orgs.permissions import Action

MOVES: dict[tuple[str, str], tuple[S, Action]] = {
    (S.UNTOUCHED, A.SAVE): (S.WRITING, Action.EDIT_SECTION),
    (S.WRITING, A.SAVE): (S.WRITING, Action.EDIT_SECTION),
    (S.HANDED_IN, A.SAVE): (S.HANDED_IN, Action.APPROVE_SECTION),
    (S.UNTOUCHED, A.HAND_IN): (S.HANDED_IN, Action.EDIT_SECTION),
    (S.WRITING, A.HAND_IN): (S.HANDED_IN, Action.EDIT_SECTION),
    (S.HANDED_IN, A.TAKE_BACK): (S.WRITING, Action.EDIT_SECTION),
    (S.HANDED_IN, A.APPROVE): (S.APPROVED, Action.APPROVE_SECTION),
    (S.HANDED_IN, A.RETURN): (S.WRITING, Action.APPROVE_SECTION),
    (S.APPROVED, A.RETURN): (S.WRITING, Action.APPROVE_SECTION),
}
