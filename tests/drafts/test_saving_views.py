import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from edusum.drafts.models import Presence, Revision
from edusum.drafts.presence import others_at
from edusum.drafts.services import mark_of
from edusum.orgs.enums import Role
from tests.factories import DepartmentFactory, RevisionFactory, member, published_version, started_draft
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
SPOKEN = "教育事业稳步发展。"


@pytest.fixture
def draft():
    return started_draft(version=published_version({"全年工作": [SPOKEN]}))


@pytest.fixture
def row(draft):
    return draft.section_texts.get()


@pytest.fixture
def writer(client, draft):
    user = member(draft.bureau, Role.EDITOR, name="张三")
    client.force_login(user)
    return user


def url(name, row):
    return reverse(f"drafts:{name}", args=[row.draft_id, row.pk])


def post(client, name, row, **fields):
    return client.post(url(name, row), fields, headers={"Accept": "application/json"})


def test_a_save_tells_the_mark_to_go_on_from(client, row, writer):
    first = post(client, "section_autosave", row, text="一。", seen=mark_of(SPOKEN))
    told = first.json()
    assert (first.status_code, told["kind"], told["mark"], told["number"]) == (
        200,
        "saved",
        mark_of("一。"),
        1,
    )
    assert re.fullmatch(r"\d\d:\d\d", told["at"])
    second = post(client, "section_autosave", row, text="一二。", seen=told["mark"])
    assert second.json()["mark"] == mark_of("一二。")


def test_a_conflict_an_unreadable_figure_and_a_text_too_long_are_told_by_kind(client, row, writer):
    seen = mark_of(SPOKEN)
    sent = [("一。", seen), ("二。", seen), ("{{ 没有 }}", mark_of("一。")), ("长" * 20_001, mark_of("一。"))]
    answers = [post(client, "section_autosave", row, text=text, seen=mark) for text, mark in sent]
    assert [(answer.status_code, answer.json()["kind"]) for answer in answers] == [
        (200, "saved"),
        (409, "conflict"),
        (422, "unreadable"),
        (422, "unreadable"),
    ]
    row.refresh_from_db()
    assert row.text == "一。"


def test_changes_apart_are_told_and_come_with_the_parts_to_put_together(client, row, draft, writer):
    post(client, "section_autosave", row, text="甲句。乙句。", seen=mark_of(SPOKEN))
    client.force_login(member(draft.bureau, Role.EDITOR, name="李四"))
    other = post(client, "section_autosave", row, text="甲句好。乙句。", seen=mark_of("甲句。乙句。"))
    at = other.json()["at"]
    client.force_login(writer)
    told = post(client, "section_merge", row, base="甲句。乙句。", text="甲句。乙句<b>。").json()
    html = told.pop("html")
    assert told == {
        "kind": "merged",
        "clean": True,
        "words": f"已并入李四 {at} 的修改",
        "mark": mark_of("甲句好。乙句。"),
        "theirs": "甲句好。乙句。",
        "parts": [["甲句", "甲句"], ["", "好"], ["。乙句", "。乙句"], ["<b>", "<b>"], ["。", "。"]],
    }
    assert f"<b>已并入李四 {at} 的修改</b>（增 1 字）" in html
    assert "<ins>好</ins>" in html
    row.refresh_from_db()
    assert row.text == "甲句好。乙句。"


def test_a_conflict_shows_both_texts_and_the_merge_and_is_settled(client, row, draft, writer):
    post(client, "section_autosave", row, text="甲句。乙句。", seen=mark_of(SPOKEN))
    client.force_login(member(draft.bureau, Role.EDITOR, name="李四"))
    post(client, "section_autosave", row, text="甲句好。乙句。", seen=mark_of("甲句。乙句。"))
    client.force_login(writer)
    told = post(client, "section_merge", row, base="甲句。乙句。", text="甲句糟。乙句<b>。").json()
    html = told.pop("html")
    assert told == {"kind": "merged", "clean": False}
    assert "您和李四同时改了这一节" in html
    assert f'data-seen="{mark_of("甲句好。乙句。")}"' in html
    assert "乙句&lt;b&gt;。" in html
    done = post(
        client,
        "section_settle",
        row,
        text="甲句好。乙句！",
        mine="甲句。乙句！",
        seen=mark_of("甲句好。乙句。"),
    )
    assert (done.status_code, done.json()["mark"]) == (200, mark_of("甲句好。乙句！"))


def test_overlapping_changes_ask_for_a_choice(client, row, writer):
    post(client, "section_autosave", row, text="质量更高。", seen=mark_of(SPOKEN))
    html = post(client, "section_merge", row, base="质量高。", text="质量很好。").json()["html"]
    assert "有 1 处两边改得不一样" in html
    assert 'data-mine="质量很好。" data-theirs="质量更高。" data-both="质量更高。质量很好。"' in html


