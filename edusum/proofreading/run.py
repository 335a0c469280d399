"""A reading in, findings out."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from edusum.document.readers.source import SourceText
from edusum.document.understanding.items import Understood
from edusum.proofreading.findings import SEVERITIES, Finding, Hit, Rule, Severity
from edusum.proofreading.known import NOTHING, Known, Linked, Setting
from edusum.proofreading.reading import Reading
from edusum.proofreading.registry import all_rules

_ORDER: dict[Severity, int] = {severity: place for place, severity in enumerate(SEVERITIES)}
_SEEN_AROUND = 300
"""So that a sentence of many thousand characters is not read again for each of its findings."""


@dataclass(frozen=True)
class Proofread:
    """A paper that was looked through: its reading and the findings in the order of their places."""

    reading: Reading
    findings: tuple[Finding, ...]

    def of(self, *severities: Severity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity in severities)


def proofread(
    source: SourceText,
    known: Known = NOTHING,
    *,
    linked: Sequence[Linked] = (),
    understood: Understood | None = None,
    codes: Collection[str] | None = None,
    is_local: bool = False,
) -> Proofread:
    """Look a paper through with all rules that are on, or those of `codes`.

    `is_local`: the text is one section alone, so rules that need the whole paper keep silent.
    """
    reading = Reading(source, known, linked=linked, understood=understood)
    rules = [
        rule
        for rule in all_rules().values()
        if (codes is None or rule.code in codes) and (rule.is_local or not is_local)
    ]
    return Proofread(reading, findings_of(reading, rules))


def findings_of(reading: Reading, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """What the rules find, by place; of two on the very same words that say the same kind, the graver."""
    found: dict[tuple[int, int, str], Finding] = {}
    for rule in rules:
        setting = reading.known.settings.get(rule.code, Setting(is_on=rule.is_on))
        if not setting.is_on:
            continue
        for finding in _of_rule(reading, rule, setting):
            key = (finding.start, finding.end, finding.kind)
            other = found.get(key)
            if other is None or _ORDER[finding.severity] < _ORDER[other.severity]:
                found[key] = finding
    return tuple(sorted(found.values(), key=lambda item: (item.start, _ORDER[item.severity], item.end)))


def _of_rule(reading: Reading, rule: Rule, setting: Setting) -> Iterator[Finding]:
    for hit in rule.find(reading):
        yield Finding(
            rule=rule.code,
            family=rule.family,
            kind=hit.kind or rule.kind,
            severity=setting.severity or hit.severity or rule.severity,
            start=hit.start,
            end=hit.end,
            quote=reading.text[hit.start : hit.end],
            message=hit.message,
            evidence=hit.evidence,
            authority=rule.authority,
            fingerprint=_fingerprint(reading, rule, hit),
            fix=hit.fix,
            related=hit.related,
        )


def _fingerprint(reading: Reading, rule: Rule, hit: Hit) -> str:
    """Of the rule, the sentence around (as far as it is near), where in it the words stand, and the words of
    related places.
    """
    sentence = reading.sentence_at(hit.start)
    start = min(max(sentence.start, hit.start - _SEEN_AROUND), hit.start)
    end = max(min(sentence.end, hit.end + _SEEN_AROUND), hit.end)
    told = [
        rule.code,
        reading.text[start:end].strip(),
        reading.text[hit.start : hit.end],
        str(hit.start - start),
        *(reading.text[first:last] for first, last in hit.related),
    ]
    return sha256("\x1f".join(told).encode("utf-8", "surrogatepass")).hexdigest()
