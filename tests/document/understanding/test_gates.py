"""Gates of patterns: none keeps out a character that its pattern can begin with."""

import re
from re import _constants as ops
from re import _parser as parser

import pytest

from edusum.document.understanding import labels, roles, words

ALL = [
    chr(code)
    for code in (*range(0x20, 0x250), *range(0x2000, 0x2700), *range(0x3000, 0xA000), *range(0xFF00, 0xFFF0))
]
_NOTHING = {ops.AT, ops.ASSERT, ops.ASSERT_NOT}


def first_of(parsed) -> tuple[set[str], bool]:
    """The characters that a parsed pattern can begin with, and whether it can match nothing."""
    found: set[str] = set()
    for op, value in parsed:
        if op in _NOTHING:
            continue
        if op is ops.LITERAL:
            return found | {chr(value)}, False
        if op is ops.IN:
            return found | signs_of(value), False
        if op is ops.BRANCH:
            parts = [first_of(branch) for branch in value[1]]
        elif op is ops.SUBPATTERN:
            parts = [first_of(value[3])]
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            signs, is_empty = first_of(value[2])
            parts = [(signs, is_empty or value[0] == 0)]
        else:
            return set(ALL), False
        found = found.union(*(signs for signs, _ in parts))
        if not any(is_empty for _, is_empty in parts):
            return found, False
    return found, True


def signs_of(members) -> set[str]:
    class_ = "".join(_written(op, value) for op, value in members)
    pattern = re.compile(f"[{class_}]")
    return {sign for sign in ALL if pattern.match(sign)}


def _written(op, value) -> str:
    if op is ops.NEGATE:
        return "^"
    if op is ops.LITERAL:
        return re.escape(chr(value))
    if op is ops.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return {ops.CATEGORY_DIGIT: r"\d", ops.CATEGORY_SPACE: r"\s"}[value]


def gates(parsed):
    """(characters of the gate, characters that what stands behind it can begin with)."""
    for place, (op, value) in enumerate(parsed):
        if op is ops.ASSERT and value[0] == 1 and len(value[1]) == 1 and place + 1 < len(parsed):
            gate, _ = first_of(value[1])
            yield gate, first_of(parsed[place + 1 :])[0]
        if op is ops.SUBPATTERN:
            yield from gates(value[3])
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            yield from gates(value[2])


@pytest.mark.parametrize(
    "pattern",
    [words.CUT, roles._FORMER, roles._PERIOD, labels._NAMED],
    ids=["cut", "former", "period", "named"],
)
def test_a_gate_lets_in_whatever_its_pattern_begins_with(pattern):
    gate, first = next(gates(parser.parse(pattern.pattern)))
    assert first - gate == set()
