import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusum.document.numbering import counted
from edusum.document.understanding.figures import Figures
from edusum.document.understanding.numerals import Numeral, numeral
from edusum.document.understanding.plain import plain


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("三", 3, 3),
        ("十", 10, 10),
        ("十二", 12, 12),
        ("两百", 200, 200),
        ("二百五", 250, 250),
        ("一百零五", 105, 105),
        ("一百〇五", 105, 105),
        ("三千零五", 3005, 3005),
        ("三万五千", 35_000, 35_000),
        ("一亿二千万", 120_000_000, 120_000_000),
        ("三千五百万", 35_000_000, 35_000_000),
        ("二〇二三", 2023, 2023),
        ("七八", 7, 8),
        ("七八十", 70, 80),
        ("十七八", 17, 18),
        ("三四百", 300, 400),
    ],
)
def test_hanzi_say_a_number_or_from_where_to_where(written, low, high):
    assert numeral(written) == Numeral(low, high)


@pytest.mark.parametrize("written", ["", "三名", "a", "3"])
def test_what_is_no_number_reads_as_none(written):
    assert numeral(written) is None


@given(st.integers(1, 9999))
def test_what_is_counted_in_hanzi_reads_back(number):
    assert numeral(counted(number)) == Numeral(number, number)


@given(st.integers(2, 9999))
def test_a_number_in_hanzi_is_worth_the_same_as_in_figures(number):
    (hanzi,) = Figures(f"共有教师{counted(number)}名。").quantities
    (figures,) = Figures(f"共有教师{number}名。").quantities
    assert (hanzi.label, hanzi.value, hanzi.unit) == (figures.label, figures.value, figures.unit)


@given(st.integers(0, 10**12))
def test_commas_and_wide_figures_change_nothing(number):
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    read = [Figures(f"拨付经费{written}元。").quantities for written in (str(number), f"{number:,}", wide)]
    assert [[(one.label, one.value, one.unit) for one in found] for found in read] == [
        [("拨付经费", str(number), "元")]
    ] * 3


@given(st.text())
def test_the_plain_text_is_as_long_as_the_text(text):
    assert len(plain(text)) == len(text)


@given(
    st.text(
        st.sampled_from(
            "0123456789一二三十百万亿两几多余近约名所人个%元。，、；：（）《》“”各均其中占由到比的\n.,:-—至 "
        )
    )
)
def test_whatever_is_written_is_read_without_an_error(text):
    for read in Figures(text).quantities:
        assert text[read.quote_start :].startswith(read.quote)
        assert text[read.start : read.end] in read.quote
