"""The formal parts of a paper as LibreOffice draws them, beside the numbers of the standard."""

import pytest

from edusum.document.house import House
from edusum.document.model import (
    Attachment,
    Column,
    Document,
    Imprint,
    Letterhead,
    Paragraph,
    Run,
    Section,
    SignOff,
    Table,
)
from edusum.export.styles import STANDARD, layout_of
from tests.export.rendered import RED, Line, Picture, pages_of, to_pdfs

TOP, LEFT = STANDARD.margin_top, STANDARD.margin_left
BOTTOM = STANDARD.page_height - STANDARD.margin_bottom
RIGHT = STANDARD.page_width - STANDARD.margin_right
CHARACTER = (RIGHT - LEFT) / STANDARD.characters_per_line
SMALL = 14 * 25.4 / 72
"""Width of a 4号 character."""
HANZI = "为深入贯彻落实国家教育数字化战略行动部署要求我县教育系统坚持以人民为中心发展教育"
COPIES = (
    "示例区委办公室，区人大常委会办公室，区政协办公室，区监委，区法院，"
    "区检察院，区人武部，各群团组织，示例日报社"
)
IMPRINT = Imprint(COPIES, "示例区教育局办公室", "2026年1月8日")
LONG_NAME = "全区教育事业发展主要指标完成情况及各学校基本情况一览表"


def lines(count: int) -> tuple[Paragraph, ...]:
    """So many lines, each a paragraph that is full."""
    width = STANDARD.characters_per_line - STANDARD.first_line_indent
    return (Paragraph((Run(HANZI[:width]),)),) * count


def paper(count: int, title: str = "", **parts: object) -> Document:
    return Document(title, (Section(0, "", "", blocks=lines(count)),), **parts)


def turned_paper() -> Document:
    """A page turned sideways as the second and as the fifth."""
    table = Table("指标", (Column("指标"), Column("数值")), (("甲", "1"),), is_landscape=True)
    blocks = (*lines(3), table, *lines(30), table)
    return Document("", (Section(0, "", "", blocks=blocks),), imprint=IMPRINT)


MARKS = {
    "down": Letterhead("示例区教育局文件", "示教〔2026〕3号", (), "000001", "机密★1年", "特急"),
    "up": Letterhead(
        "示例自治州示例县教育和体育局文件", "示教呈〔2026〕12号", ("欧阳某某", "李四", "王小明")
    ),
    "bare": Letterhead("示例区教育局", "示教〔2026〕3号", ("张三",)),
}
SIGNED = SignOff("示例区教育局办公室", "2026年1月8日", "此件公开发布")
SEALED = layout_of(House(sign_off="seal"))
CENTRED = layout_of(House(page_number="center", page_number_dashes="tight"))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    papers = {name: (paper(9, "示例区教育局通知", letterhead=head), STANDARD) for name, head in MARKS.items()}
    papers |= {f"imprint {count}": (paper(count, imprint=IMPRINT), STANDARD) for count in (3, 18, 22)}
    papers |= {
        "signed": (paper(3, sign_off=SIGNED, attachments=(Attachment(LONG_NAME),)), STANDARD),
        "sealed": (paper(3, sign_off=SIGNED, attachments=(Attachment(LONG_NAME),) * 11), SEALED),
        "full": (paper(22, sign_off=SIGNED), STANDARD),
        "turned": (turned_paper(), STANDARD),
        "centred": (turned_paper(), CENTRED),
    }
    return to_pdfs(tmp_path_factory.mktemp("formal"), papers)


def line(page: list[Line], begin: str) -> Line:
    (found,) = [line for line in page if line.text.startswith(begin)]
    return found


