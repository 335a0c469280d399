"""The units below one's own bureau, looked after by its library manager."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from edusum.common.errors import EdusumError
from edusum.common.http import row_number
from edusum.orgs import units
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, require
from edusum.orgs.services import home_bureau
from edusum.orgs.unit_forms import NewUnitForm, UnitForm, UnitListForm

UNITS_PER_PAGE = 100


@require_safe
def unit_list(request: HttpRequest) -> HttpResponse:
    bureau = _managed(request)
    pk = row_number(request.GET.get("of"))
    of = _unit(bureau, pk) if pk and pk != bureau.pk else bureau
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    rows = units.units_under(of).filter(full_name__icontains=words)
    page = Paginator(rows, UNITS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"bureau": bureau, "of": of, "page": page, "words": words}
    return render(request, "orgs/unit_list.html", context)


def unit_create(request: HttpRequest) -> HttpResponse:
    bureau = _managed(request)
    form = NewUnitForm(request.POST or None, bureau=bureau, initial={"above": bureau})
    if form.is_bound and form.is_valid():
        try:
            unit = units.add_unit(bureau=bureau, actor=request.user, **form.cleaned_data)
        except (EdusumError, ValidationError) as error:
            _refuse(form, error)
        else:
            messages.success(request, f"“{unit.full_name}”已添加。")
            return _to(unit.parent_id, bureau)
    status = 422 if form.errors else 200
    return render(request, "orgs/unit_create.html", {"form": form, "bureau": bureau}, status=status)


def unit_paste(request: HttpRequest) -> HttpResponse:
    bureau = _managed(request)
    form = UnitListForm(request.POST or None, bureau=bureau, initial={"above": bureau})
    if form.is_bound and form.is_valid():
        try:
            count = units.add_units(bureau=bureau, actor=request.user, **form.cleaned_data)
        except units.LinesError as error:
            for problem in error.problems[: units.MOST_TOLD]:
                form.add_error("text", problem)
            if len(error.problems) > units.MOST_TOLD:
                form.add_error("text", f"另有 {len(error.problems) - units.MOST_TOLD} 处问题。")
        except EdusumError as error:
            form.add_error("text", error.message)
        else:
            skipped = "第一行是表头，没有当作单位。" if units.has_heading(form.cleaned_data["text"]) else ""
            messages.success(request, f"已添加 {count} 个单位。{skipped}")
            return _to(form.cleaned_data["above"].pk, bureau)
    status = 422 if form.errors else 200
    return render(request, "orgs/unit_paste.html", {"form": form, "bureau": bureau}, status=status)


def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    bureau = _managed(request)
    unit = _unit(bureau, pk)
    initial = {"full_name": unit.full_name, "short_name": unit.short_name, "above": unit.parent_id}
    form = UnitForm(request.POST or None, bureau=bureau, unit=unit, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            unit = units.change_unit(bureau=bureau, unit=unit, actor=request.user, **form.cleaned_data)
        except (EdusumError, ValidationError) as error:
            _refuse(form, error)
        else:
            messages.success(request, f"“{unit.full_name}”已保存。")
            return _to(unit.parent_id, bureau)
    status = 422 if form.errors else 200
    return render(request, "orgs/unit_edit.html", {"form": form, "unit": unit}, status=status)


@require_POST
def unit_delete(request: HttpRequest, pk: int) -> HttpResponse:
    bureau = _managed(request)
    unit = _unit(bureau, pk)
    above = unit.parent_id
    try:
        units.delete_unit(bureau=bureau, unit=unit, actor=request.user)
    except EdusumError as error:
        messages.error(request, error.message)
        return redirect("orgs:unit_edit", pk=pk)
    messages.success(request, f"“{unit.full_name}”已删去。")
    return _to(above, bureau)


def _managed(request: HttpRequest) -> Bureau:
    bureau = home_bureau(request.user)
    require(request.user, Action.MANAGE_BUREAU, bureau=bureau)
    return bureau


def _unit(bureau: Bureau, pk: int) -> Bureau:
    """A unit below one's own bureau; 404 for any other."""
    unit = get_object_or_404(Bureau, pk=pk)
    if not units.is_below(unit, bureau):
        raise Http404
    return unit


def _to(above: int | None, bureau: Bureau) -> HttpResponse:
    answer = redirect("orgs:unit_list")
    if above and above != bureau.pk:
        answer["Location"] += f"?of={above}"
    return answer


def _refuse(form: UnitForm, error: EdusumError | ValidationError) -> None:
    """At the fields it names, if the form has them."""
    if isinstance(error, EdusumError):
        form.add_error(None, error.message)
    elif set(getattr(error, "error_dict", [None])) <= set(form.fields):
        form.add_error(None, error)
    else:
        form.add_error(None, error.messages)
