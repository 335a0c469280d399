"""A zip file from members that are deflated already: what never changes is deflated once."""

import struct
import zlib
from collections.abc import Iterable
from typing import NamedTuple

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20  # files that are deflated
_DEFLATED = 8
_FIRST_DATE = 1 << 5 | 1  # 1 January 1980: nothing depends on the clock


class Member(NamedTuple):
    """A file of the archive: its name (ASCII), checksum and length, and its deflated content."""

    name: str
    checksum: int
    size: int
    deflated: bytes


def member(name: str, content: bytes) -> Member:
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    deflated = deflater.compress(content) + deflater.flush()
    return Member(name, zlib.crc32(content), len(content), deflated)


def archive(members: Iterable[Member]) -> bytes:
    """The zip file; it tells neither when nor on which system it was written."""
    local: list[bytes] = []
    central: list[bytes] = []
    offset = 0
    for item in members:
        name = item.name.encode("ascii")
        told = (0, _DEFLATED, 0, _FIRST_DATE, item.checksum, len(item.deflated), item.size, len(name))
        head = _LOCAL.pack(b"PK\x03\x04", _VERSION, *told, 0) + name
        local += (head, item.deflated)
        place = (0, 0, 0, 0, 0, offset)
        central.append(_CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *told, *place) + name)
        offset += len(head) + len(item.deflated)
    directory = b"".join(central)
    count = len(central)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
    return b"".join((*local, directory, end))
