from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from edusum.assembly import services
from edusum.assembly.forms import PaperSourceForm
from edusum.assembly.links import paper_links
from edusum.assembly.profiles import house_of
from edusum.common.http import row_number
from edusum.common.years import reporting_year
from edusum.document.model import Document
from edusum.drafts.models import Draft
from edusum.library.access import may_edit
from edusum.library.enums import period_of
from edusum.library.models import TemplateVersion
from edusum.metrics.services import newest_year
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, can, require
from edusum.orgs.services import home_bureau


def draft_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper a draft is now; each place leads to where one works at it, and back to `?section=`."""
    draft = get_object_or_404(Draft.objects.visible_to(request.user).with_names(), pk=pk)
    document = services.document_of(draft)
    came_from = draft.section_texts.filter(pk=row_number(request.GET.get("section"))).first()
    return render(
        request,
        "assembly/draft_paper.html",
        {
            "draft": draft,
            "document": document,
            "house": house_of(draft.bureau),
            "links": paper_links(draft, request.user),
            "came_from": came_from,
            "gaps": {gap.name for gap in document.gaps()},
            "can_export": can(request.user, Action.EXPORT, bureau=draft.bureau),
        },
    )


def version_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A template version with the figures of the bureau one works in, of the newest year that has any.

    Without figures it speaks with the samples.
    """
    bureau = home_bureau(request.user)
    require(request.user, Action.VIEW_LIBRARY, bureau=bureau)
    versions = TemplateVersion.objects.visible_to(request.user).select_related("report_template__bureau")
    version = get_object_or_404(versions, pk=pk)
    owner = version.report_template.bureau
    require(request.user, Action.VIEW_LIBRARY, bureau=owner or bureau)
    newest = newest_year(bureau, period_of(version.report_template.genre))
    form = PaperSourceForm(request.GET or None, initial={"year": newest})
    year = form.cleaned_data["year"] if form.is_bound and form.is_valid() else newest
    context = {
        "version": version,
        "form": form,
        "year": year,
        "bureau": bureau,
        "document": _paper_of(version, bureau, year),
        "house": house_of(bureau),
        "may_edit": may_edit(request.user, owner),
    }
    return render(request, "assembly/version_paper.html", context)


def _paper_of(version: TemplateVersion, bureau: Bureau, year: int | None) -> Document:
    if year is None:
        return services.document_of_sample(version, year=reporting_year(timezone.localdate()))
    return services.document_of_version(version, bureau=bureau, year=year)
