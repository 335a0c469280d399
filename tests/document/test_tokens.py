import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusum.document.tokens import FilterCall, Token, defuse, parse, remembered, spelled, tokens_in

names = st.from_regex(r"[甲-龥A-Za-z_][甲-龥A-Za-z_0-9]{0,5}", fullmatch=True)
arguments = st.lists(st.one_of(names, st.integers(0, 999999)), max_size=3).map(tuple)
filters = st.lists(st.builds(FilterCall, names, arguments), max_size=4).map(tuple)
tokens = st.builds(Token, names, filters)
texts = st.text(st.sampled_from("中ab1{}|(), \t\n"), max_size=40)


def test_text_is_split_into_pieces_and_tokens_in_order():
    pieces = parse("在园{{ 在园幼儿数 }}人，{{在园幼儿数|同比}}；占{{ 公办 | 占比( 在园幼儿数, 1 ) }}。")
    assert pieces == [
        "在园",
        Token("在园幼儿数"),
        "人，",
        Token("在园幼儿数", (FilterCall("同比"),)),
        "；占",
        Token("公办", (FilterCall("占比", ("在园幼儿数", 1)),)),
        "。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{{ }}",
        "{{ 甲 乙 }}",
        "{{ 甲",
        "{ 甲 }",
        "{{ 甲.乙 }}",
        "{{ 甲() }}",
        "{{ 甲|占比(“乙”) }}",
        "{{ 1甲 }}",
        "{% if 甲 %}",
        "{{ ''.__class__ }}",
        "{{ 甲|同\n比 }}",
        "{{ 甲\n|同比 }}",
        "{{ 甲" + "|同比" * 5 + " }}",
    ],
)
def test_what_does_not_read_as_a_token_is_plain_text(text):
    assert parse(text) == ([text] if text else [])


def test_a_token_tells_every_figure_it_needs():
    token = Token("甲", (FilterCall("占比", ("乙", 2)), FilterCall("比", ("丙",))))
    assert token.names() == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("token", "alone"),
    [
        (Token("甲"), ""),
        (Token("甲", (FilterCall("同比"),)), "同比"),
        (Token("甲", (FilterCall("占比", ("乙",)),)), None),
        (Token("甲", (FilterCall("上年"), FilterCall("数值"))), None),
    ],
)
def test_a_token_tells_its_only_plain_filter(token, alone):
    assert token.alone == alone


@given(tokens)
def test_a_written_token_reads_as_the_same_token(token):
    assert parse(f"前{token}后") == ["前", token, "后"]


@given(texts)
def test_text_is_given_back_but_for_spaces_in_braces(text):
    without_spaces = str.maketrans("", "", " \t")
    assert "".join(map(str, parse(text))).translate(without_spaces) == text.translate(without_spaces)


@given(st.lists(texts, max_size=4))
def test_defused_texts_are_never_read_as_tokens_even_side_by_side(pieces):
    joined = "".join(map(defuse, pieces))
    assert parse(joined) == ([joined] if joined else [])


def test_defused_text_still_looks_like_itself():
    assert defuse("见{{ 甲 }}、{乙}") == "见｛｛ 甲 ｝｝、｛乙｝"


def test_pieces_come_with_the_token_they_are():
    text = "有{{甲 |同比}}。{{ 乙 }}"
    year_on_year, other = Token("甲", (FilterCall("同比"),)), Token("乙")
    assert spelled(text) == (
        ("有", None),
        ("{{ 甲|同比 }}", year_on_year),
        ("。", None),
        ("{{ 乙 }}", other),
    )
    assert tokens_in(text) == (year_on_year, other)


def test_only_short_texts_are_remembered():
    worked_out = []

    @remembered
    def length(text):
        worked_out.append(len(text))
        return len(text)

    assert [length("字" * count) for count in (2000, 2000, 2001, 2001)] == [2000, 2000, 2001, 2001]
    assert worked_out == [2000, 2001, 2001]
