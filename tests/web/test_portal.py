"""Pages of the portal: each renders without an undefined variable and says what it must."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse

from miernik.kernel.quantities import Kind, Status
from miernik.kernel.text import NBSP
from miernik.observations.models import Observation
from miernik.observations.services import NoteContent, ValueContent, correct_observation
from miernik.reports import lineage
from miernik.strategy.models import Work
from tests.web import city, pages

ADDRESSES = [
    "home", "work", "goal", "task", "changes", "indicator", "indicator with a break",
    "indicator without a value", "indicator with a list", "implementers", "implementer", "search",
    "search with hits", "search without hits", "sources", "source", "editions", "number",
    "find a number", "method", "accessibility", "login",
]  # fmt: skip


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_every_page_renders_in_both_languages(
    work: Work, client: Client, name: str, language: str
) -> None:
    client.cookies["django_language"] = language
    response = client.get(pages.portal()[name])
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()


def test_the_list_of_pages_is_complete(work: Work) -> None:
    assert list(pages.portal()) == ADDRESSES


def test_an_indicator_shows_both_values_as_printed_with_the_note_and_the_place(
    work: Work, client: Client
) -> None:
    page = client.get(pages.indicator_path("bezradności")).content.decode()
    assert "2659*" in page
    assert "6361" in page
    assert "* w tym 4 rodziny objęte wsparciem dwukrotnie" in page
    assert "wiersze 45–136" in page


def test_a_proposed_break_stops_the_difference_and_is_explained(work: Work, client: Client) -> None:
    page = client.get(pages.indicator_path("bezradności")).content.decode()
    assert "nieporównywalne" in page
    assert "a dokument nie podaje przyczyny" in page
    assert "139" not in page
    assert "3702" not in page.replace(NBSP, "").replace(" ", "")


def test_a_note_prints_although_the_value_is_empty(work: Work, client: Client) -> None:
    page = client.get(pages.indicator_path("Efekt")).content.decode()
    assert "brak danych" in page
    assert "Ankiety nie przeprowadzono" in page


def test_money_shows_what_the_document_prints_and_the_zlotys_it_means(
    work: Work, client: Client
) -> None:
    page = client.get(pages.indicator_path("środków")).content.decode()
    assert "1.129,1 tys. zł*" in page
    assert f"1{NBSP}129{NBSP}100{NBSP}zł" in page


def test_a_zero_is_a_value_and_a_missing_year_is_told_from_it(work: Work, client: Client) -> None:
    page = client.get(pages.indicator_path("inicjatyw")).content.decode()
    assert '<span class="value__figure">0</span>' in page
    assert "nie ma w dokumentach" in page


def test_both_totals_and_the_part_that_went_the_other_way_are_said(
    work: Work, client: Client
) -> None:
    page = client.get(pages.indicator_path("dożywianiem")).content.decode().replace(NBSP, " ")
    assert "1921" in page
    assert "1713" in page


def test_every_value_leads_to_its_origin_and_back(work: Work, client: Client) -> None:
    indicator = pages.indicator_path("asystentów")
    page = client.get(indicator).content.decode()
    identifier = page.split('href="/w/')[1].split("/")[0]
    origin = client.get(f"/w/{identifier}/").content.decode()
    assert indicator in origin
    typed = identifier.lower().replace("m-", "m ")
    assert client.get("/w/", {"id": typed})["Location"] == f"/w/{identifier}/"


def test_an_unknown_identifier_is_explained_where_it_was_typed(work: Work, client: Client) -> None:
    response = client.get("/w/", {"id": "M-000000-2017"})
    assert response.status_code == 404
    assert "sprawdź, czy przepisano go w całości" in response.content.decode()


def test_the_csv_holds_every_value_and_no_formula(work: Work, client: Client) -> None:
    response = client.get(pages.indicator_path("Rodzaj działań") + "dane.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert [row["rok"] for row in rows] == ["2017"]
    assert rows[0]["zapis_w_dokumencie"].startswith("'- imprezy")


def test_the_json_holds_values_notes_and_breaks(work: Work, client: Client) -> None:
    body = json.loads(client.get(pages.indicator_path("bezradności") + "dane.json").content)
    assert [item["wartosc"] for item in body["wartosci"]] == ["2659", "6361"]
    assert body["wartosci"][0]["uwagi"] == ["w tym 4 rodziny objęte wsparciem dwukrotnie"]
    assert body["przerwy_porownywalnosci"][0]["rozstrzygniecie"] == "proposed"


def test_a_suppressed_value_leaves_no_trace_of_its_number(work: Work, client: Client) -> None:
    indicator = pages.indicator_named("bezradności").indicator
    printed = Observation.objects.get(indicator=indicator, year=2017)
    old = reverse("number", args=[lineage.identifier(printed)])
    remark = NoteContent("w tym 4 rodziny objęte wsparciem dwukrotnie")
    hidden = ValueContent(
        kind=Kind.COUNT, status=Status.SUPPRESSED, printed="2659*", notes=[remark]
    )
    correct_observation(
        observation=printed, value=hidden, reason="Tajemnica.", by="anna", at=city.NOW
    )
    path = pages.indicator_path("bezradności")
    for address in [path, path + "dane.csv", path + "dane.json", old, pages.portal()["source"]]:
        page = client.get(address, follow=True).content.decode().replace(NBSP, "")
        assert "2659" not in page, address
        assert "4 rodziny" not in page, address
    assert "tajemnica statystyczna" in client.get(path).content.decode()


def test_changes_can_be_narrowed_to_one_verdict(work: Work, client: Client) -> None:
    page = client.get(f"/strategie/{work.code}/zmiany/?werdykt=not_comparable").content.decode()
    assert "bezradności" in page
    assert "asystentów" not in page


def test_changes_answer_htmx_with_the_list_alone(work: Work, client: Client) -> None:
    response = client.get(f"/strategie/{work.code}/zmiany/", headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert "asystentów" in response.content.decode()


def test_years_that_are_not_there_fall_back_to_the_latest_two(work: Work, client: Client) -> None:
    page = client.get(f"/strategie/{work.code}/zmiany/?od=1999&do=abc").content.decode()
    assert "Co się zmieniło między 2017 a 2019" in page


@pytest.mark.parametrize(
    "path",
    [
        "/strategie/inna/",
        "/strategie/miasto-2011-2020/cele/z/",
        "/strategie/miasto-2011-2020/zadania/a.1/",
        "/strategie/miasto-2011-2020/wskazniki/0000000000/",
        "/strategie/miasto-2011-2020/wskazniki/nonsens/",
        "/realizatorzy/0000000000/",
        "/zrodla/ffffffffff/",
        "/wydania/0000000000/",
        "/w/M-000000-2017/",
    ],
)
def test_what_is_not_there_is_a_polish_404(work: Work, client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "Nie ma takiej strony" in response.content.decode()


def test_an_empty_house_still_opens(db: None, client: Client) -> None:
    assert "Nie ma tu jeszcze żadnej strategii" in client.get("/").content.decode()
    assert client.get("/realizatorzy/").status_code == 200


def test_the_sitemap_names_every_indicator_and_robots_keep_out_of_the_office(
    work: Work, client: Client
) -> None:
    sitemap = client.get("/sitemap.xml").content.decode()
    assert pages.indicator_path("asystentów") in sitemap
    assert "Disallow: /biuro/" in client.get("/robots.txt").content.decode()


def test_no_page_carries_inline_script_or_style(work: Work, client: Client) -> None:
    for path in pages.portal().values():
        response = client.get(path)
        page = response.content.decode()
        assert "style=" not in page, path
        assert "<style" not in page, path
        assert "onclick" not in page, path
        assert "'unsafe-inline'" not in response["Content-Security-Policy"], path


def test_the_language_is_the_readers_choice_and_not_the_browsers(
    work: Work, client: Client
) -> None:
    page = client.get("/", headers={"Accept-Language": "en-US"}).content.decode()
    assert '<html lang="pl">' in page
    path = pages.indicator_path("asystentów")
    response = client.post("/jezyk/setlang/", {"language": "en", "next": path})
    assert response["Location"] == path
    assert '<html lang="en">' in client.get(path).content.decode()


def test_writing_methods_are_refused(work: Work, client: Client) -> None:
    assert client.post("/").status_code == 405
