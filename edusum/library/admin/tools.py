"""What the page of a version leads to besides its sections: comparison, history, file, a bureau's own."""

from typing import Any

from edusum.library.access import may_edit
from edusum.library.enums import VersionState
from edusum.library.kin import kin_of
from edusum.library.models import TemplateVersion


def tools_context(version: TemplateVersion, user: Any) -> dict[str, Any]:
    """A query, and two more for a derived template."""
    template = version.report_template
    base = template.derived_from
    newer = base and base.report_template.versions.published().filter(number__gt=base.number).first()
    return {
        "kin": kin_of(version, user),
        "can_derive": template.bureau is None and version.state == VersionState.PUBLISHED,
        "has_revisions": version.state == VersionState.EDITING or version.revisions.exists(),
        "newer_base": newer if newer and may_edit(user, template.bureau) else None,
    }
