"""The library's own texts with its sample figures: their numbers are recognised, and none is blamed."""

from collections import Counter

import pytest
from django.core.management import call_command

from edusum.document.model import FigureRun
from edusum.drafts.linking import lexicon
from edusum.drafts.reading import read_version, sample_sources
from edusum.library.linking import Linker
from edusum.library.models import TemplateVersion

pytestmark = [pytest.mark.django_db]


def test_printed_figures_are_told_from_one_another_and_hardly_ever_blamed():
    call_command("load_library", verbosity=0)
    linker, told = None, Counter()
    for version in TemplateVersion.objects.select_related("report_template"):
        sources = sample_sources(version, year=2025)
        linker = linker or Linker(sources.figures, lexicon(sources.figures), year=2025, own=["全区", "我区"])
        for reading in read_version(version, sources):
            for paragraph in reading.paragraphs:
                told += judged(linker, paragraph)
    assert told["figures"] > 1000
    assert told["right"] > 0.2 * told["figures"]
    assert told["wrong"] <= 0.01 * told["right"]
    assert told["blamed"] <= 1


def judged(linker, paragraph):
    """How many figures it has, and what was said of them: the right metric, another, that it is wrong."""
    places, end = [], 0
    for run in paragraph.runs:
        if isinstance(run, FigureRun):
            places.append((end, end + len(run.text), run))
        end += len(run.text)
    told = Counter(figures=len(places))
    for spot in linker.spots(paragraph.text):
        names = [run.token for start, stop, run in places if start < spot.end and spot.start < stop]
        if spot.kind == "equal":
            told["right" if any(spot.name in name for name in names) else "wrong"] += 1
        else:
            told["blamed"] += 1
    return told
