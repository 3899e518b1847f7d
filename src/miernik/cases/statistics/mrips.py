"""Sections 3 and 4 of MRiPS-03 from the register, as a workbook and as CSV.

The form's own instructions were not at hand: what is not verified is said in the files.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter

from miernik.cases.help.selectors import during
from miernik.cases.models import Service, ServiceKind
from miernik.cases.statistics.compute import counted
from miernik.cases.statistics.facts import Facts
from miernik.cases.statistics.tables import OPEN_END
from miernik.kernel.disclosure import SIGN, Relations, Subset, hidden_cells
from miernik.rules.benefits import Benefit
from miernik.rules.law import LawError
from miernik.rules.reasons import ReasonCode

Figure = int | None

NOT_VERIFIED = (
    (
        "Układ działów 3 i 4 odtworzono z opisów formularza; objaśnień resortu do tych działów nie "
        "sprawdzono. Przed przepisaniem do aplikacji porównaj numery wierszy z formularzem."
    ),
    (
        "Zadania zlecone i własne dzieli się według świadczenia i prawa z 31 grudnia roku; "
        "świadczenie o nieznanej nazwie nie wchodzi do żadnego z tych wierszy."
    ),
    "Kolumny „w tym na wsi” nie ma: wszystkie rodziny są liczone jako miejskie.",
    (
        "Liczy się świadczenie na okres zachodzący na rok; czy formularz rozumie przez rok datę "
        "decyzji, nie sprawdzono."
    ),
    (
        "Praca socjalna: rodziny z jej wpisem w roku; „wyłącznie” to te bez żadnego liczonego "
        "świadczenia. Czy formularz liczy je rozłącznie, nie sprawdzono."
    ),
    "Rodzina stoi w dziale 4 w każdym powodzie, który ma, więc wierszy nie wolno sumować.",
)
COLUMNS = (
    "Dział",
    "Wiersz",
    "Wyszczególnienie",
    "Liczba osób, którym przyznano decyzją świadczenie",
    "Liczba rodzin",
    "Liczba osób w rodzinach",
)


@dataclass(frozen=True, slots=True)
class MripsRow:
    """One row; None where the register cannot know, ``hidden`` where it may not be shown."""

    section: int
    number: int
    label: str
    persons_granted: Figure
    families: Figure
    persons: Figure
    hidden: bool = False

    @property
    def figures(self) -> tuple[int | str, ...]:
        """The three figures; the sign of confidentiality, or nothing, instead of a number."""
        numbers = (self.persons_granted, self.families, self.persons)
        return tuple("" if n is None else SIGN if self.hidden else n for n in numbers)


@dataclass(frozen=True, slots=True)
class Mrips:
    """Both sections of a year."""

    year: int
    rows: tuple[MripsRow, ...]


def mrips(facts: Facts) -> Mrips:
    """Return both sections of a year."""
    return Mrips(facts.year, (*_section3(facts), *_section4(facts)))


def _section3(facts: Facts) -> Iterator[MripsRow]:
    table1 = facts.tabulation.table1
    every = (table1.persons_granted, table1.families, table1.persons_in_families)
    label = "Świadczenia przyznane decyzją w ramach zadań zleconych i własnych"
    yield MripsRow(3, 1, label, *every)
    cash = _with_benefits(facts, lambda benefit: benefit.is_cash)
    yield MripsRow(3, 2, "w tym: pieniężne", *cash)
    in_kind = _with_benefits(facts, lambda benefit: not benefit.is_cash)
    yield MripsRow(3, 3, "niepieniężne", *in_kind)
    for number, label, delegated in ((4, "w tym: zadania zlecone", True), (5, "własne", False)):
        found = _with_benefits(facts, partial(_is_delegated, facts.year, delegated))
        yield MripsRow(3, number, label, *found)
    social_work = Service.objects.filter(kind=ServiceKind.SOCIAL_WORK)
    if facts.in_database and social_work.exists():
        work = _social_work(facts)
        families = {family for family, _ in work}
        alone = families - {item.family for item in facts.granted}
        persons = {person for _, person in work if person is not None}
        only = {person for family, person in work if family in alone and person is not None}
        yield MripsRow(
            3, 6, "Pomoc udzielana w postaci pracy socjalnej", None, len(families), len(persons)
        )
        yield MripsRow(
            3, 7, "w tym: wyłącznie w postaci pracy socjalnej", None, len(alone), len(only)
        )


def _is_delegated(year: int, wanted: bool, benefit: Benefit) -> bool:
    """Whether the benefit is a delegated task (or, for False, one's own) at the year's end."""
    try:
        return benefit.task_on(dt.date(year, 12, 31)).is_delegated == wanted
    except LawError:
        return False


def _with_benefits(facts: Facts, wanted: Callable[[Benefit], bool]) -> tuple[int, int, int]:
    """Tabela Nr 1 of grants of some benefits; one that nobody knows is in none."""
    known = {(item.named, item.benefit) for item in facts.granted}
    names = sorted(named for named, benefit in known if benefit is not None and wanted(benefit))
    grants = facts.tables.grants
    tables = replace(facts.tables, grants=grants.filter(grants.benefit.isin(names)))
    table1 = counted(tables, facts.year, facts.population).table1
    return table1.persons_granted, table1.families, table1.persons_in_families


def _social_work(facts: Facts) -> set[tuple[int, int | None]]:
    """Families with social work and their members at that time."""
    rows = Service.objects.filter(during(facts.year), kind=ServiceKind.SOCIAL_WORK)
    first, last = facts.period
    found: set[tuple[int, int | None]] = set()
    for family, since, until in rows.values_list("family_id", "since", "until"):
        when = max(since, first), min(until or OPEN_END, last)
        found.add((family, None))
        found.update((family, person) for person in facts.members_in(family, when))
    return found


def with_hidden(found: Mrips, hidden: frozenset[str], *, threshold: int) -> Mrips:
    """Return the sections for somebody who may not open files; ``hidden`` as in ``protection``."""
    small = _hidden_in_section3(found, hidden, threshold)
    rows = []
    for row in found.rows:
        code = list(ReasonCode)[row.number - 1] if row.section == 4 else ""
        covered = f"table2.{code}.families" in hidden if code else row.number in small
        rows.append(replace(row, hidden=covered))
    return replace(found, rows=tuple(rows))


def _hidden_in_section3(found: Mrips, hidden: frozenset[str], threshold: int) -> set[int]:
    rows = {row.number: row for row in found.rows if row.section == 3}
    cells = {
        f"{number}.{column}": figure
        for number, row in rows.items()
        for column, figure in enumerate((row.persons_granted, row.families, row.persons))
        if figure is not None
    }
    relations = Relations(
        subsets=tuple(
            Subset(f"{whole}.{column}", f"{part}.{column}")
            for whole, part in _PARTS_OF_SECTION3
            for column in range(3)
            if {f"{whole}.{column}", f"{part}.{column}"} <= set(cells)
        ),
        together=tuple(tuple(f"{number}.{column}" for column in range(3)) for number in rows),
    )
    small = hidden_cells(cells, relations, threshold=threshold)
    covered = {int(name.partition(".")[0]) for name in small}
    return covered | ({1} if "table1.families" in hidden else set())


#: Rows of section 3 that are a part of another row.
_PARTS_OF_SECTION3 = ((1, 2), (1, 3), (1, 4), (1, 5), (6, 7))


def _section4(facts: Facts) -> Iterator[MripsRow]:
    for number, row in enumerate(facts.tabulation.table2, 1):
        label = f"w tym: {row.code.label.lower()}" if row.code.head else row.code.label
        yield MripsRow(4, number, label, None, row.families, row.persons)


# --- files ---------------------------------------------------------------------------------------


def write_mrips(found: Mrips, folder: Path) -> Sequence[Path]:
    """Write both files into a folder and return where they lie."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"mrips-03-dzial-3-4-{found.year}"
    files = {f"{name}.xlsx": as_xlsx(found), f"{name}.csv": as_csv(found)}
    for file, content in files.items():
        (folder / file).write_bytes(content)
    return [folder / file for file in files]


def as_csv(found: Mrips) -> bytes:
    """Return the rows as CSV with the remarks below them."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    for row in found.rows:
        writer.writerow([row.section, row.number, row.label, *row.figures])
    for remark in _remarks(found):
        writer.writerow(["", "", f"Uwaga: {remark}", "", "", ""])
    return target.getvalue().encode("utf-8-sig")


def as_xlsx(found: Mrips) -> bytes:
    """Return a workbook: a sheet a section and one with the remarks."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    number = book.add_format({"num_format": "#,##0", "valign": "top", "border": 1})
    for section in (3, 4):
        sheet = book.add_worksheet(f"Dział {section}")
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 1, 70)
        sheet.set_column(2, 4, 18)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, COLUMNS[1:], head)
        for line, row in enumerate((r for r in found.rows if r.section == section), 1):
            sheet.write_number(line, 0, row.number, cell)
            sheet.write_string(line, 1, row.label, cell)
            for column, figure in enumerate(row.figures, 2):
                _write(sheet, line, column, figure, number, cell)
    remarks = book.add_worksheet("Uwagi")
    remarks.set_column(0, 0, 110)
    for line, remark in enumerate(_remarks(found)):
        remarks.write_string(line, 0, remark, book.add_format({"text_wrap": True}))
    book.close()
    return target.getvalue()


def _write(sheet: Any, row: int, column: int, figure: int | str, number: Any, cell: Any) -> None:
    if isinstance(figure, int):
        sheet.write_number(row, column, figure, number)
    else:
        sheet.write_string(row, column, figure, cell)


def _remarks(found: Mrips) -> Iterator[str]:
    yield f"Sprawozdanie za {found.year} r. z rejestru, działy 3 i 4."
    yield from NOT_VERIFIED
    if any(row.hidden for row in found.rows):
        yield f"Znak {SIGN}: liczba objęta tajemnicą statystyczną (mała grupa osób)."
