"""Which sections of a paper speak of the year to come."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PLANS = re.compile(
    r"打算|下一步|下一阶段|展望|来年|明年|今后|努力方向|工作思路|(?:工作|主要|总体)(?:计划|安排|目标|要点|重点)$|^重点工作$"
)
_YEAR = re.compile(r"([12]\d{3})年")
_BEGINS = re.compile(r"(?:明年|来年|下一步|下一阶段|今后|新的一年)")
_FIRST_WORDS = 24


@dataclass(frozen=True, slots=True)
class Told:
    """A section in reading order: `parent` is the place of one before it, `text` how its words begin."""

    heading: str
    parent: int | None = None
    text: str = ""


def ahead_places(sections: Sequence[Told], *, year: int) -> frozenset[int]:
    """The places of those that a paper of `year` has for what comes next, with all that stands below them."""
    found: set[int] = set()
    for place, section in enumerate(sections):
        if section.parent in found or _is_ahead(section, year):
            found.add(place)
    return frozenset(found)


def _is_ahead(section: Told, year: int) -> bool:
    """By the heading; at the top, where plans have a part of their own, also by the first words."""
    heading = "".join(section.heading.split())
    if _PLANS.search(heading) or _names_later(heading, year):
        return True
    if section.parent is not None or not heading:
        return False
    begin = "".join(section.text[:_FIRST_WORDS].split())
    return bool(_BEGINS.match(begin)) or _names_later(begin[: len("2026年")], year)


def _names_later(words: str, year: int) -> bool:
    return any(int(match[1]) == year + 1 for match in _YEAR.finditer(words))
