"""The main job, as people do it: forms in the browser, then the official Word file."""

import io
import re

import docx
import pytest
from docx.oxml.ns import qn
from playwright.sync_api import expect

from tests.flows.conftest import arrived, enter
from tests.flows.downloads import content_of, exported, give_a_reason

pytestmark = pytest.mark.flow

FIGURES = {
    "gross_pre_primary_enrolment_ratio": ("75", "学前三年毛入园率达75%"),
    "primary_enrolment_ratio": ("99.53", "小学入学率达99.53%"),
    "primary_on_time_graduation_rate": ("96.87", "按时毕业率达96.87%"),
    "junior_secondary_enrolment_ratio": ("98.95", "初中入学率达98.95%"),
    "junior_secondary_on_time_graduation_rate": ("92.35", "按时毕业率达92.35%"),
    "senior_secondary_enrolment_ratio": ("97.30", "高中阶段入学率达97.30%"),
    "children_with_disabilities_enrolment_ratio": ("98.7", "残疾儿童少年入学率达98.7%"),
    "children_in_hardship_enrolment_ratio": ("100", "家庭经济困难儿童少年入学率达100%"),
    "schools_receiving_migrant_workers_children": ("6", "6所中小学共接收"),
    "migrant_workers_children": ("749", "随迁子女749人"),
    "migrant_workers_children_primary": ("645", "小学645人"),
    "migrant_workers_children_secondary": ("104", "中学104人"),
    "migrant_children_fees_waived": ("39.072", "费用39.072万元"),
    "pupils_in_hardship_aided": ("310", "310名低保家庭"),
    "general_vocational_intake_ratio": ("5:5", "普职招生比保持在5:5左右"),
    "vocational_field_match_rate": ("95", "专业对口率达95%以上"),
    "vocational_graduate_employment_rate": ("95.32", "就业率达95.32%"),
    "schools_merged": ("2", "撤并学校2所"),
    "schools_planned_for_merger": ("6", "拟撤并学校6所"),
    "secondary_computer_pupil_ratio": ("1:6.3", "中学计算机机生比达1:6.3"),
    "primary_computer_pupil_ratio": ("1:5.2", "小学计算机机生比达1:5.2"),
    "secondary_schools_with_multimedia_classrooms": ("6", "6所中学建有"),
    "secondary_multimedia_classrooms": ("208", "多媒体普通教室208间"),
    "secondary_multimedia_special_rooms": ("9", "多媒体专用教室9间"),
    "secondary_computer_rooms": ("15", "计算机教室15间"),
    "secondary_digital_reading_rooms": ("6", "电子阅览室6间"),
    "secondary_language_laboratories": ("7", "语音教室7间"),
    "secondary_lesson_preparation_computers": ("453", "计算机453台"),
    "primary_schools_with_multimedia_classrooms": ("21", "21所小学建有"),
    "primary_multimedia_classrooms": ("67", "多媒体普通教室67间"),
    "primary_multimedia_special_rooms": ("50", "多媒体专用教室50间"),
    "primary_computer_rooms": ("24", "计算机教室24间"),
    "primary_digital_reading_rooms": ("2", "电子阅览室2间"),
    "primary_lesson_preparation_computers": ("319", "计算机319台"),
}
"""The source's 34 figures by metric code: as typed in the form, and as they must stand in the paper."""

WORDS = {"general_vocational_intake_ratio": "about", "vocational_field_match_rate": "at_least"}
SECTIONS = {
    "基础教育普及成果巩固扩大": "家长对家门口的好学校更有信心。",
    "优质学校创建扎实推进": "创建学校的经验已在全区交流。",
    "优质教育资源覆盖面继续扩大": "学生和家长对新学校总体满意。",
}
HEADINGS = [
    ("Title", "示例区教育局2026年工作总结"),
    ("Heading 1", "一、坚持统筹推进，各类教育协调发展"),
    ("标题 3 字符", "1.基础教育普及成果巩固扩大"),
    ("标题 3 字符", "2.职业教育办学活力持续释放"),
    ("Heading 1", "二、坚持优质均衡，办学条件持续改善"),
    ("标题 3 字符", "1.优质学校创建扎实推进"),
    ("标题 3 字符", "2.优质教育资源覆盖面继续扩大"),
    ("标题 3 字符", "3.教育数字化基础不断夯实"),
    ("Heading 1", "三、坚持固本强基，队伍建设和校园安全同步加强"),
    ("Heading 2", "（一）建设高素质专业化教师队伍"),
    ("Heading 2", "（二）筑牢校园安全防线"),
    ("Heading 1", "四、存在的问题与下一步打算"),
]
"""Every heading of the paper with its style; run-in headings carry the character style of their level."""
TEMPLATE = "区县教育局年度工作总结（指标式）"
NEW_SENTENCE = "全区教育系统为“十五五”开局打下了扎实基础。"


