from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "edusum.dashboard"
    verbose_name = "工作台"
