"""Library files into the database: what is new comes in, what people changed here stays."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from edusum.library import phrasing
from edusum.library.contents import heading_problems, metric_name_problem, phrase_problems, version_problems
from edusum.library.enums import HeadingForm, LoadedKind, VersionState
from edusum.library.errors import LibraryError, PhraseProblem
from edusum.library.files import LibraryFiles, MetricFile, SectionFile, TemplateFile
from edusum.library.models import LoadedItem, ReportTemplate, Section, TemplateVersion
from edusum.library.sections import (
    PhraseInput,
    form_problem,
    level_problem,
    new_section,
    save_phrases,
    save_table,
)
from edusum.library.services import create_template, new_version, publish_version
from edusum.metrics.definitions import DefinitionError, create_definition
from edusum.metrics.models import MetricDefinition
from edusum.orgs.actors import SYSTEM

STEP = 10


def verify(files: LibraryFiles) -> list[PhraseProblem]:
    """Every fault in the phrases, told by file; raises LibraryError for other faults. Asks no database."""
    for metric in files.metrics:
        _clean(MetricDefinition(**metric.fields), metric.place)
        _refuse(metric_name_problem(metric.fields["phrase_name"]), f"{metric.place} phrase_name")
    names = frozenset(metric.fields["phrase_name"] for metric in files.metrics)
    codes = frozenset(metric.fields["code"] for metric in files.metrics)
    return [problem for template in files.templates for problem in _template_problems(template, names, codes)]


def _template_problems(
    template: TemplateFile, names: frozenset[str], codes: frozenset[str]
) -> Iterator[PhraseProblem]:
    version = TemplateVersion(**template.version)
    _clean(ReportTemplate(**template.fields), template.place, "bureau")
    _clean(version, template.place, "report_template", "number")
    yield from _placed(template.place, version_problems(version))
    for section in template.sections:
        yield from _section_problems(section, None, names, codes)


def _section_problems(
    file: SectionFile, parent: Section | None, names: frozenset[str], codes: frozenset[str]
) -> Iterator[PhraseProblem]:
    section = Section(**file.fields)
    _clean(section, file.place, "version", "parent")
    shape = form_problem(level=section.level, heading_form=section.heading_form)
    _refuse(shape, f"{file.place} level")
    _refuse(level_problem(level=section.level, parent=parent), file.place)
    if (section.heading_form == HeadingForm.NONE) != (section.heading == ""):
        raise LibraryError("无标题的章节不填标题，有标题的章节须填标题。", place=file.place)
    unknown = [code for code in file.metrics if code not in codes]
    _refuse(f"指标表里的代码“{unknown[0]}”没有定义。" if unknown else "", file.place)
    texts = [phrase.text for phrase in file.phrases]
    _refuse("" if all(texts) else "有一句措辞没有文字。", file.place)
    yield from _placed(file.place, heading_problems(section) + phrase_problems(section, texts, names))
    for inner in file.sections:
        yield from _section_problems(inner, section, names, codes)


def _placed(place: str, problems: Sequence[PhraseProblem]) -> Iterator[PhraseProblem]:
    for problem in problems:
        yield PhraseProblem(place, problem.number, problem.line, problem.message)


def _clean(row: Any, place: str, *exclude: str) -> None:
    try:
        row.clean_fields(exclude=exclude)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise LibraryError(messages[0], place=f"{place} {name}") from error


def _refuse(message: str, place: str) -> None:
    if message:
        raise LibraryError(message, place=place)


@transaction.atomic
def load(files: LibraryFiles) -> list[str]:
    """Store what is new; returns one line for each metric and template.

    What something here stands in the way of is told and left out whole; what was deleted here stays deleted.
    """
    known = set(LoadedItem.objects.values_list("kind", "code"))
    lines = [
        _load_metric(file, number * STEP, is_known=(LoadedKind.METRIC, file.fields["code"]) in known)
        for number, file in enumerate(files.metrics, 1)
    ]
    metrics = {metric.code: metric for metric in MetricDefinition.objects.all()}
    for template in files.templates:
        is_known = (LoadedKind.TEMPLATE, template.fields["code"]) in known
        lines.append(_load_template(template, files.metrics, metrics, is_known=is_known))
    return lines


def _load_metric(file: MetricFile, position: int, *, is_known: bool) -> str:
    code = file.fields["code"]
    subject = f"指标 {code} {file.fields['name']}"
    existing = MetricDefinition.objects.filter(code=code).first()
    if existing is None and is_known:
        return _gone(subject)
    if existing is None:
        taken = _taken(file)
        if taken:
            return _left_out(subject, taken)
        try:
            create_definition(definition=MetricDefinition(**file.fields, position=position), actor=SYSTEM)
        except DefinitionError as error:
            return _left_out(subject, error.message.rstrip("。"))
    _remember(LoadedKind.METRIC, code)
    return f"新增 {subject}" if existing is None else _kept(subject, _differing(existing, file.fields))


def _taken(file: MetricFile) -> str:
    """Which metric of people's own has the name, or the name in phrases, of this one; or ""."""
    for name, label in (("name", "指标名称"), ("phrase_name", "措辞用名")):
        word = file.fields[name]
        other = MetricDefinition.objects.filter(**{name: word}).first()
        if other:
            return f"本系统另有指标（代码 {other.code}）用了{label}“{word}”"
    return ""


