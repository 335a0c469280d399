"""What a rule finds, and what a rule is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from edusum.proofreading.known import Known
    from edusum.proofreading.reading import Reading

Severity = Literal["error", "suspect", "hint"]
SEVERITIES: dict[Severity, str] = {"error": "必错", "suspect": "疑似", "hint": "提示"}
Family = Literal["figures", "residue", "style", "words"]
FAMILIES: dict[Family, str] = {
    "figures": "数字核对",
    "residue": "残留核对",
    "style": "体例核对",
    "words": "用词核对",
}
Kind = Literal[
    "numbering_gap",
    "numbering_duplicate",
    "arithmetic",
    "decimal_lost",
    "placeholder",
    "missing_number",
    "residue",
    "truncated",
    "punctuation",
    "typo",
    "other",
]
"""What a finding is in the JSON of `read_document`."""


@dataclass(frozen=True, slots=True)
class Fix:
    """Replace text[start:end] by `words`; `label` is what the button says: 改为“47”."""

    start: int
    end: int
    words: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's answer at text[start:end]: the words that are wrong, no more than a clause if possible.

    `message` says in a sentence what is wrong and what to do, `evidence` writes the reason out
    (12+12+10+13=47，文中为46). `severity` and `kind` stand for the rule's own when they differ this time;
    `related` are the other places that bear it out.
    """

    start: int
    end: int
    message: str
    evidence: str = ""
    fix: Fix | None = None
    severity: Severity | None = None
    kind: Kind | None = None
    related: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A text a rule is tried on, and the words it must point at: () for a text that is right.

    `known` only where the rule needs more than the text. The first faulty and the first right case are the
    examples people see.
    """

    text: str
    finds: tuple[str, ...] = ()
    known: "Known | None" = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing to look for. `code` lasts (waivers and settings name it): sum-of-parts.

    `severity` unless a hit says otherwise or the bureau re-graded it. `authority` is the standard and
    clause, the law, the custom, or 本系统惯例; `about` says in two sentences what it looks for and when it
    keeps silent. `is_local`: one section alone is enough, so it runs while somebody types. `is_on`: unless
    the bureau decided otherwise.
    """

    code: str
    family: Family
    title: str
    severity: Severity
    kind: Kind
    authority: str
    about: str
    find: "Callable[[Reading], Iterable[Hit]]"
    cases: tuple[Case, ...]
    is_local: bool = True
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit of a rule with its final severity. `fingerprint` stays the same while its words do."""

    rule: str
    family: Family
    kind: Kind
    severity: Severity
    start: int
    end: int
    quote: str
    message: str
    evidence: str
    authority: str
    fingerprint: str
    fix: Fix | None = None
    related: tuple[tuple[int, int], ...] = ()
