"""Versions side by side, a derived template beside the shared one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from edusum.common.errors import EdusumError
from edusum.common.http import row_number
from edusum.library.access import may_edit, require_edit
from edusum.library.changes import Shown, shown
from edusum.library.comparing import compare
from edusum.library.deriving import derive_template, deviations, follow_shared
from edusum.library.forms import DeriveForm
from edusum.library.kin import older_first
from edusum.library.models import ReportTemplate, TemplateVersion
from edusum.library.portable import template_file
from edusum.library.views.access import require_manager, version_to_view


@require_safe
def version_compare_with(request: HttpRequest, pk: int) -> HttpResponse:
    """From the list of versions on a version's page to the comparison, the older one first."""
    version = version_to_view(request, pk)
    number = row_number(request.GET.get("with"))
    if number is None:
        raise Http404
    old, new = older_first(version, version_to_view(request, number))
    return redirect("library:version_compare", old.pk, new.pk)


@require_safe
def version_compare(request: HttpRequest, old: int, new: int) -> HttpResponse:
    before, after = version_to_view(request, old), version_to_view(request, new)
    told = shown(compare(template_file(before), template_file(after)))
    return render(request, "library/version_compare.html", _sides(request, before, after, told))


def _sides(
    request: HttpRequest, before: TemplateVersion, after: TemplateVersion, told: Shown
) -> dict[str, Any]:
    is_one_template = before.report_template_id == after.report_template_id
    left, right = (
        f"第{version.number}版" if is_one_template else f"{version} · {version.report_template.owner_label}"
        for version in (before, after)
    )
    return {
        "before": before,
        "after": after,
        "left": f"{left}（{before.get_state_display()}）",
        "right": f"{right}（{after.get_state_display()}）",
        "shown": told,
        "only_changes": "changes" in request.GET,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def template_derive(request: HttpRequest, pk: int) -> HttpResponse:
    """A bureau's own template from a shared version."""
    version = version_to_view(request, pk)
    if request.method != "POST":
        form = DeriveForm(user=request.user, initial={"name": version.report_template.name})
        return _derive_page(request, version, form)
    form = DeriveForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            own = derive_template(version=version, actor=request.user, **form.cleaned_data)
        except EdusumError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"已派生“{own}”，正在编辑中；改好后发布，本单位就能用它起草。")
            return redirect("admin:library_templateversion_change", own.pk)
    return _derive_page(request, version, form, status=422)


def _derive_page(
    request: HttpRequest, version: TemplateVersion, form: DeriveForm, status: int = 200
) -> HttpResponse:
    return render(request, "library/template_derive.html", {"version": version, "form": form}, status=status)


@require_safe
def template_deviations(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a derived template has gone from the shared one, and what is newer there."""
    template = _template(request, pk)
    found = deviations(template)
    if found is None:
        raise Http404
    may_follow = may_edit(request.user, template.bureau)
    context = {"template": template, "found": found, "may_follow": may_follow}
    context |= _sides(request, found.base, found.newest, found.shown)
    return render(request, "library/template_deviations.html", context)


@require_POST
def template_follow(request: HttpRequest, pk: int) -> HttpResponse:
    """The newer shared version was looked at: deviations count from it."""
    template = _template(request, pk)
    require_edit(request.user, template)
    versions = TemplateVersion.objects.visible_to(request.user)
    version = get_object_or_404(versions, pk=row_number(request.POST.get("version")))
    try:
        follow_shared(template=template, version=version, actor=request.user)
        messages.success(request, f"已记下：今后与共用模板第{version.number}版比较。")
    except EdusumError as error:
        messages.error(request, error.message)
    return redirect("library:template_deviations", template.pk)


def _template(request: HttpRequest, pk: int) -> ReportTemplate:
    templates = ReportTemplate.objects.visible_to(request.user)
    related = templates.select_related("bureau", "derived_from__report_template")
    template: ReportTemplate = get_object_or_404(related, pk=pk)
    require_manager(request, template)
    return template
