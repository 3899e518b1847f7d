"""Opinions at the desk: entered from paper and Word, checked before publication, guarded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from miernik.accounts.models import Role
from miernik.audit.models import Event
from miernik.consultations.models import Channel, Operation, Submission, SubmitterKind
from miernik.consultations.services.submitting import Asked, Paper, Submitter, register_at_desk
from miernik.reports.texts.redline import docx_redline
from miernik.strategy.text.reading import lines
from tests.consultations.city_2020 import City, act, moment
from tests.web.reading import words
from tests.web.test_office_consultations import client_of

pytestmark = pytest.mark.django_db
SECRET = "Pani Anna Nowak choruje na depresję"
POINT = "2.1 / Realizacja zadania / 5)"


@pytest.fixture(autouse=True)
def archive(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of(Role.COORDINATOR)


@pytest.fixture
def city(golden: Callable[[str], Any]) -> City:
    return act(golden("consultation_2020"))


def entering(city: City) -> str:
    return reverse("consultation-opinion-add", args=[city.consultation.code, "ngo"])


def typed(step: str, *rows: dict[str, str], **more: Any) -> dict[str, Any]:
    """What the form sends: an association's letter that came on 20 October 2020."""
    found: dict[str, Any] = {
        "krok": step,
        "rows": str(len(rows)),
        "kind": "organisation",
        "name": "Stowarzyszenie Pomocna Dłoń",
        "channel": "paper",
        "received_on": "2020-10-20",
    }
    for at, row in enumerate(rows):
        filled = {"draft": "1", "op": "replace"} | row
        found |= {f"{name}-{at}": value for name, value in filled.items()}
    return found | more


def last() -> Submission:
    return Submission.objects.order_by("-pk")[0]


def from_a_person(city: City) -> Submission:
    return register_at_desk(
        track=city.track,
        submitter=Submitter(
            SubmitterKind.PERSON, full_name="Zenon Tajny", email="zenon@example.pl"
        ),
        asked=[
            Asked(
                draft=city.first.uuid,
                operation=Operation.REPLACE,
                code=city.lines["2.1"].code,
                text="Pomoc osobom starszym",
                reasons=SECRET,
            )
        ],
        general=SECRET,
        channel=Channel.PAPER,
        received_at=moment(20),
        paper=Paper("Zenon_Tajny.pdf", b"%PDF-1.4"),
        by="koordynator",
        at=moment(21),
    )


def page_of(of: Submission, name: str = "office-opinion") -> str:
    return reverse(name, args=[of.consultation.code, of.number])


def test_a_place_in_words_is_found_and_its_wording_stands_ready(
    city: City, coordinator: Client
) -> None:
    row = {"place": "2.1, Realizacja zadania, pkt 5"}
    found = coordinator.post(entering(city), typed("znajdz:0", row))
    assert found.status_code == 200
    assert found.context["entry"].rows[0].place == POINT
    assert found.context["entry"].rows[0].text == city.lines[POINT].text
    assert Submission.objects.count() == 1


def test_a_quotation_is_offered_the_unit_it_is_closest_to(city: City, coordinator: Client) -> None:
    quoted = city.lines[POINT].text.replace("a", "e", 2)
    found = coordinator.post(entering(city), typed("znajdz:0", {"place": quoted}))
    score, best = found.context["entry"].rows[0].offers[0]
    assert (best.path, score > 80) == (POINT, True)
    chosen = coordinator.post(entering(city), typed(f"wybierz:0:{best.code}", {"place": quoted}))
    assert chosen.context["entry"].rows[0].place == POINT


def test_an_opinion_is_registered_with_its_changes_and_shared_reasons(
    city: City, coordinator: Client
) -> None:
    one = {"place": "2.1", "text": "Inny tytuł", "reasons": "Bo tak.", "group": "1"}
    two = {"place": POINT, "text": "Inny punkt.", "group": "1"}
    file = SimpleUploadedFile("pismo.pdf", b"%PDF-1.4 pismo")
    response = coordinator.post(entering(city), typed("zapisz", one, two, file=file))
    assert response.status_code == 302
    made = last()
    assert (made.name, made.in_time, made.file_name) == (
        "Stowarzyszenie Pomocna Dłoń",
        True,
        "pismo.pdf",
    )
    assert [(row.path, row.group, row.reasons) for row in made.changes.all()] == [
        ("2.1", 1, "Bo tak."),
        (POINT, 1, "Bo tak."),
    ]


