"""What a paper brought back is taken over or not: sentence by sentence, figures as one decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.document.returned.sentences import applied, forced
from edusum.document.tokens import tokens_in
from edusum.drafts import services
from edusum.drafts.models import SectionText
from edusum.drafts.outlining import rename_section
from edusum.drafts.reading import draft_sources
from edusum.intake.enums import ChangeKind, Decision
from edusum.intake.models import ReturnedChange, ReturnedPaper
from edusum.intake.returning import base_texts
from edusum.metrics.entries import read_entry
from edusum.metrics.enums import ValueOrigin
from edusum.metrics.figures import Reading
from edusum.metrics.models import MetricDefinition
from edusum.metrics.saving import ValueEntry, save_values
from edusum.orgs.permissions import Action, require

LINK, PROPOSE, KEEP = "link", "propose", "keep"
NOTE = "采用外改文稿“{}”的改动"
_LONGEST_NOTE = 200


class BothChangedError(EdusumError):
    """The draft went on at the same place."""

    def __init__(self) -> None:
        super().__init__("这一处在导出以后本稿也改过，请对照后再定。")


class FigureOpenError(EdusumError):
    """Nobody has said what becomes of a figure that was typed over."""

    def __init__(self) -> None:
        super().__init__("这一处改写了由指标生成的数，请先选定每个数怎样处理，再采用。")


@dataclass(frozen=True, slots=True)
class Taken:
    """How many changes were taken over, and how many wait for a decision of their own."""

    accepted: int
    left: int


def accept_change(
    *,
    change: ReturnedChange,
    actor: User,
    figures: Mapping[int, str] | None = None,
    despite_conflict: bool = False,
) -> ReturnedChange:
    """Put the change into the draft, as a revision of its section.

    `figures` says by place what becomes of each figure that was typed over: LINK makes it the metric's again,
    PROPOSE makes the typed one the metric's value, KEEP leaves it typed. Raises BothChangedError unless
    `despite_conflict`, FigureOpenError, EdusumError, PermissionDenied; nothing is changed then.
    """
    with transaction.atomic():
        row = _open(change, actor)
        if row.section_text is None or row.kind == ChangeKind.UNPLACED:
            raise EdusumError("这一处不属于任何一节的正文，不能直接采用，请在稿子里手工处理。")
        if row.kind == ChangeKind.HEADING:
            rename_section(section_text=row.section_text, heading=row.replacement, actor=actor)
        else:
            text = _decided(row, figures or {}, actor)
            _save(row, row.section_text, text, actor, despite_conflict=despite_conflict)
        return _close(row, Decision.ACCEPTED, actor)


def refuse_change(*, change: ReturnedChange, actor: User) -> ReturnedChange:
    """Leave the draft as it is; raises EdusumError for a change that was accepted, PermissionDenied."""
    with transaction.atomic():
        return _close(_open(change, actor), Decision.REFUSED, actor)


def accept_all(*, paper: ReturnedPaper, actor: User) -> Taken:
    """All that need no decision of their own: no figure typed over, nothing that changed here too."""
    require(actor, Action.TAKE_IN, bureau=paper.draft.bureau)
    accepted = left = 0
    for change in _waiting(paper):
        try:
            accept_change(change=change, actor=actor)
            accepted += 1
        except EdusumError:
            left += 1
    return Taken(accepted, left)


def refuse_all(*, paper: ReturnedPaper, actor: User) -> int:
    """How many of those that wait were refused."""
    require(actor, Action.TAKE_IN, bureau=paper.draft.bureau)
    with transaction.atomic():
        return len([refuse_change(change=change, actor=actor) for change in _waiting(paper)])


def _waiting(paper: ReturnedPaper) -> Sequence[ReturnedChange]:
    return list(paper.changes.filter(decision=Decision.WAITING))


def _open(change: ReturnedChange, actor: User) -> ReturnedChange:
    rows = ReturnedChange.objects.select_for_update(of=("self",))
    row: ReturnedChange = rows.select_related("paper__draft__bureau", "paper__snapshot").get(pk=change.pk)
    require(actor, Action.TAKE_IN, bureau=row.paper.draft.bureau)
    if row.decision == Decision.ACCEPTED:
        raise EdusumError("这一处已经采用，不用再办；要改回去，请在该节的历史里恢复。")
    return row


def _close(row: ReturnedChange, decision: Decision, actor: User) -> ReturnedChange:
    row.decision, row.decided_by, row.decided_at = decision, actor, timezone.now()
    row.save(update_fields=["decision", "decided_by", "decided_at"])
    return row


def _save(
    row: ReturnedChange, section: SectionText, text: str, actor: User, *, despite_conflict: bool
) -> None:
    base = base_texts(row.paper.snapshot).get(row.key, "") if row.paper.snapshot else ""
    now = services.standing_text(section, draft_sources(section.draft))
    wanted = applied(base, now, row.first, row.last, text)
    if wanted is None and not despite_conflict:
        raise BothChangedError
    services.save_section(
        section_text=section,
        text=forced(base, now, row.first, row.last, text) if wanted is None else wanted,
        seen=services.mark_of(now),
        actor=actor,
        note=NOTE.format(row.paper.name)[:_LONGEST_NOTE],
    )


def _decided(row: ReturnedChange, figures: Mapping[int, str], actor: User) -> str:
    """The replacement with each figure as it was decided; from the last to the first, so that places stay."""
    text = row.replacement
    told = sorted(enumerate(row.overtyped), key=lambda item: -item[1]["start"])
    for number, figure in told:
        if not figure["typed"]:
            continue
        choice = figures.get(number, "")
        if choice not in {LINK, PROPOSE, KEEP}:
            raise FigureOpenError
        if choice == PROPOSE:
            _propose(row, figure, actor)
        if choice != KEEP:
            end = figure["start"] + len(figure["typed"])
            text = f"{text[: figure['start']]}{figure['token']}{text[end:]}"
    return text


def may_propose(figure: Mapping[str, Any]) -> bool:
    """Whether what was typed can be the metric's value: the token shows it as it is."""
    tokens = tokens_in(figure["token"])
    return bool(figure["typed"]) and len(tokens) == 1 and not tokens[0].filters


def _propose(row: ReturnedChange, figure: Mapping[str, Any], actor: User) -> None:
    metric = MetricDefinition.objects.filter(phrase_name=figure["name"]).first()
    if metric is None or not may_propose(figure):
        raise EdusumError(f"“{figure['name']}”的数不能由这里改，请到指标页改好，再选“恢复为指标的数”。")
    entry = read_entry(
        figure["typed"],
        kind=metric.kind,
        unit=metric.unit,
        decimals=metric.decimals,
        minimum=metric.minimum,
        maximum=metric.maximum,
    )
    draft = row.paper.draft
    reading = Reading("filled", entry.value, entry.terms, entry.approximation)
    save_values(
        bureau=draft.bureau,
        year=draft.year,
        period=draft.period,
        entries=[ValueEntry(metric.pk, reading)],
        actor=actor,
        origin=ValueOrigin.INTAKE,
    )
