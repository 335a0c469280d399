"""What a phrase is once it has been read: pieces of text, choices and lists.

A phrase is data and never becomes code of Python: the moves below are all there are.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from edusum.document.tokens import FilterCall, Token
from edusum.library.filters import Shown, measure
from edusum.library.omission import NOTHING, around, has_words, is_silenced, member, no_block, no_members
from edusum.library.references import TEXT_NAMES
from edusum.metrics.figures import Figures

Operand = Token | str | int | Decimal
Comparison = Callable[[Any, Any], bool]
COMPARISONS: Mapping[str, Comparison] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gteq": operator.ge,
    "lt": operator.lt,
    "lteq": operator.le,
}


class UndecidedError(Exception):
    """A condition hangs on a figure that is missing; `name` is the figure's."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NotApplicableError(Exception):
    """A condition hangs on a figure that has no number (不适用): its block has nothing to say."""


@dataclass(slots=True)
class Supposition:
    """How conditions on missing figures are to come out, and which figures that was needed for."""

    verdict: bool
    names: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Scope:
    """What names stand for while a phrase is said; in a list `target` is another name for `item`."""

    figures: Figures
    texts: Mapping[str, str]
    supposition: Supposition | None = None
    target: str = ""
    item: str = ""

    def named(self, token: Token) -> Token:
        """The token with the list's member in place of the list's own name for it."""
        if self.target not in token.names():
            return token
        calls = [
            FilterCall(
                call.name, tuple(self.item if name == self.target else name for name in call.arguments)
            )
            for call in token.filters
        ]
        return Token(self.item if token.name == self.target else token.name, tuple(calls))

    def value(self, operand: Operand) -> Decimal | int | str | None:
        """What is compared: a text, a constant, a figure's printed number, None for a missing figure.

        Raises NotApplicableError for a figure without a number, however the condition is put: either way it
        would claim something.
        """
        if not isinstance(operand, Token):
            return operand
        token = self.named(operand) if self.target else operand
        if token.name in self.texts and token.name in TEXT_NAMES:
            return self.texts[token.name]
        number = measure(token, self.figures)
        if isinstance(number, Decimal):
            return number
        if isinstance(number, Shown) and number.kind == "gap":
            return None
        raise NotApplicableError(token.name)

    def suppose(self, missing: Operand) -> bool:
        """How a condition on a missing figure is to come out; raises UndecidedError when nobody says."""
        name = self.named(missing).name if isinstance(missing, Token) else ""
        if self.supposition is None:
            raise UndecidedError(name)
        self.supposition.names.add(name)
        return self.supposition.verdict


Condition = Callable[[Scope], bool]


def say(parts: "Sequence[Part]", scope: Scope) -> str:
    """Token text; raises UndecidedError as conditions do."""
    if len(parts) == 1:
        return _said(parts[0], scope)
    return "".join([_said(part, scope) for part in parts])


@dataclass(frozen=True, slots=True)
class Choice:
    """The parts of the first branch whose condition holds, else those at the end.

    `before` and `after` are left of it when a condition hangs on what is 不适用.
    """

    branches: "tuple[tuple[Condition, tuple[Part, ...]], ...]"
    otherwise: "tuple[Part, ...]" = ()
    before: str = ""
    after: str = ""

    def said(self, scope: Scope) -> str:
        for condition, parts in self.branches:
            try:
                is_chosen = _tried(condition, scope)
            except NotApplicableError:
                return no_block(self.before, self.after)
            if is_chosen:
                return say(parts, scope)
        return say(self.otherwise, scope)


@dataclass(frozen=True, slots=True)
class Listing:
    """The same parts for every item, without the silent ones; `before` and `after` are a member's marks."""

    target: str
    items: tuple[str, ...]
    parts: "tuple[Part, ...]"
    before: str = ""
    after: str = ""

    def said(self, scope: Scope) -> str:
        members = [self._member(replace(scope, target=self.target, item=item)) for item in self.items]
        is_silent = None in members and not any(members)
        return no_members(self.before, self.after) if is_silent else "".join(filter(None, members))

    def _member(self, scope: Scope) -> str | None:
        """What is said of an item; nothing of one that is 不适用 itself when a condition hangs on it."""
        text = say(self.parts, scope)
        figure = scope.figures.get(scope.item)
        if figure is not None and figure.current.state == "not_applicable" and is_silenced(text):
            return None
        return member(text, scope.figures)


Part = str | Token | Choice | Listing
"""A piece of token text, a token that names a list's member, a choice, a list."""


def _said(part: "Part", scope: Scope) -> str:
    if isinstance(part, str):
        return part
    return str(scope.named(part)) if isinstance(part, Token) else part.said(scope)


def marks_around(bodies: "Sequence[Sequence[Part]]") -> tuple[str, str]:
    """What is left of a silent block, by that of its branches which has most marks around its words.

    One of marks alone goes like a member of an enumeration: it is no loss to its clause.
    """
    found = [around(_spelling(body[0]), _spelling(body[-1])) for body in bodies if _speaks(body)]
    return max(found, key=lambda marks: len([mark for mark in marks if mark]), default=("、", ""))


def _speaks(body: "Sequence[Part]") -> bool:
    return any(not isinstance(part, str) or has_words(part) for part in body)


def _spelling(part: "Part") -> str:
    if isinstance(part, (str, Token)):
        return str(part)
    return f"{part.before}{NOTHING}{part.after}"


# Conditions


def is_true(token: Token) -> Condition:
    def holds(scope: Scope) -> bool:
        value = scope.value(token)
        return scope.suppose(token) if value is None else bool(value)

    return holds


def both(first: Condition, second: Condition) -> Condition:
    return lambda scope: _combined((first, second), scope, deciding=False)


def either(first: Condition, second: Condition) -> Condition:
    return lambda scope: _combined((first, second), scope, deciding=True)


def opposite(condition: Condition) -> Condition:
    return lambda scope: not condition(scope)


def _combined(conditions: Sequence[Condition], scope: Scope, *, deciding: bool) -> bool:
    """What one condition decides alone, whatever stands beside it; else 不适用 outweighs what is missing."""
    lack: NotApplicableError | None = None
    for condition in conditions:
        try:
            if condition(scope) is deciding:
                return deciding
        except NotApplicableError as error:
            lack, scope = error, replace(scope, supposition=None)
        except UndecidedError:
            if lack is None:
                raise
    if lack is not None:
        raise lack
    return not deciding


def _tried(condition: Condition, scope: Scope) -> bool:
    """How it comes out; what was supposed for a condition that says nothing then was not needed."""
    supposition = scope.supposition
    if supposition is None:
        return condition(scope)
    known = set(supposition.names)
    try:
        return condition(scope)
    except NotApplicableError:
        supposition.names = known
        raise


def compared(first: Operand, rest: Sequence[tuple[str, Operand]]) -> Condition:
    """A chain as in 5 < 甲 < 9: what stands after a comparison that fails is not looked at."""
    steps = [(COMPARISONS[name], operand) for name, operand in rest]

    def holds(scope: Scope) -> bool:
        operand, left = first, scope.value(first)
        for comparison, other in steps:
            right = scope.value(other)
            if left is None or right is None:
                verdict = scope.suppose(operand if left is None else other)
            else:
                verdict = comparison(left, right)
            if not verdict:
                return False
            operand, left = other, right
        return True

    return holds
