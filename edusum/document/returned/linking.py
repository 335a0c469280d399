"""A sentence that was edited outside gets its figures back: those that still stand are tokens again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edusum.document.alignment import Effort, Words, differences, words
from edusum.document.model import FigureRun, Run
from edusum.document.returned.values import Overtyped
from edusum.document.tokens import TOKEN, defuse, tokens_in

_NUMBER = re.compile(
    r"[+-]?[0-9０-９]+(?:[.,．，:：/~～—-]{1,2}[0-9０-９]+)*[%％‰]?|[〇零一二三四五六七八九十百千万亿]{2,}|【[^【】]*】"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a printed sentence, at characters start–end of it."""

    start: int
    end: int
    token: str
    name: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is kept and as it was printed."""

    text: str
    printed: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A stretch that stands in both: `start`–`end` in the old one, from `there` on in the new one."""

    start: int
    end: int
    there: int


def token_text(runs: Sequence[Run | FigureRun]) -> str:
    """What is printed, figures as tokens."""
    return "".join(_spelled(run) for run in runs)


def printed_figures(runs: Sequence[Run | FigureRun]) -> list[str]:
    """What each token of `token_text` printed, in order."""
    return [run.text for run in runs if isinstance(run, FigureRun) and TOKEN.fullmatch(run.token)]


def _spelled(run: Run | FigureRun) -> str:
    if isinstance(run, FigureRun) and TOKEN.fullmatch(run.token):
        return run.token
    return defuse(run.text)


def printed_sentence(text: str, said: Iterator[str]) -> Sentence:
    """The sentence with what its tokens print, which is taken from `said` in order."""
    pieces: list[str] = []
    figures: list[Figure] = []
    end = length = 0
    for match in TOKEN.finditer(text):
        pieces.append(text[end : match.start()])
        length += match.start() - end
        printed = next(said, match[0])
        figures.append(Figure(length, length + len(printed), match[0], tokens_in(match[0])[0].name))
        pieces.append(printed)
        length += len(printed)
        end = match.end()
    return Sentence(text, "".join((*pieces, text[end:])), tuple(figures))


def relinked(old: Sentence, new: str, effort: Effort) -> tuple[str, tuple[Overtyped, ...]]:
    """The new words as token text, and the figures that were typed over."""
    if not old.figures:
        return defuse(new), ()
    kept, changed = _stretches(old.printed, new, effort)
    stands: list[tuple[int, int, Figure]] = []
    lost: list[Figure] = []
    for figure in old.figures:
        place = next((item for item in kept if item.start <= figure.start and figure.end <= item.end), None)
        if place is None:
            lost.append(figure)
        else:
            start = place.there + figure.start - place.start
            stands.append((start, start + figure.end - figure.start, figure))
    typed = {figure: _typed(figure, old, new, changed, lost) for figure in lost}
    return _written(new, stands, typed, old.printed)


def _stretches(old: str, new: str, effort: Effort) -> tuple[list[_Kept], list[tuple[int, int, int, int]]]:
    """What stands in both, and what was put in the place of what: old start and end, new start and end."""
    kept: list[_Kept] = []
    changed: list[tuple[int, int, int, int]] = []
    here = there = a = c = 0
    for side, pieces in differences(words(old), words(new), Words(), effort):
        length = sum(map(len, pieces))
        if side:
            here, there = here + (side < 0) * length, there + (side > 0) * length
            continue
        if (a, c) != (here, there):
            changed.append((a, here, c, there))
        if kept and (a, c) == (here, there):
            kept[-1] = _Kept(kept[-1].start, here + length, kept[-1].there)
        else:
            kept.append(_Kept(here, here + length, there))
        here, there = here + length, there + length
        a, c = here, there
    if (a, c) != (here, there):
        changed.append((a, here, c, there))
    return kept, changed


def _typed(
    figure: Figure,
    old: Sentence,
    new: str,
    changed: Sequence[tuple[int, int, int, int]],
    lost: Sequence[Figure],
) -> tuple[int, int] | None:
    """Where in the new sentence stands what was typed over the figure; None if nobody can tell."""
    for a, b, c, d in changed:
        beside = [item for item in lost if item.start < b and a < item.end]
        if figure not in beside:
            continue
        numbers = list(_NUMBER.finditer(new, c, d))
        if len(numbers) != len(beside):
            return None
        found = numbers[beside.index(figure)]
        return _with_words(old.printed[figure.start : figure.end], new, found.start(), found.end())
    return None


def _with_words(printed: str, new: str, start: int, end: int) -> tuple[int, int] | None:
    """The number with the words that the figure printed around it: 增长…, …所."""
    number = _NUMBER.search(printed)
    before, after = (printed[: number.start()], printed[number.end() :]) if number else ("", "")
    if not new.startswith(after, end) or not new[:start].endswith(before):
        return None
    return start - len(before), end + len(after)


def _written(
    new: str,
    stands: Sequence[tuple[int, int, Figure]],
    typed: dict[Figure, tuple[int, int] | None],
    printed: str,
) -> tuple[str, tuple[Overtyped, ...]]:
    text, end = "", 0
    starts: dict[Figure, int] = {}
    places = [*stands, *((*place, figure) for figure, place in typed.items() if place)]
    for start, stop, figure in sorted(places, key=lambda item: item[0]):
        text += defuse(new[end:start])
        starts[figure] = len(text)
        text += defuse(new[start:stop]) if figure in typed else figure.token
        end = stop
    over = []
    for figure, place in typed.items():
        words_typed = defuse(new[place[0] : place[1]]) if place else ""
        said = printed[figure.start : figure.end]
        over.append(Overtyped(figure.name, figure.token, said, words_typed, starts.get(figure, 0)))
    return text + defuse(new[end:]), tuple(over)
