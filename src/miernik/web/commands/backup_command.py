"""``miernik backup FILE.zip``: the whole database and the files in one archive."""

from __future__ import annotations

import argparse
from pathlib import Path

from miernik.kernel.numbers import print_number
from miernik.web.commands.setup import operator, prepare_database, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("archive", type=Path, metavar="PLIK.zip", help="dokąd zapisać archiwum")


def run(arguments: argparse.Namespace) -> int:
    """Write the archive; an existing file is never overwritten."""
    prepare_database()
    from django.conf import settings
    from django.utils import timezone

    from miernik.audit.services import record
    from miernik.web.archive import write_archive

    size = write_archive(arguments.archive)
    data = {"file": arguments.archive.name}
    record(action="backup.made", subject="backup", by=operator(), at=timezone.now(), data=data)
    say(f"Zapisano kopię: {arguments.archive} ({print_number(size)} bajtów)")
    say(f"Kluczy rejestru w niej nie ma. Skopiuj osobno plik {settings.REGISTER_KEYS} i trzymaj")
    say("go w innym miejscu niż kopie bazy: bez niego danych osobowych nie da się odczytać.")
    return 0
