"""Each of the programme's 40 indicators has a place to be recorded, in the program and on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from miernik.cases.statistics.definitions import definitions
from miernik.kernel.text import comparable
from miernik.web.office.help.coverage import (
    DECISION,
    LISTS_OF,
    MADE_BY,
    REGISTER,
    SCREENS,
    Covered,
    address,
    covered,
)
from tests.cases import neighbourhood

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "wskazniki-programu.md"
COVERED = covered()
WAYS = [way for item in COVERED for way in item.ways]


def indicators_of(programme: str) -> dict[str, str]:
    """The indicators of the programme by section and number: ``2.1.3`` → its text.

    A section begins with "2.1. Pomoc…" or, where it has no parts, "4. POMOC…" in capitals; its
    indicators stand between the words "Wskaźniki" and "Realizatorzy".
    """
    found: dict[str, str] = {}
    section, within, last = "", False, ""
    for line in (line.strip() for line in programme.splitlines()):
        heading = re.match(r"(\d(?:\.\d)?)\.\s+(?=[A-ZĄĆĘŁŃÓŚŹŻ])", line)
        number = re.match(r"(\d)\.\s+(Liczba .*)", line)
        if line in ("Wskaźniki", "Realizatorzy"):
            within, last = line == "Wskaźniki", ""
        elif within and number:
            last = f"{section}.{number[1]}"
            found[last] = number[2]
        elif within and last and line:
            found[last] += f" {line}"
        elif not within and heading and (line.isupper() or "." in heading[1]):
            section = heading[1]
    return {number: text.rstrip(".") for number, text in found.items()}


@pytest.mark.seeds
def test_every_indicator_of_the_programme_has_its_place(seeds: Path) -> None:
    (file,) = seeds.glob("000_*.txt")
    wanted = indicators_of(file.read_text(encoding="utf-8"))
    assert len(wanted) == 40
    assert {item.number: comparable(item.name) for item in COVERED} == {
        number: comparable(text) for number, text in wanted.items()
    }


def test_the_document_prints_the_same_table() -> None:
    rows = re.findall(r"^\| (\d[\d.]*) \| (.+?) \| (.+?) \| (.+?) \|$", DOCUMENT.read_text(), re.M)
    assert rows == [
        (
            item.number,
            item.name,
            "<br>".join(SCREENS[way.screen] for way in item.ways),
            "<br>".join(f"`{way.counted}`" for way in item.ways),
        )
        for item in COVERED
    ]


def test_every_kind_a_form_offers_is_counted_or_known_not_to_be() -> None:
    """What nobody counts in the programme is still recorded for other reports; say which it is."""
    counted = {kind for way in WAYS for kind in way.kinds}
    offered = {kind for kinds in MADE_BY for kind in kinds if kinds.__name__.endswith("Kind")}
    assert {str(kind) for kind in offered - counted} == {
        # help: counted with the others where the programme says "wsparcie" without a kind
        "interwencja_kryzysowa", "schronienie", "odziez", "inna",
        # a referral no indicator asks for: taking part is counted, not being sent
        "kis_cis",
        # volunteers who help persons are counted by the help they give
        "pomoc_osobom",
        # a flat is no place of shelter (art. 48a)
        "mieszkanie_chronione",
    }  # fmt: skip


def test_each_kind_a_definition_names_has_a_list_and_a_screen() -> None:
    named = {
        (part.of, kind)
        for item in definitions()
        for part in item.parts
        for kind in part.kinds or ()
    }
    homeless = {
        (way, kind)
        for way, kind in named
        if not any(kind in set(listed) for listed in LISTS_OF.get(way, ()))
    }
    assert homeless == set()


@pytest.mark.parametrize("item", COVERED, ids=lambda item: item.number)
def test_every_place_exists(item: Covered) -> None:
    for way in item.ways:
        for table in re.findall(r"(\w+): ", way.counted):
            assert apps.get_model("cases", table)
        assert way.words
        assert address(way)


@pytest.mark.django_db
def test_a_screen_of_help_opens_with_the_kind_chosen() -> None:
    town = neighbourhood.furnish()
    client = Client()
    client.force_login(town.ewa)
    for way in WAYS:
        if way.screen in (DECISION, REGISTER) or not way.kinds:
            continue
        page = client.get(address(way))
        if way.screen.startswith("help-pick"):
            answer = client.post(address(way), {"kto": f"{town.kowalski.uuid}:{town.anna.uuid}"})
            page = client.get(answer["Location"])
        assert f'<option value="{way.kinds[0].value}" selected>' in page.content.decode(), way


@pytest.mark.django_db
def test_the_page_of_places_is_one_press_from_the_front_page() -> None:
    client = Client()
    client.force_login(neighbourhood.furnish().ewa)
    assert reverse("help-coverage") in client.get(reverse("help-home")).content.decode()
