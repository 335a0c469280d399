import pytest

from edusum.document.formal import (
    attachment_items,
    copies_line,
    issued_line,
    note_line,
    seal_indents,
    signed_lines,
    signer_rows,
    signing_names,
)
from edusum.document.model import Imprint, SignOff


def test_an_only_attachment_has_no_number():
    assert attachment_items(["统计表"]) == [("附件：", "", "统计表")]


def test_several_attachments_are_numbered_and_the_label_stands_once():
    items = attachment_items(["甲", "乙"], "．")
    assert items == [("附件：", "1．", "甲"), ("", "2．", "乙")]
    assert [item.lead for item in items] == ["附件：1．", "2．"]


def test_no_attachments_no_note():
    assert attachment_items([]) == []


@pytest.mark.parametrize(
    ("note", "line"),
    [("此件公开发布", "（此件公开发布）"), ("（此件公开发布）", "（此件公开发布）"), ("", "")],
)
def test_a_note_stands_in_brackets(note, line):
    assert note_line(note) == line


def test_signers_stand_two_on_a_line():
    assert signer_rows(["甲", "乙", "丙", "丁", "戊"]) == [["甲", "乙"], ["丙", "丁"], ["戊"]]
    assert signer_rows([]) == []


@pytest.mark.parametrize(
    ("copies", "line"),
    [("区委办公室", "抄送：区委办公室。"), (" 区委办公室。 ", "抄送：区委办公室。"), (" ", "")],
)
def test_copies_end_with_a_full_stop(copies, line):
    assert copies_line(Imprint(copies)) == line


def test_the_last_line_of_the_imprint_says_who_issues_and_when():
    assert issued_line(Imprint("", "办公室", "2026年1月8日")) == ("办公室", "2026年1月8日印发")
    assert issued_line(Imprint("", "办公室")) == ("办公室", "")
    assert issued_line(Imprint("", "", "2026年1月8日")) == ("", "2026年1月8日印发")


@pytest.mark.parametrize(
    ("name", "date", "indents"),
    [
        # date 3 × 1 + 6 × 0.5 = 6 wide: right edge 4 in, the middle 7 in
        ("示例区教育局", "2026年1月8日", (4, 4)),
        ("教育局", "2026年1月8日", (5.5, 4)),
        ("示例区教育和体育局", "2026年1月8日", (2.5, 4)),
        ("示例自治州示例县教育和科学技术局", "2026年1月8日", (0, 5)),
        ("", "2026年1月8日", (7, 4)),
    ],
)
def test_with_a_seal_the_name_stands_above_the_middle_of_the_date(name, date, indents):
    assert seal_indents(name, date) == indents


@pytest.mark.parametrize(
    ("signatory", "names"),
    [
        ("示例区教育局", ("示例区教育局",)),
        ("示例区教育局、示例区财政局", ("示例区教育局", "示例区财政局")),
        ("示例区教育、科技和体育局", ("示例区教育、科技和体育局",)),
        ("", ()),
    ],
)
def test_organs_that_sign_together_stand_one_below_the_other(signatory, names):
    assert signing_names(signatory) == names


def test_a_name_too_long_for_a_line_takes_two():
    signatory = "中国共产党示例自治州示例自治县委员会教育工作领导小组办公室"
    names = signing_names(signatory)
    assert ("".join(names), [len(name) <= 24 for name in names]) == (signatory, [True, True])


def test_the_widest_name_leads_and_the_date_stands_by_it():
    signed = signed_lines(SignOff("示例区教育局、示例区人民政府", "2026年1月8日"), "plain")
    assert [tuple(line) for line in signed] == [
        ("name", "示例区教育局", 2.5),
        ("name", "示例区人民政府", 2),
        ("date", "2026年1月8日", 1),
    ]


def test_a_sign_off_may_lack_either():
    assert signed_lines(SignOff("", ""), "seal") == []
    assert [line.kind for line in signed_lines(SignOff("", "2026年1月8日"), "plain")] == ["date"]
