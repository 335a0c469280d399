"""What a paper that came back differs in. Written and read by our own code, edited between."""

from dataclasses import replace

import pytest

from edusum.document.model import (
    Column,
    Document,
    FigureRun,
    Paragraph,
    Run,
    Section,
    SignOff,
    Table,
)
from edusum.document.readers import docx
from edusum.document.readers.source import SourceLine, SourceText
from edusum.document.returned.papers import compare
from edusum.document.returned.values import Difference, Overtyped
from edusum.export.word import to_docx


def words(*pieces):
    return Paragraph(tuple(Run(piece) if isinstance(piece, str) else piece for piece in pieces))


KINDERGARTENS = FigureRun("35所", "新建园", "{{ 新建园 }}")
RATE = FigureRun("97.3%", "毛入园率", "{{ 毛入园率 }}")
RISE = FigureRun("增长3.2%", "经费", "{{ 经费|同比 }}")
DOCUMENT = Document(
    "示例区教育局2025年工作总结",
    (
        Section(0, "", "", key="opening", blocks=(words("一年来，全区教育工作稳步推进。"),)),
        Section(
            1,
            "一、",
            "学前教育",
            key="pre_school",
            blocks=(
                words("新建幼儿园", KINDERGARTENS, "，毛入园率达", RATE, "。普惠面继续扩大；收费更加规范。"),
                words("办园条件得到改善。"),
            ),
            sections=(
                Section(
                    2,
                    "（一）",
                    "扩大学位",
                    key="own-12",
                    is_run_in=True,
                    blocks=(words("经费", RISE, "。入园更方便。"),),
                ),
            ),
        ),
        Section(
            1,
            "二、",
            "义务教育",
            key="compulsory",
            blocks=(
                words("控辍保学工作扎实。"),
                Table("基本情况", (Column("项目"), Column("数")), (("学校", "12"), ("教师", "340"))),
            ),
        ),
    ),
    sign_off=SignOff("示例区教育局", "2026年1月8日"),
)
PRINTED = docx.read(to_docx(DOCUMENT))


def edited(*changes, is_marked=True):
    """What was printed, with the words of each pair replaced; a line break makes two paragraphs."""
    lines, keys = [], dict(PRINTED.section_keys)
    marks = []
    for number, line in enumerate(PRINTED.lines):
        text = line.text
        for old, new in changes:
            text = text.replace(old, new)
        if number in keys and text:
            marks.append((len(lines), keys[number]))
        lines += [replace(line, text=part) for part in text.split("\n")] if text or not line.text else []
    return replace(PRINTED, lines=tuple(lines), section_keys=tuple(marks) if is_marked else ())


def differences(*changes, **how):
    return compare(DOCUMENT, PRINTED, edited(*changes, **how)).differences


@pytest.mark.parametrize("is_marked", [True, False])
def test_a_paper_that_nobody_touched_has_no_differences(is_marked):
    comparison = compare(DOCUMENT, PRINTED, edited(is_marked=is_marked))
    assert (comparison.differences, comparison.alike) == ((), 1.0)


@pytest.mark.parametrize(
    "change",
    [
        ("二、义务教育", "三、义务教育"),
        ("一、学前教育", "1．学前教育"),
        ("（一）扩大", "（三）扩大"),
        ("新建幼儿园", "　　新建 幼儿园"),
        ("办园条件", "办园\u00a0条件"),
        ("示例区教育局", "示 例 区 教 育 局"),
    ],
)
@pytest.mark.parametrize("is_marked", [True, False])
def test_numbers_of_headings_and_blanks_make_no_difference(change, is_marked):
    assert differences(change, is_marked=is_marked) == ()


@pytest.mark.parametrize("is_marked", [True, False])
def test_a_sentence_that_was_edited_is_told_with_its_place(is_marked):
    assert differences(("继续扩大", "进一步扩大"), is_marked=is_marked) == (
        Difference(
            "changed", "pre_school", "普惠面继续扩大；", "普惠面进一步扩大；", 1, 2, "普惠面进一步扩大；"
        ),
    )


def test_figures_that_still_stand_stay_linked_beside_one_that_was_typed_over():
    (found,) = differences(("97.3%", "97.8%"))
    assert found == Difference(
        "changed",
        "pre_school",
        "新建幼儿园35所，毛入园率达97.3%。",
        "新建幼儿园35所，毛入园率达97.8%。",
        0,
        1,
        "新建幼儿园{{ 新建园 }}，毛入园率达97.8%。",
        (Overtyped("毛入园率", "{{ 毛入园率 }}", "97.3%", "97.8%", 20),),
    )
    assert found.text[20:25] == "97.8%"


