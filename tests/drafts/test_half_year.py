"""A half-year summary takes the first half's figures, and says so."""

from decimal import Decimal

import pytest
from django.urls import reverse

from edusum.assembly.services import document_of, document_of_sample, document_of_version
from edusum.drafts import services
from edusum.library.enums import Genre
from edusum.metrics.enums import Period
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    PhraseFactory,
    SectionFactory,
    TableRowFactory,
    TemplateVersionFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = member(BureauFactory(full_name="示例区教育局"), Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def version(editor):
    """With a phrase and a table; in the first half of 2025 there are 60 kindergartens, in the year 99."""
    version = TemplateVersionFactory(
        report_template__genre=Genre.HALF_YEAR_SUMMARY,
        title="{{ 单位全称 }}{{ 年度 }}年上半年工作总结",
    )
    metric = MetricDefinitionFactory(name="幼儿园数", unit="所", sample="58", sample_previous="56")
    section = SectionFactory(version=version, heading="学前", table_caption="主要指标")
    PhraseFactory(section=section, text="共有幼儿园{{ 幼儿园数 }}。")
    TableRowFactory(section=section, metric=metric)
    version.state = "published"
    version.save()
    bureau = editor.memberships.get().bureau
    for year, period, value in ((2025, "first_half", 60), (2024, "first_half", 50), (2025, "year", 99)):
        MetricValueFactory(metric=metric, bureau=bureau, year=year, period=period, value=Decimal(value))
    return version


def test_the_genre_says_that_a_draft_is_of_the_first_half(editor, version):
    draft = _start(editor, version)
    assert (draft.period, draft.title) == (Period.FIRST_HALF, "示例区教育局2025年上半年工作总结")


def test_figures_and_tables_are_those_of_the_half_year(editor, version):
    bureau = editor.memberships.get().bureau
    for document in (
        document_of(_start(editor, version)),
        document_of_version(version, bureau=bureau, year=2025),
    ):
        paragraph, table = document.sections[0].blocks
        assert paragraph.text == "共有幼儿园60所。"
        heads = [column.head for column in table.columns]
        assert heads == ["指标", "单位", "上年同期", "上半年", "增减", "增幅"]
        assert table.rows == (("幼儿园数", "所", "50", "60", "增加10所", "20%"),)


def test_the_sample_of_a_half_year_paper_is_signed_in_july(version):
    document = document_of_sample(version, year=2025)
    assert (document.sign_off.date, document.gaps()) == ("2025年7月8日", [])


def test_an_annual_template_that_becomes_a_half_year_one_starts_another_draft(editor):
    version = TemplateVersionFactory()
    SectionFactory(version=version)
    version.state = "published"
    version.save()
    annual = _start(editor, version)
    version.report_template.genre = Genre.HALF_YEAR_SUMMARY
    version.report_template.save()
    assert _start(editor, version).pk != annual.pk


def test_the_desk_speaks_of_the_half_year_and_leads_to_its_figures(client, editor, version):
    draft = _start(editor, version)
    sheet = reverse("metrics:metric_sheet", args=[2025])
    html = client.get(reverse("drafts:draft_detail", args=[draft.pk])).content.decode()
    assert f'<a href="{sheet}?period=first_half">2025年上半年指标</a>' in html
    row = draft.section_texts.get()
    html = client.get(reverse("drafts:section_edit", args=[draft.pk, row.pk])).content.decode()
    assert "上年同期 50所" in html
    assert "上年同期的文字" in html
    assert f'href="{sheet}?period=first_half&amp;only=' in html
    assert "2025年上半年" in client.get(reverse("drafts:draft_list")).content.decode()


def test_the_start_page_says_that_the_paper_is_of_the_half_year(client, editor, version):
    asked = {"version": version.pk, "year": 2025}
    html = client.get(reverse("drafts:draft_start"), asked, headers={"HX-Request": "true"}).content.decode()
    assert "上半年工作总结》" in html
    assert "年上半年的数值，与上年同期比。" in html


def _start(editor, version):
    bureau = editor.memberships.get().bureau
    return services.start_draft(bureau=bureau, year=2025, version=version, actor=editor)
