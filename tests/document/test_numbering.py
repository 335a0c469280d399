import pytest

from edusum.document.numbering import chinese_number, counted, marker


@pytest.mark.parametrize(
    ("number", "written"),
    [
        *((1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")),
        *((100, "一百"), (105, "一百〇五"), (110, "一百一十"), (312, "三百一十二"), (999, "九百九十九")),
        *((1000, "一千"), (1001, "一千〇一"), (1010, "一千〇一十"), (1100, "一千一百"), (2000, "二千")),
        *((5020, "五千〇二十"), (9999, "九千九百九十九")),
    ],
)
def test_numbers_are_written_as_in_headings(number, written):
    assert chinese_number(number) == written


def test_every_number_is_written_in_its_own_way():
    assert len({chinese_number(number) for number in range(1, 10_000)}) == 9999


@pytest.mark.parametrize(
    ("number", "written"),
    [
        *((0, "零"), (1, "一"), (2, "两"), (10, "十"), (12, "十二"), (20, "二十"), (22, "二十二")),
        *((100, "一百"), (102, "一百零二"), (105, "一百零五"), (200, "二百"), (1000, "一千")),
        *((1010, "一千零一十"), (2000, "两千"), (2002, "两千零二"), (2200, "两千二百")),
    ],
)
def test_what_is_counted_has_its_own_two_and_zero(number, written):
    assert counted(number) == written


@pytest.mark.parametrize("number", [-1, 0, 10_000])
def test_a_number_that_is_not_written_in_hanzi_is_refused(number):
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)


def test_the_mark_follows_the_level():
    assert [marker(2, level=level) for level in range(6)] == ["", "二、", "（二）", "2.", "（2）", ""]


def test_a_style_of_its_own_overrules_the_level():
    styles = ("part", "cn_comma", "cn_paren", "arabic_dot", "arabic_paren", "di", "yao", "none")
    marks = [marker(12, level=1, style=style) for style in styles]
    assert marks == ["第十二部分　", "十二、", "（十二）", "12.", "（12）", "第十二，", "十二要", ""]


def test_arabic_marks_go_on_where_hanzi_end():
    assert marker(10_000, level=3) == "10000."
