"""The text of a programme in the portal: frozen versions for everybody, drafts for nobody."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from miernik.strategy.models import Indicator, Lineage, LineageKind, Stage, Version
from miernik.strategy.text.editing import remove_passage
from miernik.strategy.text.lineage import confirm_kind
from miernik.strategy.text.services import freeze_text
from miernik.web.public.door import short
from tests.strategy import city_text
from tests.strategy.city_text import NOW
from tests.web import text_pages
from tests.web.reading import words
from tests.web.text_pages import NEW, OLD, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db: None) -> Version:
    old, new = text_pages.furnish()
    text_pages.announce_text(new)
    return text_pages.draft_of(old.work)


def test_the_text_in_force_stands_with_its_resolution_and_anchors(
    client: Client, draft: Version
) -> None:
    response = client.get(reverse("work-text", args=[OLD]))
    said = words(response)
    assert "nr XXIX/476/16 z 19 grudnia 2016" in said
    assert "Obowiązuje od 1 stycznia 2017" in said
    assert city_text.USEFUL_WORK in said
    point = reading(draft.work.versions.get(number=1), city_text.USEFUL_WORK)
    assert f'id="j-{point.code}"' in response.content.decode()


def test_an_indicator_leads_to_its_figures(client: Client, draft: Version) -> None:
    page = client.get(reverse("work-text", args=[OLD])).content.decode()
    line = reading(draft.work.versions.get(number=1), city_text.INDICATORS[0])
    assert line.indicator_id is not None
    indicator = draft.work.indicators.get(pk=line.indicator_id)
    address = reverse("indicator", args=[OLD, short(indicator.uuid)])
    assert address in page
    assert client.get(address).status_code == 200


def test_an_indicator_the_text_in_force_no_longer_holds_leads_nowhere(
    client: Client, draft: Version
) -> None:
    line = reading(draft, city_text.INDICATORS[0])
    indicator = Indicator.objects.get(pk=line.indicator_id or 0)
    remove_passage(version=draft, unit=line.uuid, by="anna", at=NOW)
    freeze_text(version=draft, stage=Stage.ENACTED, by="anna", at=NOW)
    page = client.get(reverse("work-text-version", args=[OLD, 1])).content.decode()
    assert line.text in page
    assert reverse("indicator", args=[OLD, short(indicator.uuid)]) not in page


def test_a_draft_is_not_public_until_it_is_frozen_and_announced(
    client: Client, draft: Version
) -> None:
    pages = [
        reverse("work-text-version", args=[OLD, draft.number]),
        reverse("work-text-changes", args=[OLD, draft.number]),
    ]
    assert {client.get(page).status_code for page in pages} == {404}
    listed = words(client.get(reverse("work-text", args=[OLD])))
    assert "Wersja 2" not in listed
    freeze_text(version=draft, stage=Stage.CONSULTED, by="anna", at=NOW)
    assert {client.get(page).status_code for page in pages} == {404}
    assert "Wersja 2" not in words(client.get(reverse("work-text", args=[OLD])))
    text_pages.announce_text(draft)
    assert {client.get(page).status_code for page in pages} == {200}
    said = words(client.get(pages[1]))
    assert f"usunięto: {city_text.USEFUL_WORK}" in said
    assert "Przywróć" not in said


def test_a_project_does_not_take_the_place_of_the_text_in_force(
    client: Client, draft: Version
) -> None:
    freeze_text(version=draft, stage=Stage.CONSULTED, by="anna", at=NOW)
    assert city_text.USEFUL_WORK in words(client.get(reverse("work-text", args=[OLD])))


def test_a_project_without_any_figures_has_a_text_page(client: Client, draft: Version) -> None:
    said = words(client.get(reverse("work-text", args=[NEW])))
    assert "projekt do konsultacji" in said
    assert client.get(reverse("work-text", args=["nie-ma"])).status_code == 404


def test_the_map_of_changes_is_public_when_all_of_it_is_confirmed(
    client: Client, draft: Version
) -> None:
    address = reverse("work-lineage", args=[NEW])
    old, new = Version.objects.get(work__code=OLD, number=1), Version.objects.get(work__code=NEW)
    kinds = [kind for kind in LineageKind if kind is not LineageKind.DROPPED]
    for kind in kinds:
        confirm_kind(earlier=old, later=new, kind=kind, by="anna", at=NOW)
    assert client.get(address).status_code == 404
    confirm_kind(earlier=old, later=new, kind=LineageKind.DROPPED, by="anna", at=NOW)
    assert not Lineage.objects.filter(confirmed_at=None).exists()
    said = words(client.get(address))
    assert "2.1 / Realizacja zadania / 5) → 2.1 / Realizacja zadania / 4) zmienione" in said
    assert "2.1 / Realizacja zadania / 4) usunięte" in said
    assert "anna" not in said
    assert "Mapa zmian" in words(client.get(reverse("work-text", args=[NEW])))
