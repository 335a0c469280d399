import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from edusum.assembly.services import document_of, document_of_version, printed_date, take_snapshot
from edusum.document.model import Column, Document, Paragraph, Run, Section, SignOff, Table
from edusum.library.enums import HeadingForm, VersionState
from edusum.orgs.actors import SYSTEM
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
    published_version,
    started_draft,
)

pytestmark = pytest.mark.django_db


def test_a_draft_becomes_one_document():
    draft = _small_paper()
    assert document_of(draft) == Document(
        title="示例区教育局2025年工作总结",
        salutation="各位领导：",
        sections=(
            Section(
                level=1,
                marker="一、",
                heading="2025年工作",
                key="work",
                sections=(
                    Section(
                        level=3,
                        marker="1.",
                        heading="学前教育",
                        is_run_in=True,
                        key="preschool",
                        blocks=(
                            Paragraph((Run("稳步发展。"),)),
                            Table(
                                caption="主要指标",
                                columns=(
                                    Column("指标", width=60),
                                    Column("单位", "center", width=31),
                                    Column("2024年", "right", width=44),
                                    Column("2025年", "right", width=51),
                                    Column("增减", "right", width=51),
                                    Column("增幅", "right", width=34),
                                ),
                                rows=(
                                    ("幼儿园数", "所", "56", "58", "增加2所", "3.6%"),
                                    ("学位数", "人", "—", "【待补】", "—", "—"),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        sign_off=SignOff("示例区教育局", "2026年1月8日"),
        bureau="示例区教育局",
        year=2025,
        genre="年度工作总结",
    )


def test_a_document_survives_json():
    document = document_of(_small_paper())
    assert Document.from_json(document.to_json()) == document


def test_a_snapshot_keeps_the_paper_as_it_was():
    draft = _small_paper()
    snapshot = take_snapshot(draft=draft, actor=member(draft.bureau, Role.EDITOR))
    before = document_of(draft)
    draft.section_texts.filter(section__key="preschool").update(text="改写了。", state="writing")
    assert document_of(draft) != before
    snapshot.refresh_from_db()
    assert Document.from_json(snapshot.document) == before


def test_a_paper_that_did_not_change_is_kept_once():
    draft = _small_paper()
    first = take_snapshot(draft=draft, actor=member(draft.bureau, Role.EDITOR))
    assert take_snapshot(draft=draft, actor=member(draft.bureau, Role.DIRECTOR)) == first
    draft.section_texts.filter(section__key="preschool").update(text="改写了。", state="writing")
    second = take_snapshot(draft=draft, actor=SYSTEM)
    assert second != first
    draft.section_texts.filter(section__key="preschool").update(text="又改了。")
    third = take_snapshot(draft=draft, actor=SYSTEM)
    numbers = [(item.pk, item.number) for item in draft.snapshots.numbered()]
    assert numbers == [(third.pk, 3), (second.pk, 2), (first.pk, 1)]


def test_a_snapshot_counts_the_gaps():
    MetricDefinitionFactory(name="学位数")
    draft = started_draft(version=published_version({"甲": ["{{ 学位数 }}，{{ 学位数 }}。"]}))
    assert take_snapshot(draft=draft, actor=member(draft.bureau, Role.DIRECTOR)).gap_count == 2


def test_a_row_of_the_table_without_a_figure_is_a_gap_too():
    draft = _small_paper()
    assert [gap.text for gap in document_of(draft).gaps()] == ["【待补：学位数】（主要指标）"]


def test_a_clerk_takes_no_snapshot():
    draft = started_draft()
    with pytest.raises(PermissionDenied):
        take_snapshot(draft=draft, actor=member(draft.bureau, Role.CONTRIBUTOR))


def test_omitted_sections_are_not_in_the_paper():
    draft = _small_paper()
    draft.section_texts.filter(section__key="work").update(is_omitted=True)
    assert document_of(draft).sections == ()


def test_a_version_is_shown_with_a_bureaus_figures_alone():
    bureau = BureauFactory(full_name="示例区教育局")
    version = published_version({"甲": ["{{ 本地 }}。"]})
    document = document_of_version(version, bureau=bureau, year=2024)
    assert (document.title, document.sections[0].blocks) == (
        "示例区教育局2024年工作总结",
        (Paragraph((Run("我区。"),)),),
    )


def test_dates_are_printed_without_leading_zeros():
    assert printed_date(dt.date(2026, 1, 8)) == "2026年1月8日"


def _small_paper():
    bureau = BureauFactory(full_name="示例区教育局")
    version = TemplateVersionFactory(salutation="各位领导：")
    part = SectionFactory(version=version, key="work", heading="{{ 年度 }}年工作")
    leaf = SectionFactory(
        version=version,
        key="preschool",
        parent=part,
        level=3,
        heading="学前教育",
        heading_form=HeadingForm.RUN_IN,
        table_caption="主要指标",
    )
    PhraseFactory(section=leaf, text="稳步发展。")
    kindergartens = MetricDefinitionFactory(name="幼儿园数", unit="所")
    for year, value in ((2024, 56), (2025, 58)):
        MetricValueFactory(metric=kindergartens, bureau=bureau, year=year, value=Decimal(value))
    TableRowFactory(section=leaf, metric=kindergartens)
    TableRowFactory(section=leaf, metric=MetricDefinitionFactory(name="学位数"))
    version.state = VersionState.PUBLISHED
    version.save()
    return started_draft(bureau=bureau, version=version, sign_date=dt.date(2026, 1, 8))
