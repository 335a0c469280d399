from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "edusum.library"
    verbose_name = "模板库"

    def ready(self) -> None:
        from edusum.library.contents import metric_name_problem  # noqa: PLC0415 -- apps load before anything else may be imported
        from edusum.library.uses import TemplateUses  # noqa: PLC0415 -- the same
        from edusum.metrics.naming import add_name_rule  # noqa: PLC0415 -- the same
        from edusum.metrics.uses import add_use_provider  # noqa: PLC0415 -- the same

        add_name_rule(metric_name_problem)
        add_use_provider(TemplateUses())
