"""The phrase language: a small, closed part of Jinja. The only Jinja environment of the project.

A phrase is read by Jinja's parser, held against an allow-list over the syntax tree, and only then compiled.
Rendering decides conditions and loops; a name prints its token `{{ 名|同比 }}`, which `wording` resolves.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import cast

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from edusum.common.errors import EdusumError
from edusum.document.tokens import Argument, FilterCall, Token, parse
from edusum.library.complaints import forbidden, in_chinese, unknown_name
from edusum.library.filters import FILTERS, PLACEHOLDER, chain_problem
from edusum.library.references import (
    TEXT_NAMES,
    FigureReference,
    Supposition,
    UndecidedError,
    meaning,
    name_problem,
)
from edusum.metrics.figures import Figures

__all__ = ["TEXT_NAMES", "PhraseError", "Problem", "check", "name_problem", "names_used", "render"]

MAX_CHARACTERS, MAX_NODES, MAX_DEPTH, MAX_ITEMS = 4000, 400, 20, 50
MAX_CONSTANT, MAX_NUMBER, MAX_FILTERS, MAX_PROBLEMS = 100, 10**12, 4, 20


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a phrase: its line (from 1) and a Chinese sentence with what to do."""

    line: int
    message: str


class PhraseError(EdusumError):
    """A phrase that can't be used; `line` counts from 1."""

    def __init__(self, message: str, *, line: int = 1) -> None:
        super().__init__(message, place=f"第{line}行")
        self.line = line


def check(source: str, *, metric_names: Collection[str], allow_metrics: bool = True) -> list[Problem]:
    """Everything wrong with a phrase, by line; at most 20. Unknown names come with the nearest known."""
    try:
        reading = _read(_parse(source))
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
    gap stands in its sentence; where neither outcome names it, the phrase is a gap alone.
    """
    phrase = _compile(source)
    if phrase.fixed is not None:
        return phrase.fixed
    try:
        return phrase.template.render({name: meaning(name, figures, texts) for name in phrase.names})
    except UndecidedError as undecided:
        return _open_sentence(phrase, figures, texts) or str(
            Token(undecided.name, (FilterCall(PLACEHOLDER),))
        )


def _open_sentence(phrase: "_Phrase", figures: Figures, texts: Mapping[str, str]) -> str:
    """The phrase with conditions on missing figures supposed true, else false, if it then names them all."""
    for verdict in (True, False):
        supposition = Supposition(verdict)
        names = {name: meaning(name, figures, texts, supposition) for name in phrase.names}
        said = phrase.template.render(names)
        if supposition.names <= {piece.name for piece in parse(said) if isinstance(piece, Token)}:
            return said
    return ""


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

    `fixed` is what it always renders to if it has no condition.
    """

    template: Template
    names: frozenset[str]
    metrics: frozenset[str]
    fixed: str | None


@lru_cache(maxsize=4096)
def _compile(source: str) -> _Phrase:
    tree = _parse(source)
    reading = _read(tree)
    if reading.problems:
        raise PhraseError(reading.problems[0].message, line=reading.problems[0].line)
    _settle(tree.body)
    names = frozenset(name.name for name in tree.find_all(nodes.Name))
    template = Template.from_code(_environment, _environment.compile(tree), {})
    is_fixed = tree.find(nodes.If) is None
    fixed = template.render({name: meaning(name, {}, {}) for name in names}) if is_fixed else None
    return _Phrase(template, names, frozenset(reading.metrics), fixed)


def _settle(body: Sequence[nodes.Node]) -> None:
    """What is printed outside a loop does not hang on any figure: put the token's text in its place."""
    for node in body:
        if isinstance(node, nodes.Output):
            node.nodes = [_settled(part) for part in node.nodes]
        elif isinstance(node, nodes.If):
            for branch in (node.body, node.elif_, node.else_):
                _settle(branch)


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


_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_HIDDEN_MESSAGE = "这里有看不见的控制字符，请删去后重新输入。"


