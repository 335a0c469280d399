from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from edusum.accounts.answers import stopped, wants_json
from edusum.accounts.forms import SignInForm
from edusum.accounts.kept import keep

READING = frozenset({"GET", "HEAD", "OPTIONS"})
DOOR = frozenset(
    f"accounts:{name}"
    for name in ("password_change", "session", "sign_in", "sign_in_again", "sign_in_here", "sign_out")
)
"""Pages at which people say who they are: open to whoever asks."""


class KeepTypedTextMiddleware:
    """A form sent after the session has ended is answered with a sign-in form that carries what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if wants_json(request):
            return stopped("signed_out")
        if request.method in READING:
            return _htmx_redirect(_sign_in_url(request)) if request.htmx else None
        if asks_to_show(request, view):
            return showing_stopped(request)
        context = {"form": SignInForm(request), "kept": keep(request)}
        return whole_page(render(request, "accounts/sign_in_again.html", context, status=401))


class OwnPageOnlyMiddleware:
    """A script saves as the person whose page it runs on, or not at all: another may have signed in since."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        page_of = request.headers.get("Edusum-User")
        if page_of is None or page_of == str(request.user.pk) or _is_at_the_door(request):
            return None
        return stopped("other_user")


class ChangePasswordFirstMiddleware:
    """Whoever holds a password that another person knows changes it before doing anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not getattr(request.user, "must_change_password", False):
            return None
        if _is_at_the_door(request):
            return None
        return stopped("password") if wants_json(request) else _change_first(request, view)


def _is_at_the_door(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name in DOOR


def _change_first(request: HttpRequest, view: Callable[..., HttpResponse]) -> HttpResponse:
    if request.method in READING:
        url = reverse("accounts:password_change")
        return _htmx_redirect(url) if request.htmx else redirect(url)
    if asks_to_show(request, view):
        return showing_stopped(request)
    return whole_page(render(request, "accounts/kept_resume.html", {"kept": keep(request)}, status=403))


def asks_to_show(request: HttpRequest, view: Callable[..., HttpResponse] | None) -> bool:
    """Whether htmx only asks how something typed would look: the view is marked as `shows_only`."""
    return bool(request.htmx) and getattr(view, "shows_only", False)


def showing_stopped(request: HttpRequest, *, is_stale: bool = False) -> HttpResponse:
    """A sentence in place of what would have been shown; the form with the text stays as it is.

    Also for a stale page the status is 401: htmx puts it into the page, as it does not with 403.
    """
    response = render(request, "accounts/_session_ended.html", {"is_stale": is_stale}, status=401)
    response["Cache-Control"] = "no-store"
    return response


def whole_page(response: HttpResponse) -> HttpResponse:
    """Tells htmx, if it asked, to show the answer as the page and not as a part of one."""
    response["HX-Retarget"] = "body"
    response["HX-Reswap"] = "innerHTML show:window:top"
    response["Cache-Control"] = "no-store"
    return response


def _sign_in_url(request: HttpRequest) -> str:
    """Back to the page the part was asked for, after signing in."""
    query = urlencode({"next": request.htmx.current_url_abs_path or reverse("dashboard:home")})
    return f"{reverse('accounts:sign_in')}?{query}"


def _htmx_redirect(url: str) -> HttpResponse:
    return HttpResponse(status=401, headers={"HX-Redirect": url})
