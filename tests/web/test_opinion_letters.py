"""Asking for letters about an opinion: on the page, at the desk, and where their fate is shown."""

from __future__ import annotations

import datetime as dt
import re
import smtplib
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from miernik.accounts.models import Role
from miernik.collection.jobs import job_named, run_job
from miernik.consultations.models import Submission, SubmitterLetter, SubmitterPerson
from miernik.consultations.receipts import receipt_token
from miernik.web.jobs import JOBS
from miernik.web.public.consultations.opinion import LETTERS
from tests.consultations.city_2020 import City, act, moment
from tests.web.consultation_pages import CODE, LAST_SECOND, address, at, report
from tests.web.reading import words
from tests.web.test_office_consultations import client_of
from tests.web.test_office_opinions import entering, last, typed

pytestmark = pytest.mark.django_db
EMAIL = "biuro@proba.example"
WHO = {"who": "ngo", "name": "Stowarzyszenie Próba", "statutory": "on", "general": "Popieramy."}


@pytest.fixture
def told(golden: Callable[[str], Any]) -> dict[str, Any]:
    found: dict[str, Any] = golden("consultation_2020")
    return found


@pytest.fixture
def city(told: dict[str, Any]) -> City:
    return act(told)


@pytest.fixture(autouse=True)
def archive(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.SITE_URL = "https://dane.example.org"


def run(when: dt.datetime = LAST_SECOND) -> str:
    row = run_job(job_named("opinions", JOBS), clock=lambda: when)
    assert row.error == ""
    return row.result


def send(client: Client, **fields: str) -> Any:
    with at(LAST_SECOND):
        return client.post(address("opinion"), WHO | fields)


def receipt_of(made: Submission) -> str:
    return reverse("consultation-receipt", args=[receipt_token(made)])


def shown(desk: Client, made: Submission) -> str:
    return words(desk.get(reverse("office-opinion", args=[CODE, made.number])))


def test_the_form_does_not_ask_for_letters_by_itself_and_says_what_the_address_is_for(
    client: Client, city: City
) -> None:
    with at(LAST_SECOND):
        page = client.get(address("opinion"))
    (box,) = re.findall(r'<input[^>]*name="letters"[^>]*>', page.content.decode())
    assert "checked" not in box
    assert "Kto o to poprosi, dostanie na niego także potwierdzenie" in words(page)
    send(client, email=EMAIL)
    assert run() == ""
    assert mail.outbox == []
    assert not SubmitterPerson.objects.filter(wants_letters=True).exists()


def test_a_mailbox_is_not_filled_by_strangers(client: Client, city: City) -> None:
    for _ in range(LETTERS.allowed):
        assert send(client, letters="on", email=EMAIL).status_code == 302
    refused = send(client, letters="on", email=EMAIL.upper())
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["letters"]
    assert "spróbuj za godzinę" in words(refused)
    # the opinion itself is never refused for that, nor another mailbox
    assert send(client, email=EMAIL).status_code == 302
    assert send(client, letters="on", email="inny@proba.example").status_code == 302
    assert SubmitterLetter.objects.count() == LETTERS.allowed + 1


def test_asking_without_an_address_is_mended_beside_the_address(client: Client, city: City) -> None:
    response = send(client, letters="on")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["email"]
    assert "Wpisz adres e-mail, na który wysłać wiadomości" in words(response)
    broken = send(client, letters="on", email="biuro@")
    assert broken.context["form"].errors["email"] == [
        "Wpisz adres w postaci nazwa@domena.pl albo zostaw to puste."
    ]
    assert Submission.objects.count() == 1


def test_the_receipt_page_says_that_a_copy_leaves_and_left_without_the_address(
    client: Client, city: City
) -> None:
    response = send(client, letters="on", email=EMAIL)
    said = words(client.get(response["Location"]))
    assert "Potwierdzenie wyślemy też na podany adres e-mail." in said
    assert "Treść opinii Uwagi ogólne" in said  # general remarks alone: no "0 zmian"
    assert "Gdy wyniki będą gotowe, napiszemy na podany adres e-mail." in said
    assert (run(), run()) == ("wysłano 1 wiadomość", "")
    said = words(client.get(response["Location"]))
    assert "Potwierdzenie wysłaliśmy na podany adres e-mail 21.10.2020, 23:59." in said
    assert "proba.example" not in said
    assert [letter.to for letter in mail.outbox] == [[EMAIL]]


def test_a_receipt_of_who_did_not_ask_promises_nothing(client: Client, city: City) -> None:
    response = send(client, email=EMAIL)
    assert "podany adres" not in words(client.get(response["Location"]))


def test_the_links_in_both_letters_open_what_became_of_the_opinion(
    client: Client, city: City, told: dict[str, Any]
) -> None:
    SubmitterPerson.objects.filter(submission=city.submission).update(
        email=EMAIL, wants_letters=True
    )
    report(city, told)
    assert run(moment(10, 11)) == "wysłano 1 wiadomość"
    links = re.findall(r"https://dane\.example\.org(/\S+)", str(mail.outbox[0].body))
    assert links == [receipt_of(city.submission), address("results")]
    with at(moment(11, 11)):
        pages = [client.get(link) for link in links]
    assert [page.status_code for page in pages] == [200, 200]
    verdict = city.submission.changes.get(position=1).decisions.get().get_verdict_display()
    assert verdict.capitalize() in words(pages[0])


def test_the_desk_ticks_it_for_who_asked_on_paper_and_sees_it_leave(city: City) -> None:
    desk, director = client_of(Role.COORDINATOR), client_of(Role.DIRECTOR)
    refused = desk.post(entering(city), typed("zapisz", general="Popieramy.", letters="on"))
    assert refused.status_code == 422
    assert "Wpisz adres e-mail, na który wysłać wiadomości" in words(refused)
    with at(moment(21)):
        desk.post(entering(city), typed("zapisz", general="Popieramy.", letters="on", email=EMAIL))
    made = last()
    assert "potwierdzenie: czeka" in shown(desk, made)
    run(moment(22))
    said = shown(director, made)
    assert "potwierdzenie: wysłano 22.10.2020, 12:00" in said
    assert EMAIL not in said
    assert "nie prosił o nie" in shown(director, city.submission)


def test_the_desk_reads_why_a_letter_failed_and_that_another_was_withdrawn(
    client: Client, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object, letters: list[Any]) -> None:
        raise smtplib.SMTPRecipientsRefused({EMAIL: (550, b"no such mailbox")})

    send(client, letters="on", email=EMAIL)
    failed = last()
    send(client, letters="on", email=EMAIL)
    withdrawn = last()
    SubmitterPerson.objects.filter(submission=withdrawn).delete()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        run()
    desk = client_of(Role.COORDINATOR)
    said = shown(desk, failed)
    assert "nie udało się wysłać. Serwer nie przyjął adresata (550 no such mailbox)." in said
    said = shown(desk, withdrawn)
    assert "potwierdzenie: wycofano. Adresu składającego już nie ma" in said
    said = words(client.get(receipt_of(failed)))
    assert "Potwierdzenia nie udało się wysłać na podany adres e-mail." in said
    assert sorted(SubmitterLetter.objects.values_list("state", flat=True)) == [
        "failed",
        "passed_over",
    ]
