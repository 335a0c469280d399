"""A paper that is printed as text and read again is the paper it was."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from edusum.document.model import Document, Paragraph, Run, Section, SignOff
from edusum.document.numbering import marker
from edusum.document.readers.source import from_text
from edusum.document.understanding.understand import understand
from edusum.export.text import to_text

_SUBJECTS = (
    "学前教育",
    "义务教育",
    "高中教育",
    "职业教育",
    "教师队伍",
    "校园安全",
    "教研工作",
    "党建工作",
    "经费保障",
)
_DEEDS = ("扎实推进", "稳步提升", "成效明显", "不断加强", "有序开展", "全面落实", "持续巩固", "更加规范")
_WORDS = st.builds("{}{}".format, st.sampled_from(_SUBJECTS), st.sampled_from(_DEEDS))
_SENTENCES = st.builds("全年{}，各校{}，家长和学生都满意。".format, _WORDS, _WORDS)
_PARAGRAPHS = st.lists(_SENTENCES, min_size=1, max_size=3).map(lambda said: Paragraph((Run("".join(said)),)))
_BODIES = st.lists(_PARAGRAPHS, min_size=1, max_size=2).map(tuple)
_STYLES = (
    ("part", "cn_comma", "cn_paren", "arabic_dot"),
    ("cn_comma", "cn_paren", "arabic_dot", "arabic_paren"),
)
_STYLES += (
    ("cn_paren", "arabic_dot", "arabic_paren", "none"),
    ("cn_comma", "arabic_dot", "arabic_paren", "none"),
)
_STYLES += (("cn_comma", "di", "none", "none"), ("cn_comma", "yao", "none", "none"))


@st.composite
def _sections(draw, styles, level=1):
    deepest = len([style for style in styles if style != "none"])
    found = []
    for number in range(1, draw(st.integers(2, 4)) + 1):
        has_below = level < deepest and draw(st.booleans())
        is_run_in = level > 1 and (styles[level - 1] in {"di", "yao"} or draw(st.booleans()))
        found.append(
            Section(
                level=level,
                marker=marker(number, level=level, style=styles[level - 1]),
                heading=draw(_WORDS),
                is_run_in=is_run_in,
                blocks=draw(_BODIES) if is_run_in or not has_below or draw(st.booleans()) else (),
                sections=draw(_sections(styles, level + 1)) if has_below else (),
            )
        )
    return tuple(found)


@st.composite
def _documents(draw):
    styles = draw(st.sampled_from(_STYLES))
    opening = draw(st.none() | _BODIES)
    sections = draw(_sections(styles))
    return Document(
        title=draw(
            st.sampled_from(["某县教育局2025年工作总结", "关于教育工作情况的报告", "在全县教育大会上的讲话"])
        ),
        salutation=draw(st.sampled_from(["", "同志们：", "各位领导、各位代表："])),
        sections=(*((Section(0, "", "", blocks=opening),) if opening else ()), *sections),
        sign_off=draw(st.none() | st.just(SignOff("某县教育局", "2025年12月8日"))),
    )


@settings(max_examples=150, deadline=None)
@given(_documents())
def test_a_paper_printed_as_text_is_read_as_it_was(document):
    assert _spaceless(understand(from_text(to_text(document))).document) == _spaceless(document)


@settings(max_examples=60, deadline=None)
@given(_documents())
def test_half_width_signs_and_blank_lines_change_nothing(document):
    text = to_text(document)
    narrow = text.translate(str.maketrans("（），：　", "(),: ")).replace("\n", "\n\n")
    expected = understand(from_text(text)).headings
    found = understand(from_text(narrow)).headings
    assert [(item.level, item.words.replace(",", "，")) for item in found] == [
        (item.level, item.words) for item in expected
    ]


def _spaceless(document: Document) -> Document:
    """第一部分 is printed with a full-width space behind it, which is none of its words."""
    return replace(document, sections=tuple(map(_bare, document.sections)))


def _bare(section: Section) -> Section:
    return replace(
        section, marker=section.marker.strip("　，、,"), sections=tuple(map(_bare, section.sections))
    )
