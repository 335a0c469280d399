"""Library files into the database: what is new comes in, what people changed here stays."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from edusum.library.access import SYSTEM
from edusum.library.contents import heading_problems, metric_name_problem, phrase_problems, version_problems
from edusum.library.enums import HeadingForm, VersionState
from edusum.library.errors import LibraryError, PhraseProblem
from edusum.library.files import LibraryFiles, MetricFile, SectionFile, TemplateFile
from edusum.library.models import ReportTemplate, Section, TemplateVersion
from edusum.library.sections import PhraseInput, level_problem, new_section, save_phrases, save_table
from edusum.library.services import create_template, new_version, publish_version
from edusum.metrics.models import MetricDefinition

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
    """Store what is new, all or nothing; returns one line for each metric and template."""
    lines = _load_metrics(files.metrics)
    metrics = {metric.code: metric for metric in MetricDefinition.objects.all()}
    return lines + [_load_template(template, metrics) for template in files.templates]


def _load_metrics(files: Sequence[MetricFile]) -> list[str]:
    existing = {metric.code: metric for metric in MetricDefinition.objects.all()}
    return [
        _load_metric(file, number * STEP, existing.get(file.fields["code"]))
        for number, file in enumerate(files, 1)
    ]


def _load_metric(file: MetricFile, position: int, existing: MetricDefinition | None) -> str:
    subject = f"指标 {file.fields['code']} {file.fields['name']}"
    if existing is None:
        metric = MetricDefinition(**file.fields, position=position)
        try:
            metric.full_clean()
        except ValidationError as error:
            raise LibraryError("".join(error.messages), place=f"{file.place} {subject}") from error
        metric.save()
        return f"新增 {subject}"
    return _kept(subject, _differing(existing, file.fields))


def _load_template(file: TemplateFile, metrics: Mapping[str, MetricDefinition]) -> str:
    subject = f"模板 {file.fields['code']} {file.fields['name']}"
    template = ReportTemplate.objects.filter(bureau=None, code=file.fields["code"]).first()
    version = TemplateVersion(**file.version, loaded_digest=file.digest)
    if template is None:
        template = ReportTemplate(**file.fields)
        create_template(template=template, version=version, actor=SYSTEM)
        _fill_and_publish(version, file, metrics)
        return f"新增 {subject}"
    versions = template.versions.order_by("-number")
    newest, loaded = versions.first(), versions.exclude(loaded_digest="").first()
    if loaded and loaded.loaded_digest == file.digest:
        return _kept(subject, _differing(template, file.fields))
    if newest is None or newest != loaded or newest.state != VersionState.PUBLISHED:
        return _kept(subject, ["正文"])
    version.report_template = template
    new_version(version=version, actor=SYSTEM)
    _fill_and_publish(version, file, metrics)
    return f"新增 {subject} 第{version.number}版（文件已更新）"


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


def _fill_and_publish(
    version: TemplateVersion, file: TemplateFile, metrics: Mapping[str, MetricDefinition]
) -> None:
    try:
        for section in file.sections:
            _add(section, version, None, metrics)
        publish_version(version=version, actor=SYSTEM)
    except LibraryError as error:
        raise LibraryError(str(error), place=file.place) from error


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
