"""What an old file is, told by its content and never by its name."""

import re
from typing import Literal

from edusum.common.errors import EdusumError
from edusum.document.readers.package import LOCKED, MACROS, names_of, part_of

Kind = Literal["docx", "doc", "rtf", "odt", "word_xml", "html", "pdf", "text"]
SAVE_AS = "请用 Word 或 WPS 打开这个文件，点“文件”—“另存为”，类型选“Word 文档（.docx）”，再上传另存的文件。"
_TAKEN = "请上传 Word、WPS 文字、PDF、网页（HTML）或纯文本文件"
_HEAD = 4096
_PDF_WITHIN = 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|meta|div|table|p|h[1-6])[\s>/]", re.IGNORECASE)
_OTHER_OFFICE = (
    ("xl/", "这是 Excel 表格，不是文字材料。"),
    ("ppt/", "这是 PPT 演示文稿，不是文字材料。"),
    ("OFD.xml", "这是 OFD 版式文件，读不了。"),
    ("content.opf", "这是电子书，读不了。"),
)
_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("Workbook", "这是 Excel 表格，不是文字材料。"),
    ("Book", "这是 Excel 表格，不是文字材料。"),
    ("PowerPoint Document", "这是 PPT 演示文稿，不是文字材料。"),
    ("__properties_version1.0", "这是 Outlook 邮件，不是文字材料。"),
)


def kind_of(data: bytes) -> Kind:
    """Raises EdusumError for what no reader takes."""
    if not data.strip(b"\0 \t\r\n"):
        raise EdusumError("这个文件是空的，请重新选择。")
    head = data[:_HEAD]
    if head.startswith(b"PK"):
        return _zipped(data)
    if head.startswith(_OLE):
        return _compound(data)
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    _refuse(head)
    return _marked_up(head)


def _refuse(head: bytes) -> None:
    if head.startswith(_PICTURES) or head[4:12] in {b"ftypheic", b"ftypmif1", b"ftypavif"}:
        raise EdusumError(f"这是图片，图片里的文字读不了。{_TAKEN}。")
    if head.startswith(_ARCHIVES):
        raise EdusumError("这种压缩包打不开。请解开以后上传其中的文件，或者压成 .zip 后再批量上传。")
    if head.startswith(_PROGRAMS) or head[4:8] == b"ftyp" or head.startswith((b"ID3", b"OggS")):
        raise EdusumError(f"这个文件不是文字材料。{_TAKEN}。")


def _marked_up(head: bytes) -> Kind:
    """What is none of the binary kinds: pages, XML of Word 2003, plain text."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<?xml") and b":wordDocument" in head:
        return "word_xml"
    if start.startswith(b"<?xml") and b"xmlPackage" in head:
        raise EdusumError(f"这是 Word 的 XML 文件（.xml），读不了。{SAVE_AS}")
    if start[:13].lower() == b"mime-version:":
        raise EdusumError(f"这是网页归档文件（.mht），读不了。{SAVE_AS}")
    if start.startswith(b"<") and _HTML.search(_narrow(start)):
        return "html"
    if head.startswith(_UTF_16):
        return "html" if _HTML.match(_narrow(head[2:]).lstrip()) else "text"
    return "text"


def _narrow(head: bytes) -> bytes:
    return head.replace(b"\0", b"")


def _zipped(data: bytes) -> Kind:
    names = names_of(data)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise EdusumError(MACROS)
    if any(name.lower().lstrip("/").startswith("word/") for name in names):
        return "docx"
    if "mimetype" in names:
        mimetype = part_of(data, "mimetype", most=100)
        if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
            return "odt"
        if mimetype.startswith(b"application/vnd.oasis"):
            raise EdusumError(f"这不是文字材料，而是表格、演示文稿或图形。{_TAKEN}。")
    for start, sentence in _OTHER_OFFICE:
        if any(name.startswith(start) or name.endswith(f"/{start}") for name in names):
            raise EdusumError(f"{sentence}{_TAKEN}。")
    if "_rels/.rels" in names:
        return "docx"
    raise EdusumError(
        "这是压缩包，不是一份材料。请解开以后上传其中的文件，或者在“批量上传”里上传整个压缩包。"
    )


def _compound(data: bytes) -> Kind:
    """The old container of Word, Excel and WPS; its directory has the names of streams as UTF-16."""
    if _has_stream(data, "EncryptedPackage"):
        raise EdusumError(LOCKED)
    if _has_stream(data, "WordDocument"):
        return "doc"
    for stream, sentence in _OLE_STREAMS:
        if _has_stream(data, stream):
            raise EdusumError(f"{sentence}{_TAKEN}。")
    raise EdusumError(
        "这个文件是旧格式的，里面没有找到 Word 或 WPS 的正文，可能已损坏。请打开原件，另存为 .docx 后再上传。"
    )


def _has_stream(data: bytes, name: str) -> bool:
    return f"{name}\0".encode("utf-16-le") in data
