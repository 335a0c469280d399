import time

import pytest

from edusum.document.readers.source import from_text
from edusum.document.understanding.understand import understand

LIMIT = 10.0
"""Seconds of processor time that no text of this length may take."""
_PIECES = (
    "一、甲\n",
    "1、甲\n",
    "甲?",
    "一方面甲，",
    "另一方面甲，",
    "目录\n",
    "二是甲。",
    "附件:1.甲\n",
    " ",
    "\n",
    "首先甲。",
    "1.1 甲\n",
)
_PIECES += (
    "（一）",
    "(",
    "一",
    "…",
    "共3页",
    "要抓管理。管理出效益。",
    "各位领导、",
    "上一篇:",
    "\ufdd0",
    "第1篇 甲 100字\n",
    "__",
    "甲 一、乙 ",
    "附件:",
    "教育教学工作按照计划有序推进并且一直没有写完\n",
)


@pytest.mark.parametrize("piece", _PIECES)
def test_no_text_holds_the_reader_up(piece):
    start = time.process_time()
    understand(from_text(piece * (60_000 // len(piece))))
    assert time.process_time() - start < LIMIT
