"""Files as answers."""

from django.http import HttpRequest, HttpResponse

from edusum.common.http import download
from edusum.export.forms import ExportForm
from edusum.export.services import ExportedFile

TICKET = "download"
_TICKET_SECONDS = 60


def file_answer(file: ExportedFile) -> HttpResponse:
    return download(file.content, filename=file.name, content_type=file.content_type)


def with_ticket(answer: HttpResponse, request: HttpRequest, form: ExportForm) -> HttpResponse:
    """Tells static/js/export.js by a cookie that the file has come."""
    ticket = form.cleaned_data.get("ticket")
    if ticket:
        answer.set_cookie(
            TICKET, ticket, max_age=_TICKET_SECONDS, samesite="Strict", secure=request.is_secure()
        )
    return answer
