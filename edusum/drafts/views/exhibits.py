from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from edusum.common.errors import EdusumError
from edusum.drafts import exhibits
from edusum.drafts.enums import ExhibitKind
from edusum.drafts.exhibiting import read_exhibit
from edusum.drafts.forms import ExhibitForm
from edusum.drafts.forms.exhibits import MORE_ROWS
from edusum.drafts.models import Attachment, Draft, Exhibit, SectionText
from edusum.drafts.services import voices_of
from edusum.drafts.views.fetching import draft_of
from edusum.drafts.views.moving import told_move
from edusum.drafts.wholes import doubt_of

Place = SectionText | Attachment


def section_exhibit_add(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    place = get_object_or_404(draft.section_texts.with_place().select_related("department"), pk=section_pk)
    return _added(request, draft, place)


def attachment_exhibit_add(request: HttpRequest, pk: int, attachment_pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    return _added(request, draft, get_object_or_404(draft.attachments, pk=attachment_pk))


def exhibit_edit(request: HttpRequest, pk: int, exhibit_pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    exhibit = _exhibit(draft, exhibit_pk)
    _refuse_unless_editable(request, draft, exhibit.place)
    form = _form(request, ExhibitKind(exhibit.kind), exhibit)
    if form.is_bound and form.is_valid():
        try:
            saved = exhibits.change_exhibit(
                exhibit=exhibit, spec=form.spec(), seen=form.cleaned_data["seen"], actor=request.user
            )
        except EdusumError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{exhibits.called(saved, draft)}已保存。")
            _tell_doubt(request, saved)
            return redirect(_back_to(exhibit.place))
    reading = read_exhibit(exhibit, draft, *voices_of(draft))
    return _page(request, draft, exhibit.place, form, {"exhibit": exhibit, "reading": reading})


@require_POST
def exhibit_move(request: HttpRequest, pk: int, exhibit_pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    exhibit = _exhibit(draft, exhibit_pk)
    forward = request.POST.get("direction") == "down"
    try:
        exhibits.move_exhibit(exhibit=exhibit, forward=forward, actor=request.user)
    except EdusumError as error:
        messages.error(request, error.message)
        return redirect(_back_to(exhibit.place))
    order = list(exhibit.place.exhibits.values_list("pk", flat=True))
    at, button = told_move(order, exhibit.pk, "exhibit", forward=forward)
    messages.success(request, f"{exhibits.called(exhibit, draft)}{at}")
    return redirect(_back_to(exhibit.place, button))


@require_POST
def exhibit_delete(request: HttpRequest, pk: int, exhibit_pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    exhibit = _exhibit(draft, exhibit_pk)
    try:
        exhibits.delete_exhibit(exhibit=exhibit, actor=request.user)
    except EdusumError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{exhibits.called(exhibit, draft)}已删去。")
    return redirect(_back_to(exhibit.place))


def _added(request: HttpRequest, draft: Draft, place: Place) -> HttpResponse:
    _refuse_unless_editable(request, draft, place)
    asked = request.POST.get("kind") or request.GET.get("kind")
    kind = ExhibitKind(asked) if asked in ExhibitKind.values else ExhibitKind.TABLE
    form = _form(request, kind, None)
    if form.is_bound and form.is_valid():
        try:
            exhibit = exhibits.add_exhibit(place=place, spec=form.spec(), actor=request.user)
        except EdusumError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{exhibits.called(exhibit, draft)}已加在“{place}”的最后。")
            _tell_doubt(request, exhibit)
            return redirect(_back_to(place))
    return _page(request, draft, place, form, {})


def _form(request: HttpRequest, kind: ExhibitKind, exhibit: Exhibit | None) -> ExhibitForm:
    """As sent, or, when only more rows are asked for, as it was typed so far and not judged yet."""
    if request.method != "POST":
        return ExhibitForm(kind=kind, exhibit=exhibit)
    if "more" in request.POST:
        return ExhibitForm(request.POST, kind=kind, exhibit=exhibit, spare=MORE_ROWS, is_judged=False)
    return ExhibitForm(request.POST, kind=kind, exhibit=exhibit)


def _page(
    request: HttpRequest, draft: Draft, place: Place, form: ExhibitForm, more: dict[str, object]
) -> HttpResponse:
    context = {"draft": draft, "place": place, "form": form, "back": _back_to(place), **more}
    status = 422 if form.is_bound and form.is_judged else 200
    return render(request, "drafts/exhibit_edit.html", context, status=status)


def _exhibit(draft: Draft, pk: int) -> Exhibit:
    found = Exhibit.objects.of(draft).select_related("section_text__section", "section_text__department")
    return get_object_or_404(found.select_related("attachment"), pk=pk)


def _refuse_unless_editable(request: HttpRequest, draft: Draft, place: Place) -> None:
    place.draft = draft
    if not exhibits.may_edit_exhibits(request.user, place):
        raise PermissionDenied("这里的表和图现在不能由您修改：要有本节的填写权限，并且本节还没有交稿。")


def _tell_doubt(request: HttpRequest, exhibit: Exhibit) -> None:
    if doubt := doubt_of(exhibit):
        messages.warning(request, doubt)


def _back_to(place: Place, at: str = "exhibits") -> str:
    if isinstance(place, SectionText):
        address = reverse("drafts:section_edit", args=[place.draft_id, place.pk])
    else:
        address = reverse("drafts:attachment_edit", args=[place.draft_id, place.pk])
    return f"{address}#{at}"
