"""Campaigns at the desk: who gets in, and each step from a draft to an accepted form."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from miernik.accounts.models import Institution, Membership, Role
from miernik.collection.models import (
    AccessLink,
    Campaign,
    CampaignState,
    Channel,
    Correction,
    Question,
    Questionnaire,
    QuestionnaireState,
)
from miernik.collection.services.answering import submit
from miernik.collection.services.attachments import add_attachment
from miernik.collection.services.campaigns import Wording, create_campaign
from miernik.web.office.campaigns.urls import urlpatterns
from tests.collection.campaigns import (
    BY,
    CENTRE,
    EVENTS,
    FIRST_SCHOOL,
    MEALS,
    MONEY,
    NGO,
    NOW,
    SCHOOLS,
    SECOND_SCHOOL,
    YEAR,
    City,
    a_city,
    a_draft,
    an_open_one,
    everything,
)
from tests.web import city as people
from tests.web.campaign_pages import in_the_middle, pages_of

pytestmark = pytest.mark.django_db
ACTING = {
    "new", "open", "edit", "bulk", "contacts", "members", "return", "answer", "begun answer",
}  # fmt: skip


@pytest.fixture
def city() -> City:
    """A campaign in the middle of its way."""
    return in_the_middle()


def desk(*roles: Role) -> Client:
    """A logged-in client."""
    client = Client()
    client.force_login(people.person("-".join(roles) or "nikt", *roles))
    return client


def text_of(client: Client, url: str) -> str:
    """What a page says, with ordinary spaces."""
    response = client.get(url, follow=True)
    assert response.status_code == 200
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", plain.replace("\xa0", " "))


def form_url(city: City, institution: str) -> str:
    """The page of an institution's form."""
    return reverse("campaign-form", args=[city.campaign.uuid, city.form(institution).uuid])


# --- who gets in ---------------------------------------------------------------------------------


def test_every_page_renders_for_a_coordinator(city: City) -> None:
    client = desk(Role.COORDINATOR)
    for name, url in pages_of(city).items():
        assert client.get(url).status_code == 200, name


def test_a_reader_and_a_director_watch_and_do_nothing(city: City) -> None:
    pages = pages_of(city)
    for role in (Role.READER, Role.DIRECTOR):
        client = desk(role)
        for name, url in pages.items():
            assert client.get(url).status_code == (403 if name in ACTING else 200), name
        page = client.get(pages["form"]).content.decode()
        assert 'value="przyjmij"' not in page


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.REPORTER, Role.DATA_PROTECTION_OFFICER])
def test_others_do_not_get_in(city: City, role: Role) -> None:
    client = desk(role)
    for name, url in pages_of(city).items():
        assert client.get(url).status_code == 403, name


def test_a_coordinator_of_one_institution_is_nobody_here(city: City) -> None:
    user = people.person("szkolny")
    Membership.objects.create(
        user=user, role=Role.COORDINATOR, institution=city.institutions[FIRST_SCHOOL]
    )
    client = Client()
    client.force_login(user)
    assert client.get(reverse("campaign-list")).status_code == 403


def test_a_reader_who_sends_a_step_is_refused_and_nothing_changes(city: City) -> None:
    client = desk(Role.READER)
    url = form_url(city, FIRST_SCHOOL)
    for step in ("przyjmij", "cofnij", "przekaz", "uniewaznij", "wyjasnione", "link", "przedluz"):
        assert client.post(url, {"krok": step}).status_code == 403, step
    institution = city.institutions[FIRST_SCHOOL]
    of_institution = reverse("campaign-institution", args=[city.campaign.uuid, institution.uuid])
    assert client.post(of_institution, {"krok": "kontakt", "email": "x@x.pl"}).status_code == 403
    of_indicator = reverse(
        "campaign-asked-for", args=[city.campaign.uuid, city.indicators[MEALS].uuid]
    )
    sent = {"krok": "wylacz", "kogo": [institution.pk], "powod": "bo tak"}
    assert client.post(of_indicator, sent).status_code == 403
    for name in ("campaign-accept", "campaign-discard", "campaign-fill", "campaign-open"):
        assert client.post(reverse(name, args=[city.campaign.uuid])).status_code == 403
    assert city.form(FIRST_SCHOOL).state == QuestionnaireState.SUBMITTED
    assert not city.campaign.assignments.filter(excluded=True).exists()


