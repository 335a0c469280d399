"""Last year's words are the beginning of this year's: its figures come as tokens, with this year's values."""

import re

import pytest
from playwright.sync_api import expect

from tests.flows.serving import running_alone
from tests.flows.test_two_windows import READ, saved, until

pytestmark = [pytest.mark.flow, pytest.mark.proof]
DRAFT = "/drafts/2/"
DIGITAL, TALENT, SAFETY = "盘活各方资源，探索人工智能赋能教育", "引才育才并举", "完善安全制度"
COMPUTERS = {"中学计算机机生比": ("1:6.3", "1:6.1"), "小学多媒体普通教室数": ("67间", "81间")}
CHIPS = ".editor-box .cm-chip"


@pytest.fixture(scope="module")
def site(prepared, tmp_path_factory):
    """A site of this module's own: other papers of last year would be found, too."""
    yield from running_alone(prepared, tmp_path_factory)


def open_section(page, heading):
    page.goto(DRAFT)
    page.get_by_role("link", name=heading).first.click()
    page.wait_for_url("**/sections/**")
    page.get_by_role("tab", name="上年").click()


def side(page):
    return page.get_by_role("tabpanel", name="上年")


def take(page):
    side(page).get_by_role("link", name="引用为底稿").click()
    side(page).get_by_role("button", name="放进编辑框").click()
    side(page).get_by_text("已放进编辑框").wait_for()


def choose(page, heading):
    side(page).get_by_label("从以前的材料里选一节").select_option(label=heading)
    side(page).get_by_role("button", name="看这一节").click()
    side(page).get_by_text(f"您选的：《示例区教育局2025年工作总结》{heading}").wait_for()


def test_last_years_text_of_a_like_section_is_taken_with_this_years_figures(signed_in):
    page = signed_in("xinxi")
    open_section(page, DIGITAL)
    until(page, "window.edusum?.writing && document.getElementById('id_text')?.edusum")
    beside = side(page).text_content()
    assert "《示例区教育局2025年工作总结》3.教育数字化基础不断夯实" in beside
    assert "请看看是不是这一节" in beside
    assert all(last in beside for last, _ in COMPUTERS.values())

    take(page)
    text = page.evaluate(READ)
    assert all(f"{{{{ {name} }}}}" in text for name in COMPUTERS)
    assert not re.search(r"\d", re.sub(r"\{\{.*?\}\}", "", text))
    for _, now in COMPUTERS.values():
        page.locator(CHIPS, has_text=now).first.wait_for()
    chips = page.locator(CHIPS).all_text_contents()
    assert not {last for last, _ in COMPUTERS.values()} & set(chips)
    expect(page.locator(".cm-content")).to_be_focused()

    saved(page)
    page.reload()
    assert page.evaluate(READ) == text


def test_any_section_of_last_year_can_be_chosen_and_its_years_move_along(signed_in):
    page = signed_in("tianbao")
    open_section(page, "优化联盟办学")
    until(page, "window.edusum?.writing && document.getElementById('id_text')?.edusum")
    side(page).get_by_text("没有找到上年与本节相同的一节").wait_for()
    side(page).get_by_role("link", name="从以前的材料里选一节").click()
    choose(page, "四、存在的问题与下一步打算")
    side(page).get_by_role("link", name="引用为底稿").click()
    assert (
        "2026年是"
        in side(page).get_by_role("heading", name="没有动，请您核对").locator("+ ul").text_content()
    )
    side(page).get_by_role("link", name="换一节").click()
    choose(page, "导语")

    # still chosen when one comes back
    open_section(page, "优化联盟办学")
    until(page, "window.edusum?.writing && document.getElementById('id_text')?.edusum")
    side(page).get_by_text("您选的：").wait_for()
    side(page).get_by_role("link", name="引用为底稿").click()
    moved = side(page).get_by_role("heading", name="改过的年份").locator("+ ul").text_content()
    assert moved == "2025年 → 2026年2026年工作打算 → 2027年工作打算"
    side(page).get_by_role("button", name="放进编辑框").click()
    side(page).get_by_text("已放进编辑框").wait_for()
    text = page.evaluate(READ)
    assert text.startswith("2026年，全区教育系统")
    assert "2027年工作打算" in text
    assert "（2024—2035年）" in text
    assert "提高到{{ 学前三年毛入园率 }}" in text
    page.locator(CHIPS, has_text="77.4%").wait_for()
    saved(page)
    page.reload()
    assert page.evaluate(READ) == text


@pytest.mark.parametrize("heading", [DIGITAL, TALENT, SAFETY])
def test_the_demo_has_last_years_words_beside_several_sections(signed_in, heading):
    page = signed_in("tonggao")
    open_section(page, heading)
    side(page).get_by_text("《示例区教育局2025年工作总结》").wait_for()
    side(page).locator(".quote .chip").nth(2).wait_for()
