from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from edusum.assembly.services import document_of
from edusum.common.http import download
from edusum.drafts.models import Draft
from edusum.export import services
from edusum.export.models import ExportRecord
from edusum.orgs.permissions import Action, require


def draft_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The page before the download (GET) and the download itself (POST)."""
    draft = get_object_or_404(Draft.objects.visible_to(request.user).with_names(), pk=pk)
    require(request.user, Action.EXPORT, bureau=draft.bureau)
    if request.method == "POST":
        file = services.export_draft(draft=draft, actor=request.user)
        return download(file.content, filename=file.name, content_type=services.DOCX)
    records = ExportRecord.objects.visible_to(request.user).filter(snapshot__draft=draft)
    return render(
        request,
        "export/draft_export.html",
        {
            "draft": draft,
            "gaps": list({gap.name: gap.text for gap in reversed(document_of(draft).gaps())}.values())[::-1],
            "unfinished": draft.section_texts.unfinished().count(),
            "records": records.select_related("exported_by", "snapshot")[:20],
        },
    )


def export_download(request: HttpRequest, pk: int) -> HttpResponse:
    """An earlier export once more, from its snapshot."""
    records = ExportRecord.objects.visible_to(request.user).select_related("snapshot__draft__bureau")
    record = get_object_or_404(records, pk=pk)
    require(request.user, Action.EXPORT, bureau=record.snapshot.draft.bureau)
    file = services.word_file(record.snapshot)
    return download(file.content, filename=record.filename, content_type=services.DOCX)
