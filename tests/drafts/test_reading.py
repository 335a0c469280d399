from decimal import Decimal

import pytest

from edusum.document.model import FigureRun, Paragraph, Run
from edusum.drafts.reading import draft_sources, read_draft
from edusum.library.enums import HeadingForm, VersionState
from edusum.metrics.models import MetricValue
from tests.factories import (
    DraftFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    PhraseFactory,
    SectionFactory,
    SectionTextFactory,
    TableRowFactory,
    TemplateVersionFactory,
    published_version,
    started_draft,
)

pytestmark = pytest.mark.django_db


def test_an_untouched_section_says_its_phrases_with_todays_values():
    draft = _draft(["{{ 全域 }}共有幼儿园{{ 幼儿园数 }}。"])
    value = MetricValueFactory(metric=_metric("幼儿园数", unit="所"), bureau=draft.bureau, value=Decimal(58))
    assert _texts(draft) == ["全区共有幼儿园58所。"]
    MetricValue.objects.filter(pk=value.pk).update(value=Decimal(60))
    assert _texts(draft) == ["全区共有幼儿园60所。"]


def test_a_changed_value_changes_written_text_too():
    draft = _draft(["原措辞。"], written="我区现有幼儿园{{ 幼儿园数 }}。")
    MetricValueFactory(metric=_metric("幼儿园数", unit="所"), bureau=draft.bureau, value=Decimal(58))
    [reading] = _read(draft)
    assert reading.paragraphs == (
        Paragraph((Run("我区现有幼儿园"), FigureRun("58所", "幼儿园数", "{{ 幼儿园数 }}"), Run("。"))),
    )


def test_what_is_missing_shows_as_a_gap_and_is_counted():
    _metric("幼儿园数", unit="所")
    draft = _draft(["共有幼儿园{{ 幼儿园数 }}。"])
    [reading] = _read(draft)
    assert (reading.paragraphs[0].text, reading.gap_count) == ("共有幼儿园【待补：幼儿园数】。", 1)


def test_what_people_type_in_braces_is_never_run():
    draft = _draft(["原措辞。"], written="{{ ''.__class__ }}{% for i in range(9) %}{{ 7*7 }}")
    assert _texts(draft) == ["{{ ''.__class__ }}{% for i in range(9) %}{{ 7*7 }}"]


def test_a_bureau_name_with_words_in_braces_is_not_read_as_a_figure():
    _metric("幼儿园数", unit="所")
    draft = _draft(["{{ 单位全称 }}。"])
    draft.bureau.full_name = "{{ 幼儿园数 }}局"
    assert "幼儿园数" in _texts(draft)[0]
    assert "待补" not in _texts(draft)[0]


def test_a_phrase_silent_at_the_first_edit_is_offered_once_it_has_something_to_say():
    metric = _metric("撤并数", unit="所")
    draft = _draft(["稳步发展。", "{% if 撤并数 > 0 %}撤并{{ 撤并数 }}。{% endif %}"], written="稳步。")
    row = draft.section_texts.get()
    first, second = row.section.phrases.all()
    row.said_at_first = {str(first.pk): "稳步发展。", str(second.pk): ""}
    row.save()
    MetricValueFactory(metric=metric, bureau=draft.bureau, value=Decimal(2))
    [reading] = _read(draft)
    assert reading.offered == ("撤并{{ 撤并数 }}。",)


def test_sections_are_marked_by_level_within_their_parent_and_omitted_ones_do_not_count():
    version = TemplateVersionFactory()
    SectionFactory(version=version, level=0, heading="", heading_form=HeadingForm.NONE)
    first = SectionFactory(version=version, heading="甲")
    SectionFactory(version=version, parent=first, level=3, heading="甲一", heading_form=HeadingForm.RUN_IN)
    left_out = SectionFactory(version=version, heading="乙", is_optional=True)
    SectionFactory(version=version, parent=left_out, level=2, heading="乙一")
    last = SectionFactory(version=version, heading="丙")
    SectionFactory(version=version, parent=last, level=2, heading="丙一")
    SectionFactory(version=version, parent=last, level=2, heading="丙二")
    draft = _started(version)
    draft.section_texts.filter(section=left_out).update(is_omitted=True)
    assert [(item.marker, item.heading, item.is_omitted) for item in _read(draft)] == [
        ("", "", False),
        ("一、", "甲", False),
        ("1.", "甲一", False),
        ("", "乙", True),
        ("", "乙一", True),
        ("二、", "丙", False),
        ("（一）", "丙一", False),
        ("（二）", "丙二", False),
    ]


def test_reading_takes_as_many_queries_for_one_section_as_for_three(django_assert_num_queries):
    for count in (1, 3):
        version = TemplateVersionFactory()
        for _ in range(count):
            section = SectionFactory(version=version)
            PhraseFactory(section=section)
            TableRowFactory(section=section)
        draft = _started(version)
        with django_assert_num_queries(8):
            _read(draft)


def _metric(name, **fields):
    return MetricDefinitionFactory(name=name, **fields)


def _started(version):
    version.state = VersionState.PUBLISHED
    version.save()
    return started_draft(version=version)


def _draft(phrases, written=None):
    draft = DraftFactory(version=published_version({"全年工作": phrases}), bureau__whole_form="全区")
    SectionTextFactory(draft=draft, written=written)
    return draft


def _read(draft):
    return read_draft(draft, draft_sources(draft))


def _texts(draft):
    return ["".join(item.text for item in reading.paragraphs) for reading in _read(draft)]
