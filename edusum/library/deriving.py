"""A bureau's own template made from a shared one, and how far it has gone from it."""

from dataclasses import dataclass

from django.db import transaction

from edusum.library.access import cleaned, require_edit
from edusum.library.changes import Shown, shown
from edusum.library.comparing import compare
from edusum.library.enums import VersionState
from edusum.library.errors import LibraryError
from edusum.library.filling import fill
from edusum.library.models import ReportTemplate, TemplateVersion
from edusum.library.portable import template_file
from edusum.library.services import create_template
from edusum.metrics.models import MetricDefinition
from edusum.orgs.actors import SYSTEM, Actor
from edusum.orgs.models import Bureau


@dataclass(frozen=True, slots=True)
class Deviations:
    """A derived template's newest version beside the shared one it comes from, and what is newer there."""

    base: TemplateVersion
    newest: TemplateVersion
    shown: Shown
    newer_base: TemplateVersion | None


@transaction.atomic
def derive_template(*, version: TemplateVersion, bureau: Bureau, name: str, actor: Actor) -> TemplateVersion:
    """The bureau's own template with the contents of a shared published version, as a version to edit."""
    shared = version.report_template
    if shared.bureau_id is not None or version.state != VersionState.PUBLISHED:
        raise LibraryError(f"“{version}”不是已发布的共用模板，不能派生；请从在用的共用模板派生。")
    taken = ReportTemplate.objects.filter(bureau=bureau, code=shared.code).first()
    if taken:
        raise LibraryError(f"本单位已有同一代码（{shared.code}）的模板“{taken}”，请直接修改它，不用再派生。")
    content = template_file(version)
    template = ReportTemplate(
        **{**content.fields, "name": name or shared.name}, bureau=bureau, derived_from=version
    )
    own = TemplateVersion(**{**content.version, "note": f"派生自共用模板第{version.number}版"})
    create_template(template=template, version=own, actor=actor)
    fill(
        version=own,
        sections=content.sections,
        metrics=MetricDefinition.objects.in_bulk(field_name="code"),
        actor=SYSTEM,  # asked above; the first revision is what people then change
    )
    return own


@transaction.atomic
def follow_shared(*, template: ReportTemplate, version: TemplateVersion, actor: Actor) -> ReportTemplate:
    """From now on the template's deviations are told from that newer version, which was looked at."""
    stored = ReportTemplate.objects.select_for_update(of=("self",)).select_related("bureau", "derived_from")
    template = stored.get(pk=template.pk)
    require_edit(actor, template)
    base = template.derived_from
    if (
        base is None
        or version.report_template_id != base.report_template_id
        or version.state != VersionState.PUBLISHED
    ):
        raise LibraryError("这不是所派生的共用模板现在在用的版本，没有改动；请刷新页面后再试。")
    template.derived_from = version
    cleaned(template).save(update_fields=["derived_from", "updated_at"])
    return template


def deviations(template: ReportTemplate) -> Deviations | None:
    """None for a template that was not derived."""
    base, newest = template.derived_from, template.versions.select_related("report_template").first()
    if base is None or newest is None:
        return None
    newer = base.report_template.versions.published().filter(number__gt=base.number).first()
    told = shown(compare(template_file(base), template_file(newest)))
    return Deviations(base, newest, told, newer)
