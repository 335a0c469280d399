"""Who is at which section now: told to the others there, and remembered as the place where one left off."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from edusum.accounts.models import User
from edusum.drafts.models import Presence, SectionText

HERE = timedelta(seconds=40)
"""How long after the last sign of life somebody counts as being there; the page gives one each 15 s."""
_WRITING = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Present:
    name: str
    is_writing: bool


def note_presence(*, section_text: SectionText, user: User, is_writing: bool = False) -> None:
    """That the person is there now, and writes if `is_writing`. Permission is that of seeing the section."""
    now = timezone.now()
    Presence.objects.bulk_create(
        [
            Presence(
                section_text_id=section_text.pk, user=user, seen_at=now, wrote_at=now if is_writing else None
            )
        ],
        update_conflicts=True,
        unique_fields=["section_text", "user"],
        update_fields=["seen_at", "wrote_at"] if is_writing else ["seen_at"],
    )


def others_at(section_text: SectionText, user: User, now: datetime | None = None) -> list[Present]:
    """Who else is at the section, whoever writes first."""
    now = now or timezone.now()
    rows = (
        Presence.objects.filter(section_text=section_text.pk, seen_at__gte=now - HERE)
        .exclude(user=user)
        .select_related("user")
    )
    found = [
        Present(str(row.user), row.wrote_at is not None and row.wrote_at >= now - _WRITING) for row in rows
    ]
    return sorted(found, key=lambda present: not present.is_writing)
