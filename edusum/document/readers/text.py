"""Plain text, a line for a line."""

from dataclasses import replace

from edusum.document.readers.decoding import decoded
from edusum.document.readers.limits import MAX_CHARACTERS, too_long
from edusum.document.readers.source import SourceText, from_text

_LINE_ENDS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n"))
_MOST_BYTES = 4 * MAX_CHARACTERS + 4
"""No encoding takes more for a character; the mark in front comes to it."""
_OTHER_ENDS = frozenset("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


def read(data: bytes) -> SourceText:
    """Raises EdusumError for what is no text, or far too much."""
    if len(data) > _MOST_BYTES:
        raise too_long()
    found = decoded(data)
    source = from_text(with_line_ends(found.text), encoding=found.encoding)
    return replace(source, told=found.told)


def with_line_ends(text: str) -> str:
    """Whatever ends a line or a page becomes a line end."""
    text = text.removeprefix("\ufeff")
    return text.translate(_LINE_ENDS) if any(end in text for end in _OTHER_ENDS) else text
