"""``miernik backup FILE.zip``: the whole database and the files in one archive."""

from __future__ import annotations

import argparse
from pathlib import Path

from miernik.kernel.numbers import print_number
from miernik.web.commands.setup import prepare_database, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("archive", type=Path, metavar="PLIK.zip", help="dokąd zapisać archiwum")


def run(arguments: argparse.Namespace) -> int:
    """Write the archive; an existing file is never overwritten."""
    prepare_database()
    from miernik.web.archive import write_archive

    size = write_archive(arguments.archive)
    say(f"Zapisano kopię: {arguments.archive} ({print_number(size)} bajtów)")
    return 0
