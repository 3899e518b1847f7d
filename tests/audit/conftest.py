"""A log with some events in it, and a hand that can do what the program never does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from miernik.audit import head
from miernik.audit.services import Entry, record_many

AT = dt.datetime(2026, 5, 28, 10, 0, 0, 123456, tzinfo=dt.UTC)
Tamper = Callable[..., None]


@pytest.fixture
def installation(tmp_path: Path, settings: Any) -> Path:
    """Keys and the kept end of the log in a folder of the test's own."""
    settings.REGISTER_KEYS = tmp_path / "register-keys.json"
    settings.AUDIT_HEAD = tmp_path / "audit-head.json"
    return tmp_path


@pytest.fixture
def log(installation: Path, db: None) -> int:
    """Ten events an hour apart, the last of them kept outside the database; returns how many."""
    record_many(
        Entry(
            "import.corrected", f"import:{number}", "anna", AT + dt.timedelta(hours=number),
            {"path": "A.1.3", "note": "błąd", "values": number},
        )
        for number in range(1, 11)
    )  # fmt: skip
    head.keep(10)  # a test's transaction never commits
    return 10


@pytest.fixture
def tamper(db: None) -> Tamper:
    """Run SQL on the log as somebody who owns the database may: without its triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER audit_event_forbid_update")
            cursor.execute("DROP TRIGGER audit_event_forbid_delete")

    def run(sql: str, *parameters: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql.replace("`", '"'), parameters)

    return run
