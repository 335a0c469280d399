import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusum.document.numbering import marker
from edusum.document.understanding.marks import folded, mark_at, marks, number_of


@pytest.mark.parametrize(
    ("text", "kind", "number", "words"),
    [
        ("一、办学条件", "chinese", 1, "办学条件"),
        ("十二、其他工作", "chinese", 12, "其他工作"),
        ("二. 队伍建设", "chinese", 2, "队伍建设"),
        ("三．队伍建设", "chinese", 3, "队伍建设"),
        ("四 、队伍建设", "chinese", 4, "队伍建设"),
        ("（一）学前教育", "chinese_paren", 1, "学前教育"),
        ("(二)学前教育", "chinese_paren", 2, "学前教育"),
        ("（ 三 ）学前教育", "chinese_paren", 3, "学前教育"),
        ("(四)、学前教育", "chinese_paren", 4, "学前教育"),
        ("五）学前教育", "chinese_paren", 5, "学前教育"),
        ("㈠学前教育", "chinese_paren", 1, "学前教育"),
        ("1.安全", "arabic", 1, "安全"),
        ("１．安全", "arabic", 1, "安全"),
        ("2、安全", "arabic", 2, "安全"),
        ("3.2024年的安全工作", "arabic", 3, "2024年的安全工作"),
        ("⒋安全", "arabic", 4, "安全"),
        ("1.2 安全", "decimal", 2, "安全"),
        ("（1）安全", "arabic_paren", 1, "安全"),
        ("2）安全", "arabic_paren", 2, "安全"),
        ("⑶安全", "arabic_paren", 3, "安全"),
        ("①安全", "circled", 1, "安全"),
        ("Ⅱ、安全", "roman", 2, "安全"),
        ("A、安全", "letter", 1, "安全"),
        ("第一部分　基本情况", "part", 1, "基本情况"),
        ("第二部份：基本情况", "part", 2, "基本情况"),
        ("第三章 基本情况", "chapter", 3, "基本情况"),
        ("第一節 基本情況", "section", 1, "基本情況"),
        ("第一，抓落实", "ordinal", 1, "抓落实"),
        ("第二、抓落实", "ordinal", 2, "抓落实"),
        ("第三个方面，抓落实", "ordinal", 3, "抓落实"),
        ("一要抓落实", "must", 1, "抓落实"),
        ("二是抓落实", "item", 2, "抓落实"),
        ("其三，抓落实", "either", 3, "抓落实"),
        ("首先，抓落实", "first", 1, "抓落实"),
        ("最后抓落实", "first", 0, "抓落实"),
        ("另一方面，抓落实", "side", 2, "抓落实"),
    ],
)
def test_every_way_to_number_is_read(text, kind, number, words):
    mark = mark_at(text)
    assert mark is not None
    assert (mark.kind, mark.number, text[mark.after :]) == (kind, number, words)


@pytest.mark.parametrize(
    "text", ["2024年工作", "3.5万人", "12.4%", "8:30开会", "一二三四", "全市第一", "学校", ""]
)
def test_numbers_in_running_text_are_no_marks(text):
    mark = mark_at(text)
    assert mark is None or mark.kind in {"bare", "decimal"}


@given(
    st.integers(1, 99),
    st.sampled_from(["part", "cn_comma", "cn_paren", "arabic_dot", "arabic_paren", "di", "yao"]),
)
def test_what_this_program_prints_before_headings_is_read_again(number, style):
    written = marker(number, level=1, style=style)
    mark = mark_at(f"{written}抓落实")
    assert mark is not None
    assert (mark.number, mark.start, mark.after) == (number, 0, len(written))
    assert mark.text == folded(written).strip()


@given(st.text("一二三十百第章节部分是要（）()、.1234567890 \n。，①⑴", max_size=200))
def test_marks_stand_where_they_say(text):
    plain = folded(text)
    for mark in marks(plain):
        assert plain[mark.start : mark.end] == mark.text
        assert mark.end <= mark.after <= len(plain)


@pytest.mark.parametrize(
    ("hanzi", "number"),
    [("一", 1), ("十", 10), ("十五", 15), ("三十", 30), ("二十一", 21), ("一二", 0), ("十二三", 0)],
)
def test_numbers_below_a_hundred_are_read(hanzi, number):
    assert number_of(hanzi) == number


def test_folding_keeps_every_character_in_its_place():
    assert folded("（１）　Ａ，“后”後\u00a0：") == "(1) A,“后”后 :"
