"""The phrase language: a small, closed part of Jinja. The only Jinja environment of the project.

A phrase is read by Jinja's parser and held against an allow-list over the syntax tree; what passes becomes a
`program`, and Jinja itself never runs anything. Rendering decides conditions and lists; a name prints its
token `{{ 名|同比 }}`, which `wording` resolves.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import cast

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.parser import Parser

from edusum.common.errors import EdusumError
from edusum.document.tokens import Argument, FilterCall, Token, parse
from edusum.library.complaints import in_chinese, unknown_name
from edusum.library.filters import PLACEHOLDER
from edusum.library.grammar import HIDDEN, HIDDEN_MESSAGE, Problem, Reading, read
from edusum.library.lists import LIST_NAMES
from edusum.library.omission import NOTHING, edges, tidy
from edusum.library.program import (
    Choice,
    Condition,
    Listing,
    NotApplicableError,
    Operand,
    Part,
    Scope,
    Supposition,
    UndecidedError,
    both,
    compared,
    either,
    is_true,
    opposite,
    say,
)
from edusum.library.references import TEXT_NAMES, name_problem
from edusum.metrics.figures import Figures

__all__ = [
    "LIST_NAMES",
    "TEXT_NAMES",
    "Phrase",
    "PhraseError",
    "Problem",
    "check",
    "name_problem",
    "names_used",
    "read_phrase",
    "render",
]

MAX_CHARACTERS, MAX_NODES, MAX_DEPTH, MAX_PROBLEMS = 4000, 400, 20, 20
MAX_NEARNESS = 10_000
"""How many pairs of names one check compares at most."""


class PhraseError(EdusumError):
    """A phrase that can't be used; `line` counts from 1."""

    def __init__(self, message: str, *, line: int = 1) -> None:
        super().__init__(message, place=f"第{line}行")
        self.line = line


def check(
    source: str,
    *,
    metric_names: Collection[str],
    allow_metrics: bool = True,
    synonyms: Mapping[str, str] | None = None,
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
        _unknown_names(reading, metric_names, synonyms or {})
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
    hangs on a figure that is 不适用, there is nothing to say; inside a list, nothing of that member. Members
    of a list leave out themselves what is 不适用.
    """
    phrase = read_phrase(source)
    if phrase.fixed is not None:
        return phrase.fixed
    try:
        return say(phrase.parts, Scope(figures, texts))
    except NotApplicableError:
        return ""
    except UndecidedError as undecided:
        return _open_sentence(phrase, figures, texts) or str(
            Token(undecided.name, (FilterCall(PLACEHOLDER),))
        )


def _open_sentence(phrase: "Phrase", figures: Figures, texts: Mapping[str, str]) -> str:
    """The phrase with conditions on missing figures supposed true, else false, if it then names them all."""
    for verdict in (True, False):
        supposition = Supposition(verdict)
        try:
            said = say(phrase.parts, Scope(figures, texts, supposition))
        except NotApplicableError:
            continue
        if supposition.names <= {piece.name for piece in parse(said) if isinstance(piece, Token)}:
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


@lru_cache(maxsize=8192)
def _reading(source: str) -> Reading:
    """What the phrase holds; a whole library is read several times over while it is loaded."""
    return read(_parse(source))


def _refuse_faulty(reading: Reading) -> None:
    if reading.problems:
        raise PhraseError(reading.problems[0].message, line=reading.problems[0].line)


@lru_cache(maxsize=4096)
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
            parts.append(Choice(tuple(branches), _parts(node.else_, target)))
        elif isinstance(node, nodes.For):
            parts.append(_listing(node))
    return tuple(_joined(parts))


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
    before, _, after = edges(f"{_literal(loop.body, 0)}{NOTHING}{_literal(loop.body, -1)}")
    return Listing(target, items, _parts(loop.body, target), before, after)


def _literal(body: Sequence[nodes.Node], end: int) -> str:
    """The text a loop's body begins (0) or ends (-1) with, "" if that is a figure."""
    node = body[end] if body else None
    if isinstance(node, nodes.If):
        return _literal(node.body, end)
    part = node.nodes[end] if isinstance(node, nodes.Output) else None
    return part.data if isinstance(part, nodes.TemplateData) else ""


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
        raise PhraseError(in_chinese(error.message or ""), line=error.lineno) from None
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
    reading: Reading, metric_names: Collection[str], synonyms: Mapping[str, str]
) -> list[Problem]:
    """The nearest names take time to find: they are told for as many names as MAX_NEARNESS allows."""
    known = [*metric_names, *TEXT_NAMES, *LIST_NAMES]
    unknown = [item for item in reading.metrics.items() if item[0] not in metric_names][:MAX_PROBLEMS]
    told = max(1, MAX_NEARNESS // (len(known) + len(synonyms)))
    return [
        Problem(line, unknown_name(name, known, synonyms, is_nearest_told=place < told))
        for place, (name, line) in enumerate(unknown)
    ]


def _names_out_of_place(reading: Reading) -> list[Problem]:
    names = [*reading.metrics.items(), *reading.marks.items()]
    return [Problem(line, unknown_name(name, ())) for name, line in names[:MAX_PROBLEMS]]
