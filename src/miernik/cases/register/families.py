"""Starting families, changing, splitting, assigning and closing them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from miernik.accounts.models import Institution, Role, User
from miernik.accounts.permissions import holds
from miernik.audit.services import record
from miernik.cases.models import (
    Application,
    ApplicationState,
    CorrectedTable,
    Family,
    FamilyRole,
    Grant,
    GrantStatus,
    Person,
)
from miernik.cases.numbering import next_number
from miernik.cases.register.corrections import keep_before
from miernik.cases.register.errors import FamilyDataError
from miernik.cases.register.facts import record_reason
from miernik.cases.register.identities import surviving
from miernik.cases.register.memberships import add_member, move_members
from miernik.cases.register.people import PersonData, standing
from miernik.kernel.text import squeeze
from miernik.rules.reasons import ReasonCode

PREFIX = "R"


@transaction.atomic
def start_family(
    *,
    head: Person | PersonData,
    since: dt.date,
    by: str,
    at: dt.datetime,
    address: str = "",
    homeless: bool = False,
    last_registered_address: str = "",
    team: Institution | None = None,
    worker: User | None = None,
    note: str = "",
) -> Family:
    """Open the file of a family (or of a person keeping house alone) with its first member.

    A new person is registered at once: both are written, or neither.
    The number comes from the counter of the year of ``at``: ``R/2025/00001``. Raises
    FamilyDataError without an address and without homelessness.
    """
    family = Family(created_at=at, note=note.strip())
    _place(family, address, homeless, last_registered_address)
    _assign(family, team, worker)
    family.number = next_number(PREFIX, at.year)
    first = standing(head, by=by, at=at)
    family.save()
    _record("family.started", family, by, at, {})
    add_member(family=family, person=first, role=FamilyRole.HEAD, since=since, by=by, at=at)
    return family


@transaction.atomic
def change_family(
    *,
    family: Family,
    address: str,
    homeless: bool,
    last_registered_address: str,
    note: str,
    by: str,
    at: dt.datetime,
    why: str = "",
) -> Family:
    """Change where a family lives (or that it is homeless) and the note; the former is kept."""
    family = Family.objects.select_for_update(no_key=True).get(pk=family.pk)

    def change() -> None:
        _place(family, address, homeless, last_registered_address)
        family.note = note.strip()

    changed = keep_before(
        table=CorrectedTable.FAMILY, row=family, change=change,
        family=family, by=by, at=at, why=why,
    )  # fmt: skip
    if changed:
        family.save()
        _record("family.changed", family, by, at, {"fields": changed})
    return family


@transaction.atomic
def split_family(
    *,
    family: Family,
    persons: Sequence[Person],
    on: dt.date,
    by: str,
    at: dt.datetime,
    address: str = "",
    homeless: bool = False,
    last_registered_address: str = "",
    reasons: Sequence[ReasonCode] = (),
) -> Family:
    """Let some members keep house on their own from a day on; return their new family.

    The new family knows which one it split from, keeps its team and worker, and gets ``reasons``
    from that day. The first of ``persons`` becomes its head. Raises FamilyDataError and
    MembershipError (see move_members).
    """
    family = Family.objects.select_for_update(no_key=True).get(pk=family.pk)
    made = Family(created_at=at, split_from=family, team=family.team, worker=family.worker)
    _place(made, address, homeless, last_registered_address)
    made.number = next_number(PREFIX, at.year)
    made.save()
    _record("family.split", family, by, at, {"new": str(made.uuid), "on": on.isoformat()})
    _record("family.started", made, by, at, {"split_from": str(family.uuid)})
    moved = move_members(source=family, target=made, persons=persons, on=on, by=by, at=at)
    if not any(row.role == FamilyRole.HEAD for row in moved):
        first = next(row for row in moved if row.person_id == surviving(persons[0]).pk)
        first.role = FamilyRole.HEAD
        first.save(update_fields=["role"])
    for code in reasons:
        record_reason(family=made, code=code, since=on, by=by, at=at)
    return made


@transaction.atomic
def assign_worker(
    *,
    family: Family,
    team: Institution | None,
    worker: User | None,
    by: str,
    at: dt.datetime,
) -> Family:
    """Give a family to a team and, where known, to one social worker of it.

    Raises FamilyDataError when the person is no social worker of that team.
    """
    family = Family.objects.select_for_update(no_key=True).get(pk=family.pk)
    if (family.team, family.worker) == (team, worker):
        return family
    _assign(family, team, worker)
    family.save(update_fields=["team", "worker"])
    data = {
        "team": str(team.uuid) if team else "",
        "worker": worker.get_username() if worker else "",
    }
    _record("family.assigned", family, by, at, data)
    return family


@transaction.atomic
def close_family(*, family: Family, on: dt.date, by: str, at: dt.datetime) -> Family:
    """Close a family's file; it stays readable and countable.

    Raises FamilyDataError while an application waits or a benefit runs beyond that day.
    """
    family = Family.objects.select_for_update(no_key=True).get(pk=family.pk)
    if family.closed_on is not None:
        raise FamilyDataError(f"Sprawę tej rodziny zakończono już {family.closed_on:%d.%m.%Y}.")
    open_states = (ApplicationState.RECEIVED, ApplicationState.INTERVIEWED)
    waiting = Application.objects.filter(family=family, state__in=open_states)
    if waiting.exists():
        raise FamilyDataError("Rodzina ma wniosek bez decyzji. Najpierw go rozstrzygnij.")
    running = Grant.objects.filter(family=family, status=GrantStatus.GRANTED)
    if running.exclude(until__isnull=False, until__lte=on).exists():
        raise FamilyDataError(
            "Rodzina ma świadczenie przyznane na czas po tym dniu. Zakończ je albo podaj "
            "późniejszy dzień."
        )
    family.closed_on = on
    family.save(update_fields=["closed_on"])
    _record("family.closed", family, by, at, {"on": on.isoformat()})
    return family


@transaction.atomic
def reopen_family(*, family: Family, by: str, at: dt.datetime) -> Family:
    """Open a closed file again."""
    family = Family.objects.select_for_update(no_key=True).get(pk=family.pk)
    if family.closed_on is None:
        raise FamilyDataError("Sprawa tej rodziny nie jest zakończona.")
    family.closed_on = None
    family.save(update_fields=["closed_on"])
    _record("family.reopened", family, by, at, {})
    return family


def _place(family: Family, address: str, homeless: bool, last_registered_address: str) -> None:
    family.address, family.homeless = squeeze(address), homeless
    family.last_registered_address = squeeze(last_registered_address)
    if not family.address and not homeless:
        raise FamilyDataError("Podaj adres albo zaznacz bezdomność.")
    if homeless and not family.last_registered_address:
        raise FamilyDataError(
            "Podaj ostatni adres zameldowania na pobyt stały: decyduje o właściwości gminy "
            "(art. 101 ust. 2). Jeśli jest nieznany, wpisz „nieznany”."
        )


def _assign(family: Family, team: Institution | None, worker: User | None) -> None:
    if worker is not None and not holds(worker, Role.SOCIAL_WORKER, institution=team):
        where = f" w zespole „{team}”" if team else ""
        raise FamilyDataError(f"{worker} nie jest pracownikiem socjalnym{where}.")
    family.team, family.worker = team, worker


def _record(
    action: str, family: Family, by: str, at: dt.datetime, data: Mapping[str, object]
) -> None:
    record(action=action, subject=f"family:{family.uuid}", by=by, at=at, data=data)
