from django.apps import AppConfig


class ProofreadingConfig(AppConfig):
    name = "edusum.proofreading"
    verbose_name = "校核"

    def ready(self) -> None:
        from edusum.drafts.handing_in import add_error_provider  # noqa: PLC0415 -- apps load before anything else may be imported
        from edusum.proofreading.handing_in import open_errors_of  # noqa: PLC0415 -- the same

        add_error_provider(open_errors_of)
