"""Files that should not be: what hands, tools and malice do to old papers. Built here, none is kept."""

from collections.abc import Callable
from dataclasses import dataclass

EITHER = ""
"""Text or a sentence, as the reader likes."""
READS = "reads"


@dataclass(frozen=True)
class Hostile:
    """`expected`: READS, EITHER, or words of the sentence that people are told. `is_heavy`: takes a while."""

    name: str
    make: Callable[[], bytes]
    expected: str = EITHER
    is_heavy: bool = False

    def __repr__(self) -> str:
        return self.name


class Corpus(list[Hostile]):
    def case(self, name: str, expected: str = EITHER, *, is_heavy: bool = False):
        """Marks a function without arguments that makes the bytes."""

        def add(make: Callable[[], bytes]) -> Callable[[], bytes]:
            self.append(Hostile(name, make, expected, is_heavy))
            return make

        return add

    def put(self, name: str, content: bytes, expected: str = EITHER) -> None:
        self.append(Hostile(name, lambda: content, expected))
