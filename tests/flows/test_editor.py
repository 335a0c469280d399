"""The section editor alone in a real Chromium: chips, offers, an input method, pasted text."""

import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from tests.flows.conftest import PATIENCE

pytestmark = pytest.mark.flow
STATIC = Path(__file__).resolve().parents[2] / "static"
SCRIPTS = [
    "js/section.js",
    "vendor/codemirror/codemirror.min.js",
    *(f"js/editor_{part}.js" for part in ("words", "chips", "completion", "paste", "spots")),
    "js/editor.js",
]
OFFERED = ".cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled)"
"""A list that no key is on the way to renew: only then Enter takes from it."""
RATE, GROWTH = "{{ 毛入园率 }}", "{{ 毛入园率|同比 }}"
PRINTED = {
    RATE: ["92.3%", False, "毛入园率：92.3%，上年 90.2%"],
    GROWTH: ["比上年提高2.1个百分点", False, "毛入园率：92.3%，上年 90.2%"],
    "{{ 学位数 }}": ["【待补：学位数】", True, "学位数：还没有填报，上年 720个"],
}


def metric(name, *variants, synonyms=()):
    told = [[label, token, *PRINTED.get(token, ["58所", False])[:2]] for label, token in variants]
    return {"name": name, "label": name, "synonyms": synonyms, "title": name, "variants": told}


KEEP_WHAT_IS_SAID = """() => {
  const place = document.querySelector(".cm-announced");
  const keep = () => place.textContent.trim() && window.said.push(place.textContent);
  window.said = [];
  new MutationObserver(keep).observe(place, { childList: true });
}"""
WORDS = [
    metric("毛入园率", ("数值", RATE), ("同比", GROWTH), synonyms=["学前三年毛入园率"]),
    metric("学位数", ("数值", "{{ 学位数 }}")),
    metric("幼儿园数", ("数值", "{{ 幼儿园数 }}"), ("占学校数", "{{ 幼儿园数|占比(学校数) }}")),
]
FORM = """<!doctype html><html lang="zh-CN" class="scripts">
<link rel="stylesheet" href="/static/css/pages.css"><link rel="stylesheet" href="/static/css/editor.css">
<h2 id="section-title">学前教育</h2><section class="editor">
<form id="section-form" data-words="/words/" data-tokens="/tokens/" data-spots="/spots/" data-limit="200"
 data-own="[]" data-printed='{printed}'><input type="hidden" name="csrfmiddlewaretoken" value="x">
<label for="id_text">正文</label><textarea id="id_text" name="text">{text}</textarea>
<p data-editor-note hidden></p><span data-typed-state></span>
<span data-count data-least="5" data-most="20"></span>
<button type="button" data-insert="{rate}" hidden>放</button>
</form></section>{scripts}</html>"""


