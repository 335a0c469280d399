"""A long old paper in pages, and what the reader overlooked in it."""

import re

import pytest
from playwright.sync_api import expect

from tests.flows.test_intake import read

pytestmark = [pytest.mark.flow, pytest.mark.proof]

SOLID = "各校落实上级部署，深化课程改革，注重过程管理，办学质量提高。" * 4
LONG = "示例区教育局2017年工作总结\n一、办学条件\n" + "\n".join(
    f"新建第{number}类学校{number + 10}所。{SOLID}" for number in range(150)
)
OVERLOOKED = "走访家庭若干，编号一览另附。"
SELECT = """words => {
  const walker = document.createTreeWalker(document.querySelector("#old-text"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const start = node.data.indexOf(words);
    if (start < 0) continue;
    getSelection().setBaseAndExtent(node, start, node, start + words.length);
    return;
  }
}"""


@pytest.fixture
def paper(signed_in):
    page = signed_in("tonggao")
    page.goto("/intake/")
    page.get_by_text("没有文件，粘贴文字").click()
    page.get_by_label("旧稿的文字").fill(f"{LONG}\n{OVERLOOKED}")
    page.get_by_role("button", name="放进来识别").click()
    read(page)
    return page


def test_a_click_leads_to_places_that_other_pages_have_and_selected_words_become_a_figure(paper):
    figures, text = paper.locator("#figures"), paper.locator("#old-text")
    expect(text.get_by_text("原文 第 1 页，共 2 页").first).to_be_visible()
    figures.get_by_role("link", name="下一页").click()
    figures.get_by_text("数值 第 2 页").wait_for()
    figures.get_by_role("link", name="下一页").click()
    figures.get_by_text("数值 第 3 页").wait_for()
    row = figures.get_by_role("row", name=re.compile("第119类学校"))
    row.get_by_role("link", name=re.compile("第119类学校")).click()
    expect(text.locator(".is-lit")).to_have_text("129所")
    text.locator(".mark-quantity").last.click()
    expect(figures.locator("tr.is-lit")).to_contain_text("159所")

    paper.get_by_label("名目、数值含有").fill("第77类")
    expect(figures.locator("tbody tr")).to_have_count(1)
    expect(paper.locator("#tab-figures .tab-count")).to_have_text("150")
    figures.get_by_role("checkbox").click()
    expect(paper.locator("#tab-figures .tab-count")).to_have_text("149")

    paper.evaluate(SELECT, "若干")
    paper.get_by_role("button", name="记为数据").click()
    expect(paper.get_by_label("原文里的数")).to_have_value("若干")
    paper.get_by_label("名目（是什么的数）").fill("走访家庭数")
    paper.get_by_role("button", name="补上数据").click()
    expect(paper.get_by_text("没有读出数值")).to_be_visible()
    text.get_by_role("link", name="下文").first.click()
    expect(text.get_by_text("原文 第 2 页").first).to_be_visible()
    paper.get_by_label("数值（不填就照原文）").fill("60")
    paper.get_by_label("单位", exact=True).fill("户")
    paper.get_by_role("button", name="补上数据").click()
    expect(paper.locator("tr.is-lit")).to_contain_text("人工补上")
    expect(paper.locator("#old-text .is-lit, #old-text [title='走访家庭数 60户']").first).to_have_text("若干")
