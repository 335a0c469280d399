"""Tables as the models say, in a second: the migrations make the same ones in a good ten.

That they are the same is shown in tests/config/test_migrations.py; that no migration is missing, in
tests/test_architecture.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class _Nowhere:
    """The place of every app's migrations, as Django asks for it."""

    def __contains__(self, label: str) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


@contextmanager
def no_migrations() -> Iterator[None]:
    before = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = _Nowhere()
    try:
        yield
    finally:
        settings.MIGRATION_MODULES = before


def make_tables() -> None:
    """In an empty database; what only migrations do beyond that is `finish_tables`."""
    with no_migrations():
        call_command("migrate", run_syncdb=True, verbosity=0)


def finish_tables() -> None:
    """The triggers, which no model tells of; and each migration is noted as done."""
    from edusum.library import freezing

    with connection.schema_editor() as editor:
        freezing.install(None, editor)
    executor = MigrationExecutor(connection)
    executor.recorder.ensure_schema()
    for app, name in executor.loader.graph.nodes:
        executor.recorder.record_applied(app, name)
