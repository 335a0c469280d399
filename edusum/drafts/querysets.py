from typing import Any

from django.db import models

from edusum.drafts.enums import SectionState
from edusum.orgs.querysets import BureauOwnedQuerySet


class DraftQuerySet(BureauOwnedQuerySet):
    def with_names(self) -> "DraftQuerySet":
        return self.select_related("bureau", "version", "report_template")

    def with_progress(self) -> "DraftQuerySet":
        """Adds `section_count` and `finished_count` (handed in or approved); the newest year first."""
        finished = models.Q(section_texts__state__in=[SectionState.HANDED_IN, SectionState.APPROVED])
        kept = models.Q(section_texts__is_omitted=False)
        return self.annotate(
            section_count=models.Count("section_texts", filter=kept, distinct=True),
            finished_count=models.Count("section_texts", filter=kept & finished, distinct=True),
        ).order_by("-year", "-pk")


class SectionTextQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SectionTextQuerySet":
        return self.filter(draft__bureau__in=user.memberships.values("bureau"))
