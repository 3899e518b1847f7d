"""Keys and sets of pseudonyms in the database: who may, what agrees, what is left after."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from miernik.accounts.models import Membership, Role, User
from miernik.audit.models import Event
from miernik.cases.encryption import census
from miernik.collection.held.errors import HeldError, NotAllowedError
from miernik.collection.held.keys import key_in_force, register_key, revoke_key
from miernik.collection.held.overview import campaigns_with_pseudonyms
from miernik.collection.held.retention import due_on
from miernik.collection.held.sets import (
    asked_pseudonyms,
    destroy_pseudonyms,
    distinct_of,
    last_count,
    receive_pseudonyms,
)
from miernik.collection.models import (
    Campaign,
    PseudonymCount,
    PseudonymKey,
    PseudonymSet,
    Questionnaire,
)
from miernik.collection.pseudonyms.errors import KeyTextError, PseudonymFileError
from miernik.collection.pseudonyms.file import PseudonymFile, file_text, make_file
from miernik.collection.pseudonyms.key import PseudonymKey as Key
from miernik.strategy.models import Indicator
from tests.collection.campaigns import campaign_of, questionnaire_of
from tests.collection.persons import pesel
from tests.observations.values import indicator as new_indicator

AT = dt.datetime(2027, 2, 1, 9, 0, tzinfo=dt.UTC)
KEY = Key(bytes(range(32)), 2026, "Białystok")
pytestmark = pytest.mark.django_db


def person(name: str, *roles: Role) -> User:
    user = User.objects.create(username=name)
    for role in roles:
        Membership.objects.create(user=user, role=role)
    return user


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Any, settings: Any) -> None:
    settings.REGISTER_KEYS = tmp_path / "register-keys.json"
    settings.AUDIT_HEAD = tmp_path / "audit-head.json"
    settings.DISCLOSURE_THRESHOLD = 5


@pytest.fixture
def officer() -> User:
    return person("iga", Role.DATA_PROTECTION_OFFICER)


@pytest.fixture
def campaign() -> Campaign:
    return campaign_of(2026)


@pytest.fixture
def key(campaign: Campaign, officer: User) -> PseudonymKey:
    return register_key(
        campaign=campaign, area="Białystok", fingerprint=KEY.fingerprint, by=officer, at=AT
    )


@pytest.fixture
def card() -> Indicator:
    return new_indicator()


def made(of: Questionnaire, card: Indicator, persons: range, **more: Any) -> PseudonymFile:
    numbers = tuple(pesel(number) for number in persons)
    name = of.institution.name
    return make_file(numbers, key=KEY, indicator=str(card.uuid), institution=name, **more)


def receive(
    of: Questionnaire, card: Indicator, file: PseudonymFile, persons: int | None = None
) -> PseudonymSet:
    return receive_pseudonyms(
        questionnaire=of, indicator=card, content=file_text(file).encode(), persons=persons,
        by="szkola", at=AT,
    )  # fmt: skip


def tags() -> list[str]:
    return list(Event.objects.order_by("id").values_list("action", flat=True))


# --- keys ----------------------------------------------------------------------------------------


def test_only_the_data_protection_officer_registers_and_revokes(campaign: Campaign) -> None:
    others = [role for role in Role if role is not Role.DATA_PROTECTION_OFFICER]
    everybody_else = person("jan", *others)
    with pytest.raises(NotAllowedError, match="inspektor ochrony danych"):
        register_key(
            campaign=campaign, area="B", fingerprint=KEY.fingerprint, by=everybody_else, at=AT
        )
    assert key_in_force(campaign) is None
    assert tags() == []


def test_a_campaign_has_one_key_in_force_and_a_revoked_one_does_not_come_back(
    campaign: Campaign, key: PseudonymKey, officer: User
) -> None:
    other = Key(bytes(32), 2026, "Białystok").fingerprint
    facts: dict[str, Any] = {"campaign": campaign, "area": "Białystok", "by": officer, "at": AT}
    with pytest.raises(HeldError, match="ma już klucz"):
        register_key(fingerprint=other, **facts)
    revoke_key(key=key, by=officer, at=AT)
    assert key_in_force(campaign) is None
    with pytest.raises(HeldError, match="był już zarejestrowany"):
        register_key(fingerprint=KEY.fingerprint, **facts)
    assert register_key(fingerprint=other.upper(), **facts).fingerprint == other
    with pytest.raises(HeldError, match="już unieważniony"):
        revoke_key(key=key, by=officer, at=AT)
    assert tags() == [
        "pseudonym_key.registered", "pseudonym_key.revoked", "pseudonym_key.registered",
    ]  # fmt: skip


def test_the_database_itself_holds_one_key_in_force(campaign: Campaign, key: PseudonymKey) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PseudonymKey.objects.create(
            campaign=campaign, year=2026, area="B", fingerprint="0" * 16, registered_at=AT,
            registered_by="x",
        )  # fmt: skip


def test_what_is_no_fingerprint_or_no_area_is_refused(campaign: Campaign, officer: User) -> None:
    with pytest.raises(HeldError, match="16 cyfr"):
        register_key(campaign=campaign, area="B", fingerprint="MK1-0", by=officer, at=AT)
    with pytest.raises(KeyTextError):
        register_key(campaign=campaign, area=" ", fingerprint="0" * 16, by=officer, at=AT)


# --- receiving -----------------------------------------------------------------------------------


def test_what_an_institution_is_asked_leads_to_a_file_that_is_accepted(
    campaign: Campaign, key: PseudonymKey, card: Indicator
) -> None:
    school = questionnaire_of(campaign, "Szkoła nr 1")
    asked = asked_pseudonyms(questionnaire=school, indicator=card)
    assert asked is not None
    file = make_file(
        (pesel(1),), key=Key(KEY.secret, asked.year, asked.area), indicator=asked.indicator,
        institution=asked.institution,
    )  # fmt: skip
    assert file.key == asked.key
    assert receive(school, card, file, persons=1).count == 1


def test_without_a_key_nothing_is_asked_or_received(campaign: Campaign, card: Indicator) -> None:
    school = questionnaire_of(campaign, "Szkoła nr 1")
    assert asked_pseudonyms(questionnaire=school, indicator=card) is None
    with pytest.raises(HeldError, match="nie ma klucza"):
        receive(school, card, made(school, card, range(3)))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"key": "0123456789abcdef"}, "innym kluczem"),
        ({"year": 2025}, "innym kluczem"),
        ({"indicator": "A.1.3"}, "innego wskaźnika"),
        ({"institution": "Szkoła nr 2"}, "innej instytucji"),
    ],
)
def test_a_file_that_does_not_belong_here_is_refused(
    campaign: Campaign, key: PseudonymKey, card: Indicator, change: dict[str, Any], says: str
) -> None:
    school = questionnaire_of(campaign, "Szkoła nr 1")
    with pytest.raises(HeldError, match=says):
        receive(school, card, replace(made(school, card, range(3)), **change))
    assert not PseudonymSet.objects.exists()


def test_the_number_answered_must_be_that_of_the_list(
    campaign: Campaign, key: PseudonymKey, card: Indicator
) -> None:
    school = questionnaire_of(campaign, "Szkoła nr 1")
    file = made(school, card, range(10), without_pesel=2)
    with pytest.raises(HeldError, match=r"Podano liczbę osób 10, a na liście .* jest 12"):
        receive(school, card, file, persons=10)
    assert receive(school, card, file, persons=12).without_pesel == 2


def test_a_spoilt_file_is_refused(campaign: Campaign, key: PseudonymKey, card: Indicator) -> None:
    with pytest.raises(PseudonymFileError):
        receive_pseudonyms(
            questionnaire=questionnaire_of(campaign, "Szkoła"), indicator=card, content=b"{",
            persons=None, by="szkola", at=AT,
        )  # fmt: skip


def test_pseudonyms_lie_encrypted_and_the_rotation_of_keys_knows_them(
    campaign: Campaign, key: PseudonymKey, card: Indicator
) -> None:
    school = questionnaire_of(campaign, "Szkoła nr 1")
    kept = receive(school, card, made(school, card, range(10)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT values_text FROM collection_pseudonymset")
        (stored,) = cursor.fetchone()
    assert kept.values_text not in stored
    assert stored.startswith("1:")
    counted = {item.column.table: item for item in census()}["collection_pseudonymset"]
    assert (counted.under, counted.unreadable) == ({1: 1}, 0)


def test_a_later_set_empties_the_earlier_one(
    campaign: Campaign, key: PseudonymKey, card: Indicator, officer: User
) -> None:
    school = questionnaire_of(campaign, "Szkoła nr 1")
    receive(school, card, made(school, card, range(10)))
    receive(school, card, made(school, card, range(20)))
    earlier, later = PseudonymSet.objects.order_by("pk")
    assert (earlier.values_text, earlier.count, earlier.replaced_at) == ("", 10, AT)
    assert later.replaced_at is None
    shown = distinct_of(campaign=campaign, indicator=card, by=officer, at=AT)
    assert shown is not None
    assert shown.persons == 20


# --- counting and destroying ---------------------------------------------------------------------


@pytest.fixture
def received(campaign: Campaign, key: PseudonymKey, card: Indicator) -> Indicator:
    """Two schools of 20 pupils each, 8 of them in both."""
    for name, persons in (("Szkoła nr 1", range(20)), ("Szkoła nr 2", range(12, 32))):
        school = questionnaire_of(campaign, name)
        receive(school, card, made(school, card, persons))
    return card


def test_distinct_persons_are_counted_and_the_reading_is_logged(
    campaign: Campaign, received: Indicator
) -> None:
    anna = person("anna", Role.COORDINATOR)
    shown = distinct_of(campaign=campaign, indicator=received, by=anna, at=AT)
    assert shown is not None
    assert (shown.persons, shown.overlaps) == (32, {(0, 1): 8})
    event = Event.objects.get(action="pseudonyms.counted")
    assert (event.by, event.data["sets"]) == ("anna", 2)


def test_a_school_that_adds_a_few_persons_does_not_let_them_be_counted(
    campaign: Campaign, received: Indicator, officer: User
) -> None:
    first = distinct_of(campaign=campaign, indicator=received, by=officer, at=AT)
    school = questionnaire_of(campaign, "Szkoła nr 3")
    receive(school, received, made(school, received, range(20, 34)))
    second = distinct_of(campaign=campaign, indicator=received, by=officer, at=AT)
    assert first is not None
    assert second is not None
    assert (first.persons, second.persons) == (32, None)
    kept = last_count(campaign=campaign, indicator=received)
    assert kept is not None
    assert kept.result["distinct"] is None


def test_a_reporter_does_not_count(campaign: Campaign, received: Indicator) -> None:
    with pytest.raises(NotAllowedError):
        distinct_of(campaign=campaign, indicator=received, by=person("ewa", Role.REPORTER), at=AT)
    assert "pseudonyms.counted" not in tags()


def test_sets_under_a_revoked_key_are_not_counted(
    campaign: Campaign, key: PseudonymKey, received: Indicator, officer: User
) -> None:
    revoke_key(key=key, by=officer, at=AT)
    assert distinct_of(campaign=campaign, indicator=received, by=officer, at=AT) is None
    (line,) = campaigns_with_pseudonyms()
    assert (line.held, line.under_other_keys, line.revoked) == (2, 2, 1)


def test_destroying_leaves_numbers_and_no_values(
    campaign: Campaign, received: Indicator, officer: User
) -> None:
    assert destroy_pseudonyms(campaign=campaign, by=officer, at=AT) == 2
    assert set(PseudonymSet.objects.order_by("pk").values_list("values_text", "count")) == {
        ("", 20)
    }
    kept = PseudonymCount.objects.get()
    assert (kept.indicator, kept.result["distinct"]) == (received, 32)
    assert distinct_of(campaign=campaign, indicator=received, by=officer, at=AT) is None
    with pytest.raises(HeldError, match="do zniszczenia"):
        destroy_pseudonyms(campaign=campaign, by=officer, at=AT)
    assert tags()[-1] == "pseudonyms.destroyed"


def test_only_the_data_protection_officer_destroys(campaign: Campaign, received: Indicator) -> None:
    anna = person("anna", Role.COORDINATOR, Role.DIRECTOR)
    with pytest.raises(NotAllowedError):
        destroy_pseudonyms(campaign=campaign, by=anna, at=AT)
    assert PseudonymSet.objects.exclude(values_text="").count() == 2


def test_sets_are_due_a_year_after_they_came_and_destroyed_ones_never(
    campaign: Campaign, received: Indicator, officer: User
) -> None:
    last, next_day = dt.date(2028, 2, 1), dt.date(2028, 2, 2)
    assert [(item.total, item.due) for item in due_on(last)] == [(2, 0)]
    assert [(item.total, item.due) for item in due_on(next_day)] == [(2, 2)]
    destroy_pseudonyms(campaign=campaign, by=officer, at=AT)
    assert [(item.total, item.due) for item in due_on(next_day)] == [(0, 0)]
