"""Old papers come in as people bring them: dropped on the page, put right, confirmed."""

import re

import pytest
from playwright.sync_api import expect

from tests.flows.conftest import OFFICE, arrived

pytestmark = pytest.mark.flow

TEMPLATE = "区县教育局年度工作总结（指标式）"
SUMMARY = """示例区教育局2018年工作总结
2018年，全区教育系统齐心协力，各项工作有序推进。
一、坚持统筹推进，各类教育协调发展
1.基础教育普及成果巩固扩大
全区学前三年毛入园率达71.2%，小学入学率达99.1%，家长对身边的学校越来越放心。
2.职教发展情况
职业学校与企业共建实训车间，毕业生留在本地工作的越来越多。
二、文明校园创建
评出文明校园十二所，校园面貌焕然一新。
示例区教育局
2019年1月8日
"""


def test_an_old_paper_becomes_last_years_summary_and_stands_beside_the_section(signed_in):
    page = signed_in("tonggao")
    bring(page, "2018年工作总结.txt", SUMMARY)
    rename_heading(page, "职教发展情况", "职业教育办学活力持续释放")

    page.get_by_role("link", name="存为上年总结").click()
    choose_template(page)
    assert chosen_for(page, "基础教育普及成果巩固扩大") == "基础教育普及成果巩固扩大"
    assert chosen_for(page, "职业教育办学活力持续释放") == "职业教育办学活力持续释放"
    assert chosen_for(page, "文明校园创建") == "单独成一节"
    page.get_by_role("button", name="预览存好的样子").click()
    expect(page.locator("article.paper")).to_contain_text("评出文明校园十二所，校园面貌焕然一新。")
    page.get_by_role("button", name="确认存为上年总结").click()
    expect(page.get_by_text("已存为《示例区教育局2018年工作总结》")).to_be_visible()

    start_draft(page, year=2019)
    page.get_by_role("link", name="基础教育普及成果巩固扩大").first.click()
    page.wait_for_url("**/sections/**")
    page.get_by_role("tab", name="上年").click()
    beside = page.get_by_role("tabpanel", name="上年")
    expect(beside).to_contain_text("家长对身边的学校越来越放心。")
    expect(beside).to_contain_text("71.2")
    page.goto("/metrics/2019/?only=gross_pre_primary_enrolment_ratio")
    expect(page.locator("table").first).to_contain_text("71.2")


def bring(page, name, text):
    """Hand a file in, and wait until it is read."""
    page.goto("/intake/")
    content = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    page.locator("input[type=file][name=files]").set_input_files(content)
    page.get_by_role("button", name="放进来识别").click()
    read(page)


def read(page):
    """Wait until the worker has read the paper."""
    page.locator("[data-intake]").wait_for(timeout=OFFICE * 1000)
    arrived(page)


def rename_heading(page, old, new):
    page.get_by_role("tab", name=re.compile("大纲")).click()
    row = page.locator("li", has=page.get_by_role("link", name=re.compile(re.escape(old))))
    row.get_by_role("link", name="改", exact=True).click()
    form = page.locator("li.intake-open")
    form.get_by_label("标题").fill(new)
    form.get_by_role("button", name="保存").click()
    expect(page.locator("li .intake-words", has_text=new)).to_be_visible()


def choose_template(page):
    option = page.locator("#id_version option", has_text=TEMPLATE)
    page.locator("#id_version").select_option(option.get_attribute("value"))
    page.get_by_role("button", name="按所选重新比对").click()
    page.wait_for_url(re.compile("version="))


def chosen_for(page, heading):
    """What the list shows for a section of the paper, without mark."""
    row = page.get_by_role("row", name=re.compile(re.escape(heading))).first
    words = row.locator("select option:checked").inner_text()
    return re.sub(r"^(?:[一二三四五六]、|（[一二三四五六]）|[0-9]{1,2}\.)", "", words.strip())


def start_draft(page, *, year):
    page.goto("/drafts/")
    page.get_by_role("link", name="开始起草").first.click()
    option = page.locator("#id_version option", has_text=TEMPLATE)
    page.get_by_label("报告模板").select_option(option.get_attribute("value"))
    page.get_by_label("年度").fill(str(year))
    page.get_by_role("button", name="建立初稿").click()
    page.get_by_text(f"《示例区教育局{year}年工作总结》已建立").wait_for()
