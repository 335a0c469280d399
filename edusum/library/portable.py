"""A version as one plain value: what is compared, kept as a revision, exported, imported and restored."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from edusum.library import phrasing
from edusum.library.files import HandedIn, PhraseFile, SectionFile, TemplateFile
from edusum.library.metric_files import METRIC_KEYS, MetricFile, RelationFile
from edusum.library.models import Phrase, Section, TableRow, TemplateVersion
from edusum.library.phrasing import PhraseError
from edusum.library.writing import written
from edusum.metrics.domains import DOMAINS
from edusum.metrics.models import MetricDefinition
from edusum.metrics.relating import RelationInput, relations_of

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
TEMPLATE_FIELDS = ("code", "name", "genre", "description", "source")
VERSION_FIELDS = ("title", "salutation", "has_sign_off", "due_days", "note")
SECTION_FIELDS = (
    "key",
    "level",
    "heading",
    "heading_form",
    "marker_style",
    "guidance",
    "department_name",
    "is_optional",
    "is_added",
    "source",
    "due_days",
    "suggested_min",
    "suggested_max",
    "table_caption",
)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What stands in a version: sections by their parent, phrases and codes of tables by their section."""

    sections: Mapping[int | None, Sequence[Section]]
    phrases: Mapping[int, Sequence[PhraseFile]]
    tables: Mapping[int, Sequence[str]]


def template_file(version: TemplateVersion) -> TemplateFile:
    """The version as it would stand in a file; three queries, and one if its template is not at hand."""
    rows = _Rows(_sections(version), _phrases(version), _tables(version))
    return TemplateFile(
        place=str(version),
        fields=_fields(version.report_template, TEMPLATE_FIELDS),
        version=_fields(version, VERSION_FIELDS),
        sections=_files(rows, None),
    )


def _files(rows: _Rows, parent: int | None) -> tuple[SectionFile, ...]:
    return tuple(
        SectionFile(
            place=str(section),
            fields=_fields(section, SECTION_FIELDS),
            phrases=tuple(rows.phrases.get(section.pk, ())),
            metrics=tuple(rows.tables.get(section.pk, ())),
            sections=_files(rows, section.pk),
        )
        for section in rows.sections.get(parent, ())
    )


def _sections(version: TemplateVersion) -> dict[int | None, list[Section]]:
    found: dict[int | None, list[Section]] = defaultdict(list)
    for section in version.sections.order_by("position", "pk"):
        found[section.parent_id].append(section)
    return found


def _phrases(version: TemplateVersion) -> dict[int, list[PhraseFile]]:
    found: dict[int, list[PhraseFile]] = defaultdict(list)
    for phrase in Phrase.objects.filter(section__version=version):
        read = PhraseFile(_text(phrase.text), phrase.starts_paragraph, phrase.form)
        found[phrase.section_id].append(read)
    return found


def _tables(version: TemplateVersion) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = TableRow.objects.filter(section__version=version).values_list("section", "metric__code")
    for section, code in rows:
        found[section].append(code)
    return found


def _fields(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _text(getattr(row, name)) for name in names}


def _text(value: Any) -> Any:
    """Browsers send line breaks that no file has."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


# Export


def file_name(version: TemplateVersion) -> str:
    """As people call it, without what no file's name can hold."""
    return f"{_UNFIT.sub('_', version.report_template.name)}第{version.number}版.yaml"


def plain_file_name(version: TemplateVersion) -> str:
    """The same in ASCII."""
    return f"{version.report_template.code}-v{version.number}.yaml"


def export_text(version: TemplateVersion) -> str:
    """The version as a file, with the metrics that it needs elsewhere; as many queries for any version."""
    return written(with_metrics(template_file(version)))


def with_metrics(template: TemplateFile) -> HandedIn:
    """The template with the definitions of its metrics, and of those that they in turn hang on."""
    rows = {row.code: row for row in MetricDefinition.objects.select_related("weight")}
    relations = list(relations_of().values())
    codes = _needed(template, rows, relations)
    return HandedIn(
        template,
        tuple(_metric_file(row) for code, row in rows.items() if code in codes),
        tuple(_relation_files(relations, codes)),
    )


def _needed(
    template: TemplateFile, rows: Mapping[str, MetricDefinition], relations: list[RelationInput]
) -> set[str]:
    """Codes: what tables list and phrases name, their weights, the terms of what is summed as a ratio."""
    by_name = {row.phrase_name: code for code, row in rows.items()}
    terms = {
        given.relation.metric: given.relation.codes
        for given in relations
        if given.relation.kind == "ratio_of"
    }
    waiting = {by_name[name] for name in names_in(template) if name in by_name}
    waiting |= {code for section in template.every_section() for code in section.metrics}
    needed: set[str] = set()
    while waiting:
        code = waiting.pop()
        needed.add(code)
        weight = rows[code].weight
        further = {weight.code} if weight else set()
        if rows[code].aggregation == "ratio":
            further |= set(terms.get(code, ()))
        waiting |= further - needed
    return needed


def names_in(template: TemplateFile) -> set[str]:
    """The phrase names of the metrics that its phrases need."""
    texts = {phrase.text for section in template.every_section() for phrase in section.phrases}
    return set().union(*map(_names_used, texts))


def _names_used(text: str) -> set[str]:
    try:
        return set(phrasing.names_used(text))
    except PhraseError:  # an older release let it in
        return set()


def _metric_file(row: MetricDefinition) -> MetricFile:
    fields = _fields(row, tuple(name for name in METRIC_KEYS if name != "weight"))
    if fields["domain"] not in DOMAINS:
        fields["domain"] = DOMAINS[-1]
    return MetricFile(row.name, fields, row.weight.code if row.weight else "")


def _relation_files(relations: list[RelationInput], codes: set[str]) -> Iterator[RelationFile]:
    """The relations among these metrics."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for given in relations:
        relation = given.relation
        if {relation.metric, *relation.codes} <= codes:
            counts[relation.kind, relation.metric] += 1
            number = counts[relation.kind, relation.metric]
            yield RelationFile(relation.metric, relation, number, given.source, given.note)
