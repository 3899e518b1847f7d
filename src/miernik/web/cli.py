"""The command line ``miernik``: one file a command in ``web/commands``.

Human output in Polish on stdout, errors in Polish on stderr; exit 0 when all is well, 1 for a
failed check, 2 for bad input.
"""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

COMMANDS = {
    "demo": "prawdziwe dane Białegostoku: baza, sprawozdania w folderze i strona do czytania",
    "import": "wczytaj sprawozdanie (DOCX, PDF, XLSX, TXT) do szkicu albo do bazy",
    "changes": "co się zmieniło między dwoma latami, wskaźnik po wskaźniku",
    "report": "napisz sprawozdanie roczne: PDF, DOCX, XLSX, HTML, JSON, CSV",
    "rules": "prawo: sprawdź reguły na przykładach obliczeń",
    "population": "zasiłki stałe i okresowe całej populacji z pliku Parquet",
    "assess": "świadczenia jednej rodziny z każdym krokiem, artykułem i kwotą",
    "register": "rejestr rodzin: wczytaj z innego systemu, zapisz, utwórz zmyślony",
    "statistics": "Tabela Nr 1 i Nr 2 za rok: z rejestru albo z plików CSV",
    "campaign": "coroczne zbieranie danych od instytucji",
    "consultation": "konsultacje: ogłoszenie, ankiety, opinie, sprawozdanie, pakiet dla rady",
    "organisations": "baza organizacji pozarządowych: pokaż, wczytaj z pliku, zapisz do pliku",
    "jobs": "zadania w tle: przypomnienia, wysyłka, mailing, odczyt skrzynki",
    "pseudonyms": "różne osoby w wielu instytucjach, bez ujawniania, kim są",
    "serve": "uruchom stronę",
    "users": "konta do części dla urzędu",
    "audit": "sprawdź, czy nikt nie zmienił dziennika zdarzeń",
    "retention": "czyje dane są przechowywane po terminie (niczego nie usuwa)",
    "keys": "klucze zaszyfrowanych danych: sprawdzenie i wymiana",
    "backup": "zapisz całą bazę i pliki do jednego archiwum",
    "restore": "odtwórz bazę i pliki z archiwum",
}


class _Parser(argparse.ArgumentParser):
    """argparse speaking Polish."""

    def error(self, message: str) -> NoReturn:
        """Print one Polish sentence and exit with 2."""
        print(f"Nie rozumiem polecenia ({_polish(message)}).", file=sys.stderr)
        print(f"Zobacz: {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)

    def format_help(self) -> str:
        """Return the help with argparse's own words in Polish."""
        text = super().format_help()
        for english, polish in _WORDS.items():
            text = text.replace(english, polish)
        return text


_WORDS = {
    "usage:": "użycie:",
    "positional arguments:": "argumenty:",
    "options:": "opcje:",
    "show this help message and exit": "pokaż tę pomoc",
}
_MESSAGES = {
    "the following arguments are required:": "brakuje:",
    "unrecognized arguments:": "nieznane argumenty:",
    "invalid choice:": "niedozwolona wartość:",
    "invalid int value:": "to nie jest liczba:",
    "expected one argument": "po tej opcji potrzebna jest wartość",
    "expected at least one argument": "po tej opcji potrzebna jest wartość",
    "choose from": "do wyboru:",
    "argument": "argument",
}


def _polish(message: str) -> str:
    for english, polish in _MESSAGES.items():
        message = message.replace(english, polish)
    return message


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with every command's arguments; imports nothing of Django."""
    parser = _Parser(
        prog="miernik",
        description="Polityka społeczna miasta: od strategii do liczb, którym można ufać.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="POLECENIE")
    for name, summary in COMMANDS.items():
        module = importlib.import_module(f"miernik.web.commands.{name}_command")
        sub = commands.add_parser(
            name, help=summary, description=summary[0].upper() + summary[1:] + "."
        )
        module.add_arguments(sub)
        sub.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "miernik.web.settings")
    arguments = build_parser().parse_args(sys.argv[1:] if argv is None else list(argv))
    from django.db.utils import OperationalError

    from miernik.kernel.errors import MiernikError

    try:
        status: int = arguments.run(arguments)
    except MiernikError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except OSError as error:
        print(_of_the_system(error), file=sys.stderr)
        return 2
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else "brak szczegółów"
        print(
            f"Nie można użyć bazy danych ({reason}). Sprawdź MIERNIK_HOME i MIERNIK_DATABASE_URL.",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        print("\nPrzerwano.", file=sys.stderr)
        return 130
    return status


_SYSTEM = {
    errno.ENOENT: "nie ma takiego pliku ani folderu",
    errno.EACCES: "brak uprawnień",
    errno.EPERM: "brak uprawnień",
    errno.EEXIST: "jest już taki plik, a potrzebny jest folder",
    errno.ENOTDIR: "na tej drodze stoi plik, a potrzebny jest folder",
    errno.EISDIR: "to jest folder, a potrzebny jest plik",
    errno.ENOSPC: "na dysku nie ma miejsca",
    errno.EROFS: "dysk jest tylko do odczytu",
}


def _of_the_system(error: OSError) -> str:
    """Say an error of the system in one Polish sentence."""
    why = _SYSTEM.get(error.errno or 0, f"błąd systemu {error.errno}")
    place = f"„{error.filename}”" if error.filename else "pliku"
    return f"Nie można użyć {place}: {why}. Wskaż inne miejsce i spróbuj jeszcze raz."
