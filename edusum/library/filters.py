"""What a figure token shows, measures or leaves unsaid; the filters themselves are in `vocabulary`."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import cast

from edusum.document.tokens import FilterCall, Token
from edusum.library.complaints import unknown_filter
from edusum.library.vocabulary import FILTERS, PLACEHOLDER, Filter, Kind, Needs, Shown, gap
from edusum.metrics.figures import Figure, Figures, Reading
from edusum.metrics.series import amount
from edusum.metrics.units import format_reading

__all__ = [
    "FILTERS",
    "PLACEHOLDER",
    "Filter",
    "Shown",
    "chain_problem",
    "may_be_silent",
    "measure",
    "said",
    "show",
    "silence",
]


def show(token: Token, figures: Figures) -> Shown:
    """What the token prints; never raises, whatever a person wrote into it."""
    outcome = said(token, figures)
    return Shown(outcome) if isinstance(outcome, str) else outcome


def said(token: Token, figures: Figures) -> str | Shown:
    """As `show`, but ordinary text as it is."""
    figure, simple = figures.get(token.name), _SIMPLE.get(token.alone)
    if figure is not None and simple is not None:
        function, compares = simple
        current, previous = figure.current, figure.previous
        if (
            current.value is not None
            and current.state == "filled"
            and (not compares or (previous.value is not None and previous.state == "filled"))
        ):
            return function(figure)
    return _said_with_care(token, figures)


def _said_with_care(token: Token, figures: Figures) -> str | Shown:
    ready = _prepare(token, figures)
    if isinstance(ready, Shown):
        return ready
    figure, found, arguments = ready
    outcome = found.function(figure, *arguments)
    return outcome if isinstance(outcome, str) else _as_shown(outcome, token)


def silence(token: Token, figures: Figures) -> Kind | None:
    """How a token that has nothing to say falls silent, without working out what others would say."""
    ready = _prepare(token, figures)
    return ready.kind if isinstance(ready, Shown) and ready.kind.startswith("silent") else None


def may_be_silent(names: Iterable[str], figures: Figures) -> bool:
    """Whether a token that needs figures of these names might fall silent: quick, and never wrong with no."""
    for name in names:
        figure = figures.get(name)
        if figure is not None:
            current = figure.current
            if current.state == "not_applicable" or figure.previous.state == "not_applicable":
                return True
            if current.value is not None and not current.value:
                return True
    return False


def measure(token: Token, figures: Figures) -> Decimal | Shown | None:
    """The token's number for a condition; None when it has none, a Shown when it is withheld."""
    figure = figures.get(token.name)
    if figure is not None and not token.filters and figure.current.has_number:
        return amount(figure, figure.current)
    ready = _prepare(token, figures)
    if isinstance(ready, Shown):
        return ready
    figure, found, arguments = ready
    number = found.measure(figure, *arguments) if found.measure else None
    if number is not None or found is _PRINTED:
        return number
    outcome = found.function(figure, *arguments)
    return outcome if isinstance(outcome, Shown) else None


def chain_problem(calls: Sequence[FilterCall]) -> str:
    """One Chinese sentence on what is wrong with filters in this order, "" if nothing."""
    before: list[str] = []
    for call in calls:
        problem = _order_problem(call.name, before) or _arguments_problem(call)
        if problem:
            return problem
        before.append(call.name)
    return ""


_PRINTED = Filter(
    lambda figure: format_reading(figure, figure.current),
    "数值，带单位。",
    "{{ 在园幼儿数 }} → 749人",
    measure=lambda figure: amount(figure, figure.current),
)
"""What a token without filters prints."""
_SIMPLE: dict[str | None, tuple[Callable[[Figure], str | Shown], bool]] = {
    name: (cast(Callable[[Figure], str | Shown], found.function), found.needs == "both")
    for name, found in {"": _PRINTED, **FILTERS}.items()
    if found.is_last and not found.arguments and found.needs in {"current", "both"}
}
"""Filters that need nothing but readings of their figure, by name, and whether of both years."""
_Chain = tuple[tuple[FilterCall, Filter], ...]


