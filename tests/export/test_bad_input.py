"""What people paste, and should not: a valid file each time, with all the text that a file can hold."""

import pytest

from edusum.document.model import Attachment, Chart, Column, Document, Section, Series, SignOff, Table
from edusum.export.word import to_docx
from tests.export.papers import paragraph
from tests.export.reading import outline, read
from tests.export.rules import breaches
from tests.export.validators import audit_errors, sdk_errors

CONTROLS = "".join(map(chr, (*range(0x20), 0x7F, 0x85, 0xFFFE, 0xFFFF)))
SURROGATES = "甲\ud800乙\udfff丙\udbff"
RARE = "㐂𠮷䶮𬌗龘"
RIGHT_TO_LEFT = "全区\u200f教育\u202e系统\u2067工作\u2069进展\u200e\u061c"
INVISIBLE = "零\u200b宽\ufeff空\u00a0格\u3000软\u00ad连\u2060字\u2028行\u2029段"
MARKUP = "</w:t><w:br/>&amp;&#0;]]><!-- {{ 甲 }} --><?xml?>\"'"
LONG = "坚持以人民为中心发展教育，" * 800
COMBINED = "e\u0301\u0302\u0303" * 40 + "👨‍👩‍👧‍👦🏳️‍🌈🇨🇳"


def with_text(*texts: str, **more: object) -> Document:
    return Document("总结", (Section(0, "", "", blocks=tuple(map(paragraph, texts))),), **more)


def with_table(rows: int, columns: int, text: str = "97.3%", **more: object) -> Document:
    heads = tuple(Column(f"指标{number}", "right") for number in range(columns))
    table = Table("主要指标", heads, ((text,) * columns,) * rows, **more)
    return Document("总结", (Section(0, "", "", blocks=(table,)),))


def everywhere(text: str) -> Document:
    """The same text wherever a text can stand."""
    table = Table(text, (Column(text),), ((text,),), text)
    turned = Table(text, (Column(text),), ((text,),), text, is_landscape=True)
    chart = Chart("comparison", text, (text,), (Series(text, ("1",)),), text, text)
    blocks = (paragraph(text), table, chart, turned)
    headings = tuple(Section(level, text, text, blocks=blocks) for level in (1, 2, 3, 4))
    return Document(
        title=text,
        sections=(*headings, Section(2, "", text, is_run_in=True, blocks=blocks)),
        subtitle=text,
        speaker=text,
        spoken_on=text,
        addressee=text,
        salutation=text,
        sign_off=SignOff(text, text, text),
        attachments=(Attachment(text, headings[:1]), Attachment(text)),
        bureau=text,
        genre=text,
        has_contents=True,
    )


EMPTY = tuple(Section(level, marker, "") for level, marker in ((1, "一、"), (2, ""), (0, ""), (4, "")))
PAPERS = {
    "control characters": everywhere(f"甲{CONTROLS}乙"),
    "lone surrogates": everywhere(SURROGATES),
    "a paragraph of 10,000 characters": with_text(LONG[:10_000]),
    "a table of 300 rows": with_table(300, 8),
    "a table of 300 rows on turned pages": with_table(300, 12, is_landscape=True),
    "a table of 60 columns": with_table(3, 60),
    "a table without columns": Document("总结", (Section(0, "", "", blocks=(Table("表", (), ()),)),)),
    "a cell of 3,000 characters": with_table(2, 3, LONG[:3000]),
    "rare hanzi": everywhere(RARE),
    "emoji and marks upon marks": everywhere(COMBINED),
    "right-to-left marks": everywhere(RIGHT_TO_LEFT),
    "invisible characters and foreign line ends": everywhere(INVISIBLE),
    "markup": everywhere(MARKUP),
    "a heading of 200 characters": Document("总结", (Section(1, "一、", LONG[:200]),)),
    "a title of 200 characters": Document(LONG[:200]),
    "a title of blanks": Document(" \u3000\n", EMPTY),
    "empty sections": Document("总结", (*EMPTY, Section(1, "二、", "", sections=EMPTY)), has_contents=True),
    "nothing at all": Document(""),
    "nothing but blanks everywhere": everywhere(" \n\t\u3000"),
    "12 attachments": with_text(
        "甲", attachments=tuple(Attachment(f"第{number}号附件{LONG[:60]}") for number in range(12))
    ),
    "an attachment of a name alone, and one of nothing": with_text(
        "甲", attachments=(Attachment("甲"), Attachment(""), Attachment("", EMPTY))
    ),
    "charts that cannot be drawn": Document(
        "总结",
        (
            Section(
                0,
                "",
                "",
                blocks=(
                    Chart("share", "负数", ("甲",), (Series("乙", ("-1",)),)),
                    Chart("trend", "没有数", (), ()),
                    Chart("comparison", "全缺", ("甲", "乙"), (Series("丙", (None, None)),)),
                    Chart("trend", "极大", ("甲",), (Series("丙", ("9" * 40,)),)),
                ),
            ),
        ),
    ),
}


@pytest.mark.parametrize("name", PAPERS)
def test_bad_input_gives_a_sound_file_with_all_its_text(name, tmp_path):
    word_file = to_docx(PAPERS[name])
    path = tmp_path / "paper.docx"
    path.write_bytes(word_file)
    assert (breaches(word_file), audit_errors(path)) == ([], [])
    assert read(word_file) == outline(PAPERS[name])


@pytest.mark.proof
def test_microsofts_validator_takes_them_too(tmp_path):
    paths = [tmp_path / f"{number}.docx" for number in range(len(PAPERS))]
    for path, paper in zip(paths, PAPERS.values(), strict=True):
        path.write_bytes(to_docx(paper))
    assert sdk_errors(paths) == {}
