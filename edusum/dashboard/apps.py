from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "edusum.dashboard"
    verbose_name = "工作台"

    def ready(self) -> None:
        from edusum.dashboard.worklist import counts  # noqa: PLC0415 -- apps load before anything else may be imported
        from edusum.orgs.context_processors import add_counter  # noqa: PLC0415 -- the same

        add_counter(counts)
