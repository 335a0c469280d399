"""Nothing that people write is lost: two windows, a conflict, a server that dies, a session that ends."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.flows.conftest import OFFICE
from tests.flows.serving import MortalSite

pytestmark = [pytest.mark.flow, pytest.mark.proof]
TEMPLATE = "区县教育局年度工作总结（指标式）"
BASIC, DIGITAL = "基础教育普及成果巩固扩大", "教育数字化基础不断夯实"
READ = "document.getElementById('id_text').value"
IN_EDITOR = "document.activeElement.classList.contains('cm-content')"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('edusum.kept.')).length"


@pytest.fixture(scope="module")
def server(prepared, tmp_path_factory):
    """A server of this module's own: it is killed on the way."""
    mortal = MortalSite(prepared, tmp_path_factory.mktemp("alone"))
    yield mortal
    mortal.stop()


@pytest.fixture(scope="module")
def site(server):
    return server.site


@pytest.fixture(autouse=True)
def _server_is_up(server):
    """Also where the test before ended while it was down."""
    if server.server.poll() is not None:
        server.start()


def start_draft(page, *, year):
    page.goto("/drafts/start/")
    option = page.locator("#id_version option", has_text=TEMPLATE)
    page.get_by_label("报告模板").select_option(option.get_attribute("value"))
    page.get_by_label("年度").fill(str(year))
    page.get_by_role("button", name="建立初稿").click()
    page.get_by_text(f"《示例区教育局{year}年工作总结》已建立").wait_for()
    return re.search(r"/drafts/[0-9]+/", page.url)[0]


def open_section(page, draft, heading):
    page.goto(draft)
    page.get_by_role("link", name=heading).first.click()
    page.wait_for_url("**/sections/**")
    until(page, "window.edusum?.writing && document.getElementById('id_text')?.edusum")


def until(page, holds):
    """Waits until the script says yes. (Playwright's own wait needs what pages forbid.)"""
    deadline = time.monotonic() + OFFICE
    while not page.evaluate(f"Boolean({holds})"):
        assert time.monotonic() < deadline, holds
        time.sleep(0.1)


def to_end(page):
    """The cursor behind the last word."""
    page.evaluate("document.getElementById('id_text').edusum.focus()")
    page.keyboard.press("Control+End")


def write(page, words):
    """As from a keyboard, key by key."""
    for sign in words:
        if sign == "\n":
            page.keyboard.press("Enter")
        else:
            page.keyboard.insert_text(sign)


def saved(page):
    """Waits until the page says that all is saved."""
    said = "document.querySelector('[data-typed-state]').textContent.startsWith('已保存')"
    until(page, f"{said} && edusum.writing.isQuiet()")


def text_of(page):
    return page.evaluate(READ)


def section_as_stored(page, draft, heading):
    """What a window that knows nothing finds in the editor."""
    open_section(page, draft, heading)
    return text_of(page)


def test_two_windows_a_conflict_a_killed_server_and_an_ended_session_lose_no_character(
    signed_in, server, site
):
    office = signed_in("tonggao")
    draft = start_draft(office, year=2017)
    basic, digital = signed_in("tianbao"), signed_in("xinxi")
    open_section(basic, draft, BASIC)
    open_section(digital, draft, DIGITAL)
    expected = {BASIC: text_of(basic), DIGITAL: text_of(digital)}

    # two departments write at once, a sign here, a sign there
    for page in (basic, digital):
        to_end(page)
    said = (
        "\n学位供给持续增加，“入园难”明显缓解；家长满意度稳步提升。",
        "\n数字校园建设提速，<资源>共建共享、常态应用。\n",
    )
    for one, other in zip(said[0].ljust(40), said[1].ljust(40), strict=True):
        write(basic, one.strip(" "))
        write(digital, other.strip(" "))
    for page in (basic, digital):
        saved(page)
    expected[BASIC] += said[0]
    expected[DIGITAL] += said[1].rstrip()
    reader = signed_in("fenguan")
    assert stored(office, draft) == expected

    # the office has the section open, too: each sees the other; changes far apart are merged at once
    open_section(office, draft, BASIC)
    basic.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    basic.get_by_text("另有 1 人在本节：沈书言").wait_for()
    to_end(office)
    write(office, "\n办公室补充：统筹推进。")
    saved(office)
    basic.evaluate("document.getElementById('id_text').edusum.focus()")
    basic.keyboard.press("Control+Home")
    write(basic, "开篇")
    told = basic.locator("[data-taken-up]")
    told.get_by_text(re.compile(r"已并入沈书言 \d\d:\d\d 的修改")).wait_for()
    write(basic, "一句。")
    assert basic.locator("[data-conflict]").is_hidden()
    assert basic.evaluate(IN_EDITOR)
    saved(basic)
    expected[BASIC] = f"开篇一句。{expected[BASIC]}\n办公室补充：统筹推进。"
    assert text_of(basic) == expected[BASIC]
    assert stored(office, draft) == expected

    # the server dies between a keystroke and its save
    to_end(digital)
    write(digital, "\n半句话写到")
    server.kill()
    write(digital, "一半，服务器停了，还在写。")
    digital.get_by_text("还没有保存，正在重试").wait_for()
    assert digital.evaluate(KEPT) == 1
    server.start()
    saved(digital)
    expected[DIGITAL] += "\n半句话写到一半，服务器停了，还在写。"
    assert digital.evaluate(KEPT) == 0

    # the session ends; signing in again happens in place and takes no key away
    basic.context.clear_cookies(name="sessionid")
    to_end(basic)
    write(basic, "\n登录过期时")
    door = basic.locator("[data-sign-in-here]")
    door.get_by_role("button", name="登录并接着保存").wait_for()
    write(basic, "写的一句。")
    door.get_by_label("密码").fill("记错的密码")
    door.get_by_role("button", name="登录并接着保存").click()
    door.get_by_text("用户名或密码不对").wait_for()
    door.get_by_label("密码").fill(site.password)
    door.get_by_role("button", name="登录并接着保存").click()
    saved(basic)
    expected[BASIC] += "\n登录过期时写的一句。"

    # no character is lost, and the preview is complete
    assert stored(office, draft) == expected
    reader.goto(f"{draft}paper/")
    on_paper = reader.locator("article.paper").inner_text().replace("\n", "")
    typed = [*said[0].split("\n"), *said[1].split("\n"), "开篇一句。", "办公室补充：统筹推进。"]
    typed += ["半句话写到一半，服务器停了，还在写。", "登录过期时写的一句。"]
    assert [words for words in typed if words not in on_paper] == []


