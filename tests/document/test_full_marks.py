"""Half-width marks in Chinese text become full-width, and nothing else does."""

import pytest

from edusum.document.full_marks import Widened, widened, widened_document
from edusum.document.model import Column, Document, Paragraph, Run, Section, Table


@pytest.mark.parametrize(
    ("text", "wide", "count"),
    [
        ("工作平稳,成效明显;群众满意", "工作平稳，成效明显；群众满意", 2),
        ("重点如下:一是抓质量", "重点如下：一是抓质量", 1),
        ("怎么办?加油!", "怎么办？加油！", 2),
        ("专任教师(含特岗)5120人", "专任教师（含特岗）5120人", 2),
        ("国内生产总值(GDP)增长", "国内生产总值（GDP）增长", 2),
        ("入园率达96.5%,比上年提高", "入园率达96.5%，比上年提高", 1),
        ("新建3所,改建12所", "新建3所，改建12所", 1),
        ("共投入5000,其中市级2000", "共投入5000，其中市级2000", 1),
        ("平稳推进, 成效明显", "平稳推进，成效明显", 1),
        ("推进(试点(二期)等)工作", "推进（试点（二期）等）工作", 4),
        ("新建3所(含改建1所),增加学位", "新建3所（含改建1所），增加学位", 3),
        ("印发《意见》,抓好落实", "印发《意见》，抓好落实", 1),
    ],
)
def test_marks_among_hanzi_become_full_width(text, wide, count):
    assert widened(text) == Widened(wide, count)


@pytest.mark.parametrize(
    "text",
    [
        "投入1,234,567.80元",
        "师生比为1:6.3",
        "每天8:30到校",
        "函数f(x)的值",
        "见https://example.org/a?b=c",
        "Hello, world! (yes)",
        "已经，都是；全角：标点？了！（对）",
        "只有一半的)括号和(另一半",
        "",
    ],
)
def test_numbers_times_ratios_and_latin_stay(text):
    assert widened(text) == Widened(text, 0)


def test_a_long_line_of_brackets_is_read_at_once():
    text = "(" * 50_000 + "好" + ")" * 50_000
    assert widened(text).count == 100_000


def test_a_paper_is_changed_in_all_its_parts_and_told_how_often():
    table = Table("表1(单位:所)", (Column("学校,班级"),), (("12,其中",),))
    section = Section(1, "一、", "抓质量,促公平", blocks=(Paragraph((Run("成效明显"), Run(",很好"))), table))
    paper, count = widened_document(Document("工作总结(草稿)", (section,), salutation="各位领导:"))
    (changed,) = paper.sections
    assert (paper.title, paper.salutation, changed.heading) == (
        "工作总结（草稿）",
        "各位领导：",
        "抓质量，促公平",
    )
    assert changed.blocks[0].text == "成效明显，很好"
    assert changed.blocks[1] == Table("表1（单位：所）", (Column("学校，班级"),), (("12，其中",),))
    assert count == 10
