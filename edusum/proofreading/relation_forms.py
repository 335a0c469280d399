"""How fixed ways of saying how numbers hang together are written down: the words, and what must come out.

In the words `{a}` is a number (with 万 or 亿), `_` words of the same clause, `-` words of the same sentence
without a digit, `…` anything of the same sentence; group `unit` is the unit where `@` stands for it.

A claim `c=a+b` tells what must stand at `{c}`: reckoned with + - × ÷, brackets, ~ for the difference of two,
项数 for how many things the group `names` lists. Several formulas `c=a×12|a×10` will do each; `c%=b÷a` are
percent, `c=约a-b` holds roughly, and behind a colon stands what to tell people in place of the formula.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

Values = Mapping[str, Decimal]

NAMES = "项数"
_MARKS = {
    "_": r"[^,，。;；、:：()（）\d\n]{0,16}",
    "-": r"[^。\d\n]{0,30}",
    "…": r"[^。\n]{0,80}?",
    ",": "[,，]",
    "@": r"(?P<unit>[所个家处名人项件条份次场期台笔间张套册门支块座栋辆户卷]|课时|学时|节)",
    "=": "(?P=unit)",
}
_NUMBER = r"(?P<{0}>\d(?<![\d.]\d)[\d,]{{0,12}}(?:\.\d{{1,4}})?)(?P<{0}_scale>[万亿]?)"
_TOKEN = re.compile(r"\[[^\]]*\]|\(\?P<\w+>|\(\?[:=]|\{\d+,?\d*\}|\{(\w)\}|[_…,@=-]")
_CLAIM = re.compile(r"(?P<claim>[a-z])(?P<percent>%?)=(?P<about>约?)(?P<formulas>[^:]+)(?::(?P<shown>.+))?")
_SIGN = re.compile(rf"[a-z]|{NAMES}|\d+|[-+×÷~()]")
_VALUE = re.compile("[a-z]")
_DIFFERENCE = re.compile(r"(\{[a-z]\})~(\{[a-z]\})")
_RANKS = {"(": 0, "+": 1, "-": 1, "~": 1, "×": 2, "÷": 2}
_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add,
    "-": operator.sub,
    "~": lambda one, other: abs(one - other),
    "×": operator.mul,
    "÷": operator.truediv,
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with each operation behind what it is done to: (a+b)×2 as a b + 2 ×."""

    signs: tuple[str, ...]

    def __call__(self, values: Values) -> Decimal:
        """KeyError of values not given; DivisionByZero and InvalidOperation as they come."""
        reckoned: list[Decimal] = []
        for sign in self.signs:
            operation = _OPERATIONS.get(sign)
            if operation:
                other = reckoned.pop()
                reckoned.append(operation(reckoned.pop(), other))
            else:
                reckoned.append(Decimal(sign) if sign.isdecimal() else values[sign])
        return reckoned[0]


@dataclass(frozen=True, slots=True)
class Check:
    """`claim` must be one of `formulas`; `shown` writes the first of them out for people."""

    claim: str
    formulas: tuple[Formula, ...]
    shown: str

    @property
    def is_about(self) -> bool:
        return self.shown.startswith("约")

    @property
    def is_sum(self) -> bool:
        """Whether it only adds and takes away, so that it holds to the last place or two."""
        return not any(sign in self.shown for sign in "×÷份")


@dataclass(frozen=True, slots=True)
class Form:
    """One of `gates` stands in every text that `pattern` matches. `is_sure`: there is no other reading.

    `is_whole`: parts make up a whole, so that there may be more of them behind.
    """

    gates: tuple[str, ...]
    pattern: re.Pattern[str]
    checks: tuple[Check, ...]
    is_sure: bool
    is_whole: bool


def certain(gates: str, words: str, *claims: str) -> Form:
    """The form with its gates (parted by blanks), words and claims."""
    return _form(gates, words, claims, is_sure=True)


def likely(gates: str, words: str, *claims: str) -> Form:
    """The same, where there may be another reading."""
    return _form(gates, words, claims, is_sure=False)


def _form(gates: str, words: str, claims: tuple[str, ...], *, is_sure: bool) -> Form:
    checks = tuple(_check(claim) for claim in claims)
    is_whole = all(re.fullmatch(r"[{}a-z+]+", check.shown) for check in checks)
    return Form(tuple(gates.split()), _pattern(words), checks, is_sure, is_whole)


def _pattern(words: str) -> re.Pattern[str]:
    def expand(match: re.Match[str]) -> str:
        if match[1]:
            return _NUMBER.format(match[1])
        token = _MARKS.get(match[0], match[0])
        is_class = match[0][0] == "[" and match[0][1] != "^"
        return token.replace(",", ",，") if is_class and "，" not in token else token

    return re.compile(_TOKEN.sub(expand, words))


def _check(written: str) -> Check:
    match = _CLAIM.fullmatch(written)
    if match is None:
        raise ValueError(written)
    formulas = match["formulas"].split("|")
    shown = match["shown"] or _DIFFERENCE.sub(r"\1与\2之差", _VALUE.sub(r"{\g<0>}", formulas[0]))
    factor = "100×" if match["percent"] else ""
    return Check(match["claim"], tuple(_formula(factor + each) for each in formulas), match["about"] + shown)


def _formula(written: str) -> Formula:
    signs: list[str] = []
    waiting: list[str] = []
    for sign in _SIGN.findall(written):
        if sign == "(":
            waiting.append(sign)
        elif sign == ")":
            while (last := waiting.pop()) != "(":
                signs.append(last)
        elif sign in _RANKS:
            while waiting and _RANKS[waiting[-1]] >= _RANKS[sign]:
                signs.append(waiting.pop())
            waiting.append(sign)
        else:
            signs.append(sign)
    return Formula((*signs, *reversed(waiting)))
