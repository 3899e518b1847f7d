"""The register at the desk: finding, a family's file, every change, who gets in, what is logged."""

from __future__ import annotations

import datetime as dt
import html
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from miernik.accounts.models import Role, User
from miernik.audit.models import Event
from miernik.audit.services import record
from miernik.cases.models import (
    BlueCard,
    Correction,
    DuplicateProposal,
    Family,
    FamilyRole,
    IncomeRecord,
    Person,
    Sex,
)
from miernik.cases.register import selectors, services
from miernik.rules.incomes import IncomeKind
from miernik.rules.reasons import ReasonCode
from tests.cases import register_states as states
from tests.cases.register_states import BY, NOW
from tests.web.register_pages import file_pages, member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def family() -> Family:
    """A mother and a child in the care of Ewa of team 1."""
    made = states.mother_and_child()
    services.assign_worker(
        family=made, team=states.team(), worker=states.worker("ewa"), by=BY, at=NOW
    )
    return made


@pytest.fixture
def strangers() -> Family:
    """A family of another team: the near miss."""
    person = states.adult("Jan", "Kowalski", dt.date(1980, 4, 4), Sex.MALE)
    return states.alone(person, of=states.team("Zespół nr 2"))


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ewa(family: Family) -> Client:
    """The social worker of the family."""
    return client_of(states.worker("ewa"))


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return words(response.content.decode())


def words(page: str) -> str:
    main = page.split("<main", 1)[1].split("</main>", maxsplit=1)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


# --- who gets in ---------------------------------------------------------------------------------


READABLE = {"file", "person"}


def test_the_social_worker_of_a_family_opens_every_page_and_each_read_is_logged(
    family: Family, ewa: Client
) -> None:
    for name, address in file_pages(family).items():
        before = Event.objects.filter(action="file.read").count()
        assert ewa.get(address).status_code == 200, name
        assert Event.objects.filter(action="file.read").count() == before + 1, name
    event = Event.objects.filter(action="file.read").order_by("id")[0]
    assert (event.subject, event.by) == (f"family:{family.uuid}", "ewa")
    assert event.data == {"why": "akta"}


def test_a_colleague_of_the_team_opens_the_file_too(family: Family) -> None:
    colleague = client_of(states.worker("olga"))
    assert colleague.get(reverse("family", args=[family.uuid])).status_code == 200


def test_somebody_elses_family_is_refused_and_the_attempt_is_logged(family: Family) -> None:
    other = client_of(states.worker("iza", states.team("Zespół nr 2")))
    for name, address in file_pages(family).items():
        assert other.get(address).status_code == 403, name
    tried = Event.objects.filter(by="iza").order_by("id").values_list("action", "subject")
    assert list(tried) == [("file.refused", f"family:{family.uuid}")] * len(file_pages(family))


def test_a_benefits_clerk_reads_families_with_an_application_and_changes_nothing(
    family: Family, strangers: Family
) -> None:
    clerk = client_of(states.user("celina", Role.BENEFITS_CLERK))
    assert clerk.get(reverse("family", args=[family.uuid])).status_code == 403
    states.with_application(family)
    for name, address in file_pages(family).items():
        expected = 200 if name in READABLE else 403
        assert clerk.get(address).status_code == expected, name
    assert clerk.get(reverse("family", args=[strangers.uuid])).status_code == 403
    assert clerk.get(reverse("family-new")).status_code == 403
    assert "Dodaj osobę" not in text_of(clerk, reverse("family", args=[family.uuid]))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DATA_PROTECTION_OFFICER, None])
def test_a_coordinator_opens_nothing_of_the_register(family: Family, role: Role | None) -> None:
    client = client_of(states.user("kora", role))
    addresses = [reverse("register-home"), reverse("family-new"), reverse("duplicates")]
    for address in [*addresses, *file_pages(family).values()]:
        assert client.get(address).status_code == 403


def test_a_stranger_is_sent_to_log_in(family: Family) -> None:
    for address in [reverse("register-home"), *file_pages(family).values()]:
        assert Client().get(address)["Location"].startswith("/logowanie/")