def stored(page, draft):
    return {heading: section_as_stored(page, draft, heading) for heading in (BASIC, DIGITAL)}


def test_words_that_could_not_be_saved_are_offered_on_the_next_visit(signed_in, server):
    office = signed_in("tonggao")
    draft = start_draft(office, year=2018)
    open_section(office, draft, DIGITAL)
    before = text_of(office)
    server.kill()
    to_end(office)
    write(office, "\n断网时写的。")
    office.get_by_text("还没有保存，正在重试").wait_for()
    context = office.context
    office.close()
    server.start()
    office = context.new_page()
    open_section(office, draft, DIGITAL)
    assert text_of(office) == before
    office.get_by_text("有没保存上的文字", exact=True).wait_for()
    office.get_by_role("button", name="放回编辑框并保存").click()
    saved(office)
    assert section_as_stored(office, draft, DIGITAL) == f"{before}\n断网时写的。"
    assert office.evaluate(KEPT) == 0


def test_a_section_handed_in_meanwhile_is_told_and_the_words_stay_in_the_browser(signed_in, site):
    draft = start_draft(signed_in("tonggao"), year=2019)
    clerk, head = signed_in("tianbao"), signed_in("fuzeren")
    open_section(clerk, draft, BASIC)
    open_section(head, draft, BASIC)
    head.get_by_role("button", name="保存并交稿").click()
    head.get_by_label("仍要交稿").check()
    head.get_by_role("button", name="保存并交稿").click()
    head.get_by_text("本节已交稿。").wait_for()
    to_end(clerk)
    write(clerk, "交稿以后写的。")
    clerk.get_by_text("没有保存：本节现在是“已交”").wait_for()
    assert clerk.evaluate(KEPT) == 1


def test_what_overlaps_is_chosen_place_by_place_and_the_other_text_stays_in_the_history(signed_in, site):
    office, clerk = signed_in("tonggao"), signed_in("tianbao")
    draft = start_draft(office, year=2020)
    open_section(office, draft, BASIC)
    office.evaluate("document.getElementById('id_text').edusum.setText('质量高。\\n结尾。')")
    saved(office)
    open_section(clerk, draft, BASIC)
    office.evaluate("document.getElementById('id_text').edusum.setText('质量更高。\\n结尾。')")
    saved(office)
    clerk.evaluate("document.getElementById('id_text').edusum.setText('质量很好。\\n结尾。')")
    panel = clerk.locator("[data-conflict]")
    panel.get_by_text("有 1 处两边改得不一样").wait_for()
    merge = panel.get_by_role("button", name="用合在一起的文字")
    expect(merge).to_be_disabled()
    clerk.evaluate("document.getElementById('id_text').edusum.focus()")
    clerk.keyboard.press("Control+End")
    write(clerk, "续")
    panel.get_by_text("您又改了文字，下面已更新。").wait_for()
    assert clerk.evaluate(IN_EDITOR)
    clerk.get_by_role("button", name="去核对").click()
    panel.get_by_role("heading", name="您和沈书言同时改了这一节").wait_for()
    panel.get_by_role("radio", name="沈书言的 质量更高。").check()
    merge.click()
    saved(clerk)
    assert clerk.evaluate(IN_EDITOR)
    assert section_as_stored(office, draft, BASIC) == "质量更高。\n结尾。续"
    office.goto(re.sub(r"(sections/\d+/).*", r"\1history/", office.url))
    office.get_by_text("与他人同时修改时所写，合并前的文字").wait_for()


