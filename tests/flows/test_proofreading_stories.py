"""What ends careers, found on the pages: words of years ago, a neighbour's names, one figure told twice."""

import re

import pytest
from playwright.sync_api import expect

from tests.flows.conftest import OFFICE, arrived
from tests.flows.serving import running_alone
from tests.flows.test_intake import bring, choose_template
from tests.proofreading.stories import STRANGERS, TWO_VALUES, two_values, unchanged

pytestmark = [pytest.mark.flow, pytest.mark.proof]
BUREAU = "示例区教育局"
YEARS = (2017, 2018, 2019)
CARD = "details.find"


@pytest.fixture(scope="module")
def site(prepared, tmp_path_factory):
    """A site of this module's own: these years' papers are nowhere else."""
    yield from running_alone(prepared, tmp_path_factory)


def test_a_report_three_years_unchanged_but_for_the_year(signed_in):
    page = signed_in("tonggao")
    for year in YEARS:
        take_in(page, year)
    for year in YEARS[1:]:
        page.goto("/proofreading/?drafts=all")
        page.get_by_role("link", name=f"{BUREAU}{year}年工作总结", exact=True).click()
        told = card(page, f"{BUREAU}{year}年工作总结")
        expect(told).to_have_class(re.compile(r"\btone-"))
        see(page, told)
        expect(told).to_contain_text(f"{year - 1}年的材料只差年份")
        arrived(page)
        tabs = page.get_by_role("navigation", name="按级别看")
        tabs.get_by_role("link", name=re.compile("疑似")).click()
        expect(card(page, "新增学位810个")).to_have_count(1)


def test_a_chief_who_left_and_a_neighbours_names(signed_in):
    page = signed_in("tonggao")
    add_name(page, kind="人名", name="方维舟", post="局长")
    row = page.get_by_role("row", name=re.compile("方维舟"))
    row.get_by_role("button", name="“方维舟”标为已不用").click()
    expect(row).to_contain_text("恢复")
    names = {"former": "方维舟", "place": "栖霞岭县", "level": "县", "school": "栖霞岭县第一中学"}
    paste(page, STRANGERS.format(**names), year=2025)
    for words in ("方维舟", "栖霞岭县"):
        told = card(page, words).first
        see(page, told)
        expect(page.locator(".hit.is-chosen").first).to_contain_text(words)


def test_one_figure_with_two_values_on_the_first_and_the_fifth_page(signed_in):
    page = signed_in("tonggao")
    paste(page, two_values(), year=2023)
    expect(page.locator(CARD)).to_have_count(1)
    told = page.locator(CARD)
    see(page, told)
    for words in TWO_VALUES:
        expect(told).to_contain_text(words)


def take_in(page, year):
    """An old paper becomes that year's summary."""
    bring(page, f"{year}年工作总结.txt", unchanged(BUREAU, year))
    page.get_by_role("link", name="存为上年总结").click()
    choose_template(page)
    page.get_by_role("button", name="预览存好的样子").click()
    page.get_by_role("button", name="确认存为上年总结").click()
    expect(page.get_by_text(f"已存为《{BUREAU}{year}年工作总结》")).to_be_visible()


def paste(page, text, *, year):
    """Words to be proofread as the paper of a year."""
    page.goto("/proofreading/")
    page.get_by_text("没有文件，粘贴文字").click()
    page.get_by_label("要核对的文字").fill(text)
    page.get_by_label("年度（可不填）").fill(str(year))
    page.get_by_role("button", name="核对这些文字").click()
    page.locator("[data-proof]").wait_for(timeout=OFFICE * 1000)
    arrived(page)


def add_name(page, *, kind, name, post):
    page.goto("/proofreading/names/")
    form = page.locator("form.names-form")
    if not form.is_visible():
        page.get_by_text("添一个名称").click()
    form.get_by_label("种类").select_option(label=kind)
    form.get_by_label("名称").fill(name)
    form.get_by_label("职务").fill(post)
    form.get_by_role("button", name="加入名录").click()
    page.get_by_role("row", name=re.compile(name)).wait_for()


def card(page, words):
    """What was found about these words."""
    return page.locator(CARD, has=page.locator(".find-quote", has_text=words))


def see(page, told):
    """Open what was found: the paper beside shows the place."""
    arrived(page)
    if told.get_attribute("open") is None:
        told.locator("summary").click()
    expect(page.locator(".hit.is-chosen").first).to_be_in_viewport()
