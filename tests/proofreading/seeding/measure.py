"""Which of the seeded faults the rules find, and what they say where there is none."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache, cached_property
from multiprocessing import get_context
from typing import Any

from edusum.proofreading.findings import Finding
from edusum.proofreading.registry import all_rules
from edusum.proofreading.run import Proofread
from tests.proofreading.papers import characters, papers
from tests.proofreading.seeding import (
    ends,
    facts,
    joints,
    leftovers,
    marks,
    numbering,
    others,
    spelling,
    told,
    wording,
)
from tests.proofreading.seeding.changes import Mutation, mutations

SEEDED_BY = (facts, told, numbering, marks, ends, spelling, leftovers, others, wording, joints)
"""Where mutators stand; importing them makes them known."""
_CHUNK = 32


@dataclass
class Score:
    """`found` of the `seeded` faults were found; `false`: findings where there is no fault."""

    seeded: int = 0
    found: int = 0
    false: int = 0

    @property
    def recall(self) -> float:
        return self.found / self.seeded if self.seeded else 1.0

    @property
    def precision(self) -> float:
        told = self.found + self.false
        return self.found / told if told else 1.0


@dataclass(frozen=True)
class Outcome:
    """`right` are the findings about the fault, `wrong` those that stand elsewhere."""

    mutation: Mutation
    right: tuple[Finding, ...]
    wrong: tuple[Finding, ...]


@dataclass
class Measured:
    outcomes: list[Outcome] = field(default_factory=list)

    @cached_property
    def by_mutator(self) -> dict[str, Score]:
        scores: dict[str, Score] = defaultdict(Score)
        for outcome in self.outcomes:
            score = scores[outcome.mutation.mutator.name]
            score.seeded += 1
            score.found += bool(outcome.right)
            score.false += len(outcome.wrong)
        return dict(scores)

    @cached_property
    def by_rule(self) -> dict[str, Score]:
        """A fault counts for the rules that found it, one that nobody found for the rule it was meant for."""
        scores = {code: Score() for code in all_rules()}
        for outcome in self.outcomes:
            for code in {finding.rule for finding in outcome.right} or {outcome.mutation.aim}:
                score = scores.setdefault(code, Score())
                score.seeded += 1
                score.found += bool(outcome.right)
            for finding in outcome.wrong:
                scores[finding.rule].false += 1
        for finding in on_faultless_papers():
            scores[finding.rule].false += 1
        return scores

    def recall(self, families: Iterable[str] = ()) -> float:
        """Of all, or of the mutators that seed one of these families in the first place."""
        chosen = [
            outcome
            for outcome in self.outcomes
            if not families or outcome.mutation.mutator.make.__module__.rpartition(".")[2] in families
        ]
        return sum(bool(outcome.right) for outcome in chosen) / max(len(chosen), 1)

    def as_json(self) -> dict[str, Any]:
        rules = {
            code: {"seeded": score.seeded, "found": score.found, "false": score.false}
            for code, score in sorted(self.by_rule.items())
            if code in all_rules()
        }
        return {"rules": rules, "clean_characters": characters(), "mutations": len(self.outcomes)}

    def table(self) -> str:
        lines = [f"{'':44}{'seeded':>8}{'found':>8}{'recall':>8}{'false':>7}"]
        for name, score in self.by_mutator.items():
            lines.append(f"{name:44}{score.seeded:8}{score.found:8}{score.recall:8.2f}{score.false:7}")
        lines.append("")
        lines.append(f"{'':44}{'seeded':>8}{'found':>8}{'false':>7}{'precision':>11}")
        for code, score in sorted(self.by_rule.items()):
            lines.append(f"{code:44}{score.seeded:8}{score.found:8}{score.false:7}{score.precision:11.2f}")
        return "\n".join(lines)


def on_faultless_papers() -> list[Finding]:
    return [finding for paper in papers() for finding in paper.as_read.findings]


@cache
def measured(named: str = "") -> Measured:
    """All mutations, or those of the mutators whose names hold a word, shared among the processors."""
    chosen = [item for item in mutations() if named in item.mutator.name]
    for paper in papers():
        _ = paper.as_read
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        numbers = [number for number, item in enumerate(mutations()) if named in item.mutator.name]
        answers = pool.map(_answers, numbers, chunksize=_CHUNK)
        return Measured([Outcome(mutation, *told) for mutation, told in zip(chosen, answers, strict=True)])


def _answers(number: int) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    outcome = judged(mutations()[number])
    return outcome.right, outcome.wrong


def judged(mutation: Mutation) -> Outcome:
    """What is new since the paper was faultless, about the fault or elsewhere."""
    before = _told(mutation.paper.as_read)
    right, wrong = [], []
    for finding in mutation.read().findings:
        key = _key(finding)
        if before[key]:
            before[key] -= 1
        elif _is_about(mutation, finding):
            right.append(finding)
        elif finding.rule not in mutation.mutator.brings:
            wrong.append(finding)
    told = tuple(
        item for item in right if item.family in mutation.mutator.families and not _is_mere_hint(item)
    )
    return Outcome(mutation, told, tuple(wrong))


def _is_mere_hint(finding: Finding) -> bool:
    """Whether a rule that finds faults was not sure enough."""
    return finding.severity == "hint" and all_rules()[finding.rule].severity != "hint"


def _is_about(mutation: Mutation, finding: Finding) -> bool:
    places = ((finding.start, finding.end), *finding.related)
    return any(start < mutation.end and mutation.start < end for start, end in places)


def _told(done: Proofread) -> Counter[tuple[str, str]]:
    return Counter(map(_key, done.findings))


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.quote