@pytest.mark.parametrize("name", MARKS)
def test_the_mark_stands_35_mm_below_the_edge_of_the_text_on_one_line(drawn, name):
    mark, red_line = Picture(drawn[name], 1).rows(RED, left=LEFT, right=RIGHT)
    assert mark[0] - TOP == pytest.approx(35, abs=1)
    assert mark[1] < red_line[0]
    printed = next(item for item in pages_of(drawn[name])[0] if item.text == MARKS[name].mark)
    assert LEFT < printed.left < printed.right < RIGHT
    assert (printed.left + printed.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)


@pytest.mark.parametrize("name", MARKS)
def test_the_red_line_is_4_mm_below_the_number_and_as_wide_as_the_text(drawn, name):
    picture = Picture(drawn[name], 1)
    red_line = picture.rows(RED, left=LEFT, right=RIGHT)[-1]
    above = [bottom for _, bottom in picture.rows(left=LEFT, right=RIGHT) if bottom < red_line[0]]
    assert red_line[0] - above[-1] == pytest.approx(4, abs=0.7)
    assert picture.columns(RED, top=red_line[0], bottom=red_line[1]) == [
        pytest.approx((LEFT, RIGHT), abs=0.3)
    ]


def test_the_lines_above_the_mark_begin_at_the_edge(drawn):
    page = pages_of(drawn["down"])[0]
    above = [line(page, text) for text in ("000001", "机密", "特急")]
    assert [item.left for item in above] == pytest.approx([LEFT] * 3, abs=0.3)
    assert [item.top for item in above] == sorted(item.top for item in above)
    assert above[0].top - TOP < 5


def test_an_upward_paper_has_its_number_at_the_left_and_the_signers_at_the_right(drawn):
    page = pages_of(drawn["up"])[0]
    first, last, number = line(page, "签发人：欧阳某某 李四"), line(page, "王小明"), line(page, "示教呈")
    assert number.left - LEFT == pytest.approx(CHARACTER, abs=0.3)
    assert RIGHT - first.right == pytest.approx(CHARACTER, abs=0.5)
    assert last.left - first.left == pytest.approx(4 * CHARACTER, abs=0.5)
    assert last.top == pytest.approx(number.top, abs=0.2)
    assert last.top - first.top == pytest.approx(29 * 25.4 / 72, abs=1)


def test_an_only_signer_stands_one_character_from_the_right(drawn):
    page = pages_of(drawn["bare"])[0]
    signer, number = line(page, "签发人：张三"), line(page, "示教〔")
    assert RIGHT - signer.right == pytest.approx(CHARACTER, abs=0.5)
    assert signer.top == pytest.approx(number.top, abs=0.2)


@pytest.mark.parametrize(("count", "page"), [(3, 1), (18, 1), (22, 2)])
def test_the_imprint_ends_at_the_lower_edge_of_the_last_page(drawn, count, page):
    pdf = drawn[f"imprint {count}"]
    assert len(pages_of(pdf)) == page
    edge = Picture(pdf, page).rows(left=RIGHT - 0.6, right=RIGHT - 0.2)
    assert edge[-1][1] == pytest.approx(BOTTOM, abs=0.3)
    thick, thin = STANDARD.imprint_thick / 8, STANDARD.imprint_thin / 8
    assert [(bottom - top) * 72 / 25.4 for top, bottom in edge[-3:]] == pytest.approx(
        [thick, thin, thick], abs=0.25
    )


def test_the_imprint_stands_one_character_from_both_edges(drawn):
    page = pages_of(drawn["imprint 3"])[0]
    copies, issued = line(page, "抄送：示例区委办公室"), line(page, "2026")
    turned = min((item for item in page if item.top > copies.top + 3), key=lambda item: item.top)
    assert copies.left - LEFT == pytest.approx(SMALL, abs=0.3)
    assert turned.left - copies.left == pytest.approx(3 * SMALL, abs=0.3)
    assert RIGHT - issued.right == pytest.approx(SMALL, abs=0.5)
    assert line(page, "示例区教育局办公室").left - LEFT == pytest.approx(SMALL, abs=0.3)
    assert line(page, "示例区教育局办公室").top == pytest.approx(issued.top, abs=0.2)


