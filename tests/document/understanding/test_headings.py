import pytest

from tests.document.understanding.outlines import outline, read


def test_the_official_levels_are_read():
    assert outline(
        "某县教育工作总结",
        "一、工作情况",
        "（一）学前教育",
        "1.扩大资源",
        "（1）新建幼儿园",
        "全年新建幼儿园三所。",
        "（二）义务教育",
        "二、下年打算",
    ) == [
        (1, "一、", "工作情况"),
        (2, "（一）", "学前教育"),
        (3, "1.", "扩大资源"),
        (4, "（1）", "新建幼儿园"),
        (2, "（二）", "义务教育"),
        (1, "二、", "下年打算"),
    ]


def test_levels_follow_the_paper_and_not_the_mark():
    assert outline("第一部分 总结", "一、德育", "1、课程", "第二部分 打算", "一、德育") == [
        (1, "第一部分", "总结"),
        (2, "一、", "德育"),
        (3, "1、", "课程"),
        (1, "第二部分", "打算"),
        (2, "一、", "德育"),
    ]
    assert outline("（一）德育。抓实课程。", "1.课程。开齐开足。", "（二）体育。天天锻炼。") == [
        (1, "（一）", "德育"),
        (2, "1.", "课程"),
        (1, "（二）", "体育"),
    ]


def test_faulty_numbers_do_not_break_the_levels_behind_them():
    assert [
        level
        for level, _, _ in outline("3、教研", "六、甲县", "1、课程", "八、乙县", "二、丙县", "（一）德育")
    ] == [*(1, 1, 2, 1, 1, 2)]


def test_a_run_in_heading_ends_with_its_sentence_and_a_long_one_at_its_comma():
    sentence = "严格执行集体决策和个别酝酿会议决定的各项要求，" + "认真" * 20 + "落实"
    assert [words for _, _, words in outline("一、党建", "1、抓学习。每月一次。", f"2、{sentence}。")] == [
        *("党建", "抓学习", "严格执行集体决策和个别酝酿会议决定的各项要求")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "一、二年级免试就近入学。",
        "三、四线城市的教师来得少。",
        "2、3月份组织了检查。",
        "五、六月间走访家长。",
        "1.5亿元已经到位。",
        "2024.",
        "12.4宣传日发放手册。",
        "一年来，我们做了三件事。",
        "二中、三中参加比赛。",
    ],
)
def test_numbers_that_open_a_line_are_no_headings(line):
    assert outline("某局工作总结", line) == []


def test_a_run_tells_that_numbers_are_headings():
    assert outline("一、成绩", "1、3所学校达标。", "2、5所学校创优。") == [
        (1, "一、", "成绩"),
        (2, "1、", "3所学校达标"),
        (2, "2、", "5所学校创优"),
    ]


def test_headings_stand_in_the_middle_of_a_paragraph_too():
    found = outline("一、教学", "课堂有序。2.教研有效。3.质量提升。（二）项目有进展。")
    assert found == [
        (1, "一、", "教学"),
        (2, "2.", "教研有效"),
        (2, "3.", "质量提升"),
        (2, "（二）", "项目有进展"),
    ]


def test_a_paper_in_one_line_is_read():
    found = read(
        "在教育大会上的发言 同志们： 今天的会议很重要，讲两点意见。 一、准确把握形势 形势逼人，不进则退，"
        "大家要看得清。 二、全面落实任务 任务很重。 一加强领导、落实责任。各校要成立专班。 "
        "二强化督导、兑现奖惩。各校要自查。 谢谢大家！"
    )
    assert (found.title, found.document.salutation) == ("在教育大会上的发言", "同志们：")
    assert [(item.level, item.marker, item.words) for item in found.headings] == [
        (1, "一、", "准确把握形势"),
        (1, "二、", "全面落实任务"),
        (2, "一", "加强领导、落实责任"),
        (2, "二", "强化督导、兑现奖惩"),
    ]


def test_numbers_that_pages_left_amid_sentences_are_no_headings():
    line = "各校要把这项工作摆上重要位置，主要领导亲自抓，分管领导具体抓，" * 2 + "把任务落实到人，把"
    found = read(*(f"{number}、{line}" for number in range(1, 6)), "6、工作抓实。")
    assert found.headings == ()
    assert [item.what for item in found.residue] == ["页码"] * 6
    assert [block.text for block in found.document.sections[0].blocks] == [line * 5 + "工作抓实。"]


def test_short_lines_between_paragraphs_are_headings_without_a_number():
    body = "全年新建改建幼儿园多所，学位供给持续增加，公办园占比逐年提高，家长满意。"
    assert outline("某局工作总结", body, "一、成绩", "学前教育普惠发展", body, "二、困难", body) == [
        (1, "一、", "成绩"),
        (2, "", "学前教育普惠发展"),
        (1, "二、", "困难"),
    ]
    assert outline("某局工作总结", "上半年工作", "一、成绩", body, "下半年打算", "一、目标", body) == [
        (1, "", "上半年工作"),
        (2, "一、", "成绩"),
        (1, "", "下半年打算"),
        (2, "一、", "目标"),
    ]


def test_attachments_are_no_headings():
    found = read(
        "某局工作总结", "一、成绩", "成绩很大。", "附件：1.任务表", "2.经费表", "某县教育局", "2020年1月3日"
    )
    assert [item.words for item in found.headings] == ["成绩"]
    assert [item.name for item in found.document.attachments] == ["任务表", "经费表"]


def test_the_words_of_a_mark_may_stand_in_the_next_line():
    assert outline(
        "某局工作总结", "（一）", "党建引领", "活动丰富。", "（二）", "改革创新", "成果丰硕。"
    ) == [
        (1, "（一）", "党建引领"),
        (1, "（二）", "改革创新"),
    ]
