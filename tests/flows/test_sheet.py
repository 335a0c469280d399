"""The figure sheet as a clerk uses it: by keyboard, pasted from a spreadsheet, with the network gone."""

import re

import pytest
from playwright.sync_api import expect

from tests.flows.conftest import enter

pytestmark = pytest.mark.flow

PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text", text);
  const told = { clipboardData: data, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", told));
}"""
FIRST = ("urban_kindergartens", "public_and_collective_kindergartens", "village_and_street_kindergartens")


@pytest.fixture
def sheet(signed_in, request):
    """An empty sheet: each test has a year of its own."""
    page = signed_in("tianbao")
    page.goto(f"/metrics/{2031 + sum(map(ord, request.node.name)) % 60}/")
    return page


def test_figures_are_typed_by_keyboard_alone_and_each_saves_by_itself(sheet):
    cell(sheet, "kindergartens").focus()
    sheet.keyboard.type("58")
    sheet.keyboard.press("Enter")
    expect(cell(sheet, FIRST[0])).to_be_focused()
    sheet.keyboard.type("三十")
    sheet.keyboard.press("ArrowDown")
    sheet.keyboard.type("37")
    sheet.keyboard.press("Shift+Enter")
    expect(cell(sheet, FIRST[0])).to_be_focused()
    sheet.get_by_text("“三十”不是数字，请只填数字，如 92。").wait_for()
    said(sheet, "有 1 项要改正，改好前没有保存")
    expect(sheet.locator("#" + FIRST[0]).get_by_text("有误")).to_be_visible()
    sheet.keyboard.press("Escape")
    expect(cell(sheet, FIRST[0])).to_have_value("")
    saved(sheet)
    sheet.reload()
    assert [cell(sheet, code).input_value() for code in ("kindergartens", *FIRST)] == ["58", "", "37", ""]


def test_a_part_larger_than_its_whole_is_told_at_once_and_a_reason_settles_it(sheet):
    cell(sheet, "kindergartens").fill("58")
    cell(sheet, FIRST[0]).fill("60")
    cell(sheet, FIRST[0]).press("Enter")
    row = sheet.locator("#" + FIRST[0])
    row.get_by_text("城区幼儿园数 60 是其中的一部分，却大于幼儿园数 58").wait_for()
    expect(row.get_by_text("请核对", exact=True)).to_be_visible()
    row.locator(f"[name={FIRST[0]}-reason]").fill("口径不同")
    row.locator(f"[name={FIRST[0]}-reason]").press("Enter")
    row.get_by_text("已填", exact=True).wait_for()


def test_a_column_with_notes_is_pasted_and_taken_back(sheet):
    before = [cell(sheet, code).input_value() for code in FIRST]
    cell(sheet, FIRST[0]).focus()
    sheet.evaluate(PASTE, '31\t"教育事业\n统计"\r\n37\r\n不适用\r\n')
    said(sheet, "已粘贴 4 格")
    saved(sheet)
    assert sheet.locator(f"[name={FIRST[0]}-note]").input_value() == "教育事业 统计"
    assert sheet.locator(f"[name={FIRST[2]}-not_applicable]").is_checked()
    sheet.get_by_role("button", name="撤销粘贴").click()
    saved(sheet)
    assert [cell(sheet, code).input_value() for code in FIRST] == before


def test_what_is_typed_without_a_network_is_saved_later_even_after_the_page_was_closed(sheet):
    sheet.context.set_offline(True)
    cell(sheet, FIRST[2]).fill("20")
    cell(sheet, FIRST[2]).press("Enter")
    said(sheet, "还没有保存，正在重试")
    other, address = sheet.context.new_page(), sheet.url
    sheet.close(run_before_unload=False)
    other.context.set_offline(False)
    other.goto(address)
    saved(other)
    other.reload()
    assert cell(other, FIRST[2]).input_value() == "20"


def test_what_was_kept_does_not_overwrite_what_somebody_saved_since(sheet, signed_in):
    sheet.context.set_offline(True)
    cell(sheet, FIRST[2]).fill("20")
    cell(sheet, FIRST[2]).press("Enter")
    said(sheet, "还没有保存，正在重试")
    context, address = sheet.context, sheet.url
    sheet.close(run_before_unload=False)
    office = signed_in("tonggao")
    office.goto(address)
    cell(office, FIRST[2]).fill("25")
    cell(office, FIRST[2]).press("Enter")
    saved(office)
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    again.locator("#" + FIRST[2]).get_by_text("这一项已被别人改为“25”").wait_for()
    assert cell(again, FIRST[2]).input_value() == "20"
    office.reload()
    assert cell(office, FIRST[2]).input_value() == "25"
    again.get_by_role("button", name="仍用我填的数").click()
    saved(again)
    office.reload()
    assert cell(office, FIRST[2]).input_value() == "20"


def test_two_tabs_of_one_sheet_keep_apart_what_is_not_saved_and_the_next_visit_takes_up_both(sheet):
    other = sheet.context.new_page()
    other.goto(sheet.url)
    sheet.context.set_offline(True)
    for page, code, number in [(sheet, FIRST[0], "31"), (other, FIRST[1], "37")]:
        cell(page, code).fill(number)
        cell(page, code).press("Enter")
        said(page, "还没有保存，正在重试")
    context, address = sheet.context, sheet.url
    for page in (sheet, other):
        page.close(run_before_unload=False)
    context.set_offline(False)
    back = context.new_page()
    back.goto(address)
    saved(back)
    back.reload()
    assert [cell(back, code).input_value() for code in FIRST[:2]] == ["31", "37"]
    assert back.evaluate("Object.keys(localStorage)") == []


def test_signing_out_asks_about_what_is_not_saved_and_leaves_nothing_in_the_browser(sheet, site):
    address = sheet.url
    sheet.context.clear_cookies()
    enter(sheet, "tianbao", site.password)  # a session that others do not share
    sheet.goto(address)
    cell(sheet, FIRST[0]).fill("三十")
    cell(sheet, FIRST[0]).press("Enter")
    said(sheet, "有 1 项要改正，改好前没有保存")
    sheet.on("dialog", lambda dialog: dialog.accept())
    sheet.get_by_role("button", name="退出", exact=True).click()
    sheet.get_by_text("这台电脑上还有您没保存上的文字或数字").wait_for()
    sheet.get_by_role("button", name="不退出").click()
    assert sheet.evaluate("Object.keys(localStorage).length") == 1
    sheet.get_by_role("button", name="退出", exact=True).click()
    sheet.get_by_role("button", name="清掉并退出").click()
    sheet.wait_for_url("**/sign-in/**")
    assert sheet.evaluate("Object.keys(localStorage)") == []


def test_who_may_only_look_finds_no_broken_script(signed_in):
    page = signed_in("juzhang")
    page.goto("/metrics/2025/?scope=all")
    assert page.locator("[data-sheet-status]").count() == 0


def cell(page, code):
    return page.locator(f"[name={code}-entry]")


def said(page, words):
    page.locator("[data-sheet-said]", has_text=re.compile(re.escape(words))).wait_for()


def saved(page):
    """All of it: beside what is refused, some may be saved and some still on its way."""
    expect(page.locator(".is-unsaved")).to_have_count(0)
    expect(page.locator("[data-sheet-said]")).to_have_text(re.compile(r"已保存 \d\d:\d\d$"))
