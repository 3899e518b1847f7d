"""``miernik register``: a synthetic register, and reading and writing the exchange layout."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from miernik.web.commands.setup import say

LIKE = ("bialystok-2015",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="CO")
    made = actions.add_parser("synthetic", help="utwórz rejestr osób, których nie ma")
    made.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    made.add_argument("--like", choices=LIKE, default=LIKE[0], help="na wzór którego miasta i roku")
    made.add_argument("--families", type=int, metavar="N", help="liczba rodzin, w tej proporcji")
    made.add_argument("--year", type=int, metavar="ROK", help="rok liczony dokładnie")
    made.add_argument(
        "--seed", type=int, default=2015, metavar="N", help="inny numer, inny rejestr"
    )
    made.add_argument(
        "--extended",
        action="store_true",
        help="także kolumny nieobowiązkowe: nazwiska, adresy, role i numery PESEL, których nikt "
        "nie może mieć",
    )


def run(arguments: argparse.Namespace) -> int:
    """Do one action."""
    return {"synthetic": _synthetic}[arguments.action](arguments)


def _synthetic(arguments: argparse.Namespace) -> int:
    from dataclasses import replace

    from miernik.cases.exchange.synthetic import BIALYSTOK_2015, generate
    from miernik.kernel.numbers import print_number

    start = time.perf_counter()
    targets = BIALYSTOK_2015
    if arguments.families is not None:
        targets = targets.scaled(arguments.families)
    if arguments.year is not None:
        targets = replace(targets, year=arguments.year)
    register = generate(targets, seed=arguments.seed, extended=arguments.extended)
    register.write(arguments.out)
    for name, rows in register.rows.items():
        say(f"  {name}.csv: {print_number(len(rows))} {_rows(len(rows))}")
    seconds = time.perf_counter() - start
    took = f"{seconds:.1f}".replace(".", ",")
    say(f"Rejestr zmyślonych osób leży w {arguments.out} ({took} s).")
    return 0


def _rows(number: int) -> str:
    from miernik.kernel.text import plural

    return plural(number, "wiersz", "wiersze", "wierszy")