def test_from_the_form_to_the_word_file_and_on_to_the_next_template(signed_in, open_page, site):
    assert len(FIGURES) == 34
    editor = open_page()
    enter(editor, "tonggao", site.password)
    draft = start_draft(editor, year=2026)
    fill_figures(signed_in("tonggao"), year=2026)
    write_sections(signed_in("tianbao"), draft)

    editor.reload()
    editor.get_by_role("link", name="纸样预览").click()
    paper = on_paper(editor)
    assert [said for said in SECTIONS.values() if said not in paper] == []
    old = read_word(export(editor))
    assert [part for _, part in FIGURES.values() if part not in old.body_text] == []
    assert [said for said in SECTIONS.values() if said not in old.body_text] == []
    assert_official_layout(old.document)

    change_a_phrase(signed_in("moban"))
    start_draft(editor, year=2027)
    editor.get_by_role("link", name="纸样预览").click()
    assert NEW_SENTENCE in on_paper(editor)
    assert NEW_SENTENCE in read_word(export(editor)).body_text
    editor.goto("/drafts/")
    editor.get_by_role("link", name="示例区教育局2026年工作总结", exact=True).click()
    assert NEW_SENTENCE not in read_word(export(editor)).body_text


class ReadBack:
    """A Word file as python-docx reads it; runs of a paragraph are joined."""

    def __init__(self, content: bytes) -> None:
        self.document = docx.Document(io.BytesIO(content))
        self.body_text = "\n".join(item.text for item in self.document.paragraphs)


def on_paper(page):
    """The text of the paper, paragraphs joined where a page ends in the middle of them."""
    page.wait_for_url("**/paper/*")
    return page.locator("article.paper").inner_text().replace("\n", "")


def read_word(content: bytes) -> ReadBack:
    return ReadBack(content)


def start_draft(page, *, year):
    page.goto("/drafts/")
    page.get_by_role("link", name="开始起草").first.click()
    option = page.locator("#id_version option", has_text=TEMPLATE)
    page.get_by_label("报告模板").select_option(option.get_attribute("value"))
    page.get_by_label("年度").fill(str(year))
    page.get_by_role("button", name="建立初稿").click()
    page.get_by_text(f"《示例区教育局{year}年工作总结》已建立").wait_for()
    return re.search(r"/drafts/[0-9]+/", page.url)[0]


def hand_in(page):
    """Also with figures that are still missing, for which one ticks a box."""
    page.get_by_role("button", name="交稿").click()
    done, tick = page.get_by_text("本节已交稿。"), page.get_by_label("仍要交稿")
    expect(done.or_(tick).first).to_be_visible()
    if tick.is_visible():
        tick.check()
        page.get_by_role("button", name="交稿").click()
    done.wait_for()


def write_sections(page, draft):
    for heading, said in SECTIONS.items():
        page.goto(draft)
        page.get_by_role("link", name=heading).first.click()
        page.locator(".cm-content").wait_for()
        arrived(page)
        text = page.locator("#id_text")
        page.get_by_label("正文").fill(f"{text.input_value()}\n{said}")
        page.get_by_role("button", name="保存本节").click()
        page.get_by_text(re.compile("本节已保存。|没有改动，无需保存。")).wait_for()
        assert said in text.input_value()
        hand_in(page)


def fill_figures(page, *, year):
    page.goto(f"/metrics/{year}/?only={','.join(FIGURES)}")
    for code, (typed, _) in FIGURES.items():
        page.locator(f"[name={code}-entry]").fill(typed)
    for code, word in WORDS.items():
        page.locator(f"[name={code}-approximation]").select_option(word)
    page.keyboard.press("Control+s")
    expect(page.locator(".is-unsaved")).to_have_count(0)
    page.reload()
    assert {code: page.locator(f"[name={code}-entry]").input_value() for code in FIGURES} == {
        code: plain(typed) for code, (typed, _) in FIGURES.items()
    }


def plain(typed):
    """97.30 as the form shows it again."""
    return typed.rstrip("0") if "." in typed and ":" not in typed else typed


def export(page):
    page.get_by_role("link", name="导出 Word").click()
    give_a_reason(page)
    file = exported(page.get_by_role("button", name="导出 Word"))
    assert file.suggested_filename.endswith("年工作总结.docx")
    return content_of(file)


def headings_of(document):
    for item in document.paragraphs:
        if item.style.name.startswith(("Title", "Heading")):
            yield item.style.name, item.text
        yield from ((run.style.name, run.text) for run in item.runs if run.style.name.startswith("标题"))


def assert_official_layout(document):
    assert list(headings_of(document)) == HEADINGS
    fonts = {
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
        "Heading 3": "仿宋_GB2312",
        "Normal": "仿宋_GB2312",
    }
    slots = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
    for name, font in fonts.items():
        r_fonts = document.styles[name].element.rPr.rFonts
        assert [r_fonts.get(qn(slot)) for slot in slots] == [font] * 4, name
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]


def change_a_phrase(page):
    """Copy the published version, add a sentence to the opening (after a slip), publish."""
    page.goto("/library/")
    page.locator("tr", has_text=TEMPLATE).get_by_role("link", name="查看、改版").click()
    page.get_by_role("button", name="复制为新版本").click()
    expect(page.locator(".state-editing")).to_be_visible()
    page.get_by_role("link", name="导语").click()
    phrase = page.locator("[name=phrases-0-text]")
    before = phrase.input_value()
    phrase.fill(before + "{{ 学前三年毛入园 }}")
    page.get_by_role("button", name="保存", exact=True).click()
    page.locator(".errornote").wait_for()
    arrived(page)
    page.get_by_text("没有叫“学前三年毛入园”的指标，是不是想写“学前三年毛入园率”").first.wait_for()
    assert phrase.input_value() == before + "{{ 学前三年毛入园 }}"
    phrase.fill(before + NEW_SENTENCE)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".state-editing")).to_be_visible()
    page.get_by_text("发布……").click()
    page.get_by_role("button", name="确定发布").click()
    expect(page.locator(".state-published")).to_be_visible()