def test_the_last_day_is_in_time_and_the_next_is_late_with_words(
    city: City, coordinator: Client
) -> None:
    on_the_day = typed("zapisz", general="Popieramy.", received_on="2020-10-21")
    coordinator.post(entering(city), on_the_day)
    assert last().in_time
    late = typed("zapisz", general="Popieramy.", received_on="2020-10-22")
    said = words(coordinator.post(entering(city), late, follow=True))
    assert "Jest złożona po terminie i tak została zapisana." in said
    assert not last().in_time


def test_a_late_letter_is_in_time_by_its_postmark(city: City, coordinator: Client) -> None:
    sent = typed("zapisz", general="Uwaga.", received_on="2020-10-26", postmarked_on="2020-10-21")
    coordinator.post(entering(city), sent)
    assert last().in_time


def test_a_refusal_without_a_reason_loses_nothing(city: City, coordinator: Client) -> None:
    row = {"place": "2.1", "text": "Inny tytuł", "reasons": "Długie uzasadnienie."}
    file = SimpleUploadedFile("pismo.pdf", b"%PDF-1.4 pismo")
    refused = coordinator.post(entering(city), typed("zapisz", row, file=file, eligible="nie"))
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "Napisz, dlaczego składający nie jest uprawniony." in said
    assert "Długie uzasadnienie." in said
    again = typed(
        "zapisz", row, kept=refused.context["token"], eligible="nie", reason="Spoza miasta."
    )
    assert coordinator.post(entering(city), again).status_code == 302
    assert last().file_name == "pismo.pdf"
    ruling = last().rulings.get()
    assert (ruling.eligible, ruling.reason) == (False, "Spoza miasta.")


def test_a_place_that_is_nowhere_is_not_registered(city: City, coordinator: Client) -> None:
    response = coordinator.post(
        entering(city), typed("zapisz", {"place": "9.9 pkt 77", "text": "Nowy zapis"})
    )
    assert response.status_code == 422
    assert "Nie znaleziono takiej jednostki" in response.content.decode()
    assert Submission.objects.count() == 1


def test_a_forged_name_of_a_kept_file_opens_nothing(city: City, coordinator: Client) -> None:
    sent = typed("zapisz", general="Uwaga.", kept='{"stored": "../../etc/passwd"}')
    assert coordinator.post(entering(city), sent).status_code == 302
    assert last().stored_file == ""


def test_a_returned_word_file_is_shown_before_it_is_registered(
    city: City, coordinator: Client
) -> None:
    assert city.first.version is not None
    old = lines(city.first.version)
    new = [
        replace(line, text="Zapewnienie wsparcia wolontariuszy.") if line.path == POINT else line
        for line in old
    ]
    content = docx_redline(old, new, title="Projekt", author="NGO", at=dt.datetime.now(dt.UTC))
    file = SimpleUploadedFile("projekt.docx", content)
    shown = coordinator.post(entering(city), typed("wczytaj", file=file))
    assert shown.status_code == 200
    rows = shown.context["entry"].rows
    assert [(row.place, row.text) for row in rows] == [
        (POINT, "Zapewnienie wsparcia wolontariuszy.")
    ]
    assert shown.context["entry"].form.initial["channel"] == "word"
    assert Submission.objects.count() == 1
    sent = {"place": rows[0].place, "code": rows[0].code, "text": rows[0].text}
    final = typed("zapisz", sent, channel="word", kept=shown.context["token"])
    assert coordinator.post(entering(city), final).status_code == 302
    assert last().changes.get().new_text == "Zapewnienie wsparcia wolontariuszy."
    assert last().file_name == "projekt.docx"