def test_a_form_of_another_campaign_is_not_found_here(city: City) -> None:
    client = desk(Role.COORDINATOR)
    other = pages_of(city)["draft"].rstrip("/").rsplit("/", 1)[-1]
    url = reverse("campaign-form", args=[other, city.form(FIRST_SCHOOL).uuid])
    assert client.get(url).status_code == 404


def test_every_address_of_campaigns_says_whom_it_lets_in() -> None:
    assert len(urlpatterns) >= 20
    for pattern in urlpatterns:
        assert Role.COORDINATOR in getattr(pattern.callback, "open_to", ()), pattern.name


# --- preparing -----------------------------------------------------------------------------------


def test_an_empty_office_is_told_what_to_do() -> None:
    page = text_of(desk(Role.COORDINATOR), reverse("campaign-list"))
    assert "Nie ma jeszcze żadnej kampanii." in page
    assert "Wczytaj dokument" in page


def test_a_campaign_is_prepared_with_usual_days_and_asks_implementers() -> None:
    city = a_city()
    client = desk(Role.COORDINATOR)
    url = reverse("campaign-new") + "?rok=2025"
    form = client.get(url).context["form"]
    assert form.initial["deadline"] == dt.date(2026, 2, 27)  # 28 February 2026 is a Saturday
    assert "art. 28aa" in client.get(url).content.decode()
    sent = {**form.initial, "works": [city.work.pk], "year": 2025}
    response = client.post(url, sent)
    campaign = Campaign.objects.get()
    assert response.headers["Location"] == reverse("campaign-questions", args=[campaign.uuid])
    # two schools and the centre for 2 indicators, two schools and the NGO for 4
    assert campaign.assignments.count() == 3 * 2 + 3 * 4


def test_a_term_before_the_opening_comes_back_as_a_sentence() -> None:
    city = a_city()
    client = desk(Role.COORDINATOR)
    url = reverse("campaign-new") + "?rok=2025"
    initial = client.get(url).context["form"].initial
    sent = {**initial, "works": [city.work.pk], "deadline": "2026-01-02"}
    response = client.post(url, sent)
    assert response.status_code == 422
    assert "Termin nie może wypaść przed otwarciem kampanii." in response.content.decode()
    assert not Campaign.objects.exists()


def test_last_years_questions_are_copied() -> None:
    city = in_the_middle()
    client = desk(Role.COORDINATOR)
    url = reverse("campaign-new") + "?rok=2026"
    initial = client.get(url).context["form"].initial
    client.post(url, {**initial, "works": [city.work.pk], "start": str(city.campaign.uuid)})
    fresh = Campaign.objects.get(year=2026)
    assert fresh.copied_from == city.campaign
    assert fresh.assignments.count() == city.campaign.assignments.count()


def test_opening_says_how_many_have_no_address_and_opens() -> None:
    city = a_draft()
    Institution.objects.filter(name=NGO).update(contact_email="")
    client = desk(Role.COORDINATOR)
    url = reverse("campaign-open", args=[city.campaign.uuid])
    page = text_of(client, url)
    assert "4" in page
    assert "1 instytucja nie ma adresu e-mail" in page
    client.post(url)
    city.campaign.refresh_from_db()
    assert city.campaign.state == CampaignState.OPEN
    assert client.post(url).status_code == 422  # a second time leads nowhere


