from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    name = "edusum.assembly"
    verbose_name = "成文"
