"""A table of contents: a field that Word can bring up to date, with entries that lead to their headings.

It tells no pages: nobody knows them before Word has laid the document out.
"""

from collections.abc import Sequence
from typing import NamedTuple

from edusum.export.oxml import ids
from edusum.export.oxml.markup import attribute, exact_line, indent, run_look, style, text_element
from edusum.export.styles import TWIPS_PER_POINT, Layout

_HEAD = "目录"
_MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
_FIELD = '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{}" \\h \\z \\u </w:instrText></w:r>'


class Entry(NamedTuple):
    """A heading as the table tells it; `anchor` is the name of its bookmark."""

    level: int
    text: str
    anchor: str


def anchor(number: int) -> str:
    """The name of the number-th bookmark; Word hides those that begin like this."""
    return f"_Toc{number:09}"


def bookmarked(number: int, runs: str) -> str:
    """Runs that an entry leads to."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{anchor(number)}"/>{runs}<w:bookmarkEnd w:id="{number}"/>'
    )


def depth(layout: Layout) -> int:
    """How many levels of headings the table tells: parts, 一、 and （一）."""
    return 3 if layout.has_parts else 2


def blocks(entries: Sequence[Entry], layout: Layout) -> list[str]:
    """Head and entries; nothing when there is no entry."""
    if not entries:
        return []
    begin = _MARK.format("begin") + _FIELD.format(depth(layout)) + _MARK.format("separate")
    leads = [begin] + [""] * (len(entries) - 1)
    ends = [""] * (len(entries) - 1) + [_MARK.format("end")]
    lines = [lead + _link(entry) + end for lead, entry, end in zip(leads, entries, ends, strict=True)]
    head = _paragraph(ids.CONTENTS_HEAD, f"<w:r>{text_element(_HEAD)}</w:r>")
    return [
        head,
        *(
            _paragraph(ids.CONTENTS[entry.level - 1], line)
            for entry, line in zip(entries, lines, strict=True)
        ),
    ]


def styles(layout: Layout) -> str:
    line = exact_line(layout.title_line, after=layout.line_pitch)
    head = f'<w:keepNext/><w:snapToGrid w:val="0"/>{line}<w:jc w:val="center"/><w:outlineLvl w:val="9"/>'
    return style(
        "paragraph",
        ids.CONTENTS_HEAD,
        "公文目录标题",
        head,
        run_look(layout.title_font, layout.title_size),
        is_own=True,
    ) + "".join(_level(layout, level) for level in range(1, len(ids.CONTENTS) + 1))


def _level(layout: Layout, level: int) -> str:
    """Each level one character further in; a page number, once there, at the right edge behind dots."""
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{layout.text_width}"/></w:tabs>'
    inset = indent("left", level - 1, layout.character_width / TWIPS_PER_POINT)
    paragraph = tab + exact_line(layout.line_pitch) + inset
    font = layout.hei_font if level == 1 else layout.body_font
    look = run_look(font, layout.body_size, layout.run_spacing, latin=layout.house.latin_font)
    return style("paragraph", ids.CONTENTS[level - 1], f"toc {level}", paragraph, look)


def _link(entry: Entry) -> str:
    text = text_element(entry.text.replace("\n", "").replace("\t", " "))
    return f'<w:hyperlink w:anchor="{attribute(entry.anchor)}" w:history="1"><w:r>{text}</w:r></w:hyperlink>'


def _paragraph(style_id: str, content: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>{content}</w:p>'
