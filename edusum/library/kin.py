"""What a version is worth comparing with: its own template's versions, and those of templates akin to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from edusum.library.models import TemplateVersion
from edusum.orgs.permissions import Action


@dataclass(frozen=True, slots=True)
class Kin:
    """Versions that a person may see, newest first; `groups` are lists with their headings."""

    groups: tuple[tuple[str, tuple[TemplateVersion, ...]], ...]
    before: TemplateVersion | None

    @property
    def others(self) -> bool:
        """Whether there are any besides the one before."""
        return any(version != self.before for _, versions in self.groups for version in versions)


def kin_of(version: TemplateVersion, user: Any) -> Kin:
    """One query; `before` is the version of the same template that came before this one."""
    own = version.report_template_id
    base = version.report_template.derived_from
    related = Q(report_template=own) | Q(report_template__derived_from__report_template=own)
    if base:
        related |= Q(report_template=base.report_template_id)
    versions = TemplateVersion.objects.open_to(user, Action.EDIT_LIBRARY).filter(related)
    found = list(versions.select_related("report_template__bureau").exclude(pk=version.pk))
    siblings = [other for other in found if other.report_template_id == own]
    earlier = [other for other in siblings if other.number < version.number]
    others = dict.fromkeys(other.report_template for other in found if other.report_template_id != own)
    groups = [("本模板的其他版本", siblings)]
    for template in others:
        group = [other for other in found if other.report_template_id == template.pk]
        groups.append((f"{template}（{template.owner_label}）", group))
    return Kin(
        tuple((label, tuple(group)) for label, group in groups if group),
        max(earlier, key=lambda other: other.number, default=None),
    )


def older_first(one: TemplateVersion, other: TemplateVersion) -> Sequence[TemplateVersion]:
    """Of one template the lower number; of two, what the other was derived from."""
    if one.report_template_id == other.report_template_id:
        return sorted([one, other], key=lambda version: version.number)
    base = one.report_template.derived_from
    is_derived = base is not None and base.report_template_id == other.report_template_id
    return [other, one] if is_derived else [one, other]
