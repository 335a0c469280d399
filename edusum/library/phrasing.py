"""The phrase language: a small, closed part of Jinja. The only Jinja environment of the project.

A phrase is read by Jinja's parser, held against an allow-list over the syntax tree, and only then compiled.
Rendering decides conditions and loops; a name prints its token `{{ 名|同比 }}`, which `wording` resolves.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import cast

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from edusum.common.errors import EdusumError
from edusum.document.tokens import Argument, FilterCall, Token, parse
from edusum.library.complaints import in_chinese, unknown_name
from edusum.library.filters import FILTERS, PLACEHOLDER
from edusum.library.grammar import HIDDEN, HIDDEN_MESSAGE, Problem, Reading, read
from edusum.library.omission import NOTHING, edges, member, no_members
from edusum.library.references import (
    TEXT_NAMES,
    FigureReference,
    NotApplicableError,
    Supposition,
    UndecidedError,
    meaning,
    name_problem,
)
from edusum.metrics.figures import Figures

__all__ = ["TEXT_NAMES", "PhraseError", "Problem", "check", "name_problem", "names_used", "render"]

_LIST = "for"
"""What lists are called by in compiled phrases; no metric can have this name."""
MAX_CHARACTERS, MAX_NODES, MAX_DEPTH, MAX_PROBLEMS = 4000, 400, 20, 20


class PhraseError(EdusumError):
    """A phrase that can't be used; `line` counts from 1."""

    def __init__(self, message: str, *, line: int = 1) -> None:
        super().__init__(message, place=f"第{line}行")
        self.line = line


def check(source: str, *, metric_names: Collection[str], allow_metrics: bool = True) -> list[Problem]:
    """Everything wrong with a phrase, by line; at most 20. Unknown names come with the nearest known."""
    try:
        reading = read(_parse(source))
    except PhraseError as error:
        return [Problem(error.line, error.message)]
    problems = dict.fromkeys([*reading.problems, *_name_problems(reading, metric_names, allow_metrics)])
    return sorted(problems, key=lambda problem: problem.line)[:MAX_PROBLEMS]


def names_used(source: str) -> set[str]:
    """The phrase names of the metrics it needs; raises PhraseError if it can't be used."""
    return set(_compile(source).metrics)


def render(source: str, figures: Figures, texts: Mapping[str, str]) -> str:
    """Token text, "" when there is nothing to say; raises PhraseError only for a phrase that `check` refuses.

    When a condition hangs on a figure that is missing, the phrase says what names that figure, so that the
    gap stands in its sentence; where neither outcome names it, the phrase is a gap alone. When a condition
    hangs on a figure that is 不适用, there is nothing to say; inside a list, nothing of that member. Members
    of a list leave out themselves what is 不适用.
    """
    phrase = _compile(source)
    if phrase.fixed is not None:
        return phrase.fixed
    try:
        return _said(phrase, figures, texts)
    except NotApplicableError:
        return ""
    except UndecidedError as undecided:
        return _open_sentence(phrase, figures, texts) or str(
            Token(undecided.name, (FilterCall(PLACEHOLDER),))
        )


def _open_sentence(phrase: "_Phrase", figures: Figures, texts: Mapping[str, str]) -> str:
    """The phrase with conditions on missing figures supposed true, else false, if it then names them all."""
    for verdict in (True, False):
        supposition = Supposition(verdict)
        try:
            said = _said(phrase, figures, texts, supposition)
        except NotApplicableError:
            continue
        if supposition.names <= {piece.name for piece in parse(said) if isinstance(piece, Token)}:
            return said
    return ""


def _said(
    phrase: "_Phrase", figures: Figures, texts: Mapping[str, str], supposition: Supposition | None = None
) -> str:
    names = {name: meaning(name, figures, texts, supposition) for name in phrase.names}
    return phrase.template.render(names, **{_LIST: partial(_listed, figures)})


def _listed(
    figures: Figures,
    items: Sequence[FigureReference],
    before: str,
    after: str,
    *,
    caller: Callable[[FigureReference], str],
) -> str:
    """What a `for` says: its members in order, without the silent ones; `before` and `after` are the marks
    around a member."""
    members = [_member(caller, item, figures) for item in items]
    is_silent = None in members and not any(members)
    return no_members(before, after) if is_silent else "".join(filter(None, members))