def test_a_hostile_file_is_refused_in_one_sentence_and_nothing_is_lost(
    city: City, coordinator: Client
) -> None:
    file = SimpleUploadedFile("zly.docx", b"MZ\x90 not a document")
    shown = coordinator.post(
        entering(city), typed("wczytaj", {"place": "2.1", "text": "Inny tytuł"}, file=file)
    )
    assert shown.status_code == 422
    assert len(shown.context["entry"].faults) == 1
    assert "Inny tytuł" in shown.content.decode()


def said_by(response: HttpResponseBase) -> str:
    return words(response)


def test_a_reader_sees_no_personal_data_of_a_person(city: City) -> None:
    made = from_a_person(city)
    said = said_by(client_of(Role.READER).get(page_of(made)))
    for secret in ("Tajny", "zenon@example.pl", "Nowak", "depresj"):
        assert secret not in said
    assert "do sprawdzenia przed publikacją" in said
    assert not Event.objects.filter(action="submission.personal_read").exists()


def test_whoever_sees_personal_data_leaves_a_trace(city: City) -> None:
    made = from_a_person(city)
    said = said_by(client_of(Role.DATA_PROTECTION_OFFICER).get(page_of(made)))
    assert "Zenon Tajny" in said
    assert "Pani Anna Nowak" in said
    event = Event.objects.get(action="submission.personal_read")
    assert event.subject == f"submission:{made.uuid}"


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COORDINATOR, 200),
        (Role.DATA_PROTECTION_OFFICER, 200),
        (Role.READER, 403),
        (Role.DIRECTOR, 403),
    ],
)
def test_the_original_opens_only_for_who_may_see_people(
    city: City, role: Role, status: int
) -> None:
    made = from_a_person(city)
    response = client_of(role).get(page_of(made, "consultation-opinion-file"))
    response.close()
    assert response.status_code == status
    reads = Event.objects.filter(action="submission.personal_read").count()
    assert reads == (1 if status == 200 else 0)


def test_the_officer_reads_but_does_not_redact(city: City) -> None:
    made = from_a_person(city)
    change = made.changes.get()
    address = reverse(
        "consultation-wording", args=[city.consultation.code, made.number, change.uuid]
    )
    assert client_of(Role.DATA_PROTECTION_OFFICER).get(address).status_code == 403


def test_redaction_says_what_was_removed_and_keeps_the_original(
    city: City, coordinator: Client
) -> None:
    made = from_a_person(city)
    change = made.changes.get()
    address = reverse(
        "consultation-wording", args=[city.consultation.code, made.number, change.uuid]
    )
    shown = coordinator.get(address).content.decode()
    assert "<mark" in shown
    short = {"new_text": change.new_text, "reasons": "Choroba osoby bliskiej."}
    refused = coordinator.post(address, short)
    assert refused.status_code == 422
    assert "co usunięto i dlaczego" in refused.content.decode()
    done = coordinator.post(address, short | {"ground": "usunięto nazwisko"}, follow=True)
    assert "usunięto nazwisko" in words(done)
    change.refresh_from_db()
    assert change.reasons == SECRET
    reader = said_by(client_of(Role.READER).get(page_of(made)))
    assert "Choroba osoby bliskiej." in reader
    assert "Nowak" not in reader


def test_marked_text_is_escaped(city: City, coordinator: Client) -> None:
    coordinator.post(entering(city), typed("zapisz", general="<script>zło</script> 600 700 800"))
    shown = coordinator.get(page_of(last())).content.decode()
    assert "<script>zło" not in shown
    assert "&lt;script&gt;zło" in shown


def test_the_register_is_filtered(city: City, coordinator: Client) -> None:
    from_a_person(city)
    address = reverse("consultation-opinions", args=[city.consultation.code])
    everything = coordinator.get(address).context["page"].object_list
    waiting = coordinator.get(address, {"tylko": "sprawdz"}).context["page"].object_list
    assert [row.of.number for row in everything] == [1, 2]
    assert [row.of.number for row in waiting] == [2]
    assert coordinator.get(address, {"szukaj": "1"}).context["page"].object_list[0].of.number == 1
