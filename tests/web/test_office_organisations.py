"""The base of organisations at the desk, and leaving messages by the address in them."""

from __future__ import annotations

import base64
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from miernik.accounts.models import Mailing, Organisation, Role
from miernik.accounts.organisations.mailing.services import prepare_mailing
from miernik.accounts.organisations.mailing.unsubscribing import token_for
from miernik.accounts.organisations.selectors import addressees
from miernik.accounts.organisations.services import save_list, subscribe
from miernik.audit.models import Event
from miernik.collection.jobs import job_named, run_job
from miernik.web.cli import main
from miernik.web.jobs import JOBS
from tests.accounts.base import AT, BASE_SIZE, BY, base_rows, consenting, organisation, xlsx_file
from tests.web import city as people
from tests.web.reading import words

pytestmark = pytest.mark.django_db


def client_of(*roles: Role) -> Client:
    client = Client()
    client.force_login(people.person("-".join(roles) or "nikt", *roles))
    return client


@pytest.fixture
def client() -> Client:
    return client_of(Role.COORDINATOR)


def read(client: Client, name: str, *args: object, query: str = "") -> str:
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return words(response)


def sent(client: Client, page: str, /, *args: object, status: int = 200, **data: Any) -> str:
    response = client.post(reverse(page, args=args), data, follow=True)
    assert response.status_code == status
    return words(response)


def pages() -> dict[str, str]:
    """Every page of the base, with something on it."""
    card = consenting()
    newsletter = save_list(name="Konsultacje", description="", by=BY, at=AT)
    subscribe(organisation=card, to=newsletter, by=BY, at=AT)
    mailing = prepare_mailing(subject="Temat", body="Treść", to=None, by=BY, at=AT)
    with_argument = {
        "organisation": card.uuid, "organisation-edit": card.uuid,
        "newsletter-list": newsletter.uuid, "mailing": mailing.uuid,
    }  # fmt: skip
    plain = ["organisations", "organisation-new", "organisations-import", "newsletter-lists",
             "mailings", "mailing-new"]  # fmt: skip
    return {name: reverse(name) for name in plain} | {
        name: reverse(name, args=[identity]) for name, identity in with_argument.items()
    }


def test_every_page_opens_empty_and_full_for_the_coordinator(client: Client) -> None:
    assert "W bazie nie ma jeszcze żadnej organizacji" in read(client, "organisations")
    assert "Nie ma jeszcze żadnej listy" in read(client, "newsletter-lists")
    assert "Nie było jeszcze żadnej wiadomości" in read(client, "mailings")
    statuses = {name: client.get(path).status_code for name, path in pages().items()}
    assert set(statuses.values()) == {200}


def test_a_reader_sees_the_base_without_contacts_and_nothing_else() -> None:
    found, reader = pages(), client_of(Role.READER)
    statuses = {name: reader.get(path).status_code for name, path in found.items()}
    assert {name for name, status in statuses.items() if status == 200} == {
        "organisations", "organisation"
    }  # fmt: skip
    for name in ("organisations", "organisation"):
        assert "droga@example.org" not in reader.get(found[name]).content.decode()
    assert not Event.objects.filter(action="organisation.contacts_read").exists()
    step = reverse("organisation-step", args=[Organisation.objects.get().uuid, "archiwum"])
    assert reader.post(step).status_code == 403


def test_a_person_of_the_register_is_refused_and_a_stranger_logs_in() -> None:
    found = pages()
    worker = client_of(Role.SOCIAL_WORKER)
    assert {worker.get(path).status_code for path in found.values()} == {403}
    assert {Client().get(path).status_code for path in found.values()} == {302}


def test_whoever_sees_contacts_leaves_a_trace(client: Client) -> None:
    card = consenting()
    assert "droga@example.org" in read(client, "organisations")
    read(client, "organisation", card.uuid)
    events = Event.objects.filter(action="organisation.contacts_read").order_by("id")
    assert [event.data["why"] for event in events] == ["lista organizacji", "karta organizacji"]


