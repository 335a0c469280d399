import pytest

from edusum.document.numbering import chinese_number, marker


@pytest.mark.parametrize(
    ("number", "written"),
    [
        *((1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")),
        *((100, "一百"), (105, "一百〇五"), (110, "一百一十"), (312, "三百一十二"), (999, "九百九十九")),
    ],
)
def test_numbers_are_written_as_in_headings(number, written):
    assert chinese_number(number) == written


def test_every_number_is_written_in_its_own_way():
    assert len({chinese_number(number) for number in range(1, 1000)}) == 999


@pytest.mark.parametrize("number", [-1, 0, 1000])
def test_a_number_no_heading_has_is_refused(number):
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)


def test_the_mark_follows_the_level():
    assert [marker(2, level=level) for level in range(6)] == ["", "二、", "（二）", "2.", "（2）", ""]


def test_a_style_of_its_own_overrules_the_level():
    styles = ("part", "cn_comma", "cn_paren", "arabic_dot", "arabic_paren", "none")
    marks = [marker(12, level=1, style=style) for style in styles]
    assert marks == ["第十二部分　", "十二、", "（十二）", "12.", "（12）", ""]


def test_arabic_marks_go_on_after_a_thousand():
    assert marker(1000, level=3) == "1000."
