from django.contrib.admin import AdminSite
from django.http import HttpRequest

from edusum.orgs.permissions import Action, can_somewhere


class EdusumAdminSite(AdminSite):
    """The report-template workshop: open to template managers, closed to everybody else."""

    site_header = site_title = "报告模板管理"
    index_title = "模板与指标"
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and can_somewhere(request.user, Action.EDIT_LIBRARY)
