"""版式设置 in the workshop: choices, the sample that shows them, saving, back to the standard."""

import pytest
from django.urls import reverse
from lxml import html

from edusum.assembly.models import LayoutProfile
from edusum.assembly.profiles import house_of
from edusum.document.house import STANDARD_HOUSE, House
from edusum.orgs.enums import Role
from tests.assembly.test_profiles import sent
from tests.factories import (
    BureauFactory,
    LayoutProfileFactory,
    MembershipFactory,
    UserFactory,
    member,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def manager(client, bureau):
    person = member(bureau, Role.LIBRARY_MANAGER)
    client.force_login(person)
    return person


def address(bureau, step="change"):
    return reverse(f"admin:assembly_layoutprofile_{step}", args=[bureau.pk])


def page(answer):
    return html.fromstring(answer.content.decode())


def said(nodes):
    return [" ".join(node.text_content().split()) for node in nodes]


def test_the_way_in_leads_to_ones_own_bureau(client, bureau, manager):
    LayoutProfileFactory(dot="．")
    answer = client.get(reverse("admin:assembly_layoutprofile_changelist"))
    assert (answer.status_code, answer.url) == (302, address(bureau))
    shown = client.get(answer.url).content.decode()
    assert "版式设置：示例区教育局" in shown
    assert "现在是标准版式" in shown
    assert "恢复标准" not in shown


def test_what_is_chosen_is_saved_and_shown_on_the_next_paper(client, bureau, manager):
    draft = started_draft(bureau=bureau)
    answer = client.post(address(bureau), sent(dot="．", page_number="center", _save=""), follow=True)
    assert "示例区教育局的版式已保存" in answer.content.decode()
    assert house_of(bureau) == House(dot="．", page_number="center")
    paper = page(client.get(reverse("assembly:draft_paper", args=[draft.pk])))
    assert "paper-number-center" in paper.find_class("paper-sheet")[0].get("class")


def test_the_sample_shows_choices_that_are_not_saved(client, bureau, manager):
    choices = sent(
        dot="．",
        bold_levels="3",
        lead_words="bold",
        line_pitch="28",
        page_number="center",
        page_number_dashes="tight",
        sign_off="seal",
        title_font_0="其他字体",
    )
    choices |= {"title_font_0": "other", "title_font_1": "我的小标宋", "latin_font_0": "Times New Roman"}
    sample = page(client.post(address(bureau, "sample"), choices))
    paper = sample.find_class("paper")[0]
    assert paper.get("class").split() == ["paper", "paper-pitch-28", "paper-leads-bold"]
    assert (paper.get("data-title-font"), paper.get("data-latin-font")) == ("我的小标宋", "Times New Roman")
    assert said(sample.xpath(".//*[contains(@class, 'paper-bold')]")) == ["1．补上学位缺口", "2．办园质量。"]
    assert said(sample.find_class("paper-lead")) == ["一是扩大供给。", "二是降低费用。", "三是提高质量。"]
    assert sample.find_class("paper-sheet")[0].get("data-number") == "—1—"
    indents = [node.find("svg").get("width") for node in sample.find_class("paper-signed")]
    assert indents == ["4em", "4em"]
    assert "“我的小标宋”不是常用字体" in said(sample.find_class("profile-sample-head"))[0]
    links = [link.get("href") for link in sample.find_class("profile-sample-head")[0].iter("a")]
    assert [link.split("?")[0] for link in links] == [reverse("export:layout_sample", args=[bureau.pk])] * 2
    assert all("page_number=center" in link for link in links)
    assert LayoutProfile.objects.count() == 0


def test_a_wrong_choice_is_named_and_the_sample_stays(client, bureau, manager):
    LayoutProfileFactory(bureau=bureau, dot="．")
    sample = page(client.post(address(bureau, "sample"), sent(body_font_0="other", body_font_1="<仿宋>")))
    status = sample.xpath(".//p[@role='status']")
    assert said(status) == ["“正文字体”填得不对，样张还是原来的样子。"]
    assert sample.find_class("profile-files") == []
    assert "1．补上学位缺口" in said(sample.find_class("paper-rank-3"))


def test_without_scripts_a_button_shows_the_sample_and_saves_nothing(client, bureau, manager):
    answer = client.post(address(bureau), sent(dot="．", show="1"))
    shown = page(answer)
    assert "1．补上学位缺口" in said(shown.find_class("paper-rank-3"))
    assert shown.xpath("//select[@name='dot']/option[@selected]/@value") == ["．"]
    assert LayoutProfile.objects.count() == 0


def test_a_mistake_is_told_at_its_field_and_nothing_is_saved(client, bureau, manager):
    answer = client.post(address(bureau), sent(kai_font_0="other", kai_font_1="", _save=""))
    assert "有 1 处要改" in " ".join(page(answer).text_content().split())
    assert "列表里没有的，选“其他”并填写它的名称" in answer.content.decode()
    assert LayoutProfile.objects.count() == 0


def test_a_name_of_a_font_that_is_too_long_is_refused_whole_in_plain_words(client, bureau, manager):
    answer = client.post(address(bureau), sent(title_font_0="other", title_font_1="字" * 41, _save=""))
    field = page(answer).find_class("field-title_font")[0]
    assert said(field.find_class("errorlist")) == ["字体名称最多 40 个字。"]
    assert field.xpath(".//input/@value") == ["字" * 41]
    assert field.xpath(".//input/@maxlength") == []
    assert LayoutProfile.objects.count() == 0


def test_the_page_belongs_to_the_system_and_says_how_long_the_sample_is(client, bureau, manager):
    shown = page(client.get(address(bureau)))
    assert said(shown.xpath("//nav[contains(@class, 'rail')]//a[@aria-current='page']")) == ["系统"]
    assert said(shown.xpath("//nav[contains(@class, 'page-tabs')]/a[@aria-current='page']")) == ["版式"]
    assert said(shown.find_class("breadcrumbs")) == ["系统 › 版式"]
    [frame] = shown.find_class("profile-scroll")
    count = len(frame.find_class("paper-sheet"))
    assert (frame.get("tabindex"), frame.get("aria-label")) == ("0", f"样张，共 {count} 页，可以上下滚动")
    assert f"样张共 {count} 页" in said(shown.xpath("//p[@role='status']"))[0]
    places = ["看标题", "看层次", "看领起语", "看表", "看落款", "看页码"]
    assert said(shown.xpath("//button[@data-place]")) == places
    assert said(shown.find_class("profile-files")[0]) == ["下载样张（Word）", "下载样张（PDF）"]
    assert shown.xpath("//header//button[@name='_save']/@form") == ["layoutprofile_form"]
    assert len(shown.xpath("//form[@id='layoutprofile_form']//*[@data-unsaved]")) == 1


def test_back_to_the_standard(client, bureau, manager):
    LayoutProfileFactory(bureau=bureau, dot="．")
    other = LayoutProfileFactory(dot="．")
    assert "恢复标准" in client.get(address(bureau)).content.decode()
    answer = client.post(address(bureau, "reset"), follow=True)
    assert "已恢复为标准版式" in answer.content.decode()
    assert house_of(bureau) == STANDARD_HOUSE
    assert house_of(other.bureau).dot == "．"


def test_another_bureau_is_not_there_and_ones_own_without_the_role_is_refused(client, bureau):
    elsewhere = LayoutProfileFactory().bureau
    person = UserFactory()
    MembershipFactory(user=person, bureau=BureauFactory(), role=Role.LIBRARY_MANAGER)
    MembershipFactory(user=person, bureau=bureau, role=Role.EDITOR)
    client.force_login(person)
    assert [
        (client.get(address(place)).status_code, client.post(address(place, "sample")).status_code)
        for place in (elsewhere, bureau)
    ] == [(404, 404), (403, 403)]
    assert client.post(address(bureau, "reset")).status_code == 403


def test_who_manages_two_bureaus_finds_both(client, bureau, manager):
    second = BureauFactory(full_name="示例县教育局")
    MembershipFactory(user=manager, bureau=second, role=Role.LIBRARY_MANAGER)
    links = page(client.get(address(bureau))).find_class("page-lead")[1]
    assert said(links.iter("a")) == ["示例县教育局"]


def test_the_page_takes_as_many_queries_with_a_profile_as_without(client, bureau, manager):
    before = queries_of(lambda: client.get(address(bureau)))
    LayoutProfileFactory(bureau=bureau, dot="．")
    LayoutProfileFactory.create_batch(2)
    assert queries_of(lambda: client.get(address(bureau))) == before
