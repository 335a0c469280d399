"""The verbs of the library: each is one transaction, asks who acts, and leaves frozen versions alone."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from edusum.accounts.models import User
from edusum.library.access import Row, cleaned, editable, locked, may_edit, require_edit
from edusum.library.contents import markers, phrases_of, problems_of, section_tree, version_problems
from edusum.library.context import sample_figures
from edusum.library.enums import VersionState
from edusum.library.errors import EditingVersionExistsError, LibraryError, PhraseErrors, TemplateTakenError
from edusum.library.models import Phrase, ReportTemplate, Section, TableRow, TemplateVersion
from edusum.library.revisions import recorded
from edusum.library.sections import (
    PhraseInput,
    delete_section,
    level_problem,
    move_section,
    new_section,
    record_metrics,
    save_phrases,
    save_table,
    update_section,
)
from edusum.orgs.actors import SYSTEM, Actor, System

__all__ = [
    "SYSTEM",
    "PhraseInput",
    "System",
    "copy_version",
    "create_template",
    "delete_section",
    "delete_template",
    "delete_version",
    "level_problem",
    "markers",
    "may_edit",
    "move_section",
    "new_section",
    "new_version",
    "phrases_of",
    "problems_of",
    "publish_version",
    "retire_version",
    "sample_figures",
    "save_phrases",
    "save_table",
    "section_tree",
    "update_section",
    "update_template",
    "update_version",
]


# Report templates


@transaction.atomic
def create_template(
    *, template: ReportTemplate, actor: Actor, version: TemplateVersion | None = None
) -> TemplateVersion:
    """Store a new report template with a first version to edit (fields as in `version`, if given).

    Raises TemplateTakenError when somebody was quicker.
    """
    require_edit(actor, template)
    cleaned(template)
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        raise TemplateTakenError(template.code) from error
    version = version or TemplateVersion()
    version.report_template = template
    return new_version(version=version, actor=actor)


@transaction.atomic
def update_template(*, template: ReportTemplate, actor: Actor) -> ReportTemplate:
    """Store changed name, genre, description or source; code and owner stay."""
    templates = ReportTemplate.objects.select_for_update(of=("self",)).select_related(
        "bureau", "derived_from"
    )
    stored = templates.get(pk=template.pk)
    require_edit(actor, stored)
    template.code, template.bureau, template.derived_from = stored.code, stored.bureau, stored.derived_from
    cleaned(template).save(update_fields=["name", "genre", "description", "source", "updated_at"])
    return template


@transaction.atomic
def delete_template(*, template: ReportTemplate, actor: Actor) -> None:
    """Delete a report template that was never published."""
    require_edit(actor, template)
    for version in template.versions.all():
        delete_version(version=version, actor=actor)
    template.delete()


# Versions


@transaction.atomic
def new_version(*, version: TemplateVersion, actor: Actor) -> TemplateVersion:
    """Store an empty version to edit, with the next number; raises EditingVersionExistsError."""
    templates = ReportTemplate.objects.select_for_update(of=("self",)).select_related("bureau")
    template = templates.get(pk=version.report_template_id)
    require_edit(actor, template)
    existing = template.versions.filter(state=VersionState.EDITING).first()
    if existing:
        raise EditingVersionExistsError(existing)
    latest = template.versions.aggregate(latest=Max("number"))["latest"]
    version.number, version.state = (latest or 0) + 1, VersionState.EDITING
    cleaned(version).save()
    return version


@transaction.atomic
@recorded
def update_version(*, version: TemplateVersion, actor: Actor) -> TemplateVersion:
    """Store changed title, salutation, sign-off, days or note; raises PhraseErrors."""
    editable(version, actor)
    problems = version_problems(version)
    if problems:
        raise PhraseErrors(problems)
    cleaned(version).save(
        update_fields=["title", "salutation", "has_sign_off", "due_days", "note", "updated_at"]
    )
    return version


@transaction.atomic
def delete_version(*, version: TemplateVersion, actor: Actor) -> None:
    """Delete a version that is still being edited, with all its sections."""
    editable(version, actor).delete()


@transaction.atomic
def publish_version(*, version: TemplateVersion, actor: Actor) -> TemplateVersion:
    """Check everything, retire the version published so far, and freeze this one; raises PhraseErrors."""
    version = editable(version, actor)
    if not version.sections.exists():
        raise LibraryError(f"“{version}”还没有章节，请先添加章节再发布。")
    problems = problems_of(version)
    if problems:
        raise PhraseErrors(problems)
    record_metrics(Phrase.objects.filter(section__version=version))
    now = timezone.now()
    TemplateVersion.objects.filter(report_template=version.report_template).published().update(
        state=VersionState.RETIRED, updated_at=now
    )
    version.state, version.published_at = VersionState.PUBLISHED, now
    version.published_by = actor if isinstance(actor, User) else None
    version.save(update_fields=["state", "published_at", "published_by", "updated_at"])
    return version


@transaction.atomic
def retire_version(*, version: TemplateVersion, actor: Actor) -> TemplateVersion:
    """Take the published version out of use; drafts that stand on it go on."""
    version = locked(version, actor)
    if version.state != VersionState.PUBLISHED:
        raise LibraryError(f"“{version}”不是已发布的版本，不能停用。")
    version.state = VersionState.RETIRED
    version.save(update_fields=["state", "updated_at"])
    return version


@transaction.atomic
def copy_version(*, version: TemplateVersion, actor: Actor) -> TemplateVersion:
    """A new version to edit with the same contents; raises EditingVersionExistsError if there is one."""
    source = locked(version, actor)
    copy = _twin(source, based_on=source, published_at=None, published_by=None, loaded_digest="")
    new_version(version=copy, actor=actor)
    sections: dict[int | None, Section | None] = {None: None}
    for section, _ in section_tree(source):
        sections[section.pk] = _twin(section, version=copy, parent=sections[section.parent_id])
        sections[section.pk].save()  # type: ignore[union-attr]  # only the key None has no section
    rows = TableRow.objects.filter(section__version=source)
    TableRow.objects.bulk_create([_twin(row, section=sections[row.section_id]) for row in rows])
    phrases = Phrase.objects.filter(section__version=source)
    record_metrics(
        Phrase.objects.bulk_create([_twin(phrase, section=sections[phrase.section_id]) for phrase in phrases])
    )
    return copy


def _twin(row: Row, **changes: Any) -> Row:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    twin = type(row)(**{name: value for name, value in values.items() if name != row._meta.pk.attname})
    for name, value in changes.items():
        setattr(twin, name, value)
    return twin
