"""What every command that touches the database does first."""

from __future__ import annotations

import getpass
import sys


def prepare_database() -> None:
    """Start Django and bring the database up to date; a fresh folder gets a fresh database."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def operator() -> str:
    """Return who runs the command, for the event log."""
    try:
        return f"wiersz poleceń ({getpass.getuser()})"
    except (KeyError, OSError):
        return "wiersz poleceń"


def say(text: str = "") -> None:
    """Print one line of progress at once."""
    print(text)
    sys.stdout.flush()
