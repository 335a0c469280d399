from django.apps import AppConfig


class ExportConfig(AppConfig):
    name = "edusum.export"
    verbose_name = "导出"
