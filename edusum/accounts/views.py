from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from edusum.accounts import services
from edusum.accounts.answers import stopped, wants_json
from edusum.accounts.forms import OwnPasswordForm, SignInForm
from edusum.accounts.kept import keep, unpack
from edusum.accounts.middleware import asks_to_show, showing_stopped, whole_page

sign_in = LoginView.as_view(
    template_name="accounts/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True
)
sign_out = login_not_required(LogoutView.as_view())


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Signs in whoever sent a form after the session had ended, and offers what they typed once more."""
    if request.method != "POST":
        return redirect("accounts:sign_in")
    kept = unpack(request)
    if kept is None:
        raise BadRequest("这次提交要去的地址不属于本系统，没有处理。")
    form = SignInForm(request, request.POST)
    if not form.is_valid():
        return render(request, "accounts/sign_in_again.html", {"form": form, "kept": kept}, status=401)
    login(request, form.get_user())
    return render(request, "accounts/kept_resume.html", {"kept": kept})


@login_not_required
@never_cache
@require_GET
def session(request: HttpRequest) -> HttpResponse:
    """Who is signed in here now, and the token with which a page may go on sending."""
    return JsonResponse({"user": request.user.pk, "name": str(request.user), "token": get_token(request)})


@login_not_required
@never_cache
@require_POST
@sensitive_post_parameters("password")
def sign_in_here(request: HttpRequest) -> HttpResponse:
    """Signs in without leaving the page on which the session has ended; only whoever had it open.

    `user` is the id of that person: another one's words must not be saved under this name.
    """
    form = SignInForm(request, request.POST)
    if not form.is_valid():
        words = [word for found in form.errors.values() for word in found]
        return JsonResponse({"kind": "wrong", "words": "".join(words)}, status=422)
    user = form.get_user()
    if str(user.pk) != request.POST.get("user"):
        return JsonResponse({"kind": "other_user", "words": OTHER_USER}, status=422)
    login(request, user)
    return JsonResponse({"user": user.pk, "name": str(user), "token": get_token(request)})


OTHER_USER = "这个页面是另一位用户打开的，请用原来的用户名登录。"


@never_cache
@sensitive_post_parameters()
def password_change(request: HttpRequest) -> HttpResponse:
    form = OwnPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.change_password(user=request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, "密码已修改，下次请用新密码登录。")
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(
        request, "accounts/password_change.html", {"form": form}, status=422 if form.errors else 200
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Offers again what a form held whose token went stale (signed in anew in another tab)."""
    if wants_json(request):
        return stopped("stale_token")
    if asks_to_show(request, request.resolver_match and request.resolver_match.func):
        return showing_stopped(request, is_stale=True)
    if _is_from_here(request) and not _is_about_signing_in(request):
        page = render(
            request, "accounts/kept_resume.html", {"kept": keep(request), "is_stale": True}, status=403
        )
        return whole_page(page)
    return render(request, "403_csrf.html", status=403)


def _is_from_here(request: HttpRequest) -> bool:
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()


def _is_about_signing_in(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name in {"accounts:sign_in", "accounts:sign_out"}
