"""Texts that nobody writes: the rules end, and point at what is there."""

from itertools import islice

import pytest

from edusum.document.readers.source import SourceTable, SourceText, from_text
from edusum.proofreading.known import Known, KnownName
from edusum.proofreading.run import proofread
from tests.proofreading.papers import papers

LENGTH = 5_000
HALF_A_MILLION = 500_000
KNOWN = Known(
    year=2025,
    bureau="示例县教育局",
    names=(KnownName("place", "示例县"), KnownName("person", "某甲", post="局长", rank=1)),
    others=("临江县", "临江县教育局"),
    previous="示例县教育局2024年工作总结\n" + "全县共有学校46所，其中小学31所、初中11所、高中4所。" * 200,
    previous_year=2024,
)
UNITS = {
    "digits": "1",
    "zeros": "0",
    "commas among digits": "1,",
    "points among digits": "1.",
    "percents": "5%",
    "numbers with units": "12所",
    "hanzi numbers": "一",
    "tens": "十",
    "hanzi": "教",
    "particles": "的",
    "spaces": " ",
    "wide spaces": "　",
    "blank lines": " \n",
    "line ends": "\n",
    "brackets that open": "（",
    "brackets that close": "）",
    "half brackets": "(",
    "titles that open": "《",
    "titles that close": "》",
    "quotes that open": "“",
    "quotes that close": "”",
    "straight quotes": '"',
    "square brackets": "【",
    "commas": "，",
    "list commas": "、",
    "semicolons": "；",
    "colons": "：",
    "stops": "。",
    "dots": "…",
    "dashes": "—",
    "hyphens": "-",
    "low lines": "_",
    "stars": "*",
    "crosses": "×",
    "letters": "a",
    "capitals": "X",
    "items": "一是",
    "items in a row": "一是抓，二是抓，",
    "headings": "一、教\n",
    "headings in brackets": "（一）\n",
    "numbered headings": "1.教\n",
    "parts": "其中小学1所、",
    "parts without end": "其中",
    "shares": "占5%，",
    "shares of shares": "占总数的",
    "comparisons": "比上年增长",
    "from to": "由1增加到",
    "each": "分别为",
    "years": "2025年",
    "plans": "“十三五”",
    "four hanzi": "齐抓共管",
    "long name": "示例县教育局",
    "other names": "临江县",
    "web": "http://a.",
    "entities": "&nbsp;",
    "tags": "<p>",
    "masks": "某某",
    "traditional": "學",
    "latin with marks": "ï»¿",
    "unknown": "�",
    "joined": "\u200b",
    "surrogate": "\ud800",
    "rare": "𠮷",
    "ratio": "1:",
    "fractions": "三分之",
    "dates": "5月1日",
    "documents": "〔2024〕",
    "phone": "138",
}
ODD = {
    "empty": "",
    "one sign": "。",
    "one digit": "7",
    "English": "The quick brown fox jumps over the lazy dog, 12 times a day. " * 300,
    "odd numbers": "投入1,234,567.80元，占１２％，三千零五所，版本1.2.3，共3,45.6.7所，-5%，＋3，1/0，0/0。"
    * 50,
    "huge number": f"全县共有学校{'9' * 2000}所，其中小学{'9' * 1999}所、初中{'8' * 1999}所。",
    "one sentence": "各校认真落实各项要求，" * 1_800,
    "no marks": "各校认真落实各项要求" * 2_000,
    "nested brackets": "（" * 2_000 + "教" + "）" * 2_000,
    "nested quotes": "“‘" * 1_000 + "教" + "’”" * 1_000,
    "parts of parts": "全县共有学校100所，" + "其中小学50所、初中49所，" * 400,
    "sums of sums": "1所、" * 1_500 + "合计1500所。",
    "equal lines": "各校按照要求开展活动，师生参与积极，取得了良好效果，受到家长欢迎。\n" * 200,
    "equal headings": "一、加强领导\n" * 200,
    "counting headings": "".join(f"{number}、加强领导\n" for number in range(1, 800)),
    "table as text": "".join(f"第{row}小学　{row * 7}　{row * 3}　{row}%\n" for row in range(400)),
    "mixed ends": "甲\r\n乙\r丙\u2028丁\x0b戊\x0c己\x85庚" * 300,
    "marks only": "，。；：、？！“”‘’（）《》〈〉【】〔〕…—" * 200,
}
HOSTILE = ODD | {name: unit * (LENGTH // len(unit)) for name, unit in UNITS.items()}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_rules_end_and_point_at_words_that_are_there(name):
    is_sane(from_text(HOSTILE[name]))


@pytest.mark.parametrize("name", list(UNITS)[::3])
def test_a_paper_with_a_long_run_in_its_midst_is_read_as_well(name):
    text = papers()[0].text
    middle = text.index("。", len(text) // 2)
    run = UNITS[name] * 500
    is_sane(from_text(f"{text[:middle]}{run}{text[middle:]}"))


def test_a_table_of_numbers_is_no_paper_and_does_no_harm():
    rows = tuple(tuple(str(row * column) for column in range(12)) for row in range(400))
    is_sane(SourceText("docx", from_text("全县情况见下表。\n各校情况良好。").lines, (SourceTable(1, rows),)))
    ragged = (("学校", "人数"), ("合计",), (), ("甲", "", "1"), ("合计", "x"), ("合计", "1,2.3.4"))
    is_sane(SourceText("docx", from_text("情况见下表。").lines, (SourceTable(0, ragged), SourceTable(9, ()))))


@pytest.mark.proof
@pytest.mark.parametrize("name", ["numbers with units", "hanzi", "items in a row", "parts", "equal papers"])
def test_half_a_million_characters_are_read(name):
    unit = UNITS.get(name) or "\n".join(paper.text for paper in islice(papers(), 4)) + "\n"
    is_sane(from_text((unit * (HALF_A_MILLION // len(unit) + 1))[:HALF_A_MILLION]))


def is_sane(source):
    done = proofread(source, KNOWN)
    length = len(source.text)
    for finding in done.findings:
        assert 0 <= finding.start < finding.end <= length, finding
        assert finding.quote == source.text[finding.start : finding.end]
        assert all(0 <= start <= end <= length for start, end in finding.related), finding
        if finding.fix:
            assert 0 <= finding.fix.start <= finding.fix.end <= length, finding
