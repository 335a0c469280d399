"""All that people do every day can be done with the keyboard alone: no mouse in this file."""

import re

import pytest
from playwright.sync_api import expect

from tests.flows.conftest import OFFICE
from tests.flows.keys import Keys
from tests.flows.serving import running_alone

pytestmark = [pytest.mark.flow, pytest.mark.proof]
TEMPLATE = "区县教育局年度工作总结（指标式）"
BASIC, DIGITAL = "基础教育普及成果巩固扩大", "教育数字化基础不断夯实"
RATE = "gross_pre_primary_enrolment_ratio"
OFFERED = ".cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled)"
DOCUMENT = {"name": "统计年报.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


@pytest.fixture(scope="module")
def site(prepared, tmp_path_factory):
    """A site of this module's own: the demo's figures are handed in on the way."""
    yield from running_alone(prepared, tmp_path_factory)


@pytest.fixture
def keys(open_page, site):
    """Whoever signs in with the keyboard, and looks at the page they came to."""

    def sign_in(username):
        keyboard = Keys(open_page())
        keyboard.page.goto("/")
        keyboard.to("textbox", "用户名")
        keyboard.type(username)
        keyboard.to("textbox", "密码")
        keyboard.type(site.password)
        keyboard.push("登录")
        keyboard.page.wait_for_url(lambda address: "/sign-in/" not in address)
        return keyboard

    return sign_in


def start_paper(keys, *, year):
    """The office starts a paper; its address."""
    page = keys.page
    keys.follow("开始起草")
    keys.choose("报告模板", TEMPLATE)
    keys.to("spinbutton", "年度")
    keys.retype(str(year))
    keys.push("建立初稿")
    page.get_by_text("已建立").wait_for()
    return re.search(r"/drafts/[0-9]+/", page.url)[0]


def test_a_section_is_written_from_last_years_text_and_handed_in(keys):
    office = keys("tonggao")
    draft = start_paper(office, year=2026)

    clerk = keys("tianbao")
    page = clerk.page
    clerk.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    clerk.press("Enter")
    expect(page.locator("main")).to_be_focused()
    clerk.follow(re.compile(BASIC))
    assert page.url.startswith(page.url.partition("/drafts/")[0] + draft)

    # a figure is named, then written in another way
    words = page.locator("#id_text")
    clerk.to("textbox", re.compile("正文"))
    clerk.press("Control+End", "Enter")
    page.keyboard.type("今年@学前三年毛入园率", delay=40)
    page.locator(f"{OFFERED} li[aria-selected=true]", has_text="学前三年毛入园率").wait_for()
    clerk.press("Enter")
    expect(words).to_have_value(re.compile(r"今年\{\{ 学前三年毛入园率 \}\}$"))
    clerk.press("ArrowLeft", "Enter")
    page.locator(f"{OFFERED} li").nth(1).wait_for()
    clerk.press("ArrowDown", "Enter")
    expect(words).to_have_value(re.compile(r"今年\{\{ 学前三年毛入园率\|同比 \}\}$"))
    page.locator("[data-typed-state]", has_text="已保存").wait_for()

    # last year's text is looked at beside, and taken
    clerk.to_one_of(page.get_by_role("tab", selected=True), "the tab that is shown")
    clerk.press("ArrowRight")
    expect(page.get_by_role("tab", selected=True)).to_have_text("上年")
    clerk.to("link", re.compile("引用为底稿"))
    clerk.press("Enter")
    clerk.push("放进编辑框")
    expect(words).not_to_have_value(re.compile("今年"))
    assert words.input_value().count("{{") >= 5
    page.locator("[data-typed-state]", has_text="已保存").wait_for()

    clerk.push("保存并交稿", back=True)
    done, tick = page.get_by_text("本节已交稿。"), page.get_by_label("仍要交稿")
    expect(done.or_(tick).first).to_be_visible()
    if not done.is_visible():
        clerk.tick(re.compile("仍要交稿"))
        clerk.push("保存并交稿")
    done.wait_for()


def test_figures_are_filled_pasted_borne_out_and_handed_in(keys):
    start_paper(keys("tonggao"), year=2020)
    clerk = keys("tianbao")
    page = clerk.page
    page.goto("/metrics/2020/")
    entries = page.locator("[data-row] [name$=-entry]:not([type=hidden])")
    code = entries.first.get_attribute("name").removesuffix("-entry")
    clerk.to_one_of(entries, "the first cell")
    clerk.retype("75")
    clerk.press("Enter")
    expect(entries.nth(1)).to_be_focused()
    clerk.paste("96.5\t教育事业统计\n98\n")
    saved(page)
    for place, number in enumerate(["75", "96.5", "98"]):
        expect(entries.nth(place)).to_have_value(number)
    note = page.locator(f"[name={code}-note]")
    clerk.to_one_of(note, "the note of the first figure", back=True)
    clerk.type("按年报")
    clerk.press("Enter")
    saved(page)

    sheet = page.url
    clerk.to_one_of(page.locator(f"#{code} .sheet-name a"), "the first figure's page", back=True)
    clerk.enter()
    clerk.hand_over("添加文件", **DOCUMENT)
    clerk.push("上传佐证材料")
    clerk.to("link", "统计年报.pdf", back=True)
    page.goto(sheet)
    assert note.input_value() == "按年报"

    clerk.follow("上报基础教育科的指标")
    clerk.tick(re.compile("仍要上报"))
    clerk.push("上报基础教育科的指标")
    page.get_by_text("已上报").first.wait_for()


def saved(page):
    page.locator("[data-sheet-said]", has_text="已保存").wait_for()
    expect(page.locator(".is-unsaved")).to_have_count(0)


def test_the_office_shares_out_and_arranges_the_sections(keys):
    office = keys("tonggao")
    page = office.page
    start_paper(office, year=2027)
    office.follow("分工")
    for heading in (BASIC, DIGITAL):
        office.tick(re.compile(f"选中.*{heading}"))
    office.choose("交给哪个科室", "计划财务科", back=True)
    office.push("改选中的")
    for heading in (BASIC, DIGITAL):
        expect(page.get_by_role("row").filter(has_text=heading).first).to_contain_text("计划财务科")

    office.follow("回到起草")
    office.follow("调整章节")
    office.push(re.compile(f"^上移“.*{DIGITAL}”$"))
    expect(page.locator(".outline-told").first).to_contain_text("移到第 2 个")
    expect(page.get_by_role("button", name=re.compile(f"^上移“2.{DIGITAL}”$"))).to_be_focused()
    office.unfold(f"“2.{DIGITAL}”的更多操作")
    office.follow("改标题")
    office.to("textbox", "标题")
    office.retype("数字校园建设")
    office.push("保存标题")
    page.get_by_text("2.数字校园建设").first.wait_for()


def test_a_figure_of_a_paper_that_is_handed_in_is_changed_published_and_brought_together(keys):
    clerk = keys("tianbao")
    sheet = f"/metrics/2025/?only={RATE}"
    clerk.page.goto(sheet)
    clerk.to_one_of(clerk.page.locator(f"[name={RATE}-entry]"), "the figure")
    clerk.retype("76")
    clerk.press("Enter")
    expect(clerk.page.locator(f"#{RATE}-proposed")).to_contain_text("76")
    expect(clerk.page.locator(".is-unsaved")).to_have_count(0)

    office = keys("tonggao")
    page = office.page
    page.goto("/drafts/changes/")
    change = page.locator("article", has_text="2025年").filter(has_text="76")
    office.to_one_of(change.get_by_role("button", name=re.compile("发布改动$")), "the button that publishes")
    office.press("Enter")
    page.get_by_text("改动已发布").wait_for()
    page.goto("/metrics/2026/submissions/")
    office.follow("汇总")
    office.push("开始汇总")
    page.get_by_text("取数时间").wait_for(timeout=OFFICE * 1000)
    clerk.page.goto(sheet)
    assert clerk.page.locator(f"[name={RATE}-entry]").input_value() == "76"
