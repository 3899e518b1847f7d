"""What would the whole register get under the law of another day?

Facts stay as they are on one day. The register is loaded in five queries and reckoned as arrays;
families whose income needs more than adding up (single receipts, farms, receipts that end) go
through ``family_income`` one by one, so both ways agree to the grosz.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from miernik.cases.models import FamilyMembership, IncomeRecord, Person
from miernik.cases.procedure.what_if import months_between_days, moved
from miernik.cases.register.periods import on_day
from miernik.kernel.dates import add_months, first_of_month, last_of_month
from miernik.rules.calculation import Vectorised
from miernik.rules.family import FamilyCase, IncomeItem, MemberCase
from miernik.rules.formulas.income import family_income
from miernik.rules.formulas.periodic import periodic_maximum, periodic_minimum
from miernik.rules.formulas.permanent import permanent_benefit
from miernik.rules.income_law import IncomeLaw, Purpose, income_law
from miernik.rules.incomes import IncomeKind
from miernik.rules.law import DatedLaw
from miernik.rules.loader import law
from miernik.rules.population import grouped

Integers = NDArray[np.int64]
_MONTHS_OF_ONE_OFF = 12
_ADULT = 18


class _Row(NamedTuple):
    """An income of the register, without names."""

    person: int
    kind: IncomeKind
    amount: int
    tax: int
    costs: int
    contributions: int
    alimony: int
    hectares: Decimal | None = None
    one_off: bool = False
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """Families with members on a day, one row a member, and what they receive."""

    facts_on: dt.date
    #: Number of the family (0, 1, …), the person, and whether grown up and unable to work, by row.
    family: Integers
    persons: Sequence[int]
    unable: NDArray[np.bool_]
    size: int
    incomes: Mapping[int, Sequence[_Row]]
    #: Numbers of families that are reckoned one by one.
    unusual: frozenset[int]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What each family could get a month under a law (grosze)."""

    permanent: Integers
    periodic_minimum: Integers
    periodic_maximum: Integers

    @property
    def least(self) -> Integers:
        """Zasiłek stały and the least okresowy of each family."""
        total: Integers = self.permanent + self.periodic_minimum
        return total


@dataclass(frozen=True, slots=True)
class Totals:
    """One benefit over the register under two laws: families and grosze a month."""

    label: str
    families_before: int
    families_after: int
    cost_before: int
    cost_after: int

    @property
    def change_gr(self) -> int:
        """Grosze a month more."""
        return self.cost_after - self.cost_before


@dataclass(frozen=True, slots=True)
class Simulation:
    """The register under two laws."""

    families: int
    totals: tuple[Totals, ...]
    gain: int
    lose: int
    enter: int
    leave: int
    same: int


def load_register(facts_on: dt.date) -> Register:
    """Load every family as it is on a day: a handful of queries, no names, no PESEL numbers."""
    same_as = dict(
        Person.objects.filter(merged_into__isnull=False)
        .order_by("id")
        .values_list("id", "merged_into_id")
    )
    rows = (
        FamilyMembership.objects.filter(on_day(facts_on), family__closed_on__isnull=True)
        .order_by("family_id", "id")
        .values_list("family_id", "person_id")
    )
    places = list(dict.fromkeys((family, same_as.get(person, person)) for family, person in rows))
    number: dict[int, int] = {}
    family = [number.setdefault(key, len(number)) for key, _ in places]
    persons = [person for _, person in places]
    unable = _unable(facts_on)
    incomes, unusual = _incomes(facts_on, same_as)
    return Register(
        facts_on=facts_on,
        family=np.array(family, np.int64),
        persons=persons,
        unable=np.array([person in unable for person in persons], np.bool_),
        size=len(number),
        incomes=incomes,
        unusual=frozenset(
            place for place, person in zip(family, persons, strict=True) if person in unusual
        ),
    )


def _unable(facts_on: dt.date) -> set[int]:
    """Persons grown up and unable to work on a day."""
    rows = Person.objects.filter(
        Q(unable_to_work_until__isnull=True) | Q(unable_to_work_until__gte=facts_on),
        unable_to_work_since__lte=facts_on,
    )
    pairs = rows.order_by("id").values_list("id", "birth_date")
    return {person for person, born in pairs if not _is_minor(born, facts_on)}


def reckon(
    register: Register, on: dt.date, changed: Mapping[str, Fraction] | None = None
) -> Reckoned:
    """Reckon both benefits of every family under the law of a day.

    ``changed`` puts other values for parameters, zloty by key. Raises LawError for days whose law
    is not known.
    """
    dated = law().on(on)
    calculation = Vectorised(dated, changed)
    cash = _income_of_rows(register, dated, Purpose.CASH, register.unusual)
    with_unable = register.unusual & set(register.family[register.unable].tolist())
    own = _income_of_rows(register, dated, Purpose.PERMANENT, with_unable)
    households = grouped(register.family, cash)
    without_periodic = grouped(register.family, own)
    given = {"persons": households.persons, "income": households.income}
    rows = np.flatnonzero(register.unable)
    theirs = register.family[rows]
    each = permanent_benefit(
        calculation,
        persons=households.persons[theirs],
        family_income=without_periodic.income[theirs],
        own_income=own[rows],
    )
    permanent = np.zeros(register.size, np.int64)
    np.add.at(permanent, theirs, each)
    return Reckoned(
        permanent, periodic_minimum(calculation, **given), periodic_maximum(calculation, **given)
    )


