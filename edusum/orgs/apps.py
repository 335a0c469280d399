from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "edusum.orgs"
    verbose_name = "机构"
