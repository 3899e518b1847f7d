"""Every encrypted column of the database: under which key it lies, and moving it to the newest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from miernik.audit.installation import keyring
from miernik.audit.services import record
from miernik.cases.fields import EncryptedTextField
from miernik.kernel.key_file import add_encryption_key
from miernik.kernel.keys import Keyring, UnreadableSecretError

BATCH = 500


@dataclass(frozen=True, slots=True)
class Column:
    """One encrypted column: its table, its key column, its name and what a person calls it."""

    table: str
    key: str
    name: str
    label: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Census:
    """Texts of a column by the number of the key they lie under; ``unreadable`` open with none."""

    column: Column
    under: dict[int, int]
    unreadable: int


def columns() -> list[Column]:
    """Return every encrypted column of the database, found in the models."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta  # noqa: SLF001  # documented API
        if meta.proxy or not meta.managed:
            continue
        found += [
            Column(
                table=meta.db_table,
                key=meta.pk.column,
                name=field.column,
                label=f"{meta.verbose_name}: {field.verbose_name}",
                purpose=field.purpose,
            )
            for field in meta.local_concrete_fields
            if isinstance(field, EncryptedTextField)
        ]
    return sorted(found, key=lambda column: column.purpose)


def census() -> list[Census]:
    """Return, for every column, how many texts lie under which key; each text is tried."""
    return [_counted(column, keyring()) for column in columns()]


def rotate(*, by: str, at: dt.datetime, new_key: bool = True) -> dict[str, int]:
    """Add an encryption key and move every encrypted text to it; returns how many by column.

    Works in batches, each a transaction of its own, so people can go on working and a stopped run
    is finished by another one with ``new_key=False``. Older keys stay in the file: older backups
    need them. Raises UnreadableSecretError when a text opens with no key; what was moved stays.
    """
    before = keyring().newest
    keys = add_encryption_key(Path(settings.REGISTER_KEYS)) if new_key else keyring()
    moved = {column.purpose: _moved(column, keys) for column in columns()}
    data = {"from": before, "to": keys.newest, "texts": sum(moved.values())}
    record(action="keys.rotated", subject="keys", by=by, at=at, data=data)
    return moved


def _counted(column: Column, keys: Keyring) -> Census:
    under: dict[int, int] = {}
    unreadable = 0
    for rows in _batches(column):
        for _, stored in rows:
            try:
                keys.decrypt(stored, purpose=column.purpose)
            except UnreadableSecretError:
                unreadable += 1
            else:
                number = int(stored.partition(":")[0])
                under[number] = under.get(number, 0) + 1
    return Census(column, dict(sorted(under.items())), unreadable)


def _moved(column: Column, keys: Keyring) -> int:
    newest = f"{keys.newest}:"
    moved = 0
    for rows in _batches(column):
        older = [(key, stored) for key, stored in rows if not stored.startswith(newest)]
        changes = [(_anew(stored, column, keys), key, stored) for key, stored in older]
        if not changes:
            continue
        quote = connection.ops.quote_name
        name, key = quote(column.name), quote(column.key)
        # what somebody changed meanwhile is already under the newest key, and is left alone
        sql = f"UPDATE {quote(column.table)} SET {name} = %s WHERE {key} = %s AND {name} = %s"  # noqa: S608  # own names only
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(sql, changes)
        moved += len(changes)
    return moved


def _anew(stored: str, column: Column, keys: Keyring) -> str:
    return keys.encrypt(keys.decrypt(stored, purpose=column.purpose), purpose=column.purpose)


def _batches(column: Column) -> Iterator[list[tuple[Any, str]]]:
    """Rows with a text, as they lie in the database: the row's key and the ciphertext."""
    quote = connection.ops.quote_name
    name, key = quote(column.name), quote(column.key)
    sql = (
        f"SELECT {key}, {name} FROM {quote(column.table)} "  # noqa: S608  # own names only
        f"WHERE {name} <> '' AND {key} > %s ORDER BY {key} LIMIT {BATCH}"
    )
    after: Any = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, [after])
            rows = cursor.fetchall()
        yield rows
        if len(rows) < BATCH:
            return
        after = rows[-1][0]
