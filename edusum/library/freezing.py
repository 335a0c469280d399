# ruff: noqa: S608 -- the SQL is put together from the constants below, never from input
"""Triggers that keep a published version as it is, whatever road a change takes.

The rows of a version (sections, phrases, their metrics, table rows) may be written only while it is being
edited; a version that left editing may move between published and retired, forget who published it or what it
was copied from, and nothing else. A refused statement fails with IntegrityError and the words of `REFUSAL`.

SQLite rebuilds a table to alter it, and its triggers go with the old one. So a later migration that alters a
table of `GUARDED` or `VERSIONS` begins with `RunPython(remove, install)` and ends with
`RunPython(install, remove)`.
"""

from collections.abc import Iterator

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSAL = "frozen: a published template version cannot be changed"
VERSIONS = "library_templateversion"
KEPT = (
    "id",
    "created_at",
    "report_template_id",
    "number",
    "title",
    "salutation",
    "has_sign_off",
    "due_days",
    "note",
    "loaded_digest",
    "published_at",
)
"""Columns of a frozen version that never change."""
MAY_BE_FORGOTTEN = ("based_on_id", "published_by_id")
"""Columns of a frozen version that may only become null."""
FREE = ("state", "updated_at")

GUARDED = {
    "library_section": "{row}.version_id",
    "library_phrase": "(SELECT version_id FROM library_section WHERE id = {row}.section_id)",
    "library_tablerow": "(SELECT version_id FROM library_section WHERE id = {row}.section_id)",
    "library_phrasemetric": (
        "(SELECT s.version_id FROM library_section s JOIN library_phrase p ON p.section_id = s.id"
        " WHERE p.id = {row}.phrase_id)"
    ),
}
"""Tables whose rows belong to a version, and how SQL finds that version from a row."""


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create every trigger; for RunPython."""
    for statement in STATEMENTS[schema_editor.connection.vendor][0](_columns(schema_editor)):
        schema_editor.execute(statement, params=None)


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop every trigger; for RunPython."""
    for statement in STATEMENTS[schema_editor.connection.vendor][1]():
        schema_editor.execute(statement, params=None)


def _columns(schema_editor: BaseDatabaseSchemaEditor) -> set[str]:
    """Those that versions have by now: an earlier migration installs the triggers too."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, VERSIONS)}


def trigger_names(vendor: str) -> set[str]:
    """The triggers that must exist once all migrations have run."""
    if vendor == "postgresql":
        return {f"{table}_frozen" for table in (*GUARDED, VERSIONS)}
    operations = {f"{table}_frozen_{operation}" for table in GUARDED for operation in OPERATIONS}
    return operations | {f"{VERSIONS}_frozen_{operation}" for operation in ("insert", "update", "delete")}


# SQLite. REPLACE deletes the row in its way without firing a delete trigger, hence `_in_the_way`.

OPERATIONS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def _sqlite_install(columns: set[str]) -> Iterator[str]:
    for table, version in GUARDED.items():
        for operation, rows in OPERATIONS.items():
            conditions = [_is_frozen(version.format(row=row)) for row in rows]
            if "NEW" in rows:
                conditions.append(_in_the_way(table, version))
            yield _sqlite_trigger(table, operation, " OR ".join(conditions))
    replaced = "id = NEW.id OR (report_template_id = NEW.report_template_id AND number = NEW.number)"
    yield _sqlite_trigger(
        VERSIONS, "insert", f"EXISTS (SELECT 1 FROM {VERSIONS} WHERE state <> 'editing' AND ({replaced}))"
    )
    yield _sqlite_trigger(
        VERSIONS,
        "update",
        f"(OLD.state <> 'editing' AND NOT ({_unchanged('IS', columns)}))"
        f" OR EXISTS (SELECT 1 FROM {VERSIONS} WHERE id <> OLD.id AND state <> 'editing' AND ({replaced}))",
    )
    yield _sqlite_trigger(VERSIONS, "delete", "OLD.state <> 'editing'")


def _sqlite_remove() -> Iterator[str]:
    for name in sorted(trigger_names("sqlite")):
        yield f"DROP TRIGGER IF EXISTS {name}"


def _sqlite_trigger(table: str, operation: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {table}_frozen_{operation} BEFORE {operation.upper()} ON {table} "
        f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def _is_frozen(version: str) -> str:
    return f"EXISTS (SELECT 1 FROM {VERSIONS} WHERE id = {version} AND state <> 'editing')"


def _in_the_way(table: str, version: str) -> str:
    frozen = _is_frozen(version.format(row="present"))
    return f"EXISTS (SELECT 1 FROM {table} present WHERE present.id = NEW.id AND {frozen})"


def _unchanged(same: str, columns: set[str]) -> str:
    kept = [f"NEW.{column} {same} OLD.{column}" for column in KEPT if column in columns]
    forgotten = [f"(NEW.{column} IS NULL OR NEW.{column} {same} OLD.{column})" for column in MAY_BE_FORGOTTEN]
    return " AND ".join(["NEW.state IN ('published', 'retired')", *kept, *forgotten])


# PostgreSQL. FOR SHARE makes a writer wait for a publication under way, and the other way round.

_REFUSE = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';"


def _postgresql_install(columns: set[str]) -> Iterator[str]:
    yield (
        "CREATE FUNCTION library_refuse_if_frozen(version bigint) RETURNS void LANGUAGE plpgsql AS $$"
        f" DECLARE found text; BEGIN SELECT state INTO found FROM {VERSIONS} WHERE id = version FOR SHARE;"
        f" IF found <> 'editing' THEN {_REFUSE} END IF; END $$"
    )
    for table, version in GUARDED.items():
        yield from _postgresql_trigger(
            table,
            "INSERT OR UPDATE OR DELETE",
            "IF TG_OP <> 'INSERT' THEN"
            f" PERFORM library_refuse_if_frozen({version.format(row='OLD')}); END IF;"
            " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;"
            f" PERFORM library_refuse_if_frozen({version.format(row='NEW')}); RETURN NEW;",
        )
    yield from _postgresql_trigger(
        VERSIONS,
        "UPDATE OR DELETE",
        f"IF OLD.state <> 'editing' THEN IF TG_OP = 'DELETE' THEN {_REFUSE}"
        f" ELSIF NOT ({_unchanged('IS NOT DISTINCT FROM', columns)}) THEN {_REFUSE} END IF; END IF;"
        " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
    )


def _postgresql_trigger(table: str, operations: str, body: str) -> Iterator[str]:
    yield f"CREATE FUNCTION {table}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    yield (
        f"CREATE TRIGGER {table}_frozen BEFORE {operations} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {table}_frozen()"
    )


def _postgresql_remove() -> Iterator[str]:
    for table in (*GUARDED, VERSIONS):
        yield f"DROP TRIGGER IF EXISTS {table}_frozen ON {table}"
        yield f"DROP FUNCTION IF EXISTS {table}_frozen()"
    yield "DROP FUNCTION IF EXISTS library_refuse_if_frozen(bigint)"


STATEMENTS = {
    "sqlite": (_sqlite_install, _sqlite_remove),
    "postgresql": (_postgresql_install, _postgresql_remove),
}