class Editor:
    """A page with the editor; `spots` is what the server finds in the text: {words: (kind, token)}."""

    def __init__(self, page, text):
        self.page, self.spots, self.asked = page, {}, []
        page.route("http://editor.test/**", self.answer)
        scripts = "".join(f'<script src="/static/{name}" defer></script>' for name in SCRIPTS)
        self.html = FORM.format(printed=json.dumps(PRINTED), text=text, rate=RATE, scripts=scripts)
        page.goto("http://editor.test/")
        page.locator(".cm-content").focus()
        self.keys = page.keyboard

    def answer(self, route):
        path = route.request.url.removeprefix("http://editor.test")
        if path.startswith("/static/"):
            route.fulfill(path=STATIC / path.removeprefix("/static/"))
        elif path == "/words/":
            route.fulfill(json={"metrics": WORDS})
        elif path == "/tokens/":
            asked = self.sent(route)["token"]
            self.asked += asked
            route.fulfill(json={"tokens": dict.fromkeys(asked, ("7人", False, "某数：7人"))})
        elif path == "/spots/":
            route.fulfill(json={"spots": list(self.found(self.sent(route)["text"][0]))})
        else:
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")

    @staticmethod
    def sent(route):
        return parse_qs(route.request.post_data)

    def found(self, text):
        for words, (kind, token) in self.spots.items():
            start = text.find(words)
            if start >= 0:
                place = {"start": start, "end": start + len(words)}
                yield place | {"kind": kind, "token": token, "words": "与指标不符。", "choices": []}

    def press(self, *keys):
        for key in keys:
            self.keys.press(key)

    def compose(self, *steps):
        """What an input method shows while somebody types, one after the other."""
        session = self.page.context.new_cdp_session(self.page)
        for step in steps:
            place = {"selectionStart": len(step), "selectionEnd": len(step)}
            session.send("Input.imeSetComposition", {"text": step, **place})
            self.page.wait_for_timeout(60)
        return session

    def paste(self, **kinds):
        self.page.evaluate(
            """(kinds) => {
                const data = new DataTransfer();
                for (const [kind, words] of Object.entries(kinds)) data.setData(`text/${kind}`, words);
                const how = { clipboardData: data, bubbles: true, cancelable: true };
                const event = new ClipboardEvent("paste", how);
                document.querySelector(".cm-content").dispatchEvent(event);
            }""",
            kinds,
        )

    @property
    def note(self):
        return self.page.locator("[data-editor-note]").text_content()

    def expect_text(self, text):
        expect(self.page.locator("#id_text")).to_have_value(text)

    def expect_chips(self, *printed):
        expect(self.page.locator(".cm-chip")).to_have_text(list(printed))

    def expect_offers(self, *labels):
        """The list is renewed with each key, so what it comes to is waited for; without labels: any list."""
        offered = self.page.locator(f"{OFFERED} .cm-completionLabel")
        if labels:
            expect(offered).to_have_text(list(labels))
        else:
            offered.first.wait_for()

    def expect_no_offers(self):
        expect(self.page.locator(".cm-tooltip-autocomplete")).to_have_count(0)

    @property
    def chosen(self):
        return self.page.locator(".cm-chip.is-chosen")


@pytest.fixture
def opened(browser):
    pages = []
    failures = []

    def open_with(text=""):
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: failures.append(str(error)))
        pages.append(page)
        return Editor(page, text)

    yield open_with
    for page in pages:
        page.close()
    assert failures == []


def test_tokens_show_what_they_print_and_the_box_keeps_the_tokens(opened):
    editor = opened(f"达{RATE}，新增{{{{ 学位数 }}}}。")
    chips = editor.page.locator(".cm-chip")
    editor.expect_chips("92.3%", "【待补：学位数】")
    assert chips.first.get_attribute("title") == "毛入园率：92.3%，上年 90.2%"
    assert "chip-gap" in chips.nth(1).get_attribute("class")
    editor.expect_text(f"达{RATE}，新增{{{{ 学位数 }}}}。")
    expect(editor.page.locator("[data-count]")).to_have_text("10 字，建议 5–20 字")


def test_a_token_that_is_typed_is_printed_by_the_server_once(opened):
    editor = opened()
    editor.keys.insert_text("{{ 某数|汉字 }}和{{ 某数|汉字 }}")
    editor.page.get_by_text("7人和7人").wait_for()
    assert editor.asked == ["{{ 某数|汉字 }}"]


def test_the_arrows_choose_a_chip_then_pass_it_and_delete_takes_it_whole(opened):
    editor = opened(f"甲{RATE}{GROWTH}乙")
    editor.press("Control+Home", "ArrowRight", "ArrowRight")
    expect(editor.chosen).to_have_text(["92.3%"])
    editor.press("ArrowRight")
    editor.keys.type("丙")
    editor.expect_text(f"甲{RATE}丙{GROWTH}乙")
    editor.press("Backspace", "Backspace")
    editor.expect_text(f"甲{GROWTH}乙")
    editor.press("ArrowRight", "Delete")
    editor.expect_text("甲乙")
    editor.press("Control+z", "Control+z")
    editor.expect_text(f"甲{RATE}{GROWTH}乙")


def test_a_screen_reader_is_told_which_chip_is_chosen(opened):
    editor = opened(f"甲{RATE}乙")
    editor.page.evaluate(KEEP_WHAT_IS_SAID)  # it stands there for a moment only
    editor.press("Control+Home", "ArrowRight", "ArrowRight")
    editor.page.wait_for_function("window.said.length > 0")
    told = "指标 毛入园率：92.3%，上年 90.2%。按回车换一种写法，按删除键删去。"
    assert editor.page.evaluate("window.said") == [told]


