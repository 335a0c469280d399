from django.apps import AppConfig


class ProofreadingConfig(AppConfig):
    name = "edusum.proofreading"
    verbose_name = "校核"
