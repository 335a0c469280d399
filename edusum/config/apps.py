from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class AdminSiteConfig(AdminConfig):
    default_site = "edusum.config.admin.EdusumAdminSite"

    def ready(self) -> None:
        from django.contrib.auth.models import Group  # noqa: PLC0415 -- models are loaded by now
        from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 -- models are loaded by now

        super().ready()
        admin.site.unregister(Group)  # roles are the only groups here
        admin.site.unregister(
            DBTaskResult
        )  # what runs in the background is told on the pages that started it
