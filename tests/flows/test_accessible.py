"""No page at which people work has a serious fault for those who hear it or use the keyboard (axe-core)."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.flows.conftest import OFFICE, arrived
from tests.flows.downloads import content_of, fetched

pytestmark = [pytest.mark.flow, pytest.mark.proof]
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
WEIGHTY = {"serious", "critical"}
SECTION = "优化联盟办学，增强学校整体实力"
HANDED_IN = "section in review"
METRIC = "full_time_teachers"
PAGES = [
    ("工作台", "tianbao", "/"),
    ("工作台的领导", "juzhang", "/"),
    ("提醒", "tianbao", "/notices/"),
    ("初稿", "tonggao", "/drafts/{draft}/"),
    ("起草台", "tianbao", "section"),
    ("统稿人的起草台", "tonggao", "section"),
    ("审核的起草台", "tonggao", HANDED_IN),
    ("历史", "tonggao", "section history"),
    ("转交", "tonggao", "section assign"),
    ("分工", "tonggao", "/drafts/{draft}/assignments/"),
    ("调整章节", "tonggao", "/drafts/{draft}/outline/"),
    ("添加章节", "tonggao", "/drafts/{draft}/outline/add/"),
    ("待发布的改动", "tonggao", "/drafts/changes/"),
    ("纸样", "juzhang", "/drafts/{draft}/paper/"),
    ("指标填报", "tianbao", "/metrics/2025/"),
    ("指标填报，只能看", "juzhang", "/metrics/2025/?scope=all"),
    ("一项指标", "tonggao", "/metrics/2025/figures/gross_pre_primary_enrolment_ratio/"),
    ("上报情况", "tonggao", "/metrics/2025/submissions/"),
    ("上报", "tonggao", "/metrics/2025/hand-in/"),
    ("汇总", "tonggao", "/metrics/2025/roll-up/"),
    ("单位对比", "tonggao", f"/metrics/2025/roll-up/figures/{METRIC}/"),
    ("疑问", "tonggao", "/metrics/2025/roll-up/doubts/"),
    ("采用汇总数", "tonggao", "/metrics/2025/roll-up/adopt/"),
    ("导入 Excel", "tianbao", "/metrics/2025/import/"),
    ("核对导入的改动", "tonggao", "workbook preview"),
    ("核对对应关系", "tonggao", "workbook match"),
    ("下级单位的工作簿", "tonggao", "/metrics/2025/units/workbooks/"),
    ("成批导入", "tonggao", "workbook batch"),
    ("校核", "tonggao", "/proofreading/"),
    ("校核台", "tonggao", "proofreading"),
    ("校核初稿", "juzhang", "/proofreading/drafts/{draft}/"),
    ("校核清单", "tonggao", "/proofreading/drafts/{draft}/list/"),
    ("规则一览", "tonggao", "/proofreading/rules/"),
    ("名录", "tonggao", "/proofreading/names/"),
    ("下级单位", "moban", "/system/units/"),
    ("添加下级单位", "moban", "/system/units/create/"),
    ("粘贴下级单位", "moban", "/system/units/paste/"),
]
"""What it is called, who opens it, and its address; without a slash: how to get there, see `opened`."""


@pytest.fixture
def opened(signed_in, site):
    """Opens a page of the table as that person, ready to be looked at."""

    def open_page(username, address):
        page = signed_in(username)
        kind, _, rest = address.partition(" ")
        if kind == "section":
            open_section(page, site, rest)
        elif kind == "workbook":
            open_workbook(page, rest)
        elif kind == "proofreading":
            open_findings(page)
        else:
            answer = page.goto(address.format(draft=site.draft_id))
            assert answer.status == 200
        page.wait_for_load_state("networkidle")
        return page

    return open_page


def open_section(page, site, part):
    """The section of the demo, one of its pages, or the first that lies there to be approved."""
    page.goto(f"/drafts/{site.draft_id + 1}/")
    if part == "in review":
        page.get_by_role("row").filter(has_text="已交").get_by_role("link").first.click()
    else:
        page.get_by_role("link", name=SECTION).first.click()
    page.wait_for_url("**/sections/**")
    if part == "in review":
        page.get_by_role("button", name="通过").first.wait_for()
    elif part:
        assert page.goto(f"{page.url.partition('?')[0]}{part}/").status == 200


def open_workbook(page, part):
    """The page on which a workbook that came back is looked through; a table names what it counts."""
    if part == "match":
        page.goto("/metrics/2025/import/")
        table = "指标,2025年\n幼儿园数,58\n幼儿园教师,400\n"
        sent = {"name": "统计表.csv", "mimeType": "text/csv", "buffer": table.encode()}
    elif part == "preview":
        sent = {"name": "指标.xlsx", "mimeType": EXCEL, "buffer": asked(page, "/metrics/2025/workbook/")}
        page.goto("/metrics/2025/import/")
    else:
        page.goto("/metrics/2025/units/workbooks/")
        page.evaluate("document.querySelectorAll('[name=units]').forEach((box) => (box.checked = true))")
        archive = content_of(fetched(page.get_by_role("button", name="下载压缩包")))
        sent = {"name": "单位.zip", "mimeType": "application/zip", "buffer": archive}
    page.set_input_files("input[type=file]", sent)
    page.get_by_role("button", name="上传并查看").click(no_wait_after=True)
    seen = {"match": "**/match/", "preview": "**/imports/**"}.get(part, "**/units/workbooks/*/**")
    page.wait_for_url(seen, timeout=OFFICE * 1000)


def open_findings(page):
    """A pasted text with what was found in it, the form for a reason open."""
    page.goto("/proofreading/")
    page.get_by_text("没有文件，粘贴文字").click()
    page.get_by_label("要核对的文字").fill("一、学前教育\n全区开学平稳有序，，幼儿到园。")
    page.get_by_role("button", name="核对这些文字").click()
    page.locator("[data-proof]").wait_for()
    arrived(page)
    page.get_by_role("link", name="不是错误…").first.click()
    page.get_by_label("为什么不是错误").wait_for()


def asked(page, address):
    answer = page.request.get(address)
    assert answer.status == 200
    return answer.body()


@pytest.mark.parametrize(("username", "address"), [row[1:] for row in PAGES], ids=[row[0] for row in PAGES])
def test_a_page_has_no_serious_fault(opened, username, address):
    assert faults(opened(username, address)) == []


def test_a_conflict_and_the_door_on_the_page_have_no_serious_fault(opened):
    page = opened("tonggao", "section")
    page.evaluate("edusum.signInHere()")
    page.evaluate(
        "edusum.writing.takeUp({base: '早先的文字。', seen: 'old', text: '另写的文字。'}), undefined"
    )
    page.locator("[data-conflict-panel]").wait_for()
    assert faults(page) == []


def faults(page):
    """What axe calls serious or critical: (rule, what it is about, the first three places)."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        (item["id"], item["help"], [node["target"] for node in item["nodes"]][:3])
        for item in found
        if item["impact"] in WEIGHTY
    ]
