"""``miernik rules``: run worked examples against the rules, check a table of fees."""

from __future__ import annotations

import argparse
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from miernik.kernel.numbers import print_number
from miernik.kernel.text import NBSP

if TYPE_CHECKING:
    from miernik.rules.worked_examples import Outcome

DECIMALS = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="CO")
    check = actions.add_parser("check", help="oblicz przykłady z pliku CSV i porównaj kwoty")
    check.add_argument("file", metavar="PLIK.csv", type=Path, help="przykłady obliczeń")
    check.set_defaults(act=_check)
    fees = actions.add_parser("fees", help="sprawdź tabelę opłat za usługi i pokaż jej kwoty")
    fees.add_argument("file", metavar="TABELA.yaml", type=Path, help="docs/prawo.md mówi, jaka")
    fees.add_argument("--on", metavar="DATA", help="dzień, z którego są kryteria, RRRR-MM-DD")
    fees.set_defaults(act=_fees)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    status: int = arguments.act(arguments)
    return status


def _check(arguments: argparse.Namespace) -> int:
    """Check a file of examples; the last line is "N passed, M failed"."""
    from miernik.rules.loader import law
    from miernik.rules.worked_examples import check, read_examples

    outcomes = check(read_examples(arguments.file), law())
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failed:
        print(_failure(outcome))
    print(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def _fees(arguments: argparse.Namespace) -> int:
    """Print the bands of a table in zloty; one with faults is refused with all of them."""
    from miernik.rules.calculation import Explained
    from miernik.rules.explanation import shown
    from miernik.rules.fee_tables import load_fee_table
    from miernik.rules.formulas.fees import printed_bands
    from miernik.rules.loader import law
    from miernik.web.commands.days import day_of, today

    table = load_fee_table(arguments.file)
    dated = law().on(day_of(arguments.on) if arguments.on else today())
    print(f"{table.name}: godzina {shown(table.hourly_gr)}, kryteria z {dated.day:%d.%m.%Y}")
    for label, rows in printed_bands(Explained(dated, "", ""), table):
        print(label)
        for income, fee in rows:
            print(f"    {income}: {shown(fee)}")
    return 0


def _failure(outcome: Outcome) -> str:
    example = outcome.example
    start = f"{example.id} {example.rule}: oczekiwano {_shown(example.expected, example.unit)}, "
    if outcome.computed is None:
        return f"{start}nie obliczono ({outcome.why.rstrip('.')})"
    return f"{start}obliczono {_shown(outcome.computed, example.unit)}"


def _shown(value: Fraction, unit: str) -> str:
    number = Decimal(value.numerator) / value.denominator
    short = (value * 10**DECIMALS).denominator == 1
    text = print_number(number, decimals=DECIMALS) if short else print_number(number)
    return f"{text}{NBSP}zł" if unit.startswith("PLN") else text
