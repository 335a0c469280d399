from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from edusum.metrics.asking import is_unit
from edusum.metrics.history import MetricPage
from edusum.metrics.models import MetricDefinition
from edusum.metrics.views.sheet import asked_bureau, asked_of, filler_of


def metric_detail(request: HttpRequest, year: int, code: str) -> HttpResponse:
    bureau = asked_bureau(request, year)
    metric = get_object_or_404(MetricDefinition.objects.all(), code=code)
    asked = asked_of(request, year)
    page = MetricPage(metric, bureau, year, asked.period, filler=filler_of(request, bureau, asked))
    context = {"page": page, "asked": asked, "is_unit": is_unit(request, bureau)}
    return render(request, "metrics/metric_detail.html", context)
