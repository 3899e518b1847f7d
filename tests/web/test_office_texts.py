"""Texts at the desk: read by many, changed by coordinators, nothing lost on the way."""

from __future__ import annotations

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from miernik.accounts.models import Role
from miernik.audit.models import Event
from miernik.strategy.models import Lineage, Passage, Stage, Version, Work
from miernik.strategy.text.editing import edit_passage
from miernik.strategy.text.reading import lines
from tests.strategy import city_text
from tests.strategy.city_text import NOW
from tests.web import city, text_pages
from tests.web.reading import words
from tests.web.text_pages import NEW, OLD, reading

pytestmark = pytest.mark.django_db
READ = ["list", "frozen", "draft", "changes", "lineage"]
EDIT = ["unit", "table", "add", "freeze", "enact", "successor", "link"]


def client_of(*roles: Role) -> Client:
    client = Client()
    client.force_login(city.person("-".join(roles) or "nikt", *roles))
    return client


@pytest.fixture
def draft(db: None) -> Version:
    old, _ = text_pages.furnish()
    return text_pages.draft_of(old.work)


@pytest.fixture
def coordinator() -> Client:
    return client_of(Role.COORDINATOR)


def step(client: Client, draft: Version, code: str, which: str) -> HttpResponseBase:
    address = reverse("text-unit-step", args=[OLD, draft.number, code])
    return client.post(address, {"krok": which}, follow=True)


@pytest.mark.parametrize("name", [*READ, *EDIT])
def test_every_page_opens_for_a_coordinator(name: str, draft: Version, coordinator: Client) -> None:
    assert coordinator.get(text_pages.office(draft)[name]).status_code == 200


@pytest.mark.parametrize("role", [Role.READER, Role.DIRECTOR])
def test_who_only_reads_sees_texts_and_cannot_touch_them(role: Role, draft: Version) -> None:
    client, pages = client_of(role), text_pages.office(draft)
    point = reading(draft, city_text.OFFICES)
    assert {client.get(pages[name]).status_code for name in READ} == {200}
    assert {client.get(pages[name]).status_code for name in EDIT} == {403}
    assert "Więcej" not in words(client.get(pages["draft"]))
    answer = client.post(pages["unit"], {"text": "x", "seen": point.text})
    assert answer.status_code == 403
    assert step(client, draft, point.code, "usun").status_code == 403
    assert client.post(pages["lineage"], {"krok": "ponow"}).status_code == 403
    assert client.post(reverse("text-discard", args=[OLD, draft.number])).status_code == 403
    assert reading(draft, city_text.OFFICES) == point


def test_who_holds_no_role_reads_nothing(draft: Version) -> None:
    pages, client = text_pages.office(draft), client_of(Role.SOCIAL_WORKER)
    assert {client.get(pages[name]).status_code for name in READ} == {403}


def test_a_unit_gets_a_new_wording_in_its_place(draft: Version, coordinator: Client) -> None:
    address = text_pages.office(draft)["unit"]
    data = {"text": "praca z urzędem;", "seen": city_text.OFFICES}
    response = coordinator.post(address, data)
    line = reading(draft, "praca z urzędem;")
    assert response.headers["Location"].endswith(f"/{draft.number}/#j-{line.code}")
    assert line.path == "2.1 / Realizacja zadania / 2)"


def test_a_conflict_shows_both_wordings_and_the_second_save_decides(
    draft: Version, coordinator: Client
) -> None:
    address = text_pages.office(draft)["unit"]
    point = reading(draft, city_text.OFFICES)
    edit_passage(version=draft, unit=point.uuid, text="z urzędem;", seen=None, by="jan", at=NOW)
    typed = {"text": "z urzędami pracy;", "seen": city_text.OFFICES}
    response = coordinator.post(address, typed)
    said = words(response)
    assert response.status_code == 422
    assert "Obecne brzmienie z urzędem; Twoje brzmienie z urzędami pracy;" in said
    assert "usunięto: urzędem" in said
    assert coordinator.post(address, typed | {"seen": "z urzędem;"}).status_code == 302
    assert reading(draft, "z urzędami pracy;").uuid == point.uuid


