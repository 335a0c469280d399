"""Parts under their total: in which order a list of metrics is read, and how deep each stands in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from edusum.metrics.relations import PART_OF, SUM_OF, Relation

MOST_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Nested:
    """A metric by its code, under how many others it stands."""

    code: str
    depth: int = 0


def nested(codes: Sequence[str], relations: Iterable[Relation]) -> list[Nested]:
    """The codes in their order, but each part after its total; a part of several stands under the first."""
    here = set(codes)
    parents = _parents(here, relations)
    children: dict[str, list[str]] = {}
    for code in codes:
        if code in parents:
            children.setdefault(parents[code], []).append(code)
    for siblings in children.values():
        siblings.sort(key=codes.index)
    tops = [code for code in codes if code not in parents]
    return [item for code in tops for item in _below(code, 0, children)]


def _below(code: str, depth: int, children: dict[str, list[str]]) -> list[Nested]:
    inner = [item for child in children.get(code, ()) for item in _below(child, depth + 1, children)]
    return [Nested(code, min(depth, MOST_DEPTH)), *inner]


def _parents(here: set[str], relations: Iterable[Relation]) -> dict[str, str]:
    """The total of each part, sums before single parts; never in a round."""
    parents: dict[str, str] = {}
    ordered = sorted(relations, key=lambda relation: relation.kind != SUM_OF)
    for relation in ordered:
        if relation.kind == SUM_OF:
            pairs = [(code, relation.metric) for code in relation.codes]
        elif relation.kind == PART_OF:
            pairs = [(relation.metric, relation.code_of("whole"))]
        else:
            continue
        for part, whole in pairs:
            if {part, whole} <= here and part not in parents and not _leads_to(whole, part, parents):
                parents[part] = whole
    return parents


def _leads_to(code: str, wanted: str, parents: dict[str, str]) -> bool:
    seen = set()
    while code in parents and code not in seen:
        seen.add(code)
        code = parents[code]
        if code == wanted:
            return True
    return code == wanted
