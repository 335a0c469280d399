"""What is done in the background; see `edusum.common.worker`."""

from django_tasks import task

from edusum.drafts.mailing import mail_unread


@task()
def mail_notices() -> None:
    mail_unread()
