"""What phrase authors are told: Chinese sentences that say what is wrong and what to write instead."""

import difflib
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from edusum.library.references import TEXT_NAMES

_NO_SYNONYMS: Mapping[str, str] = MappingProxyType({})
_SYNTAX = (
    (r"innermost block that needs to be closed is '(\w+)'", "“{0}”没有收尾，请在后面补上 {{% end{0} %}}。"),
    (
        r"unknown tag '(.+?)'",
        "不认识标签“{0}”，或它放错了位置；能用的是 if、elif、else、endif、for、endfor。",
    ),
    (r"[Uu]nexpected end of template", "花括号没有写完，请补上 }}}} 或 %}}。"),
    (r"unexpected char (?:\"'\"|'\"')", "花括号里的引号没有成对，请补上另一个引号，或删去这一个。"),
    (r"unexpected char '(.)'", "花括号里不能用“{0}”；里面的标点要用半角，竖线写 |，括号写 ()。"),
    (r"end of print statement', got '(.+?)'", "写到{1}就读不懂了；一对花括号里只写一个名称和它的写法。"),
    (r"Missing end of", "注释或原文没有收尾，请补上结束的标记。"),
    (r"Invalid character in", "花括号里的名称含有不能用的字符，只能用汉字、字母、数字和下划线。"),
    (r"Expected an expression, got 'end of", "花括号里缺了名称或数，请补上，或删去这对花括号。"),
    (r"tag name expected", "{{% 后面要先写 if、elif、else、endif、for 或 endfor。"),
    (r"can't assign to", "for 后面要先写一个名称，如“项”，再写 in 和方括号。"),
    (r"got '(.+?)'", "花括号里的{1}不该在这里，请检查前后有没有漏写或多写。"),
    (r"unexpected '(.+?)'", "花括号里的{1}不该在这里，请检查前后有没有漏写或多写。"),
)
_KINDS = {
    "begin of statement block": "“{%”",
    "end of statement block": "“%}”",
    "begin of print statement": "“{{”",
    "end of print statement": "“}}”",
    "begin of comment": "“{#”",
    "end of comment": "“#}”",
    "comment": "注释",
    "template data / text": "花括号外的文字",
    "end of template": "末尾",
    "integer": "整数",
    "float": "小数",
    "string": "带引号的文字",
}
"""What Jinja's parser calls the parts of a phrase; it quotes any other as it is spelled."""


_BRACES = re.compile(
    r"(?P<opener>\{\{|\{%)(?P<inside>(?:(?!\{\{|\{%|\}\}|%\}).)*)(?P<closer>\}\}|%\})?", re.DOTALL
)
_FIRST_WORDS = re.compile(r"\s*[\w|]*(?: \w+)*")


def unclosed(source: str) -> tuple[int, str] | None:
    """The line of the first braces that are opened and not closed, with what is missing; None if there are
    none."""
    for braces in _BRACES.finditer(source):
        closer = "}}" if braces["opener"] == "{{" else "%}"
        if braces["closer"] != closer:
            line = source.count("\n", 0, braces.start()) + 1
            words = _FIRST_WORDS.match(braces["inside"].partition("\n")[0])
            opened = f"{braces['opener']}{words[0].rstrip() if words else ''}"
            return line, f"“{opened}”后面缺了 {closer}，请补上。"
    return None


def in_chinese(message: str) -> str:
    """What Jinja's parser says, for the people who write phrases."""
    for pattern, sentence in _SYNTAX:
        match = re.search(pattern, message)
        if match:
            spelling = match[1] if match.groups() else ""
            return sentence.format(spelling, _KINDS.get(spelling, f"“{spelling}”"))
    return "花括号里的写法有误，请对照说明检查。"


