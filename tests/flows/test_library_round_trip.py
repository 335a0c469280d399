"""A template grows in one bureau, goes out as a file, and comes in at another."""

import re

import pytest
from playwright.sync_api import expect

from tests.flows.conftest import arrived, enter
from tests.flows.downloads import fetched
from tests.running import manage

pytestmark = [pytest.mark.flow, pytest.mark.proof]
TEMPLATE = "为民办实事项目（助学）工作总结"
HEADING = "学前教育扩容提质"
SAID = "全区学前三年毛入园率达{{ 学前三年毛入园率 }}"
SECOND = ["另一示例区教育局", "--short", "区教育局", "--local", "我区", "--whole", "全区"]
PASSWORD = "换成-自己的-2026"


def test_from_a_new_section_to_another_bureaus_template(signed_in, open_page, site, tmp_path):
    page = signed_in("moban")
    copy_template(page)
    add_section(page)
    publish(page)
    compare_with_the_one_before(page)
    file = export(page, tmp_path)

    elsewhere = sign_in_at_a_second_bureau(open_page(), site)
    import_file(elsewhere, file)
    see_it(elsewhere)
    page.goto("/library/")
    expect(page.get_by_role("row", name=TEMPLATE)).to_have_count(1)


def copy_template(page):
    page.goto("/library/")
    page.get_by_role("row", name=TEMPLATE).get_by_role("link", name="查看、改版").click()
    page.get_by_role("button", name="复制为新版本").click()
    expect(page.locator(".state-editing")).to_be_visible()


def add_section(page):
    """The phrase is put in by completion; a slip is told in place and mended."""
    page.get_by_role("link", name="添加章节").click()
    page.fill("#id_heading", HEADING)
    arrived(page)
    page.get_by_role("button", name="添加一句措辞").click()
    phrase, told = page.locator("#id_phrases-0-text"), page.locator("#phrases-0-told")
    phrase.press_sequentially("全区学前三年毛入园率达{{ 学前三年")
    expect(page.locator("#phrase-completion [role=option]").first).to_contain_text("学前三年毛入园率")
    phrase.press("Enter")
    expect(phrase).to_have_value(SAID)
    phrase.press_sequentially("，{{ 学前三年毛入园律 }}。")
    expect(told).to_contain_text("第1句第1行：没有叫“学前三年毛入园律”的指标")
    phrase.fill(f"{SAID}。")
    expect(told).to_have_text(re.compile(r"^\s*全区学前三年毛入园率达[0-9.]+%。\s*$"))
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("link", name=f"、{HEADING}")).to_be_visible()


def publish(page):
    page.get_by_text("发布……").click()
    page.get_by_role("button", name="确定发布").click()
    expect(page.locator(".state-published")).to_be_visible()


def compare_with_the_one_before(page):
    page.get_by_role("link", name="与第1版对比").click()
    expect(page.get_by_text("新增 1 节", exact=True)).to_be_visible()
    added = page.get_by_role("article", name=HEADING)
    expect(added.locator("ins")).to_have_text(f"{SAID}。")
    expect(page.get_by_text("没有改动").first).to_be_visible()
    page.get_by_role("link", name="只看改动").click()
    expect(page.get_by_text("没有改动")).to_have_count(0)
    page.get_by_role("link", name="回到第2版").click()


def export(page, folder):
    came = fetched(page.get_by_role("link", name="导出为文件"))
    assert came.suggested_filename.endswith("第2版.yaml")
    path = folder / came.suggested_filename
    came.save_as(path)
    assert HEADING in path.read_text()
    return path


def sign_in_at_a_second_bureau(page, site):
    started = manage(
        "start_bureau", *SECOND, "--username", "moban2", "--name", "另一管理员", data_dir=site.data_dir
    )
    assert started.returncode == 0, started.stderr
    password = re.search(r"初始密码 (\S+)", started.stdout)[1]
    enter(page, "moban2", password)
    page.fill("input[name=old_password]", password)
    page.fill("input[name=new_password1]", PASSWORD)
    page.fill("input[name=new_password2]", PASSWORD)
    page.get_by_role("button", name="修改密码").click()
    page.wait_for_url(lambda url: "password" not in url)
    return page


def import_file(page, file):
    page.goto("/library/")
    page.get_by_role("link", name="导入模板文件").click()
    page.set_input_files("input[type=file]", file)
    expect(page.get_by_label("归属")).to_have_value(re.compile(r"\d+"))
    page.get_by_role("button", name="读入并核对").click()
    expect(page.get_by_text("另一示例区教育局专用")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^\d+ 个与本系统已有的相同"))).to_be_visible()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("已导入为")).to_be_visible()


def see_it(page):
    page.get_by_role("link", name=f"、{HEADING}").click()
    expect(page.locator("#id_phrases-0-text")).to_have_value(f"{SAID}。")
    page.goto("/library/")
    own = page.get_by_role("row", name=re.compile(f"{TEMPLATE}.*专用"))
    expect(own.get_by_role("link", name="编辑第1版")).to_be_visible()
