"""A template file into a version that is being edited: all of it at once, in a handful of queries."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from edusum.library.access import editable
from edusum.library.files import SectionFile
from edusum.library.models import Phrase, Section, TableRow, TemplateVersion
from edusum.library.revisions import recorded
from edusum.library.sections import STEP, record_metrics
from edusum.metrics.models import MetricDefinition
from edusum.orgs.actors import Actor

Pair = tuple[SectionFile, Section]


@transaction.atomic
@recorded
def fill(
    *,
    version: TemplateVersion,
    sections: Sequence[SectionFile],
    metrics: Mapping[str, MetricDefinition],
    actor: Actor,
) -> None:
    """Store these sections, which have been verified, in a version without any; `metrics` by their codes."""
    editable(version, actor)
    store_contents(_stored(sections, version), metrics)


def store_contents(pairs: Sequence[Pair], metrics: Mapping[str, MetricDefinition]) -> None:
    """Give the sections the phrases and the tables of their files, in the place of those they have.

    Of a table comes what is in `metrics`.
    """
    sections = [section for _, section in pairs]
    Phrase.objects.filter(section__in=sections).delete()
    TableRow.objects.filter(section__in=sections).delete()
    phrases = Phrase.objects.bulk_create([phrase for pair in pairs for phrase in _phrases(*pair)])
    TableRow.objects.bulk_create([row for pair in pairs for row in _rows(*pair, metrics)])
    record_metrics(phrases)


def _stored(files: Sequence[SectionFile], version: TemplateVersion) -> list[Pair]:
    """One depth after another: a section is stored before those under it."""
    level = [(file, _section(file, version, None, place)) for place, file in enumerate(files, 1)]
    pairs: list[Pair] = []
    while level:
        Section.objects.bulk_create([section for _, section in level])
        pairs += level
        level = [
            (inner, _section(inner, version, section, place))
            for file, section in level
            for place, inner in enumerate(file.sections, 1)
        ]
    return pairs


def _section(file: SectionFile, version: TemplateVersion, parent: Section | None, place: int) -> Section:
    return Section(**file.fields, version=version, parent=parent, position=place * STEP)


def _phrases(file: SectionFile, section: Section) -> list[Phrase]:
    return [
        Phrase(
            section=section,
            position=position,
            text=phrase.text,
            starts_paragraph=phrase.starts_paragraph,
            form=phrase.form,
        )
        for position, phrase in enumerate(file.phrases, 1)
    ]


def _rows(file: SectionFile, section: Section, metrics: Mapping[str, MetricDefinition]) -> list[TableRow]:
    return [
        TableRow(section=section, metric=metrics[code], position=position)
        for position, code in enumerate(file.metrics, 1)
        if code in metrics
    ]
