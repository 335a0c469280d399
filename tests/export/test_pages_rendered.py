"""Pages as LibreOffice draws them with stand-in fonts: what the numbers of the layout come to on paper."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from edusum.document.model import Chart, Column, Document, Section, SignOff, Table
from edusum.document.plotting import plot
from edusum.export.styles import STANDARD, TWIPS_PER_POINT
from tests.export.papers import paragraph
from tests.export.rendered import POINTS_PER_MM, Line, Picture, pages_of, to_pdfs, tool
from tests.export.showcase import COMPARISON, SHARE, TREND, formal, report
from tests.export.validators import ROOT

TOP, LEFT = STANDARD.margin_top, STANDARD.margin_left
BOTTOM = STANDARD.page_height - STANDARD.margin_bottom
RIGHT = STANDARD.page_width - STANDARD.margin_right
HANZI = "为深入贯彻落实国家教育数字化战略行动部署要求我县教育系统坚持以人民为中心发展教育"
NOWHERE = "\U0010fffd"
"""A character that no font has: what it looks like is what a missing character looks like."""
RARE = "㐂𠮷䶮𬌗龘😀"
FONTS = ROOT / ".venv/share/fonts"
STAND_INS = ("FandolFang-Regular", "FandolKai-Regular", "FandolHei-Regular", "FandolSong-Regular")


def full_lines(count: int) -> str:
    """Text of a paragraph that fills `count` lines to the last character."""
    return (HANZI * count)[: STANDARD.characters_per_line * count - STANDARD.first_line_indent]


def geometry_paper() -> Document:
    """Two pages of text, a table over two pages, a sign-off."""
    rows = tuple((f"指标{row}", "95.2%") for row in range(40))
    table = Table("主要指标", (Column("指标名称", width=3), Column("数值", "right")), rows)
    return Document(
        "",
        (Section(0, "", "", blocks=(paragraph(full_lines(44)), table)),),
        sign_off=SignOff("示例区教育局", "2025年12月31日"),
    )


def full_page_paper() -> Document:
    """One page filled to the last line, so that the sign-off has to go to the second."""
    blocks = (paragraph(full_lines(20)), paragraph("各项工作成效明显"), paragraph("特此报告"))
    return Document(
        "", (Section(0, "", "", blocks=blocks),), sign_off=SignOff("示例区教育局", "2026年1月8日")
    )


def turned_paper(rows: int) -> Document:
    """Text, then a turned table of so many rows as the last thing, a sign-off with a note."""
    columns = tuple(map(Column, ("学校", "学生")))
    table = Table(
        "各校情况", columns, tuple((f"第{row}小学", "100") for row in range(rows)), is_landscape=True
    )
    return Document(
        "",
        (Section(0, "", "", blocks=(paragraph("各项工作稳步推进。"), table)),),
        sign_off=SignOff("示例区教育局", "2026年1月8日", note="此件公开发布"),
    )


TURNED_ROWS = range(6, 17)
"""From a table that leaves room for the sign-off to one that has to go on over a second page for it."""


def rare_paper() -> Document:
    """Rare characters, one a line, in the fonts of text and headings; the last is one that no font has."""
    headings = (Section(level, "", sign) for level in (1, 2, 3) for sign in RARE + NOWHERE)
    return Document("", (Section(0, "", "", blocks=tuple(map(paragraph, RARE + NOWHERE))), *headings))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> dict[str, Path]:
    """The papers as PDF, from one run of LibreOffice."""
    papers = {"geometry": geometry_paper(), "full": full_page_paper(), "rare": rare_paper()}
    papers |= {"report": report(), "formal": formal()}
    papers["contents"] = replace(formal(), letterhead=None, has_contents=True)
    papers |= {f"turned{rows}": turned_paper(rows) for rows in TURNED_ROWS}
    layouts = {name: (paper, STANDARD) for name, paper in papers.items()}
    return to_pdfs(tmp_path_factory.mktemp("pages"), layouts)


@pytest.fixture(scope="module")
def pages(drawn) -> list[list[Line]]:
    return pages_of(drawn["geometry"])


def text_lines(page: list[Line]) -> list[Line]:
    return [line for line in page if line.top < BOTTOM - 4]


def footer(page: list[Line]) -> Line:
    (line,) = [line for line in page if line.top > BOTTOM]
    return line


def test_a_page_of_text_has_22_lines_of_28_characters(pages):
    first, second = (text_lines(page) for page in pages[:2])
    assert [len(line.text) for line in first] == [26, *[28] * 21]
    assert [len(line.text) for line in second] == [28] * 22


def test_the_text_stands_within_the_margins(pages):
    lines = text_lines(pages[1])
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    assert (left, right) == pytest.approx((LEFT, RIGHT), abs=0.5)
    assert lines[0].top >= TOP
    assert lines[-1].bottom <= BOTTOM + 0.1


def test_22_lines_fill_the_height_of_the_text(pages):
    lines = text_lines(pages[1])
    assert (lines[-1].top - lines[0].top) * 22 / 21 == pytest.approx(BOTTOM - TOP, abs=0.5)


def test_a_table_is_as_wide_as_the_text_and_begins_at_its_upper_edge(drawn):
    picture = Picture(drawn["geometry"], 4)
    frame = picture.rows(left=LEFT + 50, right=LEFT + 51)[0]
    edges = picture.columns(top=TOP + 3, bottom=TOP + 4)
    assert frame[0] == pytest.approx(TOP, abs=0.5)
    assert (edges[0][0], edges[-1][1]) == pytest.approx((LEFT, RIGHT), abs=0.5)


def test_a_paragraph_begins_two_characters_in(pages):
    first, second = text_lines(pages[0])[:2]
    assert first.left - second.left == pytest.approx(2 * 15.8 / POINTS_PER_MM, abs=0.2)


def test_page_numbers_stand_one_character_from_the_outer_edge(pages):
    assert [re.sub(r"\s", "", footer(page).text) for page in pages] == ["—1—", "—2—", "—3—", "—4—"]
    one_character = 14 / POINTS_PER_MM
    inset = [RIGHT - footer(pages[0]).right, footer(pages[1]).left - LEFT]
    inset += [RIGHT - footer(pages[2]).right, footer(pages[3]).left - LEFT]
    assert inset == pytest.approx([one_character] * 4, abs=0.3)


@pytest.mark.parametrize("page", [1, 2])
def test_the_dash_of_the_page_number_is_7_mm_below_the_text(drawn, pages, page):
    number = footer(pages[page - 1])
    dash = Picture(drawn["geometry"], page).rows(left=number.left + 0.5, right=number.left + 4)[-1]
    assert sum(dash) / 2 - BOTTOM == pytest.approx(7, abs=0.5)


def test_a_table_over_two_pages_repeats_its_head(pages):
    heads = [[line.text for line in page].count("指标名称") for page in pages]
    assert heads == [0, 0, 1, 1]


def test_a_table_on_turned_pages_repeats_its_head_on_each(drawn):
    pages = pages_of(drawn["report"])
    turned = [page for page in pages if any(line.text == "新增学位" for line in page)]
    assert len(turned) >= 2
    assert [[line.text for line in page].count("学校") for page in turned] == [1] * len(turned)


def test_the_sign_off_takes_the_last_text_along_to_a_new_page(drawn):
    first, second = (text_lines(page) for page in pages_of(drawn["full"]))
    assert [len(first), first[-1].text] == [21, "各项工作成效明显"]
    assert [line.text.replace(" ", "") for line in second] == ["特此报告", "示例区教育局", "2026年1月8日"]


def test_a_turned_table_at_the_end_has_the_sign_off_below_it(drawn):
    """On the same turned page, with the last row at least, however many rows there are."""
    counts = set()
    for rows in TURNED_ROWS:
        first, *turned = ([line.text for line in page] for page in pages_of(drawn[f"turned{rows}"]))
        last = ["".join(text.split()) for text in turned[-1]]
        assert not any("小学" in text for text in first)
        closing = [text for text in last if text in {"示例区教育局", "2026年1月8日", "（此件公开发布）"}]
        assert closing == ["示例区教育局", "2026年1月8日", "（此件公开发布）"]
        assert f"第{rows - 1}小学" in last
        counts.add(len(turned))
    assert counts == {1, 2}


def test_the_date_begins_two_characters_right_of_the_name(pages):
    name, date = text_lines(pages[-1])[-2:]
    assert name.text == "示例区教育局"
    # LibreOffice adds a fifth of a character at each of the five borders of hanzi and digits
    assert date.left - name.left == pytest.approx((2 - 5 / 5) * 15.8 / POINTS_PER_MM, abs=0.6)


@pytest.mark.parametrize("chart", [TREND, COMPARISON, SHARE], ids=lambda chart: chart.kind)
def test_a_chart_is_drawn_whole_above_its_caption(drawn, chart: Chart):
    """Its words and numbers are there, within the margins, above the caption, below the text before."""
    page = next(page for page in pages_of(drawn["report"]) if chart.caption in [line.text for line in page])
    caption = next(line for line in page if line.text == chart.caption)
    height = plot(chart, STANDARD.text_width / TWIPS_PER_POINT).height / POINTS_PER_MM
    above = [line for line in page if caption.top - height < line.top < caption.top]
    printed = "".join("".join(line.text.split()) for line in above)
    values = {value for series in chart.series for value in series.values if value}
    assert [word for word in chart.categories if word not in printed] == []
    assert [word for word in values if word not in printed] == [] or chart.kind == "share"
    assert all(LEFT <= line.left < line.right <= RIGHT + 0.1 for line in above)
    assert max(line.bottom for line in above) <= caption.top + 0.5


def test_the_contents_name_every_heading_in_order(drawn):
    (page,) = [page for page in pages_of(drawn["contents"]) if any(line.text == "目录" for line in page)]
    lines = [line.text for line in text_lines(page)]
    entries = lines[lines.index("目录") + 1 :]
    headings = [section.marker + section.heading for section in formal().walk()]
    assert entries[: len(headings)] == headings


def test_no_page_is_empty_and_no_sign_off_stands_alone(drawn):
    for name in ("report", "formal", "full", "geometry"):
        pages = [[line.text for line in text_lines(page)] for page in pages_of(drawn[name])]
        assert all(pages)
        signed = next(page for page in pages if any(text == "示例区教育局" for text in page))
        assert signed.index("示例区教育局") > 0


def test_rare_characters_are_drawn_and_not_as_missing(drawn):
    """Each unlike a character that no font has, and not blank, in every font."""
    seen = [shape for page in (1, 2) for shape in shapes_of(drawn["rare"], page)]
    count = len(RARE) + 1
    assert len(seen) == 4 * count
    for start in range(0, len(seen), count):
        *shapes, missing = seen[start : start + count]
        assert missing not in shapes
        assert len(set(shapes)) == len(RARE)


def shapes_of(pdf: Path, page: int) -> list[bytes]:
    """What each line's first character looks like, as dark and light dots."""
    command = [tool("pdftoppm", "poppler-utils"), "-gray", "-r", "150", "-f", str(page), "-l", str(page), pdf]
    image = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
    _, size, _, pixels = image.split(b"\n", 3)
    width = int(size.split()[0])
    dots = 150 / 25.4
    first, last = int((LEFT + 11) * dots), int((LEFT + 19) * dots)
    found = []
    for line in text_lines(pages_of(pdf)[page - 1]):
        top = round((line.top + line.bottom) / 2 * dots - 20)
        rows = [pixels[row * width + first : row * width + last] for row in range(top, top + 40)]
        found.append(bytes(dot < 128 for row in rows for dot in row))
    return found


def test_only_the_stand_in_fonts_draw_a_paper_without_rare_characters(drawn):
    run = subprocess.run(
        [tool("pdffonts", "poppler-utils"), drawn["formal"]], check=True, capture_output=True
    )
    fonts = {line.split()[0].partition("+")[2] for line in run.stdout.decode().splitlines()[2:]}
    assert fonts == {*STAND_INS, "FandolSong-Bold"}


def test_the_fonts_have_every_character_of_the_library():
    texts = (
        path.read_text(encoding="utf-8") for path in Path(settings.FIXTURES_ROOT).glob("library/**/*.yaml")
    )
    used = {sign for text in texts for sign in text if sign.isprintable() and ord(sign) > ord("~")}
    assert {name: sorted(used - signs_of(FONTS / f"{name}.otf")) for name in STAND_INS} == {
        name: [] for name in STAND_INS
    }


def signs_of(font: Path) -> set[str]:
    command = [tool("fc-query", "fontconfig"), "--format", "%{charset}", font]
    ranges = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.split()
    ends = [[int(end, 16) for end in item.split("-")] for item in ranges]
    return {chr(code) for end in ends for code in range(end[0], end[-1] + 1)}
