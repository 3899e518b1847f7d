"""What may be typed where an amount or a day is asked for."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms

from miernik.web.office.help.forms import day_field
from miernik.web.office.register.fields import AmountField, DayField


@pytest.mark.parametrize(
    ("typed", "grosze"),
    [("1 234,56", 123456), ("1234.5", 123450), ("0", 0), ("12,", 1200), ("7 zł", 700), ("", None)],
)
def test_an_amount_is_read_in_grosze(typed: str, grosze: int | None) -> None:
    assert AmountField(required=False).clean(typed) == grosze


@pytest.mark.parametrize(
    "typed",
    ["1.234,50", "-5", "1e3", "1e999999", "1_000", "١٢", "12,345", "NaN", "Infinity", "9" * 30],
)
def test_what_is_no_amount_is_refused_with_one_sentence(typed: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        AmountField().clean(typed)
    assert len(refused.value.messages) == 1


@pytest.mark.parametrize("typed", ["0001-01-01", "0206-10-01", "20261-01-01", "9999-12-31"])
def test_a_year_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        DayField().clean(typed)


def test_a_day_is_read_in_both_forms() -> None:
    assert DayField().clean("31.12.2024") == DayField().clean("2024-12-31") == dt.date(2024, 12, 31)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("0206-03-01", None), ("1879-12-31", None), ("2101-01-01", None),
     ("1880-01-01", dt.date(1880, 1, 1)), ("31.12.2100", dt.date(2100, 12, 31))],
)  # fmt: skip
def test_days_of_help_lie_in_the_same_years(typed: str, read: dt.date | None) -> None:
    if read:
        assert day_field("Kiedy").clean(typed) == read
        return
    with pytest.raises(forms.ValidationError, match="Sprawdź rok"):
        day_field("Kiedy").clean(typed)
