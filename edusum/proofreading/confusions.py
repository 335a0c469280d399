"""Wrong forms from lists: some are never right, some only beside certain words."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from edusum.proofreading.lexicon import entries
from edusum.proofreading.slips import is_covered, pairs_of

MANY_SPUN = 4
"""So many spun words in one paper are no slips: the paper went through a synonym spinner."""
_NEVER = ("never_right.txt", "never_right_open.txt")


@dataclass(frozen=True, slots=True)
class Confusion:
    """`wrong` stands in `words` from `at` on and should be `right`; within `but` the same words are in order.

    `is_settled`: nobody defends the wrong form any more.
    """

    words: str
    wrong: str
    right: str
    at: int = 0
    but: tuple[str, ...] = ()
    is_settled: bool = True


@dataclass(frozen=True, slots=True)
class Confused:
    """text[start:end] is `entry.words`. `is_certain`: no other reading of the characters is left."""

    start: int
    end: int
    entry: Confusion
    is_certain: bool


def never_right(text: str) -> Iterator[Confused]:
    """Forms that are wrong wherever they stand."""
    for start, entry in _found(text, _never()):
        end = start + len(entry.words)
        before, behind = is_covered(text, start, end)
        if not (before and behind):
            is_alone = not (before or behind) or len(entry.words) > 2
            yield Confused(start, end, entry, is_alone and entry.is_settled)


def wrong_in_context(text: str) -> Iterator[Confused]:
    """Words that are right elsewhere, but not beside these."""
    for start, entry in _found(text, _contexts()):
        end = start + len(entry.words)
        if len(entry.words) > 2 or not any(is_covered(text, start, end)):
            yield Confused(start, end, entry, is_certain=False)


@lru_cache(maxsize=2)  # two rules look at the same text, one after the other
def spun(text: str) -> tuple[Confused, ...]:
    """Words that a synonym spinner put in: nobody puts them together like that."""
    return tuple(
        Confused(start, start + len(entry.words), entry, is_certain=False)
        for start, entry in _found(text, _spun())
    )


def _found(text: str, lists: dict[str, tuple[Confusion, ...]]) -> Iterator[tuple[int, Confusion]]:
    """Every place of an entry, the longest of those that begin at the same character; none within another."""
    end = 0
    for start, pair in [found for found in enumerate(pairs_of(text)) if found[1] in lists]:
        for entry in lists[pair] if start >= end else ():
            if text.startswith(entry.words, start) and not _is_right(text, start, entry):
                end = start + len(entry.words)
                yield start, entry
                break


def _is_right(text: str, start: int, entry: Confusion) -> bool:
    for words in entry.but:
        at = words.find(entry.words)
        if at <= start and text.startswith(words, start - at):
            return True
    return False


@cache
def _never() -> dict[str, tuple[Confusion, ...]]:
    found = []
    for name in _NEVER:
        for line in entries(name):
            for told in line.split():
                words, *but = told.split("!")
                wrong, right = words.split(">")
                settled = not right.endswith("?")
                found.append(Confusion(wrong, wrong, right.rstrip("?"), but=tuple(but), is_settled=settled))
    return _by_head(found)


@cache
def _contexts() -> dict[str, tuple[Confusion, ...]]:
    return _by_head(list(_in_context("in_context.txt")))


@cache
def _spun() -> dict[str, tuple[Confusion, ...]]:
    return _by_head(list(_in_context("spun.txt")))


def _in_context(name: str) -> Iterator[Confusion]:
    for line in entries(name):
        pair, *contexts = line.split()
        wrong, right = pair.split(">")
        for context in contexts:
            yield Confusion(context.replace("_", wrong), wrong, right, context.find("_"))


def _by_head(found: list[Confusion]) -> dict[str, tuple[Confusion, ...]]:
    """By the first two characters, the longest first."""
    heads: dict[str, tuple[Confusion, ...]] = {}
    for entry in sorted(found, key=lambda entry: -len(entry.words)):
        heads[entry.words[:2]] = (*heads.get(entry.words[:2], ()), entry)
    return heads
