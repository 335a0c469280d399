"""How much of a text is what Chinese papers are written in: tells a right decoding from a wrong one."""

import re
from functools import cache

_SIMPLIFIED_ROWS = range(0xB0, 0xD8)  # GB 2312, level 1: 3755 characters by how often they are used
_TRADITIONAL_ROWS = range(0xA4, 0xC7)  # Big5, level 1: 5401 characters
_BIG5_TRAILS = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
_SIGNS = "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·％〇～「」『』．－／＋①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤ×℃㎡■□●★→\u3000\xa0"
_SAMPLE = 60_000
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


@cache
def _ordinary() -> re.Pattern[str]:
    found = {
        *_of_rows("gb2312", _SIMPLIFIED_ROWS, range(0xA1, 0xFF)),
        *_of_rows("big5", _TRADITIONAL_ROWS, _BIG5_TRAILS),
    }
    full_width = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
    return re.compile(f"[\\s\\x20-\\x7e{_SIGNS}{full_width}{''.join(sorted(found))}]")


def _of_rows(encoding: str, rows: range, trails: range | tuple[int, ...]) -> str:
    return b"".join(bytes((row, trail)) for row in rows for trail in trails).decode(encoding, "ignore")


def share(text: str) -> float:
    """0–1: how many of its characters are ordinary, those that cannot be read counted against it twice."""
    sample = text if len(text) <= _SAMPLE else text[: _SAMPLE // 2] + text[-_SAMPLE // 2 :]
    if not sample:
        return 0.0
    ordinary = len(sample) - len(_ordinary().sub("", sample))
    return (ordinary - len(_UNREADABLE.findall(sample))) / len(sample)
