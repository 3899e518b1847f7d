"""Tables of a year as JSON (the exchange layout) and as text for a terminal."""

from __future__ import annotations

from typing import Any

from miernik.cases.statistics.compute import ReasonRow, Tabulation
from miernik.kernel.numbers import print_number

NOTE = (
    "Rodzina lub osoba jest liczona w każdym powodzie, który ma, dlatego wierszy nie wolno sumować."
)
_CODES_WIDTH = 60


def as_json(tabulation: Tabulation) -> dict[str, Any]:
    """Return both tables in the shape of the exchange layout."""
    table1 = tabulation.table1
    return {
        "year": tabulation.year,
        "table1": {
            "population": table1.population,
            "persons_granted": table1.persons_granted,
            "families": table1.families,
            "persons_in_families": table1.persons_in_families,
            "coverage_percent": str(table1.coverage),
        },
        "table2": [_row(row) for row in tabulation.table2],
    }


def _row(row: ReasonRow) -> dict[str, Any]:
    return {
        "code": row.code.value,
        "label": row.code.label,
        "families": row.families,
        "persons": row.persons,
        "of": row.code.head.value if row.code.head else None,
    }


def as_text(tabulation: Tabulation) -> str:
    """Return both tables for reading on a screen."""
    table1 = tabulation.table1
    lines = [
        f"Tabela Nr 1. Korzystający z pomocy społecznej w {tabulation.year} r.",
        "",
        _line("Liczba mieszkańców (31 grudnia)", print_number(table1.population)),
        _line(
            "Liczba osób, którym przyznano decyzją świadczenie",
            print_number(table1.persons_granted),
        ),
        _line("Liczba rodzin", print_number(table1.families)),
        _line("Liczba osób w rodzinach", print_number(table1.persons_in_families)),
        _line(
            "Odsetek mieszkańców objętych pomocą społeczną",
            f"{print_number(table1.coverage, decimals=1)} %",
        ),
        "",
        f"Tabela Nr 2. Powody przyznania pomocy w {tabulation.year} r.",
        "",
        _line("Trudna sytuacja życiowa", "rodziny", "osoby"),
    ]
    for place, row in enumerate(tabulation.table2):
        lines += _reason_lines(row, first_part=not _part(tabulation.table2[place - 1]))
    return "\n".join([*lines, "", NOTE])


def _part(row: ReasonRow) -> bool:
    return row.code.head is not None


def _reason_lines(row: ReasonRow, *, first_part: bool) -> list[str]:
    name = row.code.label
    if _part(row):
        name = ("  w tym: " if first_part else "         ") + name.lower()
    return [_line(name, print_number(row.families), print_number(row.persons))]


def _line(name: str, *figures: str) -> str:
    if len(name) > _CODES_WIDTH:
        cut = name.rfind(" ", 0, _CODES_WIDTH)
        return f"{name[:cut]}\n{_line('  ' + name[cut + 1 :], *figures)}"
    return name.ljust(_CODES_WIDTH) + "".join(figure.rjust(10) for figure in figures)