def test_without_a_seal_the_name_stands_two_characters_from_the_right(drawn):
    page = pages_of(drawn["signed"])[0]
    name, note = line(page, "示例区教育局办公室"), line(page, "（此件公开发布）")
    assert RIGHT - name.right == pytest.approx(2 * CHARACTER, abs=0.5)
    assert note.left - LEFT == pytest.approx(2 * CHARACTER, abs=0.5)
    assert name.top < line(page, "2026").top < note.top


def test_with_a_seal_the_date_stands_four_characters_from_the_right_below_the_name(drawn):
    page = pages_of(drawn["sealed"])[-1]
    name, date = line(page, "示例区教育局办公室"), line(page, "2026")
    assert RIGHT - date.right == pytest.approx(4 * CHARACTER, abs=0.5)
    # LibreOffice adds a quarter of a character at each of the five borders of hanzi and digits
    assert (name.left + name.right) / 2 == pytest.approx(
        (date.left + date.right) / 2 + 5 / 8 * CHARACTER, abs=0.8
    )


def test_turned_lines_of_the_attachment_note_begin_below_the_name(drawn):
    page = pages_of(drawn["signed"])[0]
    first = line(page, "附件：全区")
    second = next(item for item in page if item.top > first.top + 3)
    assert first.left - LEFT == pytest.approx(2 * CHARACTER, abs=0.3)
    assert second.left - first.left == pytest.approx(3 * CHARACTER, abs=0.3)


def test_the_sign_off_never_stands_alone_on_a_page(drawn):
    first, second = pages_of(drawn["full"])
    assert [len(item.text) for item in first[:-1]] == [26] * 21
    assert [item.text.replace(" ", "")[:9] for item in second[:4]] == [
        HANZI[:9],
        "示例区教育局办公室",
        "2026年1月8日",
        "（此件公开发布）",
    ]


def test_the_number_of_a_turned_page_stands_where_it_is_on_the_others(drawn):
    """Even pages: at the upper left of the turned page; odd ones: at the lower left."""
    pages = pages_of(drawn["turned"])
    even, odd = line(pages[1], "— 2 —"), line(pages[4], "— 5 —")
    # the sheet's left edge is the top of the turned page
    assert even.top - LEFT == pytest.approx(SMALL, abs=0.5)
    assert RIGHT - odd.bottom == pytest.approx(SMALL, abs=0.5)
    dash = Picture(drawn["turned"], 2).columns(top=even.top + 0.5, bottom=even.top + 4)[0]
    assert STANDARD.margin_bottom - sum(dash) / 2 == pytest.approx(7, abs=0.5)


def test_the_number_of_an_upright_page_has_its_dash_7_mm_below_the_text(drawn):
    page = line(pages_of(drawn["turned"])[0], "— 1 —")
    dash = Picture(drawn["turned"], 1).rows(left=page.left + 0.5, right=page.left + 4)[-1]
    assert sum(dash) / 2 - BOTTOM == pytest.approx(7, abs=0.5)


def test_a_house_that_has_them_in_the_middle_has_them_there_on_every_page(drawn):
    pages = pages_of(drawn["centred"])
    upright, turned = line(pages[0], "—1—"), line(pages[1], "—2—")
    middle = (LEFT + RIGHT) / 2
    assert (upright.left + upright.right) / 2 == pytest.approx(middle, abs=0.5)
    assert (turned.top + turned.bottom) / 2 == pytest.approx(middle, abs=0.5)


def test_the_imprint_takes_an_upright_page_behind_one_turned_sideways(drawn):
    last = Picture(drawn["turned"], 6).rows(left=RIGHT - 0.6, right=RIGHT - 0.2)
    assert (len(pages_of(drawn["turned"])), last[-1][1]) == (6, pytest.approx(BOTTOM, abs=0.3))
