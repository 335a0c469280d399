"""What a metric may be called in phrases: whoever keeps some words for other uses says so here."""

from collections.abc import Callable

NameRule = Callable[[str], str]
_rules: list[NameRule] = []


def add_name_rule(rule: NameRule) -> None:
    """From now on ask this rule too; it answers with one Chinese sentence, or "" if the name will do."""
    if rule not in _rules:
        _rules.append(rule)


def name_problem(name: str) -> str:
    """Why a metric cannot have this phrase name, or ""."""
    return next((problem for rule in _rules if (problem := rule(name))), "")
