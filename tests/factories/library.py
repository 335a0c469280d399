from collections.abc import Mapping, Sequence

import factory
from django.utils import timezone
from factory import LazyAttribute, SubFactory
from factory.django import DjangoModelFactory

from edusum.library.enums import LoadedKind, VersionState
from edusum.library.models import (
    LoadedItem,
    Phrase,
    PhraseMetric,
    ReportTemplate,
    Section,
    TableRow,
    TemplateVersion,
    Term,
    VersionRevision,
)
from edusum.library.portable import template_file
from edusum.library.writing import plain
from tests.factories.metrics import MetricDefinitionFactory
from tests.factories.people import UserFactory


class ReportTemplateFactory(DjangoModelFactory):
    """A shared report template; `bureau=…` makes it private."""

    class Meta:
        model = ReportTemplate

    code = factory.Sequence("annual-{}".format)
    name = factory.Sequence("年度工作总结（第{}种）".format)


class TemplateVersionFactory(DjangoModelFactory):
    """A version still in editing; published ones come from `published_version`."""

    class Meta:
        model = TemplateVersion

    report_template = SubFactory(ReportTemplateFactory)
    number = LazyAttribute(lambda row: row.report_template.versions.count() + 1)


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = Section

    version = SubFactory(TemplateVersionFactory)
    key = factory.Sequence("section-{}".format)
    level = 1
    heading = factory.Sequence("第{}项工作".format)


class PhraseFactory(DjangoModelFactory):
    class Meta:
        model = Phrase

    section = SubFactory(SectionFactory)
    position = LazyAttribute(lambda row: row.section.phrases.count())
    text = "{{ 本地 }}教育事业稳步发展。"


class LoadedItemFactory(DjangoModelFactory):
    class Meta:
        model = LoadedItem

    kind = LoadedKind.METRIC
    code = factory.Sequence("metric_{}".format)


class TermFactory(DjangoModelFactory):
    """A plan of five years, each after the one before."""

    class Meta:
        model = Term

    name = factory.Sequence("第{}个规划".format)
    series = "五年规划"
    first_year = factory.Sequence(lambda number: 1981 + 5 * (number % 20))
    last_year = LazyAttribute(lambda row: row.first_year + 4)


class VersionRevisionFactory(DjangoModelFactory):
    """A revision that holds what its version holds now."""

    class Meta:
        model = VersionRevision

    version = SubFactory(TemplateVersionFactory)
    number = LazyAttribute(lambda row: row.version.revisions.count() + 1)
    what = "修改了一个章节"
    author = SubFactory(UserFactory)
    content = LazyAttribute(lambda row: plain(template_file(row.version)))


class PhraseMetricFactory(DjangoModelFactory):
    class Meta:
        model = PhraseMetric

    phrase = SubFactory(PhraseFactory)
    metric = SubFactory(MetricDefinitionFactory)


class TableRowFactory(DjangoModelFactory):
    class Meta:
        model = TableRow

    section = SubFactory(SectionFactory)
    metric = SubFactory(MetricDefinitionFactory)
    position = LazyAttribute(lambda row: row.section.table_rows.count())


def published_version(
    sections: Mapping[str, Sequence[str]] | None = None, **fields: object
) -> TemplateVersion:
    """A published version with these headings and their phrases, `fields` as of TemplateVersion.

    Built while editing, since a published one is frozen. By default one section with one phrase. Phrases that
    name metrics need no rows of PhraseMetric here: those guard deletion only.
    """
    version = TemplateVersionFactory(**fields)
    for heading, phrases in (sections or {"全年工作": [PhraseFactory.text]}).items():
        section = SectionFactory(version=version, heading=heading)
        for text in phrases:
            PhraseFactory(section=section, text=text)
    version.state = VersionState.PUBLISHED
    version.published_at = timezone.now()
    version.save(update_fields=["state", "published_at"])
    return version
