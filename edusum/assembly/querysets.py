from typing import Any

from django.db import models


class SnapshotQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SnapshotQuerySet":
        return self.filter(draft__bureau__in=user.memberships.values("bureau"))
