"""Bytes of Chinese text → text: UTF-8, UTF-16, GB18030, Big5, with or without a mark in front.

charset-normalizer proposes; a proposal counts for as much as its text reads like Chinese, because on a
few lines every detector errs.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

from edusum.common.errors import EdusumError
from edusum.document.readers.ordinary import share

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHINESE = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
_ISOLATED = ["gb18030", "big5", "big5hkscs", "utf_16_le", "utf_16_be"]
_NAMES = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030",
    "cp950": "Big5",
    "big5": "Big5",
    "big5hkscs": "Big5",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
}
_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "cp950",
}
_SAMPLE = 100_000
_SURE = 0.95
_LEAST = 0.7
_MOST_DAMAGE = 0.05
_BAD = "\ufffd"
_BEYOND_EUROPE = re.compile("[\u2000-\U0010ffff]")
"""Without any of these, some words in GB18030 may look like UTF-8 (联通)."""
UNKNOWN = (
    "认不出这个文件的文字编码，没有读。请用记事本或 WPS 打开它，另存为 UTF-8 编码的文本文件"
    "（或者 .docx）后再上传。"
)
_MIXED = "文件里混有两种文字编码（{} 和 {}），已逐行辨认，请核对。"
_DAMAGED = "有 {} 处文字已经损坏，读不出来，用“�”标出。"


@dataclass(frozen=True, slots=True)
class Decoded:
    """`encoding` as people call it; `told`: what was amiss."""

    text: str
    encoding: str
    told: tuple[str, ...] = ()


def decoded(data: bytes, *, declared: str = "") -> Decoded:
    """`declared` is what a web page says of itself. Raises EdusumError for what is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _fit(_told(data[len(mark) :].decode(encoding, "replace"), encoding))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if text.isascii() or _BEYOND_EUROPE.search(text):
            return Decoded(text, "UTF-8")
    text, encoding = _best(data, declared)
    is_doubtful = _BAD in text or share(text) < _LEAST
    if is_doubtful and not encoding.startswith("utf-16"):
        return _fit(_by_lines(data, encoding))
    return _fit(_told(text, encoding))


def _fit(found: Decoded) -> Decoded:
    if share(found.text) < _LEAST or found.text.count(_BAD) > len(found.text) * _MOST_DAMAGE:
        raise EdusumError(UNKNOWN)
    return found


def _best(data: bytes, declared: str) -> tuple[str, str]:
    """The first candidate that certainly reads like Chinese, else the one that does so most."""
    best, best_share = ("", "gb18030"), -1.0
    for encoding in _candidates(data, declared):
        text = data.decode(encoding, "replace")
        found = share(text)
        if found > best_share + 0.01:
            best, best_share = (text, encoding), found
        if found >= _SURE and _BAD not in text:
            break
    return best


def _candidates(data: bytes, declared: str) -> Iterator[str]:
    given: dict[str, None] = {}
    named = _known(declared)
    if named:
        given[named] = None
    proposed = from_bytes(data[:_SAMPLE], cp_isolation=_ISOLATED).best()
    if proposed:
        given[_known(proposed.encoding) or "gb18030"] = None
    given.update(dict.fromkeys((*_CHINESE, "utf-8")))
    yield from given


def _known(name: str) -> str:
    """An encoding of ours by any of its names, "" for any other."""
    low = name.strip().lower().replace("_", "-")
    low = _ALIASES.get(low, low)
    return low if low in _NAMES else ""


def _by_lines(data: bytes, main: str) -> Decoded:
    """Line by line: a text put together from files of different encodings, or a damaged one."""
    other = "gb18030" if main == "utf-8" else main
    lines, kinds = [], set()
    for line in data.split(b"\n"):
        words, encoding = _line(line, other)
        lines.append(words)
        if not words.isascii():
            kinds.add(encoding)
    text = "\n".join(lines)
    if len(kinds) == 1:
        return _told(text, kinds.pop())
    first, second = (_NAMES[kind] for kind in sorted(kinds, reverse=True))
    mixed = _told(text, "utf-8")
    return Decoded(text, f"{first}、{second}", (_MIXED.format(first, second), *mixed.told))


def _line(line: bytes, other: str) -> tuple[str, str]:
    try:
        return line.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        readings = [(line.decode(encoding, "replace"), encoding) for encoding in (other, "utf-8")]
        return max(readings, key=lambda reading: share(reading[0]))


def _told(text: str, encoding: str) -> Decoded:
    damage = text.count(_BAD)
    return Decoded(text, _NAMES[encoding], (_DAMAGED.format(damage),) if damage else ())
