"""The text that everybody writes: an annual report of a given length, and a long table."""

from random import Random
from typing import NamedTuple

from edusum.document.model import Column, Document, Paragraph, Run, Section, Table
from edusum.document.numbering import chinese_number

WORDS = (
    "全区教育系统",
    "坚持以人民为中心",
    "统筹推进",
    "学前教育",
    "普及普惠",
    "义务教育",
    "优质均衡",
    "普通高中",
    "特色多样",
    "职业教育",
    "产教融合",
    "特殊教育",
    "家庭教育",
    "校外培训治理",
    "教师队伍",
    "师德师风",
    "名师工作室",
    "集团化办学",
    "学位供给",
    "新建改扩建",
    "课后服务",
    "体质健康",
    "心理健康",
    "劳动实践",
    "校园安全",
    "食品安全",
    "营养改善",
    "经费保障",
    "数字校园",
    "督导评估",
    "督促整改",
    "教研协作",
    "对口帮扶",
    "控辍保学",
    "“双减”工作",
    "《规划》任务",
    "思政课程",
    "红色研学",
    "党建引领",
    "清廉学校",
    "信访接访",
    "语言文字",
    "招生入学",
    "随迁子女",
    "乡村学校",
)
ENDS = (
    "取得新进展",
    "成效明显",
    "稳步提升",
    "比上年提高2.1个百分点",
    "同比增长12.5%",
    "达到97.35%",
    "共有128所",
)
SENTENCES, PARAGRAPHS, SUBSECTIONS = 5, 3, 3


class Block(NamedTuple):
    """A paragraph as printed; `style` is Title, 1 or 2 for a heading, or Body."""

    style: str
    text: str


class Paper(NamedTuple):
    """The same text as a Document and as plain paragraphs; `table` by rows, heads first."""

    document: Document
    blocks: list[Block]
    table: tuple[tuple[str, ...], ...] = ()


def paper(characters: int) -> Paper:
    """Sections of two levels until the length is reached; always the same."""
    random = Random(characters)  # noqa: S311 -- no secret
    parts: list[Section] = []
    count = 0
    while count < characters:
        subsections = tuple(_subsection(random, number) for number in range(1, SUBSECTIONS + 1))
        parts.append(
            Section(1, f"{chinese_number(len(parts) + 1)}、", _heading(random), sections=subsections)
        )
        count += sum(len(block.text) for block in _blocks((parts[-1],)))
    document = Document(
        "示例区教育局关于2025年工作情况的报告", tuple(parts), bureau="示例区教育局", year=2025
    )
    return Paper(document, [Block("Title", document.title), *_blocks(document.sections)])


def table_paper(rows: int, columns: int) -> Paper:
    random = Random(rows)  # noqa: S311 -- no secret
    heads = tuple(Column(f"指标{number}", "right") for number in range(columns))
    cells = tuple(
        (f"第{row}小学", *(f"{random.uniform(0, 100):.1f}%" for _ in heads[1:])) for row in range(rows)
    )
    table = Table("各学校主要指标", heads, cells)
    document = Document("", (Section(0, "", "", blocks=(table,)),))
    return Paper(document, [Block("Caption", table.caption)], (tuple(head.head for head in heads), *cells))


def _subsection(random: Random, number: int) -> Section:
    blocks = tuple(Paragraph((Run(_paragraph(random)),)) for _ in range(PARAGRAPHS))
    return Section(2, f"（{chinese_number(number)}）", _heading(random), blocks=blocks)


def _heading(random: Random) -> str:
    return "".join(random.sample(WORDS, 2))


def _paragraph(random: Random) -> str:
    return "".join(f"{''.join(random.sample(WORDS, 4))}{random.choice(ENDS)}。" for _ in range(SENTENCES))


def _blocks(sections: tuple[Section, ...]) -> list[Block]:
    found = []
    for section in sections:
        found.append(Block(str(section.level), section.marker + section.heading))
        found += [Block("Body", block.text) for block in section.blocks if isinstance(block, Paragraph)]
        found += _blocks(section.sections)
    return found
