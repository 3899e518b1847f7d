"""``miernik statistics YEAR``: Tabela Nr 1 and Nr 2 and the programme's indicators of a year."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from miernik.web.commands.setup import operator, prepare_database

if TYPE_CHECKING:
    from miernik.cases.statistics.counted_year import CountedYear
    from miernik.cases.statistics.tables import Register


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("year", type=int, metavar="ROK", help="rok, za który liczyć")
    parser.add_argument(
        "--register",
        type=Path,
        metavar="FOLDER",
        help="folder z plikami CSV rejestru; bez niego liczony jest rejestr w bazie",
    )
    parser.add_argument("--json", metavar="PLIK", help="wynik jako JSON („-” to ekran)")
    parser.add_argument(
        "--save", action="store_true", help="zapisz wartości programu do sprawozdania"
    )
    parser.add_argument(
        "--mrips", type=Path, metavar="FOLDER", help="zapisz działy 3 i 4 MRiPS-03 (XLSX i CSV)"
    )
    parser.add_argument(
        "--population", type=int, metavar="LICZBA", help="liczba mieszkańców na 31 grudnia"
    )


def run(arguments: argparse.Namespace) -> int:
    """Count one year, from the files or from the database."""
    if arguments.register is not None and (arguments.save or arguments.population):
        sys.stderr.write(
            "Z plików CSV można tylko liczyć. Aby zapisać wartości, wczytaj rejestr do bazy.\n"
        )
        return 2
    register = _register(arguments)
    from miernik.cases.statistics.counted_year import count_register

    in_database = arguments.register is None
    _print(count_register(register, arguments.year, in_database=in_database), arguments.json)
    if arguments.mrips is not None:
        _export(register, arguments)
    if arguments.save:
        _save(arguments.year)
    return 0


def _register(arguments: argparse.Namespace) -> Register:
    if arguments.register is not None:
        _without_database()
    else:
        prepare_database()
    from miernik.cases.statistics.database import read_database
    from miernik.cases.statistics.folder import read_folder

    if arguments.register is not None:
        return read_folder(arguments.register, arguments.year)
    if arguments.population is not None:
        _set_population(arguments.year, arguments.population)
    return read_database()


def _without_database() -> None:
    """Start Django for its models' words; files are counted without any database."""
    import django

    django.setup()


def _print(counted: CountedYear, target: str | None) -> None:
    from miernik.cases.statistics.serialize import as_json, as_text

    if target is None:
        sys.stdout.write(as_text(counted) + "\n")
        return
    text = json.dumps(as_json(counted), ensure_ascii=False, indent=1) + "\n"
    if target == "-":
        sys.stdout.write(text)
    else:
        Path(target).write_text(text, encoding="utf-8")


def _set_population(year: int, number: int) -> None:
    from django.utils import timezone

    from miernik.cases.statistics.services import set_population

    set_population(
        year=year, number=number, source="wiersz poleceń", by=operator(), at=timezone.now()
    )


def _save(year: int) -> None:
    from django.utils import timezone

    from miernik.cases.statistics.serialize import saved_text
    from miernik.cases.statistics.services import save_statistics
    from miernik.web.demonstration import load_programme

    load_programme()
    saved = save_statistics(year=year, by=operator(), at=timezone.now())
    print(saved_text(saved), file=sys.stderr)


def _export(register: Register, arguments: argparse.Namespace) -> None:
    from miernik.cases.statistics.counted_year import mrips_of
    from miernik.cases.statistics.mrips import write_mrips

    found = mrips_of(register, arguments.year, in_database=arguments.register is None)
    for file in write_mrips(found, arguments.mrips):
        print(f"Zapisano: {file}", file=sys.stderr)
