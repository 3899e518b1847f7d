"""``miernik organisations``: the base of organisations from the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from miernik.kernel.errors import MiernikError
from miernik.kernel.numbers import print_number
from miernik.kernel.text import plural
from miernik.web.commands.setup import operator, prepare_database, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="CO")
    show = actions.add_parser("list", help="pokaż organizacje (bez danych kontaktowych)")
    show.add_argument("--text", default="", metavar="SŁOWA", help="część nazwy albo numer")
    load = actions.add_parser("import", help="wczytaj bazę z pliku XLSX albo CSV")
    load.add_argument("file", type=Path, metavar="PLIK")
    load.add_argument("--dry-run", action="store_true", help="tylko sprawdź, niczego nie zapisuj")
    save = actions.add_parser("export", help="zapisz bazę do pliku XLSX albo CSV")
    save.add_argument("file", type=Path, metavar="PLIK")


def run(arguments: argparse.Namespace) -> int:
    """Do one action; 1 when the file has faults."""
    prepare_database()
    acts = {"list": _list, "import": _import, "export": _export}
    return acts[arguments.action](arguments)


def _list(arguments: argparse.Namespace) -> int:
    from miernik.accounts.organisations.selectors import OrganisationFilter, organisations

    found = list(organisations(OrganisationFilter(text=arguments.text)))
    for one in found:
        consent = "zgoda" if one.consents else "bez zgody"
        say(f"{one.name} (KRS {one.krs or 'brak'}): {consent}")
    words = plural(len(found), "organizacja", "organizacje", "organizacji")
    say(f"Razem {print_number(len(found))} {words}.")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from miernik.accounts.organisations.importing import (
        Effect,
        import_organisations,
        plan_import,
    )

    content, at = arguments.file.read_bytes(), timezone.now()
    plan = plan_import(content=content, at=at)
    if plan.unknown:
        say(f"Kolumny, których program nie zna: {', '.join(plan.unknown)}.")
    for fault in plan.faults:
        print(f"Wiersz {fault.row}, {fault.column}: {fault.reason}", file=sys.stderr)
    if plan.faults:
        return 1
    for line in plan.lines:
        for note in line.notes:
            say(f"Wiersz {line.number}: {note}")
    if not arguments.dry_run:
        name = arguments.file.name
        plan = import_organisations(content=content, file_name=name, by=operator(), at=at)
    counts = [f"{effect.label}: {print_number(plan.count(effect))}" for effect in Effect]
    say(f"{'Sprawdzono' if arguments.dry_run else 'Wczytano'} plik. {', '.join(counts)}.")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from miernik.accounts.organisations.exporting import export_organisations
    from miernik.accounts.organisations.selectors import OrganisationFilter, organisations

    kind = arguments.file.suffix.lstrip(".").lower()
    if arguments.file.exists():
        raise MiernikError(f"Plik „{arguments.file.name}” już jest. Podaj inną nazwę.")
    content = export_organisations(
        organisations=organisations(OrganisationFilter()), kind=kind, by=operator(),
        at=timezone.now(),
    )  # fmt: skip
    arguments.file.write_bytes(content)
    say(f"Zapisano {arguments.file}. Plik ma dane kontaktowe: trzymaj go w bezpiecznym miejscu.")
    return 0
