"""What is understood of an old paper. Every item points to characters of the text it was read from."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from edusum.document.model import Document

if TYPE_CHECKING:
    from edusum.document.understanding.figures import Figures

Role = Literal["actual", "target", "change", "previous", "standard", "part", "total"]
FindingKind = Literal[
    "numbering_gap",
    "numbering_duplicate",
    "numbering_mixed",
    "level_skipped",
    "residue",
    "placeholder",
    "truncated",
]

Fault = Literal["", "gap", "first", "lost", "lone", "repeated", "behind", "items"]
"""Of numbers: one is skipped, a run does not begin with 1, a paragraph lost its number, there is one item
alone, the same number comes again, a smaller one comes, 四是 behind 二是."""


class HeadingRead(NamedTuple):
    """A heading at text[start:end], mark included.

    `level` 1 is the highest of this paper, 0 a heading without level. `marker` as it stands (「一、」
    「（二）」「3.」「一是」), "" where it has none; `words` without mark and end stop. `is_inline`: an item
    of an enumeration in running text (一是 首先 其一 一方面 一要); `is_run_in`: the paragraph goes on
    behind it.
    """

    level: int
    marker: str
    words: str
    start: int
    end: int
    is_run_in: bool = False
    is_inline: bool = False


class QuantityRead(NamedTuple):
    """A number that is counted or measured: text[start:end] is number and unit, `quote` the clause around.

    `value` digits without unit, scale (万) in the unit as printed: value 1.2, unit 万人. Ratios read 1:6.3
    with unit "". `label` says what is counted, with what it belongs to (农村学前教育机构).
    `approximation`: over, near, about, at_least, within, under or "". `period` as printed (2010年,
    今年上半年) or "". `upper` where a range ends (3—5年: 3, 5) or "".
    `compared` what a change or a previous value is held against (上年, 2006年底) or "".
    """

    label: str
    value: str
    unit: str
    role: Role
    start: int
    end: int
    quote: str
    quote_start: int
    approximation: str = ""
    period: str = ""
    compared: str = ""
    upper: str = ""


@dataclass(frozen=True, slots=True)
class FindingRead:
    """A defect of origin at text[start:end], in a sentence for people; `fault` says which of its kind."""

    kind: FindingKind
    start: int
    end: int
    quote: str
    message: str
    fault: Fault = ""


@dataclass(frozen=True, slots=True)
class Residue:
    """What a web page or a copier left in the text at text[start:end]: cut off, and shown."""

    start: int
    end: int
    what: str


@dataclass(frozen=True)
class Understood:
    """All of it. `document` is the paper without residue.

    `plain` is the text as the rules read it, character for character: simplified, full-width signs as
    half-width ones, every blank a space, residue as `REMOVED`. `figures` are found, `quantities` named too.
    """

    title: str
    headings: tuple[HeadingRead, ...]
    figures: "Figures" = field(repr=False, compare=False)
    findings: tuple[FindingRead, ...]
    residue: tuple[Residue, ...]
    document: Document
    plain: str

    @cached_property
    def quantities(self) -> tuple[QuantityRead, ...]:
        return self.figures.quantities
