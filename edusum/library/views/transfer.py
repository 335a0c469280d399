"""Templates out as files, and in again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from edusum.common.errors import EdusumError
from edusum.common.http import download
from edusum.library.errors import EditingVersionExistsError, PhraseErrors
from edusum.library.forms import ImportConfirmForm, ImportForm
from edusum.library.portable import export_text, file_name, plain_file_name
from edusum.library.transfer import (
    ImportChangedError,
    ImportPlan,
    MetricConflictError,
    import_template,
    plan_import,
    told_by_section,
)
from edusum.library.views.access import require_manager, version_to_view


@require_safe
def version_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The version as one file, for another site or another bureau."""
    version = version_to_view(request, pk)
    text = export_text(version)
    return download(
        text.encode(),
        filename=file_name(version),
        content_type="application/yaml",
        plain=plain_file_name(version),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def template_import(request: HttpRequest) -> HttpResponse:
    """A file comes in and is looked at; nothing is stored before the person has agreed."""
    require_manager(request)
    if request.method != "POST":
        return _import_page(request, ImportForm(user=request.user))
    form = ImportForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _import_page(request, form, status=422)
    bureau = form.cleaned_data["bureau"]
    try:
        plan = plan_import(file=form.handed, bureau=bureau, actor=request.user)
    except EdusumError as error:
        return _refused(request, form, error)
    return _check_page(request, plan, form.handed.template.place, form.text)


@require_POST
def template_import_confirm(request: HttpRequest) -> HttpResponse:
    """The same file once more, read and held against everything anew; then it comes in."""
    require_manager(request)
    form = ImportConfirmForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.error(request, "文件没有完整传到，请重新选一次文件。")
        return redirect("library:template_import")
    data = form.cleaned_data
    try:
        version = import_template(
            file=form.handed, bureau=data["bureau"], actor=request.user, seen=data["seen"]
        )
    except ImportChangedError as error:
        return _changed(request, form, error)
    except EdusumError as error:
        return _refused(request, form, error)
    messages.success(request, f"已导入为“{version}”，正在编辑中；核对后发布，就可以用来起草。")
    return redirect("admin:library_templateversion_change", version.pk)


def _changed(request: HttpRequest, form: ImportConfirmForm, error: ImportChangedError) -> HttpResponse:
    """What would happen by now, to be agreed to once more."""
    data = form.cleaned_data
    try:
        plan = plan_import(file=form.handed, bureau=data["bureau"], actor=request.user)
    except EdusumError as refusal:
        return _refused(request, form, refusal)
    return _check_page(request, plan, data["name"], data["text"], refusal=error.message)


def _check_page(
    request: HttpRequest, plan: ImportPlan, name: str, text: str, refusal: str = ""
) -> HttpResponse:
    context = {"plan": plan, "name": name, "text": text, "refusal": refusal}
    return render(request, "library/template_import_check.html", context, status=409 if refusal else 200)


def _refused(request: HttpRequest, form: Any, error: EdusumError) -> HttpResponse:
    """The import page with everything that stands in the way."""
    told: dict[str, Any] = {"refusal": str(error)}
    if isinstance(error, PhraseErrors):
        told = {"problems": told_by_section(error.problems, form.handed.template)}
    elif isinstance(error, MetricConflictError):
        told = {"conflicts": error.conflicts}
    elif isinstance(error, EditingVersionExistsError):
        told |= {"editing": error.version}
    again = ImportForm(user=request.user, initial={"bureau": form.cleaned_data["bureau"]})
    return _import_page(request, again, status=422, name=form.handed.template.place, **told)


def _import_page(request: HttpRequest, form: ImportForm, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, "library/template_import.html", {"form": form} | told, status=status)
