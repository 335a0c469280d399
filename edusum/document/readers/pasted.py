"""Text that somebody pasted into the page."""

from edusum.document.readers.reading import tidied
from edusum.document.readers.source import SourceText, from_text
from edusum.document.readers.text import with_line_ends


def read(text: str) -> SourceText:
    """Raises EdusumError where there is nothing, or far too much."""
    return tidied(from_text(with_line_ends(text).rstrip(), kind="pasted"))
