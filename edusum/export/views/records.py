"""An earlier export once more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from edusum.common.errors import EdusumError
from edusum.export import services
from edusum.export.models import ExportRecord
from edusum.export.views.answers import file_answer
from edusum.orgs.permissions import Action, require

TOLD = "changed"
"""The query value of somebody who has read that the file is no longer the same."""


@require_safe
def export_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file made anew from its snapshot; when that is no longer the same file, the page says so first."""
    record = get_object_or_404(ExportRecord.objects.visible_to(request.user).with_snapshot(), pk=pk)
    require(request.user, Action.EXPORT, bureau=record.snapshot.draft.bureau)
    context = {"record": record, "draft": record.snapshot.draft}
    try:
        again = services.remade(record)
        if again.is_same or request.GET.get("take") == TOLD:
            return file_answer(services.handed_out(record, again))
    except EdusumError as error:
        return render(request, "export/export_download.html", context | {"problem": str(error)})
    return render(request, "export/export_download.html", context | {"again": again, "take": TOLD})
