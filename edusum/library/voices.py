"""Whose figures a preview speaks with: samples, or those of one of the user's bureaus in a year."""

import re
from typing import Any

from django.utils import timezone

from edusum.common.years import reporting_year
from edusum.library.context import sample_figures, sample_texts, text_names
from edusum.library.enums import Genre, period_of
from edusum.library.previews import Voice
from edusum.metrics.models import MetricDefinition, MetricValue
from edusum.metrics.services import figures
from edusum.orgs.models import Bureau

SAMPLE = "sample"
_CHOICE = re.compile(r"(\d{1,9}):(\d{4})")


def voice_choices(user: Any) -> list[tuple[str, str]]:
    """The samples, then each of the user's bureaus with the years it has figures of, the latest first."""
    bureaus = Bureau.objects.filter(memberships__user=user).distinct().in_bulk()
    years = MetricValue.objects.filter(bureau__in=bureaus).values_list("bureau", "year").distinct()
    found = sorted({*years.order_by()}, key=lambda row: (row[0], -row[1]))
    return [
        (SAMPLE, "样例数值"),
        *((f"{bureau}:{year}", f"{bureaus[bureau].short_name} {year}年") for bureau, year in found),
    ]


def voice_of(user: Any, chosen: str, genre: str = Genre.ANNUAL_SUMMARY) -> Voice:
    """The voice of that choice; the samples' for anything the user cannot choose."""
    match = _CHOICE.fullmatch(chosen)
    bureau = match and Bureau.objects.filter(memberships__user=user, pk=match[1]).first()
    if not match or not bureau:
        return sample_voice()
    year = int(match[2])
    found = figures(bureau, year, period_of(genre))
    return Voice(found, text_names(bureau, year), f"{bureau.short_name}{year}年的数值")


def sample_voice() -> Voice:
    return Voice(sample_figures(), sample_texts(reporting_year(timezone.localdate())), "样例数值")


def metric_synonyms() -> dict[str, str]:
    """Other words for metrics, each with the phrase name it stands for."""
    rows = MetricDefinition.objects.values_list("phrase_name", "synonyms")
    return {word: name for name, words in rows for word in words}