def test_rows_of_another_family_are_not_reached_through_ones_own(
    family: Family, strangers: Family, ewa: Client
) -> None:
    theirs = strangers.memberships.get()
    income = services.record_income(
        person=theirs.person, kind=IncomeKind.OTHER, since=TODAY, amount_gr=1,
        by=BY, at=NOW,
    )  # fmt: skip
    for address in (
        reverse("family-person", args=[family.uuid, theirs.person.uuid]),
        reverse("member-correct", args=[family.uuid, theirs.pk]),
        reverse("income-correct", args=[family.uuid, income.pk]),
        reverse("register-strike-out", args=[family.uuid, "membership", theirs.pk]),
        reverse("family", args=[uuid.uuid4()]),
    ):
        assert ewa.get(address).status_code == 404


# --- finding -------------------------------------------------------------------------------------


def test_the_first_page_shows_own_families_and_an_empty_desk_says_what_to_do(
    family: Family, ewa: Client
) -> None:
    said = text_of(ewa, reverse("register-home"))
    assert "Moje rodziny: 1" in said
    assert "Kowalska Anna R/2025/00001 ul. Lipowa 5 m. 2 2" in said
    empty = text_of(client_of(states.worker("nowa")), reverse("register-home"))
    assert "Nie prowadzisz jeszcze żadnej rodziny" in empty


def test_results_show_what_is_needed_to_choose_and_no_number(
    family: Family, strangers: Family, ewa: Client
) -> None:
    page = text_of(ewa, reverse("register-home") + "?q=kowal")
    assert "Znalezione: 1" in page
    assert "Kowalska Anna ur. 1985" in page
    assert "Kowalski" not in page
    assert member(family).person.pesel not in page


def test_nobody_found_says_what_to_try_next(family: Family, ewa: Client) -> None:
    page = text_of(ewa, reverse("register-home") + "?q=xyz")
    assert "Nikogo nie znaleziono" in page
    assert "początek nazwiska wystarczy" in page


# --- newcomers -----------------------------------------------------------------------------------


def identify(**given: str) -> dict[str, str]:
    return {"krok": "osoba"} | {f"kto-{name}": value for name, value in given.items()}


def test_a_number_fills_in_birth_date_and_sex_and_the_family_is_opened(ewa: Client) -> None:
    number = states.pesel_of(dt.date(1999, 12, 31), Sex.MALE, 7)
    given = identify(pesel=number, last_name="Żak", first_name="Ignacy")
    step_two = ewa.post(reverse("family-new"), given).content.decode()
    assert 'value="1999-12-31"' in step_two
    assert re.search(r'<option value="m"\s+selected>mężczyzna', step_two)
    rest = {
        "krok": "zapis", "osoba-last_name": "Żak", "osoba-first_name": "Ignacy",
        "osoba-pesel": number, "rodzina-address": "ul. Krótka 1", "rodzina-since": "2025-03-01",
    }  # fmt: skip
    response = ewa.post(reverse("family-new"), given | rest)
    made = Family.objects.latest("id")
    assert response["Location"] == reverse("family", args=[made.uuid])
    assert made.number == f"R/{TODAY.year}/00001"
    assert (made.worker, made.team) == (states.worker("ewa"), states.team())
    head = made.memberships.get().person
    assert (head.birth_date, head.sex) == (dt.date(1999, 12, 31), "m")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"pesel": "44051401358"}, "Numer PESEL ma błędną cyfrę kontrolną; sprawdź każdą cyfrę."),
        ({}, "Podaj numer PESEL albo imię i nazwisko."),
        ({"last_name": "Żak", "first_name": "I", "birth_date": "32.01.2020"},
         "Podaj datę jako dzień, miesiąc i rok, na przykład 31.12.2024."),
    ],
)  # fmt: skip
def test_a_wrong_beginning_says_what_is_wrong(
    ewa: Client, given: dict[str, str], sentence: str
) -> None:
    response = ewa.post(reverse("family-new"), identify(**given))
    assert response.status_code == 422
    assert sentence in words(response.content.decode())


