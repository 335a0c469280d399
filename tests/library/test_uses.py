"""Where metrics and filters are used, as far as one may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edusum.library import services
from edusum.library.services import PhraseInput
from edusum.library.uses import Place, excerpt, where_filter_used, where_used
from edusum.metrics.definitions import MetricInUseError, delete_definition
from edusum.orgs.actors import SYSTEM
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    ReportTemplateFactory,
    SectionFactory,
    TemplateVersionFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def metric():
    return MetricDefinitionFactory(name="在校学生数", phrase_name="在校生数")


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def manager(bureau):
    return member(bureau, Role.LIBRARY_MANAGER)


def write(template, *texts, table=(), heading="义务教育", parent=None):
    """A section with these phrases in the version of the template that is being edited."""
    version = template.editing or TemplateVersionFactory(report_template=template)
    section = SectionFactory(version=version, heading=heading, parent=parent, level=2 if parent else 1)
    phrases = [PhraseInput(text) for text in texts]
    services.save_phrases(section=section, phrases=phrases, actor=SYSTEM)
    services.save_table(section=section, metrics=table, actor=SYSTEM)
    return section


def test_phrases_and_tables_are_told_with_their_place(metric, manager):
    template = ReportTemplateFactory(name="年度总结")
    section = write(
        template, "全区稳步发展。", "全区在校生{{ 在校生数 }}，{{ 在校生数|同比 }}。", table=[metric]
    )
    phrase = section.phrases.last()
    common = {"template": "年度总结", "owner": "共用", "version": 1, "state": "编辑中", "section": "义务教育"}
    ids = {"template_id": template.pk, "version_id": section.version_id, "section_id": section.pk}
    uses = where_used(metric, manager)
    assert uses.places == (
        Place(
            **common, excerpt="全区在校生{{ 在校生数 }}，{{ 在校生数|同比 }}。", **ids, phrase_id=phrase.pk
        ),
        Place(**common, excerpt="", **ids),
    )
    assert uses.hidden == 0
    assert [str(place) for place in uses.places] == [
        "“年度总结”（共用）第1版（编辑中）“义务教育”：措辞“全区在校生{{ 在校生数 }}，{{ 在校生数|同比 }}。”",
        "“年度总结”（共用）第1版（编辑中）“义务教育”：指标表",
    ]


def test_what_belongs_to_other_bureaus_is_counted_and_not_named(metric, manager, bureau):
    for owner in (None, bureau, BureauFactory(), BureauFactory()):
        write(ReportTemplateFactory(bureau=owner), "{{ 在校生数 }}。", table=[metric])
    uses = where_used(metric, manager)
    assert (len(uses.places), uses.hidden) == (4, 4)
    assert uses.about_hidden == "另有 4 处在其他单位的专用模板里"
    with pytest.raises(MetricInUseError, match="另有 4 处在其他单位的专用模板里") as error:
        delete_definition(definition=metric, actor=manager)
    assert len(error.value.uses) == 5


def test_what_is_not_used_has_no_uses(metric, manager):
    uses = where_used(metric, manager)
    assert (bool(uses), uses.about_hidden) == (False, "")


def test_places_come_in_reading_order_the_newest_version_first(metric, manager):
    template = ReportTemplateFactory(name="乙")
    second = write(template, "{{ 在校生数 }}。", heading="第二")
    inner = write(template, "{{ 在校生数 }}。", heading="里面", parent=second)
    first = write(template, "{{ 在校生数 }}。", heading="第一")
    services.move_section(section=first, parent=None, index=0, actor=SYSTEM)
    services.publish_version(version=inner.version, actor=SYSTEM)
    services.copy_version(version=inner.version, actor=SYSTEM)
    write(ReportTemplateFactory(name="甲"), "{{ 在校生数 }}。", heading="别处")
    told = [(place.template, place.version, place.section) for place in where_used(metric, manager).places]
    headings = ["第一", "第二", "里面"]
    assert told == [
        *(("乙", 2, heading) for heading in headings),
        *(("乙", 1, heading) for heading in headings),
        ("甲", 1, "别处"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "is_used"),
    [
        ("{{ 在校生数|同比 }}。", "同比", True),
        ("{{ 在校生数 | 同比 }}。", "同比", True),
        ("{% if 在校生数|增减 > 0 %}增加。{% endif %}", "增减", True),
        ("在校生同比{{ 在校生数|增减 }}。", "同比", False),
        ("{{ 在校生数|占比(在校生数) }}。", "占比", True),
        ("{{ 在校生数|上年|数值 }}。", "数值", True),
        ("{{ 在校生数|增幅 }}。", "增", False),
    ],
)
def test_a_filter_is_told_from_words_that_are_called_like_it(metric, manager, text, name, is_used):
    write(ReportTemplateFactory(), text)
    assert bool(where_filter_used(name, manager).places) is is_used


def test_filters_in_other_bureaus_templates_are_counted(metric, manager):
    write(ReportTemplateFactory(bureau=BureauFactory()), "{{ 在校生数|同比 }}。")
    uses = where_filter_used("同比", manager)
    assert (uses.places, uses.hidden) == ((), 1)


@pytest.mark.parametrize("look", ["metric", "filter"])
def test_it_takes_as_many_queries_for_one_use_as_for_three(metric, manager, look):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            where_used(metric, manager) if look == "metric" else where_filter_used("同比", manager)
        return len(captured)

    write(ReportTemplateFactory(), "{{ 在校生数|同比 }}。", table=[metric])
    one = queries()
    for _ in range(2):
        write(ReportTemplateFactory(), "{{ 在校生数|同比 }}。", table=[metric])
    assert queries() == one <= 4


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("短{{ 甲 }}。", "短{{ 甲 }}。"),
        ("一" * 30 + "{{ 甲 }}" + "二" * 30, "……" + "一" * 18 + "{{ 甲 }}" + "二" * 18 + "……"),
        ("一行\n两行{{ 甲 }}", "一行 两行{{ 甲 }}"),
        ("没有", "没有"),
        (
            "一" * 12 + "{{ 乙|同比 }}，{{ 甲 }}好{{ 丙丙丙丙丙丙丙丙丙丙丙丙丙丙|同比 }}",
            "……一一一一一一一{{ 乙|同比 }}，{{ 甲 }}好……",
        ),
        ("{% if 乙 > 0 %}有{{ 甲 }}。{% else %}无。{% endif %}", "有{{ 甲 }}。无。"),
        ("{% if 甲|增减 > 0 %}有所增加。{% endif %}", "（条件：甲|增减 > 0）有所增加。"),
        ("{% for 项 in [甲, 乙] %}{{ 项 }}{% endfor %}", "（逐个列举：项 in [甲, 乙]）{{ 项 }}"),
        ("甲等{{ 小甲 }}，{{ 甲 }}。", "甲等{{ 小甲 }}，{{ 甲 }}。"),
    ],
)
def test_an_excerpt_is_short_and_holds_the_name(text, shown):
    assert excerpt(text, "甲") == shown
