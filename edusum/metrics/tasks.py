"""What is done in the background; see `edusum.common.worker`."""

from django_tasks import task

from edusum.metrics.rollups.running import carry_on


@task()
def bring_together(rollup_id: int) -> None:
    carry_on(rollup_id)
