"""Who writes each section, until when and how much: set for all sections of a version at once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from django.core.exceptions import ValidationError
from django.db import transaction

from edusum.library.access import editable
from edusum.library.errors import LibraryError
from edusum.library.models import Section, TemplateVersion
from edusum.library.revisions import recorded
from edusum.orgs.actors import Actor


@dataclass(frozen=True, slots=True)
class Settings:
    """What a section asks of those who write it."""

    department_name: str = ""
    due_days: int | None = None
    is_optional: bool = False
    suggested_min: int | None = None
    suggested_max: int | None = None


SETTINGS = tuple(field.name for field in fields(Settings))


@dataclass(frozen=True, slots=True)
class SettingsInput:
    """Settings as typed, and as the person saw them before (None: nobody knows)."""

    typed: Settings
    seen: Settings | None


class SettingsChangedError(LibraryError):
    """Others changed sections that the person changed too; `stored` has theirs by the section's id."""

    def __init__(self, stored: Mapping[int, Settings]) -> None:
        super().__init__(
            f"您打开这一页以后，有 {len(stored)} 节已被别人改过，已在下面标出。"
            "您填写的内容还在，请与现有内容核对后再保存一次；现在什么都没有保存。"
        )
        self.stored = stored


def settings_of(section: Section) -> Settings:
    return Settings(**{name: getattr(section, name) for name in SETTINGS})


@transaction.atomic
@recorded
def save_settings(*, version: TemplateVersion, rows: Mapping[int, SettingsInput], actor: Actor) -> int:
    """Store the rows that were changed, all or none; returns how many. Others' changes elsewhere stay.

    Raises SettingsChangedError, and LibraryError for sections that are gone or settings that cannot be.
    """
    version = editable(version, actor)
    sections = version.sections.in_bulk()
    changed = {pk: row for pk, row in rows.items() if row.typed != row.seen}
    gone = changed.keys() - sections.keys()
    if gone:
        raise LibraryError(
            f"您修改的章节里有 {len(gone)} 节已被别人删除，下面不再列出。其余内容还在，请核对后再保存一次。"
        )
    stored = {pk: settings_of(sections[pk]) for pk in changed}
    conflicts = {pk: now for pk, now in stored.items() if now not in {changed[pk].seen, changed[pk].typed}}
    if conflicts:
        raise SettingsChangedError(conflicts)
    written = [_with(sections[pk], row.typed) for pk, row in changed.items() if row.typed != stored[pk]]
    Section.objects.bulk_update(written, SETTINGS)
    return len(written)


def _with(section: Section, settings: Settings) -> Section:
    for name, value in asdict(settings).items():
        setattr(section, name, value)
    others = {field.name for field in section._meta.fields} - set(SETTINGS)
    problem = range_problem(settings.suggested_min, settings.suggested_max)
    if problem:
        raise LibraryError(problem, place=str(section))
    try:
        section.clean_fields(exclude=others)
    except ValidationError as error:
        raise LibraryError("".join(error.messages), place=str(section)) from error
    return section


def range_problem(lowest: int | None, highest: int | None) -> str:
    """Why these cannot be the least and the most characters suggested, or ""."""
    both = lowest is not None and highest is not None
    return "建议字数的上限不能小于下限。" if both and lowest > highest else ""  # type: ignore[operator]
