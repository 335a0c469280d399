"""A template manager writes phrases: completion, errors in place, preview; and moves sections about."""

import re

import pytest
from playwright.sync_api import expect

from tests.flows.conftest import arrived

pytestmark = [pytest.mark.flow, pytest.mark.proof]
CODES = iter(range(1, 100))


@pytest.fixture
def manager(signed_in):
    return signed_in("moban")


@pytest.fixture
def workshop(manager):
    """The page of a new template's first version, with sections of these headings added."""

    def build(*headings):
        code = f"flow-{next(CODES)}"
        manager.goto("/admin/library/reporttemplate/add/")
        manager.fill("#id_name", f"流程模板{code}")
        manager.fill("#id_code", code)
        manager.get_by_role("button", name="保存", exact=True).click()
        for heading in headings:
            manager.get_by_role("link", name="添加章节").click()
            manager.fill("#id_heading", heading)
            manager.get_by_role("button", name="保存", exact=True).click()
            manager.locator("[data-section]", has_text=heading).first.wait_for()
        expect(manager.locator(".state-editing")).to_be_visible()
        arrived(manager)
        return manager

    return build


@pytest.fixture
def phrase(workshop):
    """The first phrase of a new section, with the cursor in it."""
    page = workshop()
    page.get_by_role("link", name="添加章节").click()
    page.fill("#id_heading", "学前教育")
    arrived(page)
    page.get_by_role("button", name="添加一句措辞").click()
    field = page.locator("#id_phrases-0-text")
    field.click()
    return field


def options(field):
    return field.page.locator("#phrase-completion:not([hidden]) [role=option]")


def said(field):
    return field.page.locator("#phrases-0-told")


def test_a_metric_and_a_filter_are_put_in_by_keys_alone(phrase):
    phrase.press_sequentially("幼儿园{{ 学前三年")
    expect(options(phrase).first).to_contain_text("学前三年毛入园率")
    expect(phrase).to_have_attribute("role", "combobox")
    expect(phrase).to_have_attribute("aria-activedescendant", "phrase-completion-0")
    phrase.press("Enter")
    expect(phrase).to_have_value("幼儿园{{ 学前三年毛入园率 }}")
    expect(options(phrase)).to_have_count(0)
    phrase.press_sequentially("|同")
    expect(options(phrase).first).to_contain_text("比上年增长3.4%")
    phrase.press("Tab")
    expect(phrase).to_have_value("幼儿园{{ 学前三年毛入园率|同比 }}")
    phrase.press_sequentially("。")
    expect(said(phrase)).to_have_text(re.compile(r"^\s*幼儿园比上年(提高|降低)[0-9.]+个百分点。\s*$"))
    expect(phrase.page.locator("#section-paper")).to_contain_text("一、学前教育")
    expect(phrase.page.locator("#section-paper .figure-run")).to_have_count(1)


def test_the_nearest_name_comes_first_and_the_list_stays_in_sight(phrase):
    phrase.press_sequentially("{{ 专任")
    expect(options(phrase).first).to_have_text(re.compile("^专任教师数"))
    phrase.press("Escape")
    phrase.fill("{{ 没有的 }}")
    expect(said(phrase)).to_contain_text("没有叫“没有的”的指标")
    phrase.page.set_viewport_size({"width": 390, "height": 700})
    phrase.evaluate("field => window.scrollBy(0, field.getBoundingClientRect().bottom - innerHeight + 60)")
    phrase.press("End")
    phrase.press_sequentially("{{ 教师")
    expect(options(phrase).first).to_be_visible()
    listed, fault = phrase.page.locator("#phrase-completion").bounding_box(), said(phrase).bounding_box()
    assert 0 <= listed["x"] < listed["x"] + listed["width"] <= 390
    assert 0 <= listed["y"] < listed["y"] + listed["height"] <= fault["y"]


def test_arrows_choose_escape_closes_and_an_argument_follows_its_filter(phrase):
    phrase.press_sequentially("@小学")
    expect(options(phrase).nth(1)).to_be_visible()
    second = options(phrase).nth(1).locator("b").text_content()
    phrase.press("ArrowDown")
    expect(phrase).to_have_attribute("aria-activedescendant", "phrase-completion-1")
    phrase.press("Enter")
    expect(phrase).to_have_value(f"{{{{ {second} }}}}")
    phrase.press_sequentially("|占")
    expect(options(phrase).first).to_contain_text("占比")
    phrase.press("Enter")
    phrase.press_sequentially("随迁子女就")
    expect(options(phrase).first).to_contain_text("随迁子女就")
    chosen = options(phrase).first.locator("b").text_content()
    phrase.press("Enter")
    expect(phrase).to_have_value(f"{{{{ {second}|占比({chosen}) }}}}")
    phrase.press_sequentially("，{{ 小")
    expect(options(phrase).first).to_be_visible()
    phrase.press("Escape")
    expect(options(phrase)).to_have_count(0)
    expect(phrase).not_to_have_attribute("role", "combobox")


def test_a_pattern_is_put_in_with_its_blank_selected(phrase):
    phrase.press_sequentially("{% if 有无")
    phrase.fill("")
    phrase.press_sequentially("{%")
    expect(options(phrase).first).to_contain_text("有才写")
    phrase.press("Enter")
    expect(phrase).to_have_value("{% if 指标 > 0 %}新建学校{{ 指标 }}。{% endif %}")
    assert phrase.evaluate("(field) => field.value.slice(field.selectionStart, field.selectionEnd)") == "指标"