@pytest.mark.parametrize(
    ("change", "typed"),
    [
        (("35所", "36所"), "36所"),
        (("新建幼儿园35所", "共新建、改建幼儿园40所"), "40所"),
        (("35所", "三十六所"), "三十六所"),
        (("35所，", "，"), ""),
        (("35所", "若干所"), ""),
        (("增长3.2%", "增长3.5%"), "增长3.5%"),
        (("增长3.2%", "下降3.5%"), ""),
    ],
)
def test_what_was_typed_over_a_figure_is_told_with_its_unit_where_that_is_certain(change, typed):
    (found,) = differences(change)
    (figure,) = found.overtyped
    assert figure.typed == typed
    assert found.text[figure.start :].startswith(typed)


@pytest.mark.parametrize("is_marked", [True, False])
def test_a_heading_that_was_rewritten_is_told_without_its_number(is_marked):
    assert differences(("一、学前教育", "一、学前教育普及普惠"), is_marked=is_marked) == (
        Difference("heading", "pre_school", "学前教育", "学前教育普及普惠", text="学前教育普及普惠"),
    )


def test_a_heading_that_begins_a_paragraph_is_told_apart_from_its_text():
    assert differences(("扩大学位", "增加学位供给"), ("入园更方便", "入园更加方便")) == (
        Difference("heading", "own-12", "扩大学位", "增加学位供给", text="增加学位供给"),
        Difference("changed", "own-12", "入园更方便。", "入园更加方便。", 1, 2, "入园更加方便。"),
    )


def test_sentences_and_paragraphs_come_and_go():
    assert differences(
        ("稳步推进。", "稳步推进。成绩来之不易。"),
        ("收费更加规范。", ""),
        ("控辍保学工作扎实。", "控辍保学工作扎实。\n城乡差距逐步缩小。"),
    ) == (
        Difference("added", "opening", "", "成绩来之不易。", 1, 1, "成绩来之不易。"),
        Difference("removed", "pre_school", "收费更加规范。", "", 2, 3),
        Difference("added", "compulsory", "", "城乡差距逐步缩小。", 1, 1, "\n城乡差距逐步缩小。"),
    )


def test_a_paragraph_parted_in_two_is_told_once_and_keeps_its_figures():
    (found,) = differences(("。普惠面", "。\n普惠面"))
    assert (found.kind, found.first, found.last, found.text) == (
        "changed",
        0,
        2,
        "新建幼儿园{{ 新建园 }}，毛入园率达{{ 毛入园率 }}。\n普惠面继续扩大；",
    )


def test_what_is_no_text_of_a_section_is_told_as_such():
    found = differences(("2026年1月8日", "2026年1月18日"), ("工作总结", "工作总结（送审稿）"))
    assert {(item.kind, item.before, item.after) for item in found} == {
        ("unplaced", "2026年1月8日", "2026年1月18日"),
        ("unplaced", "示例区教育局2025年工作总结", "示例区教育局2025年工作总结（送审稿）"),
    }


def test_a_cell_that_was_changed_is_told_by_its_row():
    tables = (replace(PRINTED.tables[0], rows=(("项目", "数"), ("学校", "13"), ("教师", "340"))),)
    found = compare(DOCUMENT, PRINTED, replace(PRINTED, tables=tables)).differences
    assert found == (Difference("unplaced", "", "学校　12", "学校　13"),)


def test_a_heading_that_is_gone_is_told_and_its_text_still_found():
    found = differences(("二、义务教育", ""))
    assert found == (Difference("unplaced", "compulsory", "二、义务教育", ""),)


def test_braces_typed_outside_never_become_a_figure():
    (found,) = differences(("继续扩大", "继续{{ 新建园 }}扩大"))
    assert found.text == "普惠面继续｛｛ 新建园 ｝｝扩大；"


def test_another_paper_has_nothing_in_common():
    other = SourceText("docx", (SourceLine("关于召开会议的通知"), SourceLine("请各校校长准时参加。")))
    assert compare(DOCUMENT, PRINTED, other).alike < 0.2


def test_sections_whose_marks_are_gone_are_named():
    marks = PRINTED.section_keys[:2]
    assert compare(DOCUMENT, PRINTED, replace(PRINTED, section_keys=marks)).lost == ("own-12", "compulsory")


def test_marks_that_slipped_to_the_next_paragraph_make_no_difference():
    slipped = tuple((line + (name == "pre_school"), name) for line, name in PRINTED.section_keys)
    assert compare(DOCUMENT, PRINTED, replace(PRINTED, section_keys=slipped)).differences == ()
