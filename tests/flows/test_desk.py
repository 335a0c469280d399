"""The desk as people meet it: the editor over real figures, tabs, an outline that folds, and no scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.flows.conftest import arrived
from tests.flows.downloads import fetched, give_a_reason

pytestmark = pytest.mark.flow
OFFERED = ".cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled)"
TEMPLATE = "区县教育局年度工作总结（“五个新”式）"
OPENING = "导语"


class Held:
    """A request that waits for its turn, as on a slow network."""

    def hold(self, route):
        self.route = route

    def let_go(self):
        self.route.continue_()


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
        written["draft"] = page.url.split("sections/")[0]
    page.goto(written["draft"])
    page.get_by_role("link", name=OPENING).first.click()
    page.locator(".cm-content").wait_for()
    arrived(page)
    return page


def test_the_editor_shows_figures_and_offers_them_from_the_server(desk):
    box = desk.locator("#id_text")
    expect(box).to_be_hidden()
    desk.get_by_label("正文").fill("今年@学前三年毛入园率")
    desk.locator(f"{OFFERED} li").first.wait_for()
    desk.keyboard.press("Enter")
    expect(box).to_have_value("今年{{ 学前三年毛入园率 }}")
    expect(desk.locator(".cm-chip")).to_have_text("75%")
    expect(desk.locator(".cm-chip")).to_have_attribute("title", "学前三年毛入园率：75%，上年 72.6%")
    expect(desk.locator("[data-count]")).to_have_text(re.compile("^5 字"))


def test_the_parts_at_the_side_are_tabs_that_the_arrows_go_along(desk):
    tabs = desk.get_by_role("tab")
    expect(tabs.first).to_have_text(re.compile("^指标"))
    tabs.first.focus()
    desk.keyboard.press("End")
    last = tabs.last
    expect(last).to_have_attribute("aria-selected", "true")
    expect(last).to_have_text("历史")
    expect(desk.get_by_role("tabpanel")).to_have_count(1)
    desk.reload()
    expect(desk.get_by_role("tab", selected=True)).to_have_text("历史")
    desk.keyboard.press("Tab")


def test_the_outline_folds_and_stays_folded(desk):
    fold = desk.locator(".tree-fold").first
    name = fold.get_attribute("aria-label")
    shown = desk.locator(".tree li:visible").count()
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(fold).to_have_attribute("aria-label", name.replace("折起", "展开"))
    assert desk.locator(".tree li:visible").count() < shown
    desk.reload()
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.click()
    expect(desk.locator(".tree li:visible")).to_have_count(shown)


def test_without_scripts_the_text_box_and_the_folding_parts_stand(desk, browser, site):
    context = browser.new_context(
        java_script_enabled=False, base_url=site.url, storage_state=desk.context.storage_state()
    )
    page = context.new_page()
    page.goto(desk.url)
    page.get_by_label("正文").fill("没有脚本也能写。")
    page.get_by_role("button", name="保存本节", exact=True).click()
    page.get_by_text("本节已保存。").wait_for()
    expect(page.get_by_label("正文")).to_have_value("没有脚本也能写。")
    expect(page.locator("details.side-part").nth(3)).to_be_attached()
    assert page.get_by_role("tab").count() == 0
    context.close()


def test_what_is_typed_before_all_scripts_have_come_is_saved_too(desk):
    held = Held()
    desk.route("**/js/autosave.*", held.hold)
    with desk.expect_request("**/js/autosave.*"):
        desk.reload(wait_until="commit")
    desk.locator(".cm-content").wait_for()
    desk.get_by_label("正文").fill("网络慢的时候写的。")
    held.let_go()
    desk.locator("[data-typed-state]", has_text="已保存").wait_for()
    desk.unroute("**/js/autosave.*")
    desk.reload()
    expect(desk.locator("#id_text")).to_have_value("网络慢的时候写的。")


def test_whoever_goes_on_while_a_file_comes_is_not_called_back(signed_in, site):
    page = signed_in("tonggao")
    page.goto(f"/drafts/{site.draft_id}/export/")
    give_a_reason(page)
    held = Held()
    page.route("**/paper/", held.hold)
    fetched(page.get_by_role("button", name="导出 Word"))
    page.get_by_role("link", name="看纸样").click(no_wait_after=True)
    page.wait_for_timeout(1000)  # the page looks for its file every 400 milliseconds
    held.let_go()
    page.wait_for_url("**/paper/")


def test_on_a_phone_the_foot_is_one_row_and_leaves_the_caret_in_view(desk):
    desk.set_viewport_size({"width": 390, "height": 844})
    foot, text = desk.locator("#section-form > .editor-foot"), desk.get_by_label("正文")
    assert foot.bounding_box()["height"] < 70
    text.fill("全区教育稳步发展。" * 60)
    desk.keyboard.press("Control+End")
    desk.keyboard.type("写到最后一句。")
    desk.wait_for_function(
        """() => {
          const [caret, foot] = [".cm-cursor-primary", "#section-form > .editor-foot"].map((name) =>
            document.querySelector(name).getBoundingClientRect());
          return caret.bottom <= foot.top + 1 && caret.top >= 0;
        }"""
    )
