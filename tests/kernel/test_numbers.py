"""Numbers as they really stand in the city's documents."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miernik.kernel.numbers import print_number, read_number
from miernik.kernel.text import NBSP, squeeze


@pytest.mark.parametrize(
    ("printed", "number", "unit", "marker"),
    [
        ("22 351", "22351", None, ""),
        ("281 310", "281310", None, ""),
        ("1.129,1 tys. zł*", "1129100", "tys. zł", "*"),
        ("17.898,80 tys. zł", "17898800", "tys. zł", ""),
        ("12.028,7 tys. zł*", "12028700", "tys. zł", "*"),
        ("10.830,4 tys. zł", "10830400", "tys. zł", ""),
        ("107.407 zł", "107407", "zł", ""),
        ("5 292 507 zł", "5292507", "zł", ""),
        ("1 096 145", "1096145", None, ""),
        ("0,71", "0.71", None, ""),
        ("2659*", "2659", None, "*"),
        ("2659 *", "2659", None, "*"),
        ("457⃰", "457", None, "*"),
        ("1 020 osoby", "1020", "osoby", ""),
        ("0*", "0", None, "*"),
        ("5,9%", "5.9", "%", ""),
        ("1 135", "1135", None, ""),
        ("10 230", "10230", None, ""),
        ("1\u00a0129\u00a0000", "1129000", None, ""),
        ("1.129.000", "1129000", None, ""),
        ("0.125", "0.125", None, ""),
        ("2,5 mln zł", "2500000", "mln zł", ""),
        ("−12", "-12", None, ""),
    ],
)
def test_a_printed_number_is_read_in_its_base_unit(
    printed: str, number: str, unit: str | None, marker: str
) -> None:
    reading = read_number(printed)
    assert reading.number == Decimal(number)
    assert reading.unit == unit
    assert reading.marker == marker
    assert reading.doubt is None


@pytest.mark.parametrize("printed", ["Brak danych", "brak danych*", "b.d.", "b. d."])
def test_no_data_is_said_and_is_not_zero(printed: str) -> None:
    reading = read_number(printed)
    assert reading.no_data
    assert reading.number is None


@pytest.mark.parametrize(
    ("printed", "candidates"),
    [("1.129", ["1129", "1.129"]), ("1.129 tys. zł", ["1129000", "1129"])],
)
def test_an_ambiguous_number_is_a_doubt_and_not_a_guess(
    printed: str, candidates: list[str]
) -> None:
    reading = read_number(printed)
    assert reading.number is None
    assert list(reading.candidates) == [Decimal(value) for value in candidates]
    assert reading.doubt is not None
    assert printed in reading.doubt


@pytest.mark.parametrize(
    "printed",
    ["wysoki", "minimalny/wysoki/wystarczający", "2016/17", "1 12", "", "*", "31.12.2017"],
)
def test_what_is_not_one_number_is_not_read_as_one(printed: str) -> None:
    reading = read_number(printed)
    assert reading.number is None
    assert not reading.no_data


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_printing_and_reading_a_number_is_the_identity(number: Decimal) -> None:
    assert read_number(print_number(number)).number == number


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_printing_and_reading_a_whole_number_is_the_identity(number: int) -> None:
    assert read_number(print_number(number)).number == number


@given(st.text(max_size=40))
def test_reading_never_fails_whatever_the_text(text: str) -> None:
    assert read_number(text).raw == squeeze(text)


def test_numbers_are_printed_as_poles_write_them() -> None:
    assert print_number(22351) == f"22{NBSP}351"
    assert print_number(Decimal("1129.10")) == f"1{NBSP}129,1"
    assert print_number(Decimal("0.71")) == "0,71"
    assert print_number(Decimal(5), decimals=1) == "5,0"
    assert print_number(-12) == "−12"
