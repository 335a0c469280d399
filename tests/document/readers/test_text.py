"""Plain and pasted text, line for line."""

import pytest

from edusum.common.errors import EdusumError
from edusum.document.readers import pasted, text


def lines(source):
    return [line.text for line in source.lines]


def test_whatever_ends_a_line_ends_it():
    source = text.read("题目\r\n第一段\r第二段\n第三段\x0b第四段\x0c第五段\u2028第六段".encode())
    assert lines(source) == ["题目", "第一段", "第二段", "第三段", "第四段", "第五段", "第六段"]


def test_pasted_text_is_kept_as_it_is_without_empty_lines_at_its_end():
    source = pasted.read("题目\r\n\r\n　　全年工作顺利。\r\n\r\n")
    assert (source.kind, lines(source)) == ("pasted", ["题目", "", "　　全年工作顺利。"])


def test_nothing_pasted_is_told():
    with pytest.raises(EdusumError):
        pasted.read(" \n\n ")