def test_a_draft_may_be_discarded_and_an_open_campaign_may_not() -> None:
    city = an_open_one()
    client = desk(Role.COORDINATOR)
    client.post(reverse("campaign-discard", args=[city.campaign.uuid]))
    assert Campaign.objects.filter(pk=city.campaign.pk).exists()
    draft = a_draft_beside(city)
    client.post(reverse("campaign-discard", args=[draft.uuid]))
    assert not Campaign.objects.filter(pk=draft.pk).exists()


def a_draft_beside(city: City) -> Campaign:
    """A draft for the next year."""
    wording = Wording("Dane za rok następny")
    return create_campaign(year=YEAR + 1, works=[city.work], wording=wording, by=BY, at=NOW)


# --- who is asked --------------------------------------------------------------------------------


def test_a_question_is_left_out_with_a_reason_and_asked_again() -> None:
    city = a_draft()
    client = desk(Role.COORDINATOR)
    school = city.institutions[FIRST_SCHOOL]
    url = reverse("campaign-institution", args=[city.campaign.uuid, school.uuid])
    money = city.indicators[MONEY].pk
    refused = client.post(url, {"krok": "wylacz", "wskaznik": [money], "powod": " "})
    assert refused.status_code == 422
    assert "Podaj powód" in refused.content.decode()
    client.post(url, {"krok": "wylacz", "wskaznik": [money], "powod": "nie ma stołówki"})
    row = city.campaign.assignments.get(institution=school, indicator=money)
    assert (row.excluded, row.reason) == (True, "nie ma stołówki")
    client.post(url, {"krok": "przywroc", "wskaznik": [money]})
    row.refresh_from_db()
    assert not row.excluded


def test_a_group_is_asked_in_bulk_for_a_whole_task() -> None:
    city = a_draft()
    city.campaign.assignments.all().delete()
    client = desk(Role.COORDINATOR)
    group = Institution.objects.get(name=SCHOOLS)
    url = reverse("campaign-bulk", args=[city.campaign.uuid])
    task = f"zadanie:{city.work.code}:A.1.1"
    assert client.post(url, {"kogo": [group.pk]}).status_code == 422
    client.post(url, {"kogo": [group.pk], "o_co": [task]})
    names = set(
        city.campaign.assignments.order_by("id").values_list("institution__name", flat=True)
    )
    assert names == {FIRST_SCHOOL, SECOND_SCHOOL}
    assert city.campaign.assignments.count() == 2 * 2


def test_members_of_an_empty_group_are_pasted_and_asked() -> None:
    city = a_city()
    Institution.objects.filter(parent__isnull=False).update(parent=None)
    city = a_draft(city)
    client = desk(Role.COORDINATOR)
    page = text_of(client, reverse("campaign-questions", args=[city.campaign.uuid]))
    assert SCHOOLS in page
    group = Institution.objects.get(name=SCHOOLS)
    url = reverse("campaign-members", args=[city.campaign.uuid, group.uuid])
    lines = "Szkoła Podstawowa nr 1\nSzkoła Podstawowa nr 7; sp7@example.org\n"
    client.post(url, {"lines": lines, "kind": "school", "ask": "on"})
    names = list(group.parts.order_by("name").values_list("name", flat=True))
    assert names == ["Szkoła Podstawowa nr 1", "Szkoła Podstawowa nr 7"]
    asked = city.campaign.assignments.filter(institution__name="Szkoła Podstawowa nr 7")
    assert asked.count() == 6  # both tasks name the schools: 2 + 4 indicators


