"""Persons that may be one: what is proposed, merging, undoing, and what selectors see after it."""

from __future__ import annotations

import datetime as dt

import pytest

from miernik.audit.models import Event
from miernik.cases.models import DuplicateProposal, DuplicateState, FamilyRole, Person, Sex
from miernik.cases.register import selectors, services
from miernik.cases.register.duplicates import Candidate, likeness
from miernik.cases.register.errors import DuplicateError
from miernik.rules.incomes import IncomeKind
from tests.cases import register_states as states
from tests.cases.register_states import BY, NOW, SINCE, TODAY

BORN = dt.date(1990, 7, 7)


def candidate(last: str, first: str, number: str = "") -> Candidate:
    return Candidate(1, last, first, number)


@pytest.mark.parametrize(
    ("one", "two", "part"),
    [
        (candidate("nowak", "jan"), candidate("nowak", "jan"), "To samo imię, nazwisko"),
        (candidate("nowak", "jan", "a"), candidate("nowak", "jan", "b"), "różne numery PESEL"),
        (candidate("nowak", "jan"), candidate("jan", "nowak"), "zamienione miejscami"),
        (candidate("nowak", "jan"), candidate("novak", "jan"), "jedną literą"),
        (candidate("kowalska", "anna"), candidate("kowalksa", "anna"), "jedną literą"),
        (candidate("nowak", "jan"), candidate("novak", "jen"), ""),
        (candidate("nowak", "jan", "a"), candidate("nowak", "jana", "b"), ""),
        (candidate("nowak", "jan"), candidate("kowal", "jan"), ""),
    ],
)
def test_what_looks_like_one_person(one: Candidate, two: Candidate, part: str) -> None:
    said = likeness(one, two)
    assert (part in said) if part else said == ""


def person(first: str, last: str, born: dt.date = BORN) -> Person:
    return services.register_person(
        first_name=first, last_name=last, birth_date=born, sex=Sex.MALE, by=BY, at=NOW
    )


@pytest.fixture
def pair(db: None) -> DuplicateProposal:
    person("Jan", "Nowak")
    person("Jan", "Novak")
    return DuplicateProposal.objects.get()


def decide(
    proposal: DuplicateProposal, state: DuplicateState, keep: Person | None = None
) -> DuplicateProposal:
    return services.decide_duplicate(
        proposal=proposal, state=state, keep=keep, note="sprawdzono dowód", by=BY, at=NOW
    )


@pytest.mark.django_db
def test_a_person_of_another_birth_date_is_not_proposed() -> None:
    person("Jan", "Nowak")
    person("Jan", "Nowak", dt.date(1990, 7, 8))
    assert not DuplicateProposal.objects.exists()


def test_a_new_person_is_compared_at_once_and_the_whole_register_finds_nothing_new(
    pair: DuplicateProposal,
) -> None:
    assert (pair.state, pair.first.last_name) == ("proposed", "Nowak")
    assert services.propose_duplicates(by=BY, at=NOW) == []


def test_different_persons_are_never_proposed_again(pair: DuplicateProposal) -> None:
    decide(pair, DuplicateState.DIFFERENT)
    services.change_person(person=pair.second, last_name="Nowak", by=BY, at=NOW)
    assert services.propose_duplicates(by=BY, at=NOW) == []
    assert not selectors.open_duplicates().exists()


def test_a_merged_person_stands_once_in_a_family_with_all_incomes(pair: DuplicateProposal) -> None:
    family = states.alone(pair.first)
    services.add_member(
        family=family, person=pair.second, role=FamilyRole.OTHER, since=SINCE, by=BY, at=NOW
    )
    for one in (pair.first, pair.second):
        services.record_income(
            person=one, kind=IncomeKind.OTHER, since=SINCE, amount_gr=100, by=BY, at=NOW
        )
    decide(pair, DuplicateState.SAME, keep=pair.second)
    (member,) = selectors.members_on(family, TODAY)
    assert member.person == pair.second
    case = selectors.family_case(family, TODAY)
    assert [len(one.incomes) for one in case.members] == [2]
    assert {row.person_id for row in family.memberships.all()} == {pair.first_id, pair.second_id}


def test_a_merge_is_undone_and_everything_is_as_before(pair: DuplicateProposal) -> None:
    decide(pair, DuplicateState.SAME, keep=pair.first)
    services.undo_duplicate(proposal=pair, note="jednak dwie osoby", by=BY, at=NOW)
    assert not Person.objects.filter(merged_into__isnull=False).exists()
    assert list(selectors.open_duplicates()) == [pair]
    actions = list(Event.objects.order_by("id").values_list("action", flat=True))
    assert actions[-4:] == [
        "person.merged", "duplicate.same", "person.separated", "duplicate.undone",
    ]  # fmt: skip


def test_a_chain_of_merges_points_straight_to_the_one_kept_and_parts_where_it_was_joined(
    pair: DuplicateProposal,
) -> None:
    a, b = pair.first, pair.second
    decide(pair, DuplicateState.SAME, keep=a)
    c = person("Jan", "Nowak")
    with_c = DuplicateProposal.objects.get(second=c, first=a)
    decide(with_c, DuplicateState.SAME, keep=c)
    assert set(Person.objects.filter(merged_into=c)) == {a, b}
    with pytest.raises(DuplicateError, match="późniejsze połączenie"):
        services.undo_duplicate(proposal=pair, note="", by=BY, at=NOW)
    services.undo_duplicate(proposal=with_c, note="", by=BY, at=NOW)
    assert set(Person.objects.filter(merged_into=a)) == {b}
    assert not Person.objects.filter(merged_into=c).exists()


def test_a_pair_is_decided_once_and_needs_to_know_who_stays(pair: DuplicateProposal) -> None:
    with pytest.raises(DuplicateError, match="którą z dwóch osób zachować"):
        decide(pair, DuplicateState.SAME)
    decide(pair, DuplicateState.DIFFERENT)
    with pytest.raises(DuplicateError, match="już rozstrzygnięto"):
        decide(pair, DuplicateState.SAME, keep=pair.first)


def test_the_number_of_a_merged_person_leads_to_the_one_that_was_kept(db: None) -> None:
    with_number = states.adult("Anna", "Kowalska")
    without = services.register_person(
        first_name="Anna", last_name="Kowalska", birth_date=with_number.birth_date, by=BY, at=NOW
    )
    proposal = DuplicateProposal.objects.get()
    decide(proposal, DuplicateState.SAME, keep=without)
    services.change_person(person=without, pesel=with_number.pesel, by=BY, at=NOW)
    without.refresh_from_db()
    assert without.pesel == with_number.pesel
