"""What is done in the background; see `edusum.common.worker`."""

from django_tasks import task

from edusum.export.batching import carry_on


@task()
def export_batch(batch_id: int) -> None:
    carry_on(batch_id)
