from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "edusum.intake"
    verbose_name = "旧稿入库"