def test_others_at_the_section_are_told_and_who_writes(client, row, draft, writer):
    other = member(draft.bureau, Role.EDITOR, name="李四")
    quiet = member(draft.bureau, Role.DEPUTY, name="王五")
    gone = member(draft.bureau, Role.DIRECTOR, name="赵六")
    now = timezone.now()
    for user, seen, wrote in [(other, 3, 3), (quiet, 10, None), (gone, 60, 60)]:
        Presence.objects.create(
            section_text=row,
            user=user,
            seen_at=now - timedelta(seconds=seen),
            wrote_at=None if wrote is None else now - timedelta(seconds=wrote),
        )
    told = post(client, "section_presence", row, writing="1").json()
    assert told["others"] == [{"name": "李四", "writing": True}, {"name": "王五", "writing": False}]
    assert told["mark"] == ""
    assert [(item.name, item.is_writing) for item in others_at(row, other)] == [
        ("张三", True),
        ("王五", False),
    ]


def test_a_sign_of_life_without_writing_keeps_when_one_wrote(client, row, writer):
    post(client, "section_presence", row, writing="1")
    wrote = Presence.objects.get().wrote_at
    post(client, "section_presence", row)
    assert Presence.objects.get().wrote_at == wrote
    assert wrote is not None


def test_an_autosave_takes_few_queries(client, row, writer):
    texts = [SPOKEN, "一。", "一二。", "一二三。"]
    sent = iter(zip(texts[1:], texts, strict=False))

    def save():
        text, over = next(sent)
        assert post(client, "section_autosave", row, text=text, seen=mark_of(over)).status_code == 200

    save()
    assert queries_of(save) <= 14


def test_the_history_shows_what_each_revision_changed_and_takes_as_many_queries_for_three(
    client, row, writer
):
    add_revision(row, "甲句。乙句。")
    few = queries_of(lambda: client.get(url("section_history", row)))
    add_revision(row, "甲句好。乙句。")
    add_revision(row, "甲句好。")
    html = client.get(url("section_history", row)).content.decode()
    assert "<ins>好</ins>" in html
    assert "<del>乙句。</del>" in html
    assert html.count("恢复这一版…") == 2
    assert queries_of(lambda: client.get(url("section_history", row))) == few


def add_revision(row, text):
    row.text, row.state = text, "writing"
    row.revision_number += 1
    row.save()
    return RevisionFactory(section_text=row, number=row.revision_number, text=text)


def test_long_histories_come_in_pages(client, row, writer):
    for number in range(25):
        add_revision(row, f"第{number}次。")
    html = client.get(url("section_history", row)).content.decode()
    assert "第 25 版" in html
    assert "第 5 版" not in html
    assert "第 5 版" in client.get(url("section_history", row), {"page": 2}).content.decode()


def test_two_revisions_are_compared_word_by_word(client, row, writer):
    add_revision(row, "幼儿园58所。")
    add_revision(row, "幼儿园60所。")
    html = client.get(url("revision_compare", row), {"old": 1, "new": 2}).content.decode()
    assert "<del>58</del><ins>60</ins>所" in html
    assert "第1版与第2版" in html
    assert client.get(url("revision_compare", row), {"old": 9, "new": 2}).status_code == 404
    template = client.get(url("revision_compare", row), {"old": 0, "new": 2}).content.decode()
    assert "模板生成的文字与第2版" in template


def test_before_restoring_a_page_says_what_will_be_replaced(client, row, writer):
    add_revision(row, "旧的。")
    add_revision(row, "新的。")
    html = client.get(url("revision_restore", row), {"number": 1}).content.decode()
    assert "<del>新</del><ins>旧</ins>的。" in html
    assert "增 1 字，删 1 字" in html
    assert f'name="seen" value="{mark_of("新的。")}"' in html
    assert "不用恢复" in client.get(url("revision_restore", row), {"number": 2}).content.decode()
    template = client.get(url("revision_restore", row), {"number": 0}).content.decode()
    assert "恢复模板生成的文字" in template
    row.refresh_from_db()
    assert (row.text, row.revision_number) == ("新的。", 2)


def test_a_handed_in_section_tells_that_it_cannot_be_restored_now(client, row, draft):
    department = DepartmentFactory(bureau=draft.bureau)
    row.department = department
    add_revision(row, "旧的。")
    add_revision(row, "新的。")
    row.state = "handed_in"
    row.save()
    client.force_login(member(draft.bureau, Role.CONTRIBUTOR, department))
    html = client.get(url("revision_restore", row), {"number": 1}).content.decode()
    assert "本节现在不能修改，退回或撤回以后才能恢复。" in html
    assert 'name="seen"' not in html


def test_one_press_restores_and_says_so(client, row, writer):
    add_revision(row, "旧的。")
    add_revision(row, "新的。")
    answer = client.post(url("revision_restore", row), {"number": 1, "seen": mark_of("新的。")}, follow=True)
    assert "已恢复第 1 版；恢复前的文字留在历史里。" in answer.content.decode()
    row.refresh_from_db()
    assert (row.text, row.revision_number, Revision.objects.count()) == ("旧的。", 3, 3)


def test_a_restore_over_newer_words_is_not_done(client, row, writer):
    add_revision(row, "旧的。")
    add_revision(row, "新的。")
    answer = client.post(url("revision_restore", row), {"number": 1, "seen": "old"}, follow=True)
    assert "本节刚有了新的修改，没有恢复。" in answer.content.decode()
    row.refresh_from_db()
    assert row.text == "新的。"
