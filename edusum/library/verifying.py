"""Library files held against the rules of models and phrases, without a database."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from edusum.library.contents import heading_problems, metric_name_problem, phrase_problems, version_problems
from edusum.library.enums import HeadingForm
from edusum.library.errors import LibraryError, PhraseProblem
from edusum.library.files import LibraryFiles, SectionFile, TemplateFile
from edusum.library.metric_files import MetricFile
from edusum.library.models import ReportTemplate, Section, TemplateVersion, Term
from edusum.library.phrasing import Nearness
from edusum.library.sections import form_problem, level_problem
from edusum.metrics.models import MetricDefinition

Names = Collection[str]


def verify(files: LibraryFiles, *, trusted: Collection[TemplateFile] = ()) -> list[PhraseProblem]:
    """Every fault in the phrases, told by file; raises LibraryError for other faults.

    The templates that are `trusted` were verified before.
    """
    refuse_unfit_metrics(files.metrics)
    for term in files.terms:
        _clean(Term(**term.fields), term.place)
    names = frozenset(metric.fields["phrase_name"] for metric in files.metrics)
    codes = frozenset(metric.code for metric in files.metrics)
    places = {template.place for template in trusted}
    return [
        problem
        for template in files.templates
        if template.place not in places
        for problem in template_problems(template, names, codes)
    ]


def refuse_unfit_metrics(metrics: Sequence[MetricFile]) -> None:
    """Raise LibraryError for the first that no metric of this system could be."""
    for metric in metrics:
        _clean(MetricDefinition(**metric.fields), metric.place, "weight")
        _refuse(metric_name_problem(metric.fields["phrase_name"]), f"{metric.place} phrase_name")


def template_problems(template: TemplateFile, names: Names, codes: Names) -> Iterator[PhraseProblem]:
    """The faults in the phrases of one file; `names` and `codes` are those of the metrics there are."""
    version, nearness = TemplateVersion(**template.version), Nearness()
    _clean(ReportTemplate(**template.fields), template.place, "bureau", "derived_from")
    _clean(version, template.place, "report_template", "number")
    yield from _placed(template.place, version_problems(version))
    for section in template.sections:
        yield from _section_problems(section, None, names, codes, nearness)


def _section_problems(
    file: SectionFile, parent: Section | None, names: Names, codes: Names, nearness: Nearness
) -> Iterator[PhraseProblem]:
    section = Section(**file.fields)
    _refuse_misshapen(file, section, parent)
    unknown = [code for code in file.metrics if code not in codes]
    _refuse(f"指标表里的代码“{unknown[0]}”没有定义。" if unknown else "", file.place)
    texts = [phrase.text for phrase in file.phrases]
    _refuse("" if all(texts) else "有一句措辞没有文字。", file.place)
    yield from _placed(file.place, heading_problems(section))
    for number, text in enumerate(texts, 1):
        for problem in phrase_problems(section, [text], names, nearness):
            yield PhraseProblem(file.place, number, problem.line, problem.message)
    for inner in file.sections:
        yield from _section_problems(inner, section, names, codes, nearness)


def _refuse_misshapen(file: SectionFile, section: Section, parent: Section | None) -> None:
    _clean(section, file.place, "version", "parent")
    shape = form_problem(level=section.level, heading_form=section.heading_form)
    _refuse(shape, f"{file.place} level")
    _refuse(level_problem(level=section.level, parent=parent), file.place)
    if (section.heading_form == HeadingForm.NONE) != (section.heading == ""):
        raise LibraryError("无标题的章节不填标题，有标题的章节须填标题。", place=file.place)


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
