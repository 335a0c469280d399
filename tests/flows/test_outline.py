"""The office arranges the sections of its draft, and comes from the paper to where a section is written."""

import re

import pytest
from playwright.sync_api import expect

from tests.flows.conftest import arrived

pytestmark = [pytest.mark.flow, pytest.mark.proof]
TEMPLATE = "区县教育局年度工作总结（指标式）"


@pytest.fixture(scope="module")
def begun():
    """The address of the draft that the first test starts."""
    return {}


@pytest.fixture
def draft(signed_in, begun):
    """A page at a draft of its own year, and the address of that draft."""
    page = signed_in("tonggao")
    if "address" not in begun:
        page.goto("/drafts/start/")
        option = page.locator("#id_version option", has_text=TEMPLATE)
        page.get_by_label("报告模板").select_option(option.get_attribute("value"))
        page.get_by_label("年度").fill("2023")
        page.get_by_role("button", name="建立初稿").click()
        page.get_by_text("已建立").wait_for()
        begun["address"] = page.url.split("sections/")[0]
    return page, begun["address"]


def test_a_section_is_added_dragged_and_moved_with_the_keyboard(draft):
    page, address = draft
    page.goto(f"{address}outline/add/")
    page.get_by_label("标题").fill("语言文字工作")
    page.get_by_role("button", name="添加章节").click()
    row = page.locator("[data-section]", has=page.locator("> .outline-line .outline-tag"))
    expect(row.last.locator(".outline-name a")).to_have_text("五、语言文字工作")
    arrived(page)
    drag(page, "语言文字工作", above="存在的问题与下一步打算")
    expect(page.locator(".outline-told").first).to_have_text("“语言文字工作”移到第 5 个。")
    expect(row.last.locator(".outline-name a")).to_have_text("四、语言文字工作")
    up = page.get_by_role("button", name="上移“四、语言文字工作”")
    up.press("Enter")
    expect(row.last.locator(".outline-name a")).to_have_text("三、语言文字工作")
    expect(page.get_by_role("button", name="上移“三、语言文字工作”")).to_be_focused()
    page.get_by_role("button", name="“三、语言文字工作”放低一层").press("Enter")
    expect(page.locator(".outline-told").first).to_contain_text("下面。")


def test_the_menu_of_a_section_opens_and_closes_with_the_keyboard(draft):
    page, address = draft
    page.goto(f"{address}outline/")
    menu = page.locator(".outline-more summary").nth(1)
    menu.press("Enter")
    expect(page.get_by_role("link", name="后面加一节").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="后面加一节")).to_have_count(0)
    expect(menu).to_be_focused()


def test_the_paper_leads_to_its_sections_and_back(draft, site):
    page, _ = draft
    page.goto(f"/drafts/{site.draft_id}/paper/")
    words = page.locator(".paper-text", has_text="坚持公益普惠方向").first
    words.click(position={"x": 240, "y": 12})
    expect(page.locator("#section-title")).to_contain_text("基础教育普及成果巩固扩大")
    page.wait_for_url(re.compile("/sections/"))
    section = page.url
    page.get_by_role("link", name="纸样预览").click()
    expect(page.locator(".paper-link:target")).to_be_in_viewport()
    arrived(page)
    page.get_by_role("link", name="回到这一节").click()
    page.wait_for_url(section)
    page.goto(f"/drafts/{site.draft_id}/paper/")
    page.get_by_role("link", name="看“导语”").first.press("Enter")
    expect(page.locator("#section-title")).to_have_text("导语")


def test_words_that_are_selected_on_the_paper_stay_there(draft, site):
    page, _ = draft
    page.goto(f"/drafts/{site.draft_id}/paper/")
    box = page.locator(".paper-text").nth(1).bounding_box()
    page.mouse.move(box["x"] + 80, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 12, steps=8)
    page.mouse.up()
    assert len(page.evaluate("String(document.getSelection())")) > 3
    assert page.url.endswith("/paper/")


def drag(page, heading, *, above):
    """Hold the grip of a section and let it go before another."""
    row = page.locator("[data-section]", has_text=heading)
    grip = row.last.locator("[data-tree-grip]").first.bounding_box()
    target = page.locator("[data-section]", has_text=above).last.locator(".outline-line").first.bounding_box()
    goal = target["y"] + 4
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    for step in range(1, 16):
        page.mouse.move(grip["x"] + 8, grip["y"] + 8 + (goal - grip["y"] - 8) * step / 15)
        page.wait_for_timeout(20)
    page.mouse.up()
