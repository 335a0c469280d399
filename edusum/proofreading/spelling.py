"""All that the lists and the lexicon find wrong in a text, each place once."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from edusum.proofreading.confusions import never_right, wrong_in_context
from edusum.proofreading.mistyped import typing_slips
from edusum.proofreading.set_phrases import broken_terms, term_slips
from edusum.proofreading.slips import Slip, word_slips

Source = Literal["never", "context", "term", "broken", "word"]


@dataclass(frozen=True, slots=True)
class Misspelling:
    """text[start:end] is wrong; text[wrong_start:wrong_end] is to become `right`."""

    source: Source
    start: int
    end: int
    wrong_start: int
    wrong_end: int
    right: str
    is_certain: bool = False


@lru_cache(maxsize=4)
def misspellings(text: str) -> tuple[Misspelling, ...]:
    """In the order of their places; where two overlap, the surer source counts."""
    found: list[Misspelling] = []
    taken = bytearray(len(text))
    for item in _candidates(text):
        if not any(taken[item.start : item.end]):
            taken[item.start : item.end] = b"\1" * (item.end - item.start)
            found.append(item)
    return tuple(sorted(found, key=lambda item: item.start))


def _candidates(text: str) -> list[Misspelling]:
    certain = [
        Misspelling("never", one.start, one.end, one.start, one.end, one.entry.right, one.is_certain)
        for one in never_right(text)
    ]
    in_context = [
        Misspelling(
            "context",
            one.start,
            one.end,
            one.start + one.entry.at,
            one.start + one.entry.at + len(one.entry.wrong),
            one.entry.right,
        )
        for one in wrong_in_context(text)
    ]
    return [
        *certain,
        *(_of_slip("term", slip) for slip in term_slips(text)),
        *in_context,
        *(_of_slip("broken", slip) for slip in broken_terms(text)),
        *(_of_slip("word", slip) for slip in word_slips(text)),
        *(_of_slip("word", slip) for slip in typing_slips(text)),
    ]


def _of_slip(source: Source, slip: Slip) -> Misspelling:
    return Misspelling(source, slip.start, slip.end, slip.start, slip.end, slip.right)