def test_a_card_is_added_changed_archived_and_brought_back(client: Client) -> None:
    told = sent(client, "organisation-new", name="Łąka", legal_form="foundation",
                fields_of_activity=["1", "18"], active_in_city="on")  # fmt: skip
    assert "Kartę zapisano." in told
    assert "pomoc społeczna, ekologia i ochrona zwierząt" in told
    card = Organisation.objects.get()
    assert "W archiwum od" in sent(client, "organisation-step", card.uuid, "archiwum")
    assert "Nie ma takich organizacji" in read(client, "organisations")
    assert "Łąka" in read(client, "organisations", query="?archived=on")
    assert "znów w bazie" in sent(client, "organisation-step", card.uuid, "przywroc")
    told = sent(client, "organisation-edit", card.uuid, status=422, name="Łąka",
                legal_form="foundation", nip="5260001247")  # fmt: skip
    assert "ma błędną cyfrę kontrolną" in told
    assert client.get(reverse("organisation", args=[uuid.uuid4()])).status_code == 404
    sent(client, "organisation-step", card.uuid, "cokolwiek", status=404)


def test_consent_is_written_down_and_withdrawn(client: Client) -> None:
    card = organisation(email="droga@example.org")
    day = timezone.localdate().isoformat()
    assert "Podaj dzień" in sent(client, "organisation-step", card.uuid, "zgoda", given_on=day)
    told = sent(client, "organisation-step", card.uuid, "zgoda", given_on=day, source="wniosek")
    assert "Zapisano zgodę" in told
    assert addressees().exists()
    assert "wycofanie zgody" in sent(client, "organisation-step", card.uuid, "wycofanie")
    assert not addressees().exists()


def test_the_base_is_looked_at_then_taken_and_given_back(client: Client) -> None:
    content = xlsx_file(base_rows())
    file = SimpleUploadedFile("baza.xlsx", content)
    told = sent(client, "organisations-import", file=file)
    assert "nowa 448 organizacji" in told
    assert not Organisation.objects.exists()
    told = sent(client, "organisations-import", krok="wczytaj", file_name="baza.xlsx",
                content=base64.b64encode(content).decode())  # fmt: skip
    assert "Wczytano bazę (nowa: 448" in told
    assert "448 organizacji" in told
    for kind in ("xlsx", "csv"):
        assert client.get(reverse("organisations-export", args=[kind])).status_code == 200
    assert client.get(reverse("organisations-export", args=["pdf"])).status_code == 404
    broken = SimpleUploadedFile("baza.csv", b"Nazwa;NIP\nA;1\n")
    assert "Wiersz Kolumna Co jest nie tak 2 NIP" in sent(
        client, "organisations-import", file=broken
    )
    assert Organisation.objects.count() == BASE_SIZE


def test_an_organisation_is_put_on_a_list_by_its_name_and_taken_off(client: Client) -> None:
    consenting()
    told = sent(client, "newsletter-lists", name="Konsultacje", description="")
    assert "Listę utworzono." in told
    newsletter = save_list(name="Druga", description="", by=BY, at=AT)
    told = sent(client, "newsletter-list", newsletter.uuid, status=422, who="Fundacja")
    assert "W bazie nie ma organizacji „Fundacja”" in told
    assert "jest na liście" in sent(client, "newsletter-list", newsletter.uuid,
                                    who="fundacja droga")  # fmt: skip
    row = newsletter.subscriptions.get()
    assert "wypisano z listy" in sent(client, "newsletter-remove", newsletter.uuid, row.uuid)
    other = save_list(name="Trzecia", description="", by=BY, at=AT)
    sent(client, "newsletter-remove", other.uuid, row.uuid, status=404)


