"""``miernik restore FILE.zip``: bring back what ``backup`` wrote."""

from __future__ import annotations

import argparse
from pathlib import Path

from miernik.web.commands.setup import say


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

    kept = read_archive(arguments.archive, replace=arguments.replace)
    say("Odtworzono bazę i pliki.")
    if kept is not None:
        say(f"Poprzednie dane leżą w: {kept}")
    return 0
