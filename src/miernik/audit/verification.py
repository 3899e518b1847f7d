"""Whether the event log is what the program wrote: every seal, every number, and the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from miernik.audit import head
from miernik.audit.chain import GENESIS, Link, read, seal
from miernik.audit.errors import BadNoteError
from miernik.audit.head import Head
from miernik.audit.installation import keyring
from miernik.audit.models import Event
from miernik.audit.triggers import absent_triggers
from miernik.kernel.dates import print_date
from miernik.kernel.keys import Keyring
from miernik.kernel.quantities import Labelled

CHUNK = 10_000
LOWEST = -(2**63)  # no number in the database is smaller; the program begins with 1
SHORTEST_NOTE = 12  # digits of a noted hash: fewer could fit by chance


class FaultKind(Labelled):
    """What is wrong with the log."""

    MISSING = "missing", "brak wpisu"
    FOREIGN = "foreign", "wpis zmieniony albo dopisany poza programem"
    MISPLACED = "misplaced", "wpis w innym miejscu, niż powstał"
    CUT = "cut", "brak końca dziennika"
    REWRITTEN = "rewritten", "dziennik napisany od nowa"
    UNGUARDED = "unguarded", "koniec dziennika bez ochrony"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is wrong: the event's number, its time where known, and a sentence."""

    kind: FaultKind
    number: int
    at: dt.datetime | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A head noted earlier: the beginning of a hash, and the event's number where known."""

    beginning: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """Events read, the last of them, the head kept outside the database, the first fault.

    ``unprotected`` says that the database would now let events be changed; empty when it would not.
    """

    count: int
    head: Head | None
    kept: Head | None
    fault: Fault | None
    unprotected: str

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong, with the events or with what keeps them."""
        return not self.findings

    @property
    def findings(self) -> list[str]:
        """A sentence for each thing that is wrong."""
        fault = [self.fault.sentence] if self.fault else []
        return fault + ([self.unprotected] if self.unprotected else [])


def parse_note(text: str) -> Noted:
    """Read a head noted on paper: ``1520:3fa9-07c1-55be-d210`` or the hash alone.

    Raises BadNoteError for anything else, and for fewer than twelve digits of the hash.
    """
    number, colon, digits = text.strip().rpartition(":")
    beginning = digits.replace("-", "").replace(" ", "").lower()
    hexadecimal = set(beginning) <= set("0123456789abcdef")
    if not hexadecimal or not SHORTEST_NOTE <= len(beginning) <= len(GENESIS):
        raise BadNoteError(text)
    if colon and not number.strip().isdecimal():
        raise BadNoteError(text)
    return Noted(beginning, int(number) if colon else None)


def verify(
    *, noted: Noted | None = None, last: int | None = None, guarded: bool = True
) -> Verification:
    """Check the log from its first event to its last; stops at the first fault.

    ``last`` checks only that many newest events; ``guarded=False`` does not ask whether the end
    agrees with the head kept outside the database. The log is read in pieces and nothing is
    locked: what is written meanwhile is read too.
    """
    kept = head.kept()  # before reading: the log may only grow after it
    walk = _Walk(kept if guarded else None, noted)
    fault = walk.run(_first(last))
    if fault is None and guarded:
        fault = _end_fault(walk.last, kept, walk.count)
    if fault is None and noted is not None and not walk.noted_seen:
        fault = _noted_fault(noted, walk.last)
    return Verification(walk.count, walk.last, kept, fault, _unprotected())


def _first(last: int | None) -> Head:
    """The event after which checking starts: before the first one, or ``last`` from the end."""
    beginning = Head(0, GENESIS, dt.datetime.min.replace(tzinfo=dt.UTC))
    end = head.in_log()
    if last is None or end is None or end.number <= last:
        return beginning
    return head.in_log(end.number - last) or beginning


class _Walk:
    """One reading of the log, event by event."""

    def __init__(self, kept: Head | None, noted: Noted | None) -> None:
        self.kept, self.noted = kept, noted
        self.keys = keyring()
        self.count = 0
        self.last: Head | None = None
        self.noted_seen = False

    def run(self, start: Head) -> Fault | None:
        """Read from the event after ``start`` on; returns the first fault."""
        before = start
        for row in _rows(start.number + 1 if start.number else LOWEST):
            number, at = row[0], _moment(row[2])
            if number < 1:
                return Fault(FaultKind.FOREIGN, number, at, _foreign(number, at))
            if number != before.number + 1:
                return _missing(before, number)
            if fault := self._row_fault(row, at, before):
                return fault
            before = Head(number, row[7], at or before.at)
            self.count, self.last = self.count + 1, before
        return None

    def _row_fault(
        self, row: tuple[Any, ...], at: dt.datetime | None, before: Head
    ) -> Fault | None:
        number, previous, _, by, action, subject, data, stored = row
        if (
            at is None
            or _sealed(Link(number, previous, at, by, action, subject, data), self.keys) != stored
        ):
            return Fault(FaultKind.FOREIGN, number, at, _foreign(number, at))
        if previous != before.hash:
            return Fault(FaultKind.MISPLACED, number, at, _misplaced(number, at))
        if self.kept is not None and self.kept.number == number and self.kept.hash != stored:
            return Fault(FaultKind.REWRITTEN, number, at, _rewritten(number, at))
        if self.noted is not None and stored.startswith(self.noted.beginning):
            self.noted_seen |= self.noted.number in (None, number)
        return None


def _rows(number: int) -> Iterator[tuple[Any, ...]]:
    """Rows of the log from a number on, as they lie in the database, in order of their numbers."""
    names = ("id", "previous", "at", "by", "action", "subject", "data", "hash")
    columns = ", ".join(connection.ops.quote_name(name) for name in names)
    sql = f"SELECT {columns} FROM {Event._meta.db_table} WHERE id > %s ORDER BY id LIMIT {CHUNK}"  # noqa: S608, SLF001  # own names only
    sql = f"SELECT {columns} FROM {Event._meta.db_table} WHERE id >= %s ORDER BY id LIMIT {CHUNK}"  # noqa: S608, SLF001
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, [number])
            rows = cursor.fetchall()
        yield from rows
        if len(rows) < CHUNK:
            return
        number = rows[-1][0] + 1


def _moment(stored: Any) -> dt.datetime | None:
    """The time of a row: text in UTC on SQLite, an aware time on PostgreSQL; None for nonsense."""
    try:
        at = stored if isinstance(stored, dt.datetime) else dt.datetime.fromisoformat(stored)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


def _sealed(link: Link, keys: Keyring) -> str | None:
    """The seal a row should have; None when it holds what the program never writes."""
    try:
        return seal(link._replace(data=read(link.data)), keys)
    except (TypeError, ValueError, RecursionError):
        return None


def _unprotected() -> str:
    missing = absent_triggers(connection, Event._meta.db_table)  # noqa: SLF001  # documented API
    if not missing:
        return ""
    what = " i ".join(_VERBS[verb] for verb in missing)
    return (
        f"W bazie nie działa zabezpieczenie, które nie pozwala {what} wpisów dziennika: ktoś je "
        "usunął albo wyłączył. Ustal, kto miał dostęp do bazy i po co to zrobił, a potem załóż je "
        "na nowo: miernik audit accept --why POWÓD."
    )


_VERBS = {"UPDATE": "zmieniać", "DELETE": "usuwać"}


# --- sentences -----------------------------------------------------------------------------------


def _when(at: dt.datetime | None) -> str:
    if at is None:
        return "z nieczytelną datą"
    local = timezone.localtime(at)
    return f"z {print_date(local.date())}, {local:%H:%M:%S}"


def _missing(before: Head, found: int) -> Fault:
    first, until = before.number + 1, found - 1
    if first == until:
        what = f"Brakuje wpisu nr {first}: usunięto go z bazy."
    else:
        what = f"Brakuje wpisów nr {first}–{until}: usunięto je z bazy."
    since = f" Ostatni wpis przed luką jest {_when(before.at)}." if before.number else ""
    at = before.at if before.number else None
    return Fault(FaultKind.MISSING, first, at, f"{what}{since}")


def _foreign(number: int, at: dt.datetime | None) -> str:
    return (
        f"Wpis nr {number} ({_when(at)}) nie zgadza się ze swoim skrótem: "
        "zmieniono go albo dopisano poza programem."
    )


def _misplaced(number: int, at: dt.datetime | None) -> str:
    return (
        f"Wpis nr {number} ({_when(at)}) jest prawdziwy, ale stoi po innym wpisie niż ten, "
        "po którym powstał: wcześniejsze wpisy podmieniono."
    )


def _rewritten(number: int, at: dt.datetime | None) -> str:
    return (
        f"Wpis nr {number} ({_when(at)}) ma inny skrót niż ten, który zapisano poza bazą: "
        "dziennik przed nim napisano od nowa albo bazę zastąpiono inną."
    )


def _end_fault(last: Head | None, kept: Head | None, count: int) -> Fault | None:
    end = last.number if last else 0
    if kept is None and count:
        sentence = (
            f"Nie ma zapisu końca dziennika poza bazą ({settings.AUDIT_HEAD}), więc usunięcia "
            "ostatnich wpisów nie dałoby się zauważyć. Porównaj koniec z zapisem na papierze "
            "(--head), a potem załóż plik: miernik audit accept."
        )
        return Fault(FaultKind.UNGUARDED, end, last.at if last else None, sentence)
    if kept is not None and kept.number > end:
        stands = f"dziennik kończy się na wpisie nr {end}" if end else "dziennik jest pusty"
        sentence = (
            f"Brakuje końca dziennika: poza bazą zapisano wpis nr {kept.number} "
            f"({_when(kept.at)}), a {stands}. Usunięto ostatnie wpisy albo odtworzono starszą bazę."
        )
        return Fault(FaultKind.CUT, end + 1, kept.at, sentence)
    return None


def _noted_fault(noted: Noted, last: Head | None) -> Fault:
    end = last.number if last else 0
    which = f"wpisu nr {noted.number} o skrócie" if noted.number else "wpisu o skrócie"
    sentence = (
        f"W dzienniku nie ma {which} zaczynającym się od {noted.beginning}: "
        "po dniu, w którym go zanotowano, dziennik napisano od nowa albo obcięto."
    )
    return Fault(FaultKind.REWRITTEN, noted.number or end, None, sentence)
