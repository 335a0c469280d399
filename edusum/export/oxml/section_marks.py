"""Bookmarks around what belongs to a section, so that a paper edited outside finds its way back."""

from collections.abc import Sequence

from edusum.document.section_marks import PREFIX, section_mark

_PARAGRAPH, _TABLE = "<w:p>", "<w:tbl"
_AFTER_PROPERTIES, _END = "</w:pPr>", "</w:p>"


def marked(blocks: Sequence[str], keys: Sequence[str], *, first: int) -> list[str]:
    """The blocks, the sections of `keys` between bookmarks with numbers from `first` on; "" is no section.

    A bookmark never begins or ends in a table: a section of nothing but tables without captions has none.
    """
    written = list(blocks)
    places: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        if key and blocks[index].startswith(_PARAGRAPH):
            places.setdefault(key, []).append(index)
    for number, (key, indices) in enumerate(places.items(), start=first):
        start = f'<w:bookmarkStart w:id="{number}" w:name="{PREFIX}{section_mark(key)}"/>'
        end = f'<w:bookmarkEnd w:id="{number}"/>'
        last = next((index for index in reversed(indices) if _TABLE not in blocks[index]), indices[0])
        if _TABLE in blocks[last]:
            start, end = start + end, ""
        written[last] = _ending(written[last], end)
        written[indices[0]] = written[indices[0]].replace(_AFTER_PROPERTIES, _AFTER_PROPERTIES + start, 1)
    return written


def _ending(block: str, end: str) -> str:
    before, _, _ = block.rpartition(_END)
    return before + end + _END
