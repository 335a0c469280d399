"""Title and signatory: in the bureau's own words, else as the template and the department have them."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from edusum.assembly.services import document_of
from edusum.common.errors import EdusumError
from edusum.drafts.formalities import set_formalities
from edusum.drafts.models import Draft
from edusum.library.enums import Genre
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    DraftFactory,
    member,
    published_version,
    started_draft,
)

pytestmark = pytest.mark.django_db
TITLE, SIGNATORY = "区教育局人事科2025年工作小结", "区教育局人事科"
USUAL = "{{ 单位简称 }}科室{{ 年度 }}年工作小结"


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局", short_name="区教育局")


@pytest.fixture
def editor(client, bureau):
    user = member(bureau, Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def draft(bureau):
    return started_draft(bureau=bureau, version=department_version())


@pytest.fixture
def department(bureau):
    return DepartmentFactory(bureau=bureau, name="人事科")


def department_version(title=USUAL, **fields):
    genre = {"report_template__genre": Genre.DEPARTMENT_SUMMARY}
    return published_version({"主要工作": ["稳步开展。"]}, title=title, **genre, **fields)


def cover_url(draft):
    return reverse("drafts:draft_formalities", args=[draft.pk])


def set_cover(*, draft, title, signatory, actor):
    values = {"own_title": title, "own_signatory": signatory}
    set_formalities(draft=draft, values=values, actor=actor)


def words_of(draft):
    draft.refresh_from_db()
    return draft.own_title, draft.own_signatory


def test_own_words_stand_on_the_paper(draft, editor):
    set_cover(draft=draft, title=TITLE, signatory=SIGNATORY, actor=editor)
    document = document_of(Draft.objects.get())
    assert (document.title, document.sign_off.name, document.bureau) == (TITLE, SIGNATORY, "示例区教育局")


def test_without_own_words_the_template_speaks(draft, editor):
    set_cover(draft=draft, title=TITLE, signatory=SIGNATORY, actor=editor)
    set_cover(draft=draft, title="", signatory=" ", actor=editor)
    document = document_of(Draft.objects.get())
    assert (document.title, document.sign_off.name) == ("区教育局科室2025年工作小结", "示例区教育局")


def test_own_words_are_kept_on_one_line(draft, editor):
    set_cover(draft=draft, title=" 人事科\r\n小\x01结 ", signatory="人事科\t", actor=editor)
    assert words_of(draft) == ("人事科 小结", "人事科")


@pytest.mark.parametrize(("title", "signatory"), [("题" * 121, ""), ("", "局" * 61)])
def test_words_that_are_too_long_are_refused(draft, editor, title, signatory):
    with pytest.raises(EdusumError):
        set_cover(draft=draft, title=title, signatory=signatory, actor=editor)
    assert words_of(draft) == ("", "")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_only_the_editor_sets_them(draft, bureau, department, role):
    of_department = department if role in {Role.CONTRIBUTOR, Role.SECTION_HEAD} else None
    with pytest.raises(PermissionDenied):
        set_cover(draft=draft, title="题", signatory="", actor=member(bureau, role, of_department))


@pytest.mark.parametrize(
    ("template_says", "title"),
    [
        (USUAL, TITLE),
        ("{{ 单位全称 }}{{ 年度 }}年工作总结", TITLE),
        ("{{ 单位全称 }}人事科{{ 年度 }}年工作总结", "示例区教育局人事科2025年工作总结"),
    ],
)
def test_a_paper_of_a_department_is_called_and_signed_by_it(editor, bureau, department, template_says, title):
    started_draft(bureau=bureau, version=department_version(template_says), department=department)
    document = document_of(Draft.objects.get())
    assert (document.title, document.sign_off.name) == (title, SIGNATORY)


def test_a_department_that_is_renamed_takes_its_paper_along(editor, bureau, department):
    started_draft(bureau=bureau, version=department_version(), department=department)
    department.name = "组织人事科"
    department.save()
    draft = Draft.objects.get()
    assert (draft.title, draft.signatory) == ("区教育局组织人事科2025年工作小结", "区教育局组织人事科")


def test_the_page_shows_what_the_department_gives_and_asks_no_more(client, editor, bureau, department):
    draft = started_draft(bureau=bureau, version=department_version(), department=department)
    page = client.get(cover_url(draft)).content.decode()
    assert re.findall('placeholder="([^"]*)"', page)[:2] == [TITLE, SIGNATORY]
    assert "科室</option>" not in page


def test_the_page_brings_own_words_back(client, editor, draft):
    sent = {"title": "人事科述职材料", "signatory": SIGNATORY}
    assert client.post(cover_url(draft), sent).url == cover_url(draft)
    page = client.get(cover_url(draft)).content.decode()
    assert 'value="人事科述职材料"' in page
    assert words_of(draft) == ("人事科述职材料", SIGNATORY)


def test_a_paper_without_sign_off_has_no_signatory(client, editor, bureau):
    draft = DraftFactory(bureau=bureau, version=department_version(has_sign_off=False))
    assert 'name="signatory"' not in client.get(cover_url(draft)).content.decode()
    client.post(cover_url(draft), {"title": TITLE, "signatory": SIGNATORY})
    assert words_of(draft) == (TITLE, "")


@pytest.mark.parametrize("sent", [{"title": "{{ 年度 }}年小结"}, {"signatory": "局" * 61}])
def test_what_is_refused_stays_in_the_form(client, editor, draft, sent):
    answer = client.post(cover_url(draft), sent)
    [typed] = sent.values()
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    assert words_of(draft) == ("", "")
