"""What a form says in each state, explanations of warnings, pseudonyms, a very long form."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.test import Client

from miernik.accounts.models import Membership, Role, User
from miernik.collection.content import from_json
from miernik.collection.held.keys import register_key
from miernik.collection.models import PseudonymSet, QuestionnaireState, Submission
from miernik.collection.pseudonyms.file import file_text, make_file
from miernik.collection.pseudonyms.key import PseudonymKey
from miernik.collection.services.review import accept_form, extend
from tests.collection.campaigns import (
    BY,
    CAUSES,
    FIRST_SCHOOL,
    MEALS,
    NOW,
    YEAR,
    City,
    a_draft,
    an_open_one,
    everything,
)
from tests.collection.persons import pesel
from tests.web.answering_pages import fields, on, opened, whole

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def city() -> City:
    """A city whose campaign is open."""
    return an_open_one()


def _url(city: City, tail: str = "") -> str:
    return f"/formularz/{city.form(FIRST_SCHOOL).uuid}/{tail}"


def _page(city: City, client: Client) -> str:
    with on():
        return client.get(_url(city)).content.decode()


def test_each_state_has_its_sentence(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    city.hand_in(FIRST_SCHOOL, everything())
    assert "Urząd je sprawdzi" in _page(city, client)
    accept_form(questionnaire=city.form(FIRST_SCHOOL), by=BY, at=NOW)
    page = _page(city, client)
    assert "Urząd przyjął te odpowiedzi" in page
    assert "Cofnij przekazanie" not in page
    with on():
        client.post(_url(city, "cofnij/"))
    assert city.form(FIRST_SCHOOL).state == QuestionnaireState.ACCEPTED
    form = city.form(FIRST_SCHOOL)
    form.state = QuestionnaireState.LOCKED
    form.save()
    assert "już się zakończyło" in _page(city, client)


def test_a_link_opened_before_the_campaign_says_to_wait() -> None:
    city = a_draft()
    city.campaign.questionnaires.create(institution=city.institutions[FIRST_SCHOOL])
    page = _page(city, opened(city.form(FIRST_SCHOOL)))
    assert "jeszcze się nie zaczęło" in page
    assert "<table" not in page


def test_more_time_is_shown(city: City) -> None:
    day = dt.date(2026, 3, 6)
    client = opened(city.form(FIRST_SCHOOL))
    extend(questionnaire=city.form(FIRST_SCHOOL), until=day, reason="ferie", by=BY, at=NOW)
    page = _page(city, client)
    assert "6 marca 2026 r." in page
    assert "przedłużony dla tej placówki" in page


def test_a_warning_is_explained_and_the_form_goes(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    odd = {
        "entry-0-label": "posiłki", "entry-0-number": "20",
        "entry-1-label": "stypendia", "entry-1-number": "10", "number": "31",
    }  # fmt: skip
    posted = whole(city, krok="przekaz") | fields(city, CAUSES, odd)
    with on():
        page = client.post(_url(city), posted, follow=True).content.decode()
        prefix = city.indicators[CAUSES].uuid.hex
        box = re.search(rf'name="({prefix}-explain-[^"]+)"', page)
        assert box is not None
        assert f'href="#{prefix}-number"' in page
        assert not Submission.objects.exists()
        explained = fields(city, CAUSES, odd, 1) | {box[1]: "Jedna osoba spoza pozycji."}
        client.post(_url(city), explained | {"krok": "przekaz"})
    content = Submission.objects.get().content["answers"][city.uuid(CAUSES)]
    assert list(from_json(content).explanations.values()) == ["Jedna osoba spoza pozycji."]


def test_an_explanation_given_stays_in_the_form(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    with on():
        client.post(_url(city), fields(city, MEALS, {"number": "5", "explain-skok-liczby": "Tak."}))
    prefix = city.indicators[MEALS].uuid.hex
    assert f'name="{prefix}-explain-skok-liczby"' in _page(city, client)


# --- pseudonyms ----------------------------------------------------------------------------------

KEY = PseudonymKey(b"\x07" * 32, YEAR, "Białystok")


def _with_a_key(city: City) -> None:
    officer = User.objects.create_user("iga", password="dlugie-haslo-do-testow")
    Membership.objects.create(user=officer, role=Role.DATA_PROTECTION_OFFICER)
    register_key(
        campaign=city.campaign, area="Białystok", fingerprint=KEY.fingerprint, by=officer, at=NOW
    )


def test_pseudonyms_are_asked_only_under_a_key_and_kept(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    assert "data-pseudonyms" not in _page(city, client)
    _with_a_key(city)
    assert _page(city, client).count("data-pseudonyms\n") == 1  # of six questions one counts people
    made = make_file(
        tuple(pesel(number) for number in range(12)),
        key=KEY,
        indicator=city.uuid(MEALS),
        institution=FIRST_SCHOOL,
        without_pesel=0,
    )
    prefix = city.indicators[MEALS].uuid.hex
    with on():
        wrong = fields(city, MEALS, {"number": "11"}) | {
            f"{prefix}-pseudonyms": file_text(made),
            "krok": "zapisz",
        }
        refused = client.post(_url(city), wrong)
        assert refused.status_code == 422
        assert "na liście" in refused.content.decode()
        right = wrong | fields(city, MEALS, {"number": "12"}, 1)
        assert client.post(_url(city), right).status_code == 302
    kept = PseudonymSet.objects.get()
    assert (kept.count, kept.received_by) == (12, "link: Sekretariat")


# --- the largest form ----------------------------------------------------------------------------


def test_a_form_of_two_hundred_questions_is_taken_whole(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    parts = []
    for _ in range(200):
        prefix = uuid.uuid4().hex
        parts += [(f'name="{prefix}-{number}"', "") for number in range(15)]
        parts.append((f'name="{prefix}-file"; filename=""', ""))
    said = fields(city, MEALS, {"number": "5"}) | {"krok": "zapisz"}
    parts += [(f'name="{name}"', value) for name, value in said.items()]
    body = "".join(
        f"--granica\r\nContent-Disposition: form-data; {name}\r\n\r\n{value}\r\n"
        for name, value in parts
    )
    with on():
        answer = client.post(
            _url(city), f"{body}--granica--\r\n", "multipart/form-data; boundary=granica"
        )
    assert answer.status_code == 302
    assert city.form(FIRST_SCHOOL).answers.count() == 1
