"""The frame of every page: nothing inline, nothing from elsewhere, every asset there."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse
from lxml import html

from edusum.orgs.enums import Role
from tests.factories import BureauFactory, member

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static").rglob("*.css"))


def name_of(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_has_anything_inline(path):
    inline = re.compile(
        r"""\sstyle=|<style|\son[a-z]+=["']|javascript:|<script(?![^>]*\ssrc=)""", re.IGNORECASE
    )
    assert inline.findall(path.read_text()) == []


@pytest.mark.parametrize("path", [*TEMPLATES, *STYLES], ids=name_of)
def test_nothing_is_fetched_from_elsewhere(path):
    fetched = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//|url\(["']?(?:https?:)?//|@import""")
    assert fetched.findall(path.read_text()) == []


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_no_style_sheet_names_a_map_that_is_missing(path):
    assert "sourceMappingURL" not in path.read_text()


def test_every_asset_of_the_templates_is_there():
    named = {asset for path in TEMPLATES for asset in re.findall(r"{% static '([^']+)' %}", path.read_text())}
    assert [asset for asset in sorted(named) if finders.find(asset) is None] == []


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_failure_pages_need_nothing_that_may_have_failed(name):
    page = html.fromstring(render_to_string(name))
    assert (len(page.findall(".//h1")), [link.get("href") for link in page.findall(".//a")]) == (1, ["/"])


@pytest.mark.django_db
def test_a_page_has_one_heading_a_skip_link_and_its_content_policy(client):
    client.force_login(member(BureauFactory(), Role.LIBRARY_MANAGER))
    response = client.get(reverse("orgs:account_list"))
    page = html.fromstring(response.content)
    assert page.get("lang") == "zh-CN"
    assert (len(page.findall(".//h1")), page.find_class("skip-link")[0].get("href")) == (1, "#main")
    assert [link.text for link in page.findall(".//nav//a[@aria-current]")] == ["系统", "账户"]
    assert "style-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_first_message_after_a_step_has_the_focus_and_is_read_out(client):
    bureau = BureauFactory()
    client.force_login(member(bureau, Role.LIBRARY_MANAGER))
    sent = {"name": "督导室", "position": 1}
    page = html.fromstring(client.post(reverse("orgs:department_create"), sent, follow=True).content)
    said = page.get_element_by_id("messages")
    assert (said.get("role"), [dict(message.attrib) for message in said.findall("p")]) == (
        "status",
        [{"class": "message message-success", "tabindex": "-1", "autofocus": ""}],
    )


@pytest.mark.django_db
def test_every_field_of_a_form_has_a_label(client):
    client.force_login(member(BureauFactory(), Role.LIBRARY_MANAGER))
    for view in ("orgs:account_create", "orgs:bureau_edit", "orgs:department_create", "orgs:account_list"):
        page = html.fromstring(client.get(reverse(view)).content)
        labelled = {label.get("for") for label in page.findall(".//label")}
        fields = [field for field in page.findall(".//input") if field.get("type") != "hidden"]
        assert [field.get("name") for field in fields if field.get("id") not in labelled] == []