def _member(caller: Callable[[FigureReference], str], item: FigureReference, figures: Figures) -> str | None:
    try:
        return member(caller(item), figures)
    except NotApplicableError:
        return None


def _filtered(name: str, reference: FigureReference, *arguments: FigureReference | int) -> FigureReference:
    return reference.filtered(name, arguments)


_environment = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,
    cache_size=0,
)
_environment.globals.clear()
_environment.tests.clear()
_environment.filters.clear()
_environment.filters.update({name: partial(_filtered, name) for name in FILTERS})


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Compiled: the names its conditions and loops need, the metrics it names anywhere.

    `fixed` is what it always renders to if it has no condition and no list.
    """

    template: Template
    names: frozenset[str]
    metrics: frozenset[str]
    fixed: str | None


@lru_cache(maxsize=4096)
def _compile(source: str) -> _Phrase:
    tree = _parse(source)
    reading = read(tree)
    if reading.problems:
        raise PhraseError(reading.problems[0].message, line=reading.problems[0].line)
    is_fixed = not any(tree.find(kind) for kind in (nodes.If, nodes.For))
    _settle(tree.body)
    names = frozenset(name.name for name in tree.find_all(nodes.Name) if name.name != _LIST)
    template = Template.from_code(_environment, _environment.compile(tree), {})
    fixed = template.render({name: meaning(name, {}, {}) for name in names}) if is_fixed else None
    return _Phrase(template, names, frozenset(reading.metrics), fixed)


def _settle(body: list[nodes.Node]) -> None:
    """What is printed outside a loop does not hang on any figure: put the token's text in its place.

    A loop is told by `_listed`, its body as the caller.
    """
    for place, node in enumerate(body):
        if isinstance(node, nodes.Output):
            node.nodes = [_settled(part) for part in node.nodes]
        elif isinstance(node, nodes.If):
            for branch in (node.body, node.elif_, node.else_):
                _settle(cast(list[nodes.Node], branch))
        elif isinstance(node, nodes.For):
            body[place] = _list_call(node)


def _list_call(loop: nodes.For) -> nodes.CallBlock:
    before, _, after = edges(f"{_literal(loop.body, 0)}{NOTHING}{_literal(loop.body, -1)}")
    arguments = [loop.iter, nodes.Const(before), nodes.Const(after)]
    call = nodes.Call(nodes.Name(_LIST, "load"), arguments, [], None, None)
    target = nodes.Name(cast(nodes.Name, loop.target).name, "param")
    block = nodes.CallBlock(call, [target], [], loop.body, lineno=loop.lineno)
    return cast(nodes.CallBlock, block.set_environment(_environment))


def _literal(body: Sequence[nodes.Node], end: int) -> str:
    """The text a loop's body begins (0) or ends (-1) with, "" if that is a figure."""
    node = body[end] if body else None
    if isinstance(node, nodes.If):
        return _literal(node.body, end)
    part = node.nodes[end] if isinstance(node, nodes.Output) else None
    return part.data if isinstance(part, nodes.TemplateData) else ""


def _settled(node: nodes.Expr) -> nodes.Expr:
    if isinstance(node, (nodes.TemplateData, nodes.Const)):
        return node
    return nodes.TemplateData(str(_token(node)), lineno=node.lineno, environment=_environment)


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
        tree = _environment.parse(source)
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


def _name_problems(reading: Reading, metric_names: Collection[str], allow_metrics: bool) -> list[Problem]:
    """Problems of names and loop targets; stops at 20, since the nearest names take time to find."""
    problems = [
        Problem(line, f"for 的“{name}”与指标同名，请换一个，如“项”。")
        for name, line in reading.targets.items()
        if name in metric_names
    ]
    unfit = [item for item in reading.metrics.items() if not allow_metrics or item[0] not in metric_names]
    known = [*metric_names, *TEXT_NAMES] if allow_metrics else []
    return problems + [Problem(line, unknown_name(name, known)) for name, line in unfit[:MAX_PROBLEMS]]
