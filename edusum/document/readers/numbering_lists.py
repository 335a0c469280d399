"""The numbers that Word counts by itself, written out: from the list definitions of word/numbering.xml.

ECMA-376 part 1, 17.9. Bullets say nothing and give no mark.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from lxml import etree

from edusum.document.numbering import LARGEST, chinese_number
from edusum.document.readers.word_names import W, integer, is_on, value

LEVELS = 9
_MOST_LINKS = 5
_MOST_LEVELS = 50
"""Definitions and overrides of levels that are looked at in one list."""
_HANZI_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LONGEST_MARK = 40


@dataclass(frozen=True, slots=True)
class _Level:
    """`restarts_after`: the level (from 1) whose use starts this one again, 0 never, None any higher one."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    restarts_after: int | None = None
    is_legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _Count:
    """How far the lists of one definition have come; None: not begun (again)."""

    at: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


class Lists:
    """Call `mark` for each numbered paragraph, in the order of the text."""

    def __init__(
        self, load: Callable[[], etree._Element | None], list_of_style: Callable[[str], str]
    ) -> None:
        """`load` gives the root of word/numbering.xml, and is asked when the first number is met.

        `list_of_style`: the number (numId) of the list that a numbering style stands for, or "".
        """
        self._load = load
        self._list_of_style = list_of_style
        self._levels: dict[str, tuple[str, tuple[_Level, ...]]] = {}
        self._counts: dict[str, _Count] = {}
        self._begun: set[tuple[str, int]] = set()
        self._overridden: set[tuple[str, int]] = set()

    @cached_property
    def _found(self) -> tuple[dict[str, etree._Element], dict[str, etree._Element]]:
        """The abstract definitions and the lists, by their ids."""
        root = self._load()
        children = () if root is None else root.iterchildren(f"{W}abstractNum", f"{W}num")
        found = [(item.tag, item) for item in children]
        abstract, lists = (
            {value(item, name): item for tag, item in found if tag == f"{W}{kind}"}
            for kind, name in (("abstractNum", "abstractNumId"), ("num", "numId"))
        )
        return abstract, lists

    def mark(self, number_id: str, level: int, words: str) -> str:
        """The next number of a list, with the blank that parts it from the words; "" for bullets."""
        abstract_id, levels = self._definition(number_id)
        if not levels:
            return ""
        level = min(max(level, 0), LEVELS - 1)
        count = self._counts.setdefault(abstract_id, _Count())
        self._advance(number_id, level, levels, count)
        return _apart(_written(level, levels, count)[:_LONGEST_MARK], words)

    def level_of_style(self, number_id: str, style: str) -> int | None:
        """The level of a list that is tied to a paragraph style."""
        _, levels = self._definition(number_id)
        return next((place for place, level in enumerate(levels) if style and level.style == style), None)

    def _advance(self, number_id: str, level: int, levels: tuple[_Level, ...], count: _Count) -> None:
        at = count.at[level]
        if (number_id, level) not in self._begun:
            self._begun.add((number_id, level))
            if (number_id, level) in self._overridden:
                at = None
        count.at[level] = levels[level].start if at is None else at + 1
        for deeper in range(level + 1, LEVELS):
            restart = levels[deeper].restarts_after
            if restart is None or level < restart:
                count.at[deeper] = None

    def _definition(self, number_id: str) -> tuple[str, tuple[_Level, ...]]:
        """(id of the abstract definition, its levels as this list has them); ("", ()) if there is none."""
        if number_id not in self._levels:
            abstract_id = self._abstract_of(number_id)
            if abstract_id is None:
                self._levels[number_id] = ("", ())
            else:
                self._levels[number_id] = (abstract_id, self._own_levels(number_id, abstract_id))
        return self._levels[number_id]

    def _abstract_of(self, number_id: str) -> str | None:
        """Through numbering styles, which may lead to each other in a circle."""
        for _ in range(_MOST_LINKS):
            abstracts, lists = self._found
            item = lists.get(number_id)
            abstract_id = value(item.find(f"{W}abstractNumId")) if item is not None else ""
            abstract = abstracts.get(abstract_id)
            if abstract is None:
                return None
            link = abstract.find(f"{W}numStyleLink")
            if link is None:
                return abstract_id
            number_id = self._list_of_style(value(link))
        return None

    def _own_levels(self, number_id: str, abstract_id: str) -> tuple[_Level, ...]:
        levels = [_Level()] * LEVELS
        for place, item in _numbered(self._found[0][abstract_id], "lvl"):
            levels[place] = _level(item)
        for place, override in _numbered(self._found[1][number_id], "lvlOverride"):
            self._overridden.add((number_id, place))
            own, start = override.find(f"{W}lvl"), override.find(f"{W}startOverride")
            levels[place] = levels[place] if own is None else _level(own)
            if start is not None:
                levels[place] = replace(levels[place], start=integer(value(start), 1))
        return tuple(levels)


