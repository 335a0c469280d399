"""All rules, by their codes. A rule's file only has to lie in `rules/<family>/` and name it in `RULES`."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from edusum.proofreading import rules
from edusum.proofreading.findings import FAMILIES, Rule


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of families, files and their lists."""
    return {rule.code: rule for rule in _found()}


def _found() -> Iterator[Rule]:
    for family in FAMILIES:
        package = import_module(f"{rules.__name__}.{family}")
        for module in iter_modules(package.__path__):
            yield from import_module(f"{package.__name__}.{module.name}").RULES
