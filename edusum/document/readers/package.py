"""The zip that a .docx is: its parts, opened one by one and never more than a bounded amount of them."""

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from edusum.common.errors import EdusumError

MAX_UNPACKED: Final = 40 * 1024 * 1024
"""Bytes of XML, all parts together that are read."""
MAX_PARTS: Final = 5000
BROKEN: Final = "这个文件已损坏，打不开。请用 Word 或 WPS 打开原件，另存为 .docx 后再上传。"
NO_BODY: Final = "这个文件里没有 Word 的正文，可能已损坏。请用 Word 或 WPS 打开，另存为 .docx 后再上传。"
LOCKED: Final = "这个文件加了密码，读不了。请用 Word 或 WPS 打开，取消密码，另存后再上传。"
MACROS: Final = "这个文件里有宏，为安全起见没有读。请用 Word 或 WPS 打开，另存为不带宏的 .docx 后再上传。"
TOO_LARGE: Final = "这个文件解开以后太大，没有读。请删去多余的内容，或者按篇拆开，另存为 .docx 后再上传。"
UNSAFE: Final = "这个文件的结构不正常，为安全起见没有读。请用 Word 或 WPS 打开，另存为 .docx 后再上传。"
TOO_DEEP: Final = "这个文件的表格或文字嵌套得太深，没有读。请把内容复制到新的 Word 文件里，保存后再上传。"
_MAIN, _USUAL = "officeDocument", "word/document.xml"
_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535
_MOST_PROPERTIES = 1024 * 1024
_LONGEST_DIRECTORY = 2 * 1024 * 1024
_FAULTS = (
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What zipfile raises for archives that are broken or packed in ways it does not know."""
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"
_STRICT_SPACES = {
    b"wordprocessingml/main": b"wordprocessingml/2006/main",
    b"officeDocument/relationships": b"officeDocument/2006/relationships",
    b"officeDocument/math": b"officeDocument/2006/math",
    b"drawingml/main": b"drawingml/2006/main",
    b"drawingml/wordprocessingDrawing": b"drawingml/2006/wordprocessingDrawing",
}
"""ISO/IEC 29500 strict and transitional names of the same things."""


_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
)


class Package:
    """Parts by name; raises EdusumError for archives that are not to be opened."""

    def __init__(self, data: bytes, *, most: int = MAX_UNPACKED) -> None:
        """`most`: bytes that all parts read may unpack to."""
        self._archive = opened(data)
        self._left = most
        self._ties: list[tuple[str, str, str]] | None = None
        names = self._archive.namelist()
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise EdusumError(MACROS)
        if len(names) > MAX_PARTS or len(set(names)) < len(names):
            raise EdusumError(UNSAFE)
        self._names = {name.lower().lstrip("/"): name for name in names}
        self.main = self._main()

    def xml(self, part: str, *, shorten: Callable[[bytes], bytes] | None = None) -> etree._Element | None:
        """The root of a part, in the transitional namespaces; None if there is no such part.

        `shorten` gives what is worth parsing of it, b"" for nothing.
        """
        content = self.raw(part)
        if content is None:
            return None
        if shorten is not None:
            content = shorten(content)
            if not content:
                return None
        return parsed(content)

    def related(self, kind: str) -> Iterator[tuple[str, str]]:
        """(id, part) of what the main part is tied to by relations of a kind: styles, numbering, header …"""
        if self._ties is None:
            folder, name = posixpath.split(self.main)
            self._ties = list(self._relations(f"{folder}/_rels/{name}.rels", folder))
        return ((name, part) for tied, name, part in self._ties if tied == kind)

    def part(self, kind: str) -> etree._Element | None:
        """The root of the one part of a kind; a part that cannot be read is as good as none."""
        content = self.content(kind)
        try:
            return parsed(content) if content else None
        except etree.XMLSyntaxError:
            return None

    def content(self, kind: str) -> bytes | None:
        """The one part of a kind as it stands."""
        found = next((part for _, part in self.related(kind)), None)
        return self.raw(found) if found else None

    def _main(self) -> str:
        if _USUAL in self._names:
            return _USUAL
        told = next((part for kind, _, part in self._relations("_rels/.rels", "") if kind == _MAIN), "")
        if told.lower() not in self._names:
            raise EdusumError(NO_BODY)
        return told

    def _relations(self, part: str, folder: str) -> Iterator[tuple[str, str, str]]:
        """(kind, id, part); what lies outside the file is left alone."""
        try:
            root = self.xml(part)
        except etree.XMLSyntaxError:
            root = None
        for relation in () if root is None else root.iterchildren("{*}Relationship"):
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                kind = relation.get("Type", "").rpartition("/")[2]
                yield kind, relation.get("Id", ""), target.lstrip("/")

    def raw(self, part: str) -> bytes | None:
        """A part as it stands; None if there is no such part."""
        name = self._names.get(part.lower())
        if name is None:
            return None
        info = self._archive.getinfo(name)
        if info.flag_bits & 1:
            raise EdusumError(LOCKED)
        try:
            with self._archive.open(info) as stream:
                content = stream.read(self._left + 1)
        except _FAULTS as error:
            raise EdusumError(BROKEN) from error
        self._left -= len(content)
        if self._left < 0:
            raise EdusumError(TOO_LARGE)
        return content


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive; its directory is measured before it is built."""
    at = data.rfind(_END, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
    if at < 0 or len(data) < at + _END_SIZE:
        raise EdusumError(BROKEN)
    (size,) = struct.unpack_from("<I", data, at + 12)
    if size > _LONGEST_DIRECTORY:
        raise EdusumError(UNSAFE)
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _FAULTS as error:
        raise EdusumError(BROKEN) from error


def names_of(data: bytes) -> list[str]:
    with opened(data) as archive:
        return archive.namelist()


def part_of(data: bytes, name: str, *, most: int) -> bytes:
    """The first bytes of a part; b"" for what cannot be unpacked."""
    with opened(data) as archive:
        try:
            with archive.open(name) as stream:
                return stream.read(most)
        except (*_FAULTS, KeyError):
            return b""


def parsed(content: bytes) -> etree._Element:
    """The root of an XML part; nothing is fetched and no entity resolved.

    Raises EdusumError for a DTD and for what is nested too deep, XMLSyntaxError for what is no XML.
    """
    if _STRICT in content:
        for strict, transitional in _STRICT_SPACES.items():
            content = content.replace(_STRICT + strict, _TRANSITIONAL + transitional)
    try:
        root = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        if "depth" in str(error):
            raise EdusumError(TOO_DEEP) from error
        if "XML_PARSE_HUGE" in str(error):
            raise EdusumError(TOO_LARGE) from error
        if "entit" in str(error).lower() and b"<!" in content:
            raise EdusumError(UNSAFE) from error
        raise
    if root.getroottree().docinfo.internalDTD is not None:
        raise EdusumError(UNSAFE)
    return root


def custom_properties(data: bytes) -> dict[str, str]:
    """What docProps/custom.xml says, by name; {} if there is nothing to be had."""
    try:
        root = Package(data, most=_MOST_PROPERTIES).xml("docProps/custom.xml")
    except (EdusumError, etree.XMLSyntaxError):
        return {}
    found = () if root is None else root.iterchildren("{*}property")
    return {item.get("name", ""): "".join(map(str, item.itertext())) for item in found}