def test_a_person_known_by_number_is_offered_instead_of_a_second_one(
    family: Family, strangers: Family, ewa: Client
) -> None:
    known = strangers.memberships.get().person
    page = ewa.post(reverse("family-new"), identify(pesel=known.pesel)).content.decode()
    assert "Ta osoba jest już w rejestrze Jan Kowalski" in words(page)
    assert "w rodzinie innego zespołu" in words(page)
    assert strangers.number not in words(page)
    assert Event.objects.filter(subject=f"person:{known.uuid}", action="file.read").exists()
    rest = {"krok": "zapis", "rodzina-address": "ul. Krótka 1", "rodzina-since": "2025-03-01"}
    ewa.post(reverse("family-new"), identify(pesel=known.pesel) | rest)
    assert Family.objects.latest("id").memberships.get().person == known
    assert Person.objects.filter(last_name="Kowalski").count() == 1


def test_somebody_alike_must_be_told_from_the_newcomer(family: Family, ewa: Client) -> None:
    given = identify(last_name="Kowalski", first_name="Anna", birth_date="1985-05-20")
    rest = {
        "krok": "zapis", "osoba-last_name": "Kowalski", "osoba-first_name": "Anna",
        "osoba-birth_date": "1985-05-20", "rodzina-address": "ul. Krótka 1",
        "rodzina-since": "2025-03-01",
    }  # fmt: skip
    undecided = ewa.post(reverse("family-new"), given | rest)
    assert undecided.status_code == 422
    assert "Wybierz, czy to ktoś z rejestru" in words(undecided.content.decode())
    assert Family.objects.count() == 1
    ewa.post(reverse("family-new"), given | rest | {"wybrana": "nowa"})
    assert Family.objects.count() == 2
    assert DuplicateProposal.objects.count() == 1


def test_a_refused_family_leaves_no_person_behind(ewa: Client) -> None:
    before = Person.objects.count()
    given = identify(last_name="Żak", first_name="Ignacy")
    rest = {
        "krok": "zapis", "osoba-last_name": "Żak", "osoba-first_name": "Ignacy",
        "rodzina-since": "2025-03-01",
    }  # fmt: skip
    response = ewa.post(reverse("family-new"), given | rest)
    assert response.status_code == 422
    assert "Podaj adres albo zaznacz bezdomność." in words(response.content.decode())
    assert Person.objects.count() == before


def test_a_child_of_two_families_is_added_with_a_warning(
    family: Family, strangers: Family, ewa: Client
) -> None:
    services.assign_worker(family=strangers, team=states.team(), worker=None, by=BY, at=NOW)
    daughter = member(family, FamilyRole.CHILD).person
    given = identify(
        last_name="Kowalska", first_name="Zosia", birth_date=f"{daughter.birth_date:%d.%m.%Y}"
    )
    rest = {
        "krok": "zapis", "wybrana": str(daughter.uuid), "rodzina-role": "child",
        "rodzina-since": "2025-03-01",
    }  # fmt: skip
    address = reverse("member-new", args=[strangers.uuid])
    page = words(ewa.post(address, given | rest, follow=True).content.decode())
    assert "Zosia Kowalska: ta osoba należy w tym czasie także do rodziny R/2025/00001." in page
    assert len(selectors.members_on(strangers, TODAY)) == 2


# --- the file ------------------------------------------------------------------------------------


def test_the_file_tells_of_a_day_and_of_a_month(family: Family, ewa: Client) -> None:
    address = reverse("family", args=[family.uuid])
    page = text_of(ewa, address + "?dzien=2024-09-02&miesiac=2024-06")
    assert "2 osoby w dniu 02.09.2024" in page
    assert "Zosia Kowalska dziecko 7 lat" in page
    assert "Anna: wynagrodzenie za pracę od 01.06.2024" in page
    assert "Dochody: czerwiec 2024" in page
    assert "Razem przed odliczeniami: 2 800,00 zł" in page
    assert "Ubóstwo od 01.01.2024" in page
    before = text_of(ewa, address + "?dzien=2023-12-31")
    assert "W tym dniu do rodziny nikt nie należał." in before
    assert "nie zapisano żadnego dochodu" in before


