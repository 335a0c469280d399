"""The marks that number headings and items: 一、（一）1.（1）① 第一部分 一是 一要 第一， 首先 其一 要.

`marks` finds every place that could be one; what is a heading is decided with all of them in view
(`headings`, `inline`). Sources of the conventions: GB/T 9704—2012 §7.3.3 and the papers themselves.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

MarkKind = Literal[
    "part",  # 第一部分
    "chapter",  # 第一章
    "section",  # 第一节
    "roman",  # Ⅰ.
    "chinese",  # 一、
    "chinese_paren",  # （一）
    "arabic",  # 1. 1、
    "decimal",  # 1.1
    "arabic_paren",  # （1） 1)
    "circled",  # ①
    "letter",  # A.
    "ordinal",  # 第一，
    "must",  # 一要
    "item",  # 一是
    "either",  # 其一
    "first",  # 首先
    "side",  # 一方面
    "need",  # 要
    "bare",  # 一 without anything behind it
]
_Read = tuple[MarkKind, int, str]
Border = Literal["line", "soft", "gap", "sentence", "clause", "comma"]
"""What stands before a mark: the start of a line, a sentence's end with a space, a space, a sentence's end,
a colon or semicolon, a comma."""

REMOVED = "\ufdd0"
"""Stands in for a character that does not belong to the paper."""
_BLANKS = f" {REMOVED}"
_FOLDED = dict(
    (
        *((chr(code), chr(code - 0xFEE0)) for code in range(0xFF01, 0xFF5F)),
        *((blank, " ") for blank in "\t\u3000\u00a0\u2002\u2003\u2009\ufeff\u200b\v\f\r"),
        *zip("後時節﹒〇○‘’", "后时节.〇〇''", strict=True),
        (REMOVED, " "),
    )
)
_FOLDABLE = re.compile(f"[{re.escape(''.join(_FOLDED))}]")
_N = "[一二三四五六七八九十]{1,3}"
_HAN = "[\u3400-\u9fff]"
_WORD = "[\u3400-\u9fff《“\"']"
_MARK = re.compile(
    rf"""
    [\n\ 。;:!?,)”"…、》】{REMOVED}]
    (?=[第其首再最另同要(\dA-Z一二三四五六七八九十①-⒛❶-❿Ⅰ-Ⅻ㈠-㈩])
    (?=(?P<all>
      第(?P<di>{_N})(?P<di_tail>
          (?:部分|部份|[编章节讲])\ ?[:、,]? | (?:个?(?:方面|问题|阶段)|点)[,、:是要\ ] | [是要,、:] | )
    | (?P<item>{_N})(?P<item_tail>[是要])
    | 其(?P<either>[一二三四五六七八九])[,、:]?
    | (?P<first>首先|其次|再次|最后)[,、:]?
    | (?P<side>一方面|另一方面|同时)[,:]?
    | (?P<need>要)
    | (?P<chinese>{_N})(?P<chinese_tail>\ ?[、.:,]|\)|\ {{1,3}}|)
    | \(\ ?(?P<chinese_paren>{_N})\ ?\)[、.,:]?
    | \(\ ?(?P<arabic_paren>\d{{1,2}})\ ?\)[、.,:]?
    | (?P<decimal>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})[、.]?\ {{0,2}}(?={_WORD})
    | (?P<half_paren>\d{{1,2}})\ ?\)(?!\d)
    | (?P<arabic>\d{{1,2}})(?P<arabic_tail>\ ?(?:
          、 | \.(?!\d) | \.(?=(?:19|20)(?:\d\d|__|xx)) | [:,](?!\d) )
        | \ {{1,3}}(?={_WORD}))
    | (?P<sign>[①-⑳㈠-㈩⑴-⒇⒈-⒛❶-❿Ⅰ-Ⅻ])[、.:]?
    | (?P<letter>[A-Z])[、.](?={_WORD})
    ))
    """,
    re.VERBOSE,
)
_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九", 1)}
_FIRST = {"首先": 1, "其次": 2, "再次": 3, "最后": 0}
_SIDES = {"一方面": 1, "另一方面": 2, "同时": 3}
_DIVISIONS: dict[str, MarkKind] = {"部分": "part", "部份": "part", "编": "chapter", "章": "chapter"}
_DIVISIONS |= {"节": "section", "讲": "section"}
_SENTENCE_ENDS = "。!?…"
_CLOSING = '”")》】』」'


class Mark(NamedTuple):
    """A mark at text[start:end]; `text` as it stands, `after` is where the words behind it begin.

    `tail` is what ends the mark (、 . 是 要 …), "" for nothing; `number` 0 goes with any.
    """

    kind: MarkKind
    number: int
    text: str
    tail: str
    border: Border
    start: int
    end: int
    after: int

    @property
    def opens_paragraph(self) -> bool:
        return self.border in {"line", "soft", "gap"}


def folded(text: str) -> str:
    """The text with full-width signs as half-width ones and every blank as a space; places stay the same."""
    for sign in set(_FOLDABLE.findall(text)):
        text = text.replace(sign, _FOLDED[sign])
    return text


def number_of(hanzi: str) -> int:
    """一 → 1, 十 → 10, 二十一 → 21; 0 for what is no number below 100."""
    tens, ten, ones = hanzi.rpartition("十")
    if len(ones) > 1 or len(tens) > 1:
        return 0
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def mark_at(text: str) -> Mark | None:
    """The mark that a text begins with."""
    first = next(marks(folded(text)), None)
    return first if first and not text[: first.start].strip() else None


def marks(plain: str) -> Iterator[Mark]:
    """Every place of a folded text that could be a mark, in order. What was removed reads as `REMOVED`."""
    lined = "\n" + plain
    for match in _MARK.finditer(lined):
        start = match.end() - 1
        kind, number, tail = _read(match)
        if (not number and kind != "first") or _is_ratio(lined, match.start(), kind):
            continue
        end = match.end("all") - 1
        if kind == "ordinal" and tail in {"是", "要"}:
            end -= 1
        text = plain[start:end].rstrip()
        after = end
        while after < len(plain) and plain[after] == " ":
            after += 1
        yield Mark(kind, number, text, tail, _border(lined, match.start()), start, start + len(text), after)


def _is_ratio(lined: str, place: int, kind: MarkKind) -> bool:
    """7:1、小学10:1 holds no mark."""
    return kind == "arabic" and lined[place] == ":" and lined[place - 1].isdigit()


def _read(match: re.Match[str]) -> _Read:
    for name, read in _READERS.items():
        if match[name]:
            return read(match)
    raise AssertionError(match)


def _of_division(match: re.Match[str]) -> _Read:
    tail = match["di_tail"]
    return _DIVISIONS.get(tail.rstrip(" :、,"), "ordinal"), number_of(match["di"]), tail.strip()


def _of_chinese(match: re.Match[str]) -> _Read:
    number, tail = number_of(match["chinese"]), match["chinese_tail"]
    if tail == ")":
        return "chinese_paren", number, ""
    return ("chinese" if tail.strip() else "bare"), number, tail.strip() or tail


def _of_decimal(match: re.Match[str]) -> _Read:
    above, _, number = match["decimal"].rpartition(".")
    return "decimal", int(number), above


def _of_sign(match: re.Match[str]) -> _Read:
    sign = match["sign"]
    number = int(unicodedata.numeric(sign))
    if "㈠" <= sign <= "㈩":
        return "chinese_paren", number, ""
    if "⑴" <= sign <= "⒇":
        return "arabic_paren", number, ""
    if "⒈" <= sign <= "⒛":
        return "arabic", number, "."
    return ("roman" if "Ⅰ" <= sign <= "Ⅻ" else "circled"), number, ""


_READERS: dict[str, Callable[[re.Match[str]], _Read]] = {
    "need": lambda match: ("need", 1, ""),
    "chinese": _of_chinese,
    "arabic": lambda match: ("arabic", int(match["arabic"]), match["arabic_tail"].strip()),
    "item": lambda match: ("item" if match["item_tail"] == "是" else "must", number_of(match["item"]), ""),
    "chinese_paren": lambda match: ("chinese_paren", number_of(match["chinese_paren"]), ""),
    "arabic_paren": lambda match: ("arabic_paren", int(match["arabic_paren"]), ""),
    "half_paren": lambda match: ("arabic_paren", int(match["half_paren"]), ""),
    "first": lambda match: ("first", _FIRST[match["first"]], ""),
    "side": lambda match: ("side", _SIDES[match["side"]], ""),
    "di": _of_division,
    "either": lambda match: ("either", number_of(match["either"]), ""),
    "decimal": _of_decimal,
    "sign": _of_sign,
    "letter": lambda match: ("letter", ord(match["letter"]) - ord("A") + 1, ""),
}


def _border(lined: str, place: int) -> Border:
    before, is_spaced = place, False
    while lined[before] in _BLANKS:
        is_spaced = is_spaced or lined[before] == " "
        before -= 1
    sign = lined[before]
    if sign == "\n":
        return "line"
    if is_spaced:
        return "soft" if sign in _SENTENCE_ENDS or sign in ";:" or sign in _CLOSING else "gap"
    if sign in _CLOSING and lined[before - 1] in _SENTENCE_ENDS:
        return "sentence"
    if sign in _SENTENCE_ENDS:
        return "sentence"
    return "clause" if sign in ";:" else "comma"
