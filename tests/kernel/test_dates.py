"""Working days and the ends of terms."""

import datetime as dt

import pytest

from miernik.kernel.dates import (
    add_days,
    add_months,
    add_working_days,
    is_working_day,
    months_between,
    previous_working_day,
    print_month,
)

D = dt.date


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (D(2024, 12, 24), True),  # a holiday only since 2025
        (D(2025, 12, 24), False),
        (D(2025, 5, 3), False),
        (D(2025, 6, 19), False),  # Boże Ciało
        (D(2025, 6, 20), True),
        (D(2025, 6, 21), False),  # Saturday
    ],
)
def test_offices_rest_on_weekends_and_public_holidays(day: dt.date, works: bool) -> None:
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        (D(2025, 3, 3), 14, D(2025, 3, 21)),
        (D(2025, 3, 7), 2, D(2025, 3, 11)),  # Friday: Monday, Tuesday
        (D(2025, 4, 17), 2, D(2025, 4, 22)),  # over Easter: Friday works, Monday does not
        (D(2025, 12, 23), 2, D(2025, 12, 30)),  # 24, 25, 26 are free, then a weekend
        (D(2024, 12, 23), 2, D(2024, 12, 27)),
    ],
)
def test_a_term_of_working_days_does_not_count_its_first_day(
    start: dt.date, number: int, end: dt.date
) -> None:
    assert add_working_days(start, number) == end


def test_a_term_of_days_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    assert add_days(D(2025, 3, 3), 14) == D(2025, 3, 17)
    assert add_days(D(2025, 3, 1), 14) == D(2025, 3, 17)  # 15 March is a Saturday
    assert add_days(D(2025, 4, 1), 30) == D(2025, 5, 2)  # 1 May is a holiday


def test_months_are_added_to_the_same_day_or_the_last_one() -> None:
    assert add_months(D(2025, 8, 31), 6) == D(2026, 2, 28)
    assert add_months(D(2025, 1, 15), -1) == D(2024, 12, 15)


def test_a_payment_day_that_is_free_moves_back() -> None:
    assert previous_working_day(D(2025, 5, 25)) == D(2025, 5, 23)
    assert previous_working_day(D(2025, 12, 25)) == D(2025, 12, 23)


def test_months_between_two_days_include_both_ends() -> None:
    assert months_between(D(2024, 12, 16), D(2025, 2, 1)) == [
        D(2024, 12, 1),
        D(2025, 1, 1),
        D(2025, 2, 1),
    ]
    assert print_month(D(2025, 3, 16)) == "marzec 2025"
