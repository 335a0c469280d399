"""花脸稿: every change tracked with its author, nothing else touched."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from edusum.document.house import House
from edusum.document.model import Attachment, Document, Section, SignOff
from edusum.export.redline import Author, Authorship, redline
from edusum.export.styles import STANDARD, layout_of
from edusum.export.summary import summary
from edusum.export.word import to_docx
from tests.export.mutations import keyed
from tests.export.papers import (
    ENROLMENT,
    INDICATORS,
    SCHOOLS,
    TEXT,
    paragraph,
    part_paper,
    rich_paper,
    speech_paper,
)
from tests.export.revisions import CHANGES, RANGES, W, accepted, as_written, marks, rejected
from tests.export.rules import breaches
from tests.export.validators import audit_errors

AT = datetime(2026, 1, 8, 9, 30, tzinfo=timezone(timedelta(hours=8)))
EDITOR, CLERK = Author("统稿人", AT), Author("填报人", AT - timedelta(days=1))
AUTHORSHIP = Authorship(EDITOR, {"pre": CLERK})
RICH = keyed(rich_paper())
ONE, TWO, THREE, FOUR = (
    "稳步推进学前教育普及普惠。",
    "持续推进义务教育优质均衡。",
    "特色发展。",
    "工作取得新进展。",
)


def paper(*texts: str, **more: object) -> Document:
    return Document("工作总结", (Section(0, "", "", key="pre", blocks=tuple(map(paragraph, texts))),), **more)


def made(old: Document, new: Document, house: House | None = None) -> bytes:
    """The file, after a look whether it leads to both papers and is sound."""
    layout = layout_of(house) if house else STANDARD
    word_file = redline(old, new, layout, AUTHORSHIP)
    assert accepted(word_file) == as_written(to_docx(new, layout))
    assert rejected(word_file) == as_written(to_docx(old, layout))
    assert breaches(word_file) == []
    return word_file


def told(word_file: bytes) -> list[tuple[str, str]]:
    """Each tracked piece of text, and each tracked end of a paragraph as ¶, row as ▭, look as its style."""
    found = []
    for mark in marks(word_file):
        name = mark.tag.removeprefix(W)
        if mark.tag in RANGES:
            continue
        if mark.tag in CHANGES:
            style = mark.find(f"{W}pPr/{W}pStyle")
            found.append((name, "" if style is None else style.get(f"{W}val")))
        elif mark.getparent().tag in {f"{W}rPr", f"{W}trPr"}:
            found.append((name, "¶" if mark.getparent().tag == f"{W}rPr" else "▭"))
        else:
            texts = mark.iter(f"{W}t", f"{W}delText", f"{W}drawing")
            found.append((name, "".join(text.text or "图" for text in texts)))
    return found


def test_papers_that_are_the_same_give_a_file_without_changes():
    assert told(made(RICH, RICH)) == []
    assert summary(RICH, RICH, STANDARD, AUTHORSHIP).is_same


def test_words_change_in_their_place_and_figures_whole():
    word_file = made(paper("共有97所，" + ONE), paper("共有98所，" + ONE.replace("稳步", "扎实")))
    assert told(word_file) == [("del", "97"), ("ins", "98"), ("del", "稳步"), ("ins", "扎实")]


def test_a_paragraph_comes_and_goes_with_its_end():
    assert told(made(paper(ONE, FOUR), paper(ONE, TWO, FOUR))) == [("ins", "¶"), ("ins", TWO)]
    assert told(made(paper(ONE, TWO, FOUR), paper(ONE, FOUR))) == [("del", "¶"), ("del", TWO)]


def test_the_last_paragraph_leaves_its_end_to_the_one_before():
    assert told(made(paper(ONE), paper(ONE, FOUR))) == [("ins", "¶"), ("ins", FOUR)]
    assert told(made(paper(ONE, FOUR), paper(ONE))) == [("del", "¶"), ("del", FOUR)]


def test_a_paragraph_that_moved_is_paired_with_where_it_was():
    word_file = made(paper(ONE, TWO, FOUR), paper(TWO, FOUR, ONE, THREE))
    assert told(word_file)[:2] == [("moveFrom", "¶"), ("moveFrom", ONE)]
    assert [text for name, text in told(word_file) if name == "moveTo"] == ["¶", ONE]
    names = [mark.get(f"{W}name") for mark in marks(word_file) if mark.tag.endswith("RangeStart")]
    assert names == ["move1", "move1"]


def test_a_section_that_moved_moves_with_its_new_number_and_its_new_words():
    first, second = RICH.sections[1], RICH.sections[2]
    swapped = replace(
        RICH,
        sections=(
            RICH.sections[0],
            replace(second, marker="一、", blocks=(paragraph(TEXT), paragraph("总体良好。"))),
            replace(first, marker="二、"),
        ),
    )
    found = told(made(RICH, swapped))
    assert ("moveFrom", "、下一步打算") in found
    assert ("moveTo", "、下一步打算") in found
    assert ("del", "二") in found
    assert ("ins", "良") in found
    said = summary(RICH, swapped, STANDARD, AUTHORSHIP)
    assert (said.moved_sections, said.moved_paragraphs) == (1, 0)


def test_a_heading_of_another_level_keeps_its_words():
    old = Document("总结", (Section(1, "一、", "学前教育", key="a", blocks=(paragraph(ONE),)),))
    new = Document("总结", (Section(2, "一、", "学前教育", key="a", blocks=(paragraph(ONE),)),))
    assert told(made(old, new)) == [("pPrChange", "Heading1")]


def test_title_subtitle_addressee_and_sign_off_change_in_their_place():
    new = replace(
        RICH,
        title=RICH.title.replace("2025", "2024"),
        subtitle="（送审稿）",
        addressee="市人民政府：",
        sign_off=SignOff("示例区教育局", "2026年1月8日", note="联系人：某某"),
    )
    found = told(made(RICH, new))
    assert ("del", "2025") in found
    assert ("ins", "送审") in found
    assert ("ins", "市") in found
    assert "¶" not in [text for _, text in found]


def test_rows_come_and_go_and_cells_change_alone():
    def with_rows(*rows: tuple[str, ...]) -> Document:
        table = replace(INDICATORS, rows=rows)
        return Document("总结", (Section(0, "", "", key="a", blocks=(paragraph(ONE), table)),))

    rate, schools, pupils = (
        ("毛入园率", "95.2%", "97.3%", "2.1"),
        ("学校数", "97", "98", "1"),
        ("学生", "1", "2", "1"),
    )
    assert told(made(with_rows(rate, schools), with_rows(rate, ("学校数", "97", "99", "2")))) == [
        ("del", "98"),
        ("ins", "99"),
        ("del", "1"),
        ("ins", "2"),
    ]
    added = told(made(with_rows(rate), with_rows(rate, pupils)))
    added = [change for change in added if change[0] != "pPrChange"]  # the last row stays with its note
    assert added == [("ins", "▭"), *(("ins", text) for text in pupils)]
    gone = told(made(with_rows(rate, pupils), with_rows(pupils)))
    assert gone == [("del", "▭"), *(("del", text) for text in rate)]


def test_a_table_with_other_columns_is_dropped_and_comes_anew():
    fewer = replace(
        INDICATORS, columns=INDICATORS.columns[:-1], rows=tuple(row[:-1] for row in INDICATORS.rows)
    )
    old = Document("总结", (Section(0, "", "", key="a", blocks=(INDICATORS, paragraph(ONE))),))
    new = Document("总结", (Section(0, "", "", key="a", blocks=(fewer, paragraph(ONE))),))
    assert [name for name, text in told(made(old, new)) if text == "▭"] == ["del"] * 3 + ["ins"] * 3


def test_a_table_that_is_turned_brings_its_pages_and_takes_them_away():
    turned = Document(
        "总结", (Section(0, "", "", key="a", blocks=(paragraph(ONE), SCHOOLS, paragraph(TWO))),)
    )
    upright = Document("总结", (Section(0, "", "", key="a", blocks=(paragraph(ONE), paragraph(TWO))),))
    made(turned, upright)
    made(upright, turned)


def test_charts_are_replaced_whole_and_both_are_in_the_file():
    other = replace(ENROLMENT, series=ENROLMENT.series[:1])
    old = Document("总结", (Section(0, "", "", key="a", blocks=(ENROLMENT, paragraph(ONE))),))
    new = Document("总结", (Section(0, "", "", key="a", blocks=(other, paragraph(ONE))),))
    word_file = made(old, new)
    assert told(word_file) == [("del", "图"), ("ins", "图")]
    with ZipFile(BytesIO(word_file)) as archive:
        charts = [name for name in archive.namelist() if name.startswith("word/charts/chart")]
    assert charts == ["word/charts/chart1.xml", "word/charts/chart2.xml"]


def test_a_chart_that_stayed_is_in_the_file_once():
    old = Document("总结", (Section(0, "", "", key="a", blocks=(paragraph(ONE), ENROLMENT)),))
    new = Document("总结", (Section(0, "", "", key="a", blocks=(ENROLMENT,)),))
    with ZipFile(BytesIO(made(old, new))) as archive:
        assert "word/charts/chart2.xml" not in archive.namelist()


def test_charts_of_both_papers_never_share_a_name_though_one_could_not_be_drawn():
    undrawable = replace(ENROLMENT, series=())
    other = replace(ENROLMENT, kind="comparison")
    old = Document("总结", (Section(0, "", "", key="a", blocks=(ENROLMENT, paragraph(ONE))),))
    new = Document(
        "总结", (Section(0, "", "", key="a", blocks=(undrawable, paragraph(ONE), other, paragraph(TWO))),)
    )
    with ZipFile(BytesIO(made(old, new))) as archive:
        assert len(archive.namelist()) == len(set(archive.namelist()))


def test_attachments_contents_letterhead_and_imprint_come_and_go():
    bare = replace(RICH, attachments=(), letterhead=None, imprint=None)
    made(RICH, bare)
    made(bare, RICH)
    made(part_paper(), replace(part_paper(), has_contents=False))
    made(replace(part_paper(), has_contents=False), part_paper())
    made(rich_paper(), replace(rich_paper(), attachments=(Attachment("名单"), *rich_paper().attachments)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rich_paper(), speech_paper()),
        (Document(""), rich_paper()),
        (part_paper(), Document("")),
        (Document(""),) * 2,
    ],
)
def test_papers_that_have_nothing_in_common(old, new, tmp_path):
    path = tmp_path / "redline.docx"
    path.write_bytes(made(old, new))
    assert audit_errors(path) == []


def test_every_house_has_its_redlines():
    house = House(latin_font="Times New Roman", lead_words="bold", dot="．", sign_off="seal")
    made(RICH, replace(RICH, sections=RICH.sections[:2]), house)
    made(speech_paper(), replace(speech_paper(), title="讲话"), house)


def test_each_change_tells_who_made_it_and_when_by_the_clock_on_the_wall():
    word_file = made(paper(ONE, FOUR), replace(paper(ONE, TWO, FOUR), title="工作总结报告"))
    found = {(mark.get(f"{W}author"), mark.get(f"{W}date")) for mark in marks(word_file)}
    assert found == {("统稿人", "2026-01-08T09:30:00Z"), ("填报人", "2026-01-07T09:30:00Z")}


def test_the_same_papers_always_give_the_same_bytes_and_every_mark_has_its_number():
    word_file = made(rich_paper(), part_paper())
    assert redline(rich_paper(), part_paper(), STANDARD, AUTHORSHIP) == word_file
    numbers = [mark.get(f"{W}id") for mark in marks(word_file) if not mark.tag.endswith("RangeEnd")]
    assert len(numbers) == len(set(numbers))


def test_a_paragraph_of_ten_thousand_characters_keeps_what_stayed():
    text = TEXT * 100
    edited = text.replace("97.3%", "98.1%", 7)
    assert told(made(paper(text), paper(edited))) == [("del", "97.3%"), ("ins", "98.1%")] * 7


def test_text_in_del_is_deleted_text():
    word_file = made(part_paper(), replace(part_paper(), has_contents=False, sections=()))
    with ZipFile(BytesIO(word_file)) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    assert not list(tree.iterfind(f".//{W}del//{W}t"))
    assert not list(tree.iterfind(f".//{W}del//{W}instrText"))


def test_the_summary_tells_each_change_by_section_and_author():
    new = replace(paper(ONE, TWO, FOUR.replace("新", "明显")), title="工作总结报告")
    said = summary(paper(ONE, FOUR), new, STANDARD, AUTHORSHIP)
    lines = [
        (section.title, line.label, line.author, [(piece.fate, piece.text) for piece in line.pieces])
        for section in said.sections
        for line in section.lines
    ]
    assert lines == [
        ("标题", "修改", "统稿人", [("kept", "工作总结"), ("added", "报告")]),
        ("导语", "新增", "填报人", [("added", TWO)]),
        (
            "导语",
            "修改",
            "填报人",
            [("kept", "工作取得"), ("removed", "新"), ("added", "明显"), ("kept", "进展。")],
        ),
    ]
    assert (said.added, said.removed, said.hidden, said.is_same) == (3, 1, 0, False)


def test_of_long_words_that_stayed_the_summary_shows_both_ends():
    said = summary(paper(TEXT * 2), paper(TEXT * 2 + "好。"), STANDARD, AUTHORSHIP)
    assert said.sections[0].lines[0].pieces[0].text == f"{TEXT[:24]}……{TEXT[-24:]}"


def test_of_very_many_changes_the_summary_shows_the_first_ones():
    old = paper(*(f"第{number}项工作已经完成，成效明显。" for number in range(310)))
    new = paper(*(f"第{number}项工作已经完成，成效显著。" for number in range(310)))
    said = summary(old, new, STANDARD, AUTHORSHIP)
    assert (len(said.sections[0].lines), said.hidden) == (300, 10)


def test_a_moment_is_told_by_the_clock_in_china_whatever_its_zone():
    assert (
        Author("某", AT).stamp.moment
        == Author("某", AT.astimezone(UTC)).stamp.moment
        == "2026-01-08T09:30:00Z"
    )


def test_a_line_whose_words_stayed_says_that_only_its_look_changed():
    said = summary(paper(ONE), replace(paper(ONE), subtitle="征求意见稿"), STANDARD, AUTHORSHIP)
    lines = [(line.label, [piece.text for piece in line.pieces]) for line in said.sections[0].lines]
    assert lines == [("只改了格式", ["工作总结"]), ("新增", ["——征求意见稿"])]
