"""Checking a register from another system, and reading it into ours."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from miernik.audit.services import record
from miernik.cases.errors import RegisterError
from miernik.cases.exchange.faults import Fault, Faults, FaultyRegisterError
from miernik.cases.exchange.layout import BY_NAME, RawRegister
from miernik.cases.exchange.planning import Plan, plan_import
from miernik.cases.exchange.reading import read_register
from miernik.cases.exchange.values import TypedRegister, understand
from miernik.cases.exchange.writing import Writing
from miernik.cases.models import RegisterImport
from miernik.cases.register.services import propose_duplicates
from miernik.kernel.text import plural, squeeze

#: Numbers of rows that disappeared, shown as examples.
EXAMPLES = 10


class SystemNameError(RegisterError):
    """The other system must have a name."""

    def __init__(self) -> None:
        super().__init__(
            "Podaj nazwę systemu, z którego pochodzi rejestr (do 60 znaków), na przykład POMOST."
        )


@dataclass(frozen=True, slots=True)
class TableCounts:
    """How many rows of a table are new, changed, equal; stored before but gone from the files."""

    new: int
    changed: int
    equal: int
    gone: int
    gone_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DryRun:
    """What reading would do; with faults nothing would be read and there are no counts."""

    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()
    tables: Mapping[str, TableCounts] = field(default_factory=dict)
    attached: int = 0
    without_pesel: int = 0

    @property
    def changes_nothing(self) -> bool:
        """Whether everything was read before."""
        return not self.faults and not any(
            table.new or table.changed for table in self.tables.values()
        )


def check_register(path: Path, *, system: str) -> DryRun:
    """Read a folder, ZIP or workbook and say what importing it would do; stores nothing.

    Raises SystemNameError.
    """
    name = system_name(system)
    register, faults = _understood(path)
    if faults:
        return DryRun(tuple(faults), tuple(register.notes))
    return _dry_run(register, plan_import(register, name))


def import_register(path: Path, *, system: str, file_name: str = "", by: str,
                    at: dt.datetime) -> tuple[RegisterImport, DryRun]:  # fmt: skip
    """Read a register into the database; reading it again changes nothing.

    Rows that were read before and are not in the files any more stay and are reported. Raises
    SystemNameError, and FaultyRegisterError with every fault; then nothing is stored.
    """
    name = system_name(system)
    register, faults = _understood(path)
    if faults:
        raise FaultyRegisterError(faults)
    return _import(
        register, system=name, file_name=file_name or path.name, sha256=_digest(path), by=by, at=at
    )


def import_rows(raw: RawRegister, *, system: str, by: str,
                at: dt.datetime) -> tuple[RegisterImport, DryRun]:  # fmt: skip
    """Read tables that are in memory already, under the same checks as files."""
    faults = Faults()
    register = understand(raw, faults)
    if faults:
        raise FaultyRegisterError(faults.everything())
    return _import(register, system=system_name(system), file_name="", sha256="", by=by, at=at)


def system_name(text: str) -> str:
    """Return the name of a system as it is stored; raises SystemNameError."""
    name = squeeze(text)
    if not name or len(name) > 60 or not name.isprintable():
        raise SystemNameError
    return name


@transaction.atomic
def _import(
    register: TypedRegister, *, system: str, file_name: str, sha256: str, by: str, at: dt.datetime
) -> tuple[RegisterImport, DryRun]:
    plan = plan_import(register, system)
    told = _dry_run(register, plan)
    counts = {
        name: {"new": table.new, "changed": table.changed, "equal": table.equal, "gone": table.gone}
        for name, table in told.tables.items()
    }
    imported = RegisterImport.objects.create(
        system=system, file_name=file_name[:255], sha256=sha256, counts=counts,
        imported_at=at, imported_by=by,
    )  # fmt: skip
    Writing(register, plan, imported, by, at).everything()
    record(
        action="register.imported",
        subject=f"register_import:{imported.uuid}",
        by=by,
        at=at,
        data={"system": system, "tables": counts, "attached": told.attached},
    )
    if _names_are_new(register, plan):
        propose_duplicates(by=by, at=at)
    return imported, told


def _names_are_new(register: TypedRegister, plan: Plan) -> bool:
    persons = plan.tables["persons"]
    return "last_name" in register.tables["persons"].columns and bool(persons.new)


def _understood(path: Path) -> tuple[TypedRegister, list[Fault]]:
    faults = Faults()
    raw = read_register(path, faults)
    register = understand(raw, faults, sheets=path.suffix.casefold() == ".xlsx")
    return register, faults.everything()


def _dry_run(register: TypedRegister, plan: Plan) -> DryRun:
    tables = {
        name: TableCounts(
            len(table.new), len(table.changed), table.equal, len(table.gone),
            tuple(sorted(table.gone)[:EXAMPLES]),
        )
        for name in BY_NAME
        if (table := plan.tables.get(name)) is not None
    }  # fmt: skip
    notes = list(register.notes)
    if plan.unknown_teams:
        notes.append(
            "Nieznane zespoły, ich rodziny zostaną bez zespołu: "
            f"{', '.join(plan.unknown_teams[:EXAMPLES])}."
        )
    if struck := sum(table.struck_out for table in plan.tables.values()):
        word = plural(struck, "wiersz skreślono", "wiersze skreślono", "wierszy skreślono")
        notes.append(f"{struck} {word} wcześniej w rejestrze; nie wrócą.")
    return DryRun((), tuple(notes), tables, len(plan.attached), len(plan.without_pesel))


def _digest(path: Path) -> str:
    """SHA-256 of a file, or of a folder's files one after another in the order of their names."""
    total = hashlib.sha256()
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    for file in files:
        with file.open("rb") as stream:
            while chunk := stream.read(1024 * 1024):
                total.update(chunk)
    return total.hexdigest()
