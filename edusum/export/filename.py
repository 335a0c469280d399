"""A name for the downloaded file, from the document's title; good on Windows, macOS and Linux."""

import re
import unicodedata

from edusum.document.model import Document

EXTENSION = ".docx"
_INVISIBLE = {"Cc", "Cf", "Cs"}
_UNNAMED = "未命名文稿"
_LONGEST = 80
_LONGEST_IN_BYTES = 240
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?:\..*)?", re.IGNORECASE)


def filename(document: Document) -> str:
    """E.g. 示例区教育局2025年工作总结.docx; before the extension 1–80 characters, at most 240 bytes."""
    visible = "".join(sign for sign in document.title if unicodedata.category(sign) not in _INVISIBLE)
    stem = _shortened(" ".join(_FORBIDDEN.sub("", visible).split())).strip(" .") or _UNNAMED
    return f"{stem}_{EXTENSION}" if _RESERVED.fullmatch(stem) else stem + EXTENSION


def _shortened(stem: str) -> str:
    return stem[:_LONGEST].encode()[:_LONGEST_IN_BYTES].decode(errors="ignore")
