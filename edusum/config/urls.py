from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("edusum.dashboard.urls")),
    path("accounts/", include("edusum.accounts.urls")),
    path("system/", include("edusum.orgs.urls")),
    path("metrics/", include("edusum.metrics.urls")),
    path("library/", include("edusum.library.urls")),
    path("drafts/", include("edusum.drafts.urls")),
    path("", include("edusum.assembly.urls")),
    path("", include("edusum.export.urls")),
    path("", include("edusum.intake.urls")),
    path("admin/", admin.site.urls),
]
