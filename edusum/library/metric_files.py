"""Metrics, their relations and terms in files, read strictly and held against each other."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from edusum.common.errors import EdusumError
from edusum.library.errors import LibraryError
from edusum.library.strict import (
    Key,
    flag,
    items,
    mapping,
    number,
    one_of,
    read_file,
    refuse_repeated,
    text,
    texts,
    whole,
    year,
)
from edusum.metrics.domains import DOMAINS
from edusum.metrics.entries import MAX_DECIMALS, read_entry
from edusum.metrics.relations import (
    ROLES,
    SUM_OF,
    SUMMED_KINDS,
    Metric,
    Relation,
    aggregation_problem,
    circle,
    clash,
    relation_problem,
)

AGGREGATIONS = ("sum", "ratio", "weighted_mean", "none")


@dataclass(frozen=True, slots=True)
class MetricFile:
    """A metric definition: `fields` by the names of the model's fields, `weight` the code of a metric."""

    place: str
    fields: Mapping[str, Any]
    weight: str = ""

    @property
    def code(self) -> str:
        return str(self.fields["code"])

    @property
    def words(self) -> tuple[str, ...]:
        """Everything it may be called, each once."""
        own = (self.fields["name"], self.fields["phrase_name"])
        return (*dict.fromkeys(own), *self.fields["synonyms"])


@dataclass(frozen=True, slots=True)
class RelationFile:
    """A relation by codes; `number` counts those of one kind and metric from 1."""

    place: str
    relation: Relation
    number: int
    source: str = ""
    note: str = ""

    @property
    def code(self) -> str:
        """What it is known by as long as it stands where it stands in its file."""
        return f"{self.relation.kind} {self.relation.metric} {self.number}"


@dataclass(frozen=True, slots=True)
class TermFile:
    place: str
    fields: Mapping[str, Any]

    @property
    def code(self) -> str:
        return f"{self.fields['series']} {self.fields['name']}"


