"""Text files as old computers wrote them come back as they were."""

import opencc
import pytest

from edusum.common.errors import EdusumError
from edusum.document.readers.decoding import decoded

TEXT = (
    "一年来，全县各级各类学校扎实工作，新建幼儿园12所，在园幼儿达到8600人。\n"
    "（一）经费投入稳步增长。全年安排教育经费3.2亿元，比上年增长5.6%。\n"
)
TRADITIONAL = opencc.OpenCC("s2t").convert(TEXT)


@pytest.mark.parametrize(
    ("encoding", "text", "told"),
    [
        ("utf-8", TEXT, "UTF-8"),
        ("utf-8-sig", TEXT, "UTF-8"),
        ("gb18030", TEXT, "GB18030"),
        ("gb18030", TRADITIONAL, "GB18030"),
        ("big5", TRADITIONAL, "Big5"),
        ("utf-16", TEXT, "UTF-16"),
        ("utf-16-le", TEXT, "UTF-16"),
        ("utf-16-be", TEXT, "UTF-16"),
        ("utf-32", TEXT, "UTF-32"),
    ],
)
def test_every_usual_encoding_is_told_by_its_content(encoding, text, told):
    found = decoded(text.encode(encoding))
    assert (found.text, found.encoding, found.told) == (text, told, ())


@pytest.mark.parametrize("line", TEXT.split("\n")[:2])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
def test_one_line_is_enough(encoding, line):
    assert decoded(line.encode(encoding)).text == line


def test_two_words_that_look_like_utf_8_are_still_chinese():
    assert decoded("联通".encode("gb18030")).text == "联通"


def test_what_a_page_says_of_itself_counts_unless_it_is_wrong():
    assert decoded(TRADITIONAL.encode("big5"), declared="big5").encoding == "Big5"
    assert decoded(TEXT.encode("gb18030"), declared="iso-8859-1").text == TEXT
    assert decoded(TEXT.encode("gb18030"), declared="big5").text == TEXT


def test_files_of_two_encodings_put_together_are_read_line_by_line_and_told():
    found = decoded((TEXT * 3).encode("gb18030") + (TEXT * 3).encode())
    assert found.text == TEXT * 6
    assert found.told == ("文件里混有两种文字编码（UTF-8 和 GB18030），已逐行辨认，请核对。",)


def test_a_few_damaged_signs_are_told_and_shown():
    data = TEXT.encode()
    found = decoded(data[:30] + b"\xff" + data[30:])
    assert found.text.replace("\ufffd", "") == TEXT
    assert found.told == ("有 1 处文字已经损坏，读不出来，用“�”标出。",)


def test_what_is_no_text_is_refused_with_a_way_out():
    with pytest.raises(EdusumError, match=r"认不出这个文件的文字编码.*另存为 UTF-8"):
        decoded(bytes(range(128, 256)) * 40)
