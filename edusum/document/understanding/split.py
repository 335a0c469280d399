"""Where one paper ends and the next begins in a text that holds several; only on strong evidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from edusum.document.understanding.marks import folded, number_of
from edusum.document.understanding.residue import COLLECTION_HEAD

LEAST = 200
"""Characters of a paper; a shorter piece is no paper of its own."""
_LINE = re.compile(r"^[^\n]{1,90}$", re.MULTILINE)
_NUMBER = re.compile(r"\d{1,3}|[一二三四五六七八九十]{1,3}")
_DATE_END = re.compile(r"(?:19|20|二)[^\n。]{1,16}[月日] {0,9}$")
_TITLE = re.compile(
    r"[^\n。;:!?,]{4,60}(?:总结|要点|报告|讲话|发言|小结|汇报|计划|打算|方案|意见)(?:\([^()\n]{1,20}\))?"
)
_FIRST = re.compile(r"[一1][、.]|\([一1]\)|第一部分")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paper at text[start:end]; `title` as its head says."""

    start: int
    end: int
    title: str


def papers(text: str) -> tuple[Piece, ...]:
    """The papers of a text, at least two; () if it is one. What stands before the first belongs to none."""
    plain = folded(text)
    heads = _numbered(plain) or _signed(plain)
    if len(heads) < 2:
        return ()
    ends = [after.start() for after in heads[1:]] + [len(text)]
    found = tuple(
        Piece(head.start(), end, _title(plain, head)) for head, end in zip(heads, ends, strict=True)
    )
    return found if all(piece.end - piece.start >= LEAST for piece in found) else ()


def _numbered(plain: str) -> list[re.Match[str]]:
    """Heads that count the papers: 第1篇 …, 第2篇 …, 篇三：…; from one on, none missing."""
    heads: list[re.Match[str]] = []
    for line in _LINE.finditer(plain):
        head = COLLECTION_HEAD.match(line[0].strip())
        number = _NUMBER.search(head[0]) if head else None
        if number and _value(number[0]) == len(heads) + 1:
            heads.append(line)
    return heads


def _signed(plain: str) -> list[re.Match[str]]:
    """A title behind the date that ends a paper, and a numbering that begins anew below each of them."""
    lines = [line for line in _LINE.finditer(plain) if line[0].strip()]
    heads = [line for before, line in pairwise([None, *lines]) if line and _begins(before, line)]
    return [head for head, after in pairwise([*heads, None]) if head and _has_numbers(plain, head, after)]


def _begins(before: re.Match[str] | None, line: re.Match[str]) -> bool:
    if not _TITLE.fullmatch(line[0].strip()):
        return False
    return before is None or _DATE_END.search(before[0]) is not None


def _has_numbers(plain: str, head: re.Match[str], after: re.Match[str] | None) -> bool:
    end = after.start() if after else len(plain)
    return any(_FIRST.match(line) for line in _starts(plain, head.end(), end))


def _starts(plain: str, start: int, end: int) -> Iterator[str]:
    return (line.strip()[:4] for line in plain[start:end].split("\n"))


def _value(written: str) -> int:
    return int(written) if written.isdigit() else number_of(written)


def _title(plain: str, head: re.Match[str]) -> str:
    words = COLLECTION_HEAD.sub("", head[0].strip(), count=1)
    return re.sub(r" {1,4}\d{3,6}字$", "", words).strip()
