from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

favicon = RedirectView.as_view(url=lazy(static, str)("img/mark.svg"))
"""Browsers ask for it where a page names no icon: files, plain answers."""

urlpatterns = [
    path("favicon.ico", login_not_required(favicon), name="favicon"),
    path("", include("edusum.dashboard.urls")),
    path("accounts/", include("edusum.accounts.urls")),
    path("system/", include("edusum.orgs.urls")),
    path("metrics/", include("edusum.metrics.urls")),
    path("library/", include("edusum.library.urls")),
    path("drafts/", include("edusum.drafts.urls")),
    path("", include("edusum.assembly.urls")),
    path("", include("edusum.proofreading.urls")),
    path("", include("edusum.export.urls")),
    path("", include("edusum.intake.urls")),
    path("admin/", admin.site.urls),
]
