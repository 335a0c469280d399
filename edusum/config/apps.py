from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class AdminSiteConfig(AdminConfig):
    default_site = "edusum.config.admin.EdusumAdminSite"

    def ready(self) -> None:
        from django.contrib.auth.models import Group  # noqa: PLC0415 -- models are loaded by now

        super().ready()
        admin.site.unregister(Group)  # roles are the only groups here
