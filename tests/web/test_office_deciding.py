"""The real consultation of 2020 decided through the pages of the office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from miernik.accounts.models import Role
from miernik.audit.models import Event
from miernik.consultations.models import (
    Alarm,
    Change,
    Channel,
    Decision,
    Operation,
    SubmitterKind,
)
from miernik.consultations.services.submitting import Asked, Submitter, register_at_desk
from miernik.strategy.text.reading import lines
from tests.consultations.city_2020 import BY, City, act, moment
from tests.web import city as people

pytestmark = pytest.mark.django_db
CODE = "pps-2020"


def client_of(role: Role) -> Client:
    client = Client()
    client.force_login(people.person(role, role))
    return client


@pytest.fixture
def facts(golden: Callable[[str], Any]) -> dict[str, Any]:
    found: dict[str, Any] = golden("consultation_2020")
    return found


@pytest.fixture
def city(facts: dict[str, Any]) -> City:
    return act(facts)


@pytest.fixture
def coordinator(city: City) -> Client:
    return client_of(Role.COORDINATOR)


def page(name: str, city: City) -> str:
    known = "office-consultation-traces" if name == "results" else f"consultation-{name}"
    return reverse(known, args=[CODE, city.first.position])


def report_page(name: str, city: City) -> str:
    return reverse(f"consultation-{name}", args=[CODE, city.track.kind])


def changes(city: City) -> list[Change]:
    return list(city.submission.changes.order_by("position"))


def first_three(city: City, facts: dict[str, Any]) -> dict[str, Any]:
    proposal = facts["annex"]["proposals"][0]
    places = (("2.1", "title"), ("2.1 / Adresaci", "adresaci"), ("2.1 / Cel zadania", "cel"))
    return {
        "zmiana": [str(change.uuid) for change in changes(city)[:3]],
        "verdict": "partly",
        "statement": proposal["outcome_text"],
        "reasons": proposal["outcome_justification"],
    } | {f"zapis-{city.lines[path].code}": proposal["resulting"][name] for path, name in places}


def point_six(city: City, facts: dict[str, Any]) -> dict[str, Any]:
    proposal = facts["annex"]["proposals"][0]
    return {
        "zmiana": str(changes(city)[3].uuid),
        "verdict": "accepted",
        "statement": proposal["outcome_point6_text"],
        "reasons": proposal["outcome_point6_justification"],
        "covered_by": city.lines["2.1 / Realizacja zadania / 5)"].code,
    }


def test_the_case_of_2020_goes_through_the_pages(
    city: City, facts: dict[str, Any], coordinator: Client
) -> None:
    director = client_of(Role.DIRECTOR)
    decide = page("decide", city)
    assert coordinator.post(decide, first_three(city, facts)).status_code == 302
    stopped = coordinator.post(decide, point_six(city, facts))
    assert stopped.status_code == 422
    assert "Zapisz jako „mieści się w obecnym zapisie”" in stopped.content.decode()
    assert stopped.context["form"]["reasons"].value() == point_six(city, facts)["reasons"]
    assert Alarm.objects.count() == 1
    accepted = point_six(city, facts) | {"przyjmij": "covered"}
    assert coordinator.post(decide, accepted).status_code == 302
    assert "4 z 4 rozstrzygnięte" in coordinator.get(page("cards", city)).content.decode()
    assert coordinator.post(page("approve-all", city)).status_code == 403
    assert director.post(page("approve-all", city)).status_code == 302
    assert coordinator.post(page("next-version", city)).status_code == 302
    city.first.refresh_from_db()
    assert city.first.result is not None
    assert city.first.version is not None
    before = {line.code: line.text for line in lines(city.first.version)}
    changed = [line.path for line in lines(city.first.result) if before[line.code] != line.text]
    assert changed == ["2.1", "2.1 / Adresaci", "2.1 / Cel zadania"]
    frozen = coordinator.post(report_page("freeze", city), {"report_day": "2020-11-10"})
    assert frozen.status_code == 302
    resolution = {
        "number": "XXXII/1/20", "date": "2020-11-23", "body": "Rada Miasta Białystok",
        "in_force_from": "2021-01-01",
    }  # fmt: skip
    assert coordinator.post(page("adopt", city), resolution).status_code == 302
    city.consultation.refresh_from_db()
    assert city.consultation.state == "completed"
    assert coordinator.get(page("results", city)).status_code == 200
    assert coordinator.get(report_page("report", city)).status_code == 200


def test_two_decisions_on_one_unit_need_one_wording(
    city: City, facts: dict[str, Any], coordinator: Client
) -> None:
    coordinator.post(page("decide", city), first_three(city, facts))
    code = city.lines["2.1"].code
    again = {
        "zmiana": str(changes(city)[0].uuid),
        "verdict": "partly",
        "reasons": "Inaczej.",
        f"zapis-{code}": "Zupełnie inny tytuł",
    }
    answer = coordinator.post(page("decide", city), again)
    assert answer.status_code == 422
    assert answer.context["now"] == facts["annex"]["proposals"][0]["resulting"]["title"]
    assert "Zupełnie inny tytuł" in answer.content.decode()
    assert coordinator.post(page("decide", city), again | {"replace": "on"}).status_code == 302
    assert city.first.edits.get(unit_id=city.lines["2.1"].unit_id).text == "Zupełnie inny tytuł"


def test_a_withdrawn_decision_stays_in_the_form(
    city: City, facts: dict[str, Any], coordinator: Client
) -> None:
    coordinator.post(page("decide", city), first_three(city, facts))
    decision = Decision.objects.get()
    address = reverse("consultation-withdraw", args=[CODE, city.first.position, decision.uuid])
    answer = coordinator.post(address)
    assert not Decision.objects.exists()
    assert answer.context["form"]["reasons"].value() == decision.reasons
    assert facts["annex"]["proposals"][0]["resulting"]["title"] in answer.content.decode()


@pytest.mark.parametrize("role", [Role.READER, Role.DIRECTOR])
def test_who_only_reads_decides_nothing(role: Role, city: City, facts: dict[str, Any]) -> None:
    client = client_of(role)
    assert client.get(page("cards", city)).status_code == 200
    assert client.get(page("next-version", city)).status_code == 200
    assert client.post(page("decide", city), first_three(city, facts)).status_code == 403
    assert client.post(page("next-version", city)).status_code == 403
    assert client.post(report_page("freeze", city), {"report_day": "2020-11-10"}).status_code == 403
    assert not Decision.objects.exists()


def test_a_social_worker_sees_no_cards(city: City) -> None:
    assert client_of(Role.SOCIAL_WORKER).get(page("cards", city)).status_code == 403


def test_a_decision_without_reasons_keeps_what_was_typed(
    city: City, facts: dict[str, Any], coordinator: Client
) -> None:
    answer = coordinator.post(page("decide", city), first_three(city, facts) | {"reasons": ""})
    assert answer.status_code == 422
    assert "Uzasadnij rozstrzygnięcie." in answer.content.decode()
    assert facts["annex"]["proposals"][0]["outcome_text"] in answer.content.decode()


def test_no_report_before_every_proposal_is_decided(city: City, coordinator: Client) -> None:
    answer = coordinator.post(report_page("freeze", city), {"report_day": "2020-11-10"})
    assert answer.status_code == 422
    assert "rozstrzygnięcia 4 propozycji" in answer.content.decode()


def test_a_preview_shows_the_change_and_writes_nothing(city: City, coordinator: Client) -> None:
    line = city.lines["2.1"]
    address = reverse("consultation-preview", args=[CODE, city.first.position, line.code])
    answer = coordinator.get(address, {f"zapis-{line.code}": f"{line.text} nowe"})
    assert "<ins>" in answer.content.decode()
    assert not city.first.edits.exists()


def test_a_persons_words_are_shown_only_to_those_who_may_read_them(
    city: City, coordinator: Client
) -> None:
    asked = Asked(
        draft=city.first.uuid,
        operation=Operation.REPLACE,
        code=city.lines["2.1"].code,
        text="Wsparcie mojego sąsiada.",
        reasons="Jest chory.",
    )
    register_at_desk(
        track=city.track,
        submitter=Submitter(SubmitterKind.PERSON, full_name="Jan Próbny"),
        asked=[asked],
        general="",
        channel=Channel.EMAIL,
        received_at=moment(21),
        by=BY,
        at=moment(21),
    )
    assert "mojego sąsiada" in coordinator.get(page("cards", city)).content.decode()
    assert Event.objects.filter(action="submission.personal_read").count() == 1
    said = client_of(Role.READER).get(page("cards", city)).content.decode()
    assert "sąsiada" not in said
    assert "Jest chory" not in said
    assert "do sprawdzenia przed publikacją" in said
    assert Event.objects.filter(action="submission.personal_read").count() == 1