def _numbered(parent: etree._Element, name: str) -> Iterator[tuple[int, etree._Element]]:
    for item in islice(parent.iterchildren(f"{W}{name}"), _MOST_LEVELS):
        place = integer(value(item, "ilvl"), -1)
        if 0 <= place < LEVELS:
            yield place, item


def _level(item: etree._Element) -> _Level:
    told = {child.tag: child for child in item.iter()}
    restart = told.get(f"{W}lvlRestart")
    return _Level(
        start=integer(value(told.get(f"{W}start")), 1),
        number_format=value(told.get(f"{W}numFmt")) or "decimal",
        text=value(told.get(f"{W}lvlText"))[:_LONGEST_MARK],
        restarts_after=None if restart is None else integer(value(restart), 0),
        is_legal=is_on(told.get(f"{W}isLgl")),
        style=value(told.get(f"{W}pStyle")),
    )


def _written(level: int, levels: tuple[_Level, ...], count: _Count) -> str:
    own = levels[level]
    if own.number_format == "bullet":
        return ""
    text = own.text
    for place, other in enumerate(levels):
        if f"%{place + 1}" in text:
            number = count.at[place]
            shown = "decimal" if own.is_legal else other.number_format
            text = text.replace(f"%{place + 1}", written(other.start if number is None else number, shown))
    return text.strip()


def _apart(mark: str, words: str) -> str:
    if not mark or mark[-1] in "、）)，,：:．。]】·" or words[:1].isspace():
        return mark
    return mark if mark[-1] == "." and not words[:1].isdigit() else f"{mark} "


def written(number: int, number_format: str) -> str:
    """A number as a list format writes it; plain digits where the format has no sign for it."""
    if number_format in _WRITERS and 1 <= number <= LARGEST:
        return _WRITERS[number_format](number)
    return "" if number_format in {"none", "bullet"} else str(number)


def _digits(number: int) -> str:
    return "".join(_HANZI_DIGITS[int(digit)] for digit in str(number))


def _legal(number: int) -> str:
    """壹贰叁, 拾壹."""
    plain = chinese_number(number, zero="零")
    return plain.translate(str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟"))


def _of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else str(number)


def _letters(number: int) -> str:
    """a … z, aa, bb …"""
    times, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * min(times + 1, _LONGEST_MARK)


def _roman(number: int) -> str:
    shown = ""
    for size, letters in _ROMAN:
        times, number = divmod(number, size)
        shown += letters * times
    return shown


def _full_width(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def _run(first: str, length: int) -> str:
    return "".join(chr(ord(first) + step) for step in range(length))


_CIRCLED = _run("①", 20) + _run("㉑", 15) + _run("㊱", 15)
_WRITERS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
        ),
        chinese_number,
    ),
    **dict.fromkeys(
        ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2"), _digits
    ),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"), _legal),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _full_width),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _of(_CIRCLED)),
    "decimalEnclosedFullstop": _of(_run("⒈", 20)),
    "decimalEnclosedParen": _of(_run("⑴", 20)),
    "decimalZero": lambda number: f"{number:02}",
    "ideographEnclosedCircle": _of(_run("㊀", 10)),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
