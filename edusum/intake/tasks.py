"""What is done in the background; see `edusum.common.worker`."""

from django_tasks import task


@task()
def read_document(document_id: int) -> None:
    from edusum.intake.reading import read_waiting  # noqa: PLC0415 -- whoever receives need not load the readers

    read_waiting(document_id)


@task()
def read_batch(batch_id: int) -> None:
    from edusum.intake.reading import carry_on  # noqa: PLC0415 -- as above

    carry_on(batch_id)
