from typing import Any

from django.apps import apps as django_apps
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from edusum.intake.enums import Decision, ReadingState


class SourceDocumentQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SourceDocumentQuerySet":
        return self.filter(bureau__in=user.memberships.values("bureau"))

    def waiting(self) -> "SourceDocumentQuerySet":
        return self.filter(state=ReadingState.WAITING)

    def papers(self) -> "SourceDocumentQuerySet":
        """Each paper once: a file that was split is told by its parts."""
        return self.filter(parts__isnull=True)

    def with_part_count(self) -> "SourceDocumentQuerySet":
        return self.annotate(part_count=Count("parts"))

    def with_taken(self) -> "SourceDocumentQuerySet":
        """With what was made of them."""
        return self.prefetch_related("takings")

    def with_counts(self) -> "SourceDocumentQuerySet":
        """Adds `heading_count`, `quantity_count` (both without what was struck out)."""
        return self.annotate(heading_count=_kept("headings"), quantity_count=_kept("quantities"))


def _kept(rows: str) -> Coalesce:
    """How many of them are kept; counted apart, since a join of both would multiply them."""
    field = {"headings": "FoundHeading", "quantities": "FoundQuantity"}[rows]
    model = django_apps.get_model("intake", field)
    found = model.objects.filter(document=OuterRef("pk"), is_kept=True).order_by().values("document")
    return Coalesce(Subquery(found.annotate(count=Count("pk")).values("count")), 0)


class IntakeBatchQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "IntakeBatchQuerySet":
        return self.filter(bureau__in=user.memberships.values("bureau"))


class ReturnedPaperQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ReturnedPaperQuerySet":
        return self.filter(draft__bureau__in=user.memberships.values("bureau"))

    def with_counts(self) -> "ReturnedPaperQuerySet":
        """Adds `change_count` and `waiting_count`."""
        return self.annotate(
            change_count=Count("changes"),
            waiting_count=Count("changes", filter=Q(changes__decision=Decision.WAITING)),
        )
