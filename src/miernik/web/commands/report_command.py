"""``miernik report CODE YEAR --out DIR``: the yearly report in every form."""

from __future__ import annotations

import argparse
from pathlib import Path

from miernik.web.commands.setup import prepare_database, say

FORMATS = ("pdf", "docx", "xlsx", "html", "csv", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("code", metavar="KOD", help="kod strategii (wystarczy początek)")
    parser.add_argument("year", type=int, metavar="ROK", help="rok sprawozdania")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="dokąd zapisać")
    parser.add_argument(
        "--format",
        action="append",
        choices=FORMATS,
        help="postać dokumentu; można podać kilka razy, domyślnie wszystkie",
    )
    parser.add_argument(
        "--previous", type=int, metavar="ROK", help="rok do porównania (domyślnie poprzedni znany)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write one report."""
    prepare_database()
    from django.utils import timezone

    from miernik.reports.services import write_report
    from miernik.strategy.selectors import work_by_code

    files = write_report(
        work_by_code(arguments.code),
        arguments.year,
        previous_year=arguments.previous,
        out=arguments.out,
        formats=arguments.format or FORMATS,
        at=timezone.now(),
    )
    for file in files:
        say(f"Zapisano: {file}")
    return 0
