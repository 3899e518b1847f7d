"""``miernik import FILE``: recognise a document; show it, keep it as a draft, or store it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from miernik.web.commands.setup import operator, prepare_database, say

SHOWN_DOUBTS = 15


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", type=Path, metavar="PLIK", help="dokument do wczytania")
    parser.add_argument("--year", type=int, metavar="ROK", help="rok, gdy dokument go nie podaje")
    parser.add_argument(
        "--json",
        metavar="PLIK",
        help="zapisz rozpoznany dokument jako JSON („-” to ekran) i niczego nie zapamiętuj",
    )
    parser.add_argument("--yes", action="store_true", help="zapisz w bazie bez sprawdzania szkicu")
    parser.add_argument("--code", metavar="KOD", help="kod strategii, do której należy dokument")


def run(arguments: argparse.Namespace) -> int:
    """Import one file."""
    prepare_database()
    if arguments.json is not None:
        return _show(arguments)
    return _store(arguments)


def _show(arguments: argparse.Namespace) -> int:
    from miernik.intake.programme.files import recognise_programme_file
    from miernik.intake.programme.public import public_programme
    from miernik.intake.selectors import recognise_file
    from miernik.intake.serialize import public_goals

    programme = recognise_programme_file(arguments.file)
    found: object = (
        public_goals(recognise_file(arguments.file, year=arguments.year))
        if programme is None
        else public_programme(programme)
    )
    text = json.dumps(found, ensure_ascii=False, indent=1)
    if arguments.json == "-":
        sys.stdout.write(text + "\n")
    else:
        Path(arguments.json).write_text(text + "\n", encoding="utf-8")
        say(f"Zapisano: {arguments.json}")
    return 0


def _store(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from miernik.analysis.services import review_breaks
    from miernik.intake.selectors import preview
    from miernik.intake.services import confirm, start_import
    from miernik.web.commands.words import counted_values, summary_of

    by, at = operator(), timezone.now()
    started = start_import(
        path=arguments.file,
        file_name=arguments.file.name,
        year=arguments.year,
        work_code=arguments.code,
        by=by,
        at=at,
    )
    seen = preview(started)
    say(summary_of(seen))
    for doubt in seen.open_doubts[:SHOWN_DOUBTS]:
        say(f"  ? {doubt.path}: {doubt.reason}")
    if len(seen.open_doubts) > SHOWN_DOUBTS:
        say(f"  … i {len(seen.open_doubts) - SHOWN_DOUBTS} więcej")
    if not arguments.yes:
        say(
            "Szkic czeka na sprawdzenie w części dla urzędu (miernik serve). "
            "Aby zapisać od razu, powtórz polecenie z --yes."
        )
        return 0
    done = confirm(of=started, by=by, at=at)
    assert done.work is not None
    proposed = review_breaks(work=done.work, by=by, at=at)
    assert done.source is not None
    say(f"Zapisano: {counted_values(done.source)}, strategia {done.work.code}.")
    if proposed:
        say(f"Przerwy porównywalności do rozstrzygnięcia: {len(proposed)}.")
    return 0
