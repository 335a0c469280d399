from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "edusum.library"
    verbose_name = "模板库"
