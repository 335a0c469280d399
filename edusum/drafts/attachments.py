"""The attachments of a draft are added, changed, put in order and taken away."""

from django.core.exceptions import ValidationError
from django.db import transaction

from edusum.accounts.models import User
from edusum.drafts import formal
from edusum.drafts.errors import AttachmentError
from edusum.drafts.exhibits import NAMES_ONLY, names_wrong
from edusum.drafts.models import Attachment, Draft
from edusum.drafts.services import mark_of
from edusum.drafts.texts import on_one_line, tidy
from edusum.library import wording
from edusum.metrics.services import figures as read_figures
from edusum.orgs.permissions import Action, require

MOST_ATTACHMENTS = 30
GONE = "这个附件刚被别人删去，请刷新页面。"
CHANGED = (
    "您填写期间，这个附件刚被别人改过，没有保存。您填写的内容还在，请与下面现有的内容核对，改好后再保存一次。"
)


def empty_attachments(draft: Draft) -> list[Attachment]:
    """Those that are to be printed and have neither text nor a table or chart; one query."""
    return list(draft.attachments.filter(is_apart=False, text="", exhibits__isnull=True))


def mark_of_attachment(attachment: Attachment) -> str:
    """A short mark of its name and words; the form carries it, so that a save knows upon what it stands."""
    return mark_of(f"{attachment.name}\n{attachment.is_apart}\n{attachment.text}")


def add_attachment(
    *, draft: Draft, name: str, actor: User, text: str = "", is_apart: bool = False
) -> Attachment:
    """Put a new one behind the others. Raises AttachmentError, EdusumError, PermissionDenied."""
    with transaction.atomic():
        rows = _held(draft, actor)
        if len(rows) >= MOST_ATTACHMENTS:
            raise AttachmentError(f"一份材料最多 {MOST_ATTACHMENTS} 个附件，请先删去不用的。")
        attachment = Attachment(draft=draft, position=max((row.position for row in rows), default=0) + 1)
        return _stored(attachment, name=name, text=text, is_apart=is_apart, actor=actor)


def change_attachment(
    *, attachment: Attachment, name: str, text: str, is_apart: bool, seen: str, actor: User
) -> Attachment:
    """Give it this name and these words; `seen` is the `mark_of_attachment` that the person knew.

    Raises AttachmentError, EdusumError for an over-long text, PermissionDenied.
    """
    with transaction.atomic():
        row = _found(attachment, _held(attachment.draft, actor))
        if mark_of_attachment(row) != seen:
            raise AttachmentError(CHANGED)
        if is_apart and row.exhibits.exists():
            raise AttachmentError("这个附件里有表和图，先删去它们，才能改为另附文件。", field="is_apart")
        return _stored(row, name=name, text=text, is_apart=is_apart, actor=actor)


def move_attachment(*, attachment: Attachment, forward: bool, actor: User) -> None:
    """Change places with the one after it, or with the one before."""
    with transaction.atomic():
        rows = _held(attachment.draft, actor)
        place = rows.index(_found(attachment, rows))
        other = place + (1 if forward else -1)
        if not 0 <= other < len(rows):
            return
        rows[place], rows[other] = rows[other], rows[place]
        for position, row in enumerate(rows, start=1):
            row.position = position
        Attachment.objects.bulk_update(rows, ["position"])


def delete_attachment(*, attachment: Attachment, actor: User) -> None:
    """Take it away with its words, tables and charts."""
    with transaction.atomic():
        _found(attachment, _held(attachment.draft, actor)).delete()


def _held(draft: Draft, actor: User) -> list[Attachment]:
    """The attachments of the draft in order, held until the transaction ends."""
    require(actor, Action.START_DRAFT, bureau=draft.bureau)
    Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    return list(draft.attachments.select_for_update(of=("self",)).all())


def _found(attachment: Attachment, rows: list[Attachment]) -> Attachment:
    if attachment not in rows:
        raise AttachmentError(GONE)
    return rows[rows.index(attachment)]


def _stored(row: Attachment, *, name: str, text: str, is_apart: bool, actor: User) -> Attachment:
    row.name = formal.attachment_name(wording.tidy_tokens(on_one_line(name)))
    row.text = wording.tidy_tokens(tidy(text, called="附件正文", advice="请拆成几个附件"))
    row.is_apart = is_apart
    row.updated_by = actor
    if names_wrong(row.name):
        raise AttachmentError(NAMES_ONLY, field="name")
    figures = read_figures(row.draft.bureau, row.draft.year, row.draft.period)
    if problems := wording.token_problems(row.text, figures):
        raise AttachmentError("".join(problems), field="text")
    try:
        row.full_clean(exclude=["draft", "updated_by"])
        row.validate_constraints()
    except ValidationError as error:
        raise AttachmentError("".join(error.messages)) from error
    row.save()
    return row
