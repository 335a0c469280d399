from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from edusum.orgs.permissions import Action, can_somewhere


class EdusumAdminSite(AdminSite):
    """The report-template workshop: open to template managers, closed to everybody else."""

    site_header = site_title = "报告模板管理"
    index_title = "模板与指标"
    site_url = "/"
    enable_nav_sidebar = False

    NOT_OURS = frozenset(
        {"autocomplete", "logout", "password_change", "password_change_done", "view_on_site"}
    )
    """Pages of Django's that the site has its own for, or no use for."""

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and can_somewhere(request.user, Action.EDIT_LIBRARY)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """Who has signed in and may not enter is told so; Django would ask them to sign in once more."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied("模板与指标由模板管理员维护，需要修改时请联系本单位的模板管理员。")
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, inner)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in self.NOT_OURS]

    @method_decorator([never_cache, login_not_required])
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one page to sign in on."""
        return redirect_to_login(
            request.GET.get("next") or reverse("admin:index"), reverse("accounts:sign_in")
        )
