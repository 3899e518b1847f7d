"""``miernik assess CASE.json``: benefits of one family with every step, article and parameter."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import textwrap
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from miernik.kernel.errors import MiernikError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "case", metavar="CASE.json", help="rodzina jako JSON („-” to wejście), docs/przypadek.md"
    )
    parser.add_argument("--on", metavar="DATA", help="dzień złożenia wniosku, RRRR-MM-DD")
    parser.add_argument(
        "--switch",
        metavar="NAZWA=WARTOŚĆ",
        action="append",
        default=[],
        help="jak czytać sporny przepis; można podać kilka razy",
    )
    parser.add_argument("--json", metavar="PLIK", help="wynik jako JSON („-” to ekran)")


def run(arguments: argparse.Namespace) -> int:
    """Assess one family; needs no database."""
    from miernik.rules.assessment import assess
    from miernik.rules.assessment_text import assessment_as_text
    from miernik.rules.case_document import case_from_json
    from miernik.web.commands.days import day_of, today

    case = case_from_json(_document(arguments.case))
    on = day_of(arguments.on) if arguments.on else case.on or today()
    found = assess(
        case.family,
        on,
        switches={**case.switches, **_switches(arguments.switch)},
        income_lost=case.income_lost,
    )
    if arguments.json is None:
        width = min(shutil.get_terminal_size((100, 24)).columns, 100)
        for line in assessment_as_text(found):
            sys.stdout.write("\n".join(_wrapped(line, width)) + "\n")
        return 0
    text = json.dumps(found.as_json(), ensure_ascii=False, indent=1) + "\n"
    if arguments.json == "-":
        sys.stdout.write(text)
    else:
        Path(arguments.json).write_text(text, encoding="utf-8")
    return 0


def _document(name: str) -> Any:
    from miernik.rules.json_objects import RepeatedKeyError, once_each

    shown = "Wejście" if name == "-" else f"Plik „{name}”"
    raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    try:
        return json.loads(
            raw.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=once_each,
        )
    except RepeatedKeyError as error:
        raise MiernikError(
            f"{shown}: klucz „{error.key}” stoi dwa razy w tym samym obiekcie JSON. Zostaw jeden."
        ) from error
    except (ValueError, RecursionError) as error:
        place = ""
        if isinstance(error, json.JSONDecodeError):
            place = f", wiersz {error.lineno}, znak {error.colno}"
        raise MiernikError(f"{shown} nie jest poprawnym zapisem JSON{place}. Popraw go.") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _switches(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise MiernikError(f"„{pair}” nie ma postaci NAZWA=WARTOŚĆ.")
        found[name] = value
    return found


def _wrapped(line: str, width: int) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip(" ")))
    return textwrap.wrap(line, width, subsequent_indent=f"{indent}  ") or [""]
