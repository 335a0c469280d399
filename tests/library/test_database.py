"""What the database keeps for the library, whoever writes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from edusum.library import services
from edusum.library.errors import LibraryError
from edusum.library.models import Section, TemplateVersion, Term
from edusum.library.terms import save_term
from edusum.orgs.actors import SYSTEM
from tests.factories import (
    PhraseFactory,
    ReportTemplateFactory,
    SectionFactory,
    TemplateVersionFactory,
    TermFactory,
    VersionRevisionFactory,
)

pytestmark = pytest.mark.django_db


def test_a_second_new_version_waits_until_the_first_is_stored():
    """The template is held before its versions are read, where rows can be held (SQLite holds the file)."""
    template = ReportTemplateFactory()
    with CaptureQueriesContext(connection) as queries:
        services.new_version(version=TemplateVersion(report_template=template), actor=SYSTEM)
    asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert 'FROM "library_reporttemplate"' in asked[0]
    assert ("FOR UPDATE" in asked[0]) is connection.features.has_select_for_update
    assert 'FROM "library_templateversion"' in asked[1]


@pytest.mark.parametrize(("level", "heading", "shape"), [(0, "标题", "own_line"), (1, "", "none")])
def test_level_0_and_no_heading_go_together(level, heading, shape):
    version = TemplateVersionFactory()
    section = Section(version=version, heading=heading, level=level, heading_form=shape)
    with pytest.raises(LibraryError, match="导语、结语"):
        services.new_section(section=section, actor=SYSTEM)
    with pytest.raises(IntegrityError, match="section_level_fits_form"), transaction.atomic():
        SectionFactory(version=version, level=level, heading=heading, heading_form=shape)


@pytest.mark.parametrize(
    ("write", "constraint"),
    [
        (lambda: SectionFactory(due_days=0), "section_due_days_plausible"),
        (lambda: SectionFactory(due_days=367), "section_due_days_plausible"),
        (lambda: SectionFactory(suggested_min=300, suggested_max=100), "section_suggested_in_order"),
        (lambda: PhraseFactory(form="long"), "phrase_form_known"),
        (lambda: TermFactory(first_year=2021, last_year=2020), "term_years_in_order"),
        (lambda: TermFactory(first_year=1900, last_year=None), "term_years_plausible"),
        (lambda: TermFactory(last_year=2101), "term_years_plausible"),
    ],
)
def test_what_no_form_would_send_is_refused_by_name(write, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write()


def test_a_term_stands_once_in_its_series_and_a_revision_has_its_own_number():
    term = TermFactory()
    TermFactory(name=term.name, series="普法规划")
    with pytest.raises(IntegrityError), transaction.atomic():
        TermFactory(name=term.name, series=term.series)
    revision = VersionRevisionFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        VersionRevisionFactory(version=revision.version, number=revision.number)


def test_limits_that_the_database_keeps_are_said_in_words():
    for row, change, sentence in (
        (SectionFactory(), {"due_days": 400}, "交稿天数须在 1 至 366 之间，不限就留空。"),
        (TermFactory(first_year=2021), {"last_year": 2020}, "截止年度不能早于起始年度。"),
        (SectionFactory(suggested_min=2), {"suggested_max": 1}, "建议字数的上限不能小于下限。"),
        (PhraseFactory(), {"form": "long"}, "措辞只能用于详写、简写或两者。"),
    ):
        for name, value in change.items():
            setattr(row, name, value)
        with pytest.raises(ValidationError, match=sentence):
            row.validate_constraints()


@pytest.mark.parametrize("name", ["(", "a*b", "甲|乙", "{{ 甲 }}", "“”", "甲\n"])
def test_a_term_is_a_name_and_no_pattern(name):
    with pytest.raises(LibraryError, match="用语里只能有汉字、字母、数字和常用的标点，请去掉别的符号。"):
        save_term(term=Term(name=name, series="周年", first_year=2021), actor=SYSTEM)


@pytest.mark.parametrize("name", ["“三严三实”专题教育", "规划纲要（2010—2020年）", "信息化2.0", "A、B 计划"])
def test_a_term_has_the_marks_that_names_have(name):
    assert save_term(term=Term(name=name, series="周年", first_year=2021), actor=SYSTEM).pk
