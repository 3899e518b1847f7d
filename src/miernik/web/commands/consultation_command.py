"""``miernik consultation``: consultations from the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from miernik.web.commands.setup import prepare_database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="CO")
    actions.add_parser("list", help="pokaż konsultacje")
    for name, text in (
        ("status", "ile opinii, co rozstrzygnięto, czego brakuje do sprawozdania"),
        ("timetable", "terminy liczone wstecz od wejścia w życie"),
        ("announce", "ogłoś konsultacje"),
        ("form", "ankieta konsultacyjna z obecną treścią: DOCX i PDF"),
        ("take", "wczytaj odesłaną ankietę albo tekst ze śledzeniem zmian"),
        ("next", "utwórz wersję po konsultacjach"),
        ("report", "sprawozdanie: DOCX, PDF i JSON"),
        ("package", "pakiet dla rady"),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("code", metavar="ID", help="kod albo uuid konsultacji")
    options = actions.choices
    for name in ("form", "report", "package"):
        options[name].add_argument("--out", type=Path, metavar="FOLDER", help="dokąd zapisać")
    for name in ("form", "take", "next", "package"):
        options[name].add_argument(
            "--draft", type=int, default=1, metavar="NR", help="który projekt (domyślnie 1)"
        )
    for name in ("report", "take"):
        options[name].add_argument("--track", metavar="ŚCIEŻKA", help="ngo, residents, council")
    options["report"].add_argument("--date", metavar="DZIEŃ", help="dzień sprawozdania")
    for name in ("report", "status"):
        options[name].add_argument("--json", choices=("-",), metavar="-", help="JSON na ekran")
    take = options["take"]
    take.add_argument("file", type=Path, metavar="PLIK")
    take.add_argument("--name", default="", metavar="NAZWA", help="kto złożył (organizacja)")
    take.add_argument("--received", metavar="DZIEŃ", help="kiedy wpłynęło")
    take.add_argument("--dry-run", action="store_true", help="tylko pokaż odczytane zmiany")
    load = actions.add_parser("load", help="wczytaj odbyte konsultacje z faktów raportu (JSON)")
    load.add_argument("file", type=Path, metavar="PLIK")
    load.add_argument("--code", required=True, metavar="KOD", help="kod konsultacji")
    load.add_argument("--work", required=True, metavar="KOD", help="kod nowego programu")
    load.add_argument("--in-force", metavar="KOD", help="kod programu, który nowy zastępuje")


def run(arguments: argparse.Namespace) -> int:
    """Do one thing with consultations."""
    prepare_database()
    from miernik.web.commands.consultation_steps import ACTS

    return ACTS[arguments.action](arguments)
