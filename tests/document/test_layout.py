import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusum.document.layout import em_width, run_in_stop, sign_off_indents, title_lines

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
        ("关于印发《某某自治县", "教育和体育局“十四五”教育事业", "发展规划中期评估报告》的通知"),
    ],
)
def test_titles_break_where_a_reader_would_break_them(lines):
    assert title_lines("".join(lines)) == lines


def test_a_narrow_line_breaks_earlier():
    assert title_lines("示例区教育局2025年工作总结", max_chars=8) == ("示例区教育局", "2025年工作总结")


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