@pytest.mark.parametrize("query", ["?dzien=x", "?dzien=2024-13-41", "?miesiac=2024", "?miesiac=0"])
def test_a_day_that_cannot_be_is_today(family: Family, ewa: Client, query: str) -> None:
    page = text_of(ewa, reverse("family", args=[family.uuid]) + query)
    assert f"w dniu {TODAY:%d.%m.%Y}" in page


def test_a_number_is_masked_until_one_asks_and_asking_is_logged(
    family: Family, ewa: Client
) -> None:
    person = member(family).person
    for name in file_pages(family):
        assert person.pesel not in ewa.get(file_pages(family)[name]).content.decode(), name
    shown = ewa.post(reverse("family-pesel", args=[family.uuid, person.uuid])).content.decode()
    assert person.pesel in shown
    event = Event.objects.get(subject=f"person:{person.uuid}", action="file.read")
    assert event.data == {"why": "PESEL"}


def test_the_history_tells_what_was_done_and_who_read(family: Family, ewa: Client) -> None:
    page = text_of(ewa, reverse("family", args=[family.uuid]))
    assert "ewa : założenie akt rodziny" in page
    assert "ewa : przyjście do rodziny – Zosia Kowalska" in page
    assert "ewa : zapis dochodu – Anna Kowalska" in page
    assert "Kto czytał: 1" in page
    assert "ewa : odczyt: akta" in page


# --- changes -------------------------------------------------------------------------------------


def test_an_income_is_written_in_zloty_and_kept_in_grosze(family: Family, ewa: Client) -> None:
    given = {
        "person": str(member(family).person.uuid), "kind": "alimenty", "amount_gr": "1 234,56 zł",
        "since": "2025-01-01",
    }  # fmt: skip
    response = ewa.post(reverse("income-new", args=[family.uuid]), given)
    assert response["Location"] == reverse("family", args=[family.uuid]) + "#dochody"
    assert IncomeRecord.objects.latest("id").amount_gr == 123_456


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("", "Podaj kwotę."),
        ("dużo", "Podaj kwotę w złotych, na przykład 1 234,56."),
        ("1,234", "Podaj kwotę z dokładnością do grosza"),
        ("-5", "Kwota nie może być ujemna"),
        ("NaN", "Podaj kwotę w złotych, na przykład 1 234,56."),
    ],
)
def test_an_amount_that_cannot_be_says_so(
    family: Family, ewa: Client, amount: str, sentence: str
) -> None:
    given = {
        "person": str(member(family).person.uuid), "kind": "alimenty", "amount_gr": amount,
        "since": "2025-01-01",
    }  # fmt: skip
    response = ewa.post(reverse("income-new", args=[family.uuid]), given)
    assert response.status_code == 422
    assert sentence in words(response.content.decode())


def test_a_correction_is_shown_with_its_reason_and_taken_back(family: Family, ewa: Client) -> None:
    income = IncomeRecord.objects.filter(person=member(family).person)[0]
    given = {
        "kind": income.kind, "amount_gr": "2100", "since": "2024-06-01", "why": "zły druk",
    }  # fmt: skip
    ewa.post(reverse("income-correct", args=[family.uuid, income.pk]), given)
    income.refresh_from_db()
    assert (income.amount_gr, income.tax_gr) == (210_000, 0)
    made = Correction.objects.get(table="income")
    page = text_of(ewa, reverse("family", args=[family.uuid]))
    assert "ewa : zmieniono dochód (Anna Kowalska), powód: zły druk" in page
    assert "było: przychód: 2 000,00 zł; podatek: 100,00 zł;" in page
    ewa.post(reverse("register-correction-undo", args=[family.uuid, made.uuid]))
    income.refresh_from_db()
    assert (income.amount_gr, income.tax_gr) == (200_000, 10_000)


def test_what_is_struck_out_needs_a_reason_and_comes_back(family: Family, ewa: Client) -> None:
    child = member(family, FamilyRole.CHILD).membership
    address = reverse("register-strike-out", args=[family.uuid, "membership", child.pk])
    refused = ewa.post(address, {"why": ""})
    assert refused.status_code == 422
    assert "Podaj powód; zostanie w historii." in words(refused.content.decode())
    ewa.post(address, {"why": "nie to dziecko"})
    assert len(selectors.members_on(family, TODAY)) == 1
    made = Correction.objects.get(struck_out=True)
    ewa.post(reverse("register-correction-undo", args=[family.uuid, made.uuid]))
    assert len(selectors.members_on(family, TODAY)) == 2


