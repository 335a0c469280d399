"""A version goes back to what it held after an earlier change; that is a change like any other."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from edusum.library.access import cleaned, editable
from edusum.library.errors import LibraryError
from edusum.library.files import SectionFile, TemplateFile
from edusum.library.filling import store_contents
from edusum.library.models import Section, TemplateVersion, VersionRevision
from edusum.library.portable import SECTION_FIELDS, VERSION_FIELDS, template_file
from edusum.library.revisions import content_of, recording
from edusum.library.sections import STEP
from edusum.metrics.models import MetricDefinition
from edusum.orgs.actors import Actor


class RevisionOutdatedError(LibraryError):
    """The version was changed since the person saw it."""

    def __init__(self) -> None:
        super().__init__(
            "您打开这一页以后，这一版又有人改过，没有恢复；下面是与现在内容的差别，请核对后再恢复。"
        )


@transaction.atomic
def restore_revision(*, revision: VersionRevision, actor: Actor, seen: int | None = None) -> list[str]:
    """Put back what the version held then; sections that are still there keep their ids.

    `seen` is the number of the newest revision that the person saw, 0 if they saw none. Returns the codes of
    metrics that tables listed then and that are gone: their rows stay out.
    """
    version = editable(revision.version, actor)
    newest = version.revisions.first()
    if seen is not None and newest and newest.number != seen:
        raise RevisionOutdatedError
    with recording(version, actor, f"恢复到第 {revision.number} 次修改后的内容"):
        return _restore(version, content_of(revision))


def _restore(version: TemplateVersion, content: TemplateFile) -> list[str]:
    for name in VERSION_FIELDS:
        setattr(version, name, content.version[name])
    cleaned(version).save(update_fields=[*VERSION_FIELDS, "updated_at"])
    now = {file.fields["key"]: file for file in template_file(version).every_section()}
    rows = {section.key: section for section in version.sections.all()}
    _place(version, content.sections, rows)
    wanted = content.every_section()
    version.sections.exclude(key__in=[file.fields["key"] for file in wanted]).delete()
    changed = [file for file in wanted if _says_else(file, now.get(file.fields["key"]))]
    return _refill(version, changed)


def _place(version: TemplateVersion, sections: Sequence[SectionFile], rows: Mapping[str, Section]) -> None:
    """Level by level, so that a parent is stored before what stands under it."""
    level: list[tuple[SectionFile, Section]] = _placed(version, sections, None, rows)
    while level:
        stored = [section for _, section in level if section.pk]
        Section.objects.bulk_update(stored, [*SECTION_FIELDS, "parent", "position"])
        Section.objects.bulk_create([section for _, section in level if not section.pk])
        level = [pair for file, section in level for pair in _placed(version, file.sections, section, rows)]


def _placed(
    version: TemplateVersion,
    files: Iterable[SectionFile],
    parent: Section | None,
    rows: Mapping[str, Section],
) -> list[tuple[SectionFile, Section]]:
    pairs = []
    for place, file in enumerate(files, 1):
        section = rows.get(file.fields["key"]) or Section(version=version)
        for name, value in file.fields.items():
            setattr(section, name, value)
        section.parent, section.position = parent, place * STEP
        pairs.append((file, section))
    return pairs


def _says_else(file: SectionFile, now: SectionFile | None) -> bool:
    return now is None or (file.phrases, file.metrics) != (now.phrases, now.metrics)


def _refill(version: TemplateVersion, files: Sequence[SectionFile]) -> list[str]:
    """Their phrases and tables anew; returns the codes of metrics that are gone."""
    wanted = {code for file in files for code in file.metrics}
    metrics = MetricDefinition.objects.filter(code__in=wanted).in_bulk(field_name="code")
    rows = {section.key: section for section in version.sections.all()}
    store_contents([(file, rows[file.fields["key"]]) for file in files], metrics)
    return sorted(wanted - metrics.keys())
