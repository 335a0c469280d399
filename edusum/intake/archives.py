"""A zip as a folder of files: their names read as Windows wrote them, their sizes held in bounds."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from edusum.metrics.file_kinds import BROKEN_ZIP

MOST_BYTES = 500 * 1024 * 1024
"""Of all files of a zip together, unpacked."""
_MOST_NAMES = 5000
_KEPT_IN_MEMORY = 4 * 1024 * 1024
_CHUNK = 256 * 1024
_UTF8 = 0x800
_LOCKED = 0x1
_DOCUMENTS = ("[Content_Types].xml", "mimetype", "OFD.xml")
"""What stands in zips that are one document."""
_NEVER_WANTED = ("__MACOSX/", "/.", "/~$", "/Thumbs.db", "/desktop.ini")

BROKEN = "压缩包已损坏，打不开，没有收下。请重新压缩后再上传。"
LOCKED = "压缩包里的这个文件加了密码，没有收下。请去掉密码以后再上传。"
TOO_LARGE = "这个文件解开以后太大，没有收下。"
TOO_LARGE_IN_ALL = "压缩包解开以后超过 500 MB，从这个文件起没有收下。请分几个压缩包上传。"
TOO_MANY = "压缩包里的文件太多，没有收下。请分几个压缩包上传。"
NOTHING = "压缩包里没有文件。"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, or why it is none: `problem` in a sentence."""

    name: str
    file: BinaryIO
    problem: str = ""


def is_folder(file: BinaryIO) -> bool:
    """Whether it is a zip of files (a .docx is a zip too, but a document)."""
    file.seek(0)
    if file.read(4) not in {b"PK\3\4", b"PK\5\6"}:
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            return not any(name in archive.NameToInfo for name in _DOCUMENTS)
    except BROKEN_ZIP:
        return False


def entries(file: BinaryIO, name: str, *, most_bytes: int) -> Iterator[Entry]:
    """The files of a zip, none larger than `most_bytes`, without folders and what systems leave behind."""
    try:
        with zipfile.ZipFile(file) as archive:
            infos = [info for info in archive.infolist() if _is_wanted(info)]
            if len(infos) > _MOST_NAMES:
                yield Entry(name, io.BytesIO(), TOO_MANY)
                return
            if not infos:
                yield Entry(name, io.BytesIO(), NOTHING)
            yield from _unpacked(archive, infos, most_bytes)
    except BROKEN_ZIP:
        yield Entry(name, io.BytesIO(), BROKEN)


def _unpacked(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], most_bytes: int) -> Iterator[Entry]:
    left = MOST_BYTES
    for info in infos:
        shown = _shown(info)
        if info.flag_bits & _LOCKED:
            yield Entry(shown, io.BytesIO(), LOCKED)
            continue
        with SpooledTemporaryFile(_KEPT_IN_MEMORY) as target:
            try:
                written = _copy(archive, info, cast("BinaryIO", target), min(most_bytes, left))
            except BROKEN_ZIP:
                yield Entry(shown, io.BytesIO(), BROKEN)
                continue
            left -= written
            if left <= 0:
                yield Entry(shown, io.BytesIO(), TOO_LARGE_IN_ALL)
                return
            problem = TOO_LARGE if written > most_bytes else ""
            yield Entry(shown, cast("BinaryIO", target), problem)


def _copy(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: BinaryIO, most: int) -> int:
    """How many bytes came, at most a chunk more than `most`: what the zip says of sizes is not believed."""
    written = 0
    with archive.open(info) as source:
        while written <= most and (chunk := source.read(_CHUNK)):
            written += len(chunk)
            target.write(chunk)
    return written


def _is_wanted(info: zipfile.ZipInfo) -> bool:
    path = f"/{info.filename}"
    return not info.is_dir() and not any(part in path for part in _NEVER_WANTED)


def _shown(info: zipfile.ZipInfo) -> str:
    """The name as its writer saw it: without the flag for UTF-8, zipfile took Windows' GBK for cp437."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename
