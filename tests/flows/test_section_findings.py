"""The findings beside the editor in a real Chromium: their number, the way to their words, mending."""

import pytest
from playwright.sync_api import expect

from tests.flows.test_editor import RATE, Editor

pytestmark = pytest.mark.flow

TEXT = f"部份学校毛入园率{RATE}，幼儿到园。部份学校扩建。"
PANEL = """<aside data-tab="proofreading"><div id="found"><ul>
<li data-finding data-counts>
<a id="second" href="/elsewhere/" data-find="部份" data-before="，幼儿到园。">“部份”</a>
<button type="button" data-fix="部分" data-find="部份" data-before="，幼儿到园。">改为“部分”</button></li>
<li data-finding data-counts>
<a id="figure" href="/elsewhere/" data-find="92.3%，幼儿" data-before="园率">“92.3%”</a></li>
<li data-finding><a id="gone" href="/elsewhere/" data-find="没有的字" data-before="">“没有的字”</a></li>
</ul></div></aside><script src="/static/js/section_findings.js" defer></script></html>"""
COUNTS = """() => {
  window.counts = [];
  document.addEventListener("edusum:tab-count", ({ detail }) => window.counts.push(detail.count));
  document.getElementById("found").dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
}"""
SELECTED = """() => {
  const { state } = window.edusumEditor.view;
  const { from, to } = state.selection.main;
  return [from, state.sliceDoc(from, to)];
}"""


class WithPanel(Editor):
    def answer(self, route):
        if "data-tab" not in getattr(self, "html", "data-tab"):
            self.html = self.html.replace("</html>", PANEL)
        super().answer(route)


@pytest.fixture
def editor(browser):
    page = browser.new_page()
    yield WithPanel(page, TEXT)
    page.close()


def test_a_click_on_a_finding_selects_its_words_in_the_text(editor):
    editor.page.locator("#second").click()
    expect(editor.page.locator(".cm-content")).to_be_focused()
    assert editor.page.evaluate(SELECTED) == [TEXT.rindex("部份"), "部份"]
    editor.page.locator("#figure").click()
    assert editor.page.evaluate(SELECTED) == [TEXT.index(RATE), f"{RATE}，幼儿"]
    assert editor.page.url.endswith("editor.test/")


def test_words_that_stand_there_no_more_are_told_and_the_text_stays(editor):
    editor.page.locator("#gone").click()
    assert "已经没有这几个字" in editor.note
    assert editor.page.url.endswith("editor.test/")


def test_a_button_mends_the_words_and_one_step_back_undoes_it(editor):
    editor.page.evaluate(COUNTS)
    editor.page.get_by_role("button", name="改为“部分”").click()
    editor.expect_text(TEXT[: TEXT.rindex("部份")] + "部分学校扩建。")
    assert editor.page.evaluate("window.counts") == [2, 1]
    assert "按 Ctrl+Z 可以撤回" in editor.note
    editor.press("Control+z")
    editor.expect_text(TEXT)
