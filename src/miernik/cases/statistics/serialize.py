"""Tables of a year as JSON (the exchange layout) and as text for a terminal."""

from __future__ import annotations

from typing import Any

from miernik.cases.statistics.compute import ReasonRow, Tabulation
from miernik.cases.statistics.counted_year import CountedYear
from miernik.cases.statistics.counting import NEVER_RECORDED, NOT_IN_FILES, IndicatorCount
from miernik.cases.statistics.definitions import VERSION
from miernik.cases.statistics.services import Saved
from miernik.kernel.numbers import print_number
from miernik.kernel.text import plural

NOTE = (
    "Rodzina lub osoba jest liczona w każdym powodzie, który ma, dlatego wierszy nie wolno sumować."
)
_CODES_WIDTH = 60


def as_json(counted: CountedYear) -> dict[str, Any]:
    """Return the tables in the shape of the exchange layout, and the indicators."""
    return {
        **tables_as_json(counted.tabulation),
        "indicators": [_indicator(item) for item in counted.indicators],
        "unknown_benefits": list(counted.unknown_benefits),
    }


def tables_as_json(tabulation: Tabulation) -> dict[str, Any]:
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


def _indicator(item: IndicatorCount) -> dict[str, Any]:
    of = item.definition
    return {
        "code": of.code,
        "section": of.section,
        "text": of.text,
        "value": item.number,
        "unit": of.parts[0].unit.value,
        "parts": [
            {"name": part.part.name, "unit": part.part.unit.value, "value": part.number}
            for part in item.parts
        ],
        "definition": of.full_text,
        "definition_version": VERSION,
        "why_none": item.why or None,
    }


def as_text(counted: CountedYear) -> str:
    """Return tables and indicators for reading on a screen."""
    lines = [tables_as_text(counted.tabulation), "", "Wskaźniki programu", ""]
    shown = [item for item in counted.indicators if item.why != NOT_IN_FILES]
    for item in shown:
        figure = "–" if item.number is None else print_number(item.number)
        text = item.definition.text.rstrip(".")
        lines.append(_line(f"{item.definition.code}. {text}", figure))
        if len(item.parts) > 1 and item.number is not None:
            lines += [
                _line(f"    {part.part.name}", print_number(part.number))
                for part in item.parts
                if part.number is not None
            ]
    if len(shown) < len(counted.indicators):
        rest = len(counted.indicators) - len(shown)
        lines += ["", f"Pozostałe ({rest}) liczy rejestr w bazie: pliki nie mówią o takiej pomocy."]
    if any(item.number is None for item in shown):
        lines += ["", f"–  {NEVER_RECORDED}"]
    if counted.unknown_benefits:
        listed = ", ".join(f"„{name}”" for name in counted.unknown_benefits)
        lines += ["", f"Świadczenia o nieznanej nazwie nie wchodzą do wskaźników: {listed}."]
    return "\n".join(lines)


def saved_text(saved: Saved) -> str:
    """Return one sentence on what was written into the store."""
    parts = [
        _amount(saved.recorded, "nowa wartość", "nowe wartości", "nowych wartości"),
        _amount(saved.corrected, "sprostowanie", "sprostowania", "sprostowań"),
        f"{saved.unchanged} bez zmian",
        f"{saved.hidden} objętych tajemnicą statystyczną",
    ]
    text = f"Zapisano do sprawozdania: {', '.join(parts)}."
    if saved.foreign:
        number = len(saved.foreign)
        text += f" Pominięto {_amount(number, *_GIVEN)}, bo pochodzą z innego źródła."
    return text


_GIVEN = ("wartość", "wartości", "wartości")


def _amount(number: int, one: str, few: str, many: str) -> str:
    return f"{number} {plural(number, one, few, many)}"


def tables_as_text(tabulation: Tabulation) -> str:
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
