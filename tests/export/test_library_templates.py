"""Every report template of the library, from its file to paper and Word."""

import json
import re
from io import BytesIO
from pathlib import Path

import docx
import pytest
from django.conf import settings
from django.db import transaction

from edusum.assembly.services import document_of_sample, document_of_version
from edusum.document.model import Paragraph
from edusum.document.numbering import chinese_number
from edusum.export.word import to_docx
from edusum.library import phrasing
from edusum.library.files import read_library
from edusum.library.loading import load
from edusum.library.models import Phrase, Section, TableRow, TemplateVersion
from edusum.metrics.models import MetricDefinition
from tests.export.reading import outline as printed_outline
from tests.export.reading import read
from tests.export.rules import breaches
from tests.export.validators import audit_errors, sdk_errors
from tests.factories import BureauFactory

FOLDER = Path(settings.FIXTURES_ROOT) / "library"
CODES = sorted(path.stem for path in (FOLDER / "templates").glob("*.yaml"))
DATA = Path(__file__).parents[1] / "library"
OUTLINES = json.loads((DATA / "outlines.json").read_text(encoding="utf-8"))
"""The headings of each source document: [depth, mark on paper, run-in, how many 一是…]; `mended` tells
[number of the heading, mark as printed there, mark on paper, why]."""
YEAR = 2025
pytestmark = pytest.mark.django_db
ITEM = re.compile(r"(?<![一二三四五六七八九十])([一二三四五六七八九十]+)是(?!否)")


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker):
    """The whole library in the database, taken out again after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(read_library(FOLDER))
        yield
        transaction.set_rollback(True)


def version_of(code):
    return TemplateVersion.objects.select_related("report_template").get(report_template__code=code)


def texts(section):
    return [block.text for block in section.blocks if isinstance(block, Paragraph)]


def outline(sections, added, depth=1):
    """The headings as `OUTLINES` has them, those that were added left out."""
    for section in sections:
        if section.level and section.key not in added:
            yield [depth, section.marker.strip(), section.is_run_in, items(texts(section))]
        yield from outline(section.sections, added, depth + 1)


def items(paragraphs):
    """How many 一是、二是… the paragraphs have; they count up from 一, run after run."""
    marks = [match[1] for text in paragraphs for match in ITEM.finditer(text)]
    count = 0
    for mark in marks:
        count = count + 1 if mark == chinese_number(count + 1) else 1
        assert mark == chinese_number(count), marks
    return len(marks)


def test_there_are_at_least_twenty_templates_and_one_for_each_source():
    assert len(CODES) >= 20
    assert set(OUTLINES) <= set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_with_full_figures_nothing_is_missing(library, code):
    document = document_of_sample(version_of(code), year=YEAR)
    assert document.gaps() == []
    said = [text for section in document.walk() for text in texts(section)]
    assert [
        text
        for text in said
        if re.search(r"待补|不适用|不认识|不能|[{}｛｝]|[，、；：]{2}|。。", text) and "【" in text
    ] == []
    word_file = to_docx(document)
    assert breaches(word_file) == []
    printed = [paragraph.text for paragraph in docx.Document(BytesIO(word_file)).paragraphs]
    assert [heading for heading in headings(document) if not any(heading in text for text in printed)] == []


def headings(document):
    return [f"{section.marker}{section.heading}" for section in document.walk() if section.heading]


@pytest.mark.parametrize("code", CODES)
def test_without_figures_every_gap_is_listed(library, code):
    version = version_of(code)
    document = document_of_version(version, bureau=BureauFactory(), year=YEAR)
    gaps = document.gaps()
    printed = "".join(text for section in document.walk() for text in texts(section))
    rows = set(TableRow.objects.filter(section__version=version).values_list("metric__name", flat=True))
    assert printed.count("【待补：") == len([gap for gap in gaps if gap.token])
    names = {gap.name for gap in gaps}
    assert rows <= names
    assert [text for text, needed in phrases_of(version) if needed and not needed & names] == []
    assert breaches(to_docx(document)) == []


def phrases_of(version):
    """The phrases of the long form, each with the metrics it names."""
    found = Phrase.objects.filter(section__version=version).exclude(form="short")
    return [(phrase.text, phrasing.names_used(phrase.text)) for phrase in found]


@pytest.mark.parametrize("code", sorted(OUTLINES))
def test_the_headings_are_those_of_the_source(library, code):
    version = version_of(code)
    document = document_of_sample(version, year=YEAR)
    added = set(Section.objects.filter(version=version, is_added=True).values_list("key", flat=True))
    assert list(outline(document.sections, added)) == OUTLINES[code]["headings"]


def written(folder):
    """Every template's paper as a Word file."""
    papers = {code: document_of_sample(version_of(code), year=YEAR) for code in CODES}
    for code, document in papers.items():
        (folder / f"{code}.docx").write_bytes(to_docx(document))
    return {folder / f"{code}.docx": document for code, document in papers.items()}


def test_the_word_files_are_sound_and_read_back_as_the_document(library, tmp_path):
    for path, document in written(tmp_path).items():
        assert (path.name, breaches(path.read_bytes()), audit_errors(path)) == (path.name, [], [])
        assert read(path.read_bytes()) == printed_outline(document)


@pytest.mark.proof
def test_microsofts_validator_takes_every_templates_paper(library, tmp_path):
    assert sdk_errors(written(tmp_path)) == {}


def test_every_section_tells_what_belongs_there_and_who_writes_it(library):
    lacking = Section.objects.exclude(guidance__gt="", department_name__gt="", source__gt="")
    assert list(lacking.values_list("version__report_template__code", "key")) == []
    assert list(Section.objects.filter(suggested_max=None).values_list("key", flat=True)) == []


def test_the_metrics_cover_all_that_the_sources_count():
    families = (DATA / "families.txt").read_text(encoding="utf-8").splitlines()
    metrics = read_library(FOLDER).metrics
    assert len(metrics) >= 170
    assert set(families) - {metric.fields["family"] for metric in metrics} == set()


def test_every_metric_says_what_it_counts_and_where_it_comes_from(library):
    lacking = MetricDefinition.objects.exclude(definition_note__gt="", source__gt="", sample__gt="")
    assert list(lacking.values_list("code", flat=True)) == []


def test_every_metric_of_the_library_is_used(library):
    weights = MetricDefinition.objects.exclude(weight=None).values("weight")
    unused = MetricDefinition.objects.filter(
        phrase_uses=None, table_uses=None, operand_uses=None, relations=None
    ).exclude(pk__in=weights)
    assert list(unused.values_list("code", flat=True)) == []
