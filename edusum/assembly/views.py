from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from edusum.assembly import services
from edusum.assembly.forms import PaperSourceForm
from edusum.common.years import reporting_year
from edusum.drafts.models import Draft
from edusum.library.models import TemplateVersion
from edusum.orgs.permissions import Action, can, require
from edusum.orgs.services import home_bureau


def draft_paper(request: HttpRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(Draft.objects.visible_to(request.user).with_names(), pk=pk)
    document = services.document_of(draft)
    return render(
        request,
        "assembly/draft_paper.html",
        {
            "draft": draft,
            "document": document,
            "gaps": {gap.name for gap in document.gaps()},
            "can_export": can(request.user, Action.EXPORT, bureau=draft.bureau),
        },
    )


def version_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A template version with the figures of the bureau one works in."""
    bureau = home_bureau(request.user)
    require(request.user, Action.VIEW_LIBRARY, bureau=bureau)
    versions = TemplateVersion.objects.visible_to(request.user).select_related("report_template")
    version = get_object_or_404(versions, pk=pk)
    form = PaperSourceForm(request.GET or None, initial={"year": reporting_year(timezone.localdate())})
    year = form.cleaned_data["year"] if form.is_bound and form.is_valid() else form.initial["year"]
    return render(
        request,
        "assembly/version_paper.html",
        {
            "version": version,
            "form": form,
            "year": year,
            "bureau": bureau,
            "document": services.document_of_version(version, bureau=bureau, year=year),
        },
    )