def test_a_mailing_is_looked_at_prepared_confirmed_and_sent_by_the_job(client: Client) -> None:
    consenting()
    data: dict[str, Any] = {"subject": "Konsultacje", "body": "Zapraszamy."}
    told = sent(client, "mailing-new", krok="podglad", **data)
    assert "Podgląd: 1 organizacja" in told
    assert "https://…/wypisz/…/" in told
    assert not Mailing.objects.exists()
    sent(client, "mailing-new", krok="przygotuj", **data)
    mailing = Mailing.objects.get()
    assert "Zaznacz, że na pewno" in sent(client, "mailing-step", mailing.uuid, "wyslij")
    assert run_job(job_named("mailings", JOBS), clock=timezone.now).idle
    sent(client, "mailing-step", mailing.uuid, "wyslij", confirmed="tak")
    row = run_job(job_named("mailings", JOBS), clock=timezone.now)
    assert (row.result, len(mail.outbox)) == ("wysłano 1 wiadomość", 1)
    assert "wysłany" in read(client, "mailing", mailing.uuid)
    assert "Usunąć można tylko" in sent(client, "mailing-step", mailing.uuid, "usun")


def test_a_mailing_to_nobody_is_told_and_a_prepared_one_is_discarded(client: Client) -> None:
    data: dict[str, Any] = {"subject": "Konsultacje", "body": "Zapraszamy."}
    told = sent(client, "mailing-new", status=422, krok="przygotuj", **data)
    assert "W bazie nie ma ani jednej organizacji" in told
    consenting()
    sent(client, "mailing-new", krok="przygotuj", **data)
    assert "Niczego nie wysłano" in sent(client, "mailing-step", Mailing.objects.get().uuid, "usun")
    assert not Mailing.objects.exists()


# --- leaving -------------------------------------------------------------------------------------


def test_looking_at_the_page_of_leaving_changes_nothing_and_the_button_leaves() -> None:
    card = consenting()
    newsletter = save_list(name="Konsultacje", description="", by=BY, at=AT)
    token = token_for(subscribe(organisation=card, to=newsletter, by=BY, at=AT))
    anybody = Client(enforce_csrf_checks=True)
    assert "z listy „Konsultacje”" in read(anybody, "unsubscribe", token)
    assert addressees(newsletter).exists()
    told = sent(anybody, "unsubscribe", token, zakres="lista", powod="za dużo")
    assert "nie dostanie już wiadomości z listy „Konsultacje”" in told
    assert not addressees(newsletter).exists()
    assert addressees().exists()


def test_a_mail_program_leaves_with_one_click_and_no_cookie() -> None:
    card = consenting()
    anybody = Client(enforce_csrf_checks=True)
    data = {"List-Unsubscribe": "One-Click"}
    response = anybody.post(reverse("unsubscribe", args=[token_for(card)]), data)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store, private"
    assert not addressees().exists()


def test_a_damaged_address_of_leaving_is_told_so() -> None:
    token = token_for(consenting())
    response = Client().post(reverse("unsubscribe", args=[token[:-2]]))
    assert response.status_code == 404
    assert "niczego nie otwiera" in words(response)
    assert addressees().exists()


# --- the command line ----------------------------------------------------------------------------


def test_the_base_is_checked_taken_listed_and_saved_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "baza.xlsx", tmp_path / "kopia.csv"
    source.write_bytes(xlsx_file(base_rows(3)))
    assert main(["organisations", "import", str(source), "--dry-run"]) == 0
    assert not Organisation.objects.exists()
    assert main(["organisations", "import", str(source)]) == 0
    assert main(["organisations", "list"]) == 0
    assert "Razem 3 organizacje." in capsys.readouterr().out
    assert main(["organisations", "export", str(target)]) == 0
    assert main(["organisations", "export", str(target)]) == 2
    assert target.read_text("utf-8").count("\n") == 4
    source.write_bytes(b"Nazwa;NIP\nA;1\n")
    assert main(["organisations", "import", str(source)]) == 1
    assert "Wiersz 2, NIP" in capsys.readouterr().err
