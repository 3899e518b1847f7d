"""``miernik changes CODE FROM TO``: every indicator, both values, the verdict and a sentence."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

from miernik.web.commands.setup import prepare_database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("code", metavar="KOD", help="kod strategii (wystarczy początek)")
    parser.add_argument("year_from", type=int, metavar="OD", help="pierwszy rok")
    parser.add_argument("year_to", type=int, metavar="DO", help="drugi rok")
    parser.add_argument("--json", metavar="PLIK", help="wynik jako JSON („-” to ekran)")


def run(arguments: argparse.Namespace) -> int:
    """Compare two years of one work."""
    prepare_database()
    from miernik.analysis.errors import YearWithoutValuesError
    from miernik.analysis.selectors import work_changes
    from miernik.analysis.serialize import changes_as_json, changes_as_text
    from miernik.observations.selectors import years
    from miernik.strategy.selectors import work_by_code

    work = work_by_code(arguments.code)
    known = years(work)
    for year in (arguments.year_from, arguments.year_to):
        if year not in known:
            raise YearWithoutValuesError(work.code, year, known)
    changes = work_changes(work, arguments.year_from, arguments.year_to)
    if arguments.json is None:
        width = min(shutil.get_terminal_size((100, 24)).columns, 100)
        sys.stdout.write(changes_as_text(changes, width=width) + "\n")
        return 0
    text = json.dumps(changes_as_json(changes), ensure_ascii=False, indent=1) + "\n"
    if arguments.json == "-":
        sys.stdout.write(text)
    else:
        Path(arguments.json).write_text(text, encoding="utf-8")
    return 0
