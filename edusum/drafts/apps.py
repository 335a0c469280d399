from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "edusum.drafts"
    verbose_name = "起草"

    def ready(self) -> None:
        from edusum.drafts.needs import codes_needed  # noqa: PLC0415 -- apps load before anything else may be imported
        from edusum.drafts.uses import DraftUses  # noqa: PLC0415 -- the same
        from edusum.metrics.needs import add_need_provider  # noqa: PLC0415 -- the same
        from edusum.metrics.uses import add_use_provider  # noqa: PLC0415 -- the same

        add_need_provider(codes_needed)
        add_use_provider(DraftUses())
