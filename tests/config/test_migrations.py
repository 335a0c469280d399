"""The other tests take their tables from the models (`tests.tables`): the migrations make the very same."""

import re

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

OTHER = "migrated"
SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
COLUMNS = (
    "SELECT 'column', table_name || '.' || column_name, concat_ws(' ', data_type, udt_name,"
    " character_maximum_length, numeric_precision, numeric_scale, is_nullable, column_default, is_identity,"
    " identity_generation, collation_name) FROM information_schema.columns WHERE table_schema = 'public'"
)
CONSTRAINTS = (
    "SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
)
INDEXES = "SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
TRIGGERS = (
    "SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)"
    " FROM pg_trigger WHERE NOT tgisinternal"
)
FUNCTIONS = (
    "SELECT 'function', proname, pg_get_functiondef(oid)"
    " FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'"
)
POSTGRESQL = " UNION ALL ".join([COLUMNS, CONSTRAINTS, INDEXES, TRIGGERS, FUNCTIONS])
Schema = dict[tuple[str, str], list[str]]
_BETWEEN = re.compile(r", (?=\"|CONSTRAINT )")


@pytest.fixture(scope="module")
def migrated(django_db_setup, django_db_blocker) -> Schema:
    """The schema of a database of its own that only the migrations have been at."""
    settings = connection.settings_dict | {"NAME": f"{connection.settings_dict['NAME']}_{OTHER}"}
    settings["TEST"] = settings["TEST"] | {"NAME": None}
    connections.settings[OTHER] = settings
    other = connections[OTHER] = connection.copy(OTHER)
    other.settings_dict = settings
    with django_db_blocker.unblock():
        other.creation.create_test_db(verbosity=0, autoclobber=True)
        made = schema(other)
        other.creation.destroy_test_db(settings["NAME"], verbosity=0)
    del connections[OTHER], connections.settings[OTHER]
    return made


@pytest.mark.django_db
def test_migrations_make_the_tables_the_models_tell_of(migrated):
    told = schema(connection)
    assert {kind for kind, _ in told} >= {"index", "trigger"}
    assert migrated == told


def schema(database: BaseDatabaseWrapper) -> Schema:
    """By kind and name what the database says of each part of ours; the order of columns is left to chance.

    Django's tables of groups are not compared: its migrations number their rows otherwise than its models.
    """
    with database.cursor() as cursor:
        cursor.execute(SQLITE if database.vendor == "sqlite" else POSTGRESQL)
        rows = cursor.fetchall()
    return {(kind, name): parts(said) for kind, name, said in rows if not name.startswith("auth_")}


def parts(said: str) -> list[str]:
    """A table of SQLite by its columns and constraints, the rest as it stands."""
    if not said.startswith("CREATE TABLE"):
        return [said]
    return sorted(_BETWEEN.split(said[said.index("(") + 1 : said.rindex(")")]))
