"""The desk of messages: only for those who run campaigns, nothing sent without a confirmation."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from miernik.accounts.models import Role
from miernik.collection.jobs import job_named, run_job
from miernik.collection.links import token_of
from miernik.collection.mailbox import FolderSource
from miernik.collection.messages.inviting import invite
from miernik.collection.models import IncomingFile, Message, MessageKind, MessageTemplate
from miernik.collection.services.incoming import import_mailbox
from tests.collection.campaigns import BY, FIRST_SCHOOL, NGO, NOW, City, an_open_one, everything
from tests.collection.test_mail_import import post, signed_sheet
from tests.web import city as people
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> City:
    return an_open_one()


@pytest.fixture
def client() -> Client:
    return client_of(Role.COORDINATOR)


@pytest.fixture
def waiting(town: City, tmp_path: Path, settings: Any) -> IncomingFile:
    settings.MEDIA_ROOT = tmp_path / "files"
    box = tmp_path / "poczta"
    box.mkdir()
    post(box, signed_sheet(town, FIRST_SCHOOL, everything()), "ktos@example.com")
    import_mailbox(source=FolderSource(box), by=BY, at=NOW)
    return IncomingFile.objects.get()


def client_of(*roles: Role) -> Client:
    client = Client()
    client.force_login(people.person("-".join(roles) or "nikt", *roles))
    return client


def sent(client: Client, name: str, *args: object, status: int = 200, **data: Any) -> str:
    response = client.post(reverse(name, args=args), data, follow=True)
    assert response.status_code == status
    return words(response)


def read(client: Client, name: str, *args: object, query: str = "") -> str:
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return words(response)


def test_invitations_leave_only_after_a_confirmation_with_their_number(
    town: City, client: Client
) -> None:
    campaign = town.campaign.uuid
    assert "Na pewno wyślij 4 zaproszenia" in read(client, "messages-log", campaign)
    assert "Zaznacz, że na pewno" in sent(client, "messages-invite", campaign)
    assert not Message.objects.exists()
    told = sent(client, "messages-invite", campaign, confirmed="tak", with_sheet="tak")
    assert "W kolejce do wysłania: 4 zaproszenia." in told
    assert "Wszystkie instytucje z adresem e-mail są zaproszone." in told
    assert set(Message.objects.values_list("with_sheet", "created_by")) == {(True, "coordinator")}


def test_reminders_go_once_a_day_to_those_who_owe(town: City, client: Client) -> None:
    town.hand_in(FIRST_SCHOOL, everything())
    assert "Zaznacz" in sent(client, "messages-remind", town.campaign.uuid)
    assert "3 przypomnienia." in sent(client, "messages-remind", town.campaign.uuid,
                                      confirmed="tak")  # fmt: skip
    assert "Nie ma teraz do kogo pisać." in sent(
        client, "messages-remind", town.campaign.uuid, confirmed="tak"
    )


def test_who_has_no_address_is_listed_to_be_called(town: City, client: Client) -> None:
    form = town.form(NGO)
    form.contact_email = form.institution.contact_email = ""
    form.save()
    form.institution.save()
    told = read(client, "messages-log", town.campaign.uuid)
    assert f"Zalegają i nie mają adresu e-mail: 1 {NGO}" in told


def test_the_log_is_narrowed_by_state_kind_and_institution(town: City, client: Client) -> None:
    invite(campaign=town.campaign, by=BY, at=NOW)
    Message.objects.filter(recipient="sp1@example.org").update(state="failed")
    log = town.campaign.uuid
    told = read(client, "messages-log", log, query="?state=failed")
    assert "sp1@example.org" in told.split("Dziennik wiadomości")[1]
    assert "sp2@example.org" not in told
    assert "Nie ma takich wiadomości." in read(client, "messages-log", log, query="?kind=receipt")
    told = read(client, "messages-log", log, query="?who=droga")
    assert "droga@example.org" in told
    assert "sp2@example.org" not in told


def test_a_message_is_read_taken_back_and_sent_again_without_its_secret(
    town: City, client: Client
) -> None:
    invite(campaign=town.campaign, by=BY, at=NOW, forms=[town.form(NGO)])
    item = Message.objects.get()
    assert item.link is not None
    told = read(client, "message", item.uuid)
    assert "[osobisty link, wpisywany dopiero przy wysyłaniu]" in told
    assert token_of(item.link) not in told
    assert "Wiadomość wycofano." in sent(client, "message-step", item.uuid, "wycofaj")
    assert "Wycofać można tylko" in sent(client, "message-step", item.uuid, "wycofaj")
    assert "czeka na ponowne" in sent(client, "message-step", item.uuid, "ponow")


def test_a_fresh_link_is_queued_for_a_form_of_this_campaign_only(
    town: City, client: Client
) -> None:
    campaign = town.campaign.uuid
    told = sent(client, "messages-link", campaign, form=str(town.form(NGO).uuid))
    assert f"Nowy link w kolejce do wysłania: {NGO}." in told
    assert Message.objects.get().kind == MessageKind.FRESH_LINK
    sent(client, "messages-link", campaign, form=str(uuid.uuid4()), status=404)
    sent(client, "messages-link", campaign, form="x", status=404)


def test_a_template_is_looked_at_on_a_real_institution_saved_and_reset(
    town: City, client: Client
) -> None:
    data: dict[str, Any] = {"subject": "Do: {instytucja}", "body": "Rok {rok}. {link}"}
    told = sent(client, "message-template", "invitation", krok="podglad", **data)
    assert f"Do: {town.form(town_first(town)).institution.name}" in told
    assert "Rok 2025. https://…/odpowiedz/…/" in told
    assert not MessageTemplate.objects.exists()
    assert "Zapisano." in sent(client, "message-template", "invitation", krok="zapisz", **data)
    assert MessageTemplate.objects.get().saved_by == "coordinator"
    assert "wersja 1" in read(client, "message-templates")
    assert "Przywrócono" in sent(client, "message-template-reset", "invitation")
    assert "Do: {instytucja}" not in read(client, "message-template", "invitation").split(
        "Poprzednie wersje"
    )[0]  # fmt: skip


def town_first(town: City) -> str:
    """The institution that stands first by name."""
    return min(town.institutions)


def test_a_slip_in_a_template_is_told_and_nothing_is_saved(client: Client, town: City) -> None:
    told = sent(client, "message-template", "invitation", status=422, krok="zapisz",
                subject="Temat", body="{link} {nazwa}")  # fmt: skip
    assert "Nie znam nazwy {nazwa}" in told
    assert not MessageTemplate.objects.exists()
    assert client.get(reverse("message-template", args=["nieznany"])).status_code == 404


def test_every_default_template_has_a_preview(client: Client, town: City) -> None:
    for kind in MessageKind:
        assert "Podgląd" in read(client, "message-template", kind.value)


def test_a_waiting_file_shows_what_it_would_change_and_is_accepted(
    waiting: IncomingFile, client: Client, town: City
) -> None:
    assert FIRST_SCHOOL in read(client, "incoming-files")
    told = read(client, "incoming-file", waiting.uuid)
    assert "Nadawca nie jest znany tej instytucji." in told
    assert "Liczba osób objętych dożywianiem wartość puste 120" in told
    assert "Przyjmij do formularza" in told
    assert town.form(FIRST_SCHOOL).state == "not_started"
    assert "formularz jest przekazany" in sent(client, "incoming-step", waiting.uuid, "przyjmij")
    assert town.form(FIRST_SCHOOL).submissions.get().submitted_by == "coordinator"
    assert "już zdecydowano" in sent(client, "incoming-step", waiting.uuid, "przyjmij")


def test_a_waiting_file_is_refused_only_with_a_reason(
    waiting: IncomingFile, client: Client
) -> None:
    assert "Napisz, dlaczego" in sent(client, "incoming-step", waiting.uuid, "odrzuc")
    told = sent(client, "incoming-step", waiting.uuid, "odrzuc", reason="nie od nich")
    assert "nie od nich" in told


def test_the_file_is_given_back_as_it_came_and_only_as_a_download(
    waiting: IncomingFile, client: Client
) -> None:
    response = client.get(reverse("incoming-original", args=[waiting.uuid]))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert len(b"".join(response.streaming_content)) == waiting.size  # type: ignore[attr-defined]


def test_the_first_page_shows_campaigns_and_the_jobs(town: City, client: Client) -> None:
    run_job(job_named("outbox"), clock=lambda: NOW)
    told = read(client, "messages-home")
    assert "Dane za 2025 r." in told
    assert "wysłanie wiadomości z kolejki 20.01.2026, 10:00: nie było nic do zrobienia" in told
    assert "jeszcze nie wykonano" in told


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.READER, Role.REPORTER, Role.SOCIAL_WORKER])
def test_nobody_else_reads_or_sends(role: Role, town: City, waiting: IncomingFile) -> None:
    invite(campaign=town.campaign, by=BY, at=NOW, forms=[town.form(NGO)])
    before = Message.objects.count()
    other, item = client_of(role), Message.objects.get(kind=MessageKind.INVITATION)
    campaign = town.campaign.uuid
    read_pages: list[tuple[str, list[Any]]] = [
        ("messages-home", []), ("messages-log", [campaign]), ("message", [item.uuid]),
        ("message-templates", []), ("message-template", ["invitation"]), ("incoming-files", []),
        ("incoming-file", [waiting.uuid]), ("incoming-original", [waiting.uuid]),
    ]  # fmt: skip
    for name, args in read_pages:
        assert other.get(reverse(name, args=args)).status_code == 403, name
    steps: list[tuple[str, list[Any]]] = [
        ("messages-invite", [campaign]), ("messages-remind", [campaign]),
        ("messages-link", [campaign]), ("message-step", [item.uuid, "wycofaj"]),
        ("message-template", ["invitation"]), ("message-template-reset", ["invitation"]),
        ("incoming-step", [waiting.uuid, "przyjmij"]),
    ]  # fmt: skip
    for name, args in steps:
        data = {"confirmed": "tak", "form": str(town.form(NGO).uuid)}
        assert other.post(reverse(name, args=args), data).status_code == 403, name
    assert Message.objects.count() == before
    assert IncomingFile.objects.get().state == "waiting"
