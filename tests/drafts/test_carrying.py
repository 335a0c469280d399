"""A paper begins with what stays true of the one of the year before."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from edusum.drafts import services
from edusum.drafts.carrying import carried
from edusum.drafts.models import Exhibit, Formalities
from edusum.library.enums import VersionState
from edusum.library.models import TemplateVersion
from edusum.orgs.enums import Role
from edusum.orgs.permissions import memberships_of
from tests.factories import (
    AttachmentFactory,
    BureauFactory,
    FormalitiesFactory,
    MetricDefinitionFactory,
    PhraseFactory,
    SectionFactory,
    TemplateVersionFactory,
    exhibit_of,
    member,
    started_draft,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def editor(client, bureau):
    user = member(bureau, Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def version():
    version = TemplateVersionFactory()
    for key in ("preschool", "teachers"):
        PhraseFactory(section=SectionFactory(version=version, key=key))
    TemplateVersion.objects.filter(pk=version.pk).update(state=VersionState.PUBLISHED)
    return TemplateVersion.objects.get(pk=version.pk)


@pytest.fixture
def last(bureau, version):
    """The paper of 2024: formalities, two charts in 学前, a table in an attachment."""
    last = started_draft(bureau=bureau, version=version, year=2024)
    FormalitiesFactory(
        draft=last,
        mark="示例区教育局文件",
        has_letterhead=True,
        addressee="各学校",
        copies_to="区委办公室",
        issued_by="办公室",
        speaker="张三",
        number="示教〔2025〕3号",
        spoken_on=dt.date(2025, 1, 8),
        issued_on=dt.date(2025, 1, 8),
        subtitle="副标题",
        serial="000001",
    )
    row = last.section_texts.get(section__key="preschool")
    metrics = MetricDefinitionFactory.create_batch(2)
    exhibit_of(*metrics, section_text=row, kind="trend", caption="趋势", year_count=7)
    exhibit_of(*reversed(metrics), section_text=row, caption="表", has_note=True, is_landscape=True)
    exhibit_of(section_text=None, attachment=AttachmentFactory(draft=last))
    return last


def start(bureau, version, editor, year=2025):
    return services.start_draft(bureau=bureau, year=year, version=version, actor=editor)


def test_what_stays_true_comes_along_and_numbers_and_dates_do_not(bureau, version, editor, last):
    row = start(bureau, version, editor).formalities
    assert (row.mark, row.has_letterhead, row.addressee, row.copies_to, row.issued_by, row.speaker) == (
        *("示例区教育局文件", True, "各学校", "区委办公室", "办公室", "张三"),
    )
    gone = (row.number, row.spoken_on, row.issued_on, row.subtitle, row.serial)
    assert gone == ("", None, None, "", "")


def test_tables_and_charts_come_along_to_the_sections_of_the_same_key(bureau, version, editor, last):
    draft = start(bureau, version, editor)
    found = Exhibit.objects.filter(section_text__draft=draft)
    was = Exhibit.objects.filter(section_text__draft=last)

    def told(rows):
        return [
            (
                row.section_text.section.key,
                *(row.kind, row.caption, row.year_count, row.columns, row.is_landscape),
                [item.metric_id for item in row.rows.all()],
            )
            for row in rows
        ]

    assert (found.count(), told(found)) == (2, told(was))
    assert not draft.attachments.exists()
    assert draft.section_texts.get(section__key="preschool").revision_number == 0


def test_a_section_that_is_no_more_leaves_its_charts_behind(bureau, editor, version, last):
    newer = TemplateVersionFactory(report_template=version.report_template)
    PhraseFactory(section=SectionFactory(version=newer, key="teachers"))
    TemplateVersion.objects.filter(pk=version.pk).update(state=VersionState.RETIRED)
    TemplateVersion.objects.filter(pk=newer.pk).update(state=VersionState.PUBLISHED)
    draft = start(bureau, TemplateVersion.objects.get(pk=newer.pk), editor)
    assert not Exhibit.objects.filter(section_text__draft=draft).exists()
    assert "现用模板里没有的章节的表和图 2 张" in carried(draft).left
    assert "版头" in carried(draft).kept


def test_papers_of_others_and_of_other_years_give_nothing(bureau, version, editor, last):
    elsewhere = BureauFactory()
    draft = start(elsewhere, version, member(elsewhere, Role.EDITOR))
    later = start(bureau, version, editor, year=2026)
    assert [carried(item).words for item in (draft, later)] == ["", ""]
    assert Formalities.objects.count() == 1


def test_the_page_says_what_came_along(client, bureau, version, editor, last):
    sent = {"version": version.pk, "year": 2025}
    answer = client.post(reverse("drafts:draft_start"), sent, follow=True)
    assert (
        "已从上一年的同一份材料带来讲话人、主送机关、版头、发文机关标志、抄送、印发机关、表和图 2 张，"
        "请核对。没有带来的要另填：副标题、讲话日期、发文字号、份号、印发日期、附件 1 个。"
        "正文由模板和本年的指标生成。"
    ) in answer.content.decode()


def test_the_page_says_what_did_not_come_along_of_the_cover(bureau, version, editor):
    started_draft(bureau=bureau, version=version, year=2024, own_title="题", sign_date=dt.date(2025, 1, 8))
    told = carried(start(bureau, version, editor)).words
    assert told == "没有带来的要另填：自拟的标题、成文日期。正文由模板和本年的指标生成。"


def test_it_takes_as_many_queries_for_one_chart_as_for_three(bureau, version, editor, last):
    counts = []
    memberships_of(editor)  # read once, whatever comes after
    assert version.report_template
    for year in (2025, 2026):
        with CaptureQueriesContext(connection) as captured:
            draft = start(bureau, version, editor, year=year)
        counts.append(len(captured))
        row = draft.section_texts.get(section__key="teachers")
        for _ in range(2):
            exhibit_of(*MetricDefinitionFactory.create_batch(2), section_text=row)
    assert counts[0] == counts[1]
