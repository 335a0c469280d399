import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from edusum.common.errors import EdusumError
from edusum.drafts.attachments import (
    MOST_ATTACHMENTS,
    add_attachment,
    change_attachment,
    delete_attachment,
    mark_of_attachment,
    move_attachment,
)
from edusum.drafts.deleting import ATTACHED, why_kept
from edusum.drafts.errors import AttachmentError
from edusum.drafts.exhibiting import read_attachments
from edusum.drafts.models import Attachment
from edusum.drafts.services import voices_of
from edusum.orgs.enums import Role
from tests.factories import (
    AttachmentFactory,
    MetricDefinitionFactory,
    exhibit_of,
    member,
    started_draft,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return started_draft()


@pytest.fixture
def editor(draft):
    return member(draft.bureau, Role.EDITOR)


def names(draft):
    return [row.name for row in draft.attachments.all()]


def change(attachment, editor, **fields):
    now = {"name": attachment.name, "text": attachment.text, "is_apart": attachment.is_apart}
    return change_attachment(
        attachment=attachment, seen=mark_of_attachment(attachment), actor=editor, **(now | fields)
    )


def test_attachments_are_added_changed_ordered_and_taken_away(draft, editor):
    first = add_attachment(draft=draft, name=" 先进集体\n名单 ", text="　甲校\r\n\r\n乙校 ", actor=editor)
    second = add_attachment(draft=draft, name="统计表", is_apart=True, actor=editor)
    assert (names(draft), first.text) == (["先进集体 名单", "统计表"], "甲校\n乙校")
    move_attachment(attachment=second, forward=False, actor=editor)
    move_attachment(attachment=second, forward=False, actor=editor)
    assert names(draft) == ["统计表", "先进集体 名单"]
    change(first, editor, name="名单", text="丙校")
    delete_attachment(attachment=second, actor=editor)
    [left] = draft.attachments.all()
    assert (left.name, left.text, left.updated_by) == ("名单", "丙校", editor)


def test_an_attachment_reads_with_its_names_and_figures(draft, editor):
    MetricDefinitionFactory(name="学位数")
    add_attachment(draft=draft, name="{{ 年度 }}年学位", text="学位{{ 学位数 }}。", actor=editor)
    [reading] = read_attachments(draft, *voices_of(draft))
    assert (reading.name, reading.paragraphs[0].text, reading.gaps, reading.content_label) == (
        "2025年学位",
        "学位【待补：学位数】。",
        {"学位数"},
        "正文",
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, None),
        ({"name": "{{ 学位数 }}"}, "name"),
        ({"name": "名" * 121}, None),
        ({"text": "{{ 没有这个 }}"}, "text"),
        ({"text": "有", "is_apart": True}, None),
        ({"text": "长" * 20_001}, None),
    ],
)
def test_what_cannot_be_printed_is_refused(draft, editor, fields, field):
    with pytest.raises(EdusumError) as error:
        add_attachment(draft=draft, actor=editor, **({"name": "名单"} | fields))
    assert getattr(error.value, "field", None) == field
    assert not Attachment.objects.exists()


def test_a_name_stands_once(draft, editor):
    AttachmentFactory(draft=draft, name="名单")
    AttachmentFactory(name="名单")
    with pytest.raises(AttachmentError, match="已有同名的附件"):
        add_attachment(draft=draft, name="名单", actor=editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        AttachmentFactory(draft=draft, name="名单")
    with pytest.raises(IntegrityError):
        AttachmentFactory(is_apart=True, text="有")


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(draft, editor):
    attachment = AttachmentFactory(draft=draft)
    Attachment.objects.update(text="别人的")
    with pytest.raises(AttachmentError, match="刚被别人改过"):
        change(attachment, editor, text="我的")
    assert Attachment.objects.get().text == "别人的"


def test_one_with_tables_is_no_file_apart(draft, editor):
    attachment = AttachmentFactory(draft=draft)
    exhibit_of(section_text=None, attachment=attachment)
    with pytest.raises(AttachmentError, match="先删去它们"):
        change(attachment, editor, is_apart=True)


def test_one_that_is_gone_is_told(draft, editor):
    attachment = AttachmentFactory(draft=draft)
    Attachment.objects.all().delete()
    for step in (
        lambda: change(attachment, editor),
        lambda: move_attachment(attachment=attachment, forward=True, actor=editor),
        lambda: delete_attachment(attachment=attachment, actor=editor),
    ):
        with pytest.raises(AttachmentError, match="刚被别人删去"):
            step()


def test_there_is_an_end(draft, editor):
    AttachmentFactory.create_batch(MOST_ATTACHMENTS, draft=draft)
    with pytest.raises(AttachmentError, match="最多 30 个附件"):
        add_attachment(draft=draft, name="名单", actor=editor)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_only_the_editor_changes_them(draft, role):
    attachment, clerk = AttachmentFactory(draft=draft), member(draft.bureau, role)
    for step in (
        lambda: add_attachment(draft=draft, name="名单", actor=clerk),
        lambda: change(attachment, clerk),
        lambda: move_attachment(attachment=attachment, forward=True, actor=clerk),
        lambda: delete_attachment(attachment=attachment, actor=clerk),
    ):
        with pytest.raises(PermissionDenied):
            step()


def test_a_draft_with_attachments_is_not_deleted(draft):
    assert why_kept(draft) == ""
    AttachmentFactory(draft=draft)
    assert why_kept(draft) == ATTACHED


def test_reading_takes_as_many_queries_for_one_as_for_three(draft, django_assert_num_queries):
    for _ in range(2):
        attachment = AttachmentFactory(draft=draft)
        exhibit_of(MetricDefinitionFactory(), section_text=None, attachment=attachment, kind="trend")
        voices = voices_of(draft)
        with django_assert_num_queries(4):
            read_attachments(draft, *voices)
        AttachmentFactory(draft=draft)
