"""What can go wrong in the library, said to the person who can mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

from edusum.common.errors import EdusumError
from edusum.common.words import quoted

SHOWN = 5


@dataclass(frozen=True, slots=True)
class PhraseProblem:
    """A fault in a phrase (`number` counts from 1) or, with number 0, in a heading or title."""

    place: str
    number: int
    line: int
    message: str
    section_id: int | None = None

    def __str__(self) -> str:
        where = quoted(self.place) + (f"第{self.number}句" if self.number else "")
        return f"{where}{self.in_phrase}"

    @property
    def in_phrase(self) -> str:
        return f"第{self.line}行：{self.message}"


@dataclass(frozen=True, slots=True)
class Advice:
    """Something in a section to look at before publishing; nothing is wrong with it."""

    section_id: int
    message: str

    def __str__(self) -> str:
        return self.message


class LibraryError(EdusumError):
    """The library refuses; nothing was changed."""


class VersionFrozenError(LibraryError):
    def __init__(self, version: object) -> None:
        super().__init__(f"“{version}”已经发布，不能再修改；请先“复制为新版本”，在新版本里改。")


class EditingVersionExistsError(LibraryError):
    """`version` is the one that is being edited already."""

    def __init__(self, version: object) -> None:
        super().__init__(f"“{version}”正在编辑中，请直接在那里修改，或先发布它。")
        self.version = version


class TemplateTakenError(LibraryError):
    """Somebody has just stored a template with the same code and owner."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"刚刚有人存了同一代码（{code}）的模板，这里没有再存；请刷新页面看看那一个，需要时换一个代码。"
        )


class PhraseErrors(LibraryError):  # noqa: N818 -- several at once
    """Phrases, headings or titles that cannot be used; `problems` says which and why."""

    def __init__(self, problems: Sequence[PhraseProblem]) -> None:
        listed = "；".join(str(problem).rstrip("。") for problem in problems[:SHOWN])
        rest = f"……共{len(problems)}处" if len(problems) > SHOWN else ""
        super().__init__(f"措辞有误，未保存。{listed}{rest}。")
        self.problems = tuple(problems)
