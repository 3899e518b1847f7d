"""``miernik restore FILE.zip``: bring back what ``backup`` wrote."""

from __future__ import annotations

import argparse
from pathlib import Path

from miernik.web.commands.setup import operator, prepare_database, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("archive", type=Path, metavar="PLIK.zip", help="archiwum z miernik backup")
    parser.add_argument(
        "--replace",
        action="store_true",
        help="zastąp dane, które już są (stare zostaną obok, z dopiskiem)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Restore the archive into MIERNIK_HOME."""
    from miernik.web.archive import read_archive

    ended = _end_of_the_log()
    kept = read_archive(arguments.archive, replace=arguments.replace)
    prepare_database()
    _record(arguments.archive.name, ended)
    say("Odtworzono bazę i pliki.")
    if kept is not None:
        say(f"Poprzednie dane leżą w: {kept}")
    return 0


def _end_of_the_log() -> str:
    """Where the log that is about to be replaced ends: its trace in the restored one."""
    import django

    django.setup()
    from miernik.audit.head import kept

    end = kept()
    return end.text() if end else ""


def _record(name: str, before: str) -> None:
    from django.utils import timezone

    from miernik.audit.services import record

    data = {"file": name, "before": before}
    record(action="backup.restored", subject="backup", by=operator(), at=timezone.now(), data=data)
