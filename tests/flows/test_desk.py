"""The desk as people meet it: the editor over real figures, tabs, an outline that folds, and no scripts."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.flow
TEMPLATE = "区县教育局年度工作总结（“五个新”式）"
OPENING = "导语"


@pytest.fixture(scope="module")
def written():
    """The address of the draft that the first test starts."""
    return {}


@pytest.fixture
def desk(signed_in, written):
    """The first section of a draft that nobody has written yet, with the editor in work."""
    page = signed_in("tonggao")
    if "draft" not in written:
        page.goto("/drafts/start/")
        option = page.locator("#id_version option", has_text=TEMPLATE)
        page.get_by_label("报告模板").select_option(option.get_attribute("value"))
        page.get_by_label("年度").fill("2025")
        page.get_by_role("button", name="建立初稿").click()
        page.get_by_text("已建立").wait_for()
        page.goto(page.url.split("sections/")[0])
        written["draft"] = page.url
    page.goto(written["draft"])
    page.get_by_role("link", name=OPENING).first.click()
    page.locator(".cm-content").wait_for()
    return page


def test_the_editor_shows_figures_and_offers_them_from_the_server(desk):
    box = desk.locator("#id_text")
    assert box.is_hidden()
    desk.get_by_label("正文").fill("今年@学前三年毛入园率")
    desk.locator(".cm-tooltip-autocomplete li").first.wait_for()
    desk.keyboard.press("Enter")
    assert box.input_value() == "今年{{ 学前三年毛入园率 }}"
    assert desk.locator(".cm-chip").text_content() == "75%"
    assert desk.locator(".cm-chip").get_attribute("title") == "学前三年毛入园率：75%，上年 72.6%"
    assert desk.locator("[data-count]").text_content().startswith("5 字")


def test_the_parts_at_the_side_are_tabs_that_the_arrows_go_along(desk):
    tabs = desk.get_by_role("tab")
    assert tabs.all_text_contents()[0].startswith("指标")
    tabs.first.focus()
    desk.keyboard.press("End")
    last = tabs.last
    expect(last).to_have_attribute("aria-selected", "true")
    expect(last).to_have_text("历史")
    assert desk.get_by_role("tabpanel").count() == 1
    desk.reload()
    expect(desk.get_by_role("tab", selected=True)).to_have_text("历史")
    desk.keyboard.press("Tab")


def test_the_outline_folds_and_stays_folded(desk):
    fold = desk.locator(".tree-fold").first
    name = fold.get_attribute("aria-label")
    shown = desk.locator(".tree li:visible").count()
    fold.click()
    assert (fold.get_attribute("aria-expanded"), fold.get_attribute("aria-label")) == (
        "false",
        name.replace("折起", "展开"),
    )
    assert desk.locator(".tree li:visible").count() < shown
    desk.reload()
    assert desk.locator(".tree-fold").first.get_attribute("aria-expanded") == "false"
    desk.locator(".tree-fold").first.click()
    assert desk.locator(".tree li:visible").count() == shown


def test_without_scripts_the_text_box_and_the_folding_parts_stand(desk, browser, site):
    context = browser.new_context(
        java_script_enabled=False, base_url=site.url, storage_state=desk.context.storage_state()
    )
    page = context.new_page()
    page.goto(desk.url)
    page.get_by_label("正文").fill("没有脚本也能写。")
    page.get_by_role("button", name="保存本节", exact=True).click()
    page.get_by_text("本节已保存。").wait_for()
    assert page.get_by_label("正文").input_value() == "没有脚本也能写。"
    assert page.get_by_role("tab").count() == 0
    assert page.locator("details.side-part").count() >= 4
    context.close()
