from typing import Any

from django.db import models
from django.db.models import Count, OuterRef, Subquery


class SnapshotQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SnapshotQuerySet":
        return self.filter(draft__bureau__in=user.memberships.values("bureau"))

    def with_takers(self) -> "SnapshotQuerySet":
        """Each with who took it, without its document, which is long: for lists."""
        return self.select_related("created_by").defer("document")

    def numbered(self) -> "SnapshotQuerySet":
        """Adds `number`: the first of a draft is 1."""
        return self.annotate(number=SnapshotQuerySet(self.model).number_of(draft="draft", snapshot="pk"))

    def number_of(self, *, draft: str, snapshot: str) -> Subquery:
        """For annotations: the number of the snapshot that stands in this field of the outer row."""
        until = self.filter(draft=OuterRef(draft), pk__lte=OuterRef(snapshot)).order_by()
        return Subquery(until.values("draft").annotate(number=Count("pk")).values("number"))


class LayoutProfileQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "LayoutProfileQuerySet":
        return self.filter(bureau__in=user.memberships.values("bureau"))
