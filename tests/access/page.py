"""What a row of the table of pages says; the rows stand in `desk` and `workshop`, see tests/test_pages.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from django.urls import reverse

from tests.world import World

ALL, NO_ONE = "CcHhEPDM", ""
OK, MOVED, CHANGED, UNREADABLE = 200, 302, 409, 422
SIGN_IN, SIGN_IN_AGAIN, REFUSED, MISSING = 302, 401, 403, 404


@dataclass(frozen=True, slots=True)
class Page:
    """One way into a page: who gets `answer`; the others of the bureau get `refusal`.

    `at` gives the arguments of the URL, `sent` the query or the form: "draft.pk" is read from the world, what
    has no dot stands for itself.
    `elsewhere` is what somebody with every role in another bureau gets: by default nothing where there is
    something to look for, and their own page where there is none.
    """

    name: str
    allowed: str = ALL
    at: Mapping[str, object] = field(default_factory=dict)
    method: str = "get"
    sent: Mapping[str, object] = field(default_factory=dict)
    answer: int = OK
    refusal: int = REFUSED
    elsewhere: int | None = None
    nobody: int | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    def expected(self) -> dict[str, int]:
        own = {letter: self.answer if letter in self.allowed else self.refusal for letter in ALL}
        default = MISSING if any(map(is_of_the_world, self.at.values())) else self.answer
        closed = SIGN_IN if self.method == "get" else SIGN_IN_AGAIN
        return own | {
            "elsewhere": default if self.elsewhere is None else self.elsewhere,
            "nobody": closed if self.nobody is None else self.nobody,
        }

    def url(self, world: World) -> str:
        return reverse(self.name, kwargs=resolved(self.at, world))


def resolved(values: Mapping[str, object], world: World) -> dict[str, object]:
    return {
        name: attrgetter(value)(world) if is_of_the_world(value) else value for name, value in values.items()
    }


def is_of_the_world(value: object) -> bool:
    return isinstance(value, str) and "." in value
