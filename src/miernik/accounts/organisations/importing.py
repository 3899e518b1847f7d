"""Taking a file into the base: first a plan with every fault, then all of it or nothing.

A row is matched by KRS, NIP, REGON or name. Blank cells change nothing, fields of activity are
added to those on the card: nothing that the base holds is lost.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from miernik.accounts.organisations.checking import OrganisationData, checked, name_key
from miernik.accounts.organisations.columns import HEADINGS
from miernik.accounts.organisations.errors import FaultyBaseError
from miernik.accounts.organisations.fields import read_fields
from miernik.accounts.organisations.models import LegalForm, Organisation
from miernik.accounts.organisations.reading import ReadRow, read_base
from miernik.accounts.organisations.services import (
    add_organisation,
    change_organisation,
    data_of,
    give_consent,
    withdraw_consent,
)
from miernik.audit.services import record
from miernik.kernel.dates import print_short_date
from miernik.kernel.quantities import Labelled
from miernik.kernel.text import folded

_TEXTS = ("name", "krs", "nip", "regon", "district", "address", "contact_person", "email", "phone")
_KEYS = ("krs", "nip", "regon", "name")
_YES = {"tak", "t", "x", "1", "prawda", "yes"}
_NO = {"nie", "n", "0", "falsz", "no", "brak"}


class Effect(Labelled):
    """What a row would do."""

    NEW = "new", "nowa"
    CHANGED = "changed", "zmiana"
    SAME = "same", "bez zmian"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a cell: the row as a spreadsheet counts it, the column's heading."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Consent:
    """What a row says of consent: whether, since when (None: the day of reading), whence."""

    given: bool
    on: dt.date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row that can be taken: ``changes`` are headings of cells that change the card."""

    number: int
    data: OrganisationData
    organisation: Organisation | None
    changes: tuple[str, ...] = ()
    consent: Consent | None = None
    notes: tuple[str, ...] = ()

    @property
    def effect(self) -> Effect:
        """What the row would do."""
        if self.organisation is None:
            return Effect.NEW
        return Effect.CHANGED if self.changes else Effect.SAME


@dataclass(slots=True)
class Plan:
    """What reading a file would do; with faults nothing is done at all."""

    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unknown: tuple[str, ...] = ()

    def count(self, effect: Effect) -> int:
        """How many rows have this effect."""
        return sum(line.effect == effect for line in self.lines)

    @property
    def changes_nothing(self) -> bool:
        """Whether everything in the file is in the base already."""
        return self.count(Effect.SAME) == len(self.lines)


def plan_import(*, content: bytes, at: dt.datetime) -> Plan:
    """Return what reading the file would do; raises as ``read_base`` does for an unreadable one."""
    base = read_base(content)
    plan = Plan(unknown=base.unknown)
    cards = _Cards()
    for row in base.rows:
        _plan_row(plan, cards, row, at)
    _find_repeated(plan)
    plan.faults.sort(key=lambda fault: fault.row)
    return plan


@transaction.atomic
def import_organisations(*, content: bytes, file_name: str, by: str, at: dt.datetime) -> Plan:
    """Take the file into the base and return what was done.

    Raises FaultyBaseError when anything in it is wrong; then nothing is taken.
    """
    plan = plan_import(content=content, at=at)
    if plan.faults:
        raise FaultyBaseError(len(plan.faults))
    for line in plan.lines:
        organisation = line.organisation
        if organisation is None:
            organisation = add_organisation(data=line.data, by=by, at=at)
        elif line.changes:
            organisation = change_organisation(
                organisation=organisation, data=line.data, by=by, at=at
            )
        _take_consent(line, organisation, file_name, by, at)
    data = {effect.value: plan.count(effect) for effect in Effect}
    record(action="organisations.imported", subject="organisations", by=by, at=at, data=data)
    return plan


class _Cards:
    """Every card of the base by each of its keys."""

    def __init__(self) -> None:
        self._by: dict[tuple[str, str], Organisation] = {}
        for card in Organisation.objects.prefetch_related("activities"):
            for key in ("krs", "nip", "regon"):
                if getattr(card, key):
                    self._by[key, getattr(card, key)] = card
            self._by["name", card.name_key] = card

    def matching(self, data: OrganisationData) -> list[tuple[str, Organisation]]:
        """Return pairs (key that matches, card) in the order of ``_KEYS``."""
        found = [(key, self._by.get((key, _value(data, key)))) for key in _KEYS]
        return [(key, card) for key, card in found if card is not None]


def _value(data: OrganisationData, key: str) -> str:
    return name_key(data.name) if key == "name" else str(getattr(data, key))


def _plan_row(plan: Plan, cards: _Cards, row: ReadRow, at: dt.datetime) -> None:
    faults: dict[str, str] = {}
    typed = _typed(row, faults)
    consent = _consent(row, faults, at)
    data, wrong = checked(typed)
    faults = wrong | faults
    matches = cards.matching(data)
    card = matches[0][1] if matches else None
    if len({match.pk for _, match in matches}) > 1:
        names = " i ".join(dict.fromkeys(f"„{match}”" for _, match in matches))
        faults.setdefault("name", f"Wiersz pasuje do różnych organizacji: {names}. Popraw numery.")
    elif card is not None and [key for key, _ in matches] == ["name"]:
        _compare_numbers(card, data, faults)
    if faults:
        plan.faults += [Fault(row.number, HEADINGS[key], text) for key, text in faults.items()]
        return
    plan.lines.append(_line(row, card, data, consent))


