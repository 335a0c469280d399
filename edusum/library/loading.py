"""Library files into the database: what is new comes in, what people changed here stays."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction

from edusum.library import phrasing
from edusum.library.enums import LoadedKind, VersionState
from edusum.library.errors import LibraryError
from edusum.library.files import LibraryFiles, TemplateFile
from edusum.library.filling import fill
from edusum.library.ledger import Fate, Ledger, gone, kept, left_out, line
from edusum.library.metric_files import MetricFile, digest
from edusum.library.metric_loading import MetricLoader
from edusum.library.models import LoadedItem, ReportTemplate, TemplateVersion
from edusum.library.relation_loading import load_relations, load_terms
from edusum.library.services import create_template, new_version, publish_version
from edusum.metrics.models import MetricDefinition
from edusum.orgs.actors import SYSTEM


@transaction.atomic
def load(files: LibraryFiles) -> list[str]:
    """Store what is new and was verified; returns one line for each metric, relation, term and template.

    What something here stands in the way of is told and left out whole; what was deleted here stays deleted.
    """
    ledger = Ledger()
    metrics = MetricLoader(files.metrics, ledger)
    metrics.add()
    relations = load_relations(files.relations, ledger)
    lines = [*metrics.settle(), *relations, *load_terms(files.terms, ledger)]
    templates = _TemplateLoader(files, metrics.metrics, ledger)
    lines += [templates.load(template) for template in files.templates]
    ledger.store()
    return lines


def trusted(files: LibraryFiles) -> list[TemplateFile]:
    """The templates that were verified and came in as they are, with the metrics as they are."""
    came_in = set(LoadedItem.objects.filter(kind=LoadedKind.TEMPLATE).values_list("digest", flat=True))
    names = _names_digest(files.metrics)
    return [template for template in files.templates if _stamp(template, names) in came_in]


def _names_digest(metrics: Sequence[MetricFile]) -> str:
    return digest(sorted((metric.code, metric.fields["phrase_name"]) for metric in metrics))


def _stamp(file: TemplateFile, names: str) -> str:
    return digest([file.digest, dict(file.fields), names])


class _TemplateLoader:
    def __init__(self, files: LibraryFiles, metrics: Mapping[str, MetricDefinition], ledger: Ledger) -> None:
        self._files, self._metrics, self._ledger = files, metrics, ledger
        templates = ReportTemplate.objects.filter(bureau=None).prefetch_related("versions")
        self._here = {template.code: template for template in templates}
        self._names = _names_digest(files.metrics)

    def load(self, file: TemplateFile) -> str:
        code = file.fields["code"]
        subject = f"模板 {code} {file.fields['name']}"
        template = self._here.get(code)
        if template is None and self._ledger.digest(LoadedKind.TEMPLATE, code) is not None:
            return gone(subject)
        reason = _reason_to_keep(template, file) if template else None
        if reason is not None:
            self._remember(file)
            return kept(subject, reason)
        return self._stored(file, template, subject)

    def _stored(self, file: TemplateFile, template: ReportTemplate | None, subject: str) -> str:
        missing = self._missing(file)
        if missing:
            return left_out(subject, f"所用的指标{'、'.join(missing)}在本系统没有，或者措辞用名不同")
        try:
            number = _store(template, file, self._metrics)
        except LibraryError as error:
            return left_out(subject, str(error))
        self._remember(file)
        return line(Fate.ADDED, f"{subject} 第{number}版（文件已更新）" if template else subject)

    def _missing(self, file: TemplateFile) -> list[str]:
        """The metrics that the template names and that are not here as it names them, as people read them."""
        here = {(code, metric.phrase_name) for code, metric in self._metrics.items()}
        absent = [
            metric
            for metric in self._files.metrics
            if (metric.code, metric.fields["phrase_name"]) not in here
        ]
        codes, names = _needed(file) if absent else (set(), set())
        return [
            f"“{metric.fields['name']}”"
            for metric in absent
            if metric.code in codes or metric.fields["phrase_name"] in names
        ]

    def _remember(self, file: TemplateFile) -> None:
        stamp = _stamp(file, self._names)
        self._ledger.remember(LoadedKind.TEMPLATE, file.fields["code"], stamp)


def _needed(file: TemplateFile) -> tuple[Collection[str], Collection[str]]:
    """The codes and the names of metrics in a template."""
    sections = file.every_section()
    phrases = [phrase for section in sections for phrase in section.phrases]
    names = {name for phrase in phrases for name in phrasing.names_used(phrase.text)}
    return {code for section in sections for code in section.metrics}, names


def _reason_to_keep(template: ReportTemplate, file: TemplateFile) -> list[str] | None:
    """What differs here from the file and stays; None when the file is to become a new version."""
    versions = list(template.versions.all())  # the newest comes first
    loaded = next((version for version in versions if version.loaded_digest), None)
    if loaded and loaded.loaded_digest == file.digest:
        return _differing(template, file.fields)
    if loaded is None or versions[0] != loaded or loaded.state != VersionState.PUBLISHED:
        return ["正文"]
    return None


@transaction.atomic
def _store(
    template: ReportTemplate | None, file: TemplateFile, metrics: Mapping[str, MetricDefinition]
) -> int:
    """The file as a published version, all or nothing; returns the number of the version."""
    version = TemplateVersion(**file.version, loaded_digest=file.digest)
    if template is None:
        create_template(template=ReportTemplate(**file.fields), version=version, actor=SYSTEM)
    else:
        version.report_template = template
        new_version(version=version, actor=SYSTEM)
    fill(version=version, sections=file.sections, metrics=metrics, actor=SYSTEM)
    publish_version(version=version, actor=SYSTEM)
    return version.number


def _differing(row: Any, fields: Mapping[str, Any]) -> list[str]:
    """The names (as people know them) of the fields in which the row is not as the file."""
    return [
        str(row._meta.get_field(name).verbose_name)
        for name, value in fields.items()
        if getattr(row, name) != value
    ]
