"""What becomes of each section of an old paper."""

from edusum.document.model import Column, Document, Paragraph, Run, Section, Table
from edusum.intake.old_sections import (
    FOLDED,
    LEFT,
    OWN,
    OldSection,
    Placed,
    old_sections,
    placed,
    usual_choices,
)


def words(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph((Run(text),)) for text in texts)


PAPER = Document(
    title="工作总结",
    sections=(
        Section(0, "", "", blocks=words("今年工作如下。")),
        Section(
            1,
            "一、",
            "学前教育",
            blocks=words("发展平稳。"),
            sections=(
                Section(2, "（一）", "扩充学位", is_run_in=True, blocks=words("新增学位三百个。")),
                Section(2, "（二）", "规范办园", blocks=words("查处两所。")),
            ),
        ),
        Section(1, "二、", "教师队伍", blocks=words("招聘教师。")),
    ),
)


def test_sections_are_told_in_reading_order_with_their_parents():
    assert old_sections(PAPER) == [
        OldSection(0, "", "", ("今年工作如下。",)),
        OldSection(1, "一、", "学前教育", ("发展平稳。",)),
        OldSection(2, "（一）", "扩充学位", ("新增学位三百个。",), parent=1, is_run_in=True),
        OldSection(2, "（二）", "规范办园", ("查处两所。",), parent=1),
        OldSection(1, "二、", "教师队伍", ("招聘教师。",)),
    ]


def test_braces_and_tables_become_harmless_lines():
    table = Table("办学条件", (Column("项目"), Column("数量")), (("学校", "12所"),))
    document = Document("总结", (Section(1, "一、", "{{ 甲 }}", blocks=(*words("{{ 乙 }}"), table)),))
    expected = ("｛｛ 乙 ｝｝", "办学条件", "学校：数量 12所。")
    assert old_sections(document) == [OldSection(1, "一、", "｛｛ 甲 ｝｝", expected, table_count=1)]


def test_a_table_is_told_row_by_row():
    columns = (Column("学校"), Column("班数"), Column("学生数"))
    rows = (("甲校", "12", "560"), ("乙\n校", "", "480"), ("", "", ""), ("合计", "", ""))
    bare = Table("", (Column("甲"), Column("")), (("乙", "3所"),))
    document = Document("总结", (Section(1, "一、", "学校", blocks=(Table("", columns, rows), bare)),))
    assert old_sections(document)[0].paragraphs == (
        "甲校：班数 12；学生数 560。",
        "乙 校：学生数 480。",
        "合计。",
        "甲。",
        "乙，3所。",
    )


def test_what_is_folded_joins_what_stands_before_it_and_what_is_left_out_goes():
    old = old_sections(PAPER)
    found = placed(old, {0: "opening", 1: "pre-school", 2: FOLDED, 3: OWN, 4: LEFT})
    assert found == [
        Placed("opening", "", ("今年工作如下。",), None, (0,)),
        Placed("pre-school", "学前教育", ("发展平稳。", "（一）扩充学位。新增学位三百个。"), None, (1, 2)),
        Placed("", "规范办园", ("查处两所。",), 1, (3,)),
    ]


def test_a_section_whose_parent_does_not_come_in_stands_below_the_next_one_above():
    found = placed(old_sections(PAPER), {1: LEFT, 2: OWN})
    assert found == [Placed("", "扩充学位", ("新增学位三百个。",), None, (2,))]


def test_what_has_nothing_before_it_to_join_stands_by_itself():
    found = placed(old_sections(PAPER), {0: FOLDED})
    assert found == [Placed("", "前言", ("今年工作如下。",), None, (0,))]


def test_deep_headings_that_the_template_lacks_are_proposed_as_text():
    old = [OldSection(1, "一、", "甲"), OldSection(2, "（一）", "乙"), OldSection(3, "1.", "丙")]
    assert usual_choices(old, {0: "first"}) == {0: "first", 1: OWN, 2: FOLDED}
