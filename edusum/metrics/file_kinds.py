"""What a handed-in file is, judged by what is in it and never by its name: PDF, Office, OFD, pictures."""

import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

import puremagic

from edusum.common.errors import EdusumError
from edusum.common.stored import plain_name

BROKEN_ZIP = (
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What zipfile raises for archives that are broken, locked or packed in ways it does not know."""
HEAD = 4096
MAX_NAME = 120
TAKEN = "只收 PDF、OFD、Word、Excel、PPT、WPS 文件和图片（PNG、JPG、GIF、BMP、TIFF、WebP）"
_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
_SUFFIX = re.compile(r"(?:\.[A-Za-z0-9]{1,8})+$")


@dataclass(frozen=True, slots=True)
class FileKind:
    """`suffixes` its name may end in, the usual one first."""

    content_type: str
    suffixes: tuple[str, ...]


_PLAIN = {
    ".pdf": FileKind("application/pdf", (".pdf",)),
    ".png": FileKind("image/png", (".png",)),
    ".jpg": FileKind("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif")),
    ".gif": FileKind("image/gif", (".gif",)),
    ".bmp": FileKind("image/bmp", (".bmp",)),
    ".tif": FileKind("image/tiff", (".tif", ".tiff")),
    ".webp": FileKind("image/webp", (".webp",)),
}
_ZIPPED = {
    "word/document.xml": FileKind(f"{_OOXML}.wordprocessingml.document", (".docx", ".dotx")),
    "xl/workbook.xml": FileKind(f"{_OOXML}.spreadsheetml.sheet", (".xlsx", ".xltx")),
    "ppt/presentation.xml": FileKind(f"{_OOXML}.presentationml.presentation", (".pptx", ".ppsx", ".potx")),
    "OFD.xml": FileKind("application/ofd", (".ofd",)),
}
_OPEN_DOCUMENTS = {
    f"{_ODF}.text": FileKind(f"{_ODF}.text", (".odt",)),
    f"{_ODF}.spreadsheet": FileKind(f"{_ODF}.spreadsheet", (".ods",)),
    f"{_ODF}.presentation": FileKind(f"{_ODF}.presentation", (".odp",)),
}
_COMPOUND = {
    "WordDocument": FileKind("application/msword", (".doc", ".dot", ".wps", ".wpt")),
    "Workbook": FileKind("application/vnd.ms-excel", (".xls", ".xlt", ".et", ".ett")),
    "Book": FileKind("application/vnd.ms-excel", (".xls", ".xlt", ".et", ".ett")),
    "PowerPoint Document": FileKind("application/vnd.ms-powerpoint", (".ppt", ".pps", ".pot", ".dps")),
}
"""By the name of the stream that holds the document in the old container of Office and WPS."""


def kind_of(file: BinaryIO) -> FileKind:
    """Raises EdusumError with a sentence for whoever handed it in."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise EdusumError("这个文件是空的，请重新选择。")
    suffixes = _guesses(head)
    plain = next((kind for suffix, kind in _PLAIN.items() if suffix in suffixes), None)
    if plain:
        return plain
    if ".zip" in suffixes:
        return _zipped(file)
    if ".doc" in suffixes:
        return _compound(file)
    raise EdusumError(f"{TAKEN}；这个文件的内容不是其中任何一种，没有收下。")


def safe_name(name: str, kind: FileKind) -> str:
    """The name without folders and without what no name may hold, ending as its content says."""
    last = plain_name(name)
    if not last.lower().endswith(kind.suffixes):
        last = _SUFFIX.sub("", last).strip(" .") + kind.suffixes[0]
    path = PurePosixPath(last)
    stem = path.stem if path.suffix else ""
    return f"{(stem or '佐证材料')[:MAX_NAME]}{path.suffix or kind.suffixes[0]}"


def _guesses(head: bytes) -> set[str]:
    try:
        return {match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _zipped(file: BinaryIO) -> FileKind:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            mimetype = archive.open("mimetype").read(100).decode() if "mimetype" in names else ""
    except BROKEN_ZIP as error:
        raise EdusumError("这个文件已损坏，打不开，请重新选择。") from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise EdusumError("这个文件里有宏，没有收下。请另存为不带宏的文件（如 .docx、.xlsx），或者转成 PDF。")
    found = next((kind for part, kind in _ZIPPED.items() if part in names), _OPEN_DOCUMENTS.get(mimetype))
    if found is None:
        raise EdusumError(f"{TAKEN}；压缩包请解开以后逐个上传。")
    return found


def _compound(file: BinaryIO) -> FileKind:
    """The old container of Office and WPS; its directory has the names of streams as UTF-16."""
    file.seek(0)
    content = file.read()
    for stream, kind in _COMPOUND.items():
        if f"{stream}\0".encode("utf-16-le") in content:
            return kind
    if "EncryptedPackage\0".encode("utf-16-le") in content:
        raise EdusumError("这个文件加了密码，别人打不开。请去掉密码以后再上传。")
    raise EdusumError(f"{TAKEN}；这个文件的内容不是其中任何一种，没有收下。")
