"""Writing what the plan says: new rows in bulk, changed rows one by one with what they said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from miernik.audit.services import record
from miernik.cases.exchange.bulk import insert
from miernik.cases.exchange.planning import MODELS, NO_ADDRESS, Plan, nameless, values_of
from miernik.cases.exchange.values import Fields, TypedRegister
from miernik.cases.models import (
    CorrectedTable,
    DuplicateProposal,
    ExternalNumber,
    Family,
    Person,
    Population,
    RegisterImport,
)
from miernik.cases.numbering import reserve
from miernik.cases.register.corrections import keep_before
from miernik.cases.register.families import PREFIX
from miernik.cases.register.people import search_name

_BATCH = 2000
_EVENT_ROWS = 200
_SAME_NUMBER = "Ten sam numer PESEL, inne nazwisko, imię lub data urodzenia."
_TWICE = "Ten sam numer PESEL ma w rejestrze „{system}” druga osoba."
_CORRECTED = {
    "persons": CorrectedTable.PERSON,
    "families": CorrectedTable.FAMILY,
    "memberships": CorrectedTable.MEMBERSHIP,
    "reasons": CorrectedTable.REASON,
}


@dataclass(slots=True)
class Writing:
    """One import being written; everything happens in the caller's transaction."""

    register: TypedRegister
    plan: Plan
    imported: RegisterImport
    by: str
    at: dt.datetime
    _attached: list[ExternalNumber] = field(default_factory=list)

    def everything(self) -> None:
        """Write all tables in the order in which they lead to each other."""
        for name in MODELS:
            self._new(name)
            self._changed(name)
        self._link_splits()
        self._population()
        self._duplicates()

    # --- new rows --------------------------------------------------------------------------------

    def _new(self, name: str) -> None:
        model, word = MODELS[name]
        keys = self.plan.tables[name].new
        rows = [self._values(name, key) for key in keys]
        if name == "persons":
            rows = [self._person(key, values) for key, values in zip(keys, rows, strict=True)]
        elif name == "families":
            rows = self._families(rows)
        known = self.plan.known[name]
        known.update(zip(keys, insert(model, rows), strict=True))
        numbers = [*keys, *self.plan.attached] if name == "persons" else keys
        insert(
            ExternalNumber,
            [
                {
                    "system": self.imported.system,
                    "table": word,
                    "number": key,
                    "row": known[key],
                    "imported_id": self.imported.pk,
                }
                for key in numbers
            ],
        )

    def _values(self, name: str, key: str) -> Fields:
        table = self.register.tables[name]
        row = table.rows[key]
        values = values_of(name, row, table.columns, self.plan, key)
        if name in ("memberships", "reasons"):
            values["since"] = row["from"]
        if name == "reasons":
            values |= {"code": row["code"], "recorded_at": self.at, "recorded_by": self.by}
        if name == "families":
            values.pop("split_from_id", None)  # the family it split from may come later
        return values

    def _person(self, key: str, values: Fields) -> Fields:
        values = nameless(key) | values
        pesel = _digits(self.register.rows("persons")[key]) if values["pesel_index"] else ""
        name = search_name(values["last_name"], values["first_name"])
        return values | {"pesel": pesel, "search_name": name, "created_at": self.at}

    def _families(self, rows: list[Fields]) -> list[Fields]:
        series = f"{PREFIX}/{self.at.year}"
        numbers = reserve(series, len(rows)) if rows else range(0)
        return [
            {"address": "" if values["homeless"] else NO_ADDRESS, "created_at": self.at}
            | values
            | {"number": f"{series}/{number:05d}"}
            for number, values in zip(numbers, rows, strict=True)
        ]

    def _link_splits(self) -> None:
        known = self.plan.known["families"]
        rows = self.register.rows("families")
        links = [
            Family(pk=known[key], split_from_id=known[rows[key]["split_from"]])
            for key in self.plan.tables["families"].new
            if rows[key].get("split_from")
        ]
        Family.objects.bulk_update(links, ["split_from"], batch_size=_BATCH)

    # --- changed rows ----------------------------------------------------------------------------

    def _changed(self, name: str) -> None:
        model, _ = MODELS[name]
        changed = self.plan.tables[name].changed
        told: dict[str, list[str]] = {}
        for key, columns in changed.items():
            row = model._default_manager.get(pk=self.plan.known[name][key])  # noqa: SLF001  # documented API
            values = values_of(
                name, self.register.rows(name)[key], self.register.tables[name].columns,
                self.plan, key,
            )  # fmt: skip
            self._change(name, row, {column: values[column] for column in columns}, key)
            told[str(row.pk)] = columns
            if len(told) == _EVENT_ROWS:
                self._tell(name, told)
                told = {}
        if told:
            self._tell(name, told)

    def _change(self, name: str, row: Any, values: Fields, key: str) -> None:
        def change() -> None:
            for column, value in values.items():
                setattr(row, column, value)
            if isinstance(row, Person):
                row.search_name = search_name(row.last_name, row.first_name)
                if "pesel_index" in values:
                    number = _digits(self.register.rows("persons")[key])
                    row.pesel = number if values["pesel_index"] else ""

        if name in _CORRECTED:
            keep_before(
                table=_CORRECTED[name],
                row=row,
                change=change,
                family=row if isinstance(row, Family) else getattr(row, "family", None),
                person=row if isinstance(row, Person) else getattr(row, "person", None),
                by=self.by,
                at=self.at,
                why=f"Wczytanie rejestru „{self.imported.system}”.",
            )
        else:
            change()
        row.save()

    def _tell(self, name: str, rows: dict[str, list[str]]) -> None:
        record(
            action="register.rows_changed",
            subject=f"register_import:{self.imported.uuid}",
            by=self.by,
            at=self.at,
            data={"table": name, "rows": rows},
        )

    # --- population and duplicates ---------------------------------------------------------------

    def _population(self) -> None:
        plan = self.plan.tables["population"]
        rows = self.register.rows("population")
        for key in [*plan.new, *plan.changed]:
            Population.objects.update_or_create(
                year=rows[key]["year"],
                defaults={
                    "number": rows[key]["population"],
                    "source": f"wczytany rejestr „{self.imported.system}”",
                },
            )
        if plan.changed:
            self._tell("population", plan.changed)

    def _duplicates(self) -> None:
        """Propose whoever came with somebody else's number."""
        known, new = self.plan.known["persons"], set(self.plan.tables["persons"].new)
        pairs: dict[tuple[int, int], str] = {}
        for key, owner in self.plan.without_pesel.items():
            if key in new:
                other = known[owner] if isinstance(owner, str) else owner
                pair = (min(known[key], other), max(known[key], other))
                pairs[pair] = (
                    _TWICE.format(system=self.imported.system)
                    if isinstance(owner, str)
                    else _SAME_NUMBER
                )
        insert(
            DuplicateProposal,
            [
                {"first_id": one, "second_id": two, "reason": reason, "proposed_at": self.at}
                for (one, two), reason in pairs.items()
            ],
        )


def _digits(row: Fields) -> str:
    return row["pesel"].number if row["pesel"] else ""
