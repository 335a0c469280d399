"""An old paper becomes a report template that renders, and a Word file in official layout."""

import re

import pytest
from playwright.sync_api import expect

from tests.export.rules import breaches
from tests.export.validators import audit_errors, sdk_errors
from tests.flows.downloads import fetched
from tests.flows.test_intake import read

pytestmark = [pytest.mark.flow, pytest.mark.proof]
TITLE = "区教育局2019年学校安全工作总结"
OLD = f"""{TITLE}
2019年，全区学校安全形势平稳。
一、强化人防建设
(一)配齐队伍
全区配备专职保安员386名。经常组织演练。
(三)常抓演练
演练做到经常化。
二、压实各方责任
学校与家长签订责任书，落实到人。
区教育局
二〇二〇年一月六日
打印本页 关闭窗口"""
METRIC = "学校专职保安员配备数"


def test_from_an_old_paper_to_a_template_and_to_official_layout(signed_in, tmp_path):
    page = signed_in("moban")
    paper = hand_in(page)
    set_officially(page, tmp_path)
    page.goto(paper)
    make_a_template(page)
    publish(page)
    see_it(page)


def hand_in(page):
    page.goto("/intake/")
    page.get_by_text("没有文件，粘贴文字").click()
    page.fill("#intake-text", OLD)
    page.get_by_role("button", name="放进来识别").click()
    read(page)
    return page.url


def set_officially(page, folder):
    """The paper is shown first; residue is gone, marks are in order, the date is in Arabic digits."""
    page.get_by_role("link", name="套用公文版式").click()
    expect(page.locator("#id_signed_on")).to_have_value("2020年1月6日")
    expect(page.get_by_text("（二）常抓演练").first).to_be_visible()
    expect(page.get_by_text("打印本页")).to_have_count(0)
    page.locator("#id_title").fill("全区学校安全工作总结")
    page.get_by_role("button", name="看改后的纸样").click()
    expect(page.locator(".paper").get_by_text("全区学校安全工作总结").first).to_be_visible()
    came = fetched(page.get_by_role("button", name="导出 Word"))
    file = folder / came.suggested_filename
    came.save_as(file)
    assert file.name == "全区学校安全工作总结.docx"
    assert (breaches(file.read_bytes()), audit_errors(file), sdk_errors([file])) == ([], [], {})


def make_a_template(page):
    """A figure without a metric gets one; its sentence is a phrase, seen before anything is stored."""
    page.get_by_role("link", name="生成模板").click()
    row = page.get_by_role("row").filter(has_text="386")
    row.get_by_role("checkbox").check()
    row.get_by_role("textbox").fill(METRIC)
    page.get_by_role("button", name="看效果，先不存").click()
    expect(page.locator("mark", has_text=METRIC)).to_be_visible()
    page.get_by_role("button", name="生成模板").click()
    expect(page.locator(".state-editing")).to_be_visible()


def publish(page):
    page.get_by_text("发布……").click()
    page.get_by_role("button", name="确定发布").click()
    expect(page.locator(".state-published")).to_be_visible()


def see_it(page):
    version = re.search(r"templateversion/(\d+)/", page.url)[1]
    page.goto(f"/library/versions/{version}/paper/")
    paper = page.locator(".paper").first
    expect(paper.get_by_text("强化人防建设")).to_be_visible()
    expect(paper.get_by_text("全区配备专职保安员").first).to_be_visible()
