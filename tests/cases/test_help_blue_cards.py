"""Niebieska Karta: hidden from whoever has no permission, encrypted, dated groups, terms."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from miernik.accounts.models import Membership, Role
from miernik.audit.models import Event
from miernik.cases.errors import UnknownFileError
from miernik.cases.help.door import open_blue_card as open_door
from miernik.cases.help.due import due
from miernik.cases.help.errors import HasPartsError
from miernik.cases.help.permissions import blue_cards
from miernik.cases.help.services.blue_cards import (
    AlreadyConvenedError,
    close_blue_card,
    open_blue_card,
    record_meeting,
    withdraw_blue_card,
    withdraw_meeting,
)
from miernik.cases.help.terms import GroupKind, group_on
from miernik.cases.help.withdrawing import WithdrawalReason
from miernik.cases.models import BlueCard, BlueCardMeeting
from tests.cases import neighbourhood
from tests.cases.neighbourhood import NOW, Neighbourhood

pytestmark = pytest.mark.django_db
SECRET = "siniaki na rękach"
STARTED = dt.date(2024, 3, 4)


@pytest.fixture
def town() -> Neighbourhood:
    """Two teams with a family each; it is 15 May 2024."""
    return neighbourhood.furnish()


@pytest.fixture
def card(town: Neighbourhood) -> BlueCard:
    """A procedure in the family of team 1."""
    return open_blue_card(
        family=town.kowalski, started_on=STARTED, document=SECRET, by="ewa", at=NOW
    )


def allow(town: Neighbourhood, *, everywhere: bool = False) -> None:
    """Give Ewa of team 1 the role of Niebieska Karta."""
    institution = None if everywhere else town.first
    Membership.objects.create(user=town.ewa, role=Role.BLUE_CARD, institution=institution)


def test_who_may_know_is_the_familys_worker_with_the_role(
    town: Neighbourhood, card: BlueCard
) -> None:
    assert list(blue_cards(town.ewa)) == []
    allow(town)
    assert list(blue_cards(town.ewa)) == [card]


def test_the_role_alone_opens_nothing(town: Neighbourhood, card: BlueCard) -> None:
    """The near miss: the role in the family's team, but no reach to the family's file."""
    only = neighbourhood.worker("zespol", Role.BLUE_CARD, of=town.first)
    everywhere = neighbourhood.worker("przewodniczaca", Role.BLUE_CARD)
    assert list(blue_cards(only)) == list(blue_cards(everywhere)) == []


def test_the_role_in_one_team_opens_nothing_of_another(town: Neighbourhood) -> None:
    """The near miss: worker of both teams, the role in team 1 only, the procedure in team 2."""
    other = open_blue_card(family=town.nowak, started_on=STARTED, document="", by="jan", at=NOW)
    Membership.objects.create(user=town.ewa, role=Role.SOCIAL_WORKER, institution=town.second)
    allow(town)
    assert other not in blue_cards(town.ewa)
    allow(town, everywhere=True)
    assert other in blue_cards(town.ewa)


def test_the_door_answers_alike_for_what_is_hidden_and_what_is_not_there(
    town: Neighbourhood, card: BlueCard
) -> None:
    with pytest.raises(UnknownFileError) as hidden:
        open_door(user=town.ewa, identity=card.uuid, at=NOW, why="karta")
    with pytest.raises(UnknownFileError) as absent:
        open_door(user=town.ewa, identity=town.kowalski.uuid, at=NOW, why="karta")
    assert str(hidden.value) == str(absent.value)
    (attempt,) = Event.objects.filter(subject=f"blue_card:{card.uuid}", by="ewa").exclude(
        action__startswith="blue_card"
    )
    assert attempt.action == "file.refused"


def test_each_reading_is_logged(town: Neighbourhood, card: BlueCard) -> None:
    allow(town)
    assert open_door(user=town.ewa, identity=card.uuid, at=NOW, why="karta") == card
    (event,) = Event.objects.filter(action="file.read")
    assert (event.subject, event.by) == (f"blue_card:{card.uuid}", "ewa")


def test_the_log_names_no_family_of_a_procedure(town: Neighbourhood, card: BlueCard) -> None:
    meeting = record_meeting(card=card, held_on=STARTED, note="plan", by="ewa", at=NOW)
    withdraw_meeting(meeting=meeting, reason=WithdrawalReason.MISTAKE, by="ewa", at=NOW)
    close_blue_card(card=card, on=dt.date(2024, 5, 1), by="ewa", at=NOW)
    said = "".join(f"{event.subject} {event.data}" for event in Event.objects.all())
    for hidden in (str(town.kowalski.uuid), town.kowalski.number, "plan", "siniaki"):
        assert hidden not in said


def test_document_and_findings_lie_encrypted_in_the_database(card: BlueCard) -> None:
    record_meeting(card=card, held_on=STARTED, note="ustalono plan", by="ewa", at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT document FROM cases_bluecard UNION SELECT note FROM cases_bluecardmeeting"
        )
        stored = " ".join(row[0] for row in cursor.fetchall())
    assert "siniaki" not in stored
    assert "ustalono" not in stored
    assert BlueCard.objects.get().document == SECRET


def test_a_working_group_met_until_21_june_2023_and_a_diagnostic_one_meets_since() -> None:
    assert group_on(dt.date(2023, 6, 21)) is GroupKind.WORKING
    assert group_on(dt.date(2023, 6, 22)) is GroupKind.DIAGNOSTIC


def test_a_group_is_called_once(card: BlueCard) -> None:
    record_meeting(card=card, held_on=STARTED, convened=True, by="ewa", at=NOW)
    with pytest.raises(AlreadyConvenedError):
        record_meeting(card=card, held_on=STARTED, convened=True, by="ewa", at=NOW)
    assert BlueCardMeeting.objects.count() == 1


def test_the_group_is_due_in_three_days_and_meets_every_two_months(
    town: Neighbourhood, card: BlueCard
) -> None:
    allow(town)
    assert [(item.on, item.what) for item in due(town.ewa, STARTED)] == [
        (dt.date(2024, 3, 7), "powołać grupę diagnostyczno-pomocową")
    ]
    record_meeting(card=card, held_on=dt.date(2024, 3, 6), convened=True, by="ewa", at=NOW)
    assert [(item.on, item.what) for item in due(town.ewa, dt.date(2024, 5, 1))] == [
        (dt.date(2024, 5, 6), "spotkanie grupy")
    ]
    close_blue_card(card=card, on=dt.date(2024, 5, 1), by="ewa", at=NOW)
    assert due(town.ewa, dt.date(2024, 5, 1)) == []


def test_what_is_due_says_nothing_of_it_to_a_person_without_the_role(
    town: Neighbourhood, card: BlueCard
) -> None:
    assert due(town.ewa, STARTED) == []


def test_a_procedure_goes_only_after_its_meetings(card: BlueCard) -> None:
    meeting = record_meeting(card=card, held_on=STARTED, by="ewa", at=NOW)
    with pytest.raises(HasPartsError):
        withdraw_blue_card(card=card, reason=WithdrawalReason.MISTAKE, by="ewa", at=NOW)
    withdraw_meeting(meeting=meeting, reason=WithdrawalReason.MISTAKE, by="ewa", at=NOW)
    withdraw_blue_card(card=card, reason=WithdrawalReason.MISTAKE, by="ewa", at=NOW)
    assert not BlueCard.objects.exists()