def test_several_reasons_are_recorded_at_once(family: Family, ewa: Client) -> None:
    given = {"codes": ["bezrobocie", "bezradnosc.rodziny_niepelne"], "since": "2025-01-01"}
    address = reverse("reasons-new", args=[family.uuid])
    page = words(ewa.post(address, given, follow=True).content.decode())
    assert "Zapisano 2 powody." in page
    assert "Bezrobocie od 01.01.2025" in page


def test_a_person_is_changed_and_the_number_stays_when_left_empty(
    family: Family, ewa: Client
) -> None:
    person = member(family).person
    number = person.pesel
    given = {
        "last_name": "Nowak", "first_name": "Anna", "pesel": "", "birth_date": "1985-05-20",
        "sex": "f", "unable_to_work_since": "2025-01-01", "why": "ślub",
    }  # fmt: skip
    ewa.post(reverse("person-change", args=[family.uuid, person.uuid]), given)
    person.refresh_from_db()
    assert (person.last_name, person.pesel) == ("Nowak", number)
    page = text_of(ewa, reverse("family-person", args=[family.uuid, person.uuid]))
    assert "nazwisko: Kowalska" in page
    assert "od 01.01.2025 na stałe" in page


def test_a_birth_date_against_the_number_is_refused_beside_the_field(
    family: Family, ewa: Client
) -> None:
    person = member(family).person
    given = {
        "last_name": "Kowalska", "first_name": "Anna", "birth_date": "1985-05-20", "sex": "f",
        "pesel": states.pesel_of(dt.date(1985, 5, 21), Sex.FEMALE, 4),
    }  # fmt: skip
    response = ewa.post(reverse("person-change", args=[family.uuid, person.uuid]), given)
    assert response.status_code == 422
    assert "Numer PESEL mówi o urodzeniu 21.05.1985, a podano 20.05.1985." in words(
        response.content.decode()
    )


def test_a_family_is_split_at_the_desk(family: Family, ewa: Client) -> None:
    daughter = member(family, FamilyRole.CHILD).person
    given = {
        "persons": [str(daughter.uuid)], "on": f"{TODAY}", "address": "ul. Nowa 1",
        "reasons": ["ubostwo"],
    }  # fmt: skip
    page = words(
        ewa.post(reverse("family-split", args=[family.uuid]), given, follow=True).content.decode()
    )
    assert f"Założono rodzinę R/{TODAY.year}/" in page
    assert Family.objects.latest("id").split_from == family


def test_members_move_only_to_a_family_within_reach(
    family: Family, strangers: Family, ewa: Client
) -> None:
    daughter = member(family, FamilyRole.CHILD).person
    given = {"persons": [str(daughter.uuid)], "on": f"{TODAY}", "number": strangers.number}
    address = reverse("family-move", args=[family.uuid])
    refused = words(ewa.post(address, given).content.decode())
    assert f"Wśród rodzin Twojego zespołu nie ma numeru {strangers.number}." in refused
    services.assign_worker(family=strangers, team=states.team(), worker=None, by=BY, at=NOW)
    ewa.post(address, given)
    assert daughter in [one.person for one in selectors.members_on(strangers, TODAY)]


def test_giving_a_family_away_leads_back_to_the_register(family: Family, ewa: Client) -> None:
    other = states.team("Zespół nr 2")
    states.worker("iza", other)
    response = ewa.post(
        reverse("family-assign", args=[family.uuid]), {"team": other.pk, "worker": ""}, follow=True
    )
    assert response.redirect_chain[-1][0] == reverse("register-home")
    assert "Ta rodzina jest teraz poza Twoim zespołem." in words(response.content.decode())


