"""What if: facts stay, the law changes; the register as arrays equals family by family."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from miernik.cases.models import Family, IncomeRecord
from miernik.cases.procedure.what_if import compare_family, months_between_days, moved
from miernik.cases.procedure.what_if_register import compare, load_register, reckon
from miernik.cases.register.selectors import family_case
from miernik.rules.assessment import assess
from miernik.rules.benefits import Benefit
from miernik.rules.incomes import IncomeKind
from tests.cases.procedure_cases import D, family, head, income, person

pytestmark = pytest.mark.django_db
TODAY = D(2025, 3, 20)
KINDS = [
    IncomeKind.EMPLOYMENT, IncomeKind.DISABILITY_PENSION, IncomeKind.CHILD_BENEFIT,
    IncomeKind.PERIODIC_BENEFIT, IncomeKind.BUSINESS, IncomeKind.ALIMONY,
]  # fmt: skip


def test_a_person_alone_gained_229_zl_of_zasilek_staly_in_2025() -> None:
    found = compare_family(family(person(unable=True)), facts_on=D(2024, 12, 5), on=D(2025, 1, 1))
    permanent = next(row for row in found.rows if row.label == Benefit.PERMANENT.label)
    assert permanent.before is not None
    assert permanent.after is not None
    assert (permanent.before.minimum_gr, permanent.after.minimum_gr) == (1000_00, 1229_00)
    assert permanent.change_gr == 229_00


def test_an_income_between_the_criteria_brings_the_family_in() -> None:
    one = person()
    of = family(one)
    income(one, 900_00)  # above 776 zł, below 1010 zł
    found = compare_family(of, facts_on=D(2024, 12, 5), on=D(2025, 1, 1))
    assert (found.before.within_criterion, found.after.within_criterion) == (False, True)
    periodic = next(row for row in found.rows if row.label == Benefit.PERIODIC.label)
    # gap 110 zł: at least a half
    assert periodic.change_gr == 55_00


def _register(seed: int, size: int) -> None:
    """Families of one to five persons with every sort of income, the odd ones too."""
    dice = random.Random(seed)
    for number in range(size):
        members = [
            person(f"Osoba{number}", f"Nazwisko{place}", unable=dice.random() < 0.4)
            for place in range(dice.randint(1, 5))
        ]
        family(*members)
        for member in members:
            for _ in range(dice.randint(0, 2)):
                _give(dice, income(member, dice.randint(0, 1_500_00), dice.choice(KINDS)))


def _give(dice: random.Random, row: IncomeRecord) -> None:
    row.tax_gr = dice.choice((0, row.amount_gr // 9))
    row.costs_gr = dice.choice((0, 250_00))
    row.contributions_gr = dice.choice((0, row.amount_gr // 7))
    row.alimony_paid_gr = dice.choice((0, 0, 0, 300_00))
    match dice.randint(0, 9):
        case 0:
            row.one_off, row.since = True, D(2025, 2, 10)
        case 1:
            row.one_off, row.since, row.amount_gr = True, D(2024, 9, 1), 60_000_00
        case 2:
            row.until = dice.choice((D(2025, 2, 14), D(2025, 3, 10), D(2025, 6, 30)))
        case 3:
            row.kind, row.hectares = IncomeKind.FARM, Decimal("2.7500")
    row.save()


@pytest.mark.parametrize("on", [D(2025, 3, 20), D(2023, 6, 1), D(2018, 12, 1), D(2012, 10, 1)])
def test_the_register_as_arrays_equals_family_by_family_to_the_grosz(on: dt.date) -> None:
    _register(seed=7, size=60)
    loaded = load_register(TODAY)
    found = reckon(loaded, on)
    months = months_between_days(TODAY, on)
    for number, of in enumerate(Family.objects.order_by("id")):
        one = assess(moved(family_case(of, TODAY), months), on)
        amounts = {Benefit.PERMANENT: 0, Benefit.PERIODIC: 0}
        highest = 0
        for item in one.entitlements:
            if item.entitled and item.benefit in amounts:
                amounts[item.benefit] += item.minimum_gr or 0
                highest = (item.maximum_gr or 0) if item.benefit is Benefit.PERIODIC else highest
        assert int(found.permanent[number]) == amounts[Benefit.PERMANENT], of.number
        assert int(found.periodic_minimum[number]) == amounts[Benefit.PERIODIC], of.number
        assert int(found.periodic_maximum[number]) == highest, of.number


def test_the_register_is_loaded_in_five_queries_whatever_its_size() -> None:
    _register(seed=1, size=5)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        load_register(TODAY)
    assert len(queries) == 5


def test_who_gains_loses_and_enters_is_counted_by_family() -> None:
    unable = family(person("A", "A", unable=True))
    working = family(person("B", "B"))
    income(head(working), 1_050_00)  # above 1010 zł: nothing today
    rich = family(person("C", "C"))
    income(head(rich), 9_000_00)
    loaded = load_register(TODAY)
    today = reckon(loaded, TODAY)
    raised = reckon(loaded, TODAY, {"kryterium_sg": Fraction(1100)})
    told = compare(today, raised)
    assert unable.pk < working.pk < rich.pk
    # A: stały stays 1229 (the most), okresowy at least half of 1100 instead of 1010; B: half of 50
    assert (told.gain, told.lose, told.enter, told.leave, told.same) == (1, 0, 1, 0, 1)
    periodic = told.totals[1]
    assert (periodic.cost_before, periodic.cost_after) == (505_00, 550_00 + 25_00)
