import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusum.document.layout import (
    attachment_mark,
    em_width,
    is_part_document,
    lead_spans,
    run_in_stop,
    sign_off_indents,
    spoken_line,
    subtitle_line,
    title_lines,
)
from edusum.document.model import Attachment, Document, Section

WORDS = ("教育局", "工作总结", "关于", "的", "区、县，", "《规划》", "“双减”工作", "情况（试行）。", "某校")
titles = st.text(st.sampled_from("教育局工作总结关于的和“”《》（）、。2025年AB c"), max_size=70)


@pytest.mark.parametrize(
    "lines",
    [
        ("示例区教育局2025年工作总结",),
        ("在全市教育系统重点工作动员会上的讲话",),
        ("某某县教育局关于2025年度", "教育事业发展情况的报告"),
        ("海沧区教育局2025年工作总结", "和2026年工作计划"),
        ("示例区教育局关于报送2025年全区教育系统", "安全工作总结及2026年工作要点的报告"),
        ("鄂尔多斯市东胜区教育体育局关于做好", "二〇二五年秋季开学工作的总结"),
        ("关于印发《某某自治县教育和体育局", "“十四五”教育事业发展规划", "中期评估报告》的通知"),
        ("某某市教育局关于2025年度", "法治政府建设工作情况的报告"),
        ("新疆维吾尔自治区伊犁哈萨克自治州", "教育局2025年工作总结"),
        ("关于2025年度领导班子和领导干部", "述职述德述廉报告"),
        ("示例区教育局2025年度", "政府信息公开工作年度报告"),
        ("在全区教育系统2026年春季开学工作", "暨安全稳定工作会议上的讲话"),
    ],
)
def test_titles_break_where_a_reader_would_break_them(lines):
    assert title_lines("".join(lines)) == lines


def test_a_narrow_line_breaks_earlier():
    assert title_lines("示例区教育局2025年工作总结", max_chars=8) == ("示例区教育局", "2025年工作总结")


def test_a_title_that_may_come_out_wider_than_a_line_takes_two():
    title = "示例区教育局2025年“质量提升年”活动总结"
    assert em_width(title) == 20
    assert title_lines(title) == ("示例区教育局2025年", "“质量提升年”活动总结")
    assert title_lines("示例区教育局关于质量提升年活动的总结") == ("示例区教育局关于质量提升年活动的总结",)


@pytest.mark.parametrize("title", ["", "  ", "\n"])
def test_a_blank_title_has_no_lines(title):
    assert title_lines(title) == ()


def test_a_book_title_stays_on_one_line():
    lines = title_lines("某某区教育局贯彻落实《义务教育优质均衡发展规划》情况报告")
    assert any("《义务教育优质均衡发展规划》" in line for line in lines)


@pytest.mark.parametrize("kept", ["2025年1月8日", "2024—2025学年", "97.3%", "“十四五”", "“双减”", "Moodle"])
def test_numbers_short_quotes_and_latin_words_are_never_broken(kept):
    for before in range(8, 20):
        lines = title_lines("区" * before + kept + "教育事业发展情况的报告")
        assert any(kept in line for line in lines)


@pytest.mark.parametrize(
    "place",
    [
        "湖南省",
        "鄂尔多斯市",
        "枣庄市市中区",
        "沙市区",
        "黔东南苗族侗族自治州",
        "双江拉祜族佤族布朗族傣族自治县",
    ],
)
def test_the_name_of_a_place_is_never_broken(place):
    for rest in ("教育局关于做好秋季开学工作的情况报告", "人民政府2025年度教育事业统计和督导评估工作的报告"):
        lines = title_lines(place + rest, max_chars=16)
        assert any(place in line for line in lines)


@pytest.mark.parametrize(
    "word", ["领导干部", "法治政府", "信息公开", "教育系统", "督导评估", "中央八项规定精神"]
)
def test_a_known_word_is_never_broken(word):
    for before in range(6, 20):
        lines = title_lines("区" * before + word + "教育事业发展情况的报告")
        assert any(word in line for line in lines)


@pytest.mark.parametrize("title", ["区" * 60, "市区" * 400, "关于区" * 300, "《在" * 300])
def test_a_title_that_is_no_language_is_set_all_the_same(title):
    assert "".join(title_lines(title)) == title


def test_a_very_long_title_still_fits_the_line():
    lines = title_lines(
        "某某市某某区教育局关于义务教育优质均衡发展和学前教育普及普惠督导评估工作情况的报告" * 5
    )
    assert max(map(em_width, lines)) <= 20
    assert min(map(em_width, lines)) >= 4


