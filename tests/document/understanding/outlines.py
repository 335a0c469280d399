"""What tests of understanding share: a text's headings as plain rows."""

from edusum.document.readers.source import from_text
from edusum.document.understanding.items import Understood
from edusum.document.understanding.understand import understand


def read(*lines: str) -> Understood:
    return understand(from_text("\n".join(lines)))


def outline(*lines: str) -> list[tuple[int, str, str]]:
    """(level, marker, words) of every heading that is none of an enumeration."""
    found = read(*lines).headings
    return [(item.level, item.marker, item.words) for item in found if not item.is_inline]


def items(*lines: str) -> list[tuple[str, str]]:
    """(marker, words) of the items of enumerations."""
    return [(item.marker, item.words) for item in read(*lines).headings if item.is_inline]


def complaints(*lines: str) -> list[tuple[str, str]]:
    return [(finding.kind, finding.quote) for finding in read(*lines).findings]