@pytest.mark.parametrize("way", ["keys", "mouse"])
def test_a_chip_offers_its_other_ways_of_writing(opened, way):
    editor = opened(f"甲{RATE}乙")
    if way == "keys":
        editor.press("Control+Home", "ArrowRight", "ArrowRight", "Enter")
    else:
        editor.page.locator(".cm-chip").click()
    editor.expect_offers("92.3%", "比上年提高2.1个百分点")
    editor.press("ArrowDown", "Enter")
    editor.expect_text(f"甲{GROWTH}乙")
    editor.press("Control+z")
    editor.expect_text(f"甲{RATE}乙")


def test_after_a_click_one_writes_on_behind_the_chip_and_delete_takes_it_away(opened):
    editor = opened(f"甲{RATE}乙")
    editor.page.locator(".cm-chip").click()
    editor.expect_offers()
    editor.press("Escape")
    editor.keys.type("，")
    editor.expect_text(f"甲{RATE}，乙")
    editor.expect_no_offers()
    editor.page.locator(".cm-chip").click()
    editor.expect_offers()
    editor.press("Delete")
    editor.expect_text("甲，乙")


def test_a_metric_without_value_is_offered_by_its_name_once(opened):
    editor = opened()
    editor.keys.type("@学位数")
    editor.expect_offers("学位数")
    expect(editor.page.locator(".cm-completionDetail")).to_have_text(["待补"])
    editor.press("Enter")
    editor.expect_text("{{ 学位数 }}")


def test_what_is_copied_is_the_token(opened):
    editor = opened(f"甲{RATE}乙")
    editor.press("Control+a")
    copied = editor.page.evaluate(
        """() => {
            const data = new DataTransfer();
            const how = { clipboardData: data, bubbles: true, cancelable: true };
            const event = new ClipboardEvent("copy", how);
            document.querySelector(".cm-content").dispatchEvent(event);
            return data.getData("text/plain");
        }"""
    )
    assert copied == f"甲{RATE}乙"


def test_after_an_at_sign_metrics_are_offered_and_enter_puts_the_first_in(opened):
    editor = opened()
    editor.keys.type("达@学前三年")
    editor.expect_offers("92.3%", "比上年提高2.1个百分点")
    editor.press("Enter")
    editor.expect_text(f"达{RATE}")


def test_an_at_sign_with_the_name_of_a_way_of_writing_offers_just_that(opened):
    editor = opened()
    editor.keys.type("@毛入园率同比")
    editor.expect_offers("比上年提高2.1个百分点")


def test_two_hanzi_of_a_name_offer_its_phrases_and_enter_still_begins_a_line(opened):
    editor = opened()
    editor.keys.insert_text("毛入")
    editor.expect_offers("毛入园率达92.3%", "毛入园率92.3%", "毛入园率比上年提高2.1个百分点")
    editor.press("Enter")
    editor.keys.insert_text("毛入")
    editor.expect_text("毛入\n毛入")
    editor.expect_offers()
    editor.press("Tab")
    editor.expect_text(f"毛入\n毛入园率达{RATE}")


def test_a_synonym_that_was_typed_stays_as_it_was_typed(opened):
    editor = opened()
    editor.keys.insert_text("学前三年毛入园率")
    editor.expect_offers()
    editor.press("ArrowDown", "ArrowDown", "Enter")
    editor.expect_text(f"学前三年毛入园率{RATE}")


def test_offers_close_with_escape_and_nothing_changes(opened):
    editor = opened()
    editor.keys.type("@毛")
    editor.expect_offers()
    editor.press("Escape")
    editor.expect_no_offers()
    editor.expect_text("@毛")


def test_an_input_method_is_left_alone_until_its_words_stand(opened):
    editor = opened()
    session = editor.compose("m", "mao", "mao'ru", "毛入")
    editor.page.wait_for_timeout(300)
    editor.expect_no_offers()
    session.send("Input.insertText", {"text": "毛入"})
    expect(editor.page.locator(f"{OFFERED} .cm-completionLabel").first).to_have_text("毛入园率达92.3%")
    editor.expect_text("毛入")


