"""What belongs to no family in the demonstration: shelters, places to look after, volunteers."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from miernik.cases.exchange.bulk import insert
from miernik.cases.exchange.synthetic import people
from miernik.cases.models import (
    BlueCardMeeting,
    Facility,
    FacilityKind,
    Partnership,
    Places,
    StreetVisit,
    UnfitPlace,
    Volunteer,
    VolunteerKind,
)

NOTE = "dane zmyślone"
#: Centre of the map; places are strewn around it.
_NORTH, _EAST = 53.1325, 23.1688
_FACILITIES = (
    (FacilityKind.NIGHT_SHELTER, "Noclegownia pokazowa", 60),
    (FacilityKind.SHELTER, "Schronisko pokazowe dla mężczyzn", 85),
    (FacilityKind.SHELTER, "Schronisko pokazowe dla kobiet", 30),
    (FacilityKind.CARE_SHELTER, "Schronisko pokazowe z usługami opiekuńczymi", 20),
    (FacilityKind.HEATED_ROOM, "Ogrzewalnia pokazowa", 35),
    (FacilityKind.SUPPORTED_HOUSING, "Mieszkanie chronione pokazowe", 6),
)

Row = dict[str, Any]


@dataclass(slots=True)
class Help:
    """Collects the rows of every table and writes them."""

    by: str
    at: dt.datetime
    rng: random.Random = field(default_factory=lambda: random.Random(40))  # noqa: S311  # a game
    rows: dict[type[Model], list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, model: type[Model], **values: Any) -> None:
        """Keep one row; who wrote it is added where the table wants it."""
        names = {item.attname for item in model._meta.concrete_fields}  # noqa: SLF001  # documented
        if "recorded_by" in names:
            values |= {"recorded_by": self.by, "recorded_at": self.at}
        if "note" in names and model is not BlueCardMeeting:
            values.setdefault("note", NOTE)
        self.rows[model].append(values)

    def write(self) -> int:
        """Write everything collected; return how many rows."""
        written = 0
        for model, rows in self.rows.items():
            insert(model, rows)
            written += len(rows)
        self.rows.clear()
        return written


def fill_city(help_: Help, since: dt.date) -> None:
    """Collect shelters with places, the map of unfit places with visits, volunteers, partners."""
    rng = help_.rng
    facilities = [
        {"kind": kind.value, "name": name, "address": people.address(rng), **_somewhere(rng)}
        for kind, name, _ in _FACILITIES
    ]
    keys = insert(Facility, facilities)
    for key, (_, _, number) in zip(keys, _FACILITIES, strict=True):
        help_.add(Places, facility_id=key, number=number, since=since)
    places = [
        {"name": f"Miejsce zmyślone nr {number}", "description": NOTE, "since": since,
         **_somewhere(rng)}
        for number in range(1, 26)
    ]  # fmt: skip
    for key in insert(UnfitPlace, places):
        for step in range(0, 1000, 40):
            help_.add(StreetVisit, place_id=key, visited_on=since + dt.timedelta(step),
                      persons_met=rng.randrange(5))  # fmt: skip
    for number in range(130):
        woman = number % 3 > 0
        kind = VolunteerKind.COMMUNITY if number % 5 < 3 else VolunteerKind.ASSISTANCE
        help_.add(Volunteer, first_name=people.first_name(rng, woman=woman),
                  last_name=people.gendered(people.surname(rng), woman=woman), kind=kind.value,
                  since=since + dt.timedelta(rng.randrange(500)))  # fmt: skip
    for number in range(1, 61):
        help_.add(Partnership, name=f"Podmiot zmyślony nr {number}",
                  since=since + dt.timedelta(rng.randrange(500)))  # fmt: skip


def some(number: int, rng: random.Random) -> int:
    """About so many."""
    return round(number * rng.uniform(0.85, 1.15))


def _somewhere(rng: random.Random) -> Row:
    return {
        "latitude": round(_NORTH + rng.uniform(-0.04, 0.04), 5),
        "longitude": round(_EAST + rng.uniform(-0.06, 0.06), 5),
    }
