"""Traditional → simplified characters, by OpenCC, every character in its place."""

import re
from dataclasses import replace
from functools import cache
from itertools import islice

import opencc

from edusum.document.readers.source import SourceText

_TOLD = "原文为繁体字，已转换为简体字，原件仍然保留。"
_HANZI = re.compile("[\u4e00-\u9fff]")
_FEW = 0.08
_SAMPLE = 20_000


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("tw2s")


@cache
def characters() -> dict[int, str]:
    """Traditional characters, and what each of them is in simplified ones; for `str.translate`."""
    signs = [chr(code) for code in range(0x4E00, 0xA000)]
    simple = _converter().convert("\n".join(signs)).split("\n")
    return {ord(sign): other for sign, other in zip(signs, simple, strict=True) if sign != other}


def is_traditional(text: str) -> bool:
    """Whether it is written in traditional characters, not merely quoting some."""
    sample = text[:_SAMPLE]
    found = sum(sample.count(sign) for sign in set(sample) if ord(sign) in characters())
    most = int(found / _FEW)
    return found > 0 and sum(1 for _ in islice(_HANZI.finditer(sample), most + 1)) * _FEW < found


def simplified(text: str) -> str:
    """As long as the text itself. Words decide (皇后 stays, 後來 becomes 后来), as far as places stay."""
    lines = text.split("\n")
    converted = _converter().convert(text).split("\n")
    if len(lines) != len(converted):
        return text.translate(characters())
    return "\n".join(
        new if len(new) == len(old) else old.translate(characters())
        for old, new in zip(lines, converted, strict=True)
    )


def simplify(source: SourceText) -> SourceText:
    """The same source in simplified characters, tables and asides too; all places stay the same."""
    words = simplified(source.text).split("\n")
    return replace(
        source,
        lines=tuple(replace(line, text=text) for line, text in zip(source.lines, words, strict=True)),
        tables=tuple(
            replace(table, rows=tuple(tuple(map(simplified, row)) for row in table.rows))
            for table in source.tables
        ),
        asides=tuple(replace(aside, text=simplified(aside.text)) for aside in source.asides),
        told=(*source.told, _TOLD),
    )
