from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "edusum.drafts"
    verbose_name = "起草"

    def ready(self) -> None:
        from edusum.common.worker import add_daily_chore  # noqa: PLC0415 -- apps load before anything else may be imported
        from edusum.drafts.due_days import remind_of_due_days  # noqa: PLC0415 -- the same
        from edusum.drafts.mailing import mail_unread  # noqa: PLC0415 -- the same
        from edusum.drafts.needs import needs  # noqa: PLC0415 -- the same
        from edusum.drafts.publishing import tell_taken_back  # noqa: PLC0415 -- the same
        from edusum.drafts.uses import DraftUses  # noqa: PLC0415 -- the same
        from edusum.metrics.needs import add_need_provider  # noqa: PLC0415 -- the same
        from edusum.metrics.telling import add_teller  # noqa: PLC0415 -- the same
        from edusum.metrics.uses import add_use_provider  # noqa: PLC0415 -- the same

        add_need_provider(needs)
        add_use_provider(DraftUses())
        add_teller(tell_taken_back)
        add_daily_chore("remind of due days", remind_of_due_days)
        add_daily_chore("mail what is unread", mail_unread)
