"""A template file that was handed in: what would come of it, and bringing it in. All of it, or nothing."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from edusum.library.access import REFUSED, may_edit
from edusum.library.contents import metric_names
from edusum.library.errors import (
    EditingVersionExistsError,
    LibraryError,
    PhraseErrors,
    PhraseProblem,
    TemplateTakenError,
)
from edusum.library.files import HandedIn, TemplateFile
from edusum.library.filling import fill
from edusum.library.metric_files import MetricFile, RelationFile
from edusum.library.models import ReportTemplate, TemplateVersion
from edusum.library.newcomers import conflicts_with, create_metrics
from edusum.library.revisions import recording
from edusum.library.services import create_template, new_version
from edusum.library.verifying import refuse_unfit_metrics, template_problems
from edusum.metrics.models import MetricDefinition
from edusum.orgs.actors import Actor
from edusum.orgs.models import Bureau

MOST_FAULTS = 100
"""So many are told; a file with more is no file that somebody wrote."""


class MetricConflictError(LibraryError):
    """Metrics of the file are others here; `conflicts` says which and why."""

    def __init__(self, conflicts: Sequence[str]) -> None:
        super().__init__(
            f"文件里有 {len(conflicts)} 个指标与本系统的不一致，没有导入：{'；'.join(conflicts)}。"
        )
        self.conflicts = tuple(conflicts)


class ImportChangedError(LibraryError):
    """Something was changed here since the person saw what would happen."""

    def __init__(self) -> None:
        super().__init__("您核对以后，模板库或指标库又有变动，还没有导入；下面是现在的情况，请再核对一次。")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in a phrase or a heading of the file: in which section, where there, what, and its path."""

    section: str
    where: str
    message: str
    path: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What bringing in a file would do; `template` is the one that gets a new version, None for a new one."""

    file: HandedIn
    bureau: Bureau | None
    template: ReportTemplate | None
    number: int
    new_metrics: tuple[MetricFile, ...]
    known_metrics: tuple[MetricFile, ...]

    @property
    def section_count(self) -> int:
        return len(self.file.template.every_section())

    @property
    def phrase_count(self) -> int:
        return sum(len(section.phrases) for section in self.file.template.every_section())

    @property
    def relations(self) -> tuple[RelationFile, ...]:
        """Those of the new metrics."""
        codes = {metric.code for metric in self.new_metrics}
        return tuple(file for file in self.file.relations if file.relation.metric in codes)

    @property
    def mark(self) -> str:
        """Tells whether a plan that is made later is the same."""
        codes = [metric.code for metric in self.new_metrics]
        outcome = [self.template and self.template.pk, self.number, codes, self.file.template.digest]
        return sha256(json.dumps(outcome).encode()).hexdigest()[:16]


def plan_import(*, file: HandedIn, bureau: Bureau | None, actor: Actor) -> ImportPlan:
    """What bringing the file in for that owner (None: shared) would do; nothing is stored.

    Raises PermissionDenied, EditingVersionExistsError, MetricConflictError, PhraseErrors, LibraryError.
    """
    if not may_edit(actor, bureau):
        raise PermissionDenied(REFUSED)
    template = _here(file, bureau)
    here = {row.code: row for row in MetricDefinition.objects.all()}
    refuse_unfit_metrics(file.metrics)
    conflicts = conflicts_with(file.metrics, here)
    if conflicts:
        raise MetricConflictError(conflicts)
    _refuse_faulty(file, here)
    return ImportPlan(
        file=file,
        bureau=bureau,
        template=template,
        number=max((version.number for version in template.versions.all()), default=0) + 1 if template else 1,
        new_metrics=tuple(metric for metric in file.metrics if metric.code not in here),
        known_metrics=tuple(metric for metric in file.metrics if metric.code in here),
    )


def _here(file: HandedIn, bureau: Bureau | None) -> ReportTemplate | None:
    """The template of that code and owner; raises EditingVersionExistsError."""
    templates = ReportTemplate.objects.filter(bureau=bureau, code=file.template.fields["code"])
    template = templates.prefetch_related("versions").first()
    if template and template.editing:
        raise EditingVersionExistsError(template.editing)
    return template


def _refuse_faulty(file: HandedIn, codes: Iterable[str]) -> None:
    names = metric_names() | {metric.fields["phrase_name"] for metric in file.metrics}
    known = {*codes, *(metric.code for metric in file.metrics)}
    problems = list(islice(template_problems(file.template, names, known), MOST_FAULTS))
    if problems:
        raise PhraseErrors(problems)


def told_by_section(problems: Iterable[PhraseProblem], template: TemplateFile) -> list[Fault]:
    """The faults with the sections' headings, as the person knows them."""
    titles = {section.place: section.fields["heading"] or "导语" for section in template.every_section()}
    return [
        Fault(
            section=titles.get(problem.place, "标题与称呼"),
            where=f"第{problem.number}句第{problem.line}行" if problem.number else "标题",
            message=problem.message,
            path=problem.place.removeprefix(template.place).strip(),
        )
        for problem in problems
    ]


@transaction.atomic
def import_template(
    *, file: HandedIn, bureau: Bureau | None, actor: Actor, seen: str = ""
) -> TemplateVersion:
    """Bring the file in as a version to edit, with the metrics that are not here yet.

    `seen` is the mark of the plan that the person agreed to; raises ImportChangedError when it would be
    another by now, and all that `plan_import` raises.
    """
    plan = plan_import(file=file, bureau=bureau, actor=actor)
    if seen and plan.mark != seen:
        raise ImportChangedError
    try:
        return _import(plan, actor)
    except (IntegrityError, TemplateTakenError) as error:  # somebody was quicker
        raise ImportChangedError from error


@transaction.atomic
def _import(plan: ImportPlan, actor: Actor) -> TemplateVersion:
    create_metrics(plan.new_metrics, plan.relations, actor)
    content = plan.file.template
    version = TemplateVersion(**content.version)
    if plan.template is None:
        create_template(
            template=ReportTemplate(**content.fields, bureau=plan.bureau), version=version, actor=actor
        )
    else:
        version.report_template = plan.template
        new_version(version=version, actor=actor)
    with recording(version, actor, f"从文件“{content.place}”导入"[:200]):
        fill(
            version=version,
            sections=content.sections,
            metrics=MetricDefinition.objects.in_bulk(field_name="code"),
            actor=actor,
        )
    return version
