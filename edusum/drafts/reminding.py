"""Words to people: what they were given, what is due, what is asked for. Each comes once, by its key."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.drafts.models import Draft, Notice
from edusum.drafts.tasks import mail_notices
from edusum.orgs.enums import DEPARTMENT_ROLES, Role
from edusum.orgs.models import Bureau, Membership

MAX_WORDS, MAX_KEY = 300, 120


def notify(
    users: Iterable[User],
    *,
    bureau: Bureau,
    key: str,
    words: str,
    address: str = "",
    draft: Draft | None = None,
    sent_by: User | None = None,
) -> int:
    """A notice for each of these people, save for who sends it and who has one of this key already.

    `address` is the page it leads to, without host. Returns how many people are told now. Asks no permission:
    whoever takes the step that is told calls it, in the same transaction. Mail follows once that is stored.
    """
    people = {user.pk: user for user in users if user.is_active and user != sent_by}
    told = Notice.objects.filter(key=key, user__in=people).values_list("user", flat=True)
    for known in told:
        del people[known]
    rows = [
        Notice(
            user_id=pk,
            bureau=bureau,
            draft=draft,
            key=key[:MAX_KEY],
            words=words[:MAX_WORDS],
            address=address,
            sent_by=sent_by,
        )
        for pk in people
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if rows and settings.EMAIL_IS_ON:
        transaction.on_commit(mail_notices.enqueue)
    return len(rows)


def people_of(bureau: Bureau, department: int | None) -> list[User]:
    """Who writes for a department (its id); where it has nobody, and for None, the office."""
    rows = Membership.objects.filter(bureau=bureau, user__is_active=True).select_related("user")
    staff = rows.filter(department=department, role__in=DEPARTMENT_ROLES) if department else rows.none()
    chosen = list(staff) or list(rows.filter(role=Role.EDITOR))
    return list({row.user_id: row.user for row in chosen}.values())


def mark_read(*, user: User, notice: int | None = None) -> int:
    """One notice of this person (its id), or all of them; returns how many were unread."""
    rows = Notice.objects.filter(user=user).unread()
    if notice is not None:
        rows = rows.filter(pk=notice)
    return rows.update(read_at=timezone.now())
