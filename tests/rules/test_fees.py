"""Fee tables: faults of a table, fees of published ones, specialised services, day centres."""

import datetime as dt
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miernik.rules.calculation import Vectorised, explain
from miernik.rules.formulas.fees import (
    Band,
    FeeTable,
    bands_up_to,
    checked,
    faults,
    hourly_fee,
    monthly_fee,
)
from miernik.rules.formulas.specialised import specialised_fee
from miernik.rules.formulas.support import (
    day_centre_day_fee,
    day_centre_full_day_fee,
    guardian_pay_limit,
    pension_contribution_due,
    shelter_limit,
)
from miernik.rules.law import DatedLaw, LawError
from miernik.rules.loader import law


def on(text: str) -> DatedLaw:
    return law().on(dt.date.fromisoformat(text))


def bands(*rows: tuple[str | None, str]) -> tuple[Band, ...]:
    return bands_up_to(
        [(Fraction(upto) if upto else None, Fraction(share)) for upto, share in rows]
    )


#: Lipnica Murowana 2015: bands, shares and the hourly cost as the commune published them.
LIPNICA = FeeTable(
    "Lipnica Murowana 2015",
    1987,
    bands(
        ("1", "0"),
        ("1.3", "0.05"),
        ("1.6", "0.1"),
        ("2", "0.2"),
        ("2.5", "0.3"),
        ("3", "0.4"),
        ("3.5", "0.6"),
        (None, "1"),
    ),
    bands(
        ("1", "0"),
        ("1.3", "0.15"),
        ("1.6", "0.3"),
        ("2", "0.45"),
        ("2.5", "0.6"),
        ("3", "0.8"),
        (None, "1"),
    ),
)


def fee(income: int, *, single: bool = True, persons: int = 1, day: str = "2016-01-01") -> int:
    way = explain(on(day), hourly_fee, table=LIPNICA, single=single, income=income, persons=persons)
    return way.result or 0


# --- a table ------------------------------------------------------------------------------------


def test_a_published_table_has_no_faults() -> None:
    assert faults(LIPNICA) == []


def test_a_table_that_goes_on_at_101_percent_has_a_hole() -> None:
    # Rumia 2013 prints "do 100 %", then "101-140 %"
    column = (
        Band(Fraction(0), Fraction(1), Fraction(0)),
        Band(Fraction("1.01"), Fraction("1.4"), Fraction("0.12")),
        Band(Fraction("1.4"), None, Fraction(1)),
    )
    found = faults(FeeTable("Rumia", 1532, column, column))
    assert found == [
        f"Kolumna „{name}”: luka: nie ma opłaty dla dochodu powyżej 100% do 101%."
        for name in ("osoba samotnie gospodarująca", "osoba w rodzinie")
    ]


@pytest.mark.parametrize(
    ("column", "fault"),
    [
        ((), "nie ma żadnego przedziału"),
        ((Band(Fraction(1), None, Fraction(1)),), "brakuje dochodów do 100%"),
        ((Band(Fraction(0), Fraction(2), Fraction(1)),), "brakuje dochodów powyżej 200%"),
        (
            (
                Band(Fraction(0), Fraction("1.5"), Fraction(0)),
                Band(Fraction("1.4"), None, Fraction(1)),
            ),
            "zachodzą na siebie: powyżej 140% do 150%",
        ),
        (
            (
                Band(Fraction(0), Fraction(1), Fraction("0.2")),
                Band(Fraction(1), None, Fraction("0.1")),
            ),
            "opłata maleje, gdy dochód rośnie: 20%, a potem 10%",
        ),
        (
            (Band(Fraction(0), None, Fraction(0)), Band(Fraction(1), None, Fraction(1))),
            "po przedziale bez końca",
        ),
        ((Band(Fraction(0), None, Fraction("1.2")),), "od 0% do 100%, a jest 120%"),
    ],
)
def test_every_fault_of_a_table_is_said_in_polish(column: tuple[Band, ...], fault: str) -> None:
    found = faults(FeeTable("próba", 2000, column, LIPNICA.family))
    assert any(fault in sentence for sentence in found), found
    with pytest.raises(LawError, match="ma błędy"):
        checked(FeeTable("próba", 2000, column, LIPNICA.family))


# --- the fee of an hour -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("income", "single", "grosze"),
    [
        (63_400, True, 0),  # 634 = 100 %, "do" is closed
        (63_401, True, 99),  # 5 % × 19,87 = 0,9935
        (82_420, True, 99),  # 130 % = 824,20, still the second band
        (82_421, True, 199),  # 10 % × 19,87 = 1,987
        (126_800, True, 397),  # 200 %: 20 % × 19,87 = 3,974
        (221_901, True, 1987),  # above 350 %
        (51_400, False, 0),
        (51_401, False, 298),  # 15 % × 19,87 = 2,9805
        (154_200, False, 1590),  # 300 % = 1542: 80 % × 19,87 = 15,896
        (154_201, False, 1987),
    ],
)
def test_bands_are_open_below_and_closed_above(income: int, single: bool, grosze: int) -> None:
    assert fee(income, single=single) == grosze


