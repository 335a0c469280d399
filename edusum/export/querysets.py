from typing import Any

from django.db import models
from django.db.models import Count, Q

from edusum.assembly.models import Snapshot
from edusum.export.enums import ItemState


class ExportRecordQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ExportRecordQuerySet":
        return self.filter(snapshot__draft__bureau__in=user.memberships.values("bureau"))

    def with_snapshot(self) -> "ExportRecordQuerySet":
        """Each with what its file is made of, and whose it is."""
        return self.select_related("snapshot__draft__bureau", "base", "exported_by")

    def with_numbers(self) -> "ExportRecordQuerySet":
        """Adds `snapshot_number` and `base_number`, counted within the draft."""
        number_of = Snapshot.objects.number_of
        return self.annotate(
            snapshot_number=number_of(draft="snapshot__draft", snapshot="snapshot"),
            base_number=number_of(draft="snapshot__draft", snapshot="base"),
        )


class ExportBatchQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ExportBatchQuerySet":
        """A batch is its starter's own."""
        return self.filter(started_by=user)

    def with_counts(self) -> "ExportBatchQuerySet":
        """Adds `item_count`, `done_count` and `left_out_count`."""
        return self.annotate(
            item_count=Count("items"),
            done_count=Count("items", filter=Q(items__state=ItemState.DONE)),
            left_out_count=Count("items", filter=Q(items__state=ItemState.LEFT_OUT)),
        )


class ExportBatchItemQuerySet(models.QuerySet):
    def waiting(self) -> "ExportBatchItemQuerySet":
        return self.filter(state=ItemState.WAITING)

    def done(self) -> "ExportBatchItemQuerySet":
        return self.filter(state=ItemState.DONE)

    def with_record(self) -> "ExportBatchItemQuerySet":
        return self.select_related("bureau", "draft", "record__snapshot__draft__bureau")