def test_all_faults_of_a_pasted_list_are_told_at_once_and_nothing_is_saved() -> None:
    city = a_draft()
    client = desk(Role.COORDINATOR)
    url = reverse("campaign-contacts", args=[city.campaign.uuid])
    lines = f"{FIRST_SCHOOL}; nowy@example.org\n{NGO}; bez-malpy\nSzkoła na Księżycu; k@example.org"
    response = client.post(url, {"lines": lines})
    said = response.content.decode()
    assert response.status_code == 422
    assert "Wiersz 2: „bez-malpy” nie jest adresem e-mail." in said
    assert "Wiersz 3: nie ma instytucji „Szkoła na Księżycu”." in said
    school = city.institutions[FIRST_SCHOOL]
    school.refresh_from_db()
    assert school.contact_email == "sp1@example.org"
    client.post(url, {"lines": f"{FIRST_SCHOOL};nowy@example.org"})
    school.refresh_from_db()
    assert school.contact_email == "nowy@example.org"


# --- reviewing -----------------------------------------------------------------------------------


def test_a_form_shows_this_year_beside_the_last_with_everything_said(city: City) -> None:
    page = text_of(desk(Role.READER), form_url(city, FIRST_SCHOOL))
    assert "160" in page
    assert "+60" in page  # 100 a year before
    assert "Czy liczba obejmuje obiady z darowizn?" in page
    assert "instytucja podała: 15 300,5 zł" in page
    assert "pomyłka w groszach" in page


def test_a_form_is_accepted_and_put_back(city: City) -> None:
    client = desk(Role.COORDINATOR)
    client.post(form_url(city, FIRST_SCHOOL), {"krok": "przyjmij"})
    assert city.form(FIRST_SCHOOL).state == QuestionnaireState.ACCEPTED
    client.post(form_url(city, FIRST_SCHOOL), {"krok": "cofnij"})
    assert city.form(FIRST_SCHOOL).state == QuestionnaireState.SUBMITTED


def test_a_step_out_of_order_comes_back_as_a_sentence(city: City) -> None:
    response = desk(Role.COORDINATOR).post(form_url(city, CENTRE), {"krok": "przyjmij"})
    assert response.status_code == 422
    assert "Tego kroku nie można teraz zrobić" in response.content.decode()


def test_a_return_begins_with_what_was_flagged(city: City) -> None:
    client = desk(Role.COORDINATOR)
    url = reverse("campaign-return", args=[city.campaign.uuid, city.form(FIRST_SCHOOL).uuid])
    prefilled = client.get(url).context["typed"].initial["reason"]
    assert MEALS in prefilled
    assert "obiady z darowizn" in prefilled
    assert MONEY not in prefilled
    assert client.post(url, {"reason": ""}).status_code == 422
    client.post(url, {"reason": "Sprawdźcie obiady."})
    form = city.form(FIRST_SCHOOL)
    assert (form.state, form.return_reason) == ("returned", "Sprawdźcie obiady.")


def test_a_value_is_corrected_as_it_is_typed_elsewhere(city: City) -> None:
    client = desk(Role.COORDINATOR)
    money = city.indicators[MONEY]
    form = city.form(FIRST_SCHOOL)
    url = reverse("campaign-answer", args=[city.campaign.uuid, form.uuid, money.uuid])
    sent = {"krok": "popraw", "poprawka-said": "value", "poprawka-value": "1,5 tys. zł"}
    assert client.post(url, sent).status_code == 422  # no reason
    wrong = {**sent, "poprawka-value": "dużo", "poprawka-reason": "telefon"}
    assert "„dużo” nie jest liczbą" in client.post(url, wrong).content.decode()
    client.post(url, {**sent, "poprawka-reason": "telefon"})
    assert Correction.objects.order_by("-id")[0].content["number"] == "1500"


def test_a_question_is_asked_and_settled(city: City) -> None:
    client = desk(Role.COORDINATOR)
    form, meals = city.form(NGO), city.indicators[EVENTS]
    url = reverse("campaign-answer", args=[city.campaign.uuid, form.uuid, meals.uuid])
    client.post(url, {"krok": "zapytaj", "pytanie-text": "Ile osób przyszło?"})
    question = Question.objects.get(questionnaire=form)
    client.post(form_url(city, NGO), {"krok": "wyjasnione", "co": str(question.uuid)})
    question.refresh_from_db()
    assert question.settled_at is not None
    near = client.post(form_url(city, CENTRE), {"krok": "wyjasnione", "co": str(question.uuid)})
    assert near.status_code == 404  # another institution's question