def digest(content: Any) -> str:
    """SHA-256 of plain values, whatever the order of a mapping and the trailing zeros of a number."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=_plain)
    return sha256(text.encode()).hexdigest()


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


# Metrics


def _decimals(value: Any, place: str) -> int:
    if not 0 <= whole(value, place) <= MAX_DECIMALS:
        raise LibraryError(f"小数位数须在 0 至 {MAX_DECIMALS} 之间。", place=place)
    return int(value)


METRIC_KEYS = {
    "code": Key(text),
    "name": Key(text),
    "phrase_name": Key(text),
    "synonyms": Key(texts, ()),
    "unit": Key(text, ""),
    "kind": Key(text, "count"),
    "domain": Key(one_of(DOMAINS)),
    "decimals": Key(_decimals, 0),
    "definition_note": Key(text, ""),
    "better_when": Key(text, "neutral"),
    "minimum": Key(number, None),
    "maximum": Key(number, None),
    "family": Key(text, ""),
    "source": Key(text, ""),
    "aggregation": Key(one_of(AGGREGATIONS), ""),
    "weight": Key(text, ""),
    "sample": Key(text, ""),
    "sample_previous": Key(text, ""),
}


def read_metrics(folder: Path) -> tuple[MetricFile, ...]:
    """The metrics of `metrics/*.yaml`, in the order of files and lines; raises LibraryError."""
    return metrics_of(
        (item, f"{name} 第{place}条")
        for path, name in _files(folder, "metrics")
        for place, item in enumerate(items(read_file(path, name), name), 1)
    )


def metrics_of(found: Iterable[tuple[Any, str]]) -> tuple[MetricFile, ...]:
    """These plain values, each with its place, as metrics that go together; raises LibraryError."""
    metrics = [_metric(item, place) for item, place in found]
    refuse_repeated([(metric.code, metric.place) for metric in metrics], "代码")
    refuse_repeated([(word, metric.place) for metric in metrics for word in metric.words], "名称或同义说法")
    by_code = {metric.code: metric for metric in metrics}
    for metric in metrics:
        _refuse_unfit_weight(metric, by_code)
        _refuse_unfit_samples(metric)
    return tuple(metrics)


def _files(folder: Path, kind: str) -> list[tuple[Path, str]]:
    paths = sorted((folder / kind).glob("*.yaml"))
    if not paths and kind == "metrics":
        raise LibraryError("文件夹里没有一个 .yaml 文件，请检查文件是否存在、是否有权限。", place=f"{kind}/")
    return [(path, f"{kind}/{path.name}") for path in paths]


def _metric(item: Any, place: str) -> MetricFile:
    fields = mapping(item, place, METRIC_KEYS)
    place = f"{place}（{fields['code']}）"
    if fields["kind"] == "percent":
        fields["minimum"] = fields["minimum"] if "minimum" in item else Decimal(0)
        fields["maximum"] = fields["maximum"] if "maximum" in item else Decimal(100)
    fields["synonyms"] = list(fields["synonyms"])
    fields["aggregation"] = fields["aggregation"] or ("sum" if fields["kind"] in SUMMED_KINDS else "none")
    return MetricFile(place, fields, fields.pop("weight"))


def _refuse_unfit_weight(metric: MetricFile, metrics: Mapping[str, MetricFile]) -> None:
    weight = metrics.get(metric.weight)
    if metric.weight and weight is None:
        raise LibraryError(f"没有代码为“{metric.weight}”的指标。", place=f"{metric.place} weight")
    problem = aggregation_problem(
        _shape(metric),
        metric.fields["aggregation"],
        weight=_shape(weight) if weight else None,
        has_ratio=True,
    )
    if problem:
        raise LibraryError(problem, place=f"{metric.place} aggregation")


def _refuse_unfit_samples(metric: MetricFile) -> None:
    limits = {name: metric.fields[name] for name in ("kind", "unit", "decimals", "minimum", "maximum")}
    for name in ("sample", "sample_previous"):
        try:
            read_entry(metric.fields[name], **limits)
        except EdusumError as error:
            raise LibraryError(error.message, place=f"{metric.place} {name}") from error


def _shape(metric: MetricFile) -> Metric:
    return Metric(metric.fields["name"], metric.fields["kind"], metric.fields["unit"])


# Relations


_COMMON = {"kind": Key(text), "metric": Key(text), "source": Key(text, ""), "note": Key(text, "")}
RELATION_KEYS = {kind: _COMMON | {role: Key(text) for role in roles} for kind, roles in ROLES.items()}
RELATION_KEYS[SUM_OF] = _COMMON | {"parts": Key(texts), "is_overlapping": Key(flag, False)}


def read_relations(folder: Path, metrics: Sequence[MetricFile]) -> tuple[RelationFile, ...]:
    """The relations of `relations/*.yaml`, which these metrics bear; raises LibraryError."""
    listed = (
        (item, f"{name} 第{place}条")
        for path, name in _files(folder, "relations")
        for place, item in enumerate(items(read_file(path, name), name), 1)
    )
    return relations_of(listed, metrics)


def relations_of(
    listed: Iterable[tuple[Any, str]], metrics: Sequence[MetricFile]
) -> tuple[RelationFile, ...]:
    """These plain values, each with its place, as relations that these metrics bear; raises LibraryError."""
    found: list[RelationFile] = []
    for item, place in listed:
        found.append(_relation(item, place, found))
    shapes = {metric.code: _shape(metric) for metric in metrics}
    for file in found:
        _refuse(relation_problem(file.relation, shapes), file.place)
    _refuse_circle(found, shapes)
    _refuse_ratio_without_terms(metrics, found)
    return tuple(found)


def _relation(item: Any, place: str, before: Iterable[RelationFile]) -> RelationFile:
    kind = one_of(RELATION_KEYS)(item.get("kind", ""), f"{place} kind") if isinstance(item, dict) else ""
    values = mapping(item, place, RELATION_KEYS.get(kind, _COMMON))
    relation = _related(values)
    same = [file for file in before if (file.relation.kind, file.relation.metric) == (kind, relation.metric)]
    problem = clash(relation, [file.relation for file in same])
    _refuse(f"{problem.rstrip('。')}，见 {same[0].place}。" if problem else "", place)
    return RelationFile(
        f"{place}（{relation.metric}）", relation, len(same) + 1, values["source"], values["note"]
    )


def _related(values: Mapping[str, Any]) -> Relation:
    kind = values["kind"]
    if kind == SUM_OF:
        operands = tuple(("part", code) for code in values["parts"])
    else:
        operands = tuple((role, values[role]) for role in ROLES[kind])
    return Relation(values["metric"], kind, operands, values.get("is_overlapping", False))


def _refuse_circle(files: Sequence[RelationFile], metrics: Mapping[str, Metric]) -> None:
    codes = circle(file.relation for file in files)
    if codes:
        names = "→".join(metrics[code].name for code in (*codes, codes[0]))
        place = next(file.place for file in files if file.relation.metric in codes)
        raise LibraryError(f"指标之间的合计、其中成了圈：{names}。", place=place)


def _refuse_ratio_without_terms(metrics: Sequence[MetricFile], relations: Sequence[RelationFile]) -> None:
    with_terms = {file.relation.metric for file in relations if file.relation.kind == "ratio_of"}
    for metric in metrics:
        if metric.fields["aggregation"] == "ratio" and metric.code not in with_terms:
            message = "按分子、分母汇总的指标还缺一条写明分子、分母的关系（ratio_of）。"
            raise LibraryError(message, place=f"{metric.place} aggregation")


def _refuse(problem: str, place: str) -> None:
    if problem:
        raise LibraryError(problem, place=place)


# Terms


TERM_KEYS = {
    "name": Key(text),
    "series": Key(text),
    "from": Key(whole),
    "to": Key(year, None),
    "note": Key(text, ""),
}
TERM_FIELDS = {"from": "first_year", "to": "last_year"}
"""Keys that differ from the model's field names."""


def read_terms(folder: Path) -> tuple[TermFile, ...]:
    """The terms of `terms.yaml`, none if there is no such file; raises LibraryError."""
    name = "terms.yaml"
    if not (folder / name).exists():
        return ()
    terms = [
        _term(item, f"{name} 第{place}条")
        for place, item in enumerate(items(read_file(folder / name), name), 1)
    ]
    refuse_repeated([(term.code, term.place) for term in terms], "用语")
    return tuple(terms)


def _term(item: Any, place: str) -> TermFile:
    values = mapping(item, place, TERM_KEYS)
    fields = {TERM_FIELDS.get(name, name): value for name, value in values.items()}
    last = fields["last_year"]
    if last is not None and last < fields["first_year"]:
        raise LibraryError("截止年度不能早于起始年度。", place=f"{place}（{fields['name']}）")
    return TermFile(f"{place}（{fields['name']}）", fields)
