"""The text of one section before and after, sentence by sentence; and a change put into what stands now."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from edusum.document.alignment import Effort, align, gaps_between, likeness, pairs_of
from edusum.document.merging import Stretch, is_clean, merge, sentences
from edusum.document.model import Paragraph
from edusum.document.returned.linking import Sentence, printed_figures, printed_sentence, relinked, token_text
from edusum.document.returned.values import Difference, Kind
from edusum.document.tokens import defuse

_BREAK = "\n"
_BLANK = re.compile(r"[\s\u200b\ufeff]+")
_BLANK_IN_CHINESE = re.compile(
    r"(?<=[\u2018-\u201d\u2e80-\u9fff\uff00-\uffef])[ \t\xa0\u2000-\u200b\u3000]+"
    r"(?=[\u2018-\u201d\u2e80-\u9fff\uff00-\uffef0-9])"
)
_LIKE = 0.3
"""From here on two sentences are one that was edited."""
_MOST_COMPARED = 4000
_LONGEST = 400
"""Characters of a sentence (or line) by which likeness is judged."""


@dataclass(frozen=True, slots=True)
class SectionSaid:
    """The sentences of a section as exported, line breaks among them."""

    key: str
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return "".join(item.text for item in self.sentences)


def said_in(key: str, paragraphs: Sequence[Paragraph]) -> SectionSaid:
    text = _BREAK.join(token_text(paragraph.runs) for paragraph in paragraphs)
    said = iter([words for paragraph in paragraphs for words in printed_figures(paragraph.runs)])
    return SectionSaid(key, tuple(printed_sentence(piece, said) for piece in sentences(text)))


def squeezed(text: str) -> str:
    """The text to recognise it by: what Word, WPS and people do to blanks tells nothing."""
    return _BLANK.sub("", text)


def without_blanks(text: str) -> str:
    """The text as it came, without blanks that only set Chinese words apart."""
    return _BLANK_IN_CHINESE.sub("", text).strip(" \t\xa0\u3000")


def compared(
    old: SectionSaid, lines: Sequence[str], moved: Mapping[str, str], effort: Effort
) -> list[Difference]:
    """What differs. `moved`: token text of all sentences of the paper, by what they print (squeezed)."""
    new = sentences(_BREAK.join(filter(None, map(without_blanks, lines))))
    before = [_sign(item.printed) for item in old.sentences]
    after = [_sign(item) for item in new]
    found: list[Difference] = []
    pairs = align(before, after)
    for a, b, c, d in gaps_between(pairs, 0, len(before), 0, len(after)):
        found += _in_gap(old, new, (a, b, c, d), moved, effort)
    return found


def _sign(sentence: str) -> str:
    return squeezed(sentence) or _BREAK


def _in_gap(
    old: SectionSaid,
    new: Sequence[str],
    gap: tuple[int, int, int, int],
    moved: Mapping[str, str],
    effort: Effort,
) -> Iterator[Difference]:
    a, b, c, d = gap
    here, there = old.sentences[a:b], new[c:d]
    pairs = _most_alike([item.printed for item in here], there, effort)
    for w, x, y, z in _steps(pairs, len(here), len(there)):
        first, last = a + w, a + x
        if x - w == z - y == 1:
            if _sign(here[w].printed) != _sign(there[y]):
                text, overtyped = relinked(here[w], there[y], effort)
                yield Difference("changed", old.key, here[w].printed, there[y], first, last, text, overtyped)
            continue
        text = "".join(moved.get(squeezed(item)) or defuse(item) for item in there[y:z])
        before = "".join(item.printed for item in here[w:x])
        after = "".join(there[y:z])
        if w == x or y == z:
            kind: Kind = "added" if w == x else "removed"
            if squeezed(before + after):
                yield Difference(kind, old.key, before.strip(), after.strip(), first, last, text)
            else:
                yield _break(old, first, last, after)
        else:
            yield Difference("changed", old.key, before.strip(), after.strip(), first, last, text)


def _break(old: SectionSaid, first: int, last: int, after: str) -> Difference:
    """A paragraph parted in two, or two made one: told with the sentences on both sides."""
    start, end = max(first - 1, 0), min(last + 1, len(old.sentences))
    around = old.sentences[start:first], old.sentences[first:last], old.sentences[last:end]
    before = "".join(item.printed for part in around for item in part)
    text = "".join(item.text for item in around[0]) + after + "".join(item.text for item in around[2])
    read = "".join(item.printed for item in around[0]) + after + "".join(item.printed for item in around[2])
    return Difference("changed", old.key, before, read, start, end, text)


def _steps(pairs: Sequence[tuple[int, int]], here: int, there: int) -> Iterator[tuple[int, int, int, int]]:
    """What came or went between the pairs, and each pair, in order."""
    a = c = 0
    for x, y in [*pairs, (here, there)]:
        if a < x:
            yield a, x, c, c
        if c < y:
            yield x, x, c, y
        if (x, y) != (here, there):
            yield x, x + 1, y, y + 1
        a, c = x + 1, y + 1


def _most_alike(old: Sequence[str], new: Sequence[str], effort: Effort) -> list[tuple[int, int]]:
    return in_order(old, new, lambda place: _LIKE, effort)


def in_order(
    old: Sequence[str], new: Sequence[str], least: Callable[[int], float], effort: Effort
) -> list[tuple[int, int]]:
    """Pairs that rise on both sides and are together most alike; a line break goes with a line break.

    `least`: how alike the old one of that place must be to its other.
    """
    size = len(old) * len(new)
    if not size or size > _MOST_COMPARED or not effort.takes(size * 20):
        return []
    before = [pairs_of(squeezed(item)[:_LONGEST]) for item in old]
    after = [pairs_of(squeezed(item)[:_LONGEST]) for item in new]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for x in range(len(old) - 1, -1, -1):
        for y in range(len(new) - 1, -1, -1):
            score = _score(old[x], new[y], before[x], after[y])
            paired = score + best[x + 1][y + 1] if score >= least(x) else 0.0
            best[x][y] = max(best[x + 1][y], best[x][y + 1], paired)
    pairs = []
    x = y = 0
    while x < len(old) and y < len(new):
        if best[x][y] == best[x + 1][y]:
            x += 1
        elif best[x][y] == best[x][y + 1]:
            y += 1
        else:
            pairs.append((x, y))
            x, y = x + 1, y + 1
    return pairs


def _score(old: str, new: str, before: frozenset[str], after: frozenset[str]) -> float:
    if _BREAK in {old, new}:
        return 0.5 if old == new else 0.0
    return likeness(before, after)


def applied(base: str, now: str, first: int, last: int, text: str) -> str | None:
    """What stands now, with sentences `first` up to `last` of the base as `text`; None where both differ."""
    told, stands = sentences(base), sentences(now)
    places = dict(align(told, stands))
    found = [places.get(place, -1) for place in range(first, last)]
    if found and -1 not in found and found[-1] - found[0] == len(found) - 1:
        return "".join((*stands[: found[0]], text, *stands[found[-1] + 1 :]))
    if not found and not told and not stands:
        return text
    if not found and first - 1 in places:
        place = places[first - 1] + 1
        if first not in places or places[first] == place:
            return "".join((*stands[:place], text, *stands[place:]))
    stretches = merged(base, now, first, last, text)
    return "".join(item.merged for item in stretches) if is_clean(stretches) else None


def merged(base: str, now: str, first: int, last: int, text: str) -> tuple[Stretch, ...]:
    """The three texts in stretches: `mine` is what stands now, `theirs` what came back."""
    told = sentences(base)
    return merge(base, now, "".join((*told[:first], text, *told[last:])))


def forced(base: str, now: str, first: int, last: int, text: str) -> str:
    """As `applied`; where both changed the same, what came back."""
    stretches = merged(base, now, first, last, text)
    return "".join(item.theirs if item.is_conflict else item.merged for item in stretches)


def standing(base: str, now: str, first: int, last: int, text: str) -> str:
    """What stands now where both changed the same."""
    conflicts = [item.mine for item in merged(base, now, first, last, text) if item.is_conflict]
    return "".join(words for words, _ in groupby(conflicts)).strip()
