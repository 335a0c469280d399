"""The project's own faultless papers, with the facts in them that a pencil can prove."""

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from edusum.document.readers.source import SourceText, from_text
from edusum.proofreading.known import Known
from edusum.proofreading.run import Proofread, proofread

CORPUS = Path(__file__).with_name("corpus")


@dataclass(frozen=True, slots=True)
class Fact:
    """`quote` holds all that proves it; with `wrong` in the place of `number` it is certainly false."""

    family: str
    quote: str
    number: str
    wrong: str
    why: str


@dataclass(frozen=True)
class Paper:
    name: str
    text: str
    year: int
    genre: str
    bureau: str
    facts: tuple[Fact, ...]

    @cached_property
    def source(self) -> SourceText:
        return from_text(self.text)

    @property
    def known(self) -> Known:
        """What is known of any paper of a desk."""
        return Known(year=self.year, genre=self.genre, bureau=self.bureau)

    @cached_property
    def as_read(self) -> Proofread:
        return proofread(self.source, self.known)


@cache
def papers() -> tuple[Paper, ...]:
    return tuple(_read(path) for path in sorted(CORPUS.glob("*.txt")))


def _read(path: Path) -> Paper:
    told = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return Paper(
        name=path.stem,
        text=path.read_text("utf-8").rstrip("\n"),
        year=told["year"],
        genre=told["genre"],
        bureau=told["bureau"],
        facts=tuple(Fact(**fact) for fact in told["facts"]),
    )


def characters() -> int:
    """Of all papers, without blanks."""
    return sum(len("".join(paper.text.split())) for paper in papers())
