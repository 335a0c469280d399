"""Words and characters to hold a text against, read once from `data/`: see data/README.md for where from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_FIRST_SOUND = 0xE000
_REMEMBERED = 1 << 17
_OFTEN = 777
"""How many of the common words stand at least 15 times in the system's own templates."""
FUNCTION = frozenset(
    "一七万三上下不与且两个中为之九也乡了二于五人亿从他以们件份会但你使元八六其内再几则到前办区"
    "十千即厅去县又及可各名后向和四在处外多大太她委对将小少就局已市年并很我或所把日时是更最月有"
    "村条来某校次此每由百的省科等给而能自被要让该较还这那部都里镇间院零项"
)
"""Characters that so often stand alone that a pair with one of them is no word."""


class Pairs(dict[str, bool]):
    """Whether two characters stand side by side somewhere: asked of `rows` once, then remembered.

    `rows`: what may follow a character. Ask with `pairs[pair]`.
    """

    def __init__(self, rows: Mapping[str, str]) -> None:
        super().__init__()
        self._rows = rows

    def __missing__(self, pair: str) -> bool:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[pair] = pair[1] in self._rows.get(pair[0], "")
        return found


@dataclass(frozen=True)
class Lexicon:
    """`pairs`: two characters that stand side by side in a word or a term; `inner`: in a word; `loose`: at a
    word's edge.

    `sounds` gives each character a sign for its sound (no tones; zh and z are one, ing and in): for
    `str.translate`. `common`: two-character words by rank; `by_sound`: the same by their signs; `alike`: what
    looks like one and is none; `others`: what sounds like one and is another word. `collocations`: two
    common words that often go together. `fourfold`: idioms, terms and collocations by the signs of their
    first four characters.
    """

    pairs: Pairs
    inner: Pairs
    loose: Pairs
    sounds: Mapping[int, str]
    common: Mapping[str, int]
    by_sound: Mapping[str, tuple[str, ...]]
    alike: Mapping[str, tuple[str, ...]]
    fourfold: Mapping[str, tuple[str, ...]]
    terms: frozenset[str]
    idioms: frozenset[str]
    collocations: frozenset[str]
    others: frozenset[str]
    surnames: frozenset[str]
    given: frozenset[str]

    def is_often(self, word: str) -> bool:
        return self.common.get(word, _OFTEN) < _OFTEN


@cache
def lexicon() -> Lexicon:
    """Takes about a twentieth of a second the first time."""
    sounds = _sounds()
    terms = list(_words("terms.txt"))
    idioms = list(_words("idioms.txt"))
    collocations = list(_words("collocations.txt"))
    common = {word: rank for rank, word in enumerate(_words("common_words.txt"))}
    inner = rows("pairs.txt")
    following = dict(inner)
    for term in terms:
        for one, other in pairwise(term):
            following[one] = following.get(one, "") + other
    pairs = Pairs(following)
    surnames, given = _lines("name_characters.txt")
    return Lexicon(
        pairs=pairs,
        inner=Pairs(inner),
        loose=Pairs(rows("loose_pairs.txt")),
        sounds=sounds,
        common=common,
        by_sound=by_sound(common, sounds),
        alike=_alike(common, pairs),
        fourfold=by_sound([term for term in (*terms, *idioms, *collocations) if len(term) > 3], sounds),
        terms=frozenset(terms),
        idioms=frozenset(idioms),
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


def rows(name: str) -> dict[str, str]:
    """What may follow a character, of a list that has a line for each."""
    return {line[0]: line[1:] for line in _lines(name)}


def _sounds() -> dict[int, str]:
    sounds = {}
    for number, line in enumerate(_lines("readings.txt"), _FIRST_SOUND):
        for sign in line.split()[1]:
            sounds[ord(sign)] = chr(number)
    return sounds


def by_sound(words: Iterable[str], sounds: Mapping[int, str]) -> dict[str, tuple[str, ...]]:
    """Words by the signs of their first four characters, those that come first in front."""
    listed = list(words)
    found: dict[str, tuple[str, ...]] = {}
    keys = " ".join([word[:4] for word in listed]).translate(sounds).split(" ")
    for word, key in zip(listed, keys, strict=True):
        found[key] = (*found[key], word) if key in found else (word,)
    return found


def _alike(common: Mapping[str, int], pairs: Pairs) -> dict[str, tuple[str, ...]]:
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
            if not pairs[wrong]:
                found[wrong] = (*found.get(wrong, ()), word)
    return found
