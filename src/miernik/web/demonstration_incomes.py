"""Invented incomes and inability to work for the register of the demonstration.

Without them every family would have nothing and nobody could have zasiłek stały, so that the
comparison of two laws over the register would say nothing. No table and no indicator counts them.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from miernik.audit.services import record
from miernik.cases.exchange.bulk import insert
from miernik.cases.models import (
    Application,
    FamilyMembership,
    Grant,
    GrantStatus,
    IncomeRecord,
    Person,
)
from miernik.rules.benefits import Benefit
from miernik.rules.incomes import IncomeKind
from miernik.web.demonstration_city import NOTE, Row

_SINCE = dt.date(2014, 1, 1)
#: The child benefit of 800 zł.
_CHILD_SINCE = dt.date(2024, 1, 1)
_ADULT, _RETIRED = 18, 65
#: What grown-ups of working age live on, out of a hundred; the others have nothing.
_WORK = (
    (IncomeKind.EMPLOYMENT, 15),
    (IncomeKind.CIVIL_CONTRACT, 14),
    (IncomeKind.DISABILITY_PENSION, 11),
    (IncomeKind.UNEMPLOYMENT_BENEFIT, 7),
    (IncomeKind.ALIMONY, 5),
)
#: Least and most a month in zloty before deductions.
_SIZES = {
    IncomeKind.EMPLOYMENT: (1750, 4300),
    IncomeKind.CIVIL_CONTRACT: (250, 1600),
    IncomeKind.DISABILITY_PENSION: (550, 1900),
    IncomeKind.RETIREMENT_PENSION: (880, 2600),
    IncomeKind.UNEMPLOYMENT_BENEFIT: (650, 1300),
    IncomeKind.ALIMONY: (200, 800),
    IncomeKind.FAMILY_ALLOWANCE: (95, 135),
}
#: Tax and contributions in hundredths of the receipt.
_DEDUCTED = {
    IncomeKind.EMPLOYMENT: (5, 21),
    IncomeKind.CIVIL_CONTRACT: (5, 18),
    IncomeKind.DISABILITY_PENSION: (0, 9),
    IncomeKind.RETIREMENT_PENSION: (2, 9),
    IncomeKind.UNEMPLOYMENT_BENEFIT: (4, 9),
}
_CHILD_BENEFIT, _NURSING_ALLOWANCE = 800_00, 215_84

_Receipt = tuple[IncomeKind, int, dt.date]


@dataclass(frozen=True, slots=True)
class _Member:
    """Somebody in a family that has no case of today."""

    person: int
    family: int
    born: dt.date | None

    def age(self, year: int) -> int:
        return year - (self.born.year if self.born else year - 40)


@transaction.atomic
def fill(*, by: str, at: dt.datetime) -> int:
    """Write incomes and inability to work; return how many rows.

    Families with an application are left alone: their incomes belong to their cases.
    """
    rng = random.Random(41)  # noqa: S311  # a game
    members = _members()
    unable = _unable()
    rows = [
        _row(member, receipt, by, at)
        for member in members
        for receipt in _receipts(rng, member, at.year, unable=member.person in unable)
    ]
    insert(IncomeRecord, rows)
    since: dict[dt.date, list[int]] = defaultdict(list)
    for person, day in unable.items():
        since[day].append(person)
    for day, persons in since.items():
        Person.objects.filter(pk__in=persons).update(unable_to_work_since=day)
    written = len(rows) + len(unable)
    data = {"rows": written, "from": _SINCE.isoformat(), "to": at.date().isoformat()}
    record(action="register.demonstrated", subject="register", by=by, at=at, data=data)
    return written


def _members() -> list[_Member]:
    rows = FamilyMembership.objects.filter(until__isnull=True, family__closed_on__isnull=True)
    rows = rows.exclude(family__in=Application.objects.values("family_id"))
    found = rows.order_by("id").values_list("person_id", "family_id", "person__birth_date")
    return [*{person: _Member(person, family, born) for person, family, born in found}.values()]


def _unable() -> dict[int, dt.date]:
    """Persons to whom zasiłek stały was granted as grown-ups, and since when they cannot work."""
    grants = Grant.objects.filter(
        benefit=Benefit.PERMANENT.value, status=GrantStatus.GRANTED.value, person__isnull=False
    )
    found: dict[int, dt.date] = {}
    rows = grants.order_by("since", "id").values_list("person_id", "person__birth_date", "since")
    for person, born, since in rows:
        assert person is not None
        first = since.year - person % 3
        if born is None or since.year - born.year > _ADULT:
            grown_up = born.year + _ADULT + 1 if born else first
            found.setdefault(person, dt.date(max(first, grown_up), 1, 1))
    return found


def _receipts(
    rng: random.Random, member: _Member, year: int, *, unable: bool
) -> Iterator[_Receipt]:
    """What a person receives a month: title, grosze before deductions, since when."""
    age, dice = member.age(year), rng.randrange(100)
    draw = partial(_drawn, rng)
    if unable:
        if dice < 30:
            yield IncomeKind.NURSING_ALLOWANCE, _NURSING_ALLOWANCE, _SINCE
        if dice % 10 == 0:
            yield draw(IncomeKind.CIVIL_CONTRACT)
    elif age < _ADULT:
        yield IncomeKind.CHILD_BENEFIT, _CHILD_BENEFIT, _CHILD_SINCE
        if dice < 60:
            yield draw(IncomeKind.FAMILY_ALLOWANCE)
    elif age >= _RETIRED:
        if dice < 85:
            yield draw(IncomeKind.RETIREMENT_PENSION)
    else:
        for kind, share in _WORK:
            if 0 <= dice < share:
                yield draw(kind)
            dice -= share


def _drawn(rng: random.Random, kind: IncomeKind) -> _Receipt:
    least, most = _SIZES[kind]
    return kind, round(rng.triangular(least, most, least + (most - least) / 3)) * 100, _SINCE


def _row(member: _Member, receipt: _Receipt, by: str, at: dt.datetime) -> Row:
    kind, amount, since = receipt
    tax, contributions = _DEDUCTED.get(kind, (0, 0))
    born = member.born
    return {
        "person_id": member.person,
        "kind": kind.value,
        "since": since if born is None else max(since, born),
        "amount_gr": amount,
        "tax_gr": amount * tax // 100,
        "contributions_gr": amount * contributions // 100,
        "evidence": NOTE,
        "recorded_by": by,
        "recorded_at": at,
    }
