"""What every view of the workshop asks first."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from edusum.library.access import may_edit, require_edit
from edusum.library.models import ReportTemplate, TemplateVersion


def require_manager(request: HttpRequest, template: ReportTemplate | None = None) -> None:
    """A private template's pages are for those who manage its bureau's library, others for any manager."""
    if not may_edit(request.user, template and template.bureau):
        raise PermissionDenied("模板与指标由模板管理员维护，需要修改时请联系本单位的模板管理员。")


def version_to_view(request: HttpRequest, pk: int) -> TemplateVersion:
    """The version with its template, for those who manage the library that it belongs to."""
    versions = TemplateVersion.objects.visible_to(request.user)
    related = versions.select_related(
        "report_template__bureau", "report_template__derived_from", "published_by"
    )
    version: TemplateVersion = get_object_or_404(related, pk=pk)
    require_manager(request, version.report_template)
    return version


def version_to_edit(request: HttpRequest, pk: int) -> TemplateVersion:
    versions = TemplateVersion.objects.visible_to(request.user).select_related("report_template__bureau")
    version: TemplateVersion = get_object_or_404(versions, pk=pk)
    require_edit(request.user, version.report_template)
    return version