def test_the_office_writes_down_an_answer_and_hands_in_for_the_institution(city: City) -> None:
    client = desk(Role.COORDINATOR)
    form = city.form(CENTRE)
    for name, value in ((MEALS, "120"), (MONEY, "2 000")):
        url = reverse(
            "campaign-answer", args=[city.campaign.uuid, form.uuid, city.indicators[name].uuid]
        )
        sent = {"krok": "wpisz", "wpis-said": "value", "wpis-value": value, "wersja": "0"}
        assert client.post(url, sent).status_code == 302
    client.post(form_url(city, CENTRE), {"krok": "przekaz"})
    submission = city.form(CENTRE).submissions.get()
    assert submission.channel == Channel.DESK
    assert submission.content["answers"][city.uuid(MONEY)]["number"] == "2000"


def test_an_answer_somebody_changed_meanwhile_is_not_overwritten(city: City) -> None:
    client = desk(Role.COORDINATOR)
    form = city.form(NGO)
    answer = form.answers.get(indicator=city.indicators[EVENTS])
    url = reverse(
        "campaign-answer", args=[city.campaign.uuid, form.uuid, city.indicators[EVENTS].uuid]
    )
    sent = {"krok": "wpisz", "wpis-said": "value", "wpis-value": "Festyn", "wersja": "0"}
    response = client.post(url, sent)
    assert response.status_code == 422
    assert "zmienił w międzyczasie ktoś inny" in response.content.decode()
    answer.refresh_from_db()
    assert answer.revision == 1


def test_a_new_link_is_shown_once_and_revoked(city: City) -> None:
    client = desk(Role.COORDINATOR)
    url = form_url(city, CENTRE)
    response = client.post(url, {"krok": "link", "person": "Jan Kot"})
    assert "/odpowiedz/" in response.content.decode()
    assert "/odpowiedz/" not in client.get(url).content.decode()
    link = AccessLink.objects.get(person="Jan Kot")
    client.post(url, {"krok": "uniewaznij", "co": str(link.uuid)})
    link.refresh_from_db()
    assert link.revoked_at is not None


def test_one_institution_gets_more_time_but_never_less(city: City) -> None:
    client = desk(Role.COORDINATOR)
    url = form_url(city, CENTRE)
    early = client.post(url, {"krok": "przedluz", "until": "2026-02-01", "reason": "urlop"})
    assert early.status_code == 422
    client.post(url, {"krok": "przedluz", "until": "2026-03-15", "reason": "urlop"})
    assert city.form(CENTRE).extended_to == dt.date(2026, 3, 15)


def test_what_a_second_submission_changed_is_listed(city: City) -> None:
    city.save(SECOND_SCHOOL, {MEALS: everything(95)[MEALS]})
    submit(questionnaire=city.form(SECOND_SCHOOL), channel=Channel.LINK, by="szkoła", at=NOW)
    page = text_of(desk(Role.READER), form_url(city, SECOND_SCHOOL))
    assert "Co zmieniło przekazanie 2: 1 odpowiedź" in page


# --- the board -----------------------------------------------------------------------------------


def test_the_board_counts_and_narrows(city: City) -> None:
    client = desk(Role.READER)
    url = reverse("campaign-board", args=[city.campaign.uuid])
    assert "przekazało z 4 1" in " ".join(text_of(client, url).split())
    returned = client.get(url, {"stan": "returned"}).context["page"].object_list
    assert [line.form.institution.name for line in returned] == [SECOND_SCHOOL]
    named = client.get(url, {"q": "droga stow"}).context["page"].object_list
    assert [line.form.institution.name for line in named] == [NGO]


