"""Pairs of characters that seldom meet, and that one other character of like sound or look makes a word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp, log

from edusum.proofreading.lexicon import FUNCTION, Pairs, by_sound, entries, lexicon, rows

_EDGE = re.compile(r"(\S)(\d+),(\d+)")
_PER_MILLION = 1e-4
_LEAST_MEETINGS = 0.02
_ENOUGH = 6.0
"""How much likelier (a logarithm) the word has to be than that the two meet by chance between words."""
_ENOUGH_BESIDE = 7.0
"""The same where the kept character could belong to the word beside it."""
_NAME = 1.5
"""How much more where the odd character is one of people's names."""


@dataclass(frozen=True)
class Strangers:
    """`ends`, `begins`: how many of 100,000 words end and begin with a character. `seen`: pairs that met.

    `weights`: ordinary words with the logarithm of how often they stand in a million characters.
    """

    ends: Mapping[str, int]
    begins: Mapping[str, int]
    seen: Pairs
    weights: Mapping[str, float]
    by_sound: Mapping[str, tuple[str, ...]]
    look_alikes: Mapping[str, str]
    nearly_alike: Mapping[str, str]
    most_meetings: float

    def likelier(self, pair: str) -> tuple[tuple[str, int, float], ...]:
        """Words for which the pair may stand, which character is odd, and how much likelier than chance."""
        if not all("\u4e00" <= sign <= "\u9fff" for sign in pair):
            return ()
        meetings = self.ends.get(pair[0], 1) * self.begins.get(pair[1], 1) * _PER_MILLION
        if meetings > self.most_meetings or self.seen[pair] or FUNCTION.issuperset(pair):
            return ()
        least = log(meetings + _LEAST_MEETINGS)
        found = []
        for word in self._like(pair):
            at = 0 if word[1] == pair[1] else 1
            surplus = self.weights[word] - least - (_NAME if pair[at] in lexicon().given else 0)
            if surplus > _ENOUGH and pair[at] not in FUNCTION:
                found.append((word, at, surplus))
        return tuple(sorted(found, key=lambda one: -one[2]))

    def _like(self, pair: str) -> Iterator[str]:
        """Rare characters are mistaken by looks alone: by sound they are names."""
        is_rare = not (pair[0] in self.ends and pair[1] in self.ends)
        for word in () if is_rare else self.by_sound.get(pair.translate(lexicon().sounds), ()):
            if (word[0] == pair[0]) != (word[1] == pair[1]):
                yield word
        one, other = pair[0], pair[1]
        for sign in self.look_alikes.get(other, "") + self.nearly_alike.get(other, ""):
            if one + sign in self.weights:
                yield one + sign
        for sign in self.look_alikes.get(one, "") + self.nearly_alike.get(one, ""):
            if sign + other in self.weights:
                yield sign + other


@lru_cache(maxsize=1 << 14)
def ordinary(pair: str, is_beside: bool) -> tuple[tuple[str, int], ...]:
    """The ordinary words the pair rather is, the likeliest first, and which character is the odd one."""
    found = strangers().likelier(pair)
    return tuple((word, at) for word, at, surplus in found if not is_beside or surplus > _ENOUGH_BESIDE)


@cache
def strangers() -> Strangers:
    edges = _EDGE.findall(" ".join(entries("edges.txt")))
    weights: dict[str, float] = {}
    for line in entries("ordinary_words.txt"):
        level, *words = line.split()
        weights.update(dict.fromkeys(words, int(level) / 4))
    return Strangers(
        ends={sign: int(end) for sign, end, _ in edges},
        begins={sign: int(begin) for sign, _, begin in edges},
        seen=Pairs(rows("seen_pairs.txt")),
        weights=weights,
        by_sound=by_sound(weights, lexicon().sounds),
        look_alikes=alikes("look_alikes.txt"),
        nearly_alike=alikes("more_look_alikes.txt"),
        most_meetings=exp(max(weights.values()) - _ENOUGH),
    )


def alikes(name: str) -> dict[str, str]:
    """For each character of a list of pairs the others it is paired with."""
    found: dict[str, str] = {}
    for line in entries(name):
        for pair in line.split():
            one, other = pair[0], pair[1]
            found[one] = found.get(one, "") + other
            found[other] = found.get(other, "") + one
    return found