def _refuse_unfit_source(source: str) -> None:
    if len(source) > MAX_CHARACTERS:
        raise PhraseError(f"这条措辞有 {len(source)} 个字，最多 {MAX_CHARACTERS} 个，请分成几条。")
    hidden = _HIDDEN.search(source)
    if hidden:
        raise PhraseError(_HIDDEN_MESSAGE, line=source.count("\n", 0, hidden.start()) + 1)


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


def _name_problems(reading: "_Reading", metric_names: Collection[str], allow_metrics: bool) -> list[Problem]:
    """Problems of names and loop targets; stops at 20, since the nearest names take time to find."""
    problems = [
        Problem(line, f"for 的“{name}”与指标同名，请换一个，如“项”。")
        for name, line in reading.targets.items()
        if name in metric_names
    ]
    unfit = [item for item in reading.metrics.items() if not allow_metrics or item[0] not in metric_names]
    known = [*metric_names, *TEXT_NAMES] if allow_metrics else []
    return problems + [Problem(line, unknown_name(name, known)) for name, line in unfit[:MAX_PROBLEMS]]


# The allow-list


class _Reading:
    """Walks a syntax tree of bounded size and depth; whatever is not named here is refused."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.metrics: dict[str, int] = {}
        self.targets: dict[str, int] = {}
        self.texts: frozenset[str] = frozenset()
        self._target = ""

    def body(self, items: Sequence[nodes.Node]) -> None:
        for node in items:
            match node:
                case nodes.Output():
                    for part in node.nodes:
                        self._printed(part)
                case nodes.If():
                    self._if(node)
                case nodes.For():
                    self._for(node)
                case _:
                    self._refuse(node)

    def _if(self, node: nodes.If) -> None:
        self._condition(node.test)
        self.body(node.body)
        self.body(node.elif_)
        self.body(node.else_)

    def _for(self, node: nodes.For) -> None:
        if self._target or node.test or node.else_ or node.recursive:
            self._tell(node, "for 里面不能再套 for，也不能带 if、else 或 recursive，请写成简单的一层。")
        elif not isinstance(node.target, nodes.Name) or not isinstance(node.iter, (nodes.List, nodes.Tuple)):
            self._tell(node, "for 只能写成 {% for 项 in [指标甲, 指标乙] %}，方括号里是指标名。")
        elif len(node.iter.items) > MAX_ITEMS:
            self._tell(node, f"for 的方括号里最多 {MAX_ITEMS} 个指标，请减少一些。")
        else:
            self._loop(node, node.target.name, node.iter.items)

    def _loop(self, node: nodes.For, target: str, items: Sequence[nodes.Expr]) -> None:
        for item in items:
            self._metric(item)
        problem = name_problem(target)
        if target in TEXT_NAMES or target in self.metrics:
            problem = f"for 的“{target}”与已有名称相同，请换一个，如“项”。"
        if problem:
            self._tell(node, problem)
            return
        self.targets.setdefault(target, node.lineno)
        self._target = target
        self.body(node.body)
        self._target = ""

    def _printed(self, node: nodes.Expr) -> None:
        match node:
            case nodes.TemplateData(data=text):
                self._plain(node, text)
            case nodes.Const(value=str() as text):
                self._constant(node)
                self._plain(node, text)
            case nodes.Const(value=int() as number) if not isinstance(number, bool):
                self._constant(node)
            case nodes.Name() | nodes.Filter():
                self._named(node)
            case _:
                self._refuse(node)

    def _plain(self, node: nodes.Node, text: str) -> None:
        if "{" in text or "}" in text:
            self._tell(node, "文字里不能有花括号；指标请写成 {{ 名称 }}，两边各两个。")
        if _HIDDEN.search(text):
            self._tell(node, _HIDDEN_MESSAGE)

    def _condition(self, node: nodes.Node) -> None:
        match node:
            case nodes.And() | nodes.Or():
                self._condition(node.left)
                self._condition(node.right)
            case nodes.Not():
                self._condition(node.node)
            case nodes.Compare():
                self._comparison(node)
            case nodes.Name() | nodes.Filter():
                self._measured(node)
            case _:
                self._refuse(node)

    def _comparison(self, node: nodes.Compare) -> None:
        marks = {operand.op for operand in node.ops}
        if marks & {"in", "notin"}:
            self._tell(node, "条件里不能用 in，请用 ==、!=、>、>=、<、<= 比较。")
            return
        kinds = {self._operand(item) for item in (node.expr, *(operand.expr for operand in node.ops))}
        if kinds >= {"text", "number"}:
            self._tell(node, "文字不能与数比较，请两边都用指标和数，或者两边都用文字。")
        elif "text" in kinds and not marks <= {"eq", "ne"}:
            self._tell(node, "文字只能用 == 或 != 比较。")

    def _operand(self, node: nodes.Node) -> str:
        """What is compared: "number", "text", or "" when it is refused."""
        match node:
            case nodes.Const() | nodes.Neg(node=nodes.Const(value=int() | float())):
                return self._constant(node if isinstance(node, nodes.Const) else node.node)
            case nodes.Name() | nodes.Filter():
                return self._measured(node)
            case _:
                self._refuse(node)
                return ""

    def _constant(self, node: nodes.Node) -> str:
        value = getattr(node, "value", None)
        if isinstance(value, str) and len(value) <= MAX_CONSTANT:
            return "text"
        if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= MAX_NUMBER:
            return "number"
        self._tell(node, "这里只能写不超过 100 个字的文字，或绝对值不超过一万亿的数。")
        return ""

    def _measured(self, node: nodes.Name | nodes.Filter) -> str:
        kind, calls = self._named(node)
        last = FILTERS.get(calls[-1].name) if calls else None
        if last and last.is_last and last.measure is None:
            self._tell(node, f"筛选“{calls[-1].name}”写出的是文字，不能放在条件里，请去掉它。")
        return kind

    def _named(self, node: nodes.Name | nodes.Filter) -> tuple[str, list[FilterCall]]:
        calls: list[FilterCall] = []
        inner: nodes.Expr | None = node
        while isinstance(inner, nodes.Filter):
            calls.insert(0, self._call(inner))
            inner = inner.node
        if not isinstance(inner, nodes.Name):
            self._tell(node, "竖线前面只能是指标名，请写成 {{ 指标名|筛选 }}。")
            return "", calls
        if calls and inner.name in TEXT_NAMES:
            self._tell(node, f"“{inner.name}”是文字，后面不能接筛选，请去掉竖线及其后的内容。")
        elif len(calls) > MAX_FILTERS:
            self._tell(node, f"筛选最多连用 {MAX_FILTERS} 个，请去掉几个。")
        elif problem := chain_problem(calls):
            self._tell(node, problem)
        return self._name(inner), calls

    def _call(self, node: nodes.Filter) -> FilterCall:
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            self._tell(node, f"筛选“{node.name}”的括号里只能写指标名或数，不能带等号和星号。")
        arguments = [self._argument(item) for item in node.args]
        return FilterCall(node.name, tuple(item for item in arguments if item is not None))

    def _argument(self, node: nodes.Expr) -> str | int | None:
        if isinstance(node, nodes.Const) and type(node.value) is int and 0 <= node.value < 10**6:
            return node.value
        return self._metric(node)

    def _metric(self, node: nodes.Expr) -> str | None:
        if isinstance(node, nodes.Name) and self._name(node) == "number":
            return node.name
        self._tell(node, "这里只能写指标名，请改成指标的“措辞用名”。")
        return None

    def _name(self, node: nodes.Name) -> str:
        if node.name in TEXT_NAMES:
            self.texts |= {node.name}
            return "text"
        problem = name_problem(node.name)
        if problem:
            self._tell(node, problem)
        elif node.name != self._target:
            self.metrics.setdefault(node.name, node.lineno)
        return "number"

    def _refuse(self, node: nodes.Node) -> None:
        self._tell(node, forbidden(type(node).__name__))

    def _tell(self, node: nodes.Node, message: str) -> None:
        self.problems.append(Problem(node.lineno or 1, message))


def _read(tree: nodes.Template) -> _Reading:
    reading = _Reading()
    reading.body(tree.body)
    return reading
