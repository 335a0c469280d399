"""A session that ends while somebody writes costs no words."""

import pytest

pytestmark = pytest.mark.flow


def test_words_sent_after_the_session_ended_are_saved_after_signing_in_again(signed_in, site):
    page = signed_in("tonggao")
    page.goto("/drafts/start/")
    option = page.locator("#id_version option", has_text="区县教育局年度工作总结（指标式）")
    page.get_by_label("报告模板").select_option(option.get_attribute("value"))
    page.get_by_label("年度").fill("2028")
    page.get_by_role("button", name="建立初稿").click()
    page.get_by_role("link", name="导语").click()
    words = "第一段，写到一半。\n第二段带引号“”和<尖括号>。"
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("正文").fill(words)
    page.get_by_text("登录已过期，预览停了。").wait_for()
    page.get_by_role("button", name="保存本节").click()

    page.get_by_role("heading", name="登录已过期，刚才填写的内容还在").wait_for()
    page.fill("input[name=username]", "tonggao")
    page.fill("input[name=password]", "记错的密码")
    page.get_by_role("button", name="登录并继续").click()
    page.fill("input[name=username]", "tonggao")
    page.fill("input[name=password]", site.password)
    page.get_by_role("button", name="登录并继续").click()
    page.get_by_role("button", name="继续保存").click()

    page.get_by_text("本节已保存。").wait_for()
    assert page.get_by_label("正文").input_value() == words