def test_a_page_never_saves_as_another_person_who_signed_in_in_another_tab(signed_in, site):
    office = signed_in("tonggao")
    draft = start_draft(office, year=2022)
    open_section(office, draft, DIGITAL)
    before = text_of(office)
    other = office.context.new_page()
    office.context.clear_cookies(name="sessionid")
    other.goto("/accounts/sign-in/")
    other.fill("input[name=username]", "xinxi")
    other.fill("input[name=password]", site.password)
    other.get_by_role("button", name="登录").click()
    other.wait_for_url(lambda url: "/accounts/sign-in/" not in url)
    to_end(office)
    write(office, "换人以后写的。")
    door = office.locator("[data-sign-in-here]")
    door.get_by_label("密码").fill("记错的密码")
    door.get_by_role("button", name="登录并接着保存").click()
    door.get_by_text("用户名或密码不对").wait_for()
    to_end(office)
    write(office, "再写一句。")
    office.evaluate("window.dispatchEvent(new Event('online'))")
    assert section_as_stored(other, draft, DIGITAL) == before
    assert office.evaluate(KEPT) == 1
    door.get_by_label("密码").fill(site.password)
    door.get_by_role("button", name="登录并接着保存").click()
    saved(office)
    assert section_as_stored(office, draft, DIGITAL) == f"{before}换人以后写的。再写一句。"


def test_a_conflict_whose_texts_cannot_be_fetched_is_told_and_fetched_later(signed_in, site):
    office, clerk = signed_in("tonggao"), signed_in("tianbao")
    draft = start_draft(office, year=2023)
    open_section(office, draft, BASIC)
    open_section(clerk, draft, BASIC)
    to_end(office)
    write(office, "办公室写的。")
    saved(office)
    refusing = {"status": 422, "content_type": "application/json", "body": '{"words": "文字太长。"}'}
    clerk.route("**/merge/", lambda route: route.fulfill(**refusing))
    to_end(clerk)
    write(clerk, "科室写的。")
    clerk.get_by_text("没有取到别人保存的文字：文字太长。").wait_for()
    clerk.unroute("**/merge/")
    write(clerk, "又写。")
    clerk.get_by_role("heading", name="您和沈书言同时改了这一节").wait_for()


def test_ctrl_s_saves_without_leaving_the_page(signed_in, site):
    office = signed_in("tonggao")
    draft = start_draft(office, year=2021)
    open_section(office, draft, DIGITAL)
    office.evaluate("window.stayed = true")
    to_end(office)
    write(office, "快捷键。")
    office.keyboard.press("Control+s")
    saved(office)
    assert office.evaluate("window.stayed")
    assert section_as_stored(office, draft, DIGITAL).endswith("快捷键。")


def test_after_a_save_what_stands_around_the_text_is_of_now_and_the_cursor_stays(signed_in, site):
    office = signed_in("tonggao")
    draft = start_draft(office, year=2016)
    open_section(office, draft, DIGITAL)
    version, gaps = office.locator("[data-now=version]"), office.locator("[data-now=gaps]")
    expect(version).to_have_text("按模板自动生成")
    figures = office.locator("[data-now=figures] [data-figure]").count()
    to_end(office)
    office.evaluate("document.getElementById('id_text').edusum.insert('{{ 三至五周岁人口数 }}')")
    told = office.locator("[data-new-figures]")
    told.get_by_text("本节新用到指标：三至五周岁人口数，已列入教育信息化科的指标填报。").wait_for()
    write(office, "人。")
    saved(office)
    gaps.get_by_text("三至五周岁人口数").wait_for()
    version.get_by_text("第 1 版").wait_for()
    expect(version).to_contain_text("沈书言")
    expect(office.locator("[data-now=figures] [data-figure]")).to_have_count(figures + 1)
    office.locator("[data-now=states]").get_by_text("填写中").wait_for()
    assert office.evaluate(IN_EDITOR)
    assert text_of(office).endswith("{{ 三至五周岁人口数 }}人。")


def test_the_newest_words_of_another_come_in_without_leaving_the_page(signed_in, site):
    office, clerk = signed_in("tonggao"), signed_in("tianbao")
    draft = start_draft(office, year=2024)
    open_section(office, draft, BASIC)
    open_section(clerk, draft, BASIC)
    office.evaluate("window.stayed = true")
    to_end(clerk)
    write(clerk, "科室补写。")
    saved(clerk)
    office.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    office.get_by_role("button", name="换成最新的文字").click()
    until(office, f"{READ}.endsWith('科室补写。')")
    assert office.evaluate("window.stayed && edusum.writing.isQuiet()")