def test_a_cell_of_a_table_is_corrected(draft: Version, coordinator: Client) -> None:
    address = text_pages.office(draft)["table"]
    form = coordinator.get(address).context["form"]
    data = {field.html_name: field.value() for field in form} | {"cell-0-1": "16 700"}
    assert coordinator.post(address, data).status_code == 302
    table = reading(draft, "Osoby korzystające z pomocy").table
    assert table == text_pages.TABLE | {"rows": [["2015", "16 700"]]}
    event = Event.objects.filter(action="text.edited").latest("pk")
    assert event.data["old_table"] == text_pages.TABLE
    assert "wiersz 1, kolumna 2" in words(coordinator.get(text_pages.office(draft)["changes"]))


def test_a_removed_point_comes_back_with_its_letters_in_its_place(
    draft: Version, coordinator: Client
) -> None:
    before = lines(draft)
    first = reading(draft, city_text.SOCIAL_WORK)
    said = words(step(coordinator, draft, first.code, "usun"))
    assert "Usunięto: 2.1 / Realizacja zadania / 1)." in said
    assert len(lines(draft)) == len(before) - 5
    step(coordinator, draft, first.code, "przywroc")
    assert lines(draft) == before


def test_nothing_comes_back_twice(draft: Version, coordinator: Client) -> None:
    point = reading(draft, city_text.OFFICES)
    assert step(coordinator, draft, point.code, "przywroc").status_code == 404


def test_the_former_wording_comes_back_from_the_version_before(
    draft: Version, coordinator: Client
) -> None:
    point = reading(draft, city_text.NEW_POINTS[2])
    step(coordinator, draft, point.code, "poprzednie")
    assert reading(draft, city_text.OLD_POINTS[3]).uuid == point.uuid


def test_a_new_point_stands_behind_the_one_it_was_added_to(
    draft: Version, coordinator: Client
) -> None:
    address = text_pages.office(draft)["add"]
    coordinator.post(address, {"place": "after:point", "text": "staże;"})
    assert reading(draft, "staże;").path == "2.1 / Realizacja zadania / 3)"
    coordinator.post(address, {"place": "under:letter", "text": "w gminie;"})
    assert reading(draft, "w gminie;").path == "2.1 / Realizacja zadania / 2) / a)"


def test_a_new_section_comes_with_its_five_fields(draft: Version, coordinator: Client) -> None:
    section = reading(draft, city_text.HEADING)
    address = reverse("text-unit-add", args=[OLD, draft.number, section.code])
    coordinator.post(address, {"place": "after:section", "text": "Pomoc osobom bezdomnym"})
    fields = [line.text for line in lines(draft) if line.path.startswith("2.2 / ")]
    assert fields == [
        "Adresaci", "Cel zadania", "Realizacja zadania", "Wskaźniki", "Realizatorzy",
    ]  # fmt: skip


def test_an_indicator_is_added_only_among_indicators(draft: Version, coordinator: Client) -> None:
    of = [OLD, draft.number]
    codes = {line.text: line.code for line in lines(draft) if line.field_type}
    actions = reverse("text-unit-add", args=[*of, codes["Realizacja zadania"]])
    typed = {"place": "under:indicator", "text": "Liczba spotkań."}
    assert coordinator.post(actions, typed).status_code == 422
    indicators = reverse("text-unit-add", args=[*of, codes["Wskaźniki"]])
    assert coordinator.post(indicators, typed).status_code == 302
    assert reading(draft, "Liczba spotkań.").path == "2.1 / Wskaźniki / 1"


def test_the_changes_name_what_was_removed_and_warn_of_its_indicator(
    draft: Version, coordinator: Client
) -> None:
    pages = text_pages.office(draft)
    said = words(coordinator.get(pages["changes"]))
    assert "2.1 / Realizacja zadania / 4) usunięte" in said
    assert f"usunięto: {city_text.USEFUL_WORK}" in said
    said = words(coordinator.get(pages["draft"]))
    assert "Wskaźniki bez zadania, które mierzyły 2.1 / Wskaźniki / 1" in said


