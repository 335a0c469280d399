from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from edusum.common.errors import EdusumError
from edusum.drafts import attachments
from edusum.drafts.enums import ExhibitKind
from edusum.drafts.errors import AttachmentError
from edusum.drafts.exhibiting import AttachmentReading, read_attachments
from edusum.drafts.forms import AttachmentForm
from edusum.drafts.models import Attachment, Draft
from edusum.drafts.services import voices_of
from edusum.drafts.views.fetching import draft_of
from edusum.drafts.views.moving import told_move
from edusum.orgs.permissions import Action, can, require


def attachment_list(request: HttpRequest, pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    readings = _readings(draft)
    context = {
        "draft": draft,
        "readings": readings,
        "empty": [item for item in readings if item.is_empty],
        "can_edit": can(request.user, Action.START_DRAFT, bureau=draft.bureau),
    }
    return render(request, "drafts/attachment_list.html", context)


def attachment_add(request: HttpRequest, pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    require(request.user, Action.START_DRAFT, bureau=draft.bureau)
    form = AttachmentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            attachment = attachments.add_attachment(draft=draft, actor=request.user, **_words(form))
        except EdusumError as error:
            form.add_error(getattr(error, "field", None), error.message)
        else:
            messages.success(request, f"附件“{attachment}”已加在最后。")
            return _after_saving(attachment)
    context = {"draft": draft, "form": form}
    return render(request, "drafts/attachment_edit.html", context, status=422 if form.is_bound else 200)


def attachment_edit(request: HttpRequest, pk: int, attachment_pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    attachment = _attachment(draft, attachment_pk)
    require(request.user, Action.START_DRAFT, bureau=draft.bureau)
    form = AttachmentForm(request.POST if request.method == "POST" else None, attachment=attachment)
    conflict = None
    if form.is_valid():
        try:
            saved = attachments.change_attachment(
                attachment=attachment, actor=request.user, seen=form.cleaned_data["seen"], **_words(form)
            )
        except EdusumError as error:
            form.add_error(getattr(error, "field", None), error.message)
            if isinstance(error, AttachmentError) and error.message == attachments.CHANGED:
                conflict = attachment
                form.stand_upon(attachment)
        else:
            messages.success(request, f"附件“{saved}”已保存。")
            return _after_saving(saved)
    context = {
        "draft": draft,
        "form": form,
        "attachment": attachment,
        "conflict": conflict,
        "kinds": ExhibitKind.choices,
        "reading": next(item for item in _readings(draft) if item.attachment == attachment),
    }
    return render(request, "drafts/attachment_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def attachment_move(request: HttpRequest, pk: int, attachment_pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    attachment = _attachment(draft, attachment_pk)
    forward = request.POST.get("direction") == "down"
    try:
        attachments.move_attachment(attachment=attachment, forward=forward, actor=request.user)
    except EdusumError as error:
        messages.error(request, error.message)
        return redirect("drafts:attachment_list", pk=pk)
    order = list(draft.attachments.values_list("pk", flat=True))
    at, button = told_move(order, attachment.pk, "attachment", forward=forward)
    messages.success(request, f"附件“{attachment}”{at}")
    return redirect(f"{reverse('drafts:attachment_list', args=[pk])}#{button}")


@require_POST
def attachment_delete(request: HttpRequest, pk: int, attachment_pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    attachment = _attachment(draft, attachment_pk)
    try:
        attachments.delete_attachment(attachment=attachment, actor=request.user)
    except EdusumError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"附件“{attachment}”已删去。")
    return redirect("drafts:attachment_list", pk=pk)


def _attachment(draft: Draft, pk: int) -> Attachment:
    attachment: Attachment = get_object_or_404(draft.attachments, pk=pk)
    attachment.draft = draft
    return attachment


def _readings(draft: Draft) -> list[AttachmentReading]:
    return read_attachments(draft, *voices_of(draft))


def _words(form: AttachmentForm) -> dict[str, object]:
    return {name: form.cleaned_data[name] for name in ("name", "is_apart", "text")}


def _after_saving(attachment: Attachment) -> HttpResponse:
    """A file apart is finished; the other kind may want tables and charts."""
    if attachment.is_apart:
        return redirect("drafts:attachment_list", pk=attachment.draft_id)
    return redirect("drafts:attachment_edit", pk=attachment.draft_id, attachment_pk=attachment.pk)
