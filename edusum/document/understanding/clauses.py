"""Where clauses and sentences of running text begin and end. Nothing farther off than `FAR` is read."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from edusum.document.understanding.amounts import Amount

FAR = 160
QUOTE_LENGTH = 60
_STOP = re.compile(r"[。；;！!？?\n，,：:（()）]")
_SENTENCE = frozenset("。！!？?\n")
_IN_NUMBERS = frozenset(",，:：")
_EDGES = " \t\u3000，,。；;：:！!？?、（("


class Clause(NamedTuple):
    """A clause is text[start:end]; its sentence begins at `sentence`."""

    start: int
    end: int
    sentence: int


class Stops:
    """Where clauses and sentences of a text end; what stands inside an amount (台（套）) ends none."""

    def __init__(self, text: str, amounts: Sequence[Amount]) -> None:
        self._length = len(text)
        inside = {
            match.start() for amount in amounts for match in _STOP.finditer(text, amount.start, amount.end)
        }
        places = [match.start() for match in _STOP.finditer(text)]
        self._clauses = [
            place
            for place in places
            if (text[place] not in _IN_NUMBERS or _is_stop(text, place)) and place not in inside
        ]
        self._sentences = [place for place in self._clauses if text[place] in _SENTENCE]

    def ends_sentence(self, start: int, end: int) -> bool:
        """Whether a sentence ends in text[start:end]."""
        place = bisect_left(self._sentences, start)
        return place < len(self._sentences) and self._sentences[place] < end

    def clause_around(self, start: int, end: int) -> Clause:
        """The clause in which text[start:end] stands, and where its sentence begins."""
        behind = bisect_left(self._clauses, start)
        left, far = (self._clauses[behind - 1] + 1 if behind else 0), start - FAR
        while behind < len(self._clauses) and self._clauses[behind] < end:
            behind += 1
        right = self._clauses[behind] if behind < len(self._clauses) else self._length
        last = bisect_left(self._sentences, start)
        sentence = self._sentences[last - 1] + 1 if last else 0
        return Clause(max(left, far), min(right, end + FAR), max(sentence, far))


def _is_stop(text: str, place: int) -> bool:
    """Whether a comma or colon is one, and not part of a number (12,000) or a ratio (1:6.3)."""
    if not text[place + 1 : place + 2].isdigit() or not text[place - 1 : place].isdigit():
        return True
    return text[place] in ",，" and not _is_grouped(text, place)


def _is_grouped(text: str, place: int) -> bool:
    """Whether a comma stands between three figures and three."""
    behind = text[place + 1 : place + 5]
    return behind[:3].isdigit() and len(behind) > 2 and not behind[3:].isdigit()


def quote_around(text: str, clause: Clause, start: int, end: int) -> tuple[int, int]:
    """The clause, at most `QUOTE_LENGTH` characters of it, without blanks and stops at its ends."""
    room = max(QUOTE_LENGTH - (end - start), 0)
    left = max(clause.start, start - room * 2 // 3)
    right = min(clause.end, left + max(QUOTE_LENGTH, end - left))
    while left < start and text[left] in _EDGES:
        left += 1
    while right > end and text[right - 1] in _EDGES:
        right -= 1
    return left, right
