"""A small register with people who read it, for the pages of the data protection officer."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from miernik.accounts.models import Institution, InstitutionKind
from miernik.audit.services import Entry, record_many
from miernik.cases.models import Family, FamilyMembership, Grant, Person

WATCHED = uuid.UUID("0a0a0a0a-0000-4000-8000-000000000001")
LAST_NAME = "Wierzbicka"


def furnish() -> Family:
    """Store thirty families; `anna` reads two a day, and once thirty; `jan` is refused often."""
    now = timezone.now()
    team = Institution.objects.create(name="Zespół nr 1", kind=InstitutionKind.CENTRE)
    families = [
        Family.objects.create(
            uuid=WATCHED if number == 1 else uuid.uuid4(), number=f"R/{number:05}",
            address="ul. Lipowa 1", team=team, created_at=now,
        )
        for number in range(1, 31)
    ]  # fmt: skip
    watched = families[0]
    person = Person.objects.create(first_name="Ewa", last_name=LAST_NAME, created_at=now)
    FamilyMembership.objects.create(family=watched, person=person, since=dt.date(2010, 1, 1))
    Grant.objects.create(
        family=watched, person=person, benefit="zasilek_celowy", status="granted",
        since=dt.date(2012, 3, 1), until=dt.date(2012, 3, 31),
    )  # fmt: skip

    def read(by: str, family: Family, days: int, action: str = "file.read") -> Entry:
        subject = f"family:{family.uuid}"
        return Entry(action, subject, by, now - dt.timedelta(days=days), {"why": "akta"})

    entries = [read("anna", family, days) for days in range(20, 3, -1) for family in families[:2]]
    entries += [read("anna", family, 2) for family in families]
    entries += [read("jan", watched, 1, "file.refused") for _ in range(3)]
    entries.append(Entry("role.granted", "user:anna", "admin", now, {"role": "social_worker"}))
    entries.append(Entry("person.changed", f"person:{person.uuid}", "anna", now, {}))
    record_many(entries)
    return watched
