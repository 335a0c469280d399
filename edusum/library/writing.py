"""A report template as plain values and as one file that people can read: the inverse of `files`."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import yaml

from edusum.library.files import (
    PHRASE_KEYS,
    SCHEMA,
    SECTION_FIELDS,
    SECTION_KEYS,
    TEMPLATE_KEYS,
    HandedIn,
    PhraseFile,
    SectionFile,
    TemplateFile,
)
from edusum.library.metric_files import METRIC_KEYS, RELATION_KEYS, MetricFile, RelationFile
from edusum.library.strict import Key
from edusum.metrics.relations import SUM_OF

HEAD = "# 报告模板文件：在“模板库”里用“导入模板文件”读入。\n"
_KEYS_OF_FIELDS = {field: key for key, field in SECTION_FIELDS.items()}
_UNWRITTEN = re.compile("[\r\x85\u2028\u2029\ufeff]")
"""Breaks that YAML would read as others, unless they are escaped."""


def plain(template: TemplateFile) -> dict[str, Any]:
    """The template as values that JSON can hold and `files.template_from` reads; defaults are left out."""
    values = {"schema": SCHEMA, **template.fields, **template.version}
    values["sections"] = [_section(section) for section in template.sections]
    return _said(values, TEMPLATE_KEYS)


def written(file: HandedIn) -> str:
    """The template with its metrics and their relations as YAML, always the same for the same values."""
    values = plain(file.template)
    values |= _present("metrics", [_metric(metric) for metric in file.metrics])
    values |= _present("relations", [_relation(relation) for relation in file.relations])
    body: str = yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))
    return HEAD + body


def _said(values: Mapping[str, Any], keys: Mapping[str, Key]) -> dict[str, Any]:
    """What does not go without saying, in the order of the keys."""
    return {
        name: values[name] for name, key in keys.items() if name in values and values[name] != key.default
    }


def _present(name: str, values: Sequence[Any]) -> dict[str, Any]:
    return {name: list(values)} if values else {}


def _section(section: SectionFile) -> dict[str, Any]:
    values = {_KEYS_OF_FIELDS.get(name, name): value for name, value in section.fields.items()}
    said = _said(values, SECTION_KEYS)
    limits = [section.fields["suggested_min"], section.fields["suggested_max"]]
    if limits != [None, None]:
        said["suggested"] = limits
    said |= _present("phrases", [_phrase(phrase) for phrase in section.phrases])
    caption = section.fields["table_caption"]
    if caption or section.metrics:
        said["table"] = {"caption": caption, "metrics": list(section.metrics)}
    return said | _present("sections", [_section(inner) for inner in section.sections])


def _phrase(phrase: PhraseFile) -> dict[str, Any]:
    values = {"text": phrase.text, "new_paragraph": phrase.starts_paragraph, "form": phrase.form}
    return _said(values, PHRASE_KEYS)


# Metrics


def _metric(metric: MetricFile) -> dict[str, Any]:
    values = {name: _number(value) for name, value in metric.fields.items()}
    values |= {"synonyms": tuple(metric.fields["synonyms"]), "weight": metric.weight}
    said = _said(values, METRIC_KEYS)
    if values["kind"] == "percent":  # without bounds it would be read as 0 to 100
        said |= {"minimum": values["minimum"], "maximum": values["maximum"]}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}


def _number(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _relation(file: RelationFile) -> dict[str, Any]:
    relation = file.relation
    operands = {"parts": list(relation.codes)} if relation.kind == SUM_OF else dict(relation.operands)
    values = {
        "kind": relation.kind,
        "metric": relation.metric,
        **operands,
        "is_overlapping": relation.is_overlapping,
        "source": file.source,
        "note": file.note,
    }
    keys = RELATION_KEYS[relation.kind]
    return {name: values[name] for name in values if name in keys and values[name] != keys[name].default}


# YAML


class _Dumper(yaml.SafeDumper):
    """Lists stand under their key, pairs of numbers in one line, texts of several lines as they are."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _listed(dumper: yaml.SafeDumper, values: list[Any]) -> yaml.Node:
    is_range = bool(values) and all(value is None or isinstance(value, int) for value in values)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=is_range or not values)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    lines = text.split("\n")
    style = None
    if _UNWRITTEN.search(text):
        style = '"'
    elif len(lines) > 1 and all(line == line.strip() for line in lines):
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(list, _listed)
_Dumper.add_representer(str, _text)
