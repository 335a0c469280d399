from django.db import models


class TimeStamped(models.Model):
    """A row that knows when it came into being and when it was last changed."""

    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        abstract = True
