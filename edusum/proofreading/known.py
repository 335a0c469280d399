"""What is known about a paper beyond its text; with nothing known, rules that need it keep silent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from edusum.library.linking import Linker
from edusum.metrics.figures import Figures
from edusum.proofreading.findings import Severity

NameKind = Literal["place", "school", "office", "person"]


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name of this bureau: its place, a school, an office or a person (`post` 局长, `rank` 1 the first)."""

    kind: NameKind
    name: str
    aliases: tuple[str, ...] = ()
    post: str = ""
    rank: int = 0
    is_former: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """A bureau's own mind about a rule; `severity` None keeps that of the rule."""

    is_on: bool = True
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """text[start:end] is printed from the metric called `name` by `token`: nobody typed it."""

    start: int
    end: int
    name: str
    token: str


@dataclass(frozen=True)
class Known:
    """`year` 0: to be told from the text. `previous`: last year's paper as plain text, a line a paragraph.

    `figures` by phrase name, `linker` finds typed numbers that are metrics' (None without a library).
    `names`: this bureau's directory; () means that no directory is kept. `others`: names typical of other
    bureaus which the database knows (their places, their own names).
    """

    year: int = 0
    genre: str = ""
    is_half_year: bool = False
    bureau: str = ""
    names: tuple[KnownName, ...] = ()
    others: tuple[str, ...] = ()
    figures: Figures = field(default_factory=dict)
    linker: Linker | None = None
    previous: str = ""
    previous_year: int = 0
    settings: Mapping[str, Setting] = field(default_factory=dict)


NOTHING = Known()
