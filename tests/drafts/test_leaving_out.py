"""What the template wants in every paper, and the office leaves out of one."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from edusum.drafts import choosing, services
from edusum.drafts.errors import NoteMissingError
from edusum.drafts.models import Notice
from edusum.drafts.outline_page import OutlinePage
from edusum.drafts.outlining import place_section
from edusum.drafts.reading import draft_sources, read_draft
from edusum.library.enums import HeadingForm, VersionState
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    SectionFactory,
    TemplateVersionFactory,
    member,
)

pytestmark = pytest.mark.django_db
REASON = "今年没有这项工作"


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def editor(client, bureau):
    user = member(bureau, Role.EDITOR, name="沈书言")
    client.force_login(user)
    return user


@pytest.fixture
def draft(bureau, editor):
    """甲 with 甲一 under it, and 乙, which may be left out."""
    version = TemplateVersionFactory()
    first = SectionFactory(version=version, heading="甲", department_name="基教科")
    SectionFactory(version=version, heading="甲一", parent=first, level=2, heading_form=HeadingForm.RUN_IN)
    SectionFactory(version=version, heading="乙", is_optional=True)
    version.state = VersionState.PUBLISHED
    version.save()
    DepartmentFactory(bureau=bureau, name="基教科")
    return services.start_draft(bureau=bureau, year=2025, version=version, actor=editor)


def test_without_a_reason_it_stays(draft, editor):
    with pytest.raises(NoteMissingError, match="模板规定“甲”必写"):
        choosing.set_omitted(section_text=_row(draft, "甲"), omitted=True, actor=editor)
    assert _titles(draft) == ["一、甲", "（一）甲一", "二、乙"]


def test_for_a_reason_it_goes_with_what_stands_under_it_and_its_history_and_its_department_know(
    draft, editor, bureau
):
    row = _row(draft, "甲")
    clerk = member(bureau, Role.CONTRIBUTOR, row.department)
    choosing.set_omitted(section_text=row, omitted=True, actor=editor, reason=f" {REASON} ")
    assert _titles(draft) == ["一、乙"]
    assert list(row.revisions.values_list("action", "note", "author__name")) == [("omit", REASON, "沈书言")]
    told = Notice.objects.get(user=clerk).words
    assert told == f"沈书言定了本稿不写《{draft.title}》的“甲”，已有的文字仍留着。{REASON}"
    choosing.set_omitted(section_text=row, omitted=False, actor=editor)
    assert _titles(draft) == ["一、甲", "（一）甲一", "二、乙"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_only_the_editor_leaves_it_out(draft, role):
    with pytest.raises(PermissionDenied):
        choosing.set_omitted(
            section_text=_row(draft, "甲"), omitted=True, actor=member(draft.bureau, role), reason=REASON
        )


def test_what_must_be_written_asks_a_reason_of_what_it_was_moved_below(draft, editor):
    place_section(section_text=_row(draft, "甲一"), parent=_row(draft, "乙"), index=0, actor=editor)
    with pytest.raises(NoteMissingError, match="模板规定“甲一”必写"):
        choosing.set_omitted(section_text=_row(draft, "乙"), omitted=True, actor=editor)
    choosing.set_omitted(section_text=_row(draft, "甲一"), omitted=True, actor=editor, reason=REASON)
    choosing.set_omitted(section_text=_row(draft, "乙"), omitted=True, actor=editor)
    assert _titles(draft) == ["一、甲"]


def test_choosing_sections_leaves_what_is_out_for_a_reason_out(client, draft, editor):
    choosing.set_omitted(section_text=_row(draft, "甲"), omitted=True, actor=editor, reason=REASON)
    url = reverse("drafts:draft_sections", args=[draft.pk])
    seen = choosing.mark_of_choices(draft.section_texts.all())
    answer = client.post(url, {"seen": seen}, follow=True)
    assert "已保存，改动 1 节。" in answer.content.decode()
    assert _titles(draft) == []


def test_the_page_says_what_goes_and_asks_why(client, draft):
    row = _row(draft, "甲")
    url = reverse("drafts:section_omit", args=[draft.pk, row.pk])
    html = client.get(url).content.decode()
    assert "<li>一、甲</li>" in html
    assert "它下面的 1 节也一同不写：（一）甲一。" in html
    refused = client.post(url, {"reason": " "})
    assert (refused.status_code, "请写明本稿为什么不写这一节。" in refused.content.decode()) == (422, True)
    assert "“甲”本稿不写，文字仍留着" in client.post(url, {"reason": REASON}, follow=True).content.decode()
    assert _titles(draft) == ["一、乙"]
    assert "本稿已经不写这一节" in client.get(url).content.decode()
    section = client.get(reverse("drafts:section_edit", args=[draft.pk, row.pk])).content.decode()
    assert f"本稿不写这一节，导出时不会出现。理由：{REASON}" in section


def test_the_page_asks_no_reason_of_what_may_be_left_out(client, draft):
    url = reverse("drafts:section_omit", args=[draft.pk, _row(draft, "乙").pk])
    assert "模板规定必写" not in client.get(url).content.decode()
    client.post(url, {"reason": ""})
    assert _titles(draft) == ["一、甲", "（一）甲一"]


def test_the_tree_leads_to_the_page_for_what_must_be_written_and_has_a_button_for_the_rest(client, draft):
    html = client.get(reverse("drafts:draft_outline", args=[draft.pk])).content.decode()
    pages = [reverse("drafts:section_omit", args=[draft.pk, _row(draft, name).pk]) for name in ("甲", "乙")]
    assert [page in html for page in pages] == [True, False]


def test_headings_of_two_kinds_side_by_side_are_told_where_the_office_put_them_together(draft, editor):
    assert OutlinePage(draft).uneven == []
    place_section(section_text=_row(draft, "甲一"), parent=None, index=1, actor=editor)
    assert OutlinePage(draft).uneven == [
        "最外层的标题写法不一：“一、甲”单独成行，“二、甲一”与正文接排。"
        "要一致，请把移来的一节移到写法相同的章节旁边，或者请模板管理员在模板里改标题的写法。"
    ]


def _row(draft, heading):
    return draft.section_texts.select_related("section", "department").get(section__heading=heading)


def _titles(draft):
    return [item.title for item in read_draft(draft, draft_sources(draft)) if not item.is_omitted]
