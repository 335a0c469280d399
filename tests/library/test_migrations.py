"""New columns come and go, and what was stored before stays, frozen where it was."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor

from edusum.library import freezing
from edusum.library.models import LoadedItem, Phrase, ReportTemplate, Section, TemplateVersion
from edusum.metrics.models import MetricDefinition

BEFORE = [("metrics", "0001_initial"), ("library", "0002_published_versions_are_frozen")]
METRIC = {"domain": "学前教育", "unit": "人"}


@pytest.fixture
def older():
    """The apps as an older release knew them; afterwards all is as it is now, and empty."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield MigrationExecutor(connection).loader.project_state(BEFORE).apps
    call_command("migrate", verbosity=0)
    editor = connection.schema_editor()
    freezing.remove(None, editor)
    for model in (TemplateVersion, ReportTemplate, MetricDefinition):
        model.objects.all().delete()
    freezing.install(None, editor)


def stored_metrics(apps):
    metrics = apps.get_model("metrics", "MetricDefinition").objects
    metrics.create(code="pupils", name="学生数", phrase_name="学生数", kind="count", **METRIC)
    metrics.create(code="rate", name="入园率", phrase_name="入园率", kind="percent", **METRIC)


def stored_version(apps):
    """A published version with a section and a phrase, as an older release stored it."""
    template = apps.get_model("library", "ReportTemplate").objects.create(code="annual", name="总结")
    versions = apps.get_model("library", "TemplateVersion").objects
    version = versions.create(report_template=template, number=1, loaded_digest="x")
    section = apps.get_model("library", "Section").objects.create(
        version=version, key="one", level=1, heading="全年工作", position=10
    )
    apps.get_model("library", "Phrase").objects.create(section=section, text="一句。")
    versions.update(state="published")


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_what_an_older_release_stored_is_there_afterwards_and_frozen(older):
    stored_metrics(older)
    stored_version(older)
    call_command("migrate", verbosity=0)
    aggregations = MetricDefinition.objects.values_list("code", "aggregation", "synonyms", "weight")
    assert sorted(aggregations) == [("pupils", "sum", [], None), ("rate", "none", [], None)]
    assert Section.objects.values_list("heading", "due_days").get() == ("全年工作", None)
    assert Phrase.objects.values_list("text", "form").get() == ("一句。", "")
    with pytest.raises(IntegrityError, match="frozen"):
        Phrase.objects.update(form="full")


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_the_way_back_keeps_what_an_older_release_knows(older):
    stored_version(older)
    call_command("migrate", verbosity=0)
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    phrases = older.get_model("library", "Phrase").objects
    assert list(phrases.values_list("text", flat=True)) == ["一句。"]
    with pytest.raises(IntegrityError, match="frozen"):
        phrases.update(text="两句。")


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_the_way_back_forgets_what_an_older_release_has_no_room_for(older):
    call_command("migrate", verbosity=0)
    LoadedItem.objects.create(kind="term", code="系列" * 50)
    LoadedItem.objects.create(kind="metric", code="pupils")
    MigrationExecutor(connection).migrate(BEFORE)
    items = older.get_model("library", "LoadedItem").objects
    assert list(items.values_list("kind", "code")) == [("metric", "pupils")]
    items.all().delete()


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_limits_stored_the_wrong_way_round_change_places(older):
    stored_version(older)
    editor = connection.schema_editor()
    freezing.remove(None, editor)
    older.get_model("library", "Section").objects.update(suggested_min=300, suggested_max=100)
    freezing.install(None, editor)
    call_command("migrate", verbosity=0)
    assert Section.objects.values_list("suggested_min", "suggested_max").get() == (100, 300)
    with pytest.raises(IntegrityError, match="frozen"):
        Section.objects.update(suggested_min=1)
