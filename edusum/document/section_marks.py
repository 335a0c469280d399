"""Names of bookmarks by which a section is known again in a Word file that was edited outside."""

import re
from hashlib import sha256
from typing import Final

PREFIX: Final = "edusum_"
_LONGEST = 29
"""With the prefix, and with what else may come before it, no longer than the 40 characters of Word."""
_PLAIN = re.compile(rf"[a-z0-9_]{{1,{_LONGEST}}}")


def section_mark(key: str) -> str:
    """The name, without the prefix, for the key of a section: the key itself where Word takes it.

    Word takes letters, digits and low lines; keys may be longer and have hyphens.
    """
    return key if _PLAIN.fullmatch(key) else f"k{sha256(key.encode()).hexdigest()[:24]}"