def test_a_version_is_frozen_only_when_it_is_confirmed(draft: Version, coordinator: Client) -> None:
    address = text_pages.office(draft)["freeze"]
    digest = coordinator.get(address).context["digest"]
    assert coordinator.post(address, {}).status_code == 422
    coordinator.post(address, {"sure": "on"})
    draft.refresh_from_db()
    assert (draft.stage, draft.content_hash) == (Stage.CONSULTED, digest)
    assert coordinator.get(address).status_code == 404


def test_the_adopted_text_carries_its_resolution(draft: Version, coordinator: Client) -> None:
    data = {
        "number": "XXXII/1/20", "date": "2020-11-23", "body": "Rada Miasta Białystok",
        "in_force_from": "2020-11-22", "journal": "",
    }  # fmt: skip
    address = text_pages.office(draft)["enact"]
    assert coordinator.post(address, data).status_code == 422
    coordinator.post(address, data | {"in_force_from": "2021-01-01"})
    made = Version.objects.get(work__code=NEW, stage=Stage.ENACTED)
    assert made.resolution.number == "XXXII/1/20"


def test_a_draft_is_discarded_and_the_frozen_version_stays(
    draft: Version, coordinator: Client
) -> None:
    coordinator.post(reverse("text-discard", args=[OLD, draft.number]))
    assert [version.number for version in Version.objects.filter(work__code=OLD)] == [1]
    frozen = coordinator.post(reverse("text-discard", args=[OLD, 1]), follow=True)
    assert "Ta wersja jest zamrożona" in words(frozen)
    assert Passage.objects.filter(version__work__code=OLD).exists()


def test_a_new_programme_starts_as_a_draft_nobody_outside_sees(
    draft: Version, coordinator: Client
) -> None:
    address = text_pages.office(draft)["successor"]
    data = {"title": "Program 2025", "code": "pps-2025", "start_year": 2025, "end_year": 2028}
    coordinator.post(address, data)
    work = Work.objects.get(code="pps-2025")
    assert work.predecessor is not None
    assert work.predecessor.code == OLD
    assert Client().get(reverse("home")).status_code == 200
    assert Client().get(reverse("work-text", args=["pps-2025"])).status_code == 404
    assert Client().get(reverse("work", args=["pps-2025"])).status_code == 404


def test_lineage_is_confirmed_kind_by_kind_and_one_by_one(
    draft: Version, coordinator: Client
) -> None:
    address = text_pages.office(draft)["lineage"]
    said = words(coordinator.get(address))
    assert said.index("Wskaźniki bez zadania") < said.index("czeka na potwierdzenie")
    coordinator.post(address, {"krok": "wszystkie", "rodzaj": "kept"})
    assert not Lineage.objects.filter(kind="kept", confirmed_at=None).exists()
    link = Lineage.objects.filter(kind="changed").order_by("pk")[0]
    coordinator.post(address, {"krok": "potwierdz", "powiazanie": str(link.uuid)})
    link.refresh_from_db()
    assert link.confirmed_by == "coordinator"
    other = Lineage.objects.filter(kind="changed", confirmed_at=None).order_by("pk")[0]
    coordinator.post(address, {"krok": "odrzuc", "powiazanie": str(other.uuid), "powod": ""})
    assert Lineage.objects.filter(pk=other.pk).exists()
    data = {"krok": "odrzuc", "powiazanie": str(other.uuid), "powod": "inne zadanie"}
    coordinator.post(address, data)
    assert not Lineage.objects.filter(pk=other.pk).exists()
    assert coordinator.post(address, {"krok": "inny"}).status_code == 404


def test_the_wrong_kind_of_a_link_is_refused_in_words(draft: Version, coordinator: Client) -> None:
    address = text_pages.office(draft)["link"]
    form = coordinator.get(address).context["form"]
    data = {field.html_name: field.value() for field in form}
    response = coordinator.post(address, data | {"kind": "dropped", "reason": "próba"})
    assert response.status_code == 422
    assert "Powiązanie „usunięte” nie pasuje" in words(response)
