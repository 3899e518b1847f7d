"""Polish wordings: what is the same thing, what stands in a remark, how a sentence is built."""

from __future__ import annotations

from decimal import Decimal

import pytest

from miernik.analysis import words
from miernik.analysis.compute.parts import read_parts
from miernik.analysis.compute.wording import same_thing
from miernik.kernel.quantities import Kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("objętych dożywianiem decyzją MOPR", "objętych dożywianiem przez MOPR"),
        ("rodziny objęte wsparciem", "rodzin objętych wsparciem"),
        ("osób z chorobą Alzhaimera", "osoby z chorobą Alzheimera"),
    ],
)
def test_one_thing_in_two_wordings(one: str, other: str) -> None:
    assert same_thing(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("osób bezrobotnych", "osób biernych"),
        ("osób bezrobotnych", "osób poszukujących pracy"),
        ("dzieci", "dziewcząt"),
        ("osób w wieku do 18 lat", "osób w wieku do 60 lat"),
        ("dzieci z rodzin zastępczych", "dzieci z rodzin biologicznych"),
    ],
)
def test_two_things_in_similar_wordings(one: str, other: str) -> None:
    assert not same_thing(one, other)


@pytest.mark.parametrize(
    ("remark", "parts"),
    [
        ("w tym 1921 objętych dożywianiem decyzją MOPR",
         [("objętych dożywianiem decyzją MOPR", 1921)]),
        ("w tym 874 osób bezrobotnych i 146 osób poszukujących pracy",
         [("osób bezrobotnych", 874), ("osób poszukujących pracy", 146)]),
        ("w tym 1 020 osób w wieku do 18 lat", [("osób w wieku do 18 lat", 1020)]),
        ("w tym 11 osób mieszkańców Białegostoku wykonywało PSU poza Białymstokiem.",
         [("osób mieszkańców Białegostoku wykonywało PSU poza Białymstokiem", 11)]),
        ("w tym Indywidualne Programy Integracji", []),
    ],
)  # fmt: skip
def test_parts_are_read_from_remarks(remark: str, parts: list[tuple[str, int]]) -> None:
    assert [(part.text, part.number) for part in read_parts(remark)] == [
        (text, Decimal(number)) for text, number in parts
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Liczba asystentów rodzinnych", "Liczba asystentów rodzinnych wzrosła"),
        ("Koszt jednorazowego wsparcia", "Koszt jednorazowego wsparcia wzrósł"),
        ("Liczba osób przeszkolonych (osoby)", "Liczba osób przeszkolonych wzrosła"),
        ("Liczba placówek (w tym świetlice)", "Liczba placówek (w tym świetlice) wzrosła"),
        ("Liczba osób, którym pomożono", "Liczba osób, którym pomożono, wzrosła"),
        ("Ilość lokali wybudowanych x 100% ogólna ilość lokali",
         "Wskaźnik „Ilość lokali wybudowanych x 100% ogólna ilość lokali” wzrósł"),
        ("Liczba kontaktów, liczba wspólnie podjętych działań",
         "Wskaźnik „Liczba kontaktów, liczba wspólnie podjętych działań” wzrósł"),
        ("W jakiej ilości udziela się pomocy",
         "Wskaźnik „W jakiej ilości udziela się pomocy” wzrósł"),
    ],
)  # fmt: skip
def test_the_verb_agrees_with_the_name(name: str, expected: str) -> None:
    assert words.subject(name).verb("rise") == expected


@pytest.mark.parametrize(
    ("shown", "expected"),
    [("507", "z 507"), ("100", "ze 100"), ("199,5", "ze 199,5"), ("1\u00a0000", "z 1\u00a0000"),
     ("120\u00a0000 zł", "ze 120\u00a0000 zł"), ("10", "z 10"), ("200", "z 200")],
)  # fmt: skip
def test_numbers_that_begin_with_a_hundred_take_the_longer_preposition(
    shown: str, expected: str
) -> None:
    assert words.out_of(shown) == expected


def test_zlotys_are_whole_or_have_both_grosze() -> None:
    shown = [words.quantity(Kind.AMOUNT, Decimal(value)) for value in ("1129100", "12.5")]
    assert [text.replace("\u00a0", " ") for text in shown] == ["1 129 100 zł", "12,50 zł"]
