"""``miernik keys``: the keys of the register's encrypted columns."""

from __future__ import annotations

import argparse

from miernik.kernel.numbers import print_number
from miernik.kernel.text import plural
from miernik.web.commands.setup import operator, prepare_database, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="CO")
    actions.add_parser("check", help="pokaż, które dane są pod którym kluczem")
    rotate = actions.add_parser("rotate", help="dodaj nowy klucz i przeszyfruj nim dane")
    rotate.add_argument(
        "--resume", action="store_true", help="dokończ przerwane przeszyfrowanie, bez nowego klucza"
    )


def run(arguments: argparse.Namespace) -> int:
    """Do one action; 1 says that some data do not open."""
    prepare_database()
    return {"check": _check, "rotate": _rotate}[arguments.action](arguments)


def _check(_arguments: argparse.Namespace) -> int:
    from django.conf import settings

    from miernik.cases.encryption import census
    from miernik.cases.fields import keyring

    newest = keyring().newest
    say(f"Plik kluczy: {settings.REGISTER_KEYS}. Szyfruje klucz nr {newest}.")
    counted = census()
    for item in counted:
        under = [
            f"klucz nr {number}: {_texts(count)}" + (" (stary)" if number != newest else "")
            for number, count in item.under.items()
        ]
        if item.unreadable:
            under.append(f"nie otwiera się żadnym kluczem: {_texts(item.unreadable)}")
        say(f"  {item.column.label} – {', '.join(under) or 'pusto'}")
    if any(number != newest for item in counted for number in item.under):
        say("Dane pod starym kluczem przeszyfruje: miernik keys rotate --resume")
    return 1 if any(item.unreadable for item in counted) else 0


def _rotate(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from miernik.cases.encryption import rotate
    from miernik.cases.fields import keyring

    moved = rotate(by=operator(), at=timezone.now(), new_key=not arguments.resume)
    say(f"Szyfruje klucz nr {keyring().newest}; przeszyfrowano {_texts(sum(moved.values()))}.")
    say("Zrób nową kopię pliku kluczy. Stare klucze zostają w nim dla starszych kopii bazy.")
    return 0


def _texts(count: int) -> str:
    return f"{print_number(count)} {plural(count, 'pole', 'pola', 'pól')}"
