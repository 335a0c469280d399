"""Notices by e-mail, for bureaus that have a mail server: one mail a person, with all that is new."""

import logging
import smtplib
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from edusum.drafts.models import Notice

logger = logging.getLogger(__name__)
FRESH = timedelta(days=3)
"""What could not be mailed for so long is not mailed any more; it stands in the worklist."""


def mail_unread() -> int:
    """Mail what nobody has read or been mailed yet; what fails is logged and tried again next time.

    Returns how many mails went out.
    """
    if not settings.EMAIL_IS_ON:
        return 0
    rows = (
        Notice.objects.unread()
        .filter(mailed_at=None, created_at__gt=timezone.now() - FRESH, user__is_active=True)
        .exclude(user__email="")
        .select_related("user")
        .order_by("user", "pk")
    )
    return sum(mail_to_one(list(notices)) for _, notices in groupby(rows, lambda notice: notice.user_id))


def mail_to_one(notices: Sequence[Notice]) -> bool:
    """Send one person those of these notices that no other worker has claimed; whether a mail went out."""
    mine = _claimed(notices)
    if not mine:
        return False
    try:
        _message(mine).send()
    except (OSError, smtplib.SMTPException) as error:
        Notice.objects.filter(pk__in=[notice.pk for notice in mine]).update(mailed_at=None)
        logger.warning("mail to user %s failed: %s", mine[0].user_id, error)
        return False
    return True


def _claimed(notices: Sequence[Notice]) -> list[Notice]:
    """Marked before they are sent, so that two workers send none twice; those of the other are left to it."""
    rows = Notice.objects.select_for_update(of=("self",), skip_locked=True).filter(
        pk__in=[notice.pk for notice in notices], mailed_at=None
    )
    with transaction.atomic():
        mine = list(rows.select_related("user").order_by("pk"))
        Notice.objects.filter(pk__in=[notice.pk for notice in mine]).update(mailed_at=timezone.now())
    return mine


def _message(notices: list[Notice]) -> EmailMessage:
    user = notices[0].user
    lines = [f"{notice.words}{_link(notice)}" for notice in notices]
    first = notices[0].words if len(notices) == 1 else f"有 {len(notices)} 条新的提醒"
    return EmailMessage(
        subject=f"教育总结：{' '.join(first.split())[:60]}",
        body="\n\n".join([f"{user.name}，您好：", *lines, "这封邮件由系统自动发出，请不要回复。"]) + "\n",
        to=[user.email],
    )


def _link(notice: Notice) -> str:
    site = settings.SITE_URL
    return f"\n{site}{notice.address}" if site and notice.address else ""
