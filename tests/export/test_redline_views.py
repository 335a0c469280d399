import re
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from edusum.assembly.services import take_snapshot
from edusum.drafts.enums import SectionAction
from edusum.drafts.models import Revision
from edusum.export.enums import Format
from edusum.export.models import ExportRecord
from edusum.orgs.enums import Role
from tests.export.revisions import W, accepted, as_written, marks, rejected
from tests.factories import SnapshotFactory, member, published_version, started_draft
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    version = published_version({"全年工作": ["{{ 本地 }}稳步发展。"]})
    return started_draft(bureau__full_name="示例区教育局", version=version)


@pytest.fixture
def editor(client, draft):
    user = member(draft.bureau, Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def writer(draft):
    return member(draft.bureau, Role.CONTRIBUTOR)


def rewrite(draft, writer, text):
    section = draft.section_texts.get()
    section.text, section.state, section.revision_number = text, "writing", section.revision_number + 1
    section.save()
    Revision.objects.create(
        section_text=section,
        number=section.revision_number,
        action=SectionAction.SAVE,
        state="writing",
        text=text,
        author=writer,
    )


def page(client, draft, **query):
    return client.get(reverse("export:draft_redline", args=[draft.pk]), query).content.decode()


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_without_a_snapshot_the_page_says_to_keep_one_first(client, draft, editor):
    html = page(client, draft)
    assert "还没有可以对照的快照" in html
    assert "下载花脸稿" not in html


def test_a_kept_snapshot_is_compared_with_the_draft_as_it_is(client, draft, editor, writer):
    answer = client.post(reverse("export:draft_redline", args=[draft.pk]), {"do": "keep"}, follow=True)
    html = answer.content.decode()
    assert "已留存快照。以后改了稿子，可以和它对照。" in html
    assert "第1份快照和现在的稿子内容相同" in html
    assert "第1份快照以后稿子没有改动。" in html
    assert "下载花脸稿（Word）" not in html
    rewrite(draft, writer, "我区持续发展。")
    html = page(client, draft)
    assert "对照的是 第1份快照 （旧稿）和 现在的稿子 （新稿）。" in words(html)
    assert "1 处新增、1 处删除" in html
    assert "下载花脸稿（Word）" in html
    assert "新增： 持续" in words(html)
    assert "删除： 稳步" in words(html)
    assert draft.snapshots.count() == 1


@pytest.fixture
def three(draft, editor, writer):
    """Three snapshots; the draft is as the last one."""
    first = take_snapshot(draft=draft, actor=editor)
    rewrite(draft, writer, "我区持续发展。")
    second = take_snapshot(draft=draft, actor=editor)
    rewrite(draft, writer, "我区健康发展。")
    return first, second, take_snapshot(draft=draft, actor=editor)


def test_of_a_draft_that_stayed_the_last_two_snapshots_are_compared(client, draft, three):
    html = words(page(client, draft))
    assert "对照的是 第2份快照 （旧稿）和 第3份快照 （新稿）。第3份快照以后稿子没有改动。" in html
    assert "删除： 持续" in html
    assert "新增： 健康" in html


def test_a_draft_that_went_on_is_compared_with_the_newest_snapshot(client, draft, three, writer):
    rewrite(draft, writer, "我区优质发展。")
    html = words(page(client, draft))
    assert "对照的是 第3份快照 （旧稿）和 现在的稿子 （新稿）。" in html
    assert "删除： 健康" in html
    assert "新增： 优质" in html


def test_equal_snapshots_of_before_are_passed_over(client, draft, three):
    SnapshotFactory(draft=draft, document=three[2].document)
    html = words(page(client, draft))
    assert "对照的是 第2份快照 （旧稿）和 第3份快照 （新稿）。第4份快照以后稿子没有改动。" in html


def test_others_can_be_chosen_and_changes_that_came_later_are_told(client, draft, three, writer):
    first, second, third = three
    assert "删除： 稳步" in words(page(client, draft, old=first.pk, new=third.pk))
    html = page(client, draft, old=second.pk, new=second.pk)
    assert "两边选的都是第2份快照。" in html
    assert "下载花脸稿（Word）" not in html
    assert "第3份快照和现在的稿子内容相同" in page(client, draft, old=third.pk, new=0)
    rewrite(draft, writer, "我区优质发展。")
    for chosen in ({"old": first.pk, "new": third.pk}, {"old": third.pk, "new": third.pk}):
        assert "第3份快照以后稿子又有改动，不在这次对照里" in page(client, draft, **chosen)
    assert "又有改动" not in page(client, draft, old=third.pk, new=0)


def test_a_new_one_that_is_older_changes_places_with_the_old_one(client, draft, three):
    first, _, third = three
    html = page(client, draft, old=third.pk, new=first.pk)
    assert "选作新稿的第1份快照比选作旧稿的第3份快照早，已经对调" in html
    assert html.count(f'<option value="{first.pk}" selected>') == 1
    assert "删除： 稳步" in words(html)
    sent = {"old": third.pk, "new": first.pk}
    client.post(reverse("export:draft_redline", args=[draft.pk]), sent)
    record = ExportRecord.objects.get()
    assert (record.base, record.snapshot) == (first, third)


def test_there_is_no_file_of_two_that_are_the_same(client, draft, three):
    sent = {"old": three[2].pk, "new": 0}
    answer = client.post(reverse("export:draft_redline", args=[draft.pk]), sent, follow=True)
    assert "没有生成花脸稿。两份稿子内容相同，没有改动可以标出。" in answer.content.decode()
    assert (ExportRecord.objects.count(), draft.snapshots.count()) == (0, 3)


def test_an_unchanged_draft_is_not_kept_twice(client, draft, three):
    answer = client.post(reverse("export:draft_redline", args=[draft.pk]), {"do": "keep"}, follow=True)
    assert "稿子与第3份快照相同，没有另外留存。" in answer.content.decode()
    assert draft.snapshots.count() == 3


def test_a_choice_tells_number_moment_taker_and_use(client, draft, editor, writer):
    SnapshotFactory(draft=started_draft(bureau=draft.bureau))
    take_snapshot(draft=draft, actor=editor)
    rewrite(draft, writer, "我区持续发展。")
    export = reverse("export:draft_export", args=[draft.pk])
    client.post(export)
    client.post(export, {"format": "text"})
    client.post(export)
    rewrite(draft, writer, "我区健康发展。")
    client.post(reverse("export:batch_start"), {"drafts": [draft.pk]})
    client.post(
        reverse("export:draft_redline", args=[draft.pk]), {"old": draft.snapshots.last().pk, "new": 0}
    )
    ExportRecord.objects.update(created_at=timezone.now())
    told = re.findall(r"<option[^>]*>(第.份)　[^　]*　([^　]*)　([^<]*)</option>", page(client, draft))
    assert told[:3] == [
        ("第3份", str(editor), "批量导出、做花脸稿"),
        ("第2份", str(editor), "导出 Word、导出纯文本"),
        ("第1份", str(editor), "手动留存"),
    ]


def test_characters_are_counted_as_on_the_page_of_the_sections(client, draft, editor, writer):
    take_snapshot(draft=draft, actor=editor)
    rewrite(draft, writer, "我区持续健康发展。")
    assert "正文旧稿 7 字，新稿 9 字" in page(client, draft)
    desk = client.get(reverse("drafts:draft_detail", args=[draft.pk])).content.decode()
    assert '<td class="num" data-label="字数">9</td>' in desk


@pytest.mark.parametrize("chosen", [{"old": "x", "new": "0"}, {"old": "999999", "new": "0"}, {"old": ""}])
def test_a_choice_that_does_not_exist_is_told(client, draft, editor, chosen):
    take_snapshot(draft=draft, actor=editor)
    SnapshotFactory()
    assert "选中的快照不在这份稿子里" in page(client, draft, **chosen)
    answer = client.post(reverse("export:draft_redline", args=[draft.pk]), chosen, follow=True)
    assert "没有选中的快照" in answer.content.decode()
    assert ExportRecord.objects.count() == 0


def test_the_snapshot_of_another_draft_cannot_be_chosen(client, draft, editor):
    take_snapshot(draft=draft, actor=editor)
    other = SnapshotFactory(draft=started_draft(bureau=draft.bureau))
    assert "选中的快照不在这份稿子里" in page(client, draft, old=other.pk, new=0)


def test_the_file_names_who_revised_the_section_and_keeps_a_record(client, draft, editor, writer):
    base = take_snapshot(draft=draft, actor=editor)
    rewrite(draft, writer, "我区持续发展。")
    draft.own_title = "示例区教育局工作总结"
    draft.save()
    answer = client.post(reverse("export:draft_redline", args=[draft.pk]), {"old": base.pk, "new": 0})
    assert answer.status_code == 200
    assert quote("花脸稿") in answer["Content-Disposition"]
    authors = {
        "".join(mark.itertext()): mark.get(f"{W}author") for mark in marks(answer.content) if len(mark)
    }
    assert authors["持续"] == str(writer)
    assert authors["2025年"] == "示例区教育局"
    record = ExportRecord.objects.get()
    assert (record.format, record.base, record.exported_by) == (Format.REDLINE, base, editor)
    assert draft.snapshots.count() == 2
    again = client.get(reverse("export:export_download", args=[record.pk]))
    assert again.content == answer.content


def test_open_errors_of_the_newer_one_ask_for_a_reason(client, draft, editor, writer):
    base = take_snapshot(draft=draft, actor=editor)
    rewrite(draft, writer, "我区持续发展，，群众满意。")
    assert "还有 1 处必错没有处理" in page(client, draft)
    url, sent = reverse("export:draft_redline", args=[draft.pk]), {"old": base.pk, "new": 0}
    refused = client.post(url, sent | {"reason": " "})
    assert (refused.status_code, ExportRecord.objects.count(), draft.snapshots.count()) == (422, 0, 1)
    html = words(refused.content.decode())
    assert "对照的是 第1份快照 （旧稿）和 现在的稿子 （新稿）。" in html
    assert "或者写明为什么现在就要导出" in html
    assert client.post(url, sent | {"reason": "先送领导\n审改"}).status_code == 200
    record = ExportRecord.objects.get()
    assert (record.format, record.open_errors, record.errors_reason) == (Format.REDLINE, 1, "先送领导 审改")


def test_revisions_before_the_old_snapshot_are_nobodys_change(client, draft, editor, writer):
    rewrite(draft, writer, "我区持续发展。")
    base = take_snapshot(draft=draft, actor=editor)
    draft.section_texts.update(text="我区健康发展。", updated_at=timezone.now())
    newer = take_snapshot(draft=draft, actor=None or editor)
    sent = {"old": base.pk, "new": newer.pk}
    answer = client.post(reverse("export:draft_redline", args=[draft.pk]), sent)
    assert {mark.get(f"{W}author") for mark in marks(answer.content)} == {"示例区教育局"}


def test_the_file_leads_to_both_papers(client, draft, editor, writer):
    exported = reverse("export:draft_export", args=[draft.pk])
    old = client.post(exported).content
    rewrite(draft, writer, "我区持续发展。\n学校数量稳定。")
    new = client.post(exported).content
    newer, base = draft.snapshots.all()
    sent = {"old": base.pk, "new": newer.pk}
    both = client.post(reverse("export:draft_redline", args=[draft.pk]), sent).content
    assert accepted(both) == as_written(new)
    assert rejected(both) == as_written(old)


def test_the_page_takes_as_many_queries_for_two_snapshots_as_for_five(client, draft, editor, writer):
    for text in ("甲。", "乙。"):
        rewrite(draft, writer, text)
        client.post(reverse("export:draft_export", args=[draft.pk]))
    few = queries_of(lambda: page(client, draft))
    for text in ("一。", "二。", "三。"):
        rewrite(draft, writer, text)
        client.post(reverse("export:draft_export", args=[draft.pk]))
    assert queries_of(lambda: page(client, draft)) == few


def test_a_clerk_gets_no_redline(client, draft, writer):
    client.force_login(writer)
    url = reverse("export:draft_redline", args=[draft.pk])
    assert client.get(url).status_code == client.post(url, {"do": "keep"}).status_code == 403
    assert draft.snapshots.count() == 0
