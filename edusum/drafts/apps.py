from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "edusum.drafts"
    verbose_name = "起草"
