"""Words and characters to hold a text against, read once from `data/`: see data/README.md for where from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_FIRST_SOUND = 0xE000
_OFTEN = 777
"""How many of the common words stand at least 15 times in the system's own templates."""
FUNCTION = frozenset(
    "一七万三上下不与且两个中为之九也乡了二于五人亿从他以们件份会但你使元八六其内再几则到前办区"
    "十千即厅去县又及可各名后向和四在处外多大太她委对将小少就局已市年并很我或所把日时是更最月有"
    "村条来某校次此每由百的省科等给而能自被要让该较还这那部都里镇间院零项"
)
"""Characters that so often stand alone that a pair with one of them is no word."""


@dataclass(frozen=True)
class Lexicon:
    """`pairs`: two characters that stand side by side in some word; `loose`: side by side at a word's edge.

    `sounds` gives each character a sign for its sound (no tones; zh and z are one, ing and in): for
    `str.translate`. `common`: two-character words by rank; `by_sound`: the same by their signs; `alike`: what
    looks like one and is none; `others`: what sounds like one and is another word. `collocations`: two
    common words that often go together. `fourfold`: idioms, terms and collocations by the signs of their
    first four characters.
    """

    pairs: frozenset[str]
    loose: frozenset[str]
    sounds: Mapping[int, str]
    common: Mapping[str, int]
    by_sound: Mapping[str, tuple[str, ...]]
    alike: Mapping[str, tuple[str, ...]]
    fourfold: Mapping[str, tuple[str, ...]]
    terms: frozenset[str]
    collocations: frozenset[str]
    others: frozenset[str]
    surnames: frozenset[str]
    given: frozenset[str]

    def is_often(self, word: str) -> bool:
        return self.common.get(word, _OFTEN) < _OFTEN


@cache
def lexicon() -> Lexicon:
    """Takes about a tenth of a second the first time."""
    sounds = _sounds()
    terms = list(_words("terms.txt"))
    idioms = list(_words("idioms.txt"))
    collocations = list(_words("collocations.txt"))
    common = {word: rank for rank, word in enumerate(_words("common_words.txt"))}
    pairs = {*_grouped("pairs.txt"), *(a + b for term in terms for a, b in pairwise(term))}
    surnames, given = _lines("name_characters.txt")
    return Lexicon(
        pairs=frozenset(pairs),
        loose=frozenset(_grouped("loose_pairs.txt")),
        sounds=sounds,
        common=common,
        by_sound=_by_sound(common, sounds),
        alike=_alike(common, pairs),
        fourfold=_by_sound([term for term in (*terms, *idioms, *collocations) if len(term) > 3], sounds),
        terms=frozenset(terms),
        collocations=frozenset(collocations),
        others=frozenset(_words("other_words.txt")),
        surnames=frozenset(surnames),
        given=frozenset(given),
    )


def entries(name: str) -> Iterator[str]:
    """The lines of a list in `data/`, without remarks and empty lines."""
    return iter(_lines(name))


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("#")]


def _words(name: str) -> Iterator[str]:
    for line in _lines(name):
        yield from line.split()


def _grouped(name: str) -> Iterator[str]:
    for line in _lines(name):
        first = line[0]
        for other in line[1:]:
            yield first + other


def _sounds() -> dict[int, str]:
    sounds = {}
    for number, line in enumerate(_lines("readings.txt"), _FIRST_SOUND):
        for sign in line.split()[1]:
            sounds[ord(sign)] = chr(number)
    return sounds


def _by_sound(words: Mapping[str, int] | list[str], sounds: dict[int, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        key = word[:4].translate(sounds)
        found[key] = (*found.get(key, ()), word)
    return found


def _alike(common: Mapping[str, int], pairs: set[str]) -> dict[str, tuple[str, ...]]:
    """Every common word with one character put wrong by its looks, unless that is in a word too."""
    others: dict[str, str] = {}
    for pair in _words("look_alikes.txt"):
        one, other = pair[0], pair[1]
        others[one] = others.get(one, "") + other
        others[other] = others.get(other, "") + one
    found: dict[str, tuple[str, ...]] = {}
    for word in common:
        for wrong in (
            *(word[0] + sign for sign in others.get(word[1], "")),
            *(sign + word[1] for sign in others.get(word[0], "")),
        ):
            if wrong not in pairs:
                found[wrong] = (*found.get(wrong, ()), word)
    return found
