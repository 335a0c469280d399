"""Which metric a figure of an old paper is: proposed by name, synonym, unit, domain and last use."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from edusum.document.readers.script import characters
from edusum.document.understanding.plain import plain
from edusum.intake.models import FoundQuantity, SourceDocument
from edusum.metrics.models import MetricDefinition
from edusum.metrics.units import scale_of
from edusum.orgs.models import Bureau

MOST_PROPOSED = 3
SURE = 1.0
LEAST = 0.45
"""Below this two names have too little in common to be offered."""
TAKEN_ROLES = ("actual", "part", "total", "previous")
"""Of figures that a metric of a year can hold; targets and changes are none."""
_UNFIT = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]")
_EMPTY_WORDS = re.compile(
    r"^(?:全[省市州县区局校国]|我[省市州县区局校]|本[省市州县区局校]|目前|现有|共有|拥有)|(?:总数|数量|人数|数)$"
)
_SAME_UNITS = {"名": "人", "位": "人", "户": "户", "百分点": "个百分点", "家": "所", "公里": "千米"}
_SAME_DOMAIN = 0.05
_OTHER_UNIT = 0.5


@dataclass(frozen=True, slots=True)
class Proposal:
    """A metric for a label, how well they fit (0–1), and why, in words."""

    metric: MetricDefinition
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Name:
    """One of the names of a metric, reduced to what is compared."""

    metric: MetricDefinition
    words: str
    core: str
    pairs: Counter[str]
    is_own: bool


class Matcher:
    """Knows all metrics in use, and what this bureau took labels for before. Two queries."""

    def __init__(self, bureau: Bureau) -> None:
        self._metrics: list[MetricDefinition] = list(MetricDefinition.objects.active())
        self._before = last_uses(bureau)
        self._by_pk = {metric.pk: metric for metric in self._metrics}

    @cached_property
    def names(self) -> list[_Name]:
        return [
            _Name(metric, fit, core(fit), _pairs(core(fit)), is_own)
            for metric in self._metrics
            for is_own, name in [(True, metric.name), *((False, word) for word in metric.synonyms)]
            if (fit := normal(name))
        ]

    @cached_property
    def _by_pair(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, name in enumerate(self.names):
            for pair in name.pairs:
                found.setdefault(pair, []).append(number)
        return found

    @cached_property
    def _by_words(self) -> dict[str, list[_Name]]:
        found: dict[str, list[_Name]] = {}
        for name in self.names:
            for words in {name.words, name.core}:
                found.setdefault(words, []).append(name)
        return found

    def sure(self, label: str, unit: str) -> MetricDefinition | None:
        """The one metric that people took this label for before, or that has this very name and unit."""
        words = normal(label)
        if not words:
            return None
        before = self._by_pk.get(self._before.get((words, base_unit(unit)), 0))
        if before is not None:
            return before
        for key in (words, core(words)):
            found: dict[int, MetricDefinition] = {
                name.metric.pk: name.metric
                for name in self._by_words.get(key, ())
                if is_same_unit(name.metric, unit)
            }
            if found:
                return next(iter(found.values())) if len(found) == 1 else None
        return None

    def proposals(self, label: str, unit: str, domains: Iterable[str] = ()) -> list[Proposal]:
        """The best few, the best first; `domains`: what the paper speaks of otherwise."""
        words = normal(label)
        if not words:
            return []
        known, pairs = set(domains), _pairs(core(words))
        best: dict[int, Proposal] = {}
        for name in self._near(pairs):
            likeness = 1.0 if name.words == words else dice(name.pairs, pairs)
            score = self._weighed(likeness, name.metric, unit, known) if likeness >= LEAST else 0.0
            held = best.get(name.metric.pk)
            if score >= LEAST and (held is None or score > held.score):
                best[name.metric.pk] = Proposal(name.metric, score, _reason(name, words, unit))
        before = self._by_pk.get(self._before.get((words, base_unit(unit)), 0))
        if before is not None:
            best[before.pk] = Proposal(before, SURE, "上次入库时用过")
        ranked = sorted(best.values(), key=lambda item: (-item.score, item.metric.position, item.metric.pk))
        return ranked[:MOST_PROPOSED]

    def _near(self, pairs: Iterable[str]) -> list[_Name]:
        """The names that share at least one of these pairs of characters."""
        near = {number for pair in pairs for number in self._by_pair.get(pair, ())}
        return [self.names[number] for number in sorted(near)]

    def _weighed(self, likeness: float, metric: MetricDefinition, unit: str, domains: set[str]) -> float:
        if not is_same_unit(metric, unit):
            return likeness * _OTHER_UNIT
        return min(1.0, likeness + _SAME_DOMAIN) if metric.domain in domains else likeness


def last_uses(bureau: Bureau) -> dict[tuple[str, str], int]:
    """(label, unit) → the metric (id) that a person of this bureau took it for last."""
    rows = FoundQuantity.objects.filter(
        document__bureau=bureau, metric__isnull=False, is_metric_confirmed=True
    ).order_by("document__updated_at", "pk")
    return {
        (normal(label), base_unit(unit)): metric
        for label, unit, metric in rows.values_list("label", "unit", "metric_id")
        if normal(label)
    }


def take_sure(document: SourceDocument) -> int:
    """Give each figure that can be a metric's the metric that is certain; answers with how many."""
    matcher = Matcher(document.bureau)
    taken = []
    for row in document.quantities.filter(metric__isnull=True, is_kept=True, role__in=TAKEN_ROLES):
        row.metric = matcher.sure(row.label, row.unit)
        if row.metric is not None:
            taken.append(row)
    FoundQuantity.objects.bulk_update(taken, ["metric"], batch_size=200)
    return len(taken)


def domains_of(quantities: Sequence[FoundQuantity]) -> list[str]:
    """The domains of the metrics that were found, those of at least two."""
    counts = Counter(row.metric.domain for row in quantities if row.metric is not None)
    return [domain for domain, count in counts.items() if count > 1]


def normal(words: str) -> str:
    """The words as they are compared: simplified, half-width, without signs and blanks."""
    return _UNFIT.sub("", plain(words).translate(characters())).lower()


def core(words: str) -> str:
    """Normal words without 全县, 现有 … before and 数 behind."""
    bare = _EMPTY_WORDS.sub("", words)
    return bare if len(bare) > 1 else words


def base_unit(unit: str) -> str:
    """万人, 名 and 人 count the same."""
    base = scale_of(unit)[0]
    return _SAME_UNITS.get(base, base)


def is_same_unit(metric: MetricDefinition, unit: str) -> bool:
    return base_unit(metric.unit or ("%" if metric.kind == "percent" else "")) == base_unit(unit)


def dice(one: Counter[str], other: Counter[str]) -> float:
    """Sørensen–Dice of two bags of character pairs: 1 the same, 0 nothing in common."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _pairs(words: str) -> Counter[str]:
    if len(words) < 2:
        return Counter([words]) if words else Counter()
    return Counter(words[at : at + 2] for at in range(len(words) - 1))


def _reason(name: _Name, words: str, unit: str) -> str:
    same = "名称相同" if name.words == words else "名称相近"
    if not name.is_own:
        same = "与一个同义说法相同" if name.words == words else "与一个同义说法相近"
    return same if is_same_unit(name.metric, unit) else f"{same}，但单位不同"
