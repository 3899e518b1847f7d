"""The register written back in the exchange layout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from miernik.audit.services import record
from miernik.cases.exchange.layout import TABLES, Row, write_csv
from miernik.cases.exchange.planning import MODELS
from miernik.cases.exchange.values import UNKNOWN_START
from miernik.cases.models import (
    ExternalNumber,
    Family,
    FamilyMembership,
    Grant,
    Person,
    Population,
    ReasonRecord,
)

_CHUNK = 5000


def export_register(
    folder: Path, *, by: str, at: dt.datetime, extended: bool = False, system: str = ""
) -> dict[str, int]:
    """Write the register as CSV files into ``folder``; return how many rows each table has.

    ``extended`` adds names, addresses and PESEL numbers; without it nobody is named. ``system``
    gives rows that came from there their numbers of that system. A merged person is written as the
    one that stands for both.
    """
    writer = _Export(system, extended=extended)
    tables = {
        "persons": writer.persons(),
        "families": writer.families(),
        "memberships": writer.memberships(),
        "reasons": writer.reasons(),
        "grants": writer.grants(),
        "population": writer.population(),
    }
    counts: dict[str, int] = {}

    def counted(name: str, rows: Iterator[Row]) -> Iterator[Row]:
        counts[name] = 0
        for row in rows:
            counts[name] += 1
            yield row

    write_csv(
        folder,
        (
            (
                table.name,
                [c.name for c in table.columns] if extended else table.minimum,
                counted(table.name, tables[table.name]),
            )
            for table in TABLES
        ),
    )
    record(
        action="register.exported",
        subject="register",
        by=by,
        at=at,
        data={"tables": counts, "extended": extended, "system": system},
    )
    return counts


class _Export:
    """Rows of each table as text."""

    def __init__(self, system: str, *, extended: bool) -> None:
        self.extended = extended
        self._numbers: dict[str, dict[int, str]] = {}
        if system:
            rows = ExternalNumber.objects.filter(system=system).order_by("id")
            for table, row, number in rows.values_list("table", "row", "number").iterator(_CHUNK):
                self._numbers.setdefault(table, {}).setdefault(row, number)
        self._families = dict(Family.objects.order_by("id").values_list("id", "number"))

    def _number(self, table: str, row: int) -> str:
        own = self._families[row] if table == "families" else f"{table[0].upper()}{row}"
        return self._numbers.get(MODELS[table][1], {}).get(row, own)

    def persons(self) -> Iterator[Row]:
        rows = Person.objects.filter(merged_into__isnull=True).order_by("id")
        for one in rows.iterator(_CHUNK):
            row = (self._number("persons", one.pk), _day(one.birth_date), one.sex)
            if self.extended:
                yield (*row, one.pesel, one.first_name, one.last_name)
            else:
                yield (*row, "")

    def families(self) -> Iterator[Row]:
        for one in Family.objects.select_related("team").order_by("id").iterator(_CHUNK):
            row = (self._number("families", one.pk), "true" if one.homeless else "false")
            if self.extended:
                split = one.split_from_id
                team = one.team.name if one.team else ""
                yield (*row, one.address, team, self._number("families", split) if split else "")
            else:
                yield row

    def memberships(self) -> Iterator[Row]:
        rows = _with_person(FamilyMembership.objects.all())
        for family, person, since, until, role in rows.values_list(
            "family_id", "stands", "since", "until", "role"
        ).iterator(_CHUNK):
            row = self._of(family, person, since, until)
            yield (*row, role) if self.extended else row

    def reasons(self) -> Iterator[Row]:
        rows = ReasonRecord.objects.order_by("id")
        for family, code, since, until in rows.values_list(
            "family_id", "code", "since", "until"
        ).iterator(_CHUNK):
            yield (self._number("families", family), code, _start(since), _day(until))

    def grants(self) -> Iterator[Row]:
        rows = _with_person(Grant.objects.all())
        for one in rows.values_list(
            "id", "family_id", "stands", "benefit", "decided_on", "since", "until", "status",
            "amount_gr", "monthly_gr", "quantity",
        ).iterator(_CHUNK):  # fmt: skip
            key, family, person, benefit, decided, since, until, status, *amounts = one
            row = (
                self._number("grants", key),
                self._number("families", family),
                self._number("persons", person),
                benefit,
                _day(decided),
                _start(since),
                _day(until),
                status,
            )
            yield (*row, *_plain(amounts if self.extended else amounts[:1]))

    def population(self) -> Iterator[Row]:
        for year, number in Population.objects.order_by("year").values_list("year", "number"):
            yield str(year), str(number)

    def _of(self, family: int, person: int, since: dt.date, until: dt.date | None) -> Row:
        return (
            self._number("families", family),
            self._number("persons", person),
            _start(since),
            _day(until),
        )


def _with_person(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with the key of the person each stands for."""
    stands = Coalesce(F("person__merged_into_id"), F("person_id"))
    with_key: QuerySet[Any] = rows.annotate(stands=stands).order_by("id")
    return with_key


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _start(day: dt.date) -> str:
    return "" if day == UNKNOWN_START else day.isoformat()


def _plain(values: Iterable[int | None]) -> Row:
    return tuple("" if value is None else str(value) for value in values)
