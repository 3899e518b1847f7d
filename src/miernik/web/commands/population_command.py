"""``miernik population FILE.parquet --on DATE --out FILE.parquet``: the rules over a population."""

from __future__ import annotations

import argparse
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from miernik.kernel.dates import print_date
from miernik.kernel.errors import MiernikError
from miernik.kernel.numbers import print_number
from miernik.kernel.text import NBSP, plural

if TYPE_CHECKING:
    from miernik.rules.population import Integers


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", metavar="PLIK.parquet", type=Path, help="jeden wiersz na osobę")
    parser.add_argument(
        "--on", metavar="DZIEŃ", required=True, help="według prawa z dnia RRRR-MM-DD"
    )
    parser.add_argument("--out", metavar="PLIK.parquet", type=Path, required=True, help="wynik")
    parser.add_argument(
        "--with",
        dest="changes",
        metavar="KLUCZ=LICZBA",
        action="append",
        default=[],
        help="co by było, gdyby: inna wartość parametru, np. kryterium_sg=1111.00",
    )


def run(arguments: argparse.Namespace) -> int:
    """Compute both benefits for every row and write them beside it."""
    from miernik.rules.loader import law
    from miernik.rules.population import benefits, changed_parameters, grouped
    from miernik.rules.population_file import read_population, write_population
    from miernik.web.commands.days import day_of

    day = day_of(arguments.on)
    if arguments.out.resolve() == arguments.file.resolve():
        raise MiernikError("Wynik nie może zastąpić danych. Podaj w --out inny plik.")
    dated = law().on(day)
    changed = changed_parameters(dated, arguments.changes)
    source = read_population(arguments.file)
    households = grouped(source.household, source.income)
    found = benefits(households, source.income, source.unable, dated, changed)
    write_population(source, found, arguments.out)
    what_if = f", gdyby {', '.join(arguments.changes)}" if arguments.changes else ""
    print(f"Według prawa z dnia {print_date(day)}{what_if}:")
    print(f"zasiłek stały: {_sum(found.permanent, 'osoba', 'osoby', 'osób')}")
    periodic = _sum(found.periodic_minimum, "rodzina", "rodziny", "rodzin")
    print(f"zasiłek okresowy, kwota minimalna: {periodic}")
    return 0


def _sum(amounts: Integers, one: str, few: str, many: str) -> str:
    import numpy as np

    number, total = int(np.count_nonzero(amounts)), Decimal(int(amounts.sum())) / 100
    who = f"{print_number(number)}{NBSP}{plural(number, one, few, many)}"
    return f"{who}, {print_number(total, decimals=2)}{NBSP}zł miesięcznie"
