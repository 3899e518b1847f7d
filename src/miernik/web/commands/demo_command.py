"""``miernik demo``: from the city's real figures to reports in a folder and a site to read."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from miernik.web.commands.setup import prepare_database, say

REPORTS = Path("sprawozdania")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--out", type=Path, default=REPORTS, metavar="FOLDER", help=f"domyślnie {REPORTS}/"
    )
    parser.add_argument("--no-serve", action="store_true", help="nie uruchamiaj strony")
    parser.add_argument("--port", type=int, default=8000, metavar="PORT", help="domyślnie 8000")


def run(arguments: argparse.Namespace) -> int:
    """Load, publish, write, serve; each step says what it did and how long it took."""
    say("Miernik – pokaz na danych miasta Białystok")
    _step("baza danych", prepare_database)
    from miernik.web.demonstration import load, publish
    from miernik.web.demonstration_collection import load_collection, shown
    from miernik.web.demonstration_consultations import HELD, RUNNING, load_consultations
    from miernik.web.demonstration_register import (
        ACCOUNTS,
        accounts,
        load_help,
        load_register,
        load_statistics,
    )

    _step("dane 2017 i 2019", load)
    made = accounts()
    _step("rejestr pokazowy wielkości miasta", load_register)
    _step("pomoc i sprawy w rejestrze pokazowym", load_help)
    _step("tabele i wskaźniki programu z rejestru pokazowego", load_statistics)
    _step("zbieranie danych od 750 instytucji, zmyślone", load_collection)
    _step("konsultacje", load_consultations)
    _step("sprawozdania", lambda: publish(arguments.out))
    say()
    say(f"Sprawozdania leżą w folderze: {arguments.out.resolve()}")
    say("Część dla urzędu" + (" (zapisz hasła, pokazuję je raz):" if made else ":"))
    for login in ACCOUNTS:
        word = made.get(login) or "bez zmian (nowe: miernik users password)"
        say(f"  {login}: hasło {word}")
    collection = shown()
    word = collection.password or "bez zmian (nowe: miernik users password)"
    say("Zbieranie danych (instytucje i odpowiedzi zmyślone, jedna kampania w toku):")
    say(f"  {collection.login}: hasło {word}; formularze swoich instytucji: /formularz/")
    say(f"  link instytucji „{collection.institution}”, bez konta: {collection.link}")
    say("  urząd jako koordynator: /biuro/kampanie/ – kto milczy, co się spóźniło, skoki, zwroty")
    say("Konsultacje:")
    say(f"  z 2020 r., z wynikami i sprawozdaniem: /konsultacje/{HELD}/")
    say("  urząd jako koordynator: /biuro/konsultacje/ i /biuro/teksty/")
    say(f"  w toku, zmyślone – zaproponuj zmianę bez konta: /konsultacje/{RUNNING}/")
    if arguments.no_serve:
        say("Stronę uruchomi: ./dev serve")
        return 0
    from miernik.web.commands.serve_command import serve

    serve("127.0.0.1", arguments.port, 2)
    return 0


def _step(name: str, work: Callable[[], str | None]) -> None:
    say(f"» {name} …")
    start = time.perf_counter()
    result = work()
    seconds = f"{time.perf_counter() - start:.1f}".replace(".", ",")
    say(f"  {result or 'gotowe'} ({seconds} s)")
