"""A rule is written once: over a population it gives what it gives family by family."""

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miernik.rules.calculation import Rule, Vectorised, explain
from miernik.rules.formulas.fractions import partial_month
from miernik.rules.formulas.leaving_care import Facility, independence_help
from miernik.rules.formulas.one_off import monthly_part
from miernik.rules.formulas.residential import family_maximum, fee_with_absence, resident_fee
from miernik.rules.formulas.set_off import set_off
from miernik.rules.formulas.support import (
    day_centre_day_fee,
    pension_contribution_due,
    shelter_limit,
)
from miernik.rules.formulas.tolerance import change_matters
from miernik.rules.loader import law

MONEY = st.integers(0, 2_000_000)
PERSONS = st.integers(1, 8)
DAYS = st.integers(0, 30)

RULES: list[tuple[Rule[...], dict[str, Any]]] = [
    (partial_month, {"monthly": MONEY, "days": DAYS, "month_days": st.integers(28, 31)}),
    (change_matters, {"single": st.booleans(), "before": MONEY, "after": MONEY}),
    (set_off, {"benefit": MONEY, "debt": MONEY}),
    (monthly_part, {"single": st.booleans(), "persons": PERSONS, "amount": MONEY}),
    (resident_fee, {"income": MONEY, "cost": MONEY}),
    (family_maximum, {"income": MONEY, "persons": PERSONS}),
    (
        fee_with_absence,
        {
            "monthly": MONEY,
            "month_days": st.just(31),
            "absent": DAYS,
            "absent_before": st.integers(0, 90),
            "minor": st.booleans(),
        },
    ),
    (day_centre_day_fee, {"income": MONEY, "persons": PERSONS}),
    (shelter_limit, {"income": MONEY, "with_care": st.booleans()}),
    (pension_contribution_due, {"income": MONEY, "persons": PERSONS}),
    (
        independence_help,
        {"facility": st.just(Facility.CORRECTIONAL), "months": st.integers(0, 60)},
    ),
]


@pytest.mark.parametrize(("rule", "inputs"), RULES, ids=[rule.name for rule, _ in RULES])
@given(data=st.data())
def test_a_population_gets_what_each_family_gets(
    rule: Rule[...], inputs: dict[str, Any], data: st.DataObject
) -> None:
    dated = law().on(data.draw(st.sampled_from([dt.date(2021, 5, 30), dt.date(2025, 1, 1)])))
    rows = data.draw(st.lists(st.fixed_dictionaries(inputs), min_size=1, max_size=20))
    columns = {
        name: rows[0][name] if name == "facility" else np.array([row[name] for row in rows])
        for name in inputs
    }
    many = rule(Vectorised(dated), **columns)
    one_by_one = [explain(dated, rule, **row).result for row in rows]
    assert np.asarray(many).tolist() == one_by_one