def test_an_input_method_writes_before_and_behind_a_chip(opened):
    editor = opened(RATE)
    editor.press("Control+End")
    editor.compose("h", "hou").send("Input.insertText", {"text": "后"})
    editor.press("Home")
    editor.compose("q", "qian").send("Input.insertText", {"text": "前"})
    editor.expect_text(f"前{RATE}后")


@pytest.mark.parametrize(
    ("copied", "kept"),
    [
        ("\u3000\u3000第一段。\r\n\r\n第二段。\r\n", "第一段。\n第二段。"),
        ("\uf0b7\t扩大资源\r\n•  规范 办园\r\n- 条目", "扩大资源\n规范办园\n条目"),
        ("1.\t第一项\r\n（一） 强化领导", "1.第一项\n（一）强化领导"),
        ("指标\t2024年\t2025年\r\n幼儿园数\t58\t60", "指标 2024年 2025年\n幼儿园数 58 60"),
        ("软\u000b回车，不\u200b可见\u00ad字符\u00a0", "软\n回车，不可见字符"),
        ("-5℃，共有{{ 毛入园率 | 同比 }}", "-5℃，共有{{ 毛入园率 | 同比 }}"),
        ("over 58 所 school", "over 58 所 school"),
    ],
)
def test_pasted_text_keeps_paragraphs_only(opened, copied, kept):
    editor = opened()
    editor.paste(plain=copied, html="<p style='color:red'>别用这个</p>")
    editor.expect_text(kept)


def test_a_page_without_plain_text_is_pasted_by_its_paragraphs(opened):
    editor = opened()
    page = (
        "<style>p{}</style><p class=MsoNormal><b>甲</b>\n段</p><p>乙<br>丙</p><table><tr><td>园<td>5</table>"
    )
    editor.paste(html=page)
    editor.expect_text("甲段\n乙\n丙\n园 5")
    assert editor.note == "已粘贴 4 段，只保留了文字和分段。"


def test_what_is_too_long_is_told_and_not_put_in(opened):
    editor = opened("短")
    editor.press("Control+End")
    editor.paste(plain="长" * 200)
    editor.expect_text("短")
    assert editor.note == "没有放入：粘贴的文字有 200 字，放入后本节共 201 字，最多 200 字。请分几节粘贴。"


def test_a_number_that_belongs_to_a_figure_is_marked_and_replaced_by_keys(opened):
    editor = opened()
    editor.spots = {"58所": ("contradicts", "{{ 幼儿园数 }}"), "2024年": ("stale_year", "")}
    editor.keys.insert_text("2024年有58所。")
    editor.page.locator(".cm-spot.is-contradicts").wait_for()
    expect(editor.page.locator(".cm-spot")).to_have_text(["2024年", "58所"])
    editor.press("Control+Home", "Control+.")
    editor.page.get_by_role("button", name="不用改").press("Enter")
    expect(editor.page.locator(".cm-spot")).to_have_text(["58所"])
    editor.press("Control+.")
    editor.page.get_by_role("button", name="换成指标 58所").press("Enter")
    editor.expect_text("2024年有{{ 幼儿园数 }}。")
    editor.press("Control+z")
    editor.expect_text("2024年有58所。")


def test_other_scripts_replace_the_whole_text_in_one_step_of_undo(opened):
    editor = opened("原来的话。")
    editor.page.evaluate(
        """() => {
            window.heard = [];
            document.addEventListener("edusum:typed", (event) => window.heard.push(event.detail.text));
            document.getElementById("id_text").edusum.setText("换过的话。\\r\\n第二段。");
        }"""
    )
    editor.expect_text("换过的话。\n第二段。")
    assert editor.page.evaluate("window.heard") == ["换过的话。\n第二段。"]
    editor.press("Control+z")
    editor.expect_text("原来的话。")


def test_a_button_beside_the_text_puts_its_figure_at_the_cursor(opened):
    editor = opened("前后")
    editor.press("Control+Home", "ArrowRight")
    editor.page.get_by_role("button", name="放", exact=True).click()
    editor.expect_text(f"前{RATE}后")


def test_tab_leaves_the_editor(opened):
    editor = opened("字")
    editor.press("Tab")
    expect(editor.page.get_by_role("button", name="放", exact=True)).to_be_focused()