def test_a_closed_file_is_read_and_not_written_until_it_is_reopened(
    family: Family, ewa: Client
) -> None:
    ewa.post(reverse("family-close", args=[family.uuid]), {"on": "2025-03-31"})
    page = text_of(ewa, reverse("family", args=[family.uuid]))
    assert "Sprawę zakończono 31.03.2025" in page
    assert "Dodaj dochód" not in page
    ewa.post(reverse("family-reopen", args=[family.uuid]))
    assert "Dodaj dochód" in text_of(ewa, reverse("family", args=[family.uuid]))


def test_help_and_applications_stand_in_the_history_and_a_blue_card_does_not(
    family: Family, ewa: Client
) -> None:
    application = states.with_application(family)
    card = BlueCard.objects.create(
        family=family, started_on=states.TODAY, recorded_at=NOW, recorded_by=BY
    )
    for action, subject in (
        ("application.received", f"application:{application.uuid}"),
        ("blue_card.opened", f"blue_card:{card.uuid}"),
    ):
        record(action=action, subject=subject, by=BY, at=NOW)
    page = text_of(ewa, reverse("family", args=[family.uuid]))
    assert "ewa : przyjęcie wniosku" in page
    assert "Niebiesk" not in page


def test_violence_is_named_as_the_act_named_it_on_the_day(family: Family, ewa: Client) -> None:
    services.record_reason(
        family=family, code=ReasonCode.VIOLENCE, since=dt.date(2023, 1, 1), by=BY, at=NOW
    )
    address = reverse("family", args=[family.uuid])
    assert "Przemoc w rodzinie od 01.01.2023" in text_of(ewa, address + "?dzien=2023-06-21")
    assert "Przemoc domowa od 01.01.2023" in text_of(ewa, address + "?dzien=2023-06-22")


def test_homelessness_that_no_reason_tells_is_pointed_out(ewa: Client) -> None:
    family = states.homeless()
    said = "bezdomności nie ma wśród powodów"
    assert said not in text_of(ewa, reverse("family", args=[family.uuid]))
    family.reasons.all().delete()
    assert said in text_of(ewa, reverse("family", args=[family.uuid]))


# --- duplicates ----------------------------------------------------------------------------------


@pytest.fixture
def pair(family: Family) -> DuplicateProposal:
    """Anna Kowalska of the family, and an Anna Kowalsky of another team."""
    born = member(family).person.birth_date
    twin = services.register_person(
        first_name="Anna", last_name="Kowalsky", birth_date=born, by=BY, at=NOW
    )
    states.alone(twin, of=states.team("Zespół nr 2"))
    return DuplicateProposal.objects.get()


def test_a_pair_is_told_on_the_file_compared_merged_and_parted_again(
    family: Family, ewa: Client, pair: DuplicateProposal
) -> None:
    assert "Możliwy duplikat osoby: Anna Kowalska i Anna Kowalsky" in text_of(
        ewa, reverse("family", args=[family.uuid])
    )
    address = reverse("duplicate", args=[pair.uuid])
    assert "innego zespołu" in text_of(ewa, address)
    assert Event.objects.filter(action="file.read", subject=f"person:{pair.second.uuid}").exists()
    assert ewa.post(address, {"decision": "first"}).status_code == 422
    ewa.post(address, {"decision": "first", "note": "sprawdzono dowód"})
    pair.refresh_from_db()
    assert (pair.state, pair.second.merged_into) == ("same", pair.first)
    assert "Zostały dane A." in text_of(ewa, address)
    ewa.post(reverse("duplicate-undo", args=[pair.uuid]), {"note": "jednak nie"})
    pair.second.refresh_from_db()
    assert pair.second.merged_into is None


def test_a_pair_out_of_reach_is_refused_and_logged(pair: DuplicateProposal) -> None:
    third = client_of(states.worker("zuza", states.team("Zespół nr 3")))
    assert third.get(reverse("duplicate", args=[pair.uuid])).status_code == 403
    assert "Do sprawdzenia: 0" in text_of(third, reverse("duplicates"))
    tried = Event.objects.filter(by="zuza").order_by("id").values_list("action", flat=True)
    assert list(tried) == ["file.refused", "file.refused"]


def test_looking_through_the_register_says_what_it_found(ewa: Client) -> None:
    answer = ewa.post(reverse("duplicates-look"), follow=True)
    assert "Nowych par nie ma." in words(answer.content.decode())
