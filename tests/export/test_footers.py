"""Page numbers, value by value."""

import re

import pytest

from edusum.document.house import STANDARD_HOUSE, House
from edusum.export.oxml import footers
from edusum.export.styles import STANDARD, layout_of

SIDES = [(False, False), (True, False), (False, True), (True, True)]


def footer(house: House = STANDARD_HOUSE, *, is_even: bool = False, is_turned: bool = False) -> str:
    return footers.footer_xml(layout_of(house), is_even=is_even, is_turned=is_turned).decode()


def number(xml: str) -> str:
    return "".join(re.findall("<w:(?:t|instrText) [^>]*>(.*?)</w:", xml))


@pytest.mark.parametrize(
    ("is_even", "indent"),
    [
        (False, '<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>'),
        (True, '<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>'),
    ],
)
def test_odd_numbers_stand_at_the_right_and_even_ones_at_the_left(is_even, indent):
    properties = re.search("<w:pPr>(.*?)</w:pPr>", footer(is_even=is_even))[1]
    assert properties == f'<w:pStyle w:val="Footer"/>{indent}'


@pytest.mark.parametrize(("dashes", "shown"), [("spaced", "—  PAGE 1 —"), ("tight", "— PAGE 1—")])
@pytest.mark.parametrize(("is_even", "is_turned"), SIDES)
def test_a_dash_stands_on_both_sides_of_the_number(dashes, shown, is_even, is_turned):
    xml = footer(House(page_number_dashes=dashes), is_even=is_even, is_turned=is_turned)
    assert number(xml) == shown
    assert re.findall('fldCharType="(.*?)"', xml) == ["begin", "separate", "end"]


def test_the_number_is_4号_宋体_with_nothing_between_its_signs():
    look = re.search("<w:rPr>(.*?)</w:rPr>", footers.styles(STANDARD))[1]
    assert look == (
        '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/>'
        '<w:spacing w:val="0"/><w:sz w:val="28"/><w:szCs w:val="28"/>'
    )


@pytest.mark.parametrize(("is_even", "side", "top"), [(False, "right", 7884), (True, "left", 1867)])
def test_on_a_turned_page_the_number_runs_down_at_the_left(is_even, side, top):
    xml = footer(is_even=is_even, is_turned=True)
    place = re.search("<w:tblpPr (.*?)/>", xml)[1]
    assert place == (
        'w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page"'
        f' w:tblpX="1458" w:tblpY="{top}"'
    )
    assert '<w:trHeight w:val="2268" w:hRule="exact"/>' in xml
    assert '<w:textDirection w:val="tbRl"/>' in xml
    assert f'<w:pStyle w:val="Footer"/><w:jc w:val="{side}"/>' in xml
    assert xml.endswith('</w:tbl><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr></w:p></w:ftr>')


def test_in_the_middle_odd_and_even_pages_are_alike():
    house = House(page_number="center")
    upright = footer(house)
    assert upright == footer(house, is_even=True)
    assert '<w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="center"/></w:pPr>' in upright
    turned = footer(house, is_turned=True)
    assert turned == footer(house, is_even=True, is_turned=True)
    assert 'w:tblpY="4875"' in turned