def compare(before: Reckoned, after: Reckoned) -> Simulation:
    """Return who gains and loses when one law takes the place of the other."""
    first, second = before.least, after.least
    has, will = first > 0, second > 0
    return Simulation(
        families=int(first.size),
        totals=(
            _totals("zasiłek stały", before.permanent, after.permanent),
            _totals("zasiłek okresowy – najmniej", before.periodic_minimum, after.periodic_minimum),
            _totals(
                "zasiłek okresowy – najwięcej", before.periodic_maximum, after.periodic_maximum
            ),
        ),
        gain=int(np.sum(has & will & (second > first))),
        lose=int(np.sum(has & will & (second < first))),
        enter=int(np.sum(~has & will)),
        leave=int(np.sum(has & ~will)),
        same=int(np.sum(first == second)),
    )


def _totals(label: str, before: Integers, after: Integers) -> Totals:
    return Totals(
        label, int(np.sum(before > 0)), int(np.sum(after > 0)), int(before.sum()), int(after.sum())
    )


def _incomes(
    facts_on: dt.date, same_as: Mapping[int, int]
) -> tuple[dict[int, list[_Row]], set[int]]:
    """Incomes by person that may count for the month before a day, and whose are unusual.

    Unusual is whatever adding up cannot do: a single receipt, a farm, an income that ended.
    """
    month = add_months(first_of_month(facts_on), -1)
    last, oldest = last_of_month(month), add_months(month, 1 - _MONTHS_OF_ONE_OFF)
    following = add_months(month, 2)
    goes_on = Q(until__isnull=True) | Q(until__gte=following)
    usual = Q(one_off=False, hectares__isnull=True, since__lte=last) & goes_on
    rows = IncomeRecord.objects.order_by("person_id", "-since", "id")
    found: dict[int, list[_Row]] = defaultdict(list)
    plain = rows.filter(usual).values_list("person_id", *_AMOUNTS)
    for person, kind, *amounts in plain:
        key = same_as.get(person, person)
        found[key].append(_Row(key, _KINDS[kind], *amounts))
    odd = rows.filter(
        Q(one_off=True, since__gte=oldest)
        | Q(one_off=False, hectares__isnull=False, since__lte=last) & goes_on
        | Q(one_off=False, since__lte=last, until__gte=month, until__lt=following),
        since__lte=facts_on,
    ).values_list("person_id", *_AMOUNTS, "hectares", "one_off", "since", "until")
    unusual = set()
    for person, kind, *columns in odd:
        key = same_as.get(person, person)
        found[key].append(_Row(key, _KINDS[kind], *columns))
        unusual.add(key)
    return found, unusual


_AMOUNTS = (
    "kind", "amount_gr", "tax_gr", "costs_gr", "contributions_gr", "alimony_paid_gr",
)  # fmt: skip
_KINDS = {kind.value: kind for kind in IncomeKind}


def _income_of_rows(
    register: Register, dated: DatedLaw, purpose: Purpose, one_by_one: frozenset[int]
) -> Integers:
    """Income of each member by art. 8 under the law of a day (grosze)."""
    counting = _Counting(income_law(), dated.day, purpose)
    income = np.array(
        [counting.income(register.incomes.get(person, ())) for person in register.persons], np.int64
    )
    months = months_between_days(register.facts_on, dated.day)
    members: dict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(np.isin(register.family, list(one_by_one))):
        members[int(register.family[row])].append(int(row))
    for rows in members.values():
        case = moved(_case(register, rows), months)
        found = family_income(case, dated, purpose=purpose)
        income[rows] = [member.amount_gr for member in found.members]
    return income


def _case(register: Register, rows: Sequence[int]) -> FamilyCase:
    return FamilyCase(
        tuple(
            MemberCase(
                key=str(row),
                label="",
                incomes=tuple(
                    _item(one) for one in register.incomes.get(register.persons[row], ())
                ),
            )
            for row in rows
        )
    )


def _item(row: _Row) -> IncomeItem:
    return IncomeItem(
        row.kind, row.amount, row.tax, row.costs, row.contributions, row.alimony, row.hectares,
        row.one_off, row.since, row.until,
    )  # fmt: skip


class _Counting:
    """Adds up monthly receipts under the law of a day."""

    def __init__(self, rules: IncomeLaw, day: dt.date, purpose: Purpose) -> None:
        self.left_out = {kind for kind in IncomeKind if rules.exclusion(kind, day, purpose)}
        self.tax, self.costs, self.contributions = (
            rules.deduction(name, day) is not None for name in ("tax", "costs", "contributions")
        )

    def income(self, rows: Sequence[_Row]) -> int:
        """Return the income of a person whose receipts are all monthly and go on."""
        amount = sum(self._net(row) for row in rows if row.kind not in self.left_out)
        return amount - min(sum(row.alimony for row in rows), amount)

    def _net(self, row: _Row) -> int:
        costs = self.costs or row.kind is IncomeKind.BUSINESS
        taken = row.tax * self.tax + row.costs * costs + row.contributions * self.contributions
        return max(row.amount - taken, 0) if taken else row.amount


def _is_minor(born: dt.date | None, day: dt.date) -> bool:
    if born is None:
        return False
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) < _ADULT
