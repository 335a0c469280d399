"""What a file is, by its content: the way each goes, and what is said of those that no reader takes."""

import pytest

from edusum.common.errors import EdusumError
from edusum.document.readers.kinds import kind_of
from tests.document.readers.words import p, word_file, zipped

_ODT = zipped({"mimetype": "application/vnd.oasis.opendocument.text"})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (word_file(p("甲")), "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le"), "doc"),
        (b"{\\rtf1 a}", "rtf"),
        (_ODT, "odt"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "word_xml"),
        (b"\n<!DOCTYPE html><p>a</p>", "html"),
        (b"\xff\xfe" + "<html><p>甲".encode("utf-16-le"), "html"),
        (b"\xef\xbb\xbf<P>a</P>", "html"),
        (b"\n\n%PDF-1.4", "pdf"),
        ("一、学前教育".encode("gb18030"), "text"),
        (b"\xff\xfe" + "一、学前教育".encode("utf-16-le"), "text"),
        (b"<1> a list", "text"),
    ],
)
def test_a_file_is_what_its_content_says(content, kind):
    assert kind_of(content) == kind


def test_what_no_reader_takes_is_told_with_what_to_do():
    with pytest.raises(EdusumError) as refused:
        kind_of(b"\x89PNG\r\n\x1a\n" + b"\1" * 99)
    assert str(refused.value) == (
        "这是图片，图片里的文字读不了。请上传 Word、WPS 文字、PDF、网页（HTML）或纯文本文件。"
    )
