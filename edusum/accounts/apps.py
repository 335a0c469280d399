from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "edusum.accounts"
    verbose_name = "账户"
