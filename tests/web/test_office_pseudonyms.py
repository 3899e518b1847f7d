"""The page of pseudonyms: whose it is, that only fingerprints arrive, that destroying is meant."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from miernik.accounts.models import Role
from miernik.collection.held.keys import key_in_force
from miernik.collection.models import Campaign, PseudonymSet
from miernik.collection.pseudonyms.errors import PseudonymFileError
from miernik.collection.pseudonyms.file import file_text, make_file
from miernik.collection.pseudonyms.key import PseudonymKey as Key
from miernik.web.pseudonyms import receive_posted
from tests.collection.campaigns import campaign_of, questionnaire_of
from tests.collection.persons import pesel
from tests.observations.values import indicator
from tests.web import city

KEY = Key(bytes(range(32)), 2026, "Białystok")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Any, settings: Any) -> None:
    settings.REGISTER_KEYS = tmp_path / "register-keys.json"
    settings.AUDIT_HEAD = tmp_path / "audit-head.json"


@pytest.fixture
def campaign() -> Campaign:
    return campaign_of(2026)


def client_of(*roles: Role) -> Client:
    client = Client()
    client.force_login(city.person("-".join(roles), *roles))
    return client


@pytest.fixture
def officer() -> Client:
    return client_of(Role.DATA_PROTECTION_OFFICER)


def posted(client: Client, name: str, campaign: Campaign, **data: str) -> str:
    """Post to a page of a campaign and return what the page then says."""
    response = client.post(reverse(name, args=[campaign.pk]), data, follow=True)
    assert response.status_code == 200
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(plain.split())


def registered(client: Client, campaign: Campaign, mark: str = KEY.fingerprint) -> str:
    return posted(client, "privacy-key-register", campaign, area="Białystok", fingerprint=mark)


def sent(campaign: Campaign, text: str, persons: int | None = None) -> PseudonymSet | None:
    """What a reporter's page does with a POST."""
    school = questionnaire_of(campaign, "Szkoła nr 1")
    card = indicator()
    numbers = tuple(pesel(number) for number in range(10))
    file = make_file(numbers, key=KEY, indicator=str(card.uuid), institution="Szkoła nr 1")
    content = text.replace("FILE", file_text(file))
    request = RequestFactory().post("/", {"pseudonyms": content})
    return receive_posted(
        request, questionnaire=school, indicator=card, persons=persons, by="szkola",
        at=timezone.now(),
    )  # fmt: skip


def test_the_officer_registers_a_fingerprint_and_sees_it(
    officer: Client, campaign: Campaign
) -> None:
    told = registered(officer, campaign)
    assert f"Zarejestrowano klucz o odcisku {KEY.fingerprint}" in told
    assert f"odcisk {KEY.fingerprint} , Białystok" in told
    assert "Utwórz i zarejestruj klucz" not in told


def test_a_key_sent_instead_of_its_fingerprint_is_neither_kept_nor_repeated(
    officer: Client, campaign: Campaign
) -> None:
    told = registered(officer, campaign, "MK1-0000-0000")
    assert "Odcisk klucza to 16 cyfr" in told
    assert "MK1-0000" not in told
    assert key_in_force(campaign) is None


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DIRECTOR, Role.REPORTER])
def test_nobody_else_gets_in(role: Role, campaign: Campaign) -> None:
    client = client_of(role)
    assert client.get(reverse("privacy-pseudonyms")).status_code == 403
    for name in ("privacy-key-register", "privacy-key-revoke", "privacy-destroy"):
        data = {"area": "B", "fingerprint": KEY.fingerprint, "confirmed": "tak"}
        assert client.post(reverse(name, args=[campaign.pk]), data).status_code == 403
    assert key_in_force(campaign) is None


def test_what_the_form_sends_is_kept_and_counted_among_the_held(
    officer: Client, campaign: Campaign
) -> None:
    registered(officer, campaign)
    kept = sent(campaign, "FILE", persons=10)
    assert kept is not None
    assert kept.count == 10
    told = officer.get(reverse("privacy-pseudonyms")).content.decode()
    assert "1 zestaw pseudonimów" in " ".join(told.split())


def test_a_form_without_pseudonyms_sends_none_and_a_spoilt_one_is_refused(
    officer: Client, campaign: Campaign
) -> None:
    registered(officer, campaign)
    assert sent(campaign, " ") is None
    with pytest.raises(PseudonymFileError):
        sent(campaign, "FILE}")


def test_destroying_and_revoking_need_a_tick(officer: Client, campaign: Campaign) -> None:
    registered(officer, campaign)
    sent(campaign, "FILE")
    for name in ("privacy-destroy", "privacy-key-revoke"):
        assert "Zaznacz, że na pewno" in posted(officer, name, campaign)
    assert PseudonymSet.objects.exclude(values_text="").exists()
    assert "Zniszczono 1 zestaw" in posted(officer, "privacy-destroy", campaign, confirmed="tak")
    assert not PseudonymSet.objects.exclude(values_text="").exists()
    assert "Klucz unieważniono" in posted(officer, "privacy-key-revoke", campaign, confirmed="tak")
    assert "nie ma klucza" in posted(officer, "privacy-key-revoke", campaign, confirmed="tak")


def test_the_terms_of_keeping_name_pseudonyms(officer: Client, campaign: Campaign) -> None:
    told = officer.get(reverse("privacy-retention")).content.decode()
    assert "pseudonimy osób otrzymane od instytucji" in told
