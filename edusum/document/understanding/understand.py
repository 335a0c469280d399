"""Lines in, all that is understood of them out."""

from edusum.document.readers.source import SourceText
from edusum.document.understanding.defects import defects
from edusum.document.understanding.faults import faults
from edusum.document.understanding.figures import Figures
from edusum.document.understanding.frame import front
from edusum.document.understanding.headings import Found, structure
from edusum.document.understanding.inline import enumerations
from edusum.document.understanding.items import FindingRead, HeadingRead, Residue, Understood
from edusum.document.understanding.levels import inline_levels, levelled
from edusum.document.understanding.marks import folded, marks
from edusum.document.understanding.outline import Paper, blocks, document, without_removed
from edusum.document.understanding.plain import plain as simplified
from edusum.document.understanding.residue import OF_COLLECTIONS, cleaned
from edusum.document.understanding.unnumbered import unnumbered, with_styles

_QUOTED = 60
_LONGEST_FRONT = 2000


def understand(source: SourceText) -> Understood:
    """What an old paper says: its outline, its figures, its defects, and what does not belong to it."""
    text = source.text
    flat = simplified(text)
    clean = cleaned(folded(flat))
    found = list(marks(clean.plain))
    own = structure(clean.plain, found)
    dividing, items = enumerations(clean.plain, found, own)
    headings = _sorted([*own, *dividing])
    inside = _sorted([*(heading for heading in headings if heading.is_inline), *items])
    headings = [heading for heading in headings if not heading.is_inline]
    front_end, title_spans = _front(source, clean.plain, headings)
    headings = _sorted(
        [*with_styles(source, headings), *unnumbered(source, clean.plain, headings, front_end)]
    )
    levels = levelled(headings)
    paper = Paper(source, clean.plain, headings, levels)
    read, text_end = document(paper)
    shown = [
        *(_shown(paper, heading, level) for heading, level in zip(headings, levels, strict=True)),
        *(
            _shown(paper, heading, level)
            for heading, level in zip(inside, inline_levels(inside, headings, levels), strict=True)
        ),
    ]
    shown.sort(key=lambda heading: heading.start)
    skip = [*((item.start, item.end) for item in clean.residue), *title_spans]
    return Understood(
        title=read.title,
        headings=tuple(shown),
        figures=Figures(text, skip=sorted(skip), headings=shown, flat=flat),
        findings=_findings(text, paper, inside, clean.residue, text_end),
        residue=clean.residue,
        document=read,
        plain=clean.plain,
    )


def _sorted(found: list[Found]) -> list[Found]:
    return sorted(found, key=lambda heading: heading.start)


def _shown(paper: Paper, heading: Found, level: int) -> HeadingRead:
    text, mark = paper.source.text, heading.mark
    return HeadingRead(
        level=level,
        marker=text[mark.start : mark.end] if mark else "",
        words=without_removed(text, paper.plain, heading.words_start, heading.end),
        start=heading.start,
        end=heading.end,
        is_run_in=heading.is_run_in,
        is_inline=heading.is_inline or bool(mark and mark.kind == "item"),
    )


def _front(source: SourceText, plain: str, headings: list[Found]) -> tuple[int, list[tuple[int, int]]]:
    """Where the title and what belongs to it end; where the title stands."""
    first = headings[0].start if headings else len(plain)
    above = blocks(Paper(source, plain, headings, ()), 0, min(first, _LONGEST_FRONT))
    head = front(above)
    taken = above[: head.taken]
    end = taken[-1].start + len(taken[-1].text) if taken else 0
    return end, [(block.start, block.start + len(block.text)) for block in head.title_blocks]


def _findings(
    text: str, paper: Paper, items: list[Found], residue: tuple[Residue, ...], end: int
) -> tuple[FindingRead, ...]:
    left = [
        FindingRead(
            "residue",
            item.start,
            item.end,
            text[item.start : item.end][:_QUOTED].strip("\n"),
            f"这是{item.what}，不属于这份材料，已单独列出。",
        )
        for item in residue
        if item.what not in OF_COLLECTIONS
    ]
    found = [
        *faults(text, paper.plain, paper.structure, paper.levels, items),
        *defects(text, paper.plain, end),
        *left,
    ]
    return tuple(sorted(found, key=lambda finding: finding.start))