def _load_template(
    file: TemplateFile,
    metric_files: Sequence[MetricFile],
    metrics: Mapping[str, MetricDefinition],
    *,
    is_known: bool,
) -> str:
    code = file.fields["code"]
    subject = f"模板 {code} {file.fields['name']}"
    template = ReportTemplate.objects.filter(bureau=None, code=code).first()
    if template is None and is_known:
        return _gone(subject)
    kept = _reason_to_keep(template, file) if template else None
    if kept is None:
        missing = _missing(file, metric_files, metrics)
        if missing:
            return _left_out(subject, f"所用的指标{'、'.join(missing)}在本系统没有，或者措辞用名不同")
        try:
            number = _store(template, file, metrics)
        except LibraryError as error:
            return _left_out(subject, str(error).rstrip("。"))
    _remember(LoadedKind.TEMPLATE, code)
    if kept is not None:
        return _kept(subject, kept)
    return f"新增 {subject} 第{number}版（文件已更新）" if template else f"新增 {subject}"


def _reason_to_keep(template: ReportTemplate, file: TemplateFile) -> list[str] | None:
    """What differs here from the file and stays; None when the file is to become a new version."""
    versions = template.versions.order_by("-number")
    newest, loaded = versions.first(), versions.exclude(loaded_digest="").first()
    if loaded and loaded.loaded_digest == file.digest:
        return _differing(template, file.fields)
    if newest is None or newest != loaded or newest.state != VersionState.PUBLISHED:
        return ["正文"]
    return None


def _missing(
    file: TemplateFile, metric_files: Sequence[MetricFile], metrics: Mapping[str, MetricDefinition]
) -> list[str]:
    """The metrics that the template names and that are not here as it names them, as people read them."""
    sections = file.every_section()
    codes = {code for section in sections for code in section.metrics}
    phrases = [phrase for section in sections for phrase in section.phrases]
    names = {name for phrase in phrases for name in phrasing.names_used(phrase.text)}
    found = {(metric.code, metric.phrase_name) for metric in metrics.values()}
    return [
        f"“{metric.fields['name']}”"
        for metric in metric_files
        if (metric.fields["code"] in codes or metric.fields["phrase_name"] in names)
        and (metric.fields["code"], metric.fields["phrase_name"]) not in found
    ]


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
    for section in file.sections:
        _add(section, version, None, metrics)
    publish_version(version=version, actor=SYSTEM)
    return version.number


def _remember(kind: LoadedKind, code: str) -> None:
    LoadedItem.objects.get_or_create(kind=kind, code=code)


def _gone(subject: str) -> str:
    return f"跳过 {subject}：已在本系统删除，不再载入。"


def _left_out(subject: str, reason: str) -> str:
    return f"冲突 {subject}：{reason}，没有载入。"


def _kept(subject: str, differing: list[str]) -> str:
    if not differing:
        return f"保留 {subject}"
    return f"冲突 {subject}：{'、'.join(differing)}与文件不同，按本系统的保留。"


def _differing(row: Any, fields: Mapping[str, Any]) -> list[str]:
    """The names (as people know them) of the fields in which the row is not as the file."""
    return [
        str(row._meta.get_field(name).verbose_name)
        for name, value in fields.items()
        if getattr(row, name) != value
    ]


def _add(
    file: SectionFile,
    version: TemplateVersion,
    parent: Section | None,
    metrics: Mapping[str, MetricDefinition],
) -> None:
    section = Section(**file.fields, version=version, parent=parent)
    new_section(section=section, actor=SYSTEM)
    phrases = [PhraseInput(phrase.text, phrase.starts_paragraph) for phrase in file.phrases]
    save_phrases(section=section, phrases=phrases, actor=SYSTEM)
    save_table(section=section, metrics=[metrics[code] for code in file.metrics], actor=SYSTEM)
    for inner in file.sections:
        _add(inner, version, section, metrics)
