"""Where a text names metrics in the words people use: by label, phrase name, synonym, or these without 数."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from edusum.metrics.figures import Figures

_ENDING = re.compile(r"总?[人个件次项起条期场间处台套册篇名门所节位]?数$|总?[人场]次$")
"""What a metric's name ends with and a text leaves out: 幼儿园数 → 全区现有幼儿园58所."""
_SHORTEST, _KEY = 3, 2


@dataclass(frozen=True, slots=True)
class Mention:
    """text[start:end] calls one of these metrics (phrase names); a stem says less, so it is less certain."""

    start: int
    end: int
    names: tuple[str, ...]
    is_stem: bool = False


class Lexicon:
    """What metrics may be called, ready to be looked for."""

    def __init__(self, figures: Figures, synonyms: Mapping[str, Collection[str]]) -> None:
        full: dict[str, list[str]] = {}
        stems: dict[str, list[str]] = {}
        for name, figure in figures.items():
            for call in dict.fromkeys([figure.label, name, *synonyms.get(name, ())]):
                if len(call) >= _SHORTEST:
                    full.setdefault(call, []).append(name)
                stem = _stem(call)
                if stem and name not in stems.setdefault(stem, []):
                    stems[stem].append(name)
        self._called = {call: (tuple(names), True) for call, names in stems.items()}
        self._called |= {call: (tuple(names), False) for call, names in full.items()}
        self._lengths: dict[str, list[int]] = {}
        for call in self._called:
            lengths = self._lengths.setdefault(call[:_KEY], [])
            if len(call) not in lengths:
                lengths.append(len(call))
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    def mentions(self, text: str) -> Iterator[Mention]:
        """The longest call at each place, from the left; they don't overlap."""
        place, last = 0, len(text) - _SHORTEST
        while place <= last:
            found = self._at(text, place)
            if found is None:
                place += 1
            else:
                yield found
                place = found.end

    def _at(self, text: str, place: int) -> Mention | None:
        for length in self._lengths.get(text[place : place + _KEY], ()):
            known = self._called.get(text[place : place + length])
            if known is not None:
                return Mention(place, place + length, *known)
        return None


def _stem(call: str) -> str:
    stem = _ENDING.sub("", call)
    return stem if stem != call and len(stem) >= _SHORTEST else ""
