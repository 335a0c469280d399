"""What others changed while a page was open: of a version, a metric, a section that is to be deleted."""

import re
from contextlib import contextmanager

import pytest
from django.db.models.signals import pre_save
from django.urls import reverse

from edusum.library import services
from edusum.library.models import Phrase, ReportTemplate, Section, TemplateVersion
from edusum.library.services import PhraseInput
from edusum.metrics.definitions import update_definition
from edusum.metrics.models import MetricDefinition
from edusum.orgs.actors import SYSTEM
from tests.factories import (
    MetricDefinitionFactory,
    PhraseFactory,
    SectionFactory,
    TemplateVersionFactory,
    published_version,
)
from tests.library.admin.reading import said, section_form, seen, text, url, workshop

pytestmark = pytest.mark.django_db
STILL_THERE = "已被别人改过（也可能是您在别的窗口改的）。您填写的内容还在"


def mark_on(page):
    """The mark that the page sends with its form."""
    return {"seen": re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]}


# The version's own fields


def test_a_changed_title_is_shown_and_what_was_typed_is_saved_the_second_time(desk):
    version = TemplateVersionFactory(title="原题", note="")
    mark = mark_on(desk.get(workshop(version)))
    version.title = "甲的标题"
    services.update_version(version=version, actor=SYSTEM)
    typed = {"title": "乙的标题", "salutation": "", "note": ""}
    page = desk.post(workshop(version), typed | mark)
    assert f"标题与落款{STILL_THERE}" in text(page)
    assert ("标题措辞", "甲的标题") in page.context["adminform"].form.stored
    assert 'value="乙的标题"' in page.content.decode()
    assert TemplateVersion.objects.get().title == "甲的标题"
    desk.post(workshop(version), typed | mark_on(page))
    assert TemplateVersion.objects.get().title == "乙的标题"


def test_a_version_or_a_section_sent_without_a_mark_overwrites_nothing(desk):
    section = PhraseFactory(text="原来的。").section
    page = desk.post(workshop(section.version), {"title": "改", "salutation": "", "note": ""})
    assert STILL_THERE in text(page)
    page = desk.post(url("section_change", section.pk), section_form([(1, "新的。", True)]))
    assert f"本节{STILL_THERE}" in text(page)
    assert TemplateVersion.objects.get().title != "改"
    assert Phrase.objects.get().text == "原来的。"


# Metrics


def metric_page(metric):
    return reverse("admin:metrics_metricdefinition_change", args=[metric.pk])


def typed_metric(metric, **fields):
    kept = (
        "name",
        "phrase_name",
        "unit",
        "kind",
        "decimals",
        "domain",
        "better_when",
        "aggregation",
        "position",
    )
    rows = {"relations-TOTAL_FORMS": 0, "relations-INITIAL_FORMS": 0, "is_active": "on"}
    return {name: getattr(metric, name) for name in kept} | rows | fields


def test_a_changed_metric_is_shown_and_what_was_typed_is_saved_the_second_time(desk):
    metric = MetricDefinitionFactory(definition_note="")
    mark = mark_on(desk.get(metric_page(metric)))
    metric.definition_note = "甲写的口径"
    update_definition(definition=metric, actor=SYSTEM)
    typed = typed_metric(metric, definition_note="乙写的口径")
    page = desk.post(metric_page(metric), typed | mark)
    assert f"这个指标{STILL_THERE}" in text(page)
    assert page.context["adminform"].form.stored == [("口径", "甲写的口径")]
    assert "乙写的口径" in page.content.decode()
    assert MetricDefinition.objects.get().definition_note == "甲写的口径"
    desk.post(metric_page(metric), typed | mark_on(page))
    assert MetricDefinition.objects.get().definition_note == "乙写的口径"


# Deleting


