import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest

from edusum.document.model import Document, Section, SignOff
from edusum.export.oxml.archive import archive, member
from edusum.export.oxml.package import reference_package
from edusum.export.styles import STANDARD
from edusum.export.word import to_docx
from tests.export.papers import ENROLMENT, SCHOOLS, paragraph, rich_paper

SMALLEST = [
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/app.xml",
    "docProps/core.xml",
    "docProps/custom.xml",
    "word/_rels/document.xml.rels",
    "word/document.xml",
    "word/fontTable.xml",
    "word/footer1.xml",
    "word/footer2.xml",
    "word/settings.xml",
    "word/styles.xml",
    "word/theme/theme1.xml",
]
CHART = ["word/charts/_rels/chart1.xml.rels", "word/charts/chart1.xml", "word/embeddings/chart1.xlsx"]
TURNED_FOOTERS = ["word/footer3.xml", "word/footer4.xml"]


def paper(*blocks, **more) -> Document:
    return Document("总结", (Section(0, "", "", blocks=blocks),), **more)


def names(word_file: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(word_file)) as package:
        return sorted(package.namelist())


def told(document: Document):
    return docx.Document(BytesIO(to_docx(document))).core_properties


def test_the_file_says_what_it_is():
    found = told(rich_paper())
    assert (found.title, found.author) == (rich_paper().title, "示例区教育局")
    assert (found.subject, found.language, found.revision) == ("年度工作总结", "zh-CN", 1)
    assert found.keywords == "示例区教育局，2025年，年度工作总结"
    assert (found.comments, found.last_modified_by) == ("", "示例区教育局")
    assert found.created == found.modified == datetime(2025, 12, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "year", "created"),
    [("2026年2月30日", 2025, (2025, 12, 31)), ("近日", 0, (2000, 1, 1)), ("2026年1月8日", 0, (2026, 1, 8))],
)
def test_the_file_is_dated_as_the_document_is(date, year, created):
    assert told(paper(sign_off=SignOff("局", date), year=year)).created == datetime(*created, tzinfo=UTC)


def test_properties_are_on_one_line_without_markup_and_no_longer_than_word_takes():
    found = told(Document("总结\n<&>" + "总" * 300, bureau="局\x00" * 300))
    assert (len(found.title), found.title[:6], found.author) == (255, "总结 <&>", "局" * 255)


def test_the_same_document_gives_the_same_bytes(monkeypatch):
    first = to_docx(rich_paper())
    monkeypatch.setattr(time, "time", lambda: 4102444800.0)
    assert to_docx(rich_paper()) == first
    with zipfile.ZipFile(BytesIO(first)) as package:
        assert {item.date_time for item in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_another_document_of_the_same_layout_leaves_nothing_behind():
    plain = to_docx(paper(paragraph("甲。")))
    to_docx(rich_paper())
    assert to_docx(paper(paragraph("甲。"))) == plain


def test_nothing_but_the_needed_parts_is_in_the_file():
    assert names(to_docx(paper(paragraph("甲。")))) == SMALLEST
    assert names(to_docx(paper(ENROLMENT))) == sorted([*SMALLEST, *CHART])
    assert names(to_docx(paper(SCHOOLS))) == sorted([*SMALLEST, *TURNED_FOOTERS])
    upright = replace(SCHOOLS, is_landscape=False)
    assert names(to_docx(paper(upright))) == SMALLEST


def test_the_reference_package_is_an_empty_file_with_all_styles():
    file = docx.Document(BytesIO(reference_package(STANDARD)))
    assert (len(file.paragraphs), file.styles["公文正文"].font.size.pt) == (0, 16)


def test_the_archive_is_an_ordinary_zip_file():
    content = {"word/document.xml": b"<a/>" * 1000, "empty.xml": b"", "_rels/.rels": "公文".encode()}
    packed = archive(member(name, text) for name, text in content.items())
    with zipfile.ZipFile(BytesIO(packed)) as package:
        assert package.testzip() is None
        assert {name: package.read(name) for name in package.namelist()} == content
        assert [item.compress_type for item in package.infolist()] == [zipfile.ZIP_DEFLATED] * 3
