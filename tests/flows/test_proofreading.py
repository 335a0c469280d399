"""A faulty .docx is dropped on the page: no draft, no library, no set-up; what was found is settled there."""

import base64
import io
import re

import docx
import pytest
from playwright.sync_api import expect

from tests.flows.conftest import OFFICE, arrived

pytestmark = pytest.mark.flow

LINES = [
    "示例区教育局2025年工作总结",
    "一、学前教育",
    "全区幼儿园开学平稳有序，，幼儿全部到园。",
    "全区有幼儿园46所（其中公办幼儿园12所、民办幼儿园35所）。",
    "二、义务教育",
    "各校课后服务按时开展。，家长普遍满意。",
    "有人写道：“等一等。，再说。”",
]
DROP = """async ([selector, name, content]) => {
  const data = new DataTransfer();
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  data.items.add(new File([bytes], name));
  const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true });
  document.querySelector(selector).dispatchEvent(drop);
}"""


def faulty_docx():
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def drop(page, name="工作总结.docx"):
    page.goto("/proofreading/")
    content = base64.b64encode(faulty_docx()).decode()
    page.evaluate(DROP, ["[data-proof-drop]", name, content])
    page.wait_for_url(re.compile(r"/proofreading/papers/\d+/"), timeout=OFFICE * 1000)


def card(page, words):
    return page.locator(".find", has=page.locator(".find-quote", has_text=words)).first


def opened(page, words):
    arrived(page)
    found = card(page, words)
    if found.get_attribute("open") is None:
        found.locator("summary").click()
    return found


def test_a_faulty_file_is_dropped_mended_waived_and_looked_through_again(signed_in):
    page = signed_in("juzhang")
    drop(page)
    expect(page.locator("h1")).to_have_text("校核：工作总结.docx")
    sum_of_parts = opened(page, "46所")
    expect(sum_of_parts.locator(".find-evidence")).to_contain_text("47")

    chosen = page.locator(".hit.is-chosen")
    expect(chosen.first).to_contain_text("46所")
    page.locator(".hit", has_text="，，").click()
    expect(opened(page, "有序，，").locator(".find-body")).to_be_visible()
    expect(chosen.first).to_have_text("，，")
    page.keyboard.press("j")
    expect(chosen.first).not_to_have_text("，，")

    opened(page, "有序，，").get_by_role("button", name="只留").click()
    expect(page.get_by_text("已改 1 处，原文件没有动。")).to_be_visible()
    found = opened(page, "46所")
    found.get_by_role("link", name="手工修改…").click()
    sentence = found.get_by_label("改写这句话")
    sentence.fill(sentence.input_value().replace("46所", "47所"))
    found.get_by_role("button", name="保存修改").click()
    expect(page.get_by_text("已改 2 处，原文件没有动。")).to_be_visible()
    expect(page.locator(".proof-paper")).to_contain_text("全区有幼儿园47所")

    found = opened(page, "等一等。，")
    found.get_by_role("link", name="不是错误…").click()
    found.get_by_label("为什么不是错误").fill("引用原话，照录")
    found.get_by_role("button", name="确认不是错误").click()
    expect(page.get_by_text("已忽略这一处")).to_be_visible()

    page.reload()
    expect(page.locator(".find-quote", has_text="等一等")).to_have_count(0)
    expect(card(page, "开展。，")).to_be_visible()
    page.get_by_role("link", name=re.compile("已忽略")).click()
    expect(card(page, "等一等。，")).to_be_visible()
    expect(opened(page, "等一等。，")).to_contain_text("引用原话，照录")

    drop(page)  # the same file once more, as it came: the reason given for it still holds
    expect(page.locator(".find-quote", has_text="等一等")).to_have_count(0)
    expect(card(page, "有序，，")).to_be_visible()


def test_a_file_that_is_chosen_is_looked_through_at_once_and_the_window_holds_all(signed_in, tmp_path):
    page = signed_in("juzhang")
    page.goto("/proofreading/")
    expect(page.get_by_role("button", name="开始核对", exact=True)).to_be_hidden()
    file = tmp_path / "工作总结.docx"
    file.write_bytes(faulty_docx())
    page.get_by_label("选择文件…").set_input_files(file)
    page.wait_for_url(re.compile(r"/proofreading/papers/\d+/"), timeout=OFFICE * 1000)
    page.set_viewport_size({"width": 1440, "height": 900})
    opened(page, "46所").get_by_role("link", name="手工修改…").click()
    expect(page.get_by_role("button", name="保存修改")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_a_search_for_rules_counts_what_it_leaves(signed_in):
    page = signed_in("juzhang")
    page.goto("/proofreading/rules/")
    page.get_by_label("按字查找规则").fill("书名号")
    for chapter in page.locator(".rule-chapter:visible").all():
        shown = chapter.locator("[data-rule]:visible").count()
        expect(chapter.locator("[data-rule-count]")).to_have_text(str(shown))
        link = page.locator(f'.rule-families a[href="#{chapter.get_attribute("id")}"]')
        expect(link.locator("[data-rule-count]")).to_have_text(str(shown))
    page.get_by_label("按字查找规则").fill("没有的字")
    expect(page.locator("[data-rule-none]")).to_have_text("没有这样的规则，请换几个字。", use_inner_text=True)
