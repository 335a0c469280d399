import re
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

_ROW_NUMBER = re.compile(r"[0-9]{1,18}")


def row_number(sent: str | None) -> int | None:
    """The id of a row that came with a request; None for what no row can have."""
    return int(sent) if sent and _ROW_NUMBER.fullmatch(sent) else None


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page (a boosted or restored whole page is none)."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def download(content: bytes, *, filename: str, content_type: str, plain: str = "") -> HttpResponse:
    """Answer with a file to save; the name is given in RFC 5987 form so that hanzi survive.

    `plain` is an ASCII name for what does not read that form.
    """
    response = HttpResponse(content, content_type=content_type)
    fallback = f'filename="{plain}"; ' if plain else ""
    response["Content-Disposition"] = f"attachment; {fallback}filename*=UTF-8''{quote(filename)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
