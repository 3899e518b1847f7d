"""Database triggers for what must never be rewritten, on both vendors.

Used in migrations: ``migrations.RunPython(append_only("audit_event", "…"), allow("audit_event"))``.
SQLite rebuilds a table when a later migration alters it and its triggers go: such a migration
must forbid again (a test looks for the triggers).
"""

from __future__ import annotations

from collections.abc import Callable

from django.apps import apps
from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Operation = Callable[[Apps, BaseDatabaseSchemaEditor], None]

_APPEND_ONLY = ("UPDATE", "DELETE")
_ROW = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}


def append_only(table: str, sentence: str) -> Operation:
    """Return a migration operation that refuses every UPDATE and DELETE on ``table``.

    ``sentence`` is what a person sees, in Polish; the database raises it as an IntegrityError.
    """
    return forbid(table, sentence, verbs=_APPEND_ONLY)


def forbid(
    table: str,
    sentence: str,
    *,
    verbs: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE"),
    condition: str = "1 = 1",
) -> Operation:
    """Refuse ``verbs`` on rows of ``table`` for which ``condition`` holds.

    ``condition`` is SQL that both vendors read, with ``{row}`` for the row in question (the new
    one of an INSERT, else the old one).
    """
    quoted = sentence.replace("'", "''")

    def apply(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for verb in verbs:
            name = _name(table, verb)
            when = condition.format(row=_ROW[verb])
            if schema_editor.connection.vendor == "sqlite":
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW WHEN {when} "
                    f"BEGIN SELECT RAISE(ABORT, '{quoted}'); END",
                    params=None,
                )
                continue
            result = "OLD" if verb == "DELETE" else "NEW"
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {when} THEN RAISE EXCEPTION USING MESSAGE = '{quoted}', "
                f"ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {result}; END $$",
                params=None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()",
                params=None,
            )

    return apply


def allow(table: str) -> Operation:
    """Return the reverse of ``append_only`` and ``forbid``."""

    def apply(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for verb in _ROW:
            name = _name(table, verb)
            if schema_editor.connection.vendor == "sqlite":
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
            else:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}", params=None)
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)

    return apply


def absent_triggers(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """Return which of UPDATE and DELETE no working trigger of ``append_only`` refuses."""
    if connection.vendor == "sqlite":
        sql = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s "
            "AND sql LIKE '%% WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, %%'"
        )
    else:
        # O and A fire for ordinary sessions; D is switched off, R fires for replicas alone
        sql = (
            "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE tgrelid = to_regclass(%s) AND tgenabled IN ('O', 'A') "
            "AND prosrc LIKE '%% IF 1 = 1 THEN RAISE EXCEPTION %%'"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, [table])
        found = {name for (name,) in cursor.fetchall()}
    return [verb for verb in _APPEND_ONLY if _name(table, verb) not in found]


def put_back(connection: BaseDatabaseWrapper, table: str, sentence: str) -> None:
    """Make the triggers of ``append_only`` anew, outside a migration."""
    editor = connection.schema_editor()
    allow(table)(apps, editor)
    append_only(table, sentence)(apps, editor)


def _name(table: str, verb: str) -> str:
    return f"{table}_forbid_{verb.lower()}"