def unknown_name(
    name: str,
    known: Sequence[str],
    synonyms: Mapping[str, str] = _NO_SYNONYMS,
    *,
    is_nearest_told: bool = True,
) -> str:
    """For a name that is none of `known`, with the nearest; none known: only text names fit.

    `synonyms` are other words for metrics, each with the phrase name it stands for.
    """
    if not known:
        return f"这里不能用“{name}”，只能用：{'、'.join(TEXT_NAMES)}。"
    if name in synonyms:
        meant = synonyms[name]
        return f"“{name}”是“{meant}”的别名，请写 {{{{ {meant} }}}}。"
    near = _nearest(name, [*known, *synonyms]) if is_nearest_told else []
    if not near:
        return f"没有叫“{name}”的指标，请在指标库里查准它的“措辞用名”。"
    meant = "、".join(f"“{item}”" for item in dict.fromkeys(synonyms.get(item, item) for item in near))
    return f"没有叫“{name}”的指标，是不是想写{meant}？"


def _nearest(name: str, known: Sequence[str]) -> list[str]:
    """Up to three known words that share at least half their characters, found among those that might."""
    characters = set(name)
    might = [word for word in known if 4 * len(characters.intersection(word)) + 4 >= len(word) + len(name)]
    return difflib.get_close_matches(name, might, n=3, cutoff=0.5)


def unknown_filter(name: str, known: Sequence[str]) -> str:
    """For a word behind a bar that is no filter: the nearest filters, else all."""
    near = _nearest(name, known)
    if not near:
        return f"没有叫“{name}”的写法，能用的有：{'、'.join(known)}。"
    return f"没有叫“{name}”的写法，是不是想写{'、'.join(f'“{item}”' for item in near)}？"


def unknown_in_text(name: str, known: Sequence[str]) -> str:
    """For a name in text that people wrote; `known` are metrics' names."""
    near = _nearest(name, known)
    if not near:
        return f"没有名为“{name}”的指标，请核对花括号里的名称。"
    return f"没有名为“{name}”的指标，是不是想写{'、'.join(f'“{item}”' for item in near)}？"


def filtered_text(name: str) -> str:
    """For a filter behind a text name."""
    return f"“{name}”是文字，后面不能接写法，请去掉竖线及其后的内容。"


def misplaced_mark(name: str) -> str:
    """For a list's mark in a condition, between brackets or before a filter."""
    return f"“{name}”只能单独写成 {{{{ {name} }}}}，不能接写法，也不能放在条件、括号和 for 里。"


def mark_in_text(name: str) -> str:
    """For a list's mark in text that people wrote."""
    return f"“{name}”只用在模板的措辞里，这里请直接写出序号，不用花括号。"


def unfinished_braces(excerpt: str) -> str:
    """For braces in text that do not read as a token."""
    return f"花括号没有写完整：“{excerpt}”，请写成 {{{{ 指标名 }}}} 或删去花括号。"


_FORBIDDEN = {
    "Call": "带括号的调用",
    "Getattr": "点号取属性",
    "Getitem": "方括号取值",
    "CondExpr": "花括号里的 if",
    "Concat": "~ 连接",
    "Compare": "花括号里的比较",
    "And": "花括号里的 and",
    "Or": "花括号里的 or",
    "Not": "花括号里的 not",
    "Test": "is 判断",
    "Const": "单独的真假、空值或小数",
    "List": "花括号里的列表",
    "Tuple": "逗号隔开的几个名称",
    "Dict": "字典",
    "Assign": "set",
    "AssignBlock": "set",
    "Macro": "macro",
    "CallBlock": "call",
    "Include": "include",
    "Import": "import",
    "FromImport": "import",
    "Extends": "extends",
    "Block": "block",
    "FilterBlock": "filter 段",
    "With": "with",
    **dict.fromkeys(("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Neg", "Pos"), "加减乘除"),
}


def forbidden(node: str) -> str:
    """For a kind of Jinja node that phrases may not hold."""
    return f"措辞里不能用{_FORBIDDEN.get(node, '这个')}，请只用文字、名称、写法、if 和 for。"
