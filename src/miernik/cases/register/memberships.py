"""Who belongs to a family, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from miernik.audit.services import record
from miernik.cases.models import CorrectedTable, Family, FamilyMembership, FamilyRole, Person
from miernik.cases.register.corrections import keep_before
from miernik.cases.register.errors import MembershipError
from miernik.cases.register.identities import rows_of, surviving
from miernik.cases.register.people import PersonData, standing
from miernik.cases.register.periods import in_order, on_day, overlapping


@transaction.atomic
def add_member(
    *,
    family: Family,
    person: Person | PersonData,
    role: FamilyRole,
    since: dt.date,
    by: str,
    at: dt.datetime,
    until: dt.date | None = None,
) -> FamilyMembership:
    """Let a person belong to a family from a day on; a new one is registered at once.

    A person may be in two families at once (a child of separated parents): that is allowed, and
    ``selectors.warnings_of_membership`` says so. Raises MembershipError when the person is in
    this family already in that period, or when the family is closed, or when it has a head.
    """
    family = Family.objects.select_for_update(no_key=True).get(pk=family.pk)
    if family.closed_on is not None:
        raise MembershipError("Sprawa tej rodziny jest zakończona. Najpierw ją wznów.")
    made = FamilyMembership(
        family=family, person=standing(person, by=by, at=at), role=role, since=since, until=until
    )
    in_order(since, until)
    refuse_overlap(made)
    made.save()
    _record("member.added", made, by, at, {"role": role.value, "since": since.isoformat()})
    return made


@transaction.atomic
def end_membership(
    *, membership: FamilyMembership, until: dt.date, by: str, at: dt.datetime
) -> FamilyMembership:
    """Say on which day a person belonged to the family for the last time."""
    Family.objects.select_for_update(no_key=True).get(pk=membership.family_id)
    membership = FamilyMembership.objects.get(pk=membership.pk)
    if membership.until is not None:
        raise MembershipError(
            f"Ta osoba należała do rodziny do {membership.until:%d.%m.%Y}. Popraw ten wpis, "
            "jeśli data jest błędna."
        )
    in_order(membership.since, until)
    membership.until = until
    membership.save(update_fields=["until"])
    _record("member.ended", membership, by, at, {"until": until.isoformat()})
    return membership


@transaction.atomic
def correct_membership(
    *,
    membership: FamilyMembership,
    role: FamilyRole,
    since: dt.date,
    until: dt.date | None,
    why: str,
    by: str,
    at: dt.datetime,
) -> FamilyMembership:
    """Correct a membership that was written wrongly; what it said is kept and can come back."""
    Family.objects.select_for_update(no_key=True).get(pk=membership.family_id)
    membership = FamilyMembership.objects.get(pk=membership.pk)
    in_order(since, until)

    def change() -> None:
        membership.role, membership.since, membership.until = role, since, until

    changed = keep_before(
        table=CorrectedTable.MEMBERSHIP, row=membership, change=change,
        family=membership.family, person=membership.person, by=by, at=at, why=why,
    )  # fmt: skip
    if changed:
        refuse_overlap(membership)
        membership.save()
        _record("member.corrected", membership, by, at, {"fields": changed})
    return membership


@transaction.atomic
def move_members(
    *,
    source: Family,
    target: Family,
    persons: Sequence[Person],
    on: dt.date,
    by: str,
    at: dt.datetime,
) -> list[FamilyMembership]:
    """Let persons leave one family the day before ``on`` and belong to another from that day.

    Raises MembershipError when somebody is not in the family on both days, or when nobody would
    stay: then the address changes, not the family.
    """
    if source.pk == target.pk:
        raise MembershipError("Wybierz inną rodzinę niż ta, z której osoby odchodzą.")
    for key in sorted([source.pk, target.pk]):  # always in this order, so that two cannot wait
        Family.objects.select_for_update(no_key=True).get(pk=key)
    leaving = {surviving(person).pk for person in persons}
    if not leaving:
        raise MembershipError("Zaznacz co najmniej jedną osobę.")
    day_before = on - dt.timedelta(days=1)
    present = list(source.memberships.filter(on_day(on)).select_related("person"))
    going = [
        row for row in present if surviving(row.person).pk in leaving and row.since <= day_before
    ]
    if {surviving(row.person).pk for row in going} != leaving:
        raise MembershipError(
            f"Nie każda zaznaczona osoba należy do rodziny {day_before:%d.%m.%Y} i w dniu "
            "następnym. Zmień dzień albo zaznacz inne osoby."
        )
    if len(going) == len(present):
        raise MembershipError(
            "W rodzinie nikt by nie został. Jeśli cała rodzina się przeprowadza, zmień jej adres."
        )
    made = []
    for row in going:
        was_until = row.until
        row.until = day_before
        row.save(update_fields=["until"])
        _record("member.ended", row, by, at, {"until": day_before.isoformat()})
        made.append(
            add_member(
                family=target,
                person=row.person,
                role=FamilyRole(row.role),
                since=on,
                until=was_until,
                by=by,
                at=at,
            )
        )
    return made


def refuse_overlap(row: FamilyMembership) -> None:
    """Raise MembershipError when the person is in the family already in this period."""
    same = FamilyMembership.objects.filter(
        overlapping(row.since, row.until),
        family=row.family_id,
        person__in=rows_of([row.person]),
    ).exclude(pk=row.pk)
    other = same.order_by("since", "id").first()
    if other is not None:
        end = f"do {other.until:%d.%m.%Y}" if other.until else "nadal"
        raise MembershipError(
            f"Ta osoba jest już w tej rodzinie od {other.since:%d.%m.%Y} {end}. "
            "Podaj inny okres albo popraw tamten wpis."
        )


def _record(
    action: str, row: FamilyMembership, by: str, at: dt.datetime, data: dict[str, object]
) -> None:
    record(
        action=action,
        subject=f"family:{row.family.uuid}",
        by=by,
        at=at,
        data={"person": str(row.person.uuid), **data},
    )
