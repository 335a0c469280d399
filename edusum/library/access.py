"""Who may change what in the library, and the one way to get hold of a version to change."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models

from edusum.accounts.models import User
from edusum.library.errors import LibraryError, VersionFrozenError
from edusum.library.models import ReportTemplate, TemplateVersion
from edusum.orgs.actors import Actor, System
from edusum.orgs.models import Bureau, Department
from edusum.orgs.permissions import ALLOWED, Action, can, can_somewhere

REFUSED = "您不能修改这个模板：共用模板由模板管理员修改，专用模板只由本单位的模板管理员修改。"
Row = TypeVar("Row", bound=models.Model)


def may_edit(actor: Actor, bureau: Bureau | None) -> bool:
    """Whether the actor may change the templates of this bureau (None: the shared ones)."""
    if isinstance(actor, System):
        return True
    if bureau is None:
        return can_somewhere(actor, Action.EDIT_LIBRARY)
    return can(actor, Action.EDIT_LIBRARY, bureau=bureau)


def known_departments(user: User, bureau: Bureau | None) -> list[str]:
    """The names of the departments in use in the bureau, or (None) in those whose library is the user's."""
    managed = Bureau.objects.filter(
        memberships__user=user, memberships__role__in=ALLOWED[Action.EDIT_LIBRARY]
    )
    bureaus = managed if bureau is None else [bureau]
    names = Department.objects.active().filter(bureau__in=bureaus).values_list("name", flat=True)
    return list(dict.fromkeys(names))


def require_edit(actor: Actor, template: ReportTemplate) -> None:
    """Raise PermissionDenied (a 403 page) unless `may_edit`."""
    if not may_edit(actor, template.bureau):
        raise PermissionDenied(REFUSED)


def locked(version: TemplateVersion, actor: Actor) -> TemplateVersion:
    """The version as stored, held until the transaction ends."""
    stored: TemplateVersion = (
        TemplateVersion.objects.select_for_update(of=("self",))
        .select_related("report_template__bureau")
        .get(pk=version.pk)
    )
    require_edit(actor, stored.report_template)
    return stored


def editable(version: TemplateVersion, actor: Actor) -> TemplateVersion:
    """As `locked`; raises VersionFrozenError unless the version is being edited."""
    stored = locked(version, actor)
    if stored.is_frozen:
        raise VersionFrozenError(stored)
    return stored


def cleaned(row: Row) -> Row:
    """The row, once its own rules are satisfied; raises LibraryError with their sentences."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise LibraryError("".join(error.messages), place=str(row)) from error
    return row