def test_a_section_that_was_changed_below_is_asked_about_again(desk):
    section = SectionFactory(heading="甲")
    child = SectionFactory(version=section.version, parent=section, level=2)
    address = url("section_delete", section.pk)
    mark = seen(desk, address)
    services.save_phrases(section=child, phrases=[PhraseInput("刚写的。")], actor=SYSTEM)
    page = desk.post(address, {"post": "yes"} | mark, follow=True)
    assert said(page) == ["您打开这一页以后，“甲”已被别人改过，还没有删除；请看过现有内容再决定。"]
    assert "1句措辞" in text(page)
    assert Section.objects.count() == 2
    desk.post(address, {"post": "yes"} | mark_on(page))
    assert not Section.objects.exists()


@pytest.mark.parametrize("mark", [True, False])
def test_a_version_that_was_changed_is_asked_about_again(desk, mark):
    version = published_version()
    copy = services.copy_version(version=version, actor=SYSTEM)
    address = url("templateversion_delete", copy.pk)
    sent = seen(desk, address) if mark else {}
    SectionFactory(version=copy)
    page = desk.post(address, {"post": "yes"} | sent, follow=True)
    assert "还没有删除" in said(page)[0]
    desk.post(address, {"post": "yes"} | mark_on(page))
    assert list(TemplateVersion.objects.all()) == [version]


# Somebody is quicker


@contextmanager
def somebody_quicker():
    """Somebody stores a template of the same code and owner just before ours is stored."""

    def first(instance, **_):
        rival = ReportTemplate(code=instance.code, name="别人的", bureau=instance.bureau)
        ReportTemplate.objects.bulk_create([rival])

    pre_save.connect(first, ReportTemplate, weak=False)
    yield
    pre_save.disconnect(first, ReportTemplate)


def test_who_is_second_to_derive_a_template_is_told(desk, bureau):
    version = published_version(report_template__code="annual")
    with somebody_quicker():
        page = desk.post(
            reverse("library:template_derive", args=[version.pk]), {"bureau": bureau.pk, "name": "我们的"}
        )
    assert (page.status_code, "刚刚有人存了同一代码（annual）的模板" in text(page)) == (422, True)
    assert not ReportTemplate.objects.filter(name="我们的").exists()


def test_who_is_second_to_add_a_template_is_told_on_the_page(desk):
    form = {"name": "我们的", "code": "annual", "genre": "annual_summary", "bureau": ""}
    with somebody_quicker():
        page = desk.post(url("reporttemplate_add"), form, follow=True)
    assert "刚刚有人存了同一代码（annual）的模板" in said(page)[0]
    assert not ReportTemplate.objects.filter(name="我们的").exists()


def test_saving_a_template_leaves_what_it_is_derived_from():
    version = TemplateVersionFactory()
    stale = ReportTemplate.objects.get()
    base = published_version()
    ReportTemplate.objects.filter(pk=stale.pk).update(derived_from=base)
    stale.name = "改名"
    services.update_template(template=stale, actor=SYSTEM)
    version.report_template.refresh_from_db()
    assert (version.report_template.name, version.report_template.derived_from) == ("改名", base)


# Numbers that no row has


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 19, "²", "-1", "", "x"])
def test_a_number_that_no_row_has_is_not_found(desk, number):
    section = SectionFactory()
    version, template = section.version, section.version.report_template
    answers = [
        desk.get(reverse("library:version_compare_with", args=[version.pk]), {"with": number}),
        desk.post(reverse("library:template_follow", args=[template.pk]), {"version": number}),
        desk.get(url("section_add"), {"version": number}),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    aside = {"version": version.pk, "after": number, "parent": number}
    assert desk.get(url("section_add"), aside).status_code == 200


@pytest.mark.parametrize("number", ["9" * 30, "x"])
def test_an_object_that_cannot_be_is_not_found(desk, number):
    for name in ("section_change", "section_delete", "templateversion_change", "templateversion_delete"):
        assert desk.get(url(name, number)).status_code == 404
        assert desk.post(url(name, number)).status_code == 404
    address = reverse("admin:metrics_metricdefinition_change", args=[number])
    assert (desk.get(address).status_code, desk.post(address).status_code) == (404, 404)
