from urllib.parse import quote

from django.http import HttpRequest, HttpResponse


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page (a boosted or restored whole page is none)."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def download(content: bytes, *, filename: str, content_type: str) -> HttpResponse:
    """Answer with a file to save; the name is given in RFC 5987 form so that hanzi survive."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
