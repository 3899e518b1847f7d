"""``miernik audit``: is the event log what the program wrote?"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from miernik.kernel.numbers import print_number
from miernik.kernel.text import plural
from miernik.web.commands.setup import operator, prepare_database, say

if TYPE_CHECKING:
    from miernik.audit.head import Head
    from miernik.audit.verification import Verification


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="CO")
    check = actions.add_parser("verify", help="sprawdź, czy nikt nie zmienił dziennika")
    check.add_argument(
        "--head", metavar="NR:SKRÓT", help="porównaj też z końcem dziennika zanotowanym wcześniej"
    )
    check.add_argument("--json", choices=("-",), metavar="-", help="wynik jako JSON na ekran")
    accept = actions.add_parser(
        "accept",
        help="uznaj obecny koniec dziennika (po odtworzeniu bazy, po utracie pliku) i załóż "
        "zabezpieczenie bazy, gdy go brak",
    )
    accept.add_argument(
        "--why", required=True, metavar="POWÓD", help="dlaczego; trafi do dziennika"
    )


def run(arguments: argparse.Namespace) -> int:
    """Do one action; 1 says that the log is not sound."""
    prepare_database()
    return {"verify": _verify, "accept": _accept}[arguments.action](arguments)


def _verify(arguments: argparse.Namespace) -> int:
    from miernik.audit.verification import parse_note, verify

    result = verify(noted=None if arguments.head is None else parse_note(arguments.head))
    if arguments.json:
        sys.stdout.write(json.dumps(_as_json(result), ensure_ascii=False, indent=1) + "\n")
    elif result.sound:
        _say_sound(result, compared=bool(arguments.head))
    else:
        if result.fault is not None:
            print(f"Dziennik nie jest nienaruszony. {result.fault.sentence}", file=sys.stderr)
        else:
            word = plural(result.count, "wpis", "wpisy", "wpisów")
            told = f"Wpisy zgadzają się ze skrótami: {print_number(result.count)} {word}."
            print(f"{told} Dziennik nie jest jednak chroniony.", file=sys.stderr)
        if result.unprotected:
            print(result.unprotected, file=sys.stderr)
    return 0 if result.sound else 1


def _accept(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from miernik.audit.services import accept_end

    accepted = accept_end(by=operator(), at=timezone.now(), why=arguments.why)
    say(f"Uznano koniec dziennika: {accepted.text()}. Powód zapisano w dzienniku.")
    return 0


def _say_sound(result: Verification, *, compared: bool) -> None:
    word = plural(result.count, "wpis", "wpisy", "wpisów")
    say(f"Dziennik jest nienaruszony: {print_number(result.count)} {word}.")
    if compared:
        say("Zanotowany koniec dziennika jest w nim na swoim miejscu.")
    if result.head is not None:
        say(f"Koniec dziennika: {result.head.text()}")
        say("Zanotuj go poza komputerem; później sprawdzisz go przez --head.")


def _as_json(result: Verification) -> dict[str, Any]:
    fault = result.fault
    return {
        "sound": result.sound,
        "count": result.count,
        "head": _head_as_json(result.head),
        "kept": _head_as_json(result.kept),
        "fault": None
        if fault is None
        else {
            "kind": fault.kind.value,
            "number": fault.number,
            "at": fault.at and fault.at.isoformat(),
            "sentence": fault.sentence,
        },
        "unprotected": result.unprotected or None,
    }


def _head_as_json(head: Head | None) -> dict[str, Any] | None:
    return (
        None
        if head is None
        else {"number": head.number, "hash": head.hash, "at": head.at.isoformat()}
    )
