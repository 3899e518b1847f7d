"""Amounts in figures and in words."""

import pytest

from miernik.kernel.money import print_in_words, print_zloty, zloty_in_words


@pytest.mark.parametrize(
    ("grosze", "words"),
    [
        (50500, "pięćset pięć złotych 00/100"),
        (122900, "tysiąc dwieście dwadzieścia dziewięć złotych 00/100"),
        (100, "jeden złoty 00/100"),
        (200, "dwa złote 00/100"),
        (1250, "dwanaście złotych 50/100"),
        (2201, "dwadzieścia dwa złote 01/100"),
        (11200, "sto dwanaście złotych 00/100"),
        (99, "zero złotych 99/100"),
        (201400, "dwa tysiące czternaście złotych 00/100"),
        (500000, "pięć tysięcy złotych 00/100"),
        (2_200_000_00, "dwa miliony dwieście tysięcy złotych 00/100"),
        (1_000_001_00, "milion jeden złotych 00/100"),
        (21_000_00, "dwadzieścia jeden tysięcy złotych 00/100"),
    ],
)
def test_an_amount_is_written_in_words_as_a_clerk_writes_it(grosze: int, words: str) -> None:
    assert zloty_in_words(grosze) == words


def test_an_amount_in_figures_has_two_places_and_hard_spaces() -> None:
    assert print_zloty(122900) == "1\u00a0229,00\u00a0zł"
    assert print_zloty(5) == "0,05\u00a0zł"


@pytest.mark.parametrize("number", [-1, 10**12])
def test_a_number_out_of_range_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        print_in_words(number)