def test_while_hanzi_are_being_composed_keys_belong_to_the_input_method(phrase):
    phrase.press_sequentially("{{ 小学")
    expect(options(phrase).first).to_be_visible()
    keyboard = phrase.page.context.new_cdp_session(phrase.page)
    keyboard.send("Input.imeSetComposition", {"text": "ru xue", "selectionStart": 6, "selectionEnd": 6})
    phrase.evaluate(
        "(field) => field.dispatchEvent(new KeyboardEvent('keydown', "
        "{key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    assert phrase.input_value().startswith("{{ 小学")
    keyboard.send("Input.insertText", {"text": "入学率"})
    expect(options(phrase).first).to_contain_text("小学入学率")


def test_an_error_is_told_in_place_and_gone_once_mended(phrase):
    phrase.fill("幼儿园{{ 学前三年毛入园律 }}。")
    expect(said(phrase)).to_contain_text("第1句第1行：没有叫“学前三年毛入园律”的指标")
    expect(said(phrase)).to_contain_text("“学前三年毛入园率”")
    expect(phrase.page.locator("#preview-status")).to_contain_text("有 1 句要改")
    phrase.fill("幼儿园{{ 学前三年毛入园率 }}。")
    expect(said(phrase)).to_have_text(re.compile(r"^\s*幼儿园[0-9.]+%。\s*$"))
    phrase.page.locator("summary", has_text="变化时怎样说").first.click()
    phrase.fill("幼儿园毛入园率{{ 学前三年毛入园率|同比 }}。")
    cases = phrase.page.locator("#phrases-0-cases")
    for words in ("提高", "降低", "与上年持平", "【待补：", "不出现"):
        expect(cases).to_contain_text(words)


def test_phrases_are_stored_as_written_and_the_page_comes_back_with_them(phrase):
    phrase.fill("{{ 一是 }}抓普及。")
    page = phrase.page
    page.get_by_role("button", name="添加一句措辞").click()
    page.locator("#id_phrases-1-text").fill("{{ 一是 }}抓质量。")
    expect(page.locator("#phrases-1-told")).to_have_text("二是抓质量。")
    page.locator("#id_phrases-1-form").select_option("short")
    expect(page.locator("#section-paper")).not_to_contain_text("抓质量")
    page.get_by_role("button", name="保存并继续编辑").click()
    page.wait_for_url(re.compile(r"/change/"))
    expect(page.locator("#id_phrases-1-form")).to_have_value("short")
    page.locator("#preview-length").select_option("short")
    expect(page.locator("#section-paper")).to_contain_text("二是抓质量。")


def expect_outline(page, *titles):
    names = page.locator("[data-section] > .section-line .section-name > a")
    expect(names).to_have_text([re.compile(rf"^\s*{title}\s*$") for title in titles])


def test_sections_are_moved_by_keys_and_the_focus_stays_on_the_arrow(workshop):
    page = workshop("甲", "乙", "丙")
    expect_outline(page, "一、甲", "二、乙", "三、丙")
    down = page.get_by_role("button", name="下移“甲”")
    down.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sections-told").first).to_have_text("“甲”已下移一位。")
    expect(down).to_be_focused()
    page.get_by_role("button", name="“甲”放低一层").press("Enter")
    expect(page.locator(".sections-told").first).to_have_text("“甲”已移到“乙”下面，层次改为 2。")
    expect_outline(page, "一、乙", "（一）甲", "二、丙")
    expect(page.get_by_role("button", name="上移“乙”")).to_be_disabled()
    expect(page.get_by_role("button", name="“甲”提高一层")).to_be_enabled()


def test_a_section_is_dragged_beside_another_or_to_the_right_below_it(workshop):
    page = workshop("甲", "乙", "丙")
    drag(page, "丙", below="甲")
    expect(page.locator(".sections-told").first).to_have_text("“丙”已移到新的位置。")
    expect_outline(page, "一、甲", "二、丙", "三、乙")
    drag(page, "乙", below="甲", right=90)
    expect(page.locator(".sections-told").first).to_have_text("“乙”已移到“甲”下面，层次改为 2。")
    expect_outline(page, "一、甲", "（一）乙", "二、丙")


def test_branches_fold_stay_folded_and_are_found(workshop):
    page = workshop("甲", "乙")
    page.get_by_role("button", name="“乙”放低一层").press("Enter")
    expect(page.locator(".sections-told").first).to_contain_text("“乙”已移到")
    page.get_by_role("button", name="全部收起").click()
    expect(page.locator(".section-name", has_text="乙")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("button", name="全部展开")).to_be_visible()
    page.get_by_role("searchbox").fill("乙")
    expect(page.locator(".section-name", has_text="乙")).to_be_visible()
    page.get_by_role("searchbox").fill("没有的")
    expect(page.get_by_text("没有找到含“没有的”的章节。")).to_be_visible()


def drag(page, heading, *, below, right=0):
    grip = page.locator("[data-section]", has_text=heading).locator("[data-tree-grip]").last.bounding_box()
    target = page.locator("[data-section]", has_text=below).locator(".section-line").first.bounding_box()
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    for share in (0.3, 0.6, 1):
        y = grip["y"] + (target["y"] + target["height"] + 4 - grip["y"]) * share
        page.mouse.move(grip["x"] + 5 + right * share, y, steps=6)
    for shake in (1, 2, 1):
        page.wait_for_timeout(100)
        page.mouse.move(grip["x"] + 5 + right + shake, y + shake)
    page.mouse.up()
