import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from edusum.common.errors import EdusumError
from edusum.drafts import choosing, services
from edusum.drafts.deleting import EXPORTED, WRITTEN, delete_draft
from edusum.drafts.models import Draft, Revision, SectionText
from edusum.drafts.moving import move_draft
from edusum.export.services import export_draft
from edusum.library.models import TemplateVersion
from edusum.orgs.enums import Role
from tests.factories import VersionMoveFactory, member, published_version, started_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return started_draft(version=published_version({"全年工作": ["教育事业稳步发展。"]}))


@pytest.fixture
def editor(client, draft):
    user = member(draft.bureau, Role.EDITOR)
    client.force_login(user)
    return user


def test_a_draft_nobody_wrote_in_goes_with_its_choices_and_its_moves(draft, editor):
    choosing.set_form(section_text=draft.section_texts.get(), form="short", actor=editor)
    VersionMoveFactory(draft=draft)
    delete_draft(draft=draft, actor=editor)
    assert [model.objects.count() for model in (Draft, SectionText, Revision)] == [0, 0, 0]
    assert TemplateVersion.objects.filter(pk=draft.version_id).exists()
    again = {"bureau": draft.bureau, "year": draft.year, "version": draft.version, "actor": editor}
    assert services.start_draft(**again).section_texts.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_only_the_editor_deletes_a_draft(draft, role):
    with pytest.raises(PermissionDenied):
        delete_draft(draft=draft, actor=member(draft.bureau, role))
    assert Draft.objects.exists()


def test_what_was_written_keeps_the_draft(draft, editor):
    SectionText.objects.update(text="写过的话。", state="writing")
    _refused(draft, editor, WRITTEN)


@pytest.mark.parametrize("steps", [["hand_in"], ["hand_in", "approve"], ["hand_in", "return"]])
def test_what_was_ever_handed_in_keeps_the_draft(draft, editor, steps):
    for step in steps:
        services.move_section(
            section_text=draft.section_texts.get(), action=step, actor=editor, note="请再核对"
        )
    _refused(draft, editor, WRITTEN)


def test_words_left_behind_by_another_version_keep_the_draft(draft, editor):
    SectionText.objects.update(text="写过的话。", state="writing")
    TemplateVersion.objects.update(state="retired")
    version = published_version({"新事": ["新事初成。"]}, report_template=draft.report_template)
    move_draft(draft=draft, version=version, actor=editor)
    _refused(draft, editor, WRITTEN)


def test_an_export_keeps_the_draft(draft, editor):
    export_draft(draft=draft, actor=editor)
    _refused(draft, editor, EXPORTED)


def test_a_draft_that_is_gone_already_is_told_in_words(draft, editor):
    Draft.objects.all().delete()
    with pytest.raises(EdusumError, match="刚被删除"):
        delete_draft(draft=draft, actor=editor)


def test_the_desk_says_what_is_lost_and_the_list_that_it_is_done(client, draft, editor):
    assert "不能恢复；指标数值和模板不受影响。确定要删除吗？" in _desk(client, draft)
    answer = client.post(reverse("drafts:draft_delete", args=[draft.pk]), follow=True)
    assert f"初稿《{draft.title}》已删除。" in answer.content.decode()
    assert not Draft.objects.exists()


def test_the_desk_says_why_not_in_place_of_the_button(client, draft, editor):
    url = reverse("drafts:draft_delete", args=[draft.pk])
    SectionText.objects.update(text="写过的话。", state="writing")
    assert WRITTEN in _desk(client, draft)
    assert url not in _desk(client, draft)
    assert WRITTEN in client.post(url, follow=True).content.decode()
    client.force_login(member(draft.bureau, Role.DEPUTY))
    assert "删除初稿" not in _desk(client, draft)


def _refused(draft, editor, sentence):
    with pytest.raises(EdusumError) as caught:
        delete_draft(draft=draft, actor=editor)
    assert (caught.value.message, Draft.objects.count()) == (sentence, 1)


def _desk(client, draft):
    return client.get(reverse("drafts:draft_detail", args=[draft.pk])).content.decode()
