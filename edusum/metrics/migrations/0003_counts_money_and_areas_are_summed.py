from typing import Any

from django.db import migrations


def sum_up(apps: Any, schema_editor: object) -> None:
    metrics = apps.get_model("metrics", "MetricDefinition").objects.filter(aggregation="none")
    metrics.filter(kind__in=("count", "money", "area")).update(aggregation="sum")


class Migration(migrations.Migration):
    dependencies = [("metrics", "0002_metrics_add_up_and_belong_together")]

    operations = [migrations.RunPython(sum_up, migrations.RunPython.noop)]
