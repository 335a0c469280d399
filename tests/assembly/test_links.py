import pytest
from django.urls import reverse
from lxml import html

from edusum.document.model import Attachment, Document, Paragraph, Run, Section, SignOff
from edusum.document.pieces import sheets
from edusum.drafts.outlining import add_section
from edusum.orgs.enums import Role
from tests.factories import AttachmentFactory, member, published_version, started_draft
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return started_draft(version=published_version({"甲": ["甲好。"], "乙": ["乙好。"]}))


def test_what_is_printed_knows_its_section():
    words = (Paragraph((Run("好。"),)),)
    paper = Document(
        title="总结",
        sections=(
            Section(1, "一、", "甲", blocks=words, key="a", sections=(Section(2, "（一）", "乙", key="b"),)),
        ),
        sign_off=SignOff("局", "2026年1月8日"),
        attachments=(Attachment("名单", (Section(0, "", "", key="attachment-7", blocks=words),)),),
    )
    found = [(piece.kind, piece.key) for sheet in sheets(paper) for piece in sheet.pieces]
    assert found == [
        ("title", ""),
        ("heading", "a"),
        ("text", "a"),
        ("heading", "b"),
        ("attachment", ""),
        ("signed", ""),
        ("signed", ""),
        ("mark", "attachment-7"),
        ("title", "attachment-7"),
        ("text", "attachment-7"),
    ]


def test_the_paper_leads_to_every_section_and_for_the_office_to_its_frame_too(client, draft):
    editor = member(draft.bureau, Role.EDITOR)
    attachment = AttachmentFactory(draft=draft, name="名单", text="甲校")
    own = add_section(draft=draft, heading="新", beside=None, actor=editor)
    first, second = draft.section_texts.exclude(section=None).order_by("pk")
    frame = reverse("drafts:draft_formalities", args=[draft.pk])
    expected = [
        ("改标题、落款和公文要素", frame, None),
        ("写“一、甲”", _desk(first), f"place-{first.pk}"),
        ("写“二、乙”", _desk(second), f"place-{second.pk}"),
        ("写“三、新”", _desk(own), f"place-{own.pk}"),
        ("改标题、落款和公文要素", frame, None),
        ("改附件“名单”", reverse("drafts:attachment_edit", args=[draft.pk, attachment.pk]), None),
    ]
    assert _links(client, draft, editor) == expected
    read = [(title.replace("写", "看", 1), url, anchor) for title, url, anchor in expected[1:4]]
    assert _links(client, draft, member(draft.bureau, Role.DIRECTOR)) == read


def test_the_paper_shows_a_pencil_only_to_those_who_may_write(client, draft):
    url = reverse("assembly:draft_paper", args=[draft.pk])
    signs = {}
    for role in (Role.EDITOR, Role.DIRECTOR):
        client.force_login(member(draft.bureau, role))
        page = html.fromstring(client.get(url).content)
        signs[role] = {link.text for link in page.find_class("paper-link")}
    assert signs == {Role.EDITOR: {"✎"}, Role.DIRECTOR: {"›"}}


def test_the_paper_leads_back_to_the_section_one_came_from(client, draft):
    client.force_login(member(draft.bureau, Role.EDITOR))
    row = draft.section_texts.first()
    url = reverse("assembly:draft_paper", args=[draft.pk])
    back = f'href="{_desk(row)}">回到这一节'
    assert back in client.get(f"{url}?section={row.pk}").content.decode()
    strange = started_draft().section_texts.get().pk
    for sent in ("", "x", "9" * 40, str(strange)):
        assert "回到这一节" not in client.get(f"{url}?section={sent}").content.decode()
    desk = client.get(_desk(row)).content.decode()
    assert f"{url}?section={row.pk}#place-{row.pk}" in desk


def test_a_version_of_a_template_has_nowhere_to_lead(client, draft):
    client.force_login(member(draft.bureau, Role.LIBRARY_MANAGER))
    url = reverse("assembly:version_paper", args=[draft.version_id])
    assert "paper-link" not in client.get(url).content.decode()


def test_links_take_as_many_queries_for_one_section_as_for_three(client):
    counts = []
    for number in (1, 3):
        draft = started_draft(version=published_version({f"第{i}节": ["好。"] for i in range(number)}))
        client.force_login(member(draft.bureau, Role.EDITOR))
        url = reverse("assembly:draft_paper", args=[draft.pk])
        counts.append(queries_of(lambda url=url: client.get(url)))
    assert counts[0] == counts[1]


def _desk(row):
    return reverse("drafts:section_edit", args=[row.draft_id, row.pk])


def _links(client, draft, user):
    client.force_login(user)
    page = html.fromstring(client.get(reverse("assembly:draft_paper", args=[draft.pk])).content)
    return [
        (link.get("title"), link.get("href"), link.get("id"))
        for link in page.xpath("//a[@class='paper-link']")
    ]
