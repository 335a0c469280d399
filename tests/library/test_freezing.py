"""A published version can't be changed, by any road: each road has its test."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from edusum.library import freezing, services
from edusum.library.enums import VersionState
from edusum.library.errors import VersionFrozenError
from edusum.library.models import Phrase, PhraseMetric, ReportTemplate, Section, TableRow, TemplateVersion
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    PhraseFactory,
    PhraseMetricFactory,
    ReportTemplateFactory,
    SectionFactory,
    TableRowFactory,
    TemplateVersionFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db
ROWS = (Section, Phrase, PhraseMetric, TableRow)


@pytest.fixture
def version():
    """A published version with one row in every table."""
    version = TemplateVersionFactory(based_on=TemplateVersionFactory(), published_by=UserFactory())
    child = SectionFactory(version=version, level=2, parent=SectionFactory(version=version, key="whole-year"))
    PhraseMetricFactory(phrase=PhraseFactory(section=child))
    TableRowFactory(section=child)
    version.state = VersionState.PUBLISHED
    version.save()
    return version


@pytest.fixture
def manager():
    return member(BureauFactory(), Role.LIBRARY_MANAGER)


@pytest.fixture
def desk(client, manager):
    client.force_login(manager)
    return client


def contents():
    rows = {model: sorted(model.objects.values_list()) for model in (*ROWS, TemplateVersion)}
    assert all(rows.values())
    return rows


@pytest.fixture
def unchanged(version):
    """Afterwards all is as it was."""
    before = contents()
    yield
    assert contents() == before


class Refusal:
    """A statement that the database refuses, in a savepoint of its own."""

    def __enter__(self):
        self.savepoint, self.raises = (
            transaction.atomic(),
            pytest.raises(IntegrityError, match=freezing.REFUSAL),
        )
        self.raises.__enter__()
        self.savepoint.__enter__()

    def __exit__(self, *error):
        self.savepoint.__exit__(*error)
        return self.raises.__exit__(*error)


# services

SERVICES = {
    "update_version": lambda version, actor: services.update_version(version=version, actor=actor),
    "delete_version": lambda version, actor: services.delete_version(version=version, actor=actor),
    "publish_version": lambda version, actor: services.publish_version(version=version, actor=actor),
    "new_section": lambda version, actor: services.new_section(
        section=Section(version=version, heading="新的工作"), actor=actor
    ),
    "update_section": lambda version, actor: services.update_section(section=first(version), actor=actor),
    "move_section": lambda version, actor: services.move_section(
        section=first(version), parent=None, index=1, actor=actor
    ),
    "delete_section": lambda version, actor: services.delete_section(section=first(version), actor=actor),
    "save_phrases": lambda version, actor: services.save_phrases(
        section=first(version), phrases=[services.PhraseInput("改过。")], actor=actor
    ),
    "save_table": lambda version, actor: services.save_table(section=first(version), metrics=[], actor=actor),
}


def first(version):
    return version.sections.get(key="whole-year")


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_refuses_in_chinese(version, manager, unchanged, service):
    with pytest.raises(VersionFrozenError) as error:
        SERVICES[service](version, manager)
    assert str(version) in error.value.message
    assert "复制为新版本" in error.value.message


def test_the_system_itself_is_refused_too(version, unchanged):
    with pytest.raises(VersionFrozenError):
        services.delete_section(section=first(version), actor=services.SYSTEM)


def test_a_section_of_another_version_cannot_be_moved_in_by_a_service(version, manager, unchanged):
    section = Section.objects.get(pk=first(version).pk)
    editing = TemplateVersionFactory()
    section.version = editing
    with pytest.raises(services.LibraryError):
        services.update_section(section=section, actor=manager)
    editing.delete()


# the admin


def test_the_admin_form_of_a_version_refuses_and_keeps_what_was_typed(version, desk, unchanged):
    page = desk.post(
        reverse("admin:library_templateversion_change", args=[version.pk]),
        {"title": "另一个标题", "salutation": "", "note": "想改"},
    )
    assert page.status_code == 200
    assert "已经发布，不能再修改" in page.content.decode()
    assert 'value="另一个标题"' in page.content.decode()


def section_form(section, **changes):
    return {
        "heading": section.heading,
        "heading_form": "own_line",
        "level": section.level,
        "parent": section.parent_id or "",
        "marker_style": "auto",
        "phrases-TOTAL_FORMS": 0,
        "phrases-INITIAL_FORMS": 0,
        "table_rows-TOTAL_FORMS": 0,
        "table_rows-INITIAL_FORMS": 0,
        **changes,
    }


def test_the_admin_form_of_a_section_refuses_and_keeps_what_was_typed(version, desk, unchanged):
    section = first(version)
    page = desk.post(
        reverse("admin:library_section_change", args=[section.pk]),
        section_form(section, heading="改过的标题"),
    )
    assert "已经发布，不能再修改" in page.content.decode()
    assert 'value="改过的标题"' in page.content.decode()


def test_the_phrases_inline_in_the_admin_refuse_and_keep_what_was_typed(version, desk, unchanged):
    section = Phrase.objects.get().section
    typed = {
        "phrases-TOTAL_FORMS": 2,
        "phrases-INITIAL_FORMS": 1,
        "phrases-0-id": Phrase.objects.get().pk,
        "phrases-0-section": section.pk,
        "phrases-0-text": "改过的第一句。",
        "phrases-1-section": section.pk,
        "phrases-1-text": "新加的一句。",
    }
    page = desk.post(
        reverse("admin:library_section_change", args=[section.pk]), section_form(section, **typed)
    ).content.decode()
    assert "已经发布，不能再修改" in page
    assert "改过的第一句。" in page
    assert "新加的一句。" in page


def test_the_admin_adds_no_section(version, desk, unchanged):
    address = reverse("admin:library_section_add") + f"?version={version.pk}"
    page = desk.post(address, section_form(Section(level=1), heading="新加的标题"))
    assert "已经发布，不能再修改" in page.content.decode()
    assert desk.get(address).status_code == 302


@pytest.mark.parametrize("kind", ["section", "templateversion", "reporttemplate"])
def test_the_delete_pages_of_the_admin_are_forbidden(version, desk, unchanged, kind):
    pk = {
        "section": first(version).pk,
        "templateversion": version.pk,
        "reporttemplate": version.report_template_id,
    }[kind]
    assert desk.post(reverse(f"admin:library_{kind}_delete", args=[pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("kind", ["section", "templateversion", "reporttemplate"])
def test_the_delete_action_of_the_admin_does_not_exist(version, desk, unchanged, kind):
    models = {"section": Section, "templateversion": TemplateVersion, "reporttemplate": ReportTemplate}
    chosen = list(models[kind].objects.values_list("pk", flat=True))
    desk.post(
        reverse(f"admin:library_{kind}_changelist"),
        {"action": "delete_selected", "_selected_action": chosen, "post": "yes"},
    )


def test_moving_a_section_in_the_admin_is_refused(version, desk, unchanged):
    page = desk.post(
        reverse("admin:library_section_move", args=[first(version).pk]), {"direction": "down"}, follow=True
    )
    assert "已经发布，不能再修改" in page.content.decode()


def test_every_editable_model_of_the_library_in_the_admin_is_in_these_tests():
    registered = {model.__name__ for model in admin.site._registry if model._meta.app_label == "library"}
    beside = {"Term"}  # belongs to no version
    assert registered - beside == {"ReportTemplate", "TemplateVersion", "Section"}


# the ORM


@pytest.mark.parametrize("model", ROWS)
def test_an_instance_cannot_be_deleted(version, unchanged, model):
    with Refusal():
        model.objects.first().delete()


@pytest.mark.parametrize("model", ROWS)
def test_an_instance_cannot_be_saved(version, unchanged, model):
    with Refusal():
        model.objects.first().save()


def test_the_version_cannot_be_deleted(version, unchanged):
    with Refusal():
        version.delete()


CHANGES = {
    Section: {"heading": "改过"},
    Phrase: {"text": "改过。"},
    PhraseMetric: {"metric_id": 1},
    TableRow: {"position": 9},
}


@pytest.mark.parametrize("model", ROWS)
def test_a_queryset_cannot_update(version, unchanged, model):
    with Refusal():
        model.objects.update(**CHANGES[model])


@pytest.mark.parametrize("model", ROWS)
def test_a_queryset_cannot_delete(version, unchanged, model):
    with Refusal():
        model.objects.all()._raw_delete(model.objects.db)
    with Refusal():
        model.objects.all().delete()


def test_nothing_can_be_created_in_bulk(version, unchanged):
    section, phrase, metric = first(version), Phrase.objects.get(), MetricDefinitionFactory()
    for row in (
        Section(version=version, key="new", heading="新", position=1),
        Phrase(section=section, text="新。"),
        PhraseMetric(phrase=phrase, metric=metric),
        TableRow(section=section, metric=metric),
    ):
        with Refusal():
            type(row).objects.bulk_create([row])


def test_nothing_can_be_updated_in_bulk(version, unchanged):
    for row, field in (
        (first(version), "heading"),
        (Phrase.objects.get(), "text"),
        (TableRow.objects.get(), "position"),
    ):
        setattr(row, field, getattr(row, field) * 2 or 7)
        with Refusal():
            type(row).objects.bulk_update([row], [field])


def test_nothing_can_be_moved_in_or_out(version):
    elsewhere = PhraseFactory()
    before = contents()
    with Refusal():
        Section.objects.filter(pk=elsewhere.section_id).update(version=version)
    with Refusal():
        Phrase.objects.filter(pk=elsewhere.pk).update(section=first(version))
    with Refusal():
        Section.objects.filter(version=version).update(version=elsewhere.section.version)
    with Refusal():
        Phrase.objects.exclude(pk=elsewhere.pk).update(section=elsewhere.section)
    assert contents() == before


@pytest.mark.parametrize(
    "change",
    [
        {"title": "另一个标题"},
        {"salutation": "同志们："},
        {"has_sign_off": False},
        {"due_days": 9},
        {"note": "改"},
        {"number": 99},
        {"loaded_digest": "0" * 64},
        {"published_at": "2020-01-01T00:00:00Z"},
        {"state": VersionState.EDITING},
    ],
)
def test_the_version_itself_cannot_be_updated(version, unchanged, change):
    with Refusal():
        TemplateVersion.objects.filter(pk=version.pk).update(**change)


def test_the_version_cannot_go_to_another_template(version, unchanged):
    with Refusal():
        TemplateVersion.objects.filter(pk=version.pk).update(report_template=ReportTemplateFactory())


# raw SQL and commands


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE library_phrase SET text = 'x'",
        "DELETE FROM library_tablerow",
        "UPDATE library_section SET heading = 'x' WHERE version_id = {version}",
        "INSERT INTO library_phrase (section_id, position, text, starts_paragraph)"
        " VALUES ({section}, 9, 'x', {true})",
        "UPDATE library_templateversion SET state = 'editing' WHERE id = {version}",
        "DELETE FROM library_templateversion WHERE id = {version}",
    ],
)
def test_raw_sql_is_refused(version, unchanged, statement):
    true = "1" if connection.vendor == "sqlite" else "true"
    sql = statement.format(version=version.pk, section=first(version).pk, true=true)
    with Refusal(), connection.cursor() as cursor:
        cursor.execute(sql)


REPLACING = {
    "sqlite": "INSERT OR REPLACE INTO library_phrase (id, section_id, position, text, starts_paragraph, form)"
    " VALUES ({phrase}, {section}, 1, 'x', 1, '')",
    "postgresql": "INSERT INTO library_phrase (id, section_id, position, text, starts_paragraph, form)"
    " VALUES ({phrase}, {section}, 1, 'x', true, '') ON CONFLICT (id) DO UPDATE SET section_id = {section}",
}


def test_a_row_cannot_be_replaced_by_one_of_another_version(version, unchanged):
    other, phrase = SectionFactory(), Phrase.objects.get()
    with Refusal(), connection.cursor() as cursor:
        cursor.execute(REPLACING[connection.vendor].format(phrase=phrase.pk, section=other.pk))
    other.version.delete()


def test_the_command_that_loads_the_library_leaves_it_alone(version, settings, tmp_path, unchanged):
    for folder in ("templates", "metrics"):
        (tmp_path / "library" / folder).mkdir(parents=True)
    (tmp_path / "library" / "metrics" / "all.yaml").write_text("[]")
    code = version.report_template.code
    (tmp_path / "library" / "templates" / f"{code}.yaml").write_text(
        f"schema: 1\ncode: {code}\nname: 别的名称\ngenre: speech\ntitle: 别的标题\n"
        "sections: [{key: other, level: 1, heading: 别的标题}]\n"
    )
    settings.FIXTURES_ROOT = tmp_path
    call_command("load_library", verbosity=0)


# what stays possible


def test_a_published_version_can_be_retired_and_put_back(version):
    TemplateVersion.objects.filter(pk=version.pk).update(state=VersionState.RETIRED)
    TemplateVersion.objects.filter(pk=version.pk).update(state=VersionState.PUBLISHED)
    assert TemplateVersion.objects.get(pk=version.pk).state == VersionState.PUBLISHED


def test_who_published_it_and_what_it_was_copied_from_may_go(version):
    version.published_by.delete()
    version.based_on.delete()
    version.refresh_from_db()
    assert (version.published_by, version.based_on) == (None, None)


def test_a_retired_version_is_as_frozen_as_a_published_one(version):
    TemplateVersion.objects.filter(pk=version.pk).update(state=VersionState.RETIRED)
    with Refusal():
        Phrase.objects.update(text="改过。")
