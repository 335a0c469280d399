import pytest
from django.db import connection

from edusum.library import freezing
from edusum.library.models import (
    Phrase,
    PhraseMetric,
    ReportTemplate,
    Section,
    TableRow,
    TemplateVersion,
    VersionRevision,
)
from tests.factories import PhraseMetricFactory, TableRowFactory

pytestmark = pytest.mark.django_db
ROWS = (Section, Phrase, PhraseMetric, TableRow)
BESIDE = {ReportTemplate, TemplateVersion, VersionRevision}
"""Point at a version without being part of what it says."""


def triggers():
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        return {name for (name,) in cursor.fetchall() if "_frozen" in name}


def test_every_trigger_is_there_after_all_migrations():
    assert triggers() == freezing.trigger_names(connection.vendor)


def test_every_column_of_a_version_is_either_kept_or_named_as_free():
    columns = {field.column for field in TemplateVersion._meta.concrete_fields}
    assert columns == {*freezing.KEPT, *freezing.MAY_BE_FORGOTTEN, *freezing.FREE}


def test_every_table_that_hangs_on_a_version_is_guarded():
    below = {model._meta.db_table for model in ROWS}
    related = {
        relation.related_model
        for model in (TemplateVersion, *ROWS)
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label == "library"
    }
    assert below == set(freezing.GUARDED)
    assert related - BESIDE == set(ROWS)


def test_the_triggers_can_be_taken_off_and_put_back():
    editor = connection.schema_editor()
    freezing.remove(None, editor)
    assert triggers() == set()
    freezing.install(None, editor)
    assert triggers() == freezing.trigger_names(connection.vendor)


def test_an_editing_version_goes_with_all_it_holds():
    row = TableRowFactory(section=PhraseMetricFactory().phrase.section)
    row.section.version.delete()
    assert not any(model.objects.exists() for model in ROWS)
