from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from edusum.common.errors import EdusumError
from edusum.metrics.access import require_filling
from edusum.metrics.evidence import (
    MAX_MEGABYTES,
    FigureKey,
    add_evidence,
    path_of,
    remove_evidence,
    visible_evidence,
)
from edusum.metrics.models import Evidence, MetricDefinition
from edusum.metrics.views.sheet import asked_bureau, asked_of
from edusum.orgs.services import home_bureau


@require_POST
def evidence_add(request: HttpRequest, year: int, code: str) -> HttpResponse:
    bureau = asked_bureau(request, year)
    require_filling(request.user, bureau)
    metric = get_object_or_404(MetricDefinition.objects.all(), code=code)
    asked = asked_of(request, year)
    figure = FigureKey(metric, bureau, year, asked.period)
    files = request.FILES.getlist("file")
    if not files:
        messages.error(request, f"请先选择文件，一份最多 {MAX_MEGABYTES} MB。")
    for file in files:
        try:
            kept = add_evidence(figure=figure, file=file, name=file.name, size=file.size, actor=request.user)
        except EdusumError as error:
            messages.error(request, f"“{file.name}”没有收下：{error.message}")
        else:
            messages.success(request, f"已收下佐证材料“{kept.name}”。")
    address = reverse("metrics:metric_detail", kwargs={"year": year, "code": code})
    return redirect(f"{address}{asked.metric_query}#evidence")


def evidence_download(request: HttpRequest, pk: int) -> HttpResponse:
    evidence = _evidence(request, pk)
    try:
        content = path_of(evidence).open("rb")
    except FileNotFoundError:
        messages.error(request, f"佐证材料“{evidence.name}”的文件已不在服务器上，请联系系统维护人员。")
        return redirect(_page_of(request, evidence))
    answer = FileResponse(
        content, as_attachment=True, filename=evidence.name, content_type=evidence.content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def evidence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    evidence = _evidence(request, pk)
    try:
        remove_evidence(evidence=evidence, actor=request.user)
    except EdusumError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已删去佐证材料“{evidence.name}”，记录还在。")
    return redirect(_page_of(request, evidence))


def _evidence(request: HttpRequest, pk: int) -> Evidence:
    evidence = visible_evidence(request.user, pk)
    if evidence is None:
        raise Http404
    return evidence


def _page_of(request: HttpRequest, evidence: Evidence) -> str:
    """The metric's page, where the file is listed."""
    value = evidence.metric_value
    home = home_bureau(request.user)
    words = [] if value.period == "year" else [f"period={value.period}"]
    if home is None or home.pk != value.bureau_id:
        words.append(f"unit={value.bureau_id}")
    address = reverse("metrics:metric_detail", kwargs={"year": value.year, "code": value.metric.code})
    return f"{address}{'?' if words else ''}{'&'.join(words)}#evidence"
