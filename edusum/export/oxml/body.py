"""Text in, body XML out: one escaped string, every look by a style's name.

A block is a string of whole paragraphs and tables; it ends with a paragraph that has properties.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from edusum.document.model import FigureRun, Run
from edusum.export.oxml import ids
from edusum.export.oxml.markup import text_element

_PARAGRAPH_STYLE = re.compile(r'(<w:pStyle w:val="\w+"/>)(?!<w:keepNext/>)')
_FIRST_PROPERTIES = re.compile(r'(<w:pStyle w:val="\w+"/>(?:<w:keepNext/>)?(?:<w:keepLines/>)?)')
_RUN_LOOK = re.compile(r"<w:r>(?:<w:rPr>(<w:rStyle [^>]*/>)?(?!<w:rFonts))?")
_BODY = f'<w:p><w:pPr><w:pStyle w:val="{ids.BODY}"/></w:pPr>'
_EAST_ASIAN = '<w:rFonts w:hint="eastAsia"/>'

Span = tuple[int, int]


def title(style: str, lines: Sequence[str], *, is_followed: bool = False) -> str:
    """One paragraph, its lines broken where they are told; no empty line below if something belongs to it."""
    return plain(style, "\n".join(lines), '<w:spacing w:after="0"/>' if is_followed else "")


def under_title(style: str, lines: Sequence[str], *, line_below: int) -> str:
    """A line that belongs to the title, `line_below` twips above what follows."""
    return plain(style, "\n".join(lines), f'<w:spacing w:after="{line_below}"/>' if line_below else "")


def run_in_heading(level: int, text: str) -> str:
    """The beginning of a paragraph, to be given to `paragraph` as its lead."""
    return run(text, ids.RUN_IN_HEADINGS[level - 1])


def paragraph(runs: Sequence[Run | FigureRun], *, lead: str = "", spans: Sequence[Span] = ()) -> str:
    """A paragraph of the text; gaps stand out, and what stands in `spans` is set off."""
    text = None if spans else _even_text(runs)
    if text is None:
        stretches = groupby(_cut(runs, spans), key=_style)
        content = "".join([run("".join([text for _, text in group]), style) for style, group in stretches])
    else:
        content = f"<w:r>{text_element(text)}</w:r>" if text else ""
    return f"{_BODY}{lead}{content}</w:p>"


def plain(style: str, text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return styled(style, f"<w:r>{text_element(text)}</w:r>" if text else "", properties)


def styled(style: str, runs: str, properties: str = "") -> str:
    """A paragraph of runs that are ready."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def run(text: str, style: str = "") -> str:
    if not text:
        return ""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f"<w:r>{look}{text_element(text)}</w:r>"


def keep_with_next(block: str) -> str:
    """The block, its last paragraph (of a table: last row and note) on one page with what follows."""
    before, row, last = block.rpartition("<w:tr>")
    return before + row + kept(last)


def kept(paragraphs: str) -> str:
    """The paragraphs, each on one page with the next."""
    return _PARAGRAPH_STYLE.sub(r"\1<w:keepNext/>", paragraphs)


def on_new_page(block: str) -> str:
    """The block on top of a page."""
    return _FIRST_PROPERTIES.sub(r"\1<w:pageBreakBefore/>", block, count=1)


def with_east_asian_marks(body: str) -> str:
    """The body, quotes and dashes in the font of the text where letters and digits have another."""
    return _RUN_LOOK.sub(_hinted, body)


def _hinted(match: re.Match[str]) -> str:
    if match[0] == "<w:r>":
        return f"<w:r><w:rPr>{_EAST_ASIAN}</w:rPr>"
    return match[0] + _EAST_ASIAN


def _even_text(runs: Iterable[Run | FigureRun]) -> str | None:
    """The text of runs that all look alike; None when there is a gap among them."""
    texts = []
    for part in runs:
        if type(part) is FigureRun and part.is_gap:
            return None
        texts.append(part.text)
    return "".join(texts)


def _look(part: Run | FigureRun) -> tuple[str, str]:
    return (ids.GAP if type(part) is FigureRun and part.is_gap else "", part.text)


def _style(stretch: tuple[str, str]) -> str:
    return stretch[0]


def _cut(runs: Iterable[Run | FigureRun], spans: Sequence[Span]) -> Iterator[tuple[str, str]]:
    """Style and text of the runs, cut where a span begins or ends; gaps stay gaps."""
    borders = sorted({border for span in spans for border in span})
    start = 0
    for style, text in map(_look, runs):
        end = start + len(text)
        marks = [start, *(border for border in borders if start < border < end), end]
        for first, last in pairwise(marks):
            is_lead = any(begin <= first and last <= stop for begin, stop in spans)
            yield style or (ids.LEAD if is_lead else ""), text[first - start : last - start]
        start = end
