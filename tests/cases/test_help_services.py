"""Help, referrals, activities and places: what goes in, what is refused, what is undone."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from miernik.audit.models import Event
from miernik.cases.help.checks import member_on
from miernik.cases.help.errors import (
    AlreadyEndedError,
    DayInFutureError,
    HalfAPointError,
    HasPartsError,
    NothingCountedError,
    NotInFamilyError,
    WrongOrderError,
)
from miernik.cases.help.selectors import (
    activities_of,
    attendance,
    facilities_on,
    services_of,
    unfit_places_on,
    written_today,
)
from miernik.cases.help.services.activities import (
    add_activity,
    add_participants,
    count_participants,
    end_activity,
    remove_participant,
    withdraw_activity,
)
from miernik.cases.help.services.outcomes import record_outcome, withdraw_outcome
from miernik.cases.help.services.places import (
    add_facility,
    add_unfit_place,
    close_unfit_place,
    record_visit,
    set_places,
    withdraw_unfit_place,
    withdraw_visit,
)
from miernik.cases.help.services.referrals import (
    NoPersonReferredError,
    end_referral,
    record_referral_result,
    refer,
    review_assistance,
)
from miernik.cases.help.services.support import end_service, record_service, withdraw_service
from miernik.cases.help.services.volunteers import (
    add_partnership,
    add_volunteer,
    end_cooperation,
    withdraw_cooperation,
)
from miernik.cases.help.withdrawing import WithdrawalReason
from miernik.cases.models import (
    Activity,
    ActivityKind,
    FacilityKind,
    Outcome,
    OutcomeKind,
    Participation,
    Partnership,
    Places,
    ReferralKind,
    Service,
    ServiceKind,
    VolunteerKind,
)
from tests.cases import neighbourhood
from tests.cases.neighbourhood import NOW, TODAY, Neighbourhood

pytestmark = pytest.mark.django_db
MARCH = dt.date(2024, 3, 1)


@pytest.fixture
def town() -> Neighbourhood:
    """Two teams with a family each; it is 15 May 2024."""
    return neighbourhood.furnish()


def advice(town: Neighbourhood, **more: Any) -> Service:
    """A piece of legal advice to Anna."""
    given: dict[str, Any] = {
        "family": town.kowalski, "person": town.anna, "kind": ServiceKind.LEGAL_COUNSELLING,
        "since": MARCH, "by": "ewa", "at": NOW,
    }  # fmt: skip
    return record_service(**given | more)


def last_event() -> Event:
    """The newest event."""
    return Event.objects.order_by("-id")[0]


# --- help ----------------------------------------------------------------------------------------


def test_help_of_a_day_ends_that_day_and_ongoing_help_has_no_end(town: Neighbourhood) -> None:
    assert advice(town).until == MARCH
    assert advice(town, ongoing=True).until is None
    assert advice(town, until=dt.date(2024, 4, 30)).until == dt.date(2024, 4, 30)


def test_help_may_be_for_the_whole_family(town: Neighbourhood) -> None:
    assert advice(town, person=None).person is None


def test_help_goes_only_to_who_was_in_the_family_on_that_day(town: Neighbourhood) -> None:
    with pytest.raises(NotInFamilyError, match=r"Dnia 01\.03\.2024 ta osoba nie należała"):
        advice(town, person=town.zofia)
    town.kowalski.memberships.filter(person=town.anna).update(until=dt.date(2024, 2, 29))
    member_on(town.kowalski, town.anna, dt.date(2024, 2, 29))
    with pytest.raises(NotInFamilyError):
        advice(town)


def test_a_merged_row_of_a_member_counts_for_the_person(town: Neighbourhood) -> None:
    whole = neighbourhood.person("Kowalska", "Anna Maria")
    town.anna.merged_into = whole
    town.anna.save()
    assert advice(town, person=whole).person == whole


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"since": TODAY + dt.timedelta(days=1)}, DayInFutureError),
        ({"until": MARCH - dt.timedelta(days=1)}, WrongOrderError),
        ({"quantity": 0}, NothingCountedError),
    ],
)
def test_impossible_help_is_refused(
    town: Neighbourhood, wrong: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        advice(town, **wrong)
    assert not Service.objects.exists()


def test_ongoing_help_ends_once(town: Neighbourhood) -> None:
    service = advice(town, ongoing=True)
    end_service(service=service, until=TODAY, by="ewa", at=NOW)
    with pytest.raises(AlreadyEndedError):
        end_service(service=service, until=TODAY, by="ewa", at=NOW)


def test_a_withdrawn_entry_is_gone_and_the_log_knows_what_it_was_and_why(
    town: Neighbourhood,
) -> None:
    service = advice(town, quantity=3, note="rozwód, pani Anna płakała")
    withdraw_service(service=service, reason=WithdrawalReason.TWICE, by="ewa", at=NOW)
    assert not Service.objects.exists()
    event = last_event()
    assert event.action == "service.withdrawn"
    assert event.data["reason"] == "dwa_razy"
    assert (event.data["kind"], event.data["since"], event.data["quantity"]) == (
        "poradnictwo_prawne", "2024-03-01", 3,
    )  # fmt: skip


def test_no_name_and_no_note_gets_into_the_log(town: Neighbourhood) -> None:
    withdraw_service(
        service=advice(town, note="rozwód"), reason=WithdrawalReason.MISTAKE, by="ewa", at=NOW
    )
    add_volunteer(
        first_name="Maria", last_name="Zielińska", kind=VolunteerKind.COMMUNITY, since=MARCH,
        by="ewa", at=NOW,
    )  # fmt: skip
    said = json.dumps([event.data for event in Event.objects.all()], ensure_ascii=False)
    assert not [word for word in ("Kowalsk", "rozwód", "Zielińska", "Maria") if word in said]


def test_lists_show_own_families_only_and_help_that_touches_the_year(town: Neighbourhood) -> None:
    lasting = advice(town, since=dt.date(2023, 12, 1), until=dt.date(2024, 1, 1))
    advice(town, since=dt.date(2023, 6, 1))
    record_service(
        family=town.nowak, person=town.zofia, kind=ServiceKind.MEAL, since=MARCH, by="jan", at=NOW
    )
    assert list(services_of(town.ewa, 2024)) == [lasting]
    assert services_of(town.jan, 2024).count() == 1


def test_todays_entries_are_those_written_today_whenever_help_was_given(
    town: Neighbourhood,
) -> None:
    entry = advice(town, since=dt.date(2023, 6, 1))
    advice(town, at=NOW - dt.timedelta(days=1))
    assert list(written_today(town.ewa, TODAY)) == [entry]


# --- referrals and outcomes ----------------------------------------------------------------------


def test_only_a_family_assistant_is_asked_for_a_whole_family(town: Neighbourhood) -> None:
    with pytest.raises(NoPersonReferredError, match="Wskaż osobę"):
        refer(
            family=town.kowalski, person=None, kind=ReferralKind.DAY_CENTRE, made_on=MARCH,
            by="ewa", at=NOW,
        )  # fmt: skip
    assert refer(
        family=town.kowalski, person=None, kind=ReferralKind.FAMILY_ASSISTANT, made_on=MARCH,
        by="ewa", at=NOW,
    ).pk  # fmt: skip


def test_a_referral_gets_its_result_reviews_and_end_in_order(town: Neighbourhood) -> None:
    referral = refer(
        family=town.kowalski, person=None, kind=ReferralKind.FAMILY_ASSISTANT, made_on=MARCH,
        by="ewa", at=NOW,
    )  # fmt: skip
    with pytest.raises(WrongOrderError):
        record_referral_result(
            referral=referral, result="tak", on=MARCH - dt.timedelta(days=1), by="ewa", at=NOW
        )
    record_referral_result(referral=referral, result="tak", on=MARCH, by="ewa", at=NOW)
    review_assistance(referral=referral, on=dt.date(2024, 4, 1), by="ewa", at=NOW)
    end_referral(referral=referral, on=TODAY, by="ewa", at=NOW)
    with pytest.raises(AlreadyEndedError):
        review_assistance(referral=referral, on=TODAY, by="ewa", at=NOW)


def test_an_outcome_belongs_to_a_member_and_can_be_taken_back(town: Neighbourhood) -> None:
    outcome = record_outcome(
        family=town.kowalski, person=town.piotr, kind=OutcomeKind.EMPLOYMENT, happened_on=MARCH,
        by="ewa", at=NOW,
    )  # fmt: skip
    withdraw_outcome(outcome=outcome, reason=WithdrawalReason.MISTAKE, by="ewa", at=NOW)
    assert not Outcome.objects.exists()


# --- activities ----------------------------------------------------------------------------------


def club(**more: Any) -> Activity:
    """A club that goes on."""
    given: dict[str, Any] = {
        "kind": ActivityKind.SENIOR_CLUB, "title": "Klub", "since": MARCH, "series": True,
        "by": "ewa", "at": NOW,
    }  # fmt: skip
    return add_activity(**given | more)


def test_an_event_lasts_a_day_and_a_club_goes_on() -> None:
    assert club(series=False).until == MARCH
    assert club().until is None


def test_a_person_stands_on_a_list_once(town: Neighbourhood) -> None:
    activity = club()
    both = [town.anna, town.piotr]
    assert add_participants(activity=activity, persons=both, since=MARCH, by="ewa", at=NOW) == 2
    later = [*both, town.zofia]
    assert add_participants(activity=activity, persons=later, since=TODAY, by="ewa", at=NOW) == 1
    assert Participation.objects.count() == 3


def test_nobody_joins_before_the_beginning_or_after_the_end(town: Neighbourhood) -> None:
    activity = club(until=dt.date(2024, 4, 1))
    for day in (MARCH - dt.timedelta(days=1), dt.date(2024, 4, 2)):
        with pytest.raises(WrongOrderError):
            add_participants(activity=activity, persons=[town.anna], since=day, by="ewa", at=NOW)


def test_a_worker_reads_the_names_of_own_families_and_a_count_of_the_others(
    town: Neighbourhood,
) -> None:
    activity = club()
    everybody = [town.anna, town.piotr, town.zofia]
    add_participants(activity=activity, persons=everybody, since=MARCH, by="ewa", at=NOW)
    seen = attendance(activity, town.jan)
    assert [row.person for row in seen.shown] == [town.zofia]
    assert (seen.beyond_reach, seen.named) == (2, 3)


def test_a_count_is_corrected_and_both_numbers_stay_in_the_log() -> None:
    activity = club(unnamed_participants=12)
    count_participants(
        activity=activity, participants=21, families=4, volunteers=2, by="ewa", at=NOW
    )
    event = last_event()
    assert event.data["before"]["participants"] == 12
    assert event.data["participants"] == 21


def test_activities_of_a_year_count_each_person_once(town: Neighbourhood) -> None:
    activity = club()
    add_participants(activity=activity, persons=[town.anna], since=MARCH, by="ewa", at=NOW)
    Participation.objects.create(activity=activity, person=town.anna, since=TODAY)
    (found,) = activities_of(2024)
    assert getattr(found, "named") == 1  # noqa: B009  # an annotation of the query
    assert not activities_of(2023).exists()


def test_a_list_and_an_activity_can_be_taken_back(town: Neighbourhood) -> None:
    activity = club()
    add_participants(activity=activity, persons=[town.anna], since=MARCH, by="ewa", at=NOW)
    row = Participation.objects.get()
    remove_participant(participation=row, reason=WithdrawalReason.MISTAKE, by="ewa", at=NOW)
    assert not Participation.objects.exists()
    add_participants(activity=activity, persons=[town.piotr], since=MARCH, by="ewa", at=NOW)
    end_activity(activity=activity, on=TODAY, by="ewa", at=NOW)
    withdraw_activity(activity=activity, reason=WithdrawalReason.MISTAKE, by="ewa", at=NOW)
    assert not Activity.objects.exists()
    assert last_event().data["persons"] == [str(town.piotr.uuid)]


# --- volunteers, partners, places ----------------------------------------------------------------


def test_cooperation_begins_ends_and_can_be_taken_back() -> None:
    partner = add_partnership(name=" Rada Osiedla ", since=MARCH, by="ewa", at=NOW)
    assert partner.name == "Rada Osiedla"
    end_cooperation(row=partner, on=TODAY, by="ewa", at=NOW)
    assert partner.until == TODAY
    withdraw_cooperation(row=partner, reason=WithdrawalReason.MISTAKE, by="ewa", at=NOW)
    assert not Partnership.objects.exists()


def test_a_new_number_of_places_ends_the_one_before_the_day_before() -> None:
    shelter = add_facility(kind=FacilityKind.SHELTER, name="Schronisko", by="ewa", at=NOW)
    set_places(facility=shelter, number=40, since=dt.date(2023, 1, 1), by="ewa", at=NOW)
    set_places(facility=shelter, number=55, since=dt.date(2023, 11, 1), by="ewa", at=NOW)
    periods = [(row.number, row.since, row.until) for row in shelter.places.all()]
    assert periods == [
        (40, dt.date(2023, 1, 1), dt.date(2023, 10, 31)),
        (55, dt.date(2023, 11, 1), None),
    ]
    assert [row.places for row in facilities_on(dt.date(2023, 10, 31))] == [40]
    assert [row.places for row in facilities_on(dt.date(2023, 11, 1))] == [55]


def test_the_same_day_again_corrects_the_number_and_an_earlier_day_is_refused() -> None:
    shelter = add_facility(kind=FacilityKind.SHELTER, name="Schronisko", by="ewa", at=NOW)
    set_places(facility=shelter, number=40, since=MARCH, by="ewa", at=NOW)
    set_places(facility=shelter, number=45, since=MARCH, by="ewa", at=NOW)
    assert Places.objects.get().number == 45
    with pytest.raises(WrongOrderError):
        set_places(facility=shelter, number=1, since=MARCH - dt.timedelta(days=1), by="ewa", at=NOW)


@pytest.mark.parametrize(("latitude", "longitude"), [(53.1, None), (None, 23.1), (91.0, 23.1)])
def test_half_a_point_is_no_point(latitude: float | None, longitude: float | None) -> None:
    with pytest.raises(HalfAPointError):
        add_unfit_place(
            name="Altany", since=MARCH, latitude=latitude, longitude=longitude, by="ewa", at=NOW
        )


def test_places_longest_not_visited_come_first() -> None:
    seen, never, long_ago = (
        add_unfit_place(name=name, since=MARCH, by="ewa", at=NOW) for name in ("A", "B", "C")
    )
    record_visit(place=seen, visited_on=TODAY, persons_met=0, by="ewa", at=NOW)
    record_visit(place=long_ago, visited_on=MARCH, persons_met=2, by="ewa", at=NOW)
    assert list(unfit_places_on(TODAY)) == [never, long_ago, seen]
    close_unfit_place(place=never, on=MARCH, by="ewa", at=NOW)
    assert list(unfit_places_on(TODAY)) == [long_ago, seen]


def test_a_place_goes_only_after_its_visits() -> None:
    place = add_unfit_place(name="Altany", since=MARCH, by="ewa", at=NOW)
    visit = record_visit(place=place, visited_on=MARCH, persons_met=1, by="ewa", at=NOW)
    with pytest.raises(HasPartsError, match="Najpierw wycofaj wizyty"):
        withdraw_unfit_place(place=place, reason=WithdrawalReason.MISTAKE, by="ewa", at=NOW)
    withdraw_visit(visit=visit, reason=WithdrawalReason.MISTAKE, by="ewa", at=NOW)
    withdraw_unfit_place(place=place, reason=WithdrawalReason.MISTAKE, by="ewa", at=NOW)
    assert not unfit_places_on(TODAY).exists()
