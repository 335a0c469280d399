"""What a phrase may consist of: an allow-list over Jinja's syntax tree."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from jinja2 import nodes

from edusum.document.tokens import FilterCall
from edusum.library.complaints import filtered_text, forbidden, misplaced_mark
from edusum.library.filters import FILTERS, chain_problem
from edusum.library.lists import LIST_NAMES
from edusum.library.references import TEXT_NAMES, name_problem

MAX_ITEMS, MAX_CONSTANT, MAX_NUMBER, MAX_FILTERS = 50, 100, 10**12, 4
MAX_LISTED, LENGTH_OF_NAME = 10_000, 10
"""How many characters a list may come to, a name counted as so many."""
HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
FULL_WIDTH = re.compile("[｛｝]")
FULL_WIDTH_MESSAGE = "这里的花括号是全角的；指标请写成 {{ 名称 }}，两边各两个半角花括号。"
HIDDEN_MESSAGE = "这里有看不见的控制字符，请删去后重新输入。"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a phrase: its line (from 1) and a Chinese sentence with what to do."""

    line: int
    message: str


class Reading:
    """Walks a syntax tree of bounded size and depth; whatever is not named here is refused."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.metrics: dict[str, int] = {}
        self.marks: dict[str, int] = {}
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
        elif len(node.iter.items) * _length(node) > MAX_LISTED:
            self._tell(node, f"for 里的文字重复下来超过 {MAX_LISTED} 个字，请缩短文字或减少指标。")
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
            case nodes.Name(name=name) if name in LIST_NAMES:
                self.marks.setdefault(name, node.lineno)
            case nodes.Name() | nodes.Filter():
                self._named(node)
            case _:
                self._refuse(node)

    def _plain(self, node: nodes.Node, text: str) -> None:
        if "{" in text or "}" in text:
            self._tell(node, "文字里不能有花括号；指标请写成 {{ 名称 }}，两边各两个。")
        elif found := FULL_WIDTH.search(text):
            line = (node.lineno or 1) + text.count("\n", 0, found.start())
            self.problems.append(Problem(line, FULL_WIDTH_MESSAGE))
        if HIDDEN.search(text):
            self._tell(node, HIDDEN_MESSAGE)

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
            self._tell(node, f"写法“{calls[-1].name}”写出的是文字，不能放在条件里，请去掉它。")
        return kind

    def _named(self, node: nodes.Name | nodes.Filter) -> tuple[str, list[FilterCall]]:
        calls: list[FilterCall] = []
        inner: nodes.Expr | None = node
        while isinstance(inner, nodes.Filter):
            calls.insert(0, self._call(inner))
            inner = inner.node
        if not isinstance(inner, nodes.Name):
            self._tell(node, "竖线前面只能是指标名，请写成 {{ 指标名|写法 }}。")
            return "", calls
        if calls and inner.name in TEXT_NAMES:
            self._tell(node, filtered_text(inner.name))
        elif len(calls) > MAX_FILTERS:
            self._tell(node, f"写法最多连用 {MAX_FILTERS} 个，请去掉几个。")
        elif problem := chain_problem(calls):
            self._tell(node, problem)
        return self._name(inner), calls

    def _call(self, node: nodes.Filter) -> FilterCall:
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            self._tell(node, f"写法“{node.name}”的括号里只能写指标名或数，不能带等号和星号。")
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
        problem = misplaced_mark(node.name) if node.name in LIST_NAMES else name_problem(node.name)
        if problem:
            self._tell(node, problem)
        elif node.name != self._target:
            self.metrics.setdefault(node.name, node.lineno)
        return "number"

    def _refuse(self, node: nodes.Node) -> None:
        self._tell(node, forbidden(type(node).__name__))

    def _tell(self, node: nodes.Node, message: str) -> None:
        self.problems.append(Problem(node.lineno or 1, message))


def _length(loop: nodes.For) -> int:
    """Roughly how many characters the loop says of one item."""
    names = sum(1 for _ in loop.find_all(nodes.Name)) - len(cast(nodes.List, loop.iter).items)
    return LENGTH_OF_NAME * names + sum(len(part.data) for part in loop.find_all(nodes.TemplateData))


def read(tree: nodes.Template) -> Reading:
    """What a syntax tree of bounded size and depth holds, and what is wrong with it."""
    reading = Reading()
    reading.body(tree.body)
    return reading
