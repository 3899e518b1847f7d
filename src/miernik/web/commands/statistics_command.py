"""``miernik statistics YEAR``: Tabela Nr 1 and Nr 2 of a year, from the register or from files."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path


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


def run(arguments: argparse.Namespace) -> int:
    """Count one year."""
    from miernik.cases.statistics.compute import tabulate
    from miernik.cases.statistics.folder import read_folder
    from miernik.cases.statistics.serialize import as_json, as_text

    tabulation = tabulate(read_folder(arguments.register, arguments.year), arguments.year)
    if arguments.json is None:
        sys.stdout.write(as_text(tabulation) + "\n")
        return 0
    text = json.dumps(as_json(tabulation), ensure_ascii=False, indent=1) + "\n"
    if arguments.json == "-":
        sys.stdout.write(text)
    else:
        Path(arguments.json).write_text(text, encoding="utf-8")
    return 0
