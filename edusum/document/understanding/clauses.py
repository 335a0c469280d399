"""Where clauses and sentences of running text begin and end. Nothing farther off than `FAR` is read."""

import re
from dataclasses import dataclass

FAR = 160
QUOTE_LENGTH = 60
_STOP = re.compile(r"[。；;！!？?\n，,：:（()）]")
_SENTENCE = frozenset("。！!？?\n")
_IN_NUMBERS = frozenset(",，:：")
_EDGES = " \t\u3000，,。；;：:！!？?、（("


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause is text[start:end]; its sentence begins at `sentence`."""

    start: int
    end: int
    sentence: int


def _is_stop(text: str, place: int) -> bool:
    if text[place] not in _IN_NUMBERS:
        return True
    is_between = text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit()
    return not is_between or (text[place] in ",，" and not _is_grouped(text, place))


def _is_grouped(text: str, place: int) -> bool:
    """Whether a comma stands between three figures and three."""
    behind = text[place + 1 : place + 5]
    return behind[:3].isdigit() and len(behind) > 2 and not behind[3:].isdigit()


def clause_around(text: str, start: int, end: int, *, known: Clause | None = None, since: int = 0) -> Clause:
    """Clause and sentence around text[start:end]; `known` is that of a place that ended at `since`."""
    if known is None or start - since > FAR:
        since = left = sentence = max(0, start - FAR)
    else:
        left, sentence = known.start, known.sentence
    for match in _STOP.finditer(text, since, start):
        if _is_stop(text, match.start()):
            left = match.end()
            if match[0] in _SENTENCE:
                sentence = left
    right = min(len(text), end + FAR)
    if known is not None and known.start == left and end < known.end:
        right = known.end
    else:
        for match in _STOP.finditer(text, end, right):
            if _is_stop(text, match.start()):
                right = match.start()
                break
    return Clause(max(left, start - FAR), right, max(sentence, start - FAR))


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
