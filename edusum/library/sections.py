"""Sections with their phrases and table rows: written only while their version is being edited."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from django.db import transaction

from edusum.library import phrasing
from edusum.library.access import cleaned, editable
from edusum.library.contents import heading_problems, metric_names, phrase_problems
from edusum.library.enums import HeadingForm
from edusum.library.errors import LibraryError, PhraseErrors
from edusum.library.models import Phrase, PhraseMetric, Section, TableRow, TemplateVersion
from edusum.library.revisions import recorded
from edusum.library.wording import tidy_phrase
from edusum.metrics.models import MetricDefinition
from edusum.orgs.actors import Actor

STEP = 10


@dataclass(frozen=True, slots=True)
class PhraseInput:
    """A phrase as typed."""

    text: str
    starts_paragraph: bool = True
    form: str = ""


@transaction.atomic
@recorded
def new_section(*, section: Section, actor: Actor, after: Section | None = None) -> Section:
    """Store a new section under its parent: behind `after`, else last. Without a key it gets a fresh one."""
    version = editable(section.version, actor)
    section.key = section.key or _fresh_key(version)
    section.position = STEP
    _checked(section).save()
    siblings = _siblings(section)
    index = siblings.index(after) + 1 if after in siblings else len(siblings)
    _arrange([*siblings[:index], section, *siblings[index:]])
    return section


@transaction.atomic
@recorded
def update_section(*, section: Section, actor: Actor) -> Section:
    """Store a changed section; its version and key stay. Under a new parent it comes last."""
    editable(section.version, actor)
    stored = section.version.sections.filter(pk=section.pk).first()
    if stored is None:
        raise LibraryError("章节不能移到别的版本，也不能修改已删除的章节。")
    section.key = stored.key
    _checked(section).save()
    if section.parent_id != stored.parent_id:
        _arrange([*_siblings(section), section])
    return section


@transaction.atomic
@recorded
def move_section(*, section: Section, parent: Section | None, index: int, actor: Actor) -> Section:
    """Make the section the index-th child (from 0, cut to what there is) of that parent, or of the root."""
    section.parent = parent
    update_section(section=section, actor=actor)
    siblings = _siblings(section)
    index = max(0, min(index, len(siblings)))
    _arrange([*siblings[:index], section, *siblings[index:]])
    return section


@transaction.atomic
@recorded
def delete_section(*, section: Section, actor: Actor) -> None:
    """Delete the section with all that stands under it."""
    editable(section.version, actor)
    section.delete()


def level_problem(*, level: int, parent: Section | None) -> str:
    """Why a section of this level cannot stand there, or ""."""
    if parent is None:
        return ""
    if level == 0:
        return "导语、结语（层次 0）只能放在最外层，请把上级章节留空。"
    if parent.level == 0:
        return "导语、结语下面不能再设章节，请另选上级章节。"
    if level <= parent.level:
        return f"层次须大于上级章节的层次（{parent.level}）。"
    return ""


def form_problem(*, level: int, heading_form: str) -> str:
    """Why a section of this level cannot have this form of heading, or ""."""
    if level == 0 and heading_form != HeadingForm.NONE:
        return "层次 0 只用于没有标题的导语、结语：请把标题形式改为“无标题”，或把层次改为 1 至 4。"
    if level and heading_form == HeadingForm.NONE:
        return "没有标题的章节是导语、结语，层次填 0；要有标题的，请改选标题形式。"
    return ""


def _checked(section: Section) -> Section:
    place = str(section)
    if section.parent and section.parent.version_id != section.version_id:
        raise LibraryError("上级章节须在同一个模板版本里。", place=place)
    children = section.children.all() if section.pk else ()
    for problem in (
        form_problem(level=section.level, heading_form=section.heading_form),
        level_problem(level=section.level, parent=section.parent),
        *(level_problem(level=child.level, parent=section) for child in children),
    ):
        if problem:
            raise LibraryError(problem, place=place)
    problems = heading_problems(section)
    if problems:
        raise PhraseErrors(problems)
    return cleaned(section)


def _fresh_key(version: TemplateVersion) -> str:
    taken = set(
        Section.objects.filter(version__report_template=version.report_template).values_list("key", flat=True)
    )
    return next(key for number in count(1) if (key := f"section-{number}") not in taken)


def _siblings(section: Section) -> list[Section]:
    """The others under the same parent, in order."""
    siblings = Section.objects.filter(version=section.version_id, parent=section.parent_id)
    return list(siblings.exclude(pk=section.pk).order_by("position", "pk"))


def _arrange(sections: Sequence[Section]) -> None:
    for number, section in enumerate(sections, 1):
        section.position = number * STEP
    Section.objects.bulk_update(sections, ["position"])


# Phrases and table rows


@transaction.atomic
@recorded
def save_phrases(*, section: Section, phrases: Sequence[PhraseInput], actor: Actor) -> None:
    """Put these phrases in the place of the section's present ones; raises PhraseErrors naming each fault."""
    editable(section.version, actor)
    texts = [tidy_phrase(phrase.text) for phrase in phrases]
    if not all(texts):
        raise LibraryError("每一句措辞都要有文字，不需要的请删除。", place=str(section))
    problems = phrase_problems(section, texts, metric_names())
    if problems:
        raise PhraseErrors(problems)
    section.phrases.all().delete()
    rows = [
        Phrase(
            section=section,
            position=position,
            text=text,
            starts_paragraph=phrase.starts_paragraph,
            form=phrase.form,
        )
        for position, (text, phrase) in enumerate(zip(texts, phrases, strict=True), 1)
    ]
    record_metrics(Phrase.objects.bulk_create(rows))


@transaction.atomic
@recorded
def save_table(*, section: Section, metrics: Sequence[MetricDefinition], actor: Actor) -> None:
    """Let the section's table list exactly these metrics, in this order."""
    editable(section.version, actor)
    if len(set(metrics)) < len(metrics):
        raise LibraryError("同一个指标在表中只能出现一次。", place=str(section))
    section.table_rows.all().delete()
    TableRow.objects.bulk_create(
        [
            TableRow(section=section, metric=metric, position=position)
            for position, metric in enumerate(metrics, 1)
        ]
    )


def record_metrics(phrases: Iterable[Phrase]) -> None:
    """Keep the rows that say which metrics a phrase names in step with its text."""
    names = {phrase: phrasing.names_used(phrase.text) for phrase in phrases}
    metrics = MetricDefinition.objects.named(set().union(*names.values())).in_bulk(field_name="phrase_name")
    PhraseMetric.objects.filter(phrase__in=names).delete()
    PhraseMetric.objects.bulk_create(
        [
            PhraseMetric(phrase=phrase, metric=metrics[name])
            for phrase, used in names.items()
            for name in sorted(used)
            if name in metrics
        ]
    )