def test_a_familys_income_is_never_divided_before_it_is_compared() -> None:
    # 1542,01 / 3 = 514,0033: above 514, though it rounds to 514,00
    assert fee(154_200, single=False, persons=3) == 0
    assert fee(154_201, single=False, persons=3) == 298


def test_a_month_is_the_printed_fee_of_an_hour_times_the_hours() -> None:
    way = explain(
        on("2016-01-01"), monthly_fee, table=LIPNICA, single=True, income=63_401, hours=40
    )
    assert way.result == 99 * 40


@given(st.integers(0, 10**6), st.integers(0, 10**5), st.booleans())
def test_more_income_never_lowers_a_fee(income: int, more: int, single: bool) -> None:
    assert fee(income + more, single=single) >= fee(income, single=single)


def test_the_same_rule_runs_over_a_population() -> None:
    incomes = np.arange(40_000, 260_000, 997, dtype=np.int64)
    single = incomes % 2 == 0
    many = hourly_fee(Vectorised(on("2016-01-01")), table=LIPNICA, single=single, income=incomes)
    one_by_one = [
        fee(int(income), single=bool(alone)) for income, alone in zip(incomes, single, strict=True)
    ]
    assert many.tolist() == one_by_one


# --- specialised services -----------------------------------------------------------------------


def special(income: int, *, single: bool, persons: int = 1, day: str = "2025-01-01") -> int:
    way = explain(
        on(day), specialised_fee, single=single, income=income, hourly=4000, persons=persons
    )
    return way.result or 0


@pytest.mark.parametrize(
    ("percent", "alone", "in_family"),
    [
        # Dz.U. 2023 poz. 395: shares of 40 zł at the upper bound of each band
        (100, 0, 0),
        (220, 60, 140),
        (250, 400, 600),
        (300, 600, 1000),
        (400, 1200, 1800),
        (500, 2000, 2600),
        (600, 3000, 3400),
        (700, 4000, 4000),
    ],
)
def test_both_columns_look_at_the_criterion_of_a_person_alone(
    percent: int, alone: int, in_family: int
) -> None:
    bound = 1010 * percent
    assert (special(bound, single=True), special(bound, single=False)) == (alone, in_family)
    if percent < 700:
        assert special(bound + 1, single=True) > alone


def test_the_table_before_may_2023_is_not_known_and_that_is_said() -> None:
    assert special(100_000, single=True, day="2023-05-01") == 60
    with pytest.raises(LawError, match=r"na dzień 30\.04\.2023 nie jest znana"):
        special(100_000, single=True, day="2023-04-30")


def test_specialised_fees_run_over_a_population() -> None:
    incomes = np.array([101_000, 101_001, 222_201, 606_001], dtype=np.int64)
    alone = np.array([True, True, False, True])
    many = specialised_fee(Vectorised(on("2025-01-01")), single=alone, income=incomes, hourly=4000)
    assert many.tolist() == [0, 60, 600, 4000]


# --- smaller fees -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "income", "grosze"),
    [
        ("2018-10-01", 210_300, 0),  # 300 % × 701 = 2103
        ("2018-10-01", 210_301, 10_515),  # 5 % × 2103,01 = 105,1505
        ("2021-05-29", 300_000, 15_000),
        ("2021-05-30", 300_000, 0),  # free since Dz.U. 2021 poz. 803
    ],
)
def test_day_services_were_paid_above_300_percent_until_may_2021(
    day: str, income: int, grosze: int
) -> None:
    assert explain(on(day), day_centre_day_fee, income=income, persons=1).result == grosze


def test_a_stay_day_and_night_costs_70_percent_of_the_income() -> None:
    assert explain(on("2025-01-01"), day_centre_full_day_fee, income=100_000).result == 70_000


def test_a_shelter_takes_at_most_30_percent_and_with_care_50() -> None:
    dated = on("2025-01-01")
    assert explain(dated, shelter_limit, income=100_000, with_care=False).result == 30_000
    assert explain(dated, shelter_limit, income=100_000, with_care=True).result == 50_000


def test_a_guardian_gets_at_most_a_tenth_of_the_average_wage() -> None:
    assert explain(on("2025-01-01"), guardian_pay_limit, average_wage=848_257).result == 84_826


def test_the_pension_contribution_ends_above_150_percent_of_the_criterion_per_person() -> None:
    dated = on("2025-01-01")  # 150 % × 823 = 1234,50 a head, 2469 for two
    assert explain(dated, pension_contribution_due, income=246_900, persons=2).result
    assert not explain(dated, pension_contribution_due, income=246_901, persons=2).result
