"""Pairs of papers for 花脸稿: a paper and what became of it, or two that have nothing in common."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st

from edusum.document.model import Attachment, Block, Chart, Document, Paragraph, Run, Section, SignOff, Table
from tests.export.papers import (
    ENROLMENT,
    INDICATORS,
    SCHOOLS,
    TEXT,
    blocks,
    documents,
    paragraph,
    part_paper,
    rich_paper,
    speech_paper,
    texts,
)

WORDS = st.sampled_from(
    ("稳步", "持续", "98.6%", "120所", "，着力补短板", "", "（以下简称“双减”）", "<&>", "\n")
)
MARKERS = "一二三四五六七八九十"


def keyed(document: Document) -> Document:
    """The paper with a key for each section, as drafts have them."""
    return replace(document, sections=_keyed(document.sections, "s"))


def _keyed(sections: tuple[Section, ...], path: str) -> tuple[Section, ...]:
    return tuple(
        replace(section, key=f"{path}-{place}", sections=_keyed(section.sections, f"{path}-{place}"))
        for place, section in enumerate(sections)
    )


@st.composite
def edited_text(draw: st.DrawFn, text: str) -> str:
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(start + draw(st.integers(0, 6)), len(text))
        text = text[:start] + draw(WORDS) + text[end:]
    return text


@st.composite
def edited_block(draw: st.DrawFn, block: Block) -> Block:
    if isinstance(block, Paragraph):
        runs = list(block.runs)
        if not runs:
            return paragraph(draw(texts))
        place = draw(st.integers(0, len(runs) - 1))
        runs[place] = Run(draw(edited_text(runs[place].text)))
        return Paragraph(tuple(runs))
    if isinstance(block, Chart):
        return replace(block, caption=draw(texts), unit=draw(texts))
    return draw(edited_table(block))


@st.composite
def edited_table(draw: st.DrawFn, table: Table) -> Table:
    change = draw(st.sampled_from(("cell", "row", "drop", "column", "caption", "note", "turn")))
    rows = list(table.rows)
    place = draw(st.integers(0, max(len(rows) - 1, 0)))
    if change == "cell" and rows and rows[place]:
        cells = list(rows[place])
        cell = draw(st.integers(0, len(cells) - 1))
        cells[cell] = draw(edited_text(cells[cell]))
        rows[place] = tuple(cells)
    elif change == "row":
        rows.insert(place, tuple(draw(texts) for _ in table.columns))
    elif change == "drop" and rows:
        del rows[place]
    elif change == "column" and table.columns:
        return replace(table, columns=table.columns[:-1], rows=tuple(row[:-1] for row in rows))
    elif change in {"caption", "note"}:
        return replace(table, **{change: draw(texts)})
    elif change == "turn":
        return replace(table, is_landscape=not table.is_landscape)
    return replace(table, rows=tuple(rows))


@st.composite
def edited_sections(draw: st.DrawFn, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """One of the sections changed, gone, come or moved; marks follow."""
    found = list(sections)
    step = draw(st.sampled_from(("words", "words", "inside", "heading", "move", "drop", "add", "level")))
    if not found or step == "add":
        place = draw(st.integers(0, len(found)))
        found.insert(place, Section(2, "（一）", "新增一节", key="new", blocks=(paragraph(TEXT),)))
        return _marked(found)
    place = draw(st.integers(0, len(found) - 1))
    section = found[place]
    if step == "words":
        found[place] = replace(section, blocks=draw(edited_blocks(section.blocks)))
    elif step == "inside":
        found[place] = replace(section, sections=draw(edited_sections(section.sections)))
    elif step == "heading":
        found[place] = replace(
            section, heading=draw(edited_text(section.heading)), is_run_in=draw(st.booleans())
        )
    elif step == "level":
        found[place] = replace(section, level=draw(st.integers(0, 4)))
    else:
        del found[place]
        if step == "move":
            found.insert(draw(st.integers(0, len(found))), section)
    return _marked(found)


def _marked(sections: list[Section]) -> tuple[Section, ...]:
    return tuple(
        replace(section, marker=f"{MARKERS[place]}、") if section.level == 1 and place < 10 else section
        for place, section in enumerate(sections)
    )


@st.composite
def edited_blocks(draw: st.DrawFn, found: tuple[Block, ...]) -> tuple[Block, ...]:
    changed = list(found)
    place = draw(st.integers(0, max(len(changed) - 1, 0)))
    step = draw(st.sampled_from(("edit", "edit", "add", "drop", "move")))
    if step == "add" or not changed:
        known = st.sampled_from((paragraph(TEXT[:30]), INDICATORS, SCHOOLS, ENROLMENT))
        changed.insert(place, draw(st.one_of(known, blocks)))
    elif step == "edit":
        changed[place] = draw(edited_block(changed[place]))
    else:
        block = changed.pop(place)
        if step == "move":
            changed.insert(draw(st.integers(0, len(changed))), block)
    return tuple(changed)


@st.composite
def edited_frame(draw: st.DrawFn, document: Document) -> Document:
    """What stands around the text: title, attachments, sign-off and so on."""
    steps: dict[str, Callable[[], object]] = {
        "title": lambda: draw(edited_text(document.title)),
        "subtitle": lambda: draw(texts),
        "addressee": lambda: draw(texts),
        "salutation": lambda: draw(texts),
        "sign_off": lambda: draw(st.none() | st.builds(SignOff, texts, texts, texts)),
        "attachments": lambda: draw(edited_attachments(document.attachments)),
        "letterhead": lambda: None,
        "imprint": lambda: None,
        "has_contents": lambda: not document.has_contents,
    }
    name = draw(st.sampled_from(sorted(steps)))
    return replace(document, **{name: steps[name]()})


@st.composite
def edited_attachments(draw: st.DrawFn, found: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    step = draw(st.sampled_from(("add", "drop", "edit")))
    changed = list(found)
    if step == "add" or not changed:
        changed.append(Attachment(draw(texts), (Section(0, "", "", blocks=draw(edited_blocks(()))),)))
    elif step == "drop":
        changed.pop()
    else:
        changed[0] = replace(changed[0], sections=draw(edited_sections(changed[0].sections)))
    return tuple(changed)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Document, Document]:
    """An old paper and a new one."""
    known = st.sampled_from(
        (rich_paper(), keyed(rich_paper()), speech_paper(), part_paper(), keyed(part_paper()))
    )
    old = draw(st.one_of(known, known, documents()))
    if draw(st.integers(0, 9)) == 0:
        return old, draw(st.one_of(known, documents()))
    new = old
    for _ in range(draw(st.integers(0, 4))):
        if draw(st.booleans()):
            new = replace(new, sections=draw(edited_sections(new.sections)))
        else:
            new = draw(edited_frame(new))
    return old, new
