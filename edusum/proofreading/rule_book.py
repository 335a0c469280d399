"""规则一览: every rule in words, with examples, a bureau's own mind about it, and what was measured."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from edusum.proofreading.findings import FAMILIES, SEVERITIES, Case, Rule
from edusum.proofreading.known import Setting
from edusum.proofreading.measured import Measure, measured
from edusum.proofreading.registry import all_rules


@dataclass(frozen=True, slots=True)
class Example:
    """Pieces of a text: (words, whether they are at fault)."""

    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule as its page shows it; `severity` is what holds here."""

    rule: Rule
    severity: str
    label: str
    is_on: bool
    is_own: bool
    usual: str
    faulty: Example | None
    right: Example | None
    measure: Measure | None


@dataclass(frozen=True, slots=True)
class Chapter:
    family: str
    title: str
    entries: Sequence[Entry]

    @property
    def count(self) -> int:
        return len(self.entries)


def chapters(settings: Mapping[str, Setting]) -> list[Chapter]:
    """Family by family, empty ones left out."""
    told = [Chapter(key, title, list(_entries(key, settings))) for key, title in FAMILIES.items()]
    return [chapter for chapter in told if chapter.entries]


def _entries(family: str, settings: Mapping[str, Setting]) -> Iterator[Entry]:
    known = measured()
    for rule in all_rules().values():
        if rule.family != family:
            continue
        setting = settings.get(rule.code)
        severity = (setting.severity if setting else None) or rule.severity
        yield Entry(
            rule=rule,
            severity=severity,
            label=SEVERITIES[severity],
            is_on=setting.is_on if setting else rule.is_on,
            is_own=setting is not None,
            usual=SEVERITIES[rule.severity],
            faulty=_example(rule.cases, is_faulty=True),
            right=_example(rule.cases, is_faulty=False),
            measure=known.rules.get(rule.code) if known else None,
        )


def _example(cases: Sequence[Case], *, is_faulty: bool) -> Example | None:
    case = next((case for case in cases if bool(case.finds) == is_faulty), None)
    return Example(tuple(_pieces(case))) if case else None


def _pieces(case: Case) -> Iterator[tuple[str, bool]]:
    place = 0
    for words in case.finds:
        at = case.text.find(words, place)
        if at < 0 or not words:
            continue
        if at > place:
            yield case.text[place:at], False
        yield words, True
        place = at + len(words)
    if place < len(case.text):
        yield case.text[place:], False
