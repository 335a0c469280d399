"""How a faultless paper is made faulty: one change at a time, the same ones in every run."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from random import Random

from edusum.document.readers.source import SourceTable, SourceText, from_text
from edusum.proofreading.known import Known
from edusum.proofreading.run import Proofread, proofread
from tests.proofreading.papers import Paper, papers

ENDS = "。！？!?\n"
USUAL = 16
_LONGEST_PLACE = 160


@dataclass(frozen=True, slots=True)
class Change:
    """text[start:end] becomes `words`.

    `around`: where a finding about it may stand, as places of the faultless text; the sentences that were
    changed, if not told. `aim`: the rule it is for, if not that of its mutator. `known` and `tables` where
    the fault lies in what contradicts the paper.
    """

    start: int
    end: int
    words: str
    around: tuple[int, int] | None = None
    aim: str = ""
    known: Known | None = None
    tables: tuple[SourceTable, ...] = ()


Make = Callable[[Paper], Iterable[Change]]


@dataclass(frozen=True, slots=True)
class Mutator:
    """`aim` is the code of the rule it is for; a finding of any of the `families` is a right answer."""

    name: str
    aim: str
    families: frozenset[str]
    most: int
    make: Make
    brings: frozenset[str] = frozenset()
    """Rules that may rightly speak up elsewhere because of such a fault."""


@dataclass(frozen=True)
class Mutation:
    """A paper with one fault, about which a finding may stand in text[start:end]."""

    mutator: Mutator
    paper: Paper
    aim: str
    source: SourceText
    start: int
    end: int
    known: Known
    words: str
    is_told: bool
    """Whether the paper itself was left alone: then what is known of it holds the fault."""

    @cached_property
    def place(self) -> str:
        return self.source.text[self.start : self.end]

    def read(self) -> Proofread:
        return proofread(self.source, self.known)


MUTATORS: dict[str, Mutator] = {}


def seeds(
    *families: str, aim: str, most: int = USUAL, brings: Collection[str] = ()
) -> Callable[[Make], Make]:
    """Registers a mutator: at most so many of its changes are taken."""

    def register(make: Make) -> Make:
        name = make.__name__.replace("_", " ")
        MUTATORS[name] = Mutator(name, aim, frozenset(families), most, make, frozenset(brings))
        return make

    return register


@cache
def mutations() -> tuple[Mutation, ...]:
    """All of them, mutator by mutator and paper by paper."""
    return tuple(_all())


def _all() -> Iterator[Mutation]:
    for mutator in MUTATORS.values():
        found = [
            (paper, change)
            for paper in papers()
            for change in mutator.make(paper)
            if _changes_something(paper, change)
        ]
        if len(found) > mutator.most:
            chosen = Random(mutator.name).sample(range(len(found)), mutator.most)
            found = [found[number] for number in sorted(chosen)]
        yield from (mutated(mutator, paper, change) for paper, change in found)


def _changes_something(paper: Paper, change: Change) -> bool:
    return bool(change.known or change.tables) or paper.text[change.start : change.end] != change.words


def mutated(mutator: Mutator, paper: Paper, change: Change) -> Mutation:
    text = paper.text[: change.start] + change.words + paper.text[change.end :]
    grown = len(change.words) - (change.end - change.start)
    if change.around:
        start = min(change.around[0], change.start)
        end = max(change.around[1], change.end) + grown
    else:
        start, end = sentence(text, change.start, change.start + len(change.words))
    source = from_text(text)
    return Mutation(
        mutator=mutator,
        paper=paper,
        aim=change.aim or mutator.aim,
        source=replace(source, tables=change.tables) if change.tables else source,
        start=start,
        end=end,
        known=change.known or paper.known,
        words=change.words or paper.text[change.start : change.end],
        is_told=paper.text == text,
    )


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentences that text[start:end] touches, with the sign before and after."""
    first = max(text.rfind(sign, 0, max(start, 0)) for sign in ENDS)
    ends = [place for sign in ENDS if (place := text.find(sign, max(end - 1, start))) >= 0]
    return max(first, 0), min(ends, default=len(text) - 1) + 1


def narrowed(text: str, quote: tuple[int, int], number: tuple[int, int]) -> tuple[int, int]:
    """Where a finding about a number may stand: the words that prove it, if they stand close together."""
    if quote[1] - quote[0] <= _LONGEST_PLACE:
        return quote
    return sentence(text, *number)
