"""Any number of old papers, and the files that they may have been kept in."""

import io

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import strategies as st

from edusum.document.model import Document, Paragraph, Run, Section, SignOff
from edusum.document.numbering import marker

_SUBJECTS = (
    "学前教育",
    "义务教育学校",
    "普通高中",
    "“双减”工作",
    "教师队伍",
    "校园安全",
    "党建和思想政治工作",
    "经费保障",
    "《规划》任务",
    "教育督导",
)
_DEEDS = ("扎实推进", "稳步提升", "成效明显", "不断加强", "有序开展", "全面落实", "持续巩固", "更加规范")
_SENTENCES = (
    "全年新建学校{}所，改造校舍{}万平方米，师生都满意。",
    "先后组织培训{}期、{}人次，覆盖每一所乡村学校。",
    "适龄儿童入学率达到{}.5%，比上年提高{}个百分点。",
    "各校结合实际制定办法，做到有安排、有落实、有检查，一年来共督查{}次，整改问题{}个。",
)
_TITLES = (
    "某县教育局2019年工作总结",
    "关于2020年教育工作情况的报告",
    "在全县教育大会上的讲话",
    "某区教育系统“两基”工作汇报",
)
STYLES = (
    ("part", "cn_comma", "cn_paren", "arabic_dot"),
    ("cn_comma", "cn_paren", "arabic_dot", "arabic_paren"),
    ("cn_comma", "arabic_dot", "arabic_paren"),
    ("cn_paren", "arabic_dot", "arabic_paren"),
    ("cn_comma", "cn_paren", "di"),
    ("cn_comma", "di"),
    ("cn_comma", "yao"),
)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le")
_FORMATS = {
    "part": ("chineseCountingThousand", "第%{}部分　"),
    "cn_comma": ("chineseCountingThousand", "%{}、"),
    "cn_paren": ("chineseCountingThousand", "（%{}）"),
    "arabic_dot": ("decimal", "%{}."),
    "arabic_paren": ("decimal", "（%{}）"),
    "di": ("chineseCountingThousand", "第%{}，"),
    "yao": ("chineseCountingThousand", "%{}要"),
}
_LIST = 77

_words = st.builds("{}{}".format, st.sampled_from(_SUBJECTS), st.sampled_from(_DEEDS))
_numbers = st.integers(2, 98)
_sentences = st.builds(str.format, st.sampled_from(_SENTENCES), _numbers, _numbers)
_paragraphs = st.lists(_sentences, min_size=1, max_size=3).map(lambda said: Paragraph((Run("".join(said)),)))
_bodies = st.lists(_paragraphs, min_size=1, max_size=2).map(tuple)


@st.composite
def _sections(draw, styles, level=1):
    style = styles[level - 1]
    found = []
    for number in range(1, draw(st.integers(2, 4)) + 1):
        has_below = level < len(styles) and draw(st.booleans())
        is_run_in = style in {"di", "yao"} or (level > 1 and draw(st.booleans()))
        has_text = is_run_in or not has_below or draw(st.booleans())
        found.append(
            Section(
                level=level,
                marker=marker(number, level=level, style=style),
                heading=draw(_words),
                is_run_in=is_run_in,
                blocks=draw(_bodies) if has_text else (),
                sections=draw(_sections(styles, level + 1)) if has_below else (),
            )
        )
    return tuple(found)


@st.composite
def papers(draw):
    """(document, the styles of its marks by level)."""
    styles = draw(st.sampled_from(STYLES))
    opening = draw(st.none() | _bodies)
    document = Document(
        title=draw(st.sampled_from(_TITLES)),
        salutation=draw(st.sampled_from(["", "同志们：", "各位领导、各位代表："])),
        sections=(
            *((Section(0, "", "", blocks=opening),) if opening else ()),
            *draw(_sections(styles)),
        ),
        sign_off=draw(st.none() | st.just(SignOff("某县教育局", "2020年12月8日"))),
    )
    return document, styles


def outline(document: Document) -> list[tuple[int, str, str, bool]]:
    """(level, marker, heading, is_run_in) of every section that has a heading; 1． is 1."""
    return [
        (
            section.level,
            section.marker.strip("　，、 ").replace("．", "."),
            section.heading,
            section.is_run_in,
        )
        for section in document.walk()
        if section.level
    ]


def by_python_docx(document: Document, styles: tuple[str, ...], *, is_automatic: bool) -> bytes:
    """As people write in Word: headings by style; marks typed, or those of an automatic list."""
    file = docx.Document()
    if is_automatic:
        _define_list(file, styles)
    file.add_heading(document.title, 0)
    if document.salutation:
        file.add_paragraph(document.salutation)
    for section in document.walk():
        _add_section(file, section, is_automatic=is_automatic)
    if document.sign_off:
        for words in (document.sign_off.name, document.sign_off.date):
            file.add_paragraph(words).alignment = 2
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _add_section(file, section: Section, *, is_automatic: bool) -> None:
    blocks = [block.text for block in section.blocks]
    if section.level:
        words = section.heading if is_automatic else section.marker + section.heading
        if section.is_run_in:
            paragraph = file.add_paragraph(f"{words}。{blocks.pop(0)}")
        else:
            paragraph = file.add_paragraph(words, style=f"Heading {section.level}")
        if is_automatic:
            paragraph._p.get_or_add_pPr().append(_numbered(section.level))
    for words in blocks:
        file.add_paragraph(words)


def _numbered(level: int):
    told = f'<w:ilvl w:val="{level - 1}"/><w:numId w:val="{_LIST}"/>'
    return parse_xml(f"<w:numPr {nsdecls('w')}>{told}</w:numPr>")


def _define_list(file, styles: tuple[str, ...]) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{_FORMATS[style][0]}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{_FORMATS[style][1].format(place + 1)}"/></w:lvl>'
        for place, style in enumerate(styles)
    )
    lists = file.part.numbering_part.element
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_LIST}">{levels}</w:abstractNum>'
    lists.insert(0, parse_xml(abstract))
    used = f'<w:num {nsdecls("w")} w:numId="{_LIST}"><w:abstractNumId w:val="{_LIST}"/></w:num>'
    lists.append(parse_xml(used))