@lru_cache(maxsize=1024)
def _chain(calls: tuple[FilterCall, ...]) -> _Chain | None:
    """The filters that are called; None if nobody can read them in this order."""
    return None if chain_problem(calls) else tuple((call, FILTERS[call.name]) for call in calls)


def _order_problem(name: str, before: list[str]) -> str:
    found = FILTERS.get(name)
    if found is None:
        return unknown_filter(name, [known for known in FILTERS if known != PLACEHOLDER])
    if before and FILTERS[before[-1]].is_last:
        return f"写法“{before[-1]}”已经写成了文字，后面不能再接“{name}”，请去掉一个。"
    if "上年" in before and (found.needs in {"previous", "both"} or found.arguments):
        return f"写法“上年”后面不能再接“{name}”，请去掉一个。"
    return ""


def _arguments_problem(call: FilterCall) -> str:
    found = FILTERS[call.name]
    if tuple("figure" if isinstance(item, str) else "number" for item in call.arguments) == found.arguments:
        return ""
    if not found.arguments:
        return f"写法“{call.name}”后面不带括号，请写成“|{call.name}”。"
    return f"写法“{call.name}”要带括号，请照这样写：{found.example}。"


# What a token needs before its last filter can speak


_Ready = tuple[Figure, Filter, tuple[Figure | int, ...]]


def _prepare(token: Token, figures: Figures) -> Shown | _Ready:
    """The figure and the last filter with all they need, or what stands there instead."""
    figure = figures.get(token.name)
    chain = _chain(token.filters)
    if chain is None:
        return _unreadable(token)
    if figure is None:
        return gap(token.name)
    for call, found in chain:
        step = _step(figure, call, found, figures)
        if found.is_last or isinstance(step, Shown):
            return step
        passed_on = found.function(figure, *step[2])
        if not isinstance(passed_on, Figure):
            return _as_shown(passed_on, token)
        figure = passed_on
    return _lack_of(figure.current, figure.label, "silent_sentence") or (figure, _PRINTED, ())


def _step(figure: Figure, call: FilterCall, found: Filter, figures: Figures) -> Shown | _Ready:
    compares = found.needs == "both" or found.arguments
    lack = _lack(figure, found.needs, (found.gap_name or call.name) if compares else "")
    if lack is not None:
        return lack
    if not call.arguments:
        return figure, found, ()
    arguments = [figures.get(item) if isinstance(item, str) else item for item in call.arguments]
    for item, argument in zip(call.arguments, arguments, strict=True):
        lack = _lack_of_argument(item, argument)
        if lack is not None:
            return lack
    return figure, found, tuple(argument for argument in arguments if argument is not None)


def _lack(figure: Figure, needs: Needs, comparison: str = "") -> Shown | None:
    """What stands for a missing reading; a comparison tells its name, so that its gap reads as its own."""
    if needs in {"current", "both"} and not figure.current.has_number:
        return _lack_of(figure.current, figure.label, "silent_sentence", comparison)
    if needs in {"previous", "both"} and not figure.previous.has_number:
        return _lack_of(figure.previous, f"{figure.since}{figure.label}", "silent_clause")
    return None


def _lack_of_argument(item: str | int, argument: Figure | int | None) -> Shown | None:
    if argument is None:
        return gap(str(item))
    if isinstance(argument, int):
        return None
    if argument.current.is_filled and argument.current.value == 0:
        return Shown(f"【不适用：{argument.label}为0】", "silent_clause")
    return _lack_of(argument.current, argument.label, "silent_clause")


def _lack_of(reading: Reading, label: str, silent: Kind, comparison: str = "") -> Shown | None:
    if reading.has_number:
        return None
    if reading.state == "not_applicable":
        return Shown(f"【不适用：{label}】", silent)
    return gap(f"{label}{comparison}")


def _unreadable(token: Token) -> Shown:
    return Shown(f"【不认识的写法：{str(token)[3:-3]}】", "gap")


def _as_shown(outcome: str | Figure | Shown, token: Token) -> Shown:
    return outcome if isinstance(outcome, Shown) else _unreadable(token)
