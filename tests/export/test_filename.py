import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusum.document.model import Document
from edusum.export.filename import filename


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("示例区教育局2025年工作总结", "示例区教育局2025年工作总结.docx"),
        ("关于《规划》2024/2025学年“双减”的报告?", "关于《规划》20242025学年“双减”的报告.docx"),
        ('<a>:"b"\\|c*', "abc.docx"),
        ("  总结\n（送审稿）  ", "总结 （送审稿）.docx".replace(" ", "")),
        ("..总结.", "总结.docx"),
        ("../../etc/passwd", "etcpasswd.docx"),
        ("总\u200b结\u202e\ud800", "总结.docx"),
        ("", "未命名文稿.docx"),
        (" . ", "未命名文稿.docx"),
        ("???", "未命名文稿.docx"),
        ("CON", "CON_.docx"),
        ("com1.总结", "com1.总结_.docx"),
        ("CONFERENCE", "CONFERENCE.docx"),
    ],
)
def test_the_title_becomes_a_name_that_every_system_takes(title, name):
    assert filename(Document(title)) == name


@pytest.mark.parametrize("sign", ["局", "a", "𠮷", " 局"])
def test_a_long_title_is_cut_to_whole_characters(sign):
    name = filename(Document(sign * 300))
    assert name.startswith((sign * 30).strip())
    assert len(name) <= 85
    assert len(name.encode()) <= 240


@given(st.text(max_size=120))
def test_any_title_gives_a_safe_name(title):
    name = filename(Document(title))
    stem = name.removesuffix(".docx")
    assert stem == stem.strip(" .") != ""
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', name)
    assert len(name.encode()) <= 240


@pytest.mark.parametrize("sign", ["局", "a", "𠮷"])
def test_the_name_of_a_redline_is_no_longer_than_any(sign):
    name = filename(Document(sign * 300), "（花脸稿）.docx")
    assert name.endswith(f"{sign}（花脸稿）.docx")
    assert len(name.encode()) <= 240
