import pytest
from django.urls import reverse

from edusum.drafts import services
from edusum.drafts.outline import read_outline
from edusum.drafts.outline_page import OutlinePage
from edusum.drafts.outlining import add_section, mark_of_outline
from edusum.drafts.reading import draft_sources
from edusum.orgs.enums import Role
from tests.factories import BureauFactory, DepartmentFactory, member, published_version, started_draft
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def editor(client, bureau):
    user = member(bureau, Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def draft(bureau, editor):
    version = published_version({"甲": ["甲好。"], "乙": ["乙好。"], "丙": ["丙好。"]})
    return services.start_draft(bureau=bureau, year=2025, version=version, actor=editor)


def test_a_section_is_added_from_the_page(client, bureau, draft):
    department = DepartmentFactory(bureau=bureau, name="学前教育科")
    url = reverse("drafts:section_add", args=[draft.pk])
    form = client.get(f"{url}?beside={_row(draft, '甲').pk}&where=below").context["form"]
    assert (form.initial["beside"], form.initial["where"]) == (_row(draft, "甲").pk, "below")
    sent = {
        "heading": "新",
        "beside": _row(draft, "甲").pk,
        "where": "below",
        "department": department.pk,
        "due_on": "2025-12-15",
    }
    answer = client.post(url, sent, follow=True)
    assert "已添加“新”，由学前教育科填写。" in answer.content.decode()
    assert _titles(draft) == ["一、甲", "（一）新", "二、乙", "三、丙"]


def test_a_department_without_people_says_so_where_it_is_chosen(client, bureau, draft):
    DepartmentFactory(bureau=bureau, name="督导室")
    page = client.get(reverse("drafts:section_add", args=[draft.pk])).content.decode()
    assert "督导室（还没有账户，由统稿人填写）" in page


def test_what_is_wrong_with_a_new_section_is_told_and_what_was_typed_stays(client, draft):
    url = reverse("drafts:section_add", args=[draft.pk])
    answer = client.post(url, {"heading": "乙", "beside": _row(draft, "甲").pk, "where": "after"})
    assert answer.status_code == 422
    assert "这一级已有“乙”，请换一个标题。" in answer.content.decode()
    assert 'value="乙"' in answer.content.decode()


def test_a_section_of_another_draft_is_nobodys_neighbour(client, draft):
    other = started_draft()
    url = reverse("drafts:section_add", args=[draft.pk])
    sent = {"heading": "新", "beside": other.section_texts.get().pk, "where": "after"}
    assert client.post(url, sent).status_code == 422
    place = reverse("drafts:section_place", args=[draft.pk, _row(draft, "甲").pk])
    strange = other.section_texts.get().pk
    assert client.post(place, {"parent": strange, "index": 0}).status_code == 404


def test_a_heading_is_changed_from_the_page(client, draft):
    row = _row(draft, "甲")
    url = reverse("drafts:section_rename", args=[draft.pk, row.pk])
    assert "留空就恢复模板的标题“甲”。" in client.get(url).content.decode()
    assert "标题已修改。" in client.post(url, {"heading": "一、甲新"}, follow=True).content.decode()
    assert _titles(draft) == ["一、甲新", "二、乙", "三、丙"]
    assert "没有改动" in client.post(url, {"heading": "甲新"}, follow=True).content.decode()


def test_a_section_is_split_from_the_page_and_empty_rows_are_none(client, bureau, draft):
    department = DepartmentFactory(bureau=bureau)
    url = reverse("drafts:section_split", args=[draft.pk, _row(draft, "甲").pk])
    sent = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 0}
    wrong = client.post(url, {**sent, "form-0-department": department.pk})
    assert "选了科室，还要写这一部分的标题。" in wrong.content.decode()
    sent |= {"form-0-heading": "甲一", "form-0-department": department.pk, "form-2-heading": "甲二"}
    assert "已拆成 2 部分" in client.post(url, sent, follow=True).content.decode()
    assert _titles(draft) == ["一、甲", "（一）甲一", "（二）甲二", "二、乙", "三、丙"]


def test_nothing_typed_is_no_split(client, draft):
    url = reverse("drafts:section_split", args=[draft.pk, _row(draft, "甲").pk])
    answer = client.post(url, {"form-TOTAL_FORMS": 6, "form-INITIAL_FORMS": 0})
    assert (answer.status_code, "请写明要拆成哪几部分" in answer.content.decode()) == (422, True)


