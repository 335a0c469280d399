"""Figure tokens in text: {{ 名 }}, {{ 名|同比 }}, {{ 甲|占比(乙) }}. Parsed here, never run by Jinja.

Whatever does not read as a token is plain text; nothing that is put in for a token is parsed again.
"""

import re
from dataclasses import dataclass

Argument = str | int
_NAME = r"[^\W\d]\w*"
_ARGUMENT = rf"(?:{_NAME}|\d{{1,6}})"
_FILTER = rf"\|\s*({_NAME})\s*(?:\(\s*({_ARGUMENT}(?:\s*,\s*{_ARGUMENT})*)\s*\)\s*)?"
_FILTERS = rf"(?:\|\s*{_NAME}\s*(?:\(\s*{_ARGUMENT}(?:\s*,\s*{_ARGUMENT})*\s*\)\s*)?)"
TOKEN = re.compile(rf"\{{\{{[ \t]*({_NAME})[ \t]*({_FILTERS}{{0,4}})\}}\}}")
FILTER = re.compile(_FILTER)


@dataclass(frozen=True, slots=True)
class FilterCall:
    """A filter with its arguments: names of other figures, or small whole numbers."""

    name: str
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A figure's phrase name and the filters it goes through, in order."""

    name: str
    filters: tuple[FilterCall, ...] = ()

    def __str__(self) -> str:
        calls = "".join(
            f"|{call.name}" + (f"({', '.join(str(item) for item in call.arguments)})" if call.arguments else "")
            for call in self.filters
        )
        return f"{{{{ {self.name}{calls} }}}}"

    def names(self) -> list[str]:
        """Every figure it needs: itself, then its filters' arguments."""
        return [self.name, *(a for call in self.filters for a in call.arguments if isinstance(a, str))]


def parse(text: str) -> list[str | Token]:
    """Split text into plain pieces and tokens, in order; "".join of pieces and str(token) gives it back
    (but for spaces inside the braces)."""
    pieces: list[str | Token] = []
    end = 0
    for match in TOKEN.finditer(text):
        if match.start() > end:
            pieces.append(text[end : match.start()])
        pieces.append(Token(match[1], _filters(match[2])))
        end = match.end()
    if end < len(text):
        pieces.append(text[end:])
    return pieces


def defuse(text: str) -> str:
    """Text that can stand beside tokens without being read as one: doubled braces become full-width."""
    return text.replace("{{", "｛｛").replace("}}", "｝｝")


def _filters(source: str) -> tuple[FilterCall, ...]:
    return tuple(
        FilterCall(match[1], tuple(_argument(item) for item in match[2].split(",")) if match[2] else ())
        for match in FILTER.finditer(source)
    )


def _argument(source: str) -> Argument:
    source = source.strip()
    return int(source) if source.isdigit() else source