def _typed(row: ReadRow, faults: dict[str, str]) -> OrganisationData:
    """The row as data; what it does not say is blank."""
    cells = row.cells
    codes, note = read_fields(cells.get("fields", ""))
    form = LegalForm.UNKNOWN
    if "legal_form" in cells:
        labels = {folded(one.label): one for one in LegalForm}
        form = labels.get(folded(cells["legal_form"]), LegalForm.OTHER)
    active = _yes_or_no(cells.get("active_in_city", "tak"))
    if active is None:
        faults["active_in_city"] = "Wpisz „tak” albo „nie”."
    texts: dict[str, Any] = {key: cells.get(key, "") for key in _TEXTS}
    return OrganisationData(
        **texts,
        legal_form=form, fields=codes, activity_note=note, active_in_city=active is not False,
    )  # fmt: skip


def _line(
    row: ReadRow, card: Organisation | None, data: OrganisationData, consent: Consent | None
) -> Line:
    if card is None:
        wanted = consent if consent and consent.given else None
        return Line(row.number, data, None, consent=wanted)
    held = data_of(card)
    merged = _merged(held, data, row)
    names = [one.name for one in fields(held)]
    changed = [name for name in names if getattr(held, name) != getattr(merged, name)]
    changes = [HEADINGS[_heading_key(name)] for name in changed]
    notes = ["Ta organizacja jest w archiwum i w nim zostanie."] if card.archived_at else []
    wanted, note = _consent_of(card, consent)
    if note:
        notes.append(note)
    if wanted is not None:
        changes.append(HEADINGS["consent"])
    return Line(row.number, merged, card, tuple(dict.fromkeys(changes)), wanted, tuple(notes))


def _heading_key(name: str) -> str:
    return "fields" if name == "activity_note" else name


def _merged(held: OrganisationData, data: OrganisationData, row: ReadRow) -> OrganisationData:
    """The card with what the row says: blanks change nothing, fields of activity are added."""
    said = {key: getattr(data, key) for key in _TEXTS if getattr(data, key)}
    note = held.activity_note
    if data.activity_note and data.activity_note not in note:
        note = f"{note}; {data.activity_note}" if note else data.activity_note
    merged = replace(
        held, **said, fields=(*held.fields, *data.fields), activity_note=note,
        legal_form=data.legal_form if "legal_form" in row.cells else held.legal_form,
        active_in_city=(
            data.active_in_city if "active_in_city" in row.cells else held.active_in_city
        ),
    )  # fmt: skip
    normal, _ = checked(merged)
    return replace(normal, fields=normal.fields if data.fields else held.fields)


def _compare_numbers(card: Organisation, data: OrganisationData, faults: dict[str, str]) -> None:
    """A name alone is no proof: another number under the same name is told, not written over."""
    for key in ("krs", "nip", "regon"):
        held, said = getattr(card, key), getattr(data, key)
        if held and said and held != said:
            faults.setdefault(
                key,
                f"W bazie „{card}” ma {HEADINGS[key]} {held}: popraw plik albo kartę organizacji.",
            )


def _consent(row: ReadRow, faults: dict[str, str], at: dt.datetime) -> Consent | None:
    text = row.cells.get("consent", "")
    source = row.cells.get("consent_source", "")
    if not text:
        return None
    answer = _yes_or_no(text)
    if answer is not None:
        return Consent(answer, None, source)
    day = _day(text)
    if day is None:
        faults["consent"] = f"„{text}”: wpisz „tak”, „nie” albo dzień zgody, np. 12.05.2026."
    elif day > timezone.localtime(at).date():
        faults["consent"] = "Zgoda nie może mieć daty w przyszłości: popraw dzień."
    else:
        return Consent(given=True, on=day, source=source)
    return None


def _consent_of(card: Organisation, consent: Consent | None) -> tuple[Consent | None, str]:
    """What of the row's consent is to be written to a card, and a note on what is not.

    A bare "tak" never brings back consent that was withdrawn: only a later day does.
    """
    if consent is None or consent.given == card.consents:
        return None, ""
    if not consent.given:
        return consent, ""
    withdrawn = card.consent_withdrawn_at
    if withdrawn is None:
        return consent, ""
    day = timezone.localtime(withdrawn).date()
    if consent.on is not None and consent.on > day:
        return consent, ""
    return None, (
        f"Zgodę wycofano {print_short_date(day)}, więc plik jej nie przywraca: wpisz dzień nowej "
        "zgody."
    )


def _take_consent(
    line: Line, organisation: Organisation, file_name: str, by: str, at: dt.datetime
) -> None:
    consent = line.consent
    if consent is None:
        return
    if not consent.given:
        withdraw_consent(organisation=organisation, by=by, at=at)
        return
    given_at = at
    if consent.on is not None:
        noon = timezone.make_aware(dt.datetime.combine(consent.on, dt.time(12)))
        given_at = min(noon, at)
    source = consent.source or f"wczytany plik „{file_name}”"
    give_consent(organisation=organisation, source=source, given_at=given_at, by=by, at=at)


def _find_repeated(plan: Plan) -> None:
    """Two rows about one organisation: the second is a fault."""
    seen: dict[tuple[str, str], int] = {}
    for line in plan.lines:
        keys = [(key, _value(line.data, key)) for key in _KEYS]
        twins = [(key, seen[key, value]) for key, value in keys if value and (key, value) in seen]
        if twins:
            key, first = twins[0]
            plan.faults.append(
                Fault(line.number, HEADINGS[key], f"To samo stoi w wierszu {first}: zostaw jeden.")
            )
        for key, value in keys:
            if value:
                seen.setdefault((key, value), line.number)


def _yes_or_no(text: str) -> bool | None:
    word = folded(text)
    return True if word in _YES else False if word in _NO else None


def _day(text: str) -> dt.date | None:
    for shape in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
