"""What is told of a paper that came back."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["changed", "added", "removed", "heading", "unplaced"]


@dataclass(frozen=True, slots=True)
class Overtyped:
    """A linked figure whose printed words somebody typed over.

    `typed` stands in the difference's `text` from `start` on; "" if the figure is gone altogether.
    """

    name: str
    token: str
    printed: str
    typed: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A piece of a section that reads otherwise: `before` and `after` as printed.

    Sentences `first` up to `last` of the section's token text as it was exported become `text`, in which
    figures that still stand are tokens. Of a heading `text` is the new one, without its mark; what is
    unplaced belongs to no section's text.
    """

    kind: Kind
    key: str
    before: str
    after: str
    first: int = 0
    last: int = 0
    text: str = ""
    overtyped: tuple[Overtyped, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """`alike`: from 0 to 1, how much of the exported paper is in the one that came back.

    `lost`: keys of sections whose mark is gone, so that they were found by their words.
    """

    differences: tuple[Difference, ...]
    alike: float
    lost: tuple[str, ...]
