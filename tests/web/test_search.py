"""Searching: letters, endings, places."""

from __future__ import annotations

import pytest
from django.test import Client

from miernik.strategy.models import Work
from miernik.web.public.search import search
from miernik.web.templatetags.figures import marked


def names(query: str) -> list[str]:
    return [hit.definition.name for hit in search(query).hits]


@pytest.mark.parametrize("query", ["dożywianiem", "dozywianiem", "DOŻYWIANIEM", "zywianiem"])
def test_polish_letters_and_capitals_do_not_matter(work: Work, query: str) -> None:
    assert names(query) == ["Liczba dzieci i młodzieży objętych dożywianiem"]


def test_other_endings_of_the_words_are_tried_when_nothing_has_them_as_written(work: Work) -> None:
    found = search("asystentowi rodzinnemu")
    assert [hit.definition.name for hit in found.hits] == ["Liczba asystentów rodzinnych"]
    assert found.loosened


def test_notes_tasks_and_implementers_are_searched_too(work: Work) -> None:
    assert names("dwukrotnie") == ["Liczba rodzin objętych pomocą z powodu bezradności"]
    assert names("ubostwa") == ["Efekt udzielanej pomocy", "Rodzaj działań"]
    assert "Liczba inicjatyw społecznych" in names("PUP")


def test_every_word_must_be_found(work: Work) -> None:
    assert names("asystentów kosmodrom") == []


def test_a_name_ranks_before_a_task(work: Work) -> None:
    assert names("rodzin")[0] in (
        "Liczba asystentów rodzinnych",
        "Liczba rodzin objętych pomocą z powodu bezradności",
    )


def test_nothing_asked_finds_nothing(work: Work) -> None:
    assert names("  ") == []


def test_a_search_without_javascript_is_a_page_and_with_htmx_a_part(
    work: Work, client: Client
) -> None:
    page = client.get("/szukaj/", {"q": "dozywianie"}).content.decode()
    assert "<html" in page
    assert "<mark>dożywianie</mark>m" in page
    part = client.get("/szukaj/", {"q": "dozywianie"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()


def test_marking_escapes_what_is_not_its_own() -> None:
    assert marked("<b>łódź</b>", "lodz") == "&lt;b&gt;<mark>łódź</mark>&lt;/b&gt;"
    assert marked("a & b", "x") == "a &amp; b"
