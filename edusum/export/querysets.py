from typing import Any

from django.db import models


class ExportRecordQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ExportRecordQuerySet":
        return self.filter(snapshot__draft__bureau__in=user.memberships.values("bureau"))
