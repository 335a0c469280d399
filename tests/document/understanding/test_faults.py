import pytest

from tests.document.understanding.outlines import complaints, read


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["一、德育。", "三、体育。"], [("numbering_gap", "三、体育")]),
        (["一、德育。", "二、体育。", "二、美育。"], [("numbering_duplicate", "二、美育")]),
        (["一、德育。", "1.课程。", "2、活动。", "二、体育。"], [("numbering_mixed", "2、活动")]),
        (["一、德育。", "1.课程。", "二、体育。"], [("numbering_gap", "1.课程")]),
        (["（一）德育。", "（二）体育。"], [("level_skipped", "（一）德育")]),
        (
            ["一、德育。", "一是抓课程。二是抓活动。四是抓评价。", "二、体育。"],
            [("numbering_gap", "四是抓评价")],
        ),
        (["一、德育", "抓好课程，提高质量。", "2、抓活动。", "二、体育。"], [("numbering_gap", "抓好课程")]),
        (["一、德育。", "（一）课程。", "（二）活动。", "二、体育。"], []),
        (["一、德育。", "1.课程。", "2.活动。", "二、体育。", "3.场地。", "4.器材。"], []),
        (["一、德育。", "1.抓课程。2.抓活动。", "二、体育。"], []),
        (["一、德育。", "二、体育。", "下半年打算", "一、抓好德育。", "二、抓好体育。"], []),
        (["一、德育。", "生机比小学7:1、中学10:1，生均图书达标。", "二、体育。"], []),
    ],
)
def test_faults_of_numbering_are_told(lines, expected):
    assert complaints("某局工作总结", *lines) == expected


def test_what_is_told_names_what_lacks():
    found = read("某局工作总结", "一、德育。", "四、体育。").findings
    assert [finding.message for finding in found] == [
        "序号从“一、”跳到“四、”，中间缺少“二”至“三”，请补上或改正。"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年投入__亿元，改善条件。", [("placeholder", "全年投入__亿元")]),
        ("会同××大队开展宣传。", [("placeholder", "会同××大队开展宣传")]),
        ("20XX年工作进展顺利。", [("placeholder", "20XX年工作进展顺")]),
        ("XX年工作进展顺利。", [("placeholder", "XX年工作进展顺")]),
        ("获得##区表彰。", [("placeholder", "获得##区表彰")]),
        ("收费为90元/生?月。", [("residue", "为90元/生?月")]),
        ("认真落实?实施方案?的要求。", [("residue", "认真落实?实施方案"), ("residue", "实施方案?的要求")]),
        ("路在何方?路在脚下。", []),
        ("安装了X光机。", []),
        ("在4×100米接力赛中夺冠，场地长105米×宽68米。", []),
        ("二○一○年九月，〇〇县召开会议。", [("placeholder", "〇〇县召开会议")]),
        ("占总分×分的×分。", [("placeholder", "占总分×分的×分"), ("placeholder", "分的×分")]),
        ("这样的状况能不能再拖？不能！", []),
        ("工作有序推进，成效十分明显，各项", [("truncated", "工作有序推进，成效十分明显，各项")]),
    ],
)
def test_what_is_masked_garbled_or_cut_off_is_told(text, expected):
    assert complaints("某局工作总结", "一、成绩", text) == expected
