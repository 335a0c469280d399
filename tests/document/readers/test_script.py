"""Traditional characters become simplified ones where they stand."""

from edusum.document.readers.script import is_traditional, simplified, simplify
from edusum.document.readers.source import Aside, SourceLine, SourceTable, SourceText


def test_words_decide_and_places_stay():
    text = "看著學生們發展，讀完這部著作，頭髮花白。\n乾隆後來的皇后與幹部"
    assert simplified(text) == "看着学生们发展，读完这部著作，头发花白。\n乾隆后来的皇后与干部"
    assert len(simplified(text)) == len(text)


def test_a_simplified_text_that_quotes_a_traditional_word_is_simplified():
    assert not is_traditional(
        "全区学校开展书法教育，展出“學”字作品，师生共同参加，家长和社区代表到场观看。" * 2
    )
    assert is_traditional("全區學校開展書法教育，師生共同參加。")
    assert not is_traditional("2025 annual report")


def test_lines_tables_and_asides_are_simplified_and_it_is_told():
    source = SourceText(
        kind="docx",
        lines=(SourceLine("教育經費", style_level=1), SourceLine("穩步增長")),
        tables=(SourceTable(1, (("學校", "3"),)),),
        asides=(Aside("comment", "請核實", 0),),
    )
    assert simplify(source) == SourceText(
        kind="docx",
        lines=(SourceLine("教育经费", style_level=1), SourceLine("稳步增长")),
        tables=(SourceTable(1, (("学校", "3"),)),),
        asides=(Aside("comment", "请核实", 0),),
        told=("原文为繁体字，已转换为简体字，原件仍然保留。",),
    )
