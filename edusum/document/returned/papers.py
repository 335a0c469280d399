"""The whole paper that came back against the whole paper that went out.

Both are what our own reader makes of the files, so that what printing and reading do to a paper is the same
on both sides.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from edusum.document.alignment import Effort
from edusum.document.model import Document, Paragraph, Section
from edusum.document.readers.source import SourceTable, SourceText
from edusum.document.returned.lines import Pair, heading_and_rest, paired, printed_lines, without_number
from edusum.document.returned.sentences import SectionSaid, compared, said_in, squeezed
from edusum.document.returned.values import Comparison, Difference

_CELLS = "　"
_MOST_OF_TABLES = 30


def compare(document: Document, printed: SourceText, returned: SourceText) -> Comparison:
    """What differs between `printed`, the file that was made of the document, and the one that came back.

    Marks that number headings, blanks and line breaks within titles make no difference.
    """
    sections = {item.key: item for item in document.walk_all() if item.key}
    old = printed_lines(document, printed)
    pairs, lost = paired(old, returned, sections)
    said = {key: said_in(key, _paragraphs(item)) for key, item in sections.items()}
    moved = _known_sentences(said.values())
    texts: dict[str, list[str]] = defaultdict(list)
    rest: list[Difference] = []
    headings: dict[str, Difference] = {}
    for pair in pairs:
        section = sections.get(pair.key)
        if section is None or (pair.old is not None and pair.old.kind == "other"):
            rest += _elsewhere(pair)
        elif pair.old is not None and pair.old.kind in {"heading", "run_in"}:
            words = _heading(pair, section, headings, rest)
            texts[section.key] += filter(str.strip, words)
        elif pair.new is not None:
            texts[section.key].append(pair.new)
    effort = Effort()
    found: list[Difference] = []
    for key in sections:
        found += [headings[key]] if key in headings else []
        found += compared(said[key], texts[key], moved, effort)
    rest += _tables(printed.tables, returned.tables)
    return Comparison((*found, *rest), _alike(pairs), tuple(lost))


def _paragraphs(section: Section) -> list[Paragraph]:
    return [block for block in section.blocks if isinstance(block, Paragraph)]


def _known_sentences(said: Iterable[SectionSaid]) -> dict[str, str]:
    """Sentences with figures, so that they keep them where they were moved to."""
    return {
        squeezed(item.printed): item.text for section in said for item in section.sentences if item.figures
    }


def _heading(
    pair: Pair, section: Section, headings: dict[str, Difference], rest: list[Difference]
) -> list[str]:
    """Notes what the heading is now; gives the text that stands behind it in its paragraph."""
    if pair.new is None:
        rest.append(Difference("unplaced", section.key, f"{section.marker}{section.heading}", ""))
        return []
    is_run_in, was = (pair.old.kind == "run_in", pair.old.text) if pair.old else (False, "")
    words, text = heading_and_rest(pair.new, section.heading) if is_run_in else (without_number(pair.new), "")
    if squeezed(words) != squeezed(section.heading) and squeezed(pair.new) != squeezed(was):
        told = " ".join(words.split())
        headings[section.key] = Difference("heading", section.key, section.heading, told, text=told)
    return [text]


def _elsewhere(pair: Pair) -> Iterator[Difference]:
    """Title, sign-off, captions and whatever else is not the text of a section."""
    before, after = pair.old.text if pair.old else "", pair.new or ""
    if squeezed(before) != squeezed(after):
        yield Difference("unplaced", pair.key, before.strip(), after.strip())


def _tables(old: Sequence[SourceTable], new: Sequence[SourceTable]) -> list[Difference]:
    """Rows of tables that read otherwise; tables are made of metrics and never taken over."""
    found: list[Difference] = []
    for place in range(max(len(old), len(new))):
        before = old[place].rows if place < len(old) else ()
        after = new[place].rows if place < len(new) else ()
        for row in range(max(len(before), len(after))):
            was = _CELLS.join(before[row]) if row < len(before) else ""
            now = _CELLS.join(after[row]) if row < len(after) else ""
            if squeezed(was) != squeezed(now):
                found.append(Difference("unplaced", "", was, now))
    return found[:_MOST_OF_TABLES]


def _alike(pairs: Sequence[Pair]) -> float:
    """How much of the words that went out stands in lines that found their other."""
    total = sum(len(pair.old.text) for pair in pairs if pair.old is not None)
    found = sum(len(pair.old.text) for pair in pairs if pair.old is not None and pair.new is not None)
    return found / total if total else 0.0
