"""``miernik import FILE``: recognise a document; show it, keep it as a draft, or store it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miernik.web.commands.setup import operator, prepare_database, say

if TYPE_CHECKING:
    from miernik.intake.models import Import

SHOWN_DOUBTS = 15
WAITS = (
    "Szkic czeka na sprawdzenie w części dla urzędu (miernik serve). "
    "Aby zapisać od razu, powtórz polecenie z --yes."
)


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
    parser.add_argument("--code", metavar="KOD", help="kod strategii lub programu dokumentu")


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
    found: dict[str, Any] | list[dict[str, Any]]
    if programme is not None:
        found = public_programme(programme)
    else:
        found = public_goals(recognise_file(arguments.file, year=arguments.year))
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
    from miernik.intake.models import DocumentKind
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
    if started.document == DocumentKind.PROGRAMME:
        return _store_programme(arguments, started)
    seen = preview(started)
    say(summary_of(seen))
    _say_doubts([f"{doubt.path}: {doubt.reason}" for doubt in seen.open_doubts])
    if not arguments.yes:
        say(WAITS)
        return 0
    done = confirm(of=started, by=by, at=at)
    assert done.work is not None
    proposed = review_breaks(work=done.work, by=by, at=at)
    assert done.source is not None
    say(f"Zapisano: {counted_values(done.source)}, strategia {done.work.code}.")
    if proposed:
        say(f"Przerwy porównywalności do rozstrzygnięcia: {len(proposed)}.")
    return 0


def _store_programme(arguments: argparse.Namespace, started: Import) -> int:
    from django.utils import timezone

    from miernik.intake.programme.selectors import programme_preview, stored_version
    from miernik.intake.services import confirm
    from miernik.web.commands.words import summary_of_programme
    from miernik.web.office.programme_showing import place_of_doubt

    seen = programme_preview(started)
    say(summary_of_programme(seen))
    _say_doubts([f"{place_of_doubt(doubt)}: {doubt.reason}" for doubt in seen.open_doubts])
    if not arguments.yes:
        say(WAITS)
        return 0
    done = confirm(of=started, by=operator(), at=timezone.now())
    version = stored_version(done)
    assert version is not None
    assert done.work is not None
    how = "uchwalony" if seen.name.adopted else "jako wersja robocza do uzupełnienia"
    say(f"Zapisano: {done.work.title} (kod {done.work.code}), wersja {version.number}, {how}.")
    return 0


def _say_doubts(doubts: list[str]) -> None:
    for doubt in doubts[:SHOWN_DOUBTS]:
        say(f"  ? {doubt}")
    if len(doubts) > SHOWN_DOUBTS:
        say(f"  … i {len(doubts) - SHOWN_DOUBTS} więcej")
