"""Counting the programme's indicators: each way of counting gives records, a unit makes a number.

A record says whose it is and how much it weighs, so the same records give the number and the list
of families behind it. None instead of records: the source cannot know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from django.db.models import Model, Q, QuerySet

from miernik.cases.help.selectors import during
from miernik.cases.models import (
    Activity,
    Outcome,
    Participation,
    Partnership,
    Places,
    Plan,
    Referral,
    Service,
    Volunteer,
)
from miernik.cases.register.periods import on_day
from miernik.cases.statistics.compute import families_with
from miernik.cases.statistics.definitions import Definition, Part, definitions
from miernik.cases.statistics.facts import Facts, Granted, Period, overlaps
from miernik.cases.statistics.tables import OPEN_END
from miernik.kernel.quantities import CountedUnit
from miernik.kernel.text import comparable, folded
from miernik.rules.reasons import ReasonCode

_ADULT = 18
_Row = TypeVar("_Row", bound=Model)


class Record(NamedTuple):
    """One thing that is counted; ``when`` is its part of the year."""

    family: int | None
    person: int | None
    when: Period
    weight: int = 1


@dataclass(frozen=True, slots=True)
class PartCount:
    """A part with its number; None where the source cannot know."""

    part: Part
    number: int | None
    families: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class IndicatorCount:
    """An indicator of a year; ``why`` says in Polish why there is no number."""

    definition: Definition
    parts: tuple[PartCount, ...]
    why: str = ""

    @property
    def number(self) -> int | None:
        """The indicator's number: the first part, or the sum of those that are added."""
        numbers = [item.number for item in self.parts if not item.part.beside]
        if not self.definition.added:
            numbers = numbers[:1]
        return None if None in numbers else sum(number or 0 for number in numbers)


NOT_IN_FILES = "Pliki rejestru nie mówią o pomocy bez decyzji."
NEVER_RECORDED = "W rejestrze nie ma ani jednego takiego wpisu, więc to brak danych, a nie zero."


def count_indicators(facts: Facts) -> tuple[IndicatorCount, ...]:
    """Count every indicator of the programme."""
    return tuple(count_indicator(facts, item) for item in definitions())


def count_indicator(facts: Facts, of: Definition) -> IndicatorCount:
    """Count one indicator."""
    parts = tuple(_count_part(facts, part) for part in of.parts)
    found = IndicatorCount(of, parts)
    if found.number is not None:
        return found
    return IndicatorCount(of, parts, NEVER_RECORDED if facts.in_database else NOT_IN_FILES)


def unknown_benefits(facts: Facts) -> list[str]:
    """Return names of benefits that no indicator of benefits can take in."""
    return sorted({item.named for item in facts.granted if item.benefit is None})


def _count_part(facts: Facts, part: Part) -> PartCount:
    if part.of == "table2":
        return _row_of_table2(facts, part)
    if not facts.in_database and (part.of not in FROM_FILES or part.foreigners):
        return PartCount(part, None)
    records = _WAYS[part.of](facts, part)
    if records is None or (part.foreigners and not facts.foreigners):
        return PartCount(part, None)
    kept = list(_filtered(facts, part, records))
    number = _number(kept, part.unit)
    families = frozenset(family for record in kept for family in _families(facts, record))
    return PartCount(part, number, families)


def _row_of_table2(facts: Facts, part: Part) -> PartCount:
    (code,) = part.kinds or ()
    row = next(row for row in facts.tabulation.table2 if row.code == code)
    number = row.families if part.unit is CountedUnit.FAMILY else row.persons
    families = families_with(facts.tables, facts.year, ReasonCode(code))
    return PartCount(part, number, frozenset(families))


def _number(records: list[Record], unit: CountedUnit) -> int:
    if unit is CountedUnit.PERSON:
        return len({record.person for record in records if record.person is not None}) + sum(
            record.weight for record in records if record.person is None
        )
    if unit is CountedUnit.FAMILY:
        return len({record.family for record in records if record.family is not None}) + sum(
            record.weight for record in records if record.family is None and record.person is None
        )
    return sum(record.weight for record in records)


def _families(facts: Facts, record: Record) -> list[int]:
    if record.family is not None:
        return [record.family]
    known = facts.families_of[record.person] if record.person is not None else []
    return [family for family, when in known if overlaps(when, record.when)]


# --- filters -------------------------------------------------------------------------------------