def test_ticked_forms_are_accepted_and_others_passed_over(city: City) -> None:
    client = desk(Role.COORDINATOR)
    forms = [str(city.form(name).uuid) for name in (FIRST_SCHOOL, SECOND_SCHOOL)]
    url = reverse("campaign-accept", args=[city.campaign.uuid])
    response = client.post(url, {"formularz": forms}, follow=True)
    assert "Przyjęto 1 formularz. Pominięto 1" in response.content.decode()
    assert city.form(FIRST_SCHOOL).state == QuestionnaireState.ACCEPTED
    assert city.form(SECOND_SCHOOL).state == QuestionnaireState.RETURNED


def test_all_without_warnings_leaves_out_what_was_asked_about(city: City) -> None:
    city.hand_in(CENTRE, {name: everything()[name] for name in (MEALS, MONEY)})
    client = desk(Role.COORDINATOR)
    url = reverse("campaign-accept", args=[city.campaign.uuid])
    client.post(url, {"ktore": "bez-ostrzezen", "wroc": "https://example.org/"})
    assert city.form(CENTRE).state == QuestionnaireState.ACCEPTED
    assert city.form(FIRST_SCHOOL).state == QuestionnaireState.SUBMITTED  # has an open question


def test_nobody_is_led_elsewhere_after_accepting(city: City) -> None:
    client = desk(Role.COORDINATOR)
    url = reverse("campaign-accept", args=[city.campaign.uuid])
    response = client.post(url, {"wroc": "https://example.org/"})
    assert response.headers["Location"] == reverse("campaign-board", args=[city.campaign.uuid])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_table_is_saved_as_a_file(city: City, kind: str) -> None:
    url = reverse("campaign-export", args=[city.campaign.uuid, kind])
    response = desk(Role.READER).get(url, {"stan": "submitted"})
    assert response.status_code == 200
    assert f"kompletnosc-2025.{kind}" in response.headers["Content-Disposition"]
    if kind == "csv":
        lines = response.content.decode().splitlines()
        assert len(lines) == 2
        assert lines[1].startswith(f"{FIRST_SCHOOL},przekazany,")


def test_an_indicator_compares_the_same_institutions(city: City) -> None:
    url = reverse("campaign-indicator", args=[city.campaign.uuid, city.indicators[MEALS].uuid])
    response = desk(Role.READER).get(url)
    change = response.context["likeness"].change
    # both years: only the first school (the second was returned, so it is silent)
    assert (change.same, change.up, change.before, change.after) == (1, 1, 100, 160)
    assert change.left == ("Szkoła Podstawowa nr 9",)
    assert change.silent == (SECOND_SCHOOL,)


def test_the_board_page_takes_no_more_queries_with_more_institutions(
    city: City, django_assert_max_num_queries: Any
) -> None:
    client = desk(Role.READER)
    url = reverse("campaign-board", args=[city.campaign.uuid])
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(30):
        school = Institution.objects.create(name=f"Przedszkole nr {number}")
        Questionnaire.objects.create(campaign=city.campaign, institution=school)
    with django_assert_max_num_queries(len(few)):
        assert len(client.get(url).context["page"].object_list) == 34


def test_a_file_of_an_institution_is_saved_and_that_of_another_is_not_found(city: City) -> None:
    form = city.form(NGO)
    file = add_attachment(
        questionnaire=form, indicator=None, name="pismo.txt", content="Dzień dobry".encode(),
        by="szkoła", at=NOW,
    )  # fmt: skip
    client = desk(Role.READER)
    args = [city.campaign.uuid, form.uuid, file.uuid]
    response = client.get(reverse("campaign-attachment", args=args))
    assert b"".join(response.streaming_content).decode() == "Dzień dobry"  # type: ignore[attr-defined]  # a stream
    assert response.headers["Content-Disposition"].startswith("attachment")
    near = [city.campaign.uuid, city.form(CENTRE).uuid, file.uuid]
    assert client.get(reverse("campaign-attachment", args=near)).status_code == 404
