from dataclasses import replace

import pytest

from edusum.document.advice import advice
from edusum.document.model import Column, Document, Paragraph, Run, Section, SignOff, Table

WORDS = Paragraph((Run("稳步发展。"),))
WIDE = Table("一览表", (Column("指标"),), (("甲",),), is_landscape=True)
FIRST = "正文一开头就是横排的表“一览表”，首页只有标题。请在它前面写几句，或者把表放进附件。"


def paper(*blocks) -> Document:
    return Document(
        "总结", (Section(1, "一、", "工作", blocks=blocks),), sign_off=SignOff("局", "2026年1月8日")
    )


@pytest.mark.parametrize(
    ("blocks", "told"),
    [
        ((WORDS, WIDE, WORDS), []),
        ((WIDE, WORDS), [FIRST]),
        ((WORDS, WIDE), []),
        ((WIDE,), [FIRST]),
        ((replace(WIDE, is_landscape=False),), []),
        ((), []),
    ],
)
def test_a_turned_table_that_begins_the_text_leaves_the_first_page_almost_empty(blocks, told):
    assert advice(paper(*blocks)) == told


def test_an_empty_paper_needs_no_advice():
    assert advice(Document("")) == []
