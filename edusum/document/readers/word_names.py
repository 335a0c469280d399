"""Names of WordprocessingML, and its values read without trusting them."""

from typing import Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V: Final = "{urn:schemas-microsoft-com:vml}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OFF = frozenset({"0", "false", "off", "none"})
_MOST_DIGITS = 9


def value(item: etree._Element | None, name: str = "val") -> str:
    return "" if item is None else item.get(f"{W}{name}", "")


def is_on(item: etree._Element | None) -> bool:
    """Of a property that is on where it stands without a value."""
    return item is not None and value(item) not in _OFF


def integer(text: str, fallback: int) -> int:
    """A whole number that is not absurdly long."""
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS:
        return int(text)
    return fallback
