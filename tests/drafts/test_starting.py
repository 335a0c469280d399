import pytest
from django.urls import reverse
from django.utils import timezone

from edusum.common.errors import EdusumError
from edusum.drafts import services
from edusum.drafts.models import Draft
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    PhraseFactory,
    SectionFactory,
    TemplateVersionFactory,
    member,
    published_version,
)

pytestmark = pytest.mark.django_db
URL = "drafts:draft_start"


@pytest.fixture
def editor(client):
    user = member(BureauFactory(full_name="示例区教育局"), Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def version():
    return published_version({"全年工作": ["教育事业稳步发展。"]})


@pytest.mark.parametrize("away", [-11, 3, 10**30])
def test_a_year_far_off_is_refused_in_words_and_kept(client, editor, version, away):
    now = timezone.localdate().year
    answer = client.post(reverse(URL), {"version": version.pk, "year": now + away})
    html = answer.content.decode()
    assert (answer.status_code, Draft.objects.count()) == (422, 0)
    assert f"年度只能填 {now - 10} 至 {now + 2}，请核对是不是写错了。" in html
    assert f'value="{now + away}"' in html
    with pytest.raises(EdusumError, match="年度只能填"):
        _start(editor, version, year=now + away)


@pytest.mark.parametrize("away", [-10, 2])
def test_the_years_at_both_ends_can_be_begun(editor, version, away):
    year = timezone.localdate().year + away
    assert _start(editor, version, year=year).year == year


def test_the_page_claims_no_title_before_a_template_is_chosen(client, editor, version):
    html = client.get(reverse(URL)).content.decode()
    assert "材料的标题由模板和年度定" in html
    assert 'hx-trigger="load, ' in html
    assert "《" not in html


def test_what_was_chosen_is_told_once_it_is_chosen(client, editor, version):
    asked = {"version": version.pk, "year": timezone.localdate().year}
    told = client.get(reverse(URL), asked, headers={"HX-Request": "true"}).content.decode()
    assert "将要建立</span> 《示例区教育局" in told
    assert "写法" not in told
    wrong = client.get(reverse(URL), asked | {"year": 1800}, headers={"HX-Request": "true"}).content.decode()
    assert "年度只能填" in wrong
    assert "《" not in wrong


def test_in_short_is_only_what_has_two_forms(editor, version):
    assert [row.form for row in _start(editor, version, form="short").section_texts.all()] == ["full"]
    draft = _start(editor, _in_two_forms(), form="short")
    assert [row.form for row in draft.section_texts.all()] == ["short"]


def test_where_every_section_must_be_written_one_comes_to_the_desk_and_may_still_choose_the_form(
    client, editor
):
    sent = {"version": _in_two_forms().pk, "year": timezone.localdate().year}
    desk = client.post(reverse(URL), sent, follow=True)
    assert desk.templates[0].name == "drafts/draft_detail.html"
    assert "详写、简写</a>" in desk.content.decode()
    page = client.get(reverse("drafts:draft_sections", args=[desk.context["draft"].pk])).content.decode()
    assert "共 1 节，模板都定为必写，不用选。各节的详写、简写可以在这里选。" in page
    assert "去掉勾的不印" not in page


def test_the_suggested_length_is_only_said_at_length(client, editor):
    version = _in_two_forms()
    pages = []
    for year, form in ((2024, "full"), (2025, "short")):
        draft = _start(editor, version, year=year, form=form)
        row = draft.section_texts.get()
        pages.append(client.get(reverse("drafts:section_edit", args=[draft.pk, row.pk])).content.decode())
    assert ["建议 300–500 字" in html for html in pages] == [True, False]


def _in_two_forms():
    version = TemplateVersionFactory()
    section = SectionFactory(version=version, suggested_min=300, suggested_max=500)
    PhraseFactory(section=section, form="full", text="详细的话。")
    PhraseFactory(section=section, form="short", text="简短的话。")
    version.state = "published"
    version.save()
    return version


def _start(editor, version, **fields):
    fields = {"year": timezone.localdate().year} | fields
    return services.start_draft(
        bureau=editor.memberships.get().bureau, version=version, actor=editor, **fields
    )
