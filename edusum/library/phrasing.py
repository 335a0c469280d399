"""The phrase language: a small, closed part of Jinja. The only Jinja environment of the project.

A phrase is read by Jinja's parser and held against an allow-list over the syntax tree; what passes becomes a
`program`, and Jinja itself never runs anything. Rendering decides conditions and lists; a name prints its
token `{{ 名|同比 }}`, which `wording` resolves.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, wraps
from itertools import groupby
from typing import TypeVar, cast

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.parser import Parser

from edusum.common.errors import EdusumError
from edusum.document.tokens import Argument, FilterCall, Token, tokens_in
from edusum.library.complaints import in_chinese, unclosed, unknown_name
from edusum.library.filters import PLACEHOLDER
from edusum.library.grammar import HIDDEN, HIDDEN_MESSAGE, Problem, Reading, read
from edusum.library.lists import LIST_NAMES
from edusum.library.omission import is_silenced, tidy, without_silence
from edusum.library.program import (
    Choice,
    Condition,
    Listing,
    Operand,
    Part,
    Scope,
    Supposition,
    UndecidedError,
    both,
    compared,
    either,
    is_true,
    marks_around,
    opposite,
    say,
)
from edusum.library.references import TEXT_NAMES, name_problem
from edusum.metrics.figures import Figures

__all__ = [
    "LIST_NAMES",
    "TEXT_NAMES",
    "Nearness",
    "Phrase",
    "PhraseError",
    "Problem",
    "check",
    "name_problem",
    "names_used",
    "read_phrase",
    "render",
    "typing",
]

MAX_CHARACTERS, MAX_NODES, MAX_DEPTH, MAX_PROBLEMS = 4000, 400, 20, 20
MAX_NEARNESS = 10_000
"""How many pairs of names are compared at most, for all phrases that are checked together."""
MAX_TYPED = 256

Answer = TypeVar("Answer")


class PhraseError(EdusumError):
    """A phrase that can't be used; `line` counts from 1."""

    def __init__(self, message: str, *, line: int = 1) -> None:
        super().__init__(message, place=f"第{line}行")
        self.line = line


class Nearness:
    """What is said of unknown names, with the nearest known ones as long as the budget lasts.

    Phrases that are checked together share one; all of them are held against the same names.
    """

    def __init__(self, pairs: int = MAX_NEARNESS) -> None:
        self._left = pairs
        self._told: dict[str, str] = {}

    def complaint(self, name: str, known: Sequence[str], synonyms: Mapping[str, str]) -> str:
        if name not in self._told:
            is_told = self._left > 0
            self._left -= len(known) + len(synonyms)
            self._told[name] = unknown_name(name, known, synonyms, is_nearest_told=is_told)
        return self._told[name]


def check(
    source: str,
    *,
    metric_names: Collection[str],
    allow_metrics: bool = True,
    synonyms: Mapping[str, str] | None = None,
    nearness: Nearness | None = None,
) -> list[Problem]:
    """Everything wrong with a phrase, by line; at most 20. Unknown names come with the nearest known.

    `synonyms` are other words for metrics, each with the phrase name it stands for. Without metrics only text
    names may stand, as in a heading.
    """
    try:
        reading = _reading(source)
    except PhraseError as error:
        return [Problem(error.line, error.message)]
    clashes = _clashing_targets(reading, metric_names)
    unfit = (
        _unknown_names(reading, metric_names, synonyms or {}, nearness or Nearness())
        if allow_metrics
        else _names_out_of_place(reading)
    )
    problems = dict.fromkeys([*reading.problems, *clashes, *unfit])
    return sorted(problems, key=lambda problem: problem.line)[:MAX_PROBLEMS]


def names_used(source: str) -> Set[str]:
    """The phrase names of the metrics it needs; raises PhraseError if it can't be used."""
    reading = _reading(source)
    _refuse_faulty(reading)
    return reading.metrics.keys()


def render(source: str, figures: Figures, texts: Mapping[str, str]) -> str:
    """Token text, "" when there is nothing to say; raises PhraseError only for a phrase that `check` refuses.

    When a condition hangs on a figure that is missing, the phrase says what names that figure, so that the
    gap stands in its sentence; where neither outcome names it, the phrase is a gap alone. When a condition
    hangs on a figure that is 不适用, its block says nothing and leaves NOTHING, for `omission` to take out
    its clause or sentence; inside a list, all of that member. Members of a list leave out themselves what is
    不适用.
    """
    phrase = read_phrase(source)
    if phrase.fixed is not None:
        return phrase.fixed
    try:
        return say(phrase.parts, Scope(figures, texts))
    except UndecidedError as undecided:
        return _open_sentence(phrase, figures, texts) or str(
            Token(undecided.name, (FilterCall(PLACEHOLDER),))
        )


