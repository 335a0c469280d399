"""The findings that stand beside a section while somebody writes it, or reads what was handed in."""

import pytest
from django.urls import reverse
from lxml import html

from edusum.orgs.enums import Role
from tests.factories import member, published_version, started_draft

pytestmark = pytest.mark.django_db

ONE_ERROR = "各园开园平稳有序，，幼儿到园。"


@pytest.fixture
def draft():
    return started_draft(version=published_version({"学前教育": [ONE_ERROR], "安全": ["校园安全有序。"]}))


def panel(client, draft, role=Role.EDITOR, *, heading="学前教育"):
    client.force_login(member(draft.bureau, role))
    row = draft.section_texts.get(section__heading=heading)
    url = reverse("proofreading:section_findings", args=[draft.pk, row.pk])
    answer = client.get(url, headers={"HX-Request": "true"})
    return html.fragment_fromstring(answer.content.decode(), create_parent=True)


def handed_in(draft):
    draft.section_texts.update(state="handed_in")


def test_the_panel_tells_how_many_errors_and_suspects_are_open(client, draft):
    told = panel(client, draft)
    assert told.xpath("//@data-section-findings") == ["1"]
    assert len(told.xpath("//*[@data-counts]")) == 1
    assert panel(client, draft, heading="安全").xpath("//@data-section-findings") == ["0"]


def test_a_finding_knows_its_words_and_what_stands_before_them(client, draft):
    [link] = panel(client, draft).xpath("//a[@data-find]")
    assert (link.get("data-find"), link.get("data-before")) == ("，，", "各园开园平稳有序")


def test_a_mechanical_fix_has_a_button_for_those_who_may_mend(client, draft):
    [button] = panel(client, draft).xpath("//button[@data-fix]")
    told = [button.get(name) for name in ("data-fix", "data-find", "data-before")]
    assert (told, button.text) == (["，", "，，", "各园开园平稳有序"], "只留“，”")
    assert panel(client, draft, Role.DIRECTOR).xpath("//button[@data-fix]") == []


def test_words_of_a_heading_are_not_looked_for_in_the_text(client):
    version = published_version({"学前，，教育": ["各园开园平稳有序。"]})
    told = panel(client, started_draft(version=version), heading="学前，，教育")
    assert told.xpath("//@data-section-findings") == ["1"]
    assert told.xpath("//a[@data-find]") == []


def test_who_reads_what_was_handed_in_is_told_of_open_errors(client, draft):
    assert panel(client, draft).xpath("//*[@id='open-errors']") == []
    handed_in(draft)
    [told] = panel(client, draft).xpath("//*[@id='open-errors']")
    assert "本节已交，还有 1 处必错没有处理：“，，”。看本节的校核" in told.text_content()
    key = draft.section_texts.get(section__heading="学前教育").key
    desk = reverse("proofreading:desk", kwargs={"kind": "drafts", "pk": draft.pk})
    assert told.xpath(".//a/@href") == [f"{desk}?tab=error&part={key}"]
    [nothing] = panel(client, draft, heading="安全").xpath("//*[@id='open-errors']")
    assert nothing.text_content() == ""


def test_the_page_has_a_place_for_that_only_when_the_section_is_handed_in(client, draft):
    client.force_login(member(draft.bureau, Role.EDITOR))
    row = draft.section_texts.get(section__heading="学前教育")
    url = reverse("drafts:section_edit", args=[draft.pk, row.pk])
    assert 'id="open-errors"' not in client.get(url).content.decode()
    handed_in(draft)
    assert 'id="open-errors"' in client.get(url).content.decode()
