"""The page of a paper that came back: what it shows, and what its buttons do."""

import io

import pytest
from django.urls import reverse

from edusum.document.readers import limited
from edusum.export.services import export_draft
from edusum.intake import returning
from edusum.intake.enums import Decision, ReadingState
from edusum.intake.receiving import Handed, receive_file
from edusum.intake.storing import store_reading
from edusum.metrics.models import MetricDefinition
from edusum.orgs.enums import Role
from tests.factories import (
    MetricDefinitionFactory,
    MetricValueFactory,
    ValueLockFactory,
    member,
    published_version,
    started_draft,
)
from tests.intake.outside import COMPULSORY, PRE_SCHOOL, edited

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    draft = started_draft(version=published_version({"学前教育": PRE_SCHOOL, "义务教育": COMPULSORY}))
    MetricValueFactory(
        metric=MetricDefinitionFactory(name="新建园", unit="所"),
        bureau=draft.bureau,
        year=draft.year,
        value=35,
    )
    return draft


@pytest.fixture
def editor(draft, client):
    user = member(draft.bureau, Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def paper(draft, editor):
    file = export_draft(draft=draft, actor=editor)
    outside = edited(file.content, ("35所", "36所"), ("工作扎实", "工作更加扎实"))
    return returning.take_back(draft=draft, file=outside, name="改.docx", actor=editor)


def shown(client, paper):
    return client.get(reverse("intake:returned_paper", args=[paper.pk])).content.decode()


def send(client, paper, change, **sent):
    url = reverse("intake:returned_change", args=[paper.pk, change.pk])
    return client.post(url, sent, HTTP_HX_REQUEST="true")


def test_a_file_that_is_handed_in_leads_to_its_changes(client, draft, editor):
    file = export_draft(draft=draft, actor=editor)
    upload = io.BytesIO(edited(file.content, ("工作扎实", "工作更加扎实")).getvalue())
    upload.name = "改.docx"
    url = reverse("intake:returned_papers", args=[draft.pk])
    page = client.post(url, {"file": upload}, follow=True).content.decode()
    assert "和导出时相比有 1 处改动" in page
    assert "<ins>更加</ins>" in page
    again = io.BytesIO(upload.getvalue())
    again.name = "再传.docx"
    assert "以前已经收回过" in client.post(url, {"file": again}, follow=True).content.decode()


def test_the_page_tells_changes_by_section_and_asks_about_figures(client, paper):
    html = shown(client, paper)
    assert html.index("一、学前教育") < html.index("二、义务教育")
    assert "改写了指标“新建园”：导出时 <b>35所</b>，外改为 <b>36所</b>，指标现在是 <b>35所</b>" in html
    assert "把指标改为 36所，仍由指标生成" in html


def test_one_change_is_accepted_and_another_refused_where_they_stand(client, paper):
    figure, words = paper.changes.all()
    assert "已采用" in send(client, paper, words, do="accept").content.decode()
    answer = send(client, paper, figure, do="accept")
    assert (answer.status_code, "请先选定每个数怎样处理" in answer.content.decode()) == (422, True)
    assert "不采用" in send(client, paper, figure, do="refuse").content.decode()
    assert [change.decision for change in paper.changes.all()] == [Decision.REFUSED, Decision.ACCEPTED]
    assert "都已决定" in shown(client, paper)


def test_a_figure_follows_what_was_chosen(client, paper):
    figure = paper.changes.first()
    send(client, paper, figure, do="accept", **{"figure-0": "keep"})
    assert figure.section_text.revisions.get().text.startswith("新建幼儿园36所，")


def test_all_at_once_says_what_is_left(client, paper):
    url = reverse("intake:returned_decide", args=[paper.pk])
    page = client.post(url, {"do": "accept"}, follow=True).content.decode()
    assert "已采用 1 处改动。另有 1 处需要逐处决定" in page
    client.post(url, {"do": "refuse"})
    assert not paper.changes.filter(decision=Decision.WAITING).exists()


def test_what_was_changed_here_too_is_shown_beside_it(client, draft, paper):
    row = draft.section_texts.get(section__heading="义务教育")
    row.text, row.state = "控辍保学工作取得实效。", "writing"
    row.save()
    html = shown(client, paper)
    assert "<blockquote>控辍保学工作取得实效。</blockquote>" in html
    change = paper.changes.last()
    assert send(client, paper, change, do="accept").status_code == 422
    send(client, paper, change, do="force")
    row.refresh_from_db()
    assert row.text == "控辍保学工作更加扎实。"


def test_the_file_is_handed_back_as_it_came(client, paper):
    answer = client.get(reverse("intake:returned_file", args=[paper.pk]))
    assert b"".join(answer.streaming_content) == (returning.folder() / paper.stored_name).read_bytes()


@pytest.mark.parametrize("changes", [1, 3])
def test_the_page_asks_the_database_no_more_for_more_changes(
    client, draft, editor, changes, django_assert_max_num_queries
):
    file = export_draft(draft=draft, actor=editor)
    edits = [("工作扎实", "工作更加扎实"), ("不断扩大", "又有扩大"), ("入园更加", "入园更")][:changes]
    paper = returning.take_back(draft=draft, file=edited(file.content, *edits), name="改", actor=editor)
    with django_assert_max_num_queries(32):
        shown(client, paper)


def test_a_value_that_is_held_says_that_it_waits(client, draft, paper):
    change = paper.changes.first()
    metric = MetricDefinition.objects.get(name="新建园")
    ValueLockFactory(
        bureau=draft.bureau, year=draft.year, period=draft.period, metric=metric, words="某节已交稿"
    )
    assert "某节已交稿：改为 36所 会先提出，等统稿人在指标页发布；发布以前，文中仍印 35所。" in shown(
        client, paper
    )
    answer = send(client, paper, change, do="accept", **{"figure-0": "propose"}).content.decode()
    assert "“新建园”的改动已提出，等统稿人在" in answer
    assert "“新建园”的改动已提出，等统稿人在" in shown(client, paper)


def test_after_the_last_decision_the_page_is_fetched_anew(client, paper):
    figure, words = paper.changes.all()
    assert "HX-Refresh" not in send(client, paper, words, do="accept").headers
    assert send(client, paper, figure, do="refuse")["HX-Refresh"] == "true"
    page = shown(client, paper)
    assert "改动都已决定：采用 1 处，没有采用 1 处。" in page
    assert "其余都不采用" not in page
    history = reverse("drafts:section_history", args=[paper.draft_id, words.section_text_id])
    assert f'href="{history}"' in page


def test_a_value_that_waits_has_the_way_to_where_it_is_published(client, paper, draft):
    ValueLockFactory(metric=MetricDefinition.objects.get(), bureau=draft.bureau, year=draft.year)
    send(client, paper, paper.changes.first(), do="accept", **{"figure-0": "propose"})
    assert f'href="{reverse("drafts:pending_list")}"' in shown(client, paper)


def test_an_export_among_the_old_papers_is_recognised(client, draft, editor):
    content = export_draft(draft=draft, actor=editor).content
    row = receive_file(
        bureau=draft.bureau, handed=Handed(io.BytesIO(content), "导出.docx"), actor=editor
    ).document
    row.refresh_from_db()
    if row.state != ReadingState.READ:
        store_reading(document=row, source=limited.read(content, "导出.docx"))
    page = client.get(reverse("intake:paper", args=[row.pk])).content.decode()
    assert "这是本系统导出的稿子" in page
    assert f'href="{reverse("intake:returned_papers", args=[draft.pk])}"' in page


def test_the_way_to_take_papers_back_stands_beside_the_export(client, draft, editor):
    link = f'href="{reverse("intake:returned_papers", args=[draft.pk])}"'
    for name in ("drafts:draft_detail", "export:draft_export"):
        assert link in client.get(reverse(name, args=[draft.pk])).content.decode()
