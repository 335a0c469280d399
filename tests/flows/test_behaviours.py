"""Small behaviours of pages, each alone in a real Chromium, on a few lines of HTML."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.flow
SCRIPTS = Path(__file__).resolve().parents[2] / "static/js"
COUNT_SENT = """
document.forms[0].addEventListener("submit", (event) => {
  event.preventDefault();
  window.sent = (window.sent ?? 0) + 1;
})
"""
SHEET = """
<form>
  <input data-filter="#figures" hidden>
  <table id="figures">
    <thead><tr><th>指标</th><th>本年</th></tr></thead>
    <tbody><tr><th>学前教育</th></tr><tr><td data-filter-text>学前三年毛入园率</td><td>75</td></tr></tbody>
    <tbody><tr><th>经费</th></tr><tr><td data-filter-text>教育经费</td><td>1234567890</td></tr></tbody>
  </table>
  <p data-filter-empty hidden></p>
</form>
"""
CHOICES = """
<form data-section-choice>
  <p data-all-forms hidden><button type="button" data-form="short">都用简写</button></p>
  <table>
    <tr data-section="1"><td><input type="checkbox" name="one" checked></td></tr>
    <tr data-section="2" data-parent="1"><td><input type="checkbox" name="two" checked>
      <select><option value="full" selected><option value="short"></select></td></tr>
    <tr data-section="3" data-parent="2"><td>必写</td></tr>
    <tr data-section="4"><td><input type="checkbox" name="four"></td></tr>
    <tr data-section="5" data-parent="4"><td><input type="checkbox" name="five"></td></tr>
  </table>
</form>
"""
FIND = """
<form>
  <input data-find="#found">
  <ul id="found" hidden>
    <li data-words="在园幼儿数 入园儿童 children" hidden><a href="#children">在园幼儿数</a></li>
    <li data-words="教师数 teachers" hidden><a href="#teachers">教师数</a></li>
  </ul>
</form>
"""


@pytest.fixture
def run(browser):
    """Opens a page of that HTML with that script."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})

    def open_with(source, script):
        page.set_content(source)
        page.add_script_tag(path=SCRIPTS / f"{script}.js")
        return page

    yield open_with
    page.close()


def test_ctrl_s_sends_the_marked_form_once_per_press(run):
    page = run("<form data-save-key><input name='text'></form>", "save_key")
    page.evaluate(COUNT_SENT)
    page.focus("input")
    page.keyboard.press("Control+s")
    page.keyboard.press("s")
    assert (page.evaluate("window.sent"), page.input_value("input")) == (1, "s")


def test_ctrl_s_is_left_to_the_browser_where_no_form_is_marked(run):
    page = run("<form><input></form>", "save_key")
    page.evaluate("addEventListener('keydown', (event) => { window.kept = event.defaultPrevented; })")
    page.keyboard.press("Control+s")
    assert page.evaluate("window.kept") is False


def test_filtering_hides_rows_and_their_groups_and_says_when_none_is_left(run):
    page = run(SHEET, "filter")
    shown = []
    for words in ("学前", "zzz", ""):
        page.fill("input", words)
        rows = page.locator("td[data-filter-text]:visible").all_text_contents()
        shown.append((rows, page.locator("[data-filter-empty]:visible").all_text_contents()))
    assert shown == [
        (["学前三年毛入园率"], []),
        ([], ["没有找到含“zzz”的指标。"]),
        (["学前三年毛入园率", "教育经费"], []),
    ]


def test_filtering_leaves_the_columns_as_wide_as_they_were(run):
    page = run(SHEET, "filter")
    widths = "[...document.querySelectorAll('thead th')].map((head) => head.offsetWidth)"
    before = page.evaluate(widths)
    page.fill("input", "学前")
    assert page.evaluate(widths) == before


def test_what_stands_under_a_section_that_is_off_follows_it_and_comes_back_with_it(run):
    page = run(CHOICES, "section_choice")
    off = "[...document.querySelectorAll('.is-off')].map((row) => row.dataset.section)"
    assert page.evaluate(off) == ["4", "5"]
    page.uncheck("[name=one]")
    assert page.evaluate(off) == ["1", "2", "3", "4", "5"]
    page.check("[name=one]")
    page.check("[name=four]")
    assert (page.evaluate(off), page.is_checked("[name=five]")) == ([], True)


def test_all_sections_take_one_form_at_a_press(run):
    page = run(CHOICES, "section_choice")
    page.click("button")
    assert page.input_value("select") == "short"


def test_typing_lists_the_metrics_that_are_called_so_and_escape_folds_the_list(run):
    page = run(FIND, "find")
    listed = []
    for words in ("入园", "TEACH", "没有", ""):
        page.fill("input", words)
        listed.append(page.locator("li:visible").all_text_contents())
    assert listed == [["在园幼儿数"], ["教师数"], [], []]
    page.fill("input", "教师")
    page.keyboard.press("Escape")
    expect(page.locator("ul")).to_be_hidden()


def test_the_copy_button_shows_itself_and_copies(run):
    page = run(
        "<p><b id='secret'>k7mq-4xtn</b><button data-copy='#secret' hidden>复制</button>"
        "<i data-copy-state></i></p><textarea></textarea>",
        "copy",
    )
    page.click("button")
    page.get_by_text("已复制，可以粘贴给本人。").wait_for()
    page.focus("textarea")
    page.keyboard.press("Control+v")
    expect(page.locator("textarea")).to_have_value("k7mq-4xtn")
