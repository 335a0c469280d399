"""What helps writing phrases: preview, words, guide, and where metrics and filters are used."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from edusum.accounts.decorators import shows_only
from edusum.common.http import is_fragment
from edusum.common.years import reporting_year
from edusum.library.context import sample_texts
from edusum.library.forms import typed_phrases, typed_section
from edusum.library.guide import FIGURES, filter_helps, text_examples, topics
from edusum.library.placing import heading_on_paper
from edusum.library.previews import TypedPhrase, Voice, preview
from edusum.library.uses import where_filter_used, where_used
from edusum.library.views.access import require_manager, version_to_edit
from edusum.library.voices import metric_synonyms, sample_voice, voice_of
from edusum.library.words import TYPED_FILTERS, metrics_by_domain, words
from edusum.metrics.models import MetricDefinition


@shows_only
@require_POST
def section_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the phrases being typed say, each and together as paper; nothing is stored."""
    version = version_to_edit(request, pk)
    voice = voice_of(request.user, request.POST.get("voice", ""), version.report_template.genre)
    found = preview(
        typed_phrases(request.POST),
        voice,
        form=request.POST.get("length", "full"),
        synonyms=metric_synonyms(),
    )
    section = typed_section(version, request.POST)
    context = {"preview": found, "paper": found.on_paper(heading_on_paper(section, voice.texts))}
    return render(request, "library/_section_preview_parts.html", context)


@require_safe
def phrase_words(request: HttpRequest) -> HttpResponse:
    """The list beside the phrases; as a page of its own it is part of the guide."""
    require_manager(request)
    if not is_fragment(request):
        return redirect(f"{reverse('library:phrase_guide')}#metrics")
    return render(request, "library/_phrase_words.html", words(_texts()))


@require_safe
def phrase_words_data(request: HttpRequest) -> HttpResponse:
    """The same for completion, as JSON."""
    require_manager(request)
    return JsonResponse(words(_texts()))


@require_safe
def phrase_guide(request: HttpRequest) -> HttpResponse:
    require_manager(request)
    return _guide(request)


@shows_only
@require_POST
def phrase_try(request: HttpRequest) -> HttpResponse:
    """The guide's box to try a phrase in, with sample values."""
    require_manager(request)
    text = request.POST.get("text", "")
    samples = sample_voice()
    voice = Voice({**samples.figures, **FIGURES}, samples.texts)
    found = preview([TypedPhrase(0, text)], voice, synonyms=metric_synonyms())
    tried = {"typed": text, "told": found.by_row().get(0)}
    if is_fragment(request):
        return render(request, "library/_try_told.html", tried)
    return _guide(request, tried)


def _guide(request: HttpRequest, tried: dict[str, Any] | None = None) -> HttpResponse:
    texts = _texts()
    context = {
        "topics": topics(texts),
        "filters": filter_helps(texts),
        "texts": text_examples(texts),
        "metrics": metrics_by_domain(),
    }
    return render(request, "library/phrase_guide.html", context | (tried or {}))


@require_safe
def metric_uses(request: HttpRequest, pk: int) -> HttpResponse:
    """The phrases that name a metric and the tables that list it."""
    require_manager(request)
    metric = get_object_or_404(MetricDefinition, pk=pk)
    context = {"metric": metric, "uses": where_used(metric, request.user)}
    return render(request, "library/metric_uses.html", context)


@require_safe
def filter_uses(request: HttpRequest, name: str) -> HttpResponse:
    """The phrases that use a filter."""
    require_manager(request)
    if name not in TYPED_FILTERS:
        raise Http404
    context = {"name": name, "filter": TYPED_FILTERS[name], "uses": where_filter_used(name, request.user)}
    return render(request, "library/filter_uses.html", context)


def _texts() -> Any:
    return sample_texts(reporting_year(timezone.localdate()))
