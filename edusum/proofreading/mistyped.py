"""Words of two and three characters with one mistyped so that hardly anybody writes the two words it makes.

The lists were made by holding each likely slip against how often its characters meet by chance.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from edusum.proofreading.lexicon import entries
from edusum.proofreading.slips import Slip, is_covered, pairs_of, stands_apart

_PAIR = 2


def typing_slips(text: str) -> Iterator[Slip]:
    """One character of a word mistyped, the words around it whole."""
    flags = bytes(map(_begins().__contains__, pairs_of(text)))
    start = flags.find(1)
    while start >= 0:
        slip = _of_three(text, start) or _of_two(text, start)
        if slip:
            yield slip
        start = flags.find(1, start + 1)


def _of_two(text: str, start: int) -> Slip | None:
    """Where neither character belongs to a word or a number beside."""
    end = start + _PAIR
    right = _twos().get(text[start:end])
    if right is None or text[start - 1 : start].isdecimal() or any(is_covered(text, start, end)):
        return None
    at = 0 if right[1] == text[start + 1] else 1
    return Slip(start, end, right, start + at) if stands_apart(text, start, at) else None


def _of_three(text: str, start: int) -> Slip | None:
    end = start + _PAIR + 1
    found = text[start:end]
    right = _threes().get(found)
    if right is None:
        return None
    at = next(place for place, sign in enumerate(right) if sign != found[place])
    before, behind = is_covered(text, start, end)
    is_other = (before and behind) or (before and at == 0) or (behind and at == _PAIR)
    return None if is_other else Slip(start, end, right, start + at)


@cache
def _begins() -> frozenset[str]:
    return frozenset([*_twos(), *(word[:_PAIR] for word in _threes())])


@cache
def _twos() -> Mapping[str, str]:
    """Slips with the right word. A line has the word and what its first and its second are mistyped as."""
    found: dict[str, str] = {}
    for line in entries("mistyped.txt"):
        word, first, *second = line.split(",")
        found.update((sign + word[1], word) for sign in first)
        found.update((word[0] + sign, word) for signs in second for sign in signs)
    return found


@cache
def _threes() -> Mapping[str, str]:
    """The same of three characters: a line has the word and what each of its characters is mistyped as."""
    found: dict[str, str] = {}
    for line in entries("mistyped_threes.txt"):
        word, *wrong = line.split(",")
        for place, signs in enumerate(wrong):
            for sign in signs:
                found[word[:place] + sign + word[place + 1 :]] = word
    return found
