import re

import pytest
from django.urls import reverse

from tests.factories import (
    MetricDefinitionFactory,
    PhraseFactory,
    PhraseMetricFactory,
    SectionFactory,
    TableRowFactory,
)
from tests.library.admin.reading import url, workshop
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def test_lists_take_as_many_queries_for_three_rows_as_for_one(desk):
    def visits(name):
        return queries_of(lambda: desk.get(reverse(name)))

    names = ["admin:library_reporttemplate_changelist", "admin:metrics_metricdefinition_changelist"]
    PhraseMetricFactory()
    one = [visits(name) for name in names]
    PhraseMetricFactory.create_batch(2)
    assert [visits(name) for name in names] == one


def test_the_workshop_takes_as_many_queries_for_three_sections_as_for_one(desk):
    phrase = PhraseFactory()
    version = phrase.section.version
    one = queries_of(lambda: desk.get(workshop(version)))
    for _ in range(2):
        PhraseFactory(section=SectionFactory(version=version, parent=phrase.section, level=2))
    assert queries_of(lambda: desk.get(workshop(version))) == one


def test_a_section_page_takes_as_many_queries_for_three_phrases_and_rows_as_for_one(desk):
    section = PhraseFactory().section
    TableRowFactory(section=section)
    address = url("section_change", section.pk)
    one = queries_of(lambda: desk.get(address))
    PhraseFactory.create_batch(2, section=section)
    TableRowFactory.create_batch(2, section=section)
    assert queries_of(lambda: desk.get(address)) == one


def test_no_page_of_the_admin_holds_a_script_or_a_style_of_its_own(desk):
    section = PhraseFactory().section
    metric = MetricDefinitionFactory()
    addresses = [
        reverse("admin:index"),
        reverse("admin:app_list", args=["library"]),
        url("reporttemplate_changelist"),
        url("reporttemplate_add"),
        url("reporttemplate_change", section.version.report_template_id),
        url("reporttemplate_delete", section.version.report_template_id),
        workshop(section.version),
        url("section_add") + f"?version={section.version_id}",
        url("section_change", section.pk),
        url("section_delete", section.pk),
        url("section_history", section.pk),
        reverse("admin:metrics_metricdefinition_changelist"),
        reverse("admin:metrics_metricdefinition_add"),
        reverse("admin:metrics_metricdefinition_change", args=[metric.pk]),
        reverse("admin:metrics_metricdefinition_delete", args=[metric.pk]),
    ]
    for address in addresses:
        page = desk.get(address)
        assert page.status_code == 200, address
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page.content.decode()), (
            address
        )
