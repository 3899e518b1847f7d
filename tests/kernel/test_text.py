"""Polish text: inflection, order, comparing wordings."""

from __future__ import annotations

import datetime as dt

import pytest

from miernik.kernel.dates import print_date, print_short_date
from miernik.kernel.text import comparable, plural, sort_key, squeeze


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (0, "osób"),
        (1, "osoba"),
        (2, "osoby"),
        (4, "osoby"),
        (5, "osób"),
        (11, "osób"),
        (12, "osób"),
        (14, "osób"),
        (21, "osób"),
        (22, "osoby"),
        (25, "osób"),
        (101, "osób"),
        (112, "osób"),
        (122, "osoby"),
        (1000, "osób"),
        (1002, "osoby"),
    ],
)
def test_a_noun_agrees_with_its_number(number: int, form: str) -> None:
    assert plural(number, "osoba", "osoby", "osób") == form


def test_words_sort_as_in_a_polish_dictionary() -> None:
    words = ["żłobki", "zasób", "łąka", "lokal", "ćwiczenie", "cel", "ósmy", "opieka", "Ąd", "azyl"]
    assert sorted(words, key=sort_key) == [
        "azyl",
        "Ąd",
        "cel",
        "ćwiczenie",
        "lokal",
        "łąka",
        "opieka",
        "ósmy",
        "zasób",
        "żłobki",
    ]


def test_spacing_and_dashes_do_not_make_another_wording() -> None:
    assert comparable("opiekuńczo – wychowawcze") == comparable("opiekuńczo-wychowawcze")
    assert comparable("Liczba  osób\n") == comparable("liczba osób")
    assert comparable("liczba osób") != comparable("liczba rodzin")
    assert squeeze(" a \n b\u00a0c ") == "a b c"


def test_dates_are_written_in_polish() -> None:
    assert print_date(dt.date(2017, 12, 31)) == "31 grudnia 2017 r."
    assert print_short_date(dt.date(2020, 5, 8)) == "08.05.2020"
