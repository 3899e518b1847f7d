"""A programme at the desk: read, looked at, corrected, stored as a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from miernik.accounts.models import Role
from miernik.intake.models import DocumentKind, Import, ImportState
from miernik.strategy.models import Stage, UnitKind, Version, VersionState, Work
from tests.web import city

pytestmark = pytest.mark.django_db

HEAD = """UCHWAŁA NR X/12/21
RADY GMINY ŁĄKOWO

z dnia 30 listopada 2021 r.

§ 1. Przyjmuje się „Program Wspierania Rodziny na lata 2022-2024”.

§ 2. Uchwała wchodzi w życie z dniem 1 stycznia 2022 r.

Załącznik do uchwały Nr X/12/21

"""
BODY = """PROGRAM WSPIERANIA RODZINY NA LATA 2022-2024

1. Pomoc rodzinom

Adresaci

Rodziny z dziećmi.

Cel zadania

Trwałość rodzin.

Realizacja zadania

1) praca asystenta;

3) grupy wsparcia.

Wskaźniki

1. Liczba rodzin.

Realizatorzy

Gminny Ośrodek Pomocy Społecznej.
"""
DOUBT = "Wydrukowano oznaczenie „3)”, a z kolejności wynika „2)”."


@pytest.fixture
def coordinator(db: None, settings: Any, tmp_path: Any) -> Client:
    settings.MEDIA_ROOT = tmp_path
    client = Client()
    client.force_login(city.person("anna", Role.COORDINATOR))
    return client


def upload(client: Client, text: str = HEAD + BODY) -> Import:
    file = ContentFile(text.encode(), name="program.txt")
    client.post(reverse("imports"), {"file": file})
    return Import.objects.order_by("-pk")[0]


@pytest.fixture
def started(coordinator: Client) -> Import:
    return upload(coordinator)


@pytest.fixture
def address(started: Import) -> Callable[..., str]:
    return lambda view, *more: reverse(view, args=[started.uuid, *more])


def path_of(started: Import, text: str) -> str:
    from miernik.intake.programme.selectors import programme_of
    from miernik.intake.programme.stored import indexed

    units = indexed(programme_of(started).roots)
    return next(path for path, unit in units if unit.text == text)


def test_the_preview_says_what_the_programme_is_and_shows_doubts_first(
    coordinator: Client, started: Import, address: Callable[..., str]
) -> None:
    page = coordinator.get(address("import")).content.decode()
    assert started.document == DocumentKind.PROGRAMME
    assert DOUBT in page
    assert "program-wspierania-rodziny-2022-2024" in page
    assert "nr X/12/21 z 30 listopada 2021" in page
    assert "obowiązuje od 1 stycznia 2022" in page
    assert page.index('id="watpliwosci"') < page.index('id="calosc"')
    assert "zmień rodzaj" in page
    home = coordinator.get(reverse("office-home"))
    assert "1 wątpliwość" in home.content.decode()


def test_a_doubt_is_looked_at_and_taken_back(
    coordinator: Client, started: Import, address: Callable[..., str]
) -> None:
    (doubt,) = [item for item in started.draft["doubts"] if item["reason"] == DOUBT]
    asked = {"path": doubt["path"], "reason": DOUBT}
    coordinator.post(address("import-step", "dobrze"), asked)
    assert "Nie ma otwartych" in coordinator.get(address("import")).content.decode()
    coordinator.post(address("import-step", "watpliwosc"), asked)
    assert "Nie ma otwartych" not in coordinator.get(address("import")).content.decode()


def test_a_text_and_a_kind_are_corrected_and_undone(
    coordinator: Client, started: Import, address: Callable[..., str]
) -> None:
    place = path_of(started, "grupy wsparcia.")
    new = {"path": f"{place}/text", "new": "grupy wsparcia rodzin.", "reason": ""}
    response = coordinator.post(address("import-field"), new)
    assert response["Location"].endswith(f"#jednostka-{place.replace('/', '-')}")
    form = coordinator.get(address("import-field") + f"?pole={place}/kind").content.decode()
    assert '<option value="paragraph"' in form
    coordinator.post(address("import-field"), {"path": f"{place}/kind", "new": "paragraph"})
    page = coordinator.get(address("import")).content.decode()
    assert "<ins>akapit</ins>" in page
    assert "grupy wsparcia rodzin." in page
    coordinator.post(address("import-step", "cofnij"))
    coordinator.post(address("import-step", "cofnij"))
    assert "grupy wsparcia rodzin." not in coordinator.get(address("import")).content.decode()


def test_an_empty_text_and_an_unknown_kind_are_refused(
    coordinator: Client, started: Import, address: Callable[..., str]
) -> None:
    place = path_of(started, "Liczba rodzin.")
    empty = coordinator.post(address("import-field"), {"path": f"{place}/text", "new": " "})
    assert empty.status_code == 422
    assert "treść nie może być pusta" in empty.content.decode()
    table = coordinator.post(address("import-field"), {"path": f"{place}/kind", "new": "table"})
    assert table.status_code == 422
    asked = coordinator.get(address("import-field") + "?pole=99/text")
    assert asked.status_code == 404


def test_an_adopted_programme_is_stored_enacted_with_its_resolution(
    coordinator: Client, started: Import, address: Callable[..., str]
) -> None:
    assert "uchwalony" in coordinator.get(address("import-confirm")).content.decode()
    coordinator.post(address("import-confirm"))
    started.refresh_from_db()
    work = Work.objects.get(code="program-wspierania-rodziny-2022-2024")
    version = work.versions.get()
    assert started.state == ImportState.CONFIRMED
    assert (work.title, work.start_year, work.end_year) == (
        "Program Wspierania Rodziny na lata 2022-2024", 2022, 2024,
    )  # fmt: skip
    assert version.stage == Stage.ENACTED
    assert version.resolution.number == "X/12/21"
    assert str(version.resolution.in_force_from) == "2022-01-01"
    assert version.definitions.get().name == "Liczba rodzin."
    text = reverse("text-version", args=[work.code, 1])
    assert text in coordinator.get(address("import")).content.decode()
    assert coordinator.get(text).status_code == 200


def test_the_same_file_is_not_stored_twice(
    coordinator: Client, address: Callable[..., str]
) -> None:
    coordinator.post(address("import-confirm"))
    file = ContentFile((HEAD + BODY).encode(), name="program.txt")
    page = coordinator.post(reverse("imports"), {"file": file}).content.decode()
    assert "Ten plik jest już zapisany" in page
    assert "Teksty" in page


def test_a_next_reading_of_the_same_programme_is_its_next_version(
    coordinator: Client, address: Callable[..., str]
) -> None:
    coordinator.post(address("import-confirm"))
    again = upload(coordinator, (HEAD + BODY).replace("grupy wsparcia.", "grupy rodziców."))
    coordinator.post(reverse("import-confirm", args=[again.uuid]))
    first, second = Version.objects.order_by("number")
    assert first.work == second.work
    assert first.definitions.get().indicator == second.definitions.get().indicator
    changed = {unit.unit.pk for unit in second.passages.all()}
    kept = {unit.unit.pk for unit in first.passages.all()} & changed
    assert len(changed) - len(kept) == 1


def test_a_project_without_a_resolution_stays_an_open_draft(coordinator: Client) -> None:
    started = upload(coordinator, BODY)
    page = coordinator.get(reverse("import", args=[started.uuid])).content.decode()
    assert "tekst zostanie wersją roboczą" in page
    coordinator.post(reverse("import-confirm", args=[started.uuid]))
    version = Version.objects.get()
    assert version.state == VersionState.DRAFT
    assert version.passages.filter(unit__kind=UnitKind.SECTION).count() == 0
    assert version.passages.filter(unit__kind=UnitKind.PART).count() == 1
    text = reverse("text-version", args=[version.work.code, 1])
    assert text in coordinator.get(reverse("import", args=[started.uuid])).content.decode()
    coordinator.post(reverse("text-discard", args=[version.work.code, 1]))
    assert not Version.objects.exists()
    assert coordinator.get(reverse("import", args=[started.uuid])).status_code == 200


def test_a_programme_without_years_is_not_stored(coordinator: Client) -> None:
    started = upload(coordinator, BODY.replace(" NA LATA 2022-2024", ""))
    response = coordinator.post(reverse("import-confirm", args=[started.uuid]))
    assert response.status_code == 422
    assert "nie podaje tytułu programu z latami" in response.content.decode()
    assert not Work.objects.exists()


def test_a_rejected_programme_stores_nothing_and_can_be_restored(
    coordinator: Client, started: Import, address: Callable[..., str]
) -> None:
    coordinator.post(address("import-step", "odrzuc"))
    started.refresh_from_db()
    assert started.state == ImportState.REJECTED
    assert not Work.objects.exists()
    coordinator.post(address("import-step", "przywroc"))
    started.refresh_from_db()
    assert started.state == ImportState.DRAFT


def test_a_reader_sees_but_does_not_change(
    coordinator: Client, started: Import, address: Callable[..., str]
) -> None:
    reader = Client()
    reader.force_login(city.person("jan", Role.READER))
    page = reader.get(address("import"))
    assert page.status_code == 200
    assert "zmień rodzaj" not in page.content.decode()
    assert reader.post(address("import-confirm")).status_code == 403