def test_a_button_moves_a_section_with_and_without_scripts(client, draft):
    url = reverse("drafts:section_place", args=[draft.pk, _row(draft, "丙").pk])
    assert "“丙”移到第 2 个。" in client.post(url, {"direction": "up"}, follow=True).content.decode()
    part = client.post(url, {"direction": "up"}, headers=HTMX)
    assert (part.status_code, part.templates[0].name) == (200, "drafts/_outline_tree.html")
    assert _titles(draft) == ["一、丙", "二、甲", "三、乙"]
    refused = client.post(url, {"direction": "up"}, headers=HTMX)
    assert (refused.status_code, "已经在最前面" in refused.content.decode()) == (422, True)


def test_a_dragged_section_stays_where_it_was_dropped_unless_the_tree_had_changed(client, draft):
    url = reverse("drafts:section_place", args=[draft.pk, _row(draft, "丙").pk])
    seen = mark_of_outline(read_outline(draft))
    sent = {"parent": _row(draft, "甲").pk, "index": 0, "seen": seen}
    assert client.post(url, sent, headers=HTMX).status_code == 200
    assert _titles(draft) == ["一、甲", "（一）丙", "二、乙"]
    again = client.post(url, {"parent": "", "index": 0, "seen": seen}, headers=HTMX)
    assert (again.status_code, "刚被别人调整过，没有移动" in again.content.decode()) == (422, True)


@pytest.mark.parametrize("sent", [{}, {"direction": "sideways"}, {"index": "-1"}, {"index": "9" * 30}])
def test_a_step_that_is_none_is_told(client, draft, sent):
    url = reverse("drafts:section_place", args=[draft.pk, _row(draft, "丙").pk])
    page = client.post(url, sent, follow=True).content.decode()
    assert "没有认出怎样移动，请刷新页面后重试。" in page


def test_an_own_section_is_left_out_taken_in_and_taken_away(client, draft, editor):
    row = add_section(draft=draft, heading="新", beside=None, actor=editor)
    url = reverse("drafts:section_place", args=[draft.pk, row.pk])
    assert "“新”本稿不写" in client.post(url, {"direction": "omit"}, follow=True).content.decode()
    assert _titles(draft)[-1] == "新"
    assert "“新”已恢复。" in client.post(url, {"direction": "include"}, follow=True).content.decode()
    gone = client.post(reverse("drafts:section_delete", args=[draft.pk, row.pk]), follow=True)
    assert "“新”已删去。" in gone.content.decode()
    assert _titles(draft) == ["一、甲", "二、乙", "三、丙"]


def test_a_section_of_the_template_is_not_taken_away(client, draft):
    answer = client.post(reverse("drafts:section_delete", args=[draft.pk, _row(draft, "甲").pk]), follow=True)
    assert "模板里的章节不能删，不需要的可以略去。" in answer.content.decode()


def test_every_page_of_a_draft_copes_with_own_sections(client, draft, editor):
    row = add_section(draft=draft, heading="新", beside=_row(draft, "甲"), where="below", actor=editor)
    services.save_section(section_text=row, text="新的一句。", seen=_seen(row), actor=editor)
    pages = [
        reverse(f"drafts:{name}", args=[draft.pk])
        for name in ("draft_detail", "draft_sections", "draft_outline", "draft_assignments")
    ]
    pages += [
        reverse(f"drafts:{name}", args=[draft.pk, row.pk])
        for name in ("section_edit", "section_history", "section_rename", "section_split", "section_assign")
    ]
    pages += [
        reverse("assembly:draft_paper", args=[draft.pk]),
        reverse("export:draft_export", args=[draft.pk]),
    ]
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    assert "新的一句。" in client.get(pages[-2]).content.decode()


def test_pages_take_as_many_queries_for_one_own_section_as_for_three(client, draft, editor):
    names = ("draft_outline", "draft_detail", "draft_sections", "section_add")
    add_section(draft=draft, heading="新一", beside=None, actor=editor)
    counts = []
    for headings in ((), ("新二", "新三")):
        for heading in headings:
            add_section(draft=draft, heading=heading, beside=None, actor=editor)
        urls = [reverse(f"drafts:{name}", args=[draft.pk]) for name in names]
        urls += [
            reverse("assembly:draft_paper", args=[draft.pk]),
            reverse("drafts:section_edit", args=[draft.pk, _row(draft, "新一").pk]),
        ]
        counts.append([queries_of(lambda url=url: client.get(url)) for url in urls])
    assert counts[0] == counts[1]


def _row(draft, heading):
    return next(place.row for place in read_outline(draft) if str(place) == heading)


def _titles(draft):
    return list(OutlinePage(draft).titles.values())


def _seen(row):
    return services.mark_of(services.standing_text(row, draft_sources(row.draft)))
