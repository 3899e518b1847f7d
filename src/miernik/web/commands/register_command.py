"""``miernik register``: a synthetic register, and reading and writing the exchange layout."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from miernik.web.commands.setup import operator, prepare_database, say

if TYPE_CHECKING:
    from miernik.cases.exchange.services import DryRun

LIKE = ("bialystok-2015",)
_ADDED = "dodaj kolumny nieobowiązkowe: nazwiska, adresy, role"


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
    made.add_argument("--extended", action="store_true", help=_ADDED)
    made.add_argument(
        "--pesel", action="store_true", help="dodaj numery PESEL, których nikt nie może mieć"
    )
    read = actions.add_parser("import", help="wczytaj rejestr z innego systemu (folder, ZIP, XLSX)")
    read.add_argument("path", type=Path, metavar="REJESTR")
    read.add_argument("--system", default="POMOST", metavar="NAZWA", help="domyślnie POMOST")
    read.add_argument("--dry-run", action="store_true", help="sprawdź i powiedz, nic nie zapisuj")
    written = actions.add_parser("export", help="zapisz rejestr jako pliki CSV")
    written.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    written.add_argument("--extended", action="store_true", help=f"{_ADDED}, PESEL")
    written.add_argument("--system", default="", metavar="NAZWA", help="z numerami tego systemu")


def run(arguments: argparse.Namespace) -> int:
    """Do one action."""
    actions = {"synthetic": _synthetic, "import": _import, "export": _export}
    return actions[arguments.action](arguments)


def _synthetic(arguments: argparse.Namespace) -> int:
    from dataclasses import replace

    from miernik.cases.exchange.synthetic import BIALYSTOK_2015, generate

    start = time.perf_counter()
    targets = BIALYSTOK_2015
    if arguments.families is not None:
        targets = targets.scaled(arguments.families)
    if arguments.year is not None:
        targets = replace(targets, year=arguments.year)
    register = generate(
        targets, seed=arguments.seed, extended=arguments.extended, pesel=arguments.pesel
    )
    register.write(arguments.out)
    for name, rows in register.rows.items():
        say(f"  {name}.csv: {_rows(len(rows))}")
    say(f"Rejestr zmyślonych osób leży w {arguments.out} ({_took(start)}).")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    prepare_database()
    from django.utils import timezone

    from miernik.cases.exchange.faults import FaultyRegisterError
    from miernik.cases.exchange.services import check_register, import_register

    start = time.perf_counter()
    if arguments.dry_run:
        told = check_register(arguments.path, system=arguments.system)
        if told.faults:
            raise FaultyRegisterError(told.faults)
        _say_counts(told)
        say(f"To była próba, niczego nie zapisano ({_took(start)}).")
        return 0
    _, told = import_register(
        arguments.path, system=arguments.system, by=operator(), at=timezone.now()
    )
    _say_counts(told)
    say("Wszystko było już wczytane." if told.changes_nothing else f"Wczytano ({_took(start)}).")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    prepare_database()
    from django.utils import timezone

    from miernik.cases.exchange.exporting import export_register

    counts = export_register(
        arguments.out,
        extended=arguments.extended,
        system=arguments.system,
        by=operator(),
        at=timezone.now(),
    )
    for name, number in counts.items():
        say(f"  {name}.csv: {_rows(number)}")
    say(f"Rejestr leży w {arguments.out}.")
    return 0


def _say_counts(told: DryRun) -> None:
    from miernik.cases.exchange.layout import BY_NAME
    from miernik.kernel.numbers import print_number

    for name, table in told.tables.items():
        say(
            f"  {BY_NAME[name].label}: nowe {print_number(table.new)}, "
            f"zmienione {print_number(table.changed)}, bez zmian {print_number(table.equal)}"
            + (f", w rejestrze, ale nie w pliku {print_number(table.gone)}" if table.gone else "")
        )
    if told.attached:
        say(f"  rozpoznane po numerze PESEL: {told.attached}")
    for note in told.notes:
        say(f"  ! {note}")


def _rows(number: int) -> str:
    from miernik.kernel.numbers import print_number
    from miernik.kernel.text import plural

    return f"{print_number(number)} {plural(number, 'wiersz', 'wiersze', 'wierszy')}"


def _took(start: float) -> str:
    return f"{time.perf_counter() - start:.1f} s".replace(".", ",")
