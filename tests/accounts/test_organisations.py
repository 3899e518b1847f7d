"""The base of organisations: cards, numbers, consent, lists, the archive."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from miernik.accounts.models import Institution, NewsletterList, Organisation
from miernik.accounts.organisations.checking import (
    OrganisationData,
    name_key,
    read_krs,
    read_nip,
    read_regon,
)
from miernik.accounts.organisations.errors import OrganisationDataError, OrganisationError
from miernik.accounts.organisations.fields import field_lists, fields_today, read_fields
from miernik.accounts.organisations.retention import due_on
from miernik.accounts.organisations.selectors import (
    OrganisationFilter,
    addressees,
    find_organisation,
    lists_with_counts,
    organisations,
)
from miernik.accounts.organisations.services import (
    archive_organisation,
    change_organisation,
    data_of,
    give_consent,
    restore_organisation,
    save_list,
    subscribe,
    unsubscribe,
    withdraw_consent,
)
from miernik.audit.models import Event
from tests.accounts.base import AT, BY, consenting, nip, on_list, organisation, regon

LATER = AT + dt.timedelta(days=3)


def names(found: object) -> list[str]:
    return [str(one) for one in found]  # type: ignore[attr-defined]


def a_list(name: str = "Konsultacje") -> NewsletterList:
    return save_list(name=name, description="", by=BY, at=AT)


# --- numbers -------------------------------------------------------------------------------------


def test_zeros_that_a_spreadsheet_drops_are_put_back() -> None:
    assert read_krs("27 342") == "0000027342"
    # the REGON of the Białystok statistical office begins with 05 in every copy of the base
    assert read_regon(regon(8)[1:]) == regon(8)


def test_numbers_are_read_however_they_are_typed() -> None:
    # 526-000-12-46 is the example of the check digit printed by the tax office
    assert read_nip("PL 526-000-12-46") == "5260001246"
    assert read_nip("") == read_krs(" ") == read_regon("") == ""


@pytest.mark.parametrize(
    ("read", "text", "sentence"),
    [
        (read_nip, "5260001247", "NIP „5260001247” ma błędną cyfrę kontrolną"),
        (read_nip, "526000124", "NIP musi mieć 10 cyfr"),
        (read_nip, "526000124X", "NIP może zawierać tylko cyfry"),
        (read_regon, "123456786", "REGON „123456786” ma błędną cyfrę kontrolną"),
        (read_regon, "1234567", "REGON musi mieć 9 albo 14 cyfr"),
        (read_krs, "12345678901", "Numer KRS ma 10 cyfr"),
        (read_krs, "0000000000", "z samych zer"),
    ],
)
def test_a_wrong_number_is_told_with_its_name(read: object, text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read(text)  # type: ignore[operator]


def test_names_are_compared_without_case_quotation_marks_and_spaces() -> None:
    assert name_key("Fundacja  „DROGA”") == name_key('fundacja "Droga"')
    assert name_key("Fundacja Droga") != name_key("Fundacja Drogi")


# --- fields of activity --------------------------------------------------------------------------


def test_the_sphere_of_public_tasks_has_the_points_of_article_4() -> None:
    today = fields_today()
    assert len(today) == 41  # 1-34 with 1a, 1aa, 1b, 5a, 22a, 29a, 32a
    assert today["7"].text == "działalności na rzecz osób niepełnosprawnych"
    assert today["32a"].text == "rewitalizacji"
    assert field_lists()[0].article == "art. 4 ust. 1"


def test_fields_are_read_by_number_label_and_the_acts_words() -> None:
    codes, rest = read_fields("pkt 7; Dzieci i młodzież\nrewitalizacji, zespół taneczny")
    assert codes == ("7", "15", "32a")
    assert rest == "zespół taneczny"


def test_a_comma_inside_the_acts_words_does_not_cut_them() -> None:
    words = "ekologii i ochrony zwierząt oraz ochrony dziedzictwa przyrodniczego"
    long = "kultury, sztuki, ochrony dóbr kultury i dziedzictwa narodowego"
    assert read_fields(f"{words}; {long}") == (("16", "18"), "")


# --- cards ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_card_keeps_numbers_in_their_normal_form_and_leaves_an_event_without_contacts() -> None:
    card = organisation(krs="27342", nip=nip(1), email="droga@example.org", fields=("15", "1"))
    assert (card.krs, card.nip) == ("0000027342", nip(1))
    assert data_of(card).fields == ("1", "15")
    event = Event.objects.get(action="organisation.added")
    assert "droga@example.org" not in str(event.data)


@pytest.mark.django_db
def test_everything_wrong_with_a_card_is_told_at_once() -> None:
    with pytest.raises(OrganisationDataError) as refused:
        organisation(" ", nip="1", regon="2", krs="x", email="droga", fields=("99",))
    assert set(refused.value.faults) == {"name", "nip", "regon", "krs", "email", "fields"}
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_a_name_or_number_of_another_organisation_is_refused_and_ones_own_is_not() -> None:
    first = organisation(nip=nip(1))
    with pytest.raises(OrganisationDataError, match="Jest już organizacja o tej nazwie"):
        organisation('FUNDACJA "Droga"')
    with pytest.raises(OrganisationDataError, match=f"Numer NIP {nip(1)} ma już"):
        organisation("Inna", nip=nip(1))
    second = organisation("Inna", nip=nip(3))
    data = data_of(first)
    change_organisation(organisation=first, data=data, by=BY, at=AT)
    assert not Event.objects.filter(action="organisation.changed").exists()
    assert second.nip == nip(3)


@pytest.mark.django_db
def test_two_organisations_without_numbers_do_not_collide_but_equal_numbers_do() -> None:
    organisation("A")
    card = organisation("B", krs="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(name="A").update(krs=card.krs)


@pytest.mark.django_db
def test_a_change_says_which_fields_changed_not_to_what() -> None:
    card = organisation(fields=("1",))
    data = OrganisationData(name="Fundacja „Droga”", fields=("7",), phone="85 555 00 00")
    change_organisation(organisation=card, data=data, by=BY, at=AT)
    event = Event.objects.get(action="organisation.changed")
    assert event.data == {"fields": ["fields", "phone"]}
    assert data_of(Organisation.objects.get()).fields == ("7",)


@pytest.mark.django_db
def test_an_institution_of_the_strategy_belongs_to_one_organisation() -> None:
    institution = Institution.objects.create(name="Fundacja Droga")
    organisation(institution=institution)
    with pytest.raises(OrganisationDataError, match="Ta instytucja należy już"):
        organisation("Inna", institution=institution)


# --- consent -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_consent_needs_a_source_and_a_day_that_has_come() -> None:
    card = organisation(email="droga@example.org")
    with pytest.raises(OrganisationError, match="skąd wiadomo"):
        give_consent(organisation=card, source=" ", given_at=AT, by=BY, at=AT)
    with pytest.raises(OrganisationError, match="w przyszłości"):
        give_consent(organisation=card, source="wniosek", given_at=LATER, by=BY, at=AT)
    assert not addressees().exists()


@pytest.mark.django_db
def test_consent_that_was_withdrawn_comes_back_only_with_a_later_day() -> None:
    card = withdraw_consent(organisation=consenting(), by=BY, at=LATER)
    assert not addressees().exists()
    with pytest.raises(OrganisationError, match=r"Tę zgodę wycofano 31\.05\.2026"):
        give_consent(organisation=card, source="wniosek", given_at=AT, by=BY, at=LATER)
    give_consent(organisation=card, source="telefon", given_at=LATER, by=BY, at=LATER)
    assert names(addressees()) == ["Fundacja „Droga”"]


# --- lists ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_writes_only_to_those_who_consent_have_an_address_and_stand_in_the_base() -> None:
    newsletter = a_list()
    for card in (
        consenting("A", "a@example.org"),
        consenting("Bez adresu", ""),
        archive_organisation(organisation=consenting("W archiwum", "c@example.org"), by=BY, at=AT)
    ):  # fmt: skip
        if card.archived_at is None:
            on_list(card, newsletter)
    on_list(organisation("Bez zgody", email="d@example.org"), newsletter)
    consenting("Poza listą", "e@example.org")
    assert names(addressees()) == ["A", "Poza listą"]
    assert names(addressees(newsletter)) == ["A"]


@pytest.mark.django_db
def test_leaving_a_list_keeps_the_place_and_coming_back_reopens_it() -> None:
    card, newsletter = consenting(), a_list()
    first = subscribe(organisation=card, to=newsletter, by=BY, at=AT)
    unsubscribe(subscription=first, reason="za dużo", by=BY, at=LATER)
    assert not addressees(newsletter).exists()
    assert vars(lists_with_counts()[0])["members"] == 0
    again = subscribe(organisation=card, to=newsletter, by=BY, at=LATER)
    assert (again.pk, again.since, again.reason) == (first.pk, LATER, "")


@pytest.mark.django_db
def test_an_archived_organisation_joins_no_list_until_it_is_back() -> None:
    newsletter = a_list()
    card = archive_organisation(organisation=consenting(), by=BY, at=AT)
    with pytest.raises(OrganisationError, match="najpierw ją przywróć"):
        subscribe(organisation=card, to=newsletter, by=BY, at=AT)
    restored = restore_organisation(organisation=card, by=BY, at=LATER)
    on_list(restored, newsletter)
    assert names(addressees(newsletter)) == ["Fundacja „Droga”"]


@pytest.mark.django_db
def test_a_list_has_a_name_of_its_own() -> None:
    a_list()
    with pytest.raises(OrganisationError, match="Jest już lista"):
        a_list("KONSULTACJE")
    with pytest.raises(OrganisationError, match="Podaj nazwę"):
        a_list(" ")


# --- finding -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_organisation_is_found_by_every_number_and_by_its_whole_name() -> None:
    card = organisation(krs="27342", nip=nip(1), regon=regon(1))
    for text in ("0000027342", "27342", "KRS 0000027342", nip(1), regon(1), "fundacja droga"):
        assert find_organisation(text) == card
    for text in ("Fundacja", "27343", nip(3), ""):
        assert find_organisation(text) is None
    archive_organisation(organisation=card, by=BY, at=AT)
    assert find_organisation(nip(1)) is None


@pytest.mark.django_db
def test_the_base_is_narrowed_by_name_field_list_and_consent() -> None:
    newsletter = a_list()
    on_list(consenting("Łąka", "laka@example.org"), newsletter)
    organisation("Las", fields=("18",))
    archive_organisation(organisation=organisation("Staw"), by=BY, at=AT)
    assert names(organisations(OrganisationFilter())) == ["Las", "Łąka"]
    assert names(organisations(OrganisationFilter(text="łĄK"))) == ["Łąka"]
    assert names(organisations(OrganisationFilter(field="18"))) == ["Las"]
    assert names(organisations(OrganisationFilter(list=newsletter))) == ["Łąka"]
    assert names(organisations(OrganisationFilter(consent=False))) == ["Las"]
    assert names(organisations(OrganisationFilter(archived=True))) == ["Staw"]


@pytest.mark.django_db
def test_contacts_kept_a_year_after_consent_was_withdrawn_are_due() -> None:
    withdraw_consent(organisation=consenting(), by=BY, at=LATER)  # 31 May 2026
    consenting("Inna", "inna@example.org")
    kept, _ = due_on(dt.date(2027, 5, 31))
    assert (kept.total, kept.due) == (1, 0)
    kept, _ = due_on(dt.date(2027, 6, 1))
    assert (kept.total, kept.due) == (1, 1)