def _filtered(facts: Facts, part: Part, records: Iterable[Record]) -> Iterator[Record]:
    for record in records:
        if part.reason and not _has_reason(facts, record, part.reason):
            continue
        if part.foreigners and not _foreign(facts, record, part.unit):
            continue
        if part.children and not _child(facts, record):
            continue
        if part.unit is CountedUnit.FAMILY and record.family is None and record.person:
            for family in _families(facts, record):
                yield record._replace(family=family)
            continue
        yield record


def _has_reason(facts: Facts, record: Record, code: ReasonCode) -> bool:
    return any(facts.has_reason(family, code, record.when) for family in _families(facts, record))


def _foreign(facts: Facts, record: Record, unit: CountedUnit) -> bool:
    if unit is CountedUnit.FAMILY and record.family is not None:
        return not facts.foreigners.isdisjoint(facts.members_in(record.family, record.when))
    return record.person in facts.foreigners


def _child(facts: Facts, record: Record) -> bool:
    """Whether the person is under 18 on the first day; without a birth date nobody can say."""
    born = facts.births.get(record.person) if record.person is not None else None
    if born is None:
        return False
    day = record.when[0]
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) < _ADULT


# --- ways of counting ----------------------------------------------------------------------------


def _grants(facts: Facts, part: Part) -> Iterator[Record] | None:
    if not facts.granted:
        return None
    return (
        Record(item.family, item.person, item.window)
        for item in facts.granted
        if _of_kind(item, part)
    )


def _of_kind(item: Granted, part: Part) -> bool:
    if part.cash:
        return item.benefit is not None and item.benefit.is_cash
    return part.kinds is None or item.benefit in part.kinds


def _services(facts: Facts, part: Part) -> Iterator[Record] | None:
    of_kind = _kinds(Service.objects.all(), part)
    if not of_kind.exists():
        return None
    return _given(facts, of_kind.filter(during(facts.year)))


def _given(facts: Facts, services: QuerySet[Service]) -> Iterator[Record]:
    """Help of a person; of a whole family, one record a member."""
    rows = services.values_list("family_id", "person_id", "since", "until")
    for family, person, since, until in rows:
        when = _within(facts, since, until)
        members = [facts.survivor(person)] if person else facts.members_in(family, when)
        if not members:
            yield Record(family, None, when, weight=0)
        for member in members:
            yield Record(family, member, when)


def _quantity(facts: Facts, part: Part) -> Iterator[Record] | None:
    of_kind = _kinds(Service.objects.all(), part)
    if not of_kind.exists():
        return None
    rows = of_kind.filter(since__year=facts.year)
    return (
        Record(family, None, (since, since), weight)
        for family, since, weight in rows.values_list("family_id", "since", "quantity")
    )


def _help(facts: Facts, part: Part) -> Iterator[Record] | None:
    """A grant or help without a decision."""
    found = [way(facts, part) for way in (_grants, _services)]
    if found == [None, None]:
        return None
    return (record for records in found for record in records or ())


def _plans_signed(facts: Facts, part: Part) -> Iterator[Record] | None:
    of_kind = _kinds(Plan.objects.all(), part)
    if not of_kind.exists():
        return None
    rows = of_kind.filter(signed_on__year=facts.year)
    return _of_person(facts, rows, "signed_on")


def _plans_running(facts: Facts, part: Part) -> Iterator[Record] | None:
    of_kind = _kinds(Plan.objects.all(), part)
    if not of_kind.exists():
        return None
    ended = Q(ended_on__isnull=False) & during(facts.year, "signed_on", "ended_on")
    running = Q(ended_on__isnull=True) & during(facts.year, "signed_on", "until")
    return _of_person(facts, of_kind.filter(ended | running), "signed_on")


def _referrals(facts: Facts, part: Part) -> Iterator[Record] | None:
    of_kind = _kinds(Referral.objects.all(), part)
    if not of_kind.exists():
        return None
    return _of_person(facts, of_kind.filter(made_on__year=facts.year), "made_on")


def _referred(facts: Facts, part: Part) -> Iterator[Record] | None:
    """Referred in the year, or granted a stay by a decision of the year."""
    referrals = _referrals(facts, part)
    decided = [
        Record(item.family, item.person, item.window)
        for item in facts.granted
        if item.benefit in (part.kinds or ()) and item.decided and item.decided.year == facts.year
    ]
    if referrals is None and not decided:
        return None
    return (record for records in (referrals or (), decided) for record in records)


