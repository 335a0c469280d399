"""Figure tokens in text: {{ 名 }}, {{ 名|同比 }}, {{ 甲|占比(乙) }}. Parsed here, never run by Jinja.

Whatever does not read as a token is plain text; nothing that is put in for a token is parsed again.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import TypeVar

Argument = str | int
_NAME = r"[^\W\d]\w*"
_ARGUMENT = rf"(?:{_NAME}|\d{{1,6}})"
_ARGUMENTS = rf"{_ARGUMENT}(?:[ \t]*,[ \t]*{_ARGUMENT})*"
_FILTER = rf"\|[ \t]*(?P<name>{_NAME})[ \t]*(?:\([ \t]*(?P<arguments>{_ARGUMENTS})[ \t]*\)[ \t]*)?"
_FILTERS = rf"(?:{re.sub('[?]P<[a-z]+>', '?:', _FILTER)}){{0,4}}"
TOKEN = re.compile(rf"\{{\{{[ \t]*(?P<name>{_NAME})[ \t]*(?P<filters>{_FILTERS})\}}\}}")
FILTER = re.compile(_FILTER)
LONGEST_REMEMBERED = 2000
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class FilterCall:
    """A filter with its arguments: names of other figures, or small whole numbers."""

    name: str
    arguments: tuple[Argument, ...] = ()

    def __str__(self) -> str:
        return self.name + (f"({', '.join(map(str, self.arguments))})" if self.arguments else "")


@dataclass(frozen=True, slots=True)
class Token:
    """A figure's phrase name and the filters it goes through, in order.

    `alone` is the name of its only filter, if that takes no arguments, and "" without filters.
    """

    name: str
    filters: tuple[FilterCall, ...] = ()
    alone: str | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "alone", _alone(self.filters))

    def __str__(self) -> str:
        calls = "".join(
            f"|{call.name}"
            + (f"({', '.join(str(item) for item in call.arguments)})" if call.arguments else "")
            for call in self.filters
        )
        return f"{{{{ {self.name}{calls} }}}}"

    def names(self) -> list[str]:
        """Every figure it needs: itself, then its filters' arguments."""
        return [self.name, *(a for call in self.filters for a in call.arguments if isinstance(a, str))]


def _alone(calls: tuple[FilterCall, ...]) -> str | None:
    if len(calls) > 1 or (calls and calls[0].arguments):
        return None
    return calls[0].name if calls else ""


def parse(text: str) -> list[str | Token]:
    """Split text into plain pieces and tokens, in order; "".join of pieces and str(token) gives it back
    (but for spaces inside the braces)."""
    pieces: list[str | Token] = []
    end = 0
    for match in TOKEN.finditer(text):
        if match.start() > end:
            pieces.append(text[end : match.start()])
        pieces.append(Token(match["name"], _filters(match["filters"])))
        end = match.end()
    if end < len(text):
        pieces.append(text[end:])
    return pieces


def remembered(function: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """The function with its last 1,024 answers kept in memory; those on long texts are worked out anew."""
    remembering = lru_cache(maxsize=1024)(function)

    @wraps(function)
    def answer(text: str) -> Answer:
        return remembering(text) if len(text) <= LONGEST_REMEMBERED else function(text)

    return answer


@remembered
def spelled(text: str) -> tuple[tuple[str, Token | None], ...]:
    """Each piece of the text as it is spelled, with the token if it is one."""
    return tuple((piece, None) if isinstance(piece, str) else (str(piece), piece) for piece in parse(text))


@remembered
def tokens_in(text: str) -> tuple[Token, ...]:
    """The tokens of the text, in order."""
    return tuple(token for _, token in spelled(text) if token)


def defuse(text: str) -> str:
    """Text that can stand beside tokens, or be joined with more of its kind, and is never read as one."""
    return text.replace("{", "｛").replace("}", "｝")


def _filters(source: str) -> tuple[FilterCall, ...]:
    return tuple(
        FilterCall(match["name"], _arguments(match["arguments"])) for match in FILTER.finditer(source)
    )


def _arguments(source: str | None) -> tuple[Argument, ...]:
    items = [item.strip() for item in source.split(",")] if source else []
    return tuple(int(item) if item.isdecimal() else item for item in items)
