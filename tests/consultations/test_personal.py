"""Suspicious places in opinions: generous, with near misses."""

from __future__ import annotations

from itertools import pairwise

import pytest

from miernik.consultations.personal import suspects


def reasons(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.reason) for one in suspects(text)]


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("numer 44051401359 podaję", "44051401359", "PESEL"),
        ("mój PESEL: 44051401358", "44051401358", "PESEL"),
        ("proszę dzwonić 600 700 800", "600 700 800", "telefon"),
        ("tel. +48 600-700-800", "600-700-800", "telefon"),
        ("tel. 85 869 60 00", "85 869 60 00", "telefon"),
        ("piszcie na jan.k@poczta.example.pl", "jan.k@poczta.example.pl", "e-mail"),
        ("konto PL61 1090 1014 0000 0712 1981 2874", "61 1090 1014", "rachunku"),
        ("mieszkam przy ul. Lipowej 12/5 od lat", "ul. Lipowej 12/5", "adres"),
        ("kod 15-370 jest nasz", "15-370", "kod pocztowy"),
        ("zajmuje się tym Pani Anna Nowak", "Pani Anna Nowak", "nazwisko"),
        ("rozmawiałem z panem Wiśniewskim", "panem Wiśniewskim", "nazwisko"),
        ("moja córka nie dostała miejsca", "moja córka", "rodzin"),
        ("po rozpoznaniu wszystko się zmieniło", "rozpoznaniu", "zdrowi"),
        ("jego niepełnosprawność", "niepełnosprawność", "zdrowi"),
        ("leczenie trwa", "leczenie", "zdrowi"),
        ("uzależnienie sąsiada", "uzależnienie", "zdrowi"),
        ("choroba matki", "choroba", "zdrowi"),
        ("Prosimy o zmianę.\nJan Kowalski", "Jan Kowalski", "podpis"),
        ("opiekę sprawuje Maria Kowalska codziennie", "Maria Kowalska", "nazwisko"),
    ],
)
def test_a_suspicious_place_is_found_with_its_reason(text: str, place: str, reason: str) -> None:
    assert any(place in found and reason in why for found, why in reasons(text)), reasons(text)


@pytest.mark.parametrize(
    "text",
    [
        "w latach 2021-2024 zgodnie z uchwałą nr LX/800/10",
        "Dz. U. z 2020 r. poz. 1876, art. 24 ust. 2 pkt 1",
        "koszt 1 234 567 zł w budżecie miasta",
        "numer 44051401358 to nie numer ewidencyjny",
        "choreografia i ulica, przy której stoi budynek",
        "zapewnienie miejsc w klubach seniora",
    ],
)
def test_a_near_miss_is_left_alone(text: str) -> None:
    assert reasons(text) == []


def test_places_stand_in_order_and_do_not_overlap() -> None:
    found = suspects("Pan Jan Nowak, ul. Lipowa 3, 15-001, choroba, tel. 600 700 800")
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert len(found) == 5
