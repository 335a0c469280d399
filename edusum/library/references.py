"""What a name means while a phrase is rendered: it prints its token and can be compared, nothing more."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from edusum.document.tokens import Argument, FilterCall, Token
from edusum.library.filters import Shown, measure
from edusum.metrics.figures import Figures

TEXT_NAMES = ("单位全称", "单位简称", "本地", "全域", "年度", "上年度", "下年度")
RESERVED_NAMES = frozenset(
    {"and", "elif", "else", "endfor", "endif", "for", "if", "in", "is", "loop", "not", "or", "recursive"}
    | {"as", "block", "call", "caller", "extends", "filter", "from", "import", "include", "macro", "set"}
    | {"False", "None", "True", "false", "none", "true", "kwargs", "self", "super", "varargs", "with"}
)
MAX_NAME = 60


def name_problem(name: str) -> str:
    """Why a word can't be a name in phrases, as a Chinese sentence; "" if it can."""
    normal = unicodedata.normalize("NFKC", name)
    if name != normal:
        return f"名称“{name[:MAX_NAME]}”里有全角字母、数字或异体字，请改写成“{normal[:MAX_NAME]}”。"
    if name in RESERVED_NAMES:
        return f"“{name}”是措辞语言自己的词，不能作名称，请换一个。"
    if len(name) > MAX_NAME:
        return f"名称“{name[:10]}……”太长，最多 {MAX_NAME} 个字。"
    return (
        "" if name.isidentifier() else f"名称“{name}”只能由汉字、字母、数字和下划线组成，且不能以数字开头。"
    )


class UndecidedError(Exception):
    """A condition hangs on a figure that is missing; `name` is the figure's."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NotApplicableError(Exception):
    """A condition hangs on a figure that has no number (不适用): there is nothing to say."""


@dataclass(slots=True)
class Supposition:
    """How conditions on missing figures are to come out, and which figures that was needed for."""

    verdict: bool
    names: set[str] = field(default_factory=set)


class FigureReference:
    """A figure's name in a phrase, with filters: prints its token, compares by its printed number.

    A condition on a figure without a number (不适用) raises NotApplicableError, however it is put: either way
    it would claim something. A missing one raises UndecidedError, unless there is a supposition.
    """

    __hash__ = None  # type: ignore[assignment] # equal means equal numbers, so it fits no set
    __slots__ = ("_figures", "_supposition", "_token")

    def __init__(self, token: Token, figures: Figures, supposition: Supposition | None = None) -> None:
        self._token = token
        self._figures = figures
        self._supposition = supposition

    def __str__(self) -> str:
        return str(self._token)

    def filtered(self, name: str, arguments: "tuple[FigureReference | int, ...]") -> "FigureReference":
        """The reference with one more filter; nothing is worked out yet."""
        items: list[Argument] = [item if isinstance(item, int) else item._token.name for item in arguments]
        filters = (*self._token.filters, FilterCall(name, tuple(items)))
        return FigureReference(Token(self._token.name, filters), self._figures, self._supposition)

    def number(self) -> Decimal | None:
        """Its printed number, None for a gap; raises NotApplicableError when it can have none."""
        number = measure(self._token, self._figures)
        if isinstance(number, Shown) and number.kind == "gap":
            return None
        if number is None or isinstance(number, Shown):
            raise NotApplicableError(self._token.name)
        return number

    def __bool__(self) -> bool:
        number = self.number()
        return self._suppose(self) if number is None else bool(number)

    def __eq__(self, other: object) -> bool:
        return self._holds(Decimal.__eq__, other)

    def __ne__(self, other: object) -> bool:
        return self._holds(Decimal.__ne__, other)

    def __lt__(self, other: object) -> bool:
        return self._holds(Decimal.__lt__, other)

    def __le__(self, other: object) -> bool:
        return self._holds(Decimal.__le__, other)

    def __gt__(self, other: object) -> bool:
        return self._holds(Decimal.__gt__, other)

    def __ge__(self, other: object) -> bool:
        return self._holds(Decimal.__ge__, other)

    def _holds(self, comparison: Callable[[Decimal, Decimal], bool], other: object) -> bool:
        mine = self.number()
        others = other.number() if isinstance(other, FigureReference) else Decimal(str(other))
        if mine is None:
            return self._suppose(self)
        if others is None:
            return self._suppose(cast(FigureReference, other))
        return comparison(mine, others)

    def _suppose(self, missing: "FigureReference") -> bool:
        name = missing._token.name
        if self._supposition is None:
            raise UndecidedError(name)
        self._supposition.names.add(name)
        return self._supposition.verdict


class TextReference(str):
    """A text name: compares as its text, prints its token."""

    __slots__ = ("_token",)
    _token: str

    def __new__(cls, name: str, text: str) -> "TextReference":
        reference = super().__new__(cls, text)
        reference._token = str(Token(name))
        return reference

    def __str__(self) -> str:
        return self._token


def meaning(
    name: str, figures: Figures, texts: Mapping[str, str], supposition: Supposition | None = None
) -> FigureReference | TextReference:
    """What the name stands for; an unknown one is a figure that is missing."""
    if name in TEXT_NAMES and name in texts:
        return TextReference(name, texts[name])
    return FigureReference(Token(name), figures, supposition)
