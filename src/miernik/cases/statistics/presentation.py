"""A counted year as a page shows it: every figure as a number or as the sign of confidentiality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from miernik.cases.statistics.counted_year import CountedYear
from miernik.cases.statistics.counting import IndicatorCount
from miernik.cases.statistics.definitions import VERSION, Definition, definition
from miernik.cases.statistics.programme import TABLE1
from miernik.cases.statistics.protection import COVERAGE
from miernik.kernel.disclosure import SIGN
from miernik.kernel.numbers import print_number
from miernik.rules.reasons import ReasonCode


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; ``cell`` leads to what is behind it and is empty where nothing is."""

    text: str
    cell: str = ""
    hidden: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A row of Tabela Nr 2; ``place`` is empty for a part, ``first`` opens the parts of a head."""

    place: str
    label: str
    first: bool
    families: Figure
    persons: Figure

    @property
    def part(self) -> bool:
        """Whether it is a "w tym" row."""
        return not self.place


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator with its parts beside it."""

    definition: Definition
    figure: Figure
    parts: tuple[tuple[str, Figure], ...]
    why: str

    @property
    def version(self) -> str:
        """Version of the definition."""
        return VERSION


@dataclass(frozen=True, slots=True)
class YearPage:
    """Both tables and the indicators of a year; ``hidden`` is how many figures are hidden."""

    year: int
    table1: Mapping[str, Figure]
    table2: tuple[ReasonLine, ...]
    indicators: tuple[IndicatorLine, ...]
    unknown_benefits: tuple[str, ...]
    hidden: int


def year_page(counted: CountedYear, hidden: frozenset[str]) -> YearPage:
    """Return the page's figures; ``hidden`` names the cells that the reader may not see."""
    table1 = counted.tabulation.table1
    columns = {
        column: _figure(f"table1.{column}", getattr(table1, column), hidden)
        for column in TABLE1
        if column not in ("population", "coverage")
    }
    coverage = SIGN if COVERAGE in hidden else print_number(table1.coverage, decimals=1)
    return YearPage(
        year=counted.tabulation.year,
        table1={
            "population": Figure(print_number(table1.population)),
            **columns,
            "coverage": Figure(coverage, hidden=COVERAGE in hidden),
        },
        table2=_reasons(counted, hidden),
        indicators=tuple(_indicator(item, hidden) for item in counted.indicators),
        unknown_benefits=counted.unknown_benefits,
        hidden=len(hidden),
    )


def _figure(cell: str, number: int, hidden: frozenset[str]) -> Figure:
    if cell in hidden:
        return Figure(SIGN, cell, hidden=True)
    return Figure(print_number(number), cell if number else "")


def _reasons(counted: CountedYear, hidden: frozenset[str]) -> tuple[ReasonLine, ...]:
    lines: list[ReasonLine] = []
    place = 0
    for row in counted.tabulation.table2:
        head = row.code.head
        place += head is None
        lines.append(
            ReasonLine(
                place="" if head else f"{place}.",
                label=row.code.label.lower() if head else row.code.label,
                first=head is not None and not lines[-1].part,
                families=_figure(f"table2.{row.code}.families", row.families, hidden),
                persons=_figure(f"table2.{row.code}.persons", row.persons, hidden),
            )
        )
    return tuple(lines)


def _indicator(item: IndicatorCount, hidden: frozenset[str]) -> IndicatorLine:
    of = item.definition
    name = f"indicator.{of.code}"
    if item.number is None:
        return IndicatorLine(of, Figure("brak danych", known=False), (), item.why)
    cell = name if of.added else f"{name}.0"
    text = SIGN if cell in hidden else print_number(item.number)
    has_families = any(part.families for part in item.parts)
    figure = Figure(text, name if has_families else "", hidden=cell in hidden)
    parts = tuple(
        (part.part.name, _part(f"{name}.{place}", part.number, hidden))
        for place, part in enumerate(item.parts)
    )
    return IndicatorLine(of, figure, parts if len(parts) > 1 else (), "")


def _part(cell: str, number: int | None, hidden: frozenset[str]) -> Figure:
    if cell in hidden:
        return Figure(SIGN, hidden=True)
    return Figure("–" if number is None else print_number(number), known=number is not None)


def cell_title(cell: str) -> str:
    """Return what a cell counts, in Polish; raises KeyError or ValueError for no such cell."""
    kind, _, rest = cell.partition(".")
    if kind == "table1":
        return TABLE1[rest][0]
    if kind == "table2":
        code, _, counted = rest.rpartition(".")
        what = {"families": "rodziny", "persons": "osoby w rodzinach"}[counted]
        return f"{ReasonCode(code).label} – {what}"
    return definition(rest).text.rstrip(".")