def _open_sentence(phrase: "Phrase", figures: Figures, texts: Mapping[str, str]) -> str:
    """The phrase with conditions on missing figures supposed true, else false, if it then names them all."""
    for verdict in (True, False):
        supposition = Supposition(verdict)
        said = say(phrase.parts, Scope(figures, texts, supposition))
        left = without_silence(said, figures) if is_silenced(said) else said
        if supposition.names <= {name for token in tokens_in(left) for name in token.names()}:
            return said
    return ""


_reader = Environment(  # noqa: S701 -- it only reads
    trim_blocks=True, lstrip_blocks=True, cache_size=0
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Read and ready: its parts, the metrics it names, whether it numbers items.

    `fixed` is what it always says if it has neither conditions nor lists, `tidied` the same without lost
    marks and blank lines; `is_constant` if no item can fall out of it either.
    """

    parts: tuple[Part, ...]
    metrics: frozenset[str]
    has_marks: bool
    is_constant: bool
    fixed: str | None
    tidied: str


_is_typed: ContextVar[bool] = ContextVar("phrases that are being typed, not stored", default=False)


@contextmanager
def typing() -> Iterator[None]:
    """What is read inside is only being typed: of that, no more than MAX_TYPED phrases stay in memory."""
    token = _is_typed.set(True)
    try:
        yield
    finally:
        _is_typed.reset(token)


def _remembered(size: int) -> Callable[[Callable[[str], Answer]], Callable[[str], Answer]]:
    """The function with its last answers kept in memory, those for phrases being typed apart."""

    def decorate(function: Callable[[str], Answer]) -> Callable[[str], Answer]:
        stored, typed = lru_cache(maxsize=size)(function), lru_cache(maxsize=MAX_TYPED)(function)

        @wraps(function)
        def answer(source: str) -> Answer:
            return typed(source) if _is_typed.get() else stored(source)

        return answer

    return decorate


@_remembered(8192)
def _reading(source: str) -> Reading:
    """What the phrase holds; a whole library is read several times over while it is loaded."""
    return read(_parse(source))


def _refuse_faulty(reading: Reading) -> None:
    if reading.problems:
        raise PhraseError(reading.problems[0].message, line=reading.problems[0].line)


@_remembered(4096)
def read_phrase(source: str) -> Phrase:
    """The phrase, ready to be rendered; raises PhraseError if it can't be used."""
    tree = _parse(source)
    reading = read(tree)
    _refuse_faulty(reading)
    parts = _parts(tree.body)
    fixed = "".join(map(str, parts)) if all(isinstance(part, str) for part in parts) else None
    has_marks = bool(reading.marks)
    is_constant = fixed is not None and not has_marks
    return Phrase(parts, frozenset(reading.metrics), has_marks, is_constant, fixed, tidy(fixed or ""))


# From the syntax tree to parts; the allow-list has been there before


def _parts(body: Sequence[nodes.Node], target: str = "") -> tuple[Part, ...]:
    """What stands outside a list does not hang on its member and is text at once, tokens and all."""
    parts: list[Part] = []
    for node in body:
        if isinstance(node, nodes.Output):
            parts += [_printed(part, target) for part in node.nodes]
        elif isinstance(node, nodes.If):
            branches = [(_condition(one.test), _parts(one.body, target)) for one in (node, *node.elif_)]
            parts.append(_choice(branches, _parts(node.else_, target)))
        elif isinstance(node, nodes.For):
            parts.append(_listing(node))
    return tuple(_joined(parts))


def _choice(branches: Sequence[tuple[Condition, tuple[Part, ...]]], otherwise: tuple[Part, ...]) -> Choice:
    bodies = [*(body for _, body in branches), otherwise]
    return Choice(tuple(branches), otherwise, *marks_around(bodies))


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts with texts side by side made one."""
    for is_text, group in groupby(parts, lambda part: isinstance(part, str)):
        if is_text:
            yield "".join(map(str, group))
        else:
            yield from group


def _listing(loop: nodes.For) -> Listing:
    target = cast(nodes.Name, loop.target).name
    items = tuple(cast(nodes.Name, item).name for item in cast(nodes.List, loop.iter).items)
    parts = _parts(loop.body, target)
    return Listing(target, items, parts, *marks_around([parts]))


def _printed(node: nodes.Expr, target: str) -> Part:
    if isinstance(node, nodes.TemplateData):
        return node.data
    if isinstance(node, nodes.Const):
        return str(node.value)
    token = _token(node)
    return token if target in token.names() else str(token)


def _condition(node: nodes.Node) -> Condition:
    match node:
        case nodes.And():
            return both(_condition(node.left), _condition(node.right))
        case nodes.Or():
            return either(_condition(node.left), _condition(node.right))
        case nodes.Not():
            return opposite(_condition(node.node))
        case nodes.Compare():
            rest = [(operand.op, _operand(operand.expr)) for operand in node.ops]
            return compared(_operand(node.expr), rest)
        case _:
            return is_true(_token(cast(nodes.Expr, node)))


def _operand(node: nodes.Expr) -> Operand:
    if isinstance(node, nodes.Neg):
        return -cast(Decimal, _operand(node.node))
    if isinstance(node, nodes.Const):
        return Decimal(str(node.value)) if isinstance(node.value, float) else node.value
    return _token(node)


def _token(node: nodes.Expr) -> Token:
    """The token that a name with its filters prints; the allow-list has been there before."""
    if isinstance(node, nodes.Filter) and node.node is not None:
        inner = _token(node.node)
        call = FilterCall(node.name, tuple(_argument(item) for item in node.args))
        return Token(inner.name, (*inner.filters, call))
    return Token(cast(nodes.Name, node).name)


def _argument(node: nodes.Expr) -> Argument:
    return node.name if isinstance(node, nodes.Name) else cast(nodes.Const, node).value


# Reading a phrase


def _parse(source: str) -> nodes.Template:
    _refuse_unfit_source(source)
    try:
        tree = Parser(_reader, source).parse()
    except TemplateSyntaxError as error:
        line, message = unclosed(source) or (error.lineno, in_chinese(error.message or ""))
        raise PhraseError(message, line=line) from None
    except (RecursionError, MemoryError):
        raise PhraseError("括号或条件套得太深，请拆成几条简单的措辞。") from None
    except (SyntaxError, ValueError, ArithmeticError):
        raise PhraseError("花括号里的数字或文字写法有误，请检查。") from None
    _refuse_large(tree)
    return tree


def _refuse_unfit_source(source: str) -> None:
    if len(source) > MAX_CHARACTERS:
        raise PhraseError(f"这条措辞有 {len(source)} 个字，最多 {MAX_CHARACTERS} 个，请分成几条。")
    hidden = HIDDEN.search(source)
    if hidden:
        raise PhraseError(HIDDEN_MESSAGE, line=source.count("\n", 0, hidden.start()) + 1)


def _refuse_large(tree: nodes.Template) -> None:
    waiting: list[tuple[nodes.Node, int]] = [(tree, 1)]
    count = 0
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if count > MAX_NODES or depth > MAX_DEPTH:
            raise PhraseError("这条措辞太复杂，请拆成几条简单的措辞。", line=node.lineno or 1)
        waiting.extend((child, depth + 1) for child in node.iter_child_nodes())


# Names against the library


def _clashing_targets(reading: Reading, metric_names: Collection[str]) -> list[Problem]:
    return [
        Problem(line, f"for 的“{name}”与指标同名，请换一个，如“项”。")
        for name, line in reading.targets.items()
        if name in metric_names
    ]


def _unknown_names(
    reading: Reading, metric_names: Collection[str], synonyms: Mapping[str, str], nearness: Nearness
) -> list[Problem]:
    unknown = [item for item in reading.metrics.items() if item[0] not in metric_names][:MAX_PROBLEMS]
    known = [*metric_names, *TEXT_NAMES, *LIST_NAMES] if unknown else []
    return [Problem(line, nearness.complaint(name, known, synonyms)) for name, line in unknown]


def _names_out_of_place(reading: Reading) -> list[Problem]:
    names = [*reading.metrics.items(), *reading.marks.items()]
    return [Problem(line, unknown_name(name, ())) for name, line in names[:MAX_PROBLEMS]]
