"""A name for the downloaded file, from the document's title; good on Windows, macOS and Linux."""

import re
import unicodedata

from edusum.document.model import Document

EXTENSION = ".docx"
_INVISIBLE = {"Cc", "Cf", "Cs"}
_UNNAMED = "未命名文稿"
_LONGEST = 80
_LONGEST_IN_BYTES = 240
"""Linux takes 255; a second file of one name in a zip gets （2） besides."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?:\..*)?", re.IGNORECASE)


def filename(document: Document, extension: str = EXTENSION) -> str:
    """E.g. 示例区教育局2025年工作总结.docx; 1–80 characters before the extension, at most 240 bytes."""
    return safe_stem(document.title, _LONGEST_IN_BYTES - len(extension.encode())) + extension


def safe_stem(text: str, room: int = _LONGEST_IN_BYTES) -> str:
    """The text as the name of a file without its extension, or of a folder; `room`: how many bytes it has."""
    visible = "".join(sign for sign in text if unicodedata.category(sign) not in _INVISIBLE)
    stem = _shortened(" ".join(_FORBIDDEN.sub("", visible).split()), room).strip(" .") or _UNNAMED
    return f"{stem}_" if _RESERVED.fullmatch(stem) else stem


def _shortened(stem: str, room: int) -> str:
    return stem[:_LONGEST].encode()[:room].decode(errors="ignore")
