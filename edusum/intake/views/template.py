"""生成模板: which sections, phrases and metrics an old paper would give, and making them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from edusum.common.errors import EdusumError
from edusum.intake import report_templates
from edusum.intake.enums import ReadingState
from edusum.intake.forms.template import TemplateForm
from edusum.intake.models import SourceDocument
from edusum.intake.new_metrics import unknown_figures, usual_domain
from edusum.intake.views.papers import taken_in
from edusum.library.errors import EditingVersionExistsError, PhraseErrors
from edusum.library.transfer import told_by_section


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """What would come of it (GET, or POST with do=show); made (POST)."""
    document = taken_in(request, pk)
    report_templates.require_making(request.user, document.bureau)
    if document.state != ReadingState.READ or document.parts.exists():
        return redirect("intake:paper", pk=pk)
    form = _form(request, document)
    if request.method != "POST":
        return _page(request, document, form)
    if not form.is_valid():
        return _page(request, document, form, status=422)
    if request.POST.get("do") == "show":
        return _page(request, document, form)
    try:
        version = report_templates.make_template(document=document, actor=request.user, **_asked(form))
    except EdusumError as error:
        return _refused(request, document, form, error)
    messages.success(request, f"已生成“{version}”，正在编辑中；补好措辞和写作提示后发布，就可以用来起草。")
    return redirect("admin:library_templateversion_change", version.pk)


def _form(request: HttpRequest, document: SourceDocument) -> TemplateForm:
    rows = list(document.quantities.filter(is_kept=True).select_related("metric"))
    data = request.POST if request.method == "POST" else None
    return TemplateForm(data, document=document, offered=unknown_figures(rows), domain=usual_domain(rows))


def _asked(form: TemplateForm) -> dict[str, Any]:
    given = form.cleaned_data
    wanted = {name: given[name] for name in ("name", "genre", "target")}
    return wanted | {"wishes": form.wishes()}


def _refused(
    request: HttpRequest, document: SourceDocument, form: TemplateForm, error: EdusumError
) -> HttpResponse:
    told: dict[str, Any] = {"refusal": error.message}
    if isinstance(error, PhraseErrors):
        plan = report_templates.plan_template(document=document, **_asked(form))
        told = {"problems": told_by_section(error.problems, plan.file)}
    elif isinstance(error, EditingVersionExistsError):
        told |= {"editing": error.version}
    return _page(request, document, form, status=422, **told)


def _page(
    request: HttpRequest, document: SourceDocument, form: TemplateForm, status: int = 200, **told: Any
) -> HttpResponse:
    """The form, and below it what the template would be."""
    asked = _asked(form) if form.is_bound and form.is_valid() else {"name": str(document), "genre": ""}
    context: dict[str, Any] = {"document": document, "form": form} | told
    try:
        plan = report_templates.plan_template(document=document, **asked)
    except EdusumError as error:
        context.setdefault("refusal", error.message)
    else:
        context["plan"] = plan
    return render(request, "intake/paper_template.html", context, status=status)