def _outcomes(facts: Facts, part: Part) -> Iterator[Record] | None:
    of_kind = _kinds(Outcome.objects.all(), part)
    if not of_kind.exists():
        return None
    return _of_person(facts, of_kind.filter(happened_on__year=facts.year), "happened_on")


def _participants(facts: Facts, part: Part) -> Iterator[Record] | None:
    if not _kinds(Activity.objects.all(), part).exists():
        return None
    rows = Participation.objects.filter(
        during(facts.year),
        during(facts.year, "activity__since", "activity__until"),
        activity__kind__in=part.kinds or (),
    ).values_list("person_id", "since", "until")
    return (
        Record(None, facts.survivor(person), _within(facts, since, until))
        for person, since, until in rows
    )


def _services_and_participants(facts: Facts, part: Part) -> Iterator[Record] | None:
    found = [way(facts, part) for way in (_services, _participants)]
    if found == [None, None]:
        return None
    return (record for records in found for record in records or ())


def _activities(facts: Facts, part: Part) -> Iterator[Record] | None:
    return _weighed_activities(facts, part, None)


def _unnamed(facts: Facts, part: Part) -> Iterator[Record] | None:
    return _weighed_activities(facts, part, "unnamed_participants")


def _unnamed_families(facts: Facts, part: Part) -> Iterator[Record] | None:
    return _weighed_activities(facts, part, "unnamed_families")


def _volunteer_parts(facts: Facts, part: Part) -> Iterator[Record] | None:
    return _weighed_activities(facts, part, "volunteers_taking_part")


def _weighed_activities(facts: Facts, part: Part, column: str | None) -> Iterator[Record] | None:
    of_kind = _kinds(Activity.objects.all(), part)
    if not of_kind.exists():
        return None
    names = ["pk"] if column is None else ["pk", column]
    rows = of_kind.filter(during(facts.year)).values_list(*names)
    return (Record(None, None, facts.period, row[1] if column else 1) for row in rows)


def _places(facts: Facts, part: Part) -> Iterator[Record] | None:
    of_kind = Places.objects.filter(facility__kind__in=part.kinds or ())
    if not of_kind.exists():
        return None
    last = facts.period[1]
    rows = of_kind.filter(on_day(last)).values_list("number", flat=True)
    return (Record(None, None, (last, last), number) for number in rows)


def _partners(facts: Facts, _part: Part) -> Iterator[Record] | None:
    if not Partnership.objects.exists():
        return None
    names = Partnership.objects.filter(during(facts.year)).values_list("name", flat=True)
    return (Record(None, None, facts.period) for _ in {comparable(name) for name in names})


def _volunteers(facts: Facts, part: Part) -> Iterator[Record] | None:
    of_kind = _kinds(Volunteer.objects.all(), part)
    if not of_kind.exists():
        return None
    rows = of_kind.filter(during(facts.year)).values_list("last_name", "first_name")
    return (
        Record(None, None, facts.period) for _ in {folded(f"{last} {name}") for last, name in rows}
    )


_WAYS: dict[str, Callable[[Facts, Part], Iterator[Record] | None]] = {
    "grants": _grants,
    "services": _services,
    "quantity": _quantity,
    "help": _help,
    "plans_signed": _plans_signed,
    "plans_running": _plans_running,
    "referrals": _referrals,
    "referred": _referred,
    "outcomes": _outcomes,
    "participants": _participants,
    "services_and_participants": _services_and_participants,
    "activities": _activities,
    "unnamed": _unnamed,
    "unnamed_families": _unnamed_families,
    "volunteer_parts": _volunteer_parts,
    "places": _places,
    "partners": _partners,
    "volunteers": _volunteers,
}
#: Ways that need grants only, which the files of a register have too.
FROM_FILES = frozenset({"grants", "table2"})


def _kinds(rows: QuerySet[_Row], part: Part) -> QuerySet[_Row]:
    return rows if part.kinds is None else rows.filter(kind__in=part.kinds)


def _of_person(facts: Facts, rows: QuerySet[_Row], day: str) -> Iterator[Record]:
    for family, person, on in rows.values_list("family_id", "person_id", day):
        yield Record(family, facts.survivor(person) if person else None, (on, on))


def _within(facts: Facts, since: dt.date, until: dt.date | None) -> Period:
    first, last = facts.period
    return max(since, first), min(until or OPEN_END, last)