@given(titles)
def test_breaking_loses_no_character_of_the_title(title):
    assert "".join(title_lines(title)).replace(" ", "") == "".join(title.split())


@given(titles)
def test_no_line_is_longer_than_allowed(title):
    assert all(em_width(line) <= 20 for line in title_lines(title))


@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
def test_no_later_line_begins_with_a_closing_mark(title):
    assert [line for line in title_lines(title)[1:] if line[0] in "”》）、，。"] == []


@given(st.text(st.sampled_from("某县教育局关于的工作总结报告和学校安全"), min_size=21, max_size=60))
def test_no_character_stands_alone_on_a_line(title):
    assert min(map(em_width, title_lines(title))) >= 2


@pytest.mark.parametrize(
    ("name", "date", "indents"),
    [
        ("示例区教育局", "2025年12月31日", (5, 2)),  # the date is longer: 7 to 6
        ("示例区教育局", "2026年1月8日", (2, 0)),
        ("示例区教育和体育局", "2026年1月8日", (2, 3)),
        ("区教育局", "2026年11月18日", (7, 2)),
    ],
)
def test_the_date_begins_two_characters_right_of_the_name(name, date, indents):
    name_right, date_right = sign_off_indents(name, date)
    assert (name_right, date_right) == indents
    assert name_right + em_width(name) - (date_right + em_width(date)) == 2


def test_a_name_longer_than_the_line_keeps_the_date_on_the_page():
    assert sign_off_indents("局" * 60, "2026年1月8日") == (2, 20)


def test_letters_and_digits_are_half_as_wide_as_hanzi_and_chinese_marks():
    assert [em_width(text) for text in ("教育", "2025", "（A）", "“—”", "")] == [2, 2, 2.5, 3, 0]


@pytest.mark.parametrize(
    ("heading", "stop"),
    [("推进优质均衡", "。"), ("怎么办？", ""), ("主要做法：", ""), ("到位。", ""), ("", "")],
)
def test_a_run_in_heading_ends_with_one_mark(heading, stop):
    assert run_in_stop(heading) == stop


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("一是抓普惠。新建公办园3所。二是强师资，招聘教师。", ["一是抓普惠。", "二是强师资，"]),
        ("一要加强领导：成立专班。", ["一要加强领导："]),
        ("主要做法是：一是抓普惠，成效明显；二是强师资。", ["一是抓普惠，"]),
        ("十一是补【待补：学位数】个学位，按期完成。", ["十一是补【待补：学位数】个学位，"]),
        ("一是抓普惠；二是强师资；三是保安全。", []),
        ("统一是前提。唯一要求，是安全。", []),
        ("一是" + "长" * 29 + "，超过三十字。", []),
        ("一是没有下文", []),
    ],
)
def test_words_lead_in_when_more_stands_behind_them(text, leads):
    assert [text[start:end] for start, end in lead_spans(text)] == leads


@pytest.mark.parametrize(
    ("subtitle", "line"),
    [
        ("在开学典礼上", "——在开学典礼上"),
        ("——在会上", "——在会上"),
        ("（征求意见稿）", "（征求意见稿）"),
        ("", ""),
    ],
)
def test_a_subtitle_stands_behind_a_dash_unless_it_has_its_own_mark(subtitle, line):
    assert subtitle_line(subtitle) == line


@pytest.mark.parametrize(
    ("date", "line"), [("2026年2月8日", "（2026年2月8日）"), ("（近日）", "（近日）"), ("", "")]
)
def test_the_date_of_a_speech_stands_in_brackets(date, line):
    assert spoken_line(date) == line


def test_an_only_attachment_has_no_number():
    assert [attachment_mark(1, 1), attachment_mark(1, 2), attachment_mark(12, 12)] == [
        "附件",
        "附件1",
        "附件12",
    ]


@pytest.mark.parametrize(
    ("section", "is_divided"),
    [
        (Section(1, "第一部分　", "总结"), True),
        (Section(1, "第十二部分", "总结"), True),
        (Section(2, "第一部分　", "总结"), False),
        (Section(1, "一、", "第一部分"), False),
    ],
)
def test_a_document_is_divided_into_parts_by_its_highest_marks(section, is_divided):
    assert is_part_document(Document("总结", (section,))) is is_divided
    assert is_part_document(Document("总结", attachments=(Attachment("甲", (section,)),))) is is_divided


def test_an_attachment_in_parts_leaves_the_headings_of_the_text_as_they_are():
    attachment = Attachment("甲", (Section(1, "第一部分　", "总结"),))
    assert not is_part_document(Document("通知", (Section(1, "一、", "要求"),), attachments=(attachment,)))
