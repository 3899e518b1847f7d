"""``miernik retention``: whose data are kept longer than needed. It never deletes anything."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from typing import TYPE_CHECKING, Any

from miernik.kernel.dates import print_date
from miernik.kernel.errors import MiernikError
from miernik.kernel.numbers import print_number
from miernik.kernel.text import plural
from miernik.web.commands.setup import prepare_database, say

if TYPE_CHECKING:
    from miernik.audit.retention import Due

SHOWN = 20  # case numbers printed for a class


class BadDayError(MiernikError):
    """The day cannot be read."""

    def __init__(self, text: str) -> None:
        super().__init__(f"„{text}” nie jest dniem. Podaj go tak: 2027-01-01.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--on", metavar="DZIEŃ", help="stan na dzień, na przykład 2027-01-01")
    parser.add_argument("--json", choices=("-",), metavar="-", help="wynik jako JSON na ekran")


def run(arguments: argparse.Namespace) -> int:
    """Print what is due, class by class."""
    prepare_database()
    from django.utils import timezone

    from miernik.web.retention import due_on

    day = timezone.localdate() if arguments.on is None else _parsed(arguments.on)
    found = due_on(day)
    if arguments.json:
        told = {"on": day.isoformat(), "classes": [_as_json(item) for item in found]}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        return 0
    say(f"Przegląd okresów przechowywania, stan na {print_date(day)}")
    for item in found:
        _say(item)
    say("")
    say("To jest tylko przegląd: program niczego nie usunął i sam nie usuwa.")
    return 0


def _parsed(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadDayError(text) from error


def _say(item: Due) -> None:
    of = item.of
    say("")
    say(f"{of.label[0].upper()}{of.label[1:]}")
    word = plural(item.total, "pozycja", "pozycje", "pozycji")
    if of.years is None:
        say(f"  {print_number(item.total)} {word}; termin nieustalony")
    else:
        years = f"{of.years} {plural(of.years, 'rok', 'lata', 'lat')}"
        say(f"  po terminie: {print_number(item.due)} z {print_number(item.total)}")
        say(f"  termin: {years} {of.since}")
    if item.families:
        more = len(item.families) - SHOWN
        numbers = ", ".join(item.families[:SHOWN])
        say(f"  rodziny: {numbers}" + (f" i {print_number(more)} więcej" if more > 0 else ""))
    basis = f", {of.article} ({of.act}, {of.journal})" if of.article else ""
    say(f"  podstawa: {of.verified.label}{basis}")


def _as_json(item: Due) -> dict[str, Any]:
    of = item.of
    return {
        "id": of.id,
        "label": of.label,
        "years": of.years,
        "since": of.since,
        "article": of.article,
        "journal": of.journal,
        "verified": of.verified.value,
        "total": item.total,
        "due": item.due,
        "families": list(item.families),
    }
