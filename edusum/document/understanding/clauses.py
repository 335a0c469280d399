"""Where clauses and sentences of running text begin and end. Nothing farther off than `FAR` is read."""

import re
from bisect import bisect_left
from typing import NamedTuple

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
    """Where the clauses and the sentences of a text end, found once for all its amounts."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        places = [match.start() for match in _STOP.finditer(text)]
        self._clauses = [place for place in places if text[place] not in _IN_NUMBERS or _is_stop(text, place)]
        self._sentences = [place for place in self._clauses if text[place] in _SENTENCE]

    def ends_sentence(self, start: int, end: int) -> bool:
        """Whether a sentence ends in text[start:end]."""
        place = bisect_left(self._sentences, start)
        return place < len(self._sentences) and self._sentences[place] < end

    def clause_around(self, start: int, end: int, *, known: Clause | None = None, since: int = 0) -> Clause:
        """Clause and sentence around text[start:end]; `known` is that of a place that ended at `since`."""
        clauses, sentences = self._clauses, self._sentences
        if known is None or start - since > FAR:
            since = left = sentence = max(0, start - FAR)
        else:
            left, _, sentence = known
        before = bisect_left(clauses, start)
        if before and clauses[before - 1] >= since:
            left = clauses[before - 1] + 1
            last = bisect_left(sentences, start)
            if last and sentences[last - 1] >= since:
                sentence = sentences[last - 1] + 1
        if known is not None and known.start == left and end < known.end:
            right = known.end
        else:
            right = min(self._length, end + FAR)
            behind = bisect_left(clauses, end, before)
            if behind < len(clauses):
                right = min(right, clauses[behind])
        return Clause(max(left, start - FAR), right, max(sentence, start - FAR))


def _is_stop(text: str, place: int) -> bool:
    """Whether a comma or colon is one, and not part of a number (12,000) or a ratio (1:6.3)."""
    is_between = text[place + 1 : place + 2].isdigit() and text[place - 1 : place].isdigit()
    return not is_between or (text[place] in ",，" and not _is_grouped(text, place))


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
