"""A session that ends while somebody writes costs no words; with scripts see `test_two_windows`."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.flow
WORDS = "第一段，写到一半。\n第二段带引号“”和<尖括号>。"


@pytest.fixture
def plain_page(browser, site):
    """A window without scripts."""
    context = browser.new_context(base_url=site.url, locale="zh-CN", java_script_enabled=False)
    yield context.new_page()
    context.close()


def sign_in(page, password, button):
    page.fill("input[name=username]", "tonggao")
    page.fill("input[name=password]", password)
    page.get_by_role("button", name=button).click()


def test_words_sent_after_the_session_ended_are_saved_after_signing_in_again(plain_page, site):
    page = plain_page
    page.goto("/accounts/sign-in/")
    sign_in(page, site.password, "登录")
    page.goto("/drafts/start/")
    option = page.locator("#id_version option", has_text="区县教育局年度工作总结（指标式）")
    page.get_by_label("报告模板").select_option(option.get_attribute("value"))
    page.get_by_label("年度").fill("2028")
    page.get_by_role("button", name="建立初稿").click()
    page.get_by_role("link", name=re.compile("导语")).first.click()
    page.wait_for_url("**/sections/**")
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_text", WORDS)
    page.get_by_role("button", name="保存本节").click()

    page.get_by_role("heading", name="登录已过期，刚才填写的内容还在").wait_for()
    sign_in(page, "记错的密码", "登录并继续")
    page.get_by_text("用户名或密码不对").wait_for()
    sign_in(page, site.password, "登录并继续")
    page.get_by_role("button", name="继续保存").click()

    page.get_by_text("本节已保存。").wait_for()
    expect(page.locator("#id_text")).to_have_value(WORDS)
