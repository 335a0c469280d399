from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from edusum.document.model import Column, Paragraph, Run, Section, Table
from edusum.document.readers.source import SourceLine, SourceTable, SourceText
from edusum.document.understanding.as_json import as_json
from edusum.document.understanding.understand import understand
from tests.document.understanding.outlines import read


def _text(words: str) -> Paragraph:
    return Paragraph((Run(words),))


def test_a_paper_becomes_a_document():
    found = read(
        "某县教育局2025年工作总结",
        "今年工作进展顺利，现总结如下。",
        "一、主要成绩",
        "（一）德育。活动丰富，一是有课程。二是有基地。",
        "师生满意。",
        "二、下年打算",
        "继续努力。",
    ).document
    assert found.sections == (
        Section(0, "", "", blocks=(_text("今年工作进展顺利，现总结如下。"),)),
        Section(
            1,
            "一、",
            "主要成绩",
            sections=(
                Section(
                    2,
                    "（一）",
                    "德育",
                    is_run_in=True,
                    blocks=(_text("活动丰富，一是有课程。二是有基地。"), _text("师生满意。")),
                ),
            ),
        ),
        Section(1, "二、", "下年打算", blocks=(_text("继续努力。"),)),
    )


def test_lines_that_were_cut_are_put_together():
    body = "各学校结合本单位实际制定详细的学习计划，坚持集中学习和个人自学相结合，局机关和三所学"
    found = read("某局工作总结", "一、学习", body, "校都按计划完成。", "", "大家满意。").document
    assert [block.text for block in found.sections[0].blocks] == [body + "校都按计划完成。", "大家满意。"]


def test_the_file_tells_headings_by_style_and_tables_stand_where_they_stood():
    lines = (
        SourceLine("某局工作总结", style_level=0, is_centred=True),
        SourceLine("主要成绩", style_level=1),
        SourceLine("德育", style_level=2),
        SourceLine("活动丰富，师生满意，家长也满意。"),
        SourceLine("下年打算", style_level=1),
        SourceLine("继续努力。"),
    )
    table = SourceTable(before=4, rows=(("项目", "数量"), ("学校", "58")))
    found = understand(SourceText("docx", lines, tables=(table,), section_keys=((1, "a"), (4, "b"))))
    assert found.document.sections == (
        Section(
            1,
            "",
            "主要成绩",
            key="a",
            sections=(
                Section(
                    2,
                    "",
                    "德育",
                    blocks=(
                        _text("活动丰富，师生满意，家长也满意。"),
                        Table("", (Column("项目"), Column("数量")), (("学校", "58"),)),
                    ),
                ),
            ),
        ),
        Section(1, "", "下年打算", key="b", blocks=(_text("继续努力。"),)),
    )


def test_bold_lines_are_headings_in_a_word_file():
    body = SourceLine("活动丰富，师生满意，家长也满意，社会各界对学校的工作给予充分肯定。")
    lines = (
        SourceLine("某局工作总结"),
        body,
        SourceLine("坚持立德树人，促进学生全面健康成长成才", is_bold=True),
        body,
    )
    found = understand(SourceText("docx", lines))
    assert [(item.level, item.words) for item in found.headings] == [
        (1, "坚持立德树人，促进学生全面健康成长成才")
    ]


def test_the_json_names_places_of_the_text():
    lines = ("某局工作总结", "一、成绩", "全年投入__亿元。一是建校。二是招人。")
    text = "\n".join(lines)
    told = as_json(read(*lines))
    assert (told["title"], [item["marker"] for item in told["headings"]]) == (
        "某局工作总结",
        ["一、", "一是", "二是"],
    )
    assert all(text[item["start"] :].startswith(item["marker"]) for item in told["headings"])
    assert [item["inline"] for item in told["headings"]] == [False, True, True]


def test_nothing_comes_of_nothing():
    found = read("")
    assert (found.title, found.headings, found.findings, found.document.sections) == ("", (), (), ())


_PIECES = (
    "一、",
    "二、",
    "（一）",
    "1.",
    "2、",
    "（1）",
    "①",
    "一是",
    "二是",
    "首先",
    "其次",
    "第一，",
    "一要",
    "要",
    "抓好落实",
    "学校",
)
_PIECES += (
    "。",
    "，",
    "：",
    "；",
    "\n",
    "\n\n",
    " ",
    "　",
    "？",
    "__",
    "同志们：",
    "2020年1月3日",
    "附件：",
    "目录\n",
    "上一篇：",
    "第1篇 ",
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES) | st.characters(), max_size=80).map("".join))
def test_whatever_is_read_every_place_is_one_of_the_text(text):
    source = SourceText("txt", tuple(map(SourceLine, text.split("\n"))))
    found = understand(source)
    for item in found.headings:
        assert source.text[item.start :].startswith(item.marker)
        assert 0 <= item.start < item.end <= len(text)
        assert item.level >= 1
    for finding in found.findings:
        assert finding.quote in text
    spans = [(item.start, item.end) for item in found.residue]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_no_word_of_the_text_is_lost(text):
    found = read(text)
    document = found.document
    around = [document.title, document.subtitle, document.speaker, document.salutation, document.addressee]
    around += [item.name for item in document.attachments]
    around += [document.sign_off.name, document.sign_off.note] if document.sign_off else []
    around += [document.letterhead.mark] if document.letterhead else []
    around += [text[item.start : item.end] for item in found.residue]
    kept = "|".join([*around, *_words(document.sections)])
    assert [kept.count(word) for word in ("抓好落实", "学校")] == [
        text.count(word) for word in ("抓好落实", "学校")
    ]


def _words(sections):
    for section in sections:
        yield section.heading
        yield from (block.text for block in section.blocks if isinstance(block, Paragraph))
        yield from _words(section.sections)
