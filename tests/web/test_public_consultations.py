"""Consultations in the portal: reading, proposing by the server's clock, receipts, results."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.http.response import FileResponse, HttpResponseBase
from django.test import Client
from django.urls import reverse

from miernik.consultations.models import Channel, Consultation, Submission, SubmitterKind
from miernik.consultations.procedure import TrackKind
from miernik.consultations.receipts import receipt_token
from miernik.consultations.services.finishing import reopen_decisions
from miernik.consultations.services.preparing import add_track, cancel, create_consultation
from miernik.consultations.services.submitting import Submitter, register_at_desk
from tests.consultations.city_2020 import BY, City, act, moment
from tests.web import consultation_pages
from tests.web.consultation_pages import (
    CODE,
    FIRST_SECOND,
    LAST_SECOND,
    MIDNIGHT,
    address,
    at,
)
from tests.web.reading import words

pytestmark = pytest.mark.django_db
NAME = "Barbara Zawadzka"
ORGANISATION = {"who": "ngo", "name": "Stowarzyszenie Próba", "statutory": "on"}


@pytest.fixture
def told(golden: Callable[[str], Any]) -> dict[str, Any]:
    found: dict[str, Any] = golden("consultation_2020")
    return found


@pytest.fixture
def city(told: dict[str, Any]) -> City:
    return act(told)


def propose(client: Client, city: City, path: str, **fields: str) -> HttpResponseBase:
    """Put a change of a unit into the opinion."""
    place = address("change", 1, city.lines[path].code)
    return client.post(place, {"text": city.lines[path].text, "reasons": "", **fields})


def send(client: Client, **fields: str) -> HttpResponseBase:
    return client.post(address("opinion"), ORGANISATION | fields)


def residents(city: City) -> None:
    """Open a track for residents beside that of the organisations, as if announced with it."""
    Consultation.objects.filter(code=CODE).update(state="prepared")
    city.consultation.refresh_from_db()
    add_track(
        consultation=city.consultation,
        kind=TrackKind.RESIDENTS,
        starts=city.track.starts,
        ends=city.track.ends,
        ways=["na stronie"],
        by=BY,
        at=moment(1),
    )
    Consultation.objects.filter(code=CODE).update(state="announced")


def test_an_empty_list_says_so(client: Client) -> None:
    page = words(client.get(reverse("consultations")))
    assert "Nie ogłoszono jeszcze żadnych konsultacji." in page


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (FIRST_SECOND - dt.timedelta(seconds=1), "Zapowiedziane"),
        (FIRST_SECOND, "zostało 14 dni"),
        (moment(17), "zostało 5 dni"),
        (moment(18), "zostały 4 dni"),
        (LAST_SECOND, "dziś ostatni dzień"),
        (MIDNIGHT, "opinie są rozpatrywane"),
    ],
)
def test_the_list_tells_where_a_consultation_is(
    client: Client, city: City, now: dt.datetime, said: str
) -> None:
    with at(now):
        assert said in words(client.get(reverse("consultations")))


def test_a_prepared_consultation_is_not_there_and_a_cancelled_one_says_so(
    client: Client, city: City
) -> None:
    hidden = create_consultation(
        code="cicho", title="Tajne konsultacje", responsible="DSP", by=BY, at=moment(1)
    )
    assert client.get(reverse("consultation", args=[hidden.code])).status_code == 404
    cancel(consultation=hidden, reason="pomyłka", by=BY, at=moment(2))
    assert client.get(reverse("consultation", args=[hidden.code])).status_code == 404
    assert "Tajne" not in words(client.get(reverse("consultations")))
    cancel(consultation=city.consultation, reason="pomyłka", by=BY, at=moment(12))
    with at(moment(13)):
        assert "Te konsultacje odwołano." in words(client.get(address("")))
        propose(client, city, "2.1", text="Inny tytuł")
        refused = send(client)
        assert refused.status_code == 403
        assert "Te konsultacje odwołano." in words(refused)
        assert "skończyły się" not in words(refused)
        assert "Inny tytuł" in words(refused)


def test_one_consultation_says_whom_until_when_and_how(client: Client, city: City) -> None:
    with at(moment(12)):
        said = words(client.get(address("")))
    assert "od 8 października 2020 r. do 21 października 2020 r." in said
    assert "Administratorem danych" in said
    assert "uchwały Nr LX/800/10" in said
    assert city.track.ways[0] in said


def test_every_unit_has_its_anchor_and_buttons_only_while_open(client: Client, city: City) -> None:
    place = address("draft", 1)
    with at(LAST_SECOND):
        page = client.get(place).content.decode()
    assert all(f'id="j-{line.code}"' in page for line in city.lines.values())
    assert "Zaproponuj zmianę" in page
    assert "Dodaj punkt po 5)" in page
    with at(MIDNIGHT):
        assert "Zaproponuj zmianę" not in client.get(place).content.decode()
    assert client.get(address("draft", 2)).status_code == 404


def test_reading_writes_no_session(client: Client, city: City) -> None:
    for place in (address("draft", 1), address("opinion"), address("change", 1, "0" * 8)):
        client.get(place)
    assert "sessionid" not in client.cookies


def test_an_opinion_is_taken_in_the_last_second_and_confirmed(client: Client, city: City) -> None:
    point = city.lines["2.1 / Realizacja zadania / 5)"]
    with at(LAST_SECOND):
        propose(client, city, "2.1 / Adresaci", text="Wszyscy mieszkańcy", reasons="Bo tak lepiej")
        client.post(address("add", 1, point.code), {"text": "mieszkania treningowe;"})
        assert "Twoja opinia: 2 zmiany" in words(client.get(address("draft", 1)))
        response = send(client, common="Wspólny powód", krs="1234")
        assert response.status_code == 302
        receipt = client.get(response["Location"])
    made = Submission.objects.latest("pk")
    assert made.in_time
    assert made.krs == "0000001234"
    assert [(c.operation, c.new_text, c.reasons) for c in made.changes.all()] == [
        ("replace", "Wszyscy mieszkańcy", "Bo tak lepiej"),
        ("insert_after", "mieszkania treningowe;", "Wspólny powód"),
    ]
    said = words(receipt)
    assert "21.10.2020, 23:59" in said
    assert "Numer opinii 2 " in said
    assert receipt["X-Robots-Tag"].startswith("noindex")
    with at(LAST_SECOND):
        assert "Nie ma jeszcze żadnej zmiany" in words(client.get(address("opinion")))


def test_a_second_after_midnight_nothing_is_taken_and_nothing_is_lost(
    client: Client, city: City
) -> None:
    with at(LAST_SECOND):
        propose(client, city, "2.1 / Adresaci", text="Wszyscy mieszkańcy")
    with at(MIDNIGHT):
        response = send(client, general="Moja uwaga ogólna")
    assert response.status_code == 403
    said = words(response)
    assert "Konsultacje skończyły się 21 października 2020 r." in said
    assert "Wszyscy mieszkańcy" in said
    assert "Moja uwaga ogólna" in said
    assert city.track.ways[0] in said
    assert Submission.objects.count() == 1


def test_a_proposal_equal_to_the_present_wording_is_refused_at_once(
    client: Client, city: City
) -> None:
    line = city.lines["2.1 / Adresaci"]
    with at(moment(12)):
        response = propose(client, city, line.path, text=f"  {line.text}\n", reasons="Mój powód")
        assert response.status_code == 422
        assert "taka sama jak dotychczasowy zapis" in words(response)
        assert "Mój powód" in words(response)
        assert propose(client, city, line.path, text=f"{line.text}!").status_code == 302


def test_a_change_is_mended_removed_and_struck_out(client: Client, city: City) -> None:
    with at(moment(12)):
        propose(client, city, "2.1", text="Pierwszy tytuł")
        propose(client, city, "2.1", text="Drugi tytuł")
        said = words(client.get(address("opinion")))
        assert "Twoja opinia: 1 zmiana" in said
        assert (
            "Drugi tytuł"
            in client.get(address("change", 1, city.lines["2.1"].code)).content.decode()
        )
        page = client.get(address("opinion")).content.decode()
        (key,) = re.findall(r"/opinia/(\w+)/usun/", page)
        client.post(address("remove", key))
        assert "Nie ma jeszcze żadnej zmiany" in words(client.get(address("opinion")))
        propose(client, city, "2.1 / Cel zadania", strike="on")
        assert send(client).status_code == 302
    (change,) = Submission.objects.latest("pk").changes.all()
    assert (change.operation, change.new_text) == ("delete", "")


def test_nothing_typed_is_lost_when_something_is_missing(client: Client, city: City) -> None:
    with at(moment(12)):
        response = client.post(
            address("opinion"),
            {"who": "ngo", "name": "Fundacja", "general": "Uwaga", "krs": "12345678901"},
        )
    assert response.status_code == 422
    said = response.content.decode()
    assert 'value="Fundacja"' in said
    assert "Uwaga" in said
    assert "Numer KRS ma 10 cyfr" in words(response)
    assert "Zaznacz oświadczenie" in words(response)


def test_an_empty_opinion_and_a_program_that_fills_everything_are_refused(
    client: Client, city: City
) -> None:
    with at(moment(12)):
        assert "Opinia jest pusta" in words(send(client))
        assert "miało zostać puste" in words(send(client, general="x", page_address="x"))
    assert Submission.objects.count() == 1


def test_an_opinion_holds_a_hundred_changes_and_no_more(client: Client, city: City) -> None:
    place = address("add", 1, city.lines["2.1 / Realizacja zadania / 5)"].code)
    with at(moment(12)):
        for number in range(100):
            assert client.post(place, {"text": f"punkt {number};"}).status_code == 302
        response = client.post(place, {"text": "punkt za dużo;"})
    assert response.status_code == 422
    assert "najwyżej 100 zmian" in words(response)
    assert "punkt za dużo;" in words(response)


def test_a_person_is_named_only_with_consent(client: Client, city: City) -> None:
    residents(city)
    person = {"who": "residents", "full_name": NAME, "general": "Uwaga"}
    with at(moment(12)):
        hidden = client.get(client.post(address("opinion"), person)["Location"])
        shown = client.get(client.post(address("opinion"), person | {"publish": "on"})["Location"])
    assert NAME not in words(hidden)
    assert "Osoba fizyczna" in words(hidden)
    assert NAME in words(shown)
    assert {one.track.kind for one in Submission.objects.filter(kind="person")} == {"residents"}


def test_a_forged_receipt_opens_nothing(client: Client, city: City) -> None:
    token = receipt_token(city.submission)
    assert client.get(reverse("consultation-receipt", args=[token])).status_code == 200
    last = "A" if token[-6] != "A" else "B"
    forged = token[:-6] + last + token[-5:]
    response = client.get(reverse("consultation-receipt", args=[forged]))
    assert response.status_code == 404
    assert "niczego nie otwiera" in words(response)


def test_the_forms_hold_the_present_wording(client: Client, city: City) -> None:
    response = client.get(address("form-docx", 1))
    with zipfile.ZipFile(io.BytesIO(response.content)) as file:
        document = file.read("word/document.xml").decode()
    assert city.lines["2.1 / Adresaci"].text in html.unescape(document)
    assert f"{CODE}/1" in document
    assert client.get(address("form-pdf", 1)).content.startswith(b"%PDF")
    assert client.get(address("form-docx", 2)).status_code == 404


def test_the_calendar_is_a_calendar(client: Client, city: City) -> None:
    response = client.get(address("calendar"))
    assert response["Content-Type"].startswith("text/calendar")
    assert b"DTSTART;VALUE=DATE:20201021\r\n" in response.content


def test_results_wait_for_the_report(client: Client, city: City, told: dict[str, Any]) -> None:
    token = reverse("consultation-receipt", args=[receipt_token(city.submission)])
    for name in ("results", "effects"):
        assert client.get(address(name)).status_code == 404
    assert "Opinia czeka na rozpatrzenie." in words(client.get(token))
    made = consultation_pages.report(city, told)
    said = words(client.get(address("results")))
    proposal = told["annex"]["proposals"][0]
    assert proposal["submitter"] in said
    assert " ".join(proposal["outcome_text"].split()) in said
    assert "Wpłynęło 1 opinia" in said
    assert "4 zmiany" in said
    digest = made.files[0]["sha256"]
    file: HttpResponseBase = client.get(address("report-file", digest))
    assert isinstance(file, FileResponse)
    assert file.getvalue() == b"Raport"
    assert client.get(address("report-file", "0" * 64)).status_code == 404
    confirmed = words(client.get(token))
    assert "Uwzględniono częściowo" in confirmed
    five = city.lines["2.1 / Realizacja zadania / 5)"]
    assert f"{five.path}: {five.text}" in confirmed


def test_late_opinions_are_marked_in_results(
    client: Client, city: City, told: dict[str, Any]
) -> None:
    register_at_desk(
        track=city.track,
        submitter=Submitter(SubmitterKind.ORGANISATION, name="Spóźniona Fundacja"),
        asked=[],
        general="Za późno",
        channel=Channel.EMAIL,
        received_at=MIDNIGHT,
        by=BY,
        at=moment(22),
    )
    consultation_pages.report(city, told)
    assert "2 opinie, w tym po terminie: 1 opinia" in words(client.get(address("results")))


def test_traces_lead_to_the_text_and_hide_when_decisions_are_open_again(
    client: Client, city: City, told: dict[str, Any]
) -> None:
    consultation_pages.report(city, told)
    page = client.get(address("effects")).content.decode()
    links = re.findall(r'href="([^"#]+)#j-(\w+)"', page)
    assert (city.lines["2.1"].path, len(links)) == ("2.1", 4)
    for place, code in links:
        assert f'id="j-{code}"' in client.get(place).content.decode()
    city.consultation.refresh_from_db()
    reopen_decisions(consultation=city.consultation, reason="pomyłka", by=BY, at=moment(12, 11))
    assert client.get(address("effects")).status_code == 404
    assert "otwarto ponownie" in words(client.get(address("results")))
