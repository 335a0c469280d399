"""What ends careers is found: on drafts and on papers from outside, with all the desk knows about them."""

import pytest

from edusum.document.pages import pages
from edusum.proofreading.checking import check
from tests.factories import (
    BureauFactory,
    CheckedPaperFactory,
    NameEntryFactory,
    published_version,
    started_draft,
)
from tests.proofreading.stories import STRANGERS, TWO_VALUES, two_values, unchanged

pytestmark = pytest.mark.django_db
FIRST_PAGE, FIFTH_PAGE = 1, 5


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局", short_name="区教育局")


def test_a_report_three_years_unchanged_but_for_the_year_is_told_so_on_its_title_and_sentence_by_sentence(
    bureau,
):
    drafts = [written(bureau, unchanged("示例区教育局", year), year) for year in (2023, 2024, 2025)]
    first, *later = [unchanged_in(check(draft)) for draft in drafts]
    assert first == []
    for year, told in zip((2024, 2025), later, strict=True):
        title, *sentences = told
        assert (title.severity, title.quote) == ("error", f"示例区教育局{year}年工作总结")
        assert str(year - 1) in title.message
        assert {finding.quote[:10] for finding in sentences if finding.severity == "suspect"} == {
            "全年新建公办幼儿园3",
            "投入资金4260万元",
            "组织安全检查4轮，排",
        }


def unchanged_in(checked):
    return [found.finding for found in checked.found if found.finding.rule == "unchanged"]


def written(bureau, text, year):
    """A draft that says it: each heading with its paragraphs."""
    _, _, *lines = text.splitlines()
    sections = {}
    for line in lines[:-2]:
        if line[1] == "、":
            paragraphs = sections.setdefault(line[2:], [])
        else:
            paragraphs.append(line)
    version = published_version(sections)
    return started_draft(bureau=bureau, version=version, year=year)


def test_a_chief_who_left_and_a_neighbours_names_are_found(bureau):
    BureauFactory(full_name="栖霞岭县教育局", short_name="县教育局")
    NameEntryFactory(bureau=bureau, kind="person", name="方维舟", post="局长", rank=1, is_former=True)
    text = STRANGERS.format(former="方维舟", place="栖霞岭县", level="县", school="栖霞岭县第一中学")
    checked = check(CheckedPaperFactory(bureau=bureau, year=2025, text=text))
    told = [
        found.finding
        for found in checked.found
        if found.severity in ("error", "suspect")
        and ("方维舟" in found.finding.quote or "栖霞岭县" in found.finding.quote)
    ]
    assert len(told) >= 3
    assert any("方维舟" in finding.quote for finding in told)
    assert sum("栖霞岭县" in finding.quote for finding in told) == 2


def test_where_nobody_left_and_nobody_elses_name_stands_nothing_is_told(bureau):
    BureauFactory(full_name="栖霞岭县教育局", short_name="县教育局")
    NameEntryFactory(bureau=bureau, kind="person", name="方维舟", post="局长", rank=1)
    text = STRANGERS.format(former="方维舟", place="示例区", level="区", school="示例区第一中学")
    assert check(CheckedPaperFactory(bureau=bureau, year=2025, text=text)).found == ()


def test_one_figure_with_two_values_on_the_first_and_the_fifth_page_is_found(bureau):
    checked = check(CheckedPaperFactory(bureau=bureau, year=2023, text=two_values()))
    told = [found.finding for found in checked.found if found.severity in ("error", "suspect")]
    assert [finding.kind for finding in told] == ["arithmetic"]
    places = [(told[0].start, told[0].end), *told[0].related]
    quotes = "".join(checked.source.text[start:end] for start, end in places)
    assert [words in quotes for words in TWO_VALUES] == [True, True]
    assert pages_of(checked, *TWO_VALUES) == [FIRST_PAGE, FIFTH_PAGE]


def pages_of(checked, *words):
    laid = pages(checked.reading.understood.document)
    said = {page.number: "".join(repr(piece) for piece in page.pieces) for page in laid}
    return [next(number for number, text in said.items() if word in text) for word in words]
