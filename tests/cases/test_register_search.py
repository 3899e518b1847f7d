"""Finding a family by whatever is at hand, within what the person may open."""

from __future__ import annotations

import datetime as dt

import pytest

from miernik.accounts.models import Role
from miernik.cases.models import (
    DuplicateProposal,
    DuplicateState,
    ExternalNumber,
    Family,
    RegisterImport,
    Sex,
)
from miernik.cases.register import services
from miernik.cases.register.selectors import search
from tests.cases import register_states as states
from tests.cases.register_states import BY, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def family() -> Family:
    """Łucja Święcka-Nowak in the care of team 1, ul. Świętojańska."""
    person = states.adult("Łucja", "Święcka-Nowak")
    return services.start_family(
        head=person, since=states.SINCE, address="ul. Świętojańska 12 m. 3", team=states.team(),
        by=BY, at=NOW,
    )  # fmt: skip


@pytest.fixture
def stranger() -> Family:
    """Somebody of the same name in another team."""
    person = states.adult("Łukasz", "Święcki", dt.date(1980, 1, 1), Sex.MALE)
    return states.alone(person, of=states.team("Zespół nr 2"))


def found(name: str, text: str) -> list[Family]:
    return [hit.family for hit in search(states.worker(name), text).hits]


@pytest.mark.parametrize(
    "text",
    ["swiec", "ŁUC", "łucja święcka", "nowak", "now swie", "swietojanska 12", "R/2025/00001",
     "r/2025"],
)  # fmt: skip
def test_a_family_is_found_by_words_numbers_and_address(
    family: Family, stranger: Family, text: str
) -> None:
    assert found("ewa", text) == [family]


@pytest.mark.parametrize("text", ["wiecka", "łucja kowal", "k", "", "%", "R/2024"])
def test_what_does_not_begin_a_word_finds_nothing(family: Family, text: str) -> None:
    assert found("ewa", text) == []


def test_a_number_is_found_whole_and_only_whole(family: Family) -> None:
    number = family.memberships.get().person.pesel
    (hit,) = search(states.worker(), number).hits
    assert (hit.family, hit.found_by) == (family, "numer PESEL")
    assert found("ewa", number[:10]) == []


def test_the_sign_of_a_case_and_a_foreign_number_lead_to_the_family(family: Family) -> None:
    states.with_application(family, "WS/2025/00017")
    imported = RegisterImport.objects.create(
        system="POMOST", file_name="rejestr.xlsx", sha256="0" * 64, imported_at=NOW, imported_by=BY
    )
    ExternalNumber.objects.create(
        system="POMOST", table="family", number="MOPR.4410.77", row=family.pk, imported=imported
    )
    assert [hit.found_by for hit in search(states.worker(), "WS/2025/00017").hits] == [
        "znak sprawy"
    ]
    (hit,) = search(states.worker(), "mopr.4410.77").hits
    assert (hit.family, hit.found_by) == (family, "numer w innym systemie")


def test_everyone_finds_only_what_they_may_open(family: Family, stranger: Family) -> None:
    assert found("ewa", "swiec") == [family]
    clerk = states.user("celina", Role.BENEFITS_CLERK)
    assert search(clerk, "swiec").hits == []
    states.with_application(stranger)
    assert [hit.family for hit in search(clerk, "swiec").hits] == [stranger]
    assert search(states.user("kora", Role.COORDINATOR), "swiec").hits == []


def test_a_person_is_found_under_the_name_of_a_merged_row_too(family: Family) -> None:
    person = family.memberships.get().person
    twin = services.register_person(
        first_name="Łucja", last_name="Święcka-Nowag", birth_date=person.birth_date, by=BY, at=NOW
    )
    services.decide_duplicate(
        proposal=DuplicateProposal.objects.get(), state=DuplicateState.SAME, keep=twin, note="",
        by=BY, at=NOW,
    )  # fmt: skip
    (hit,) = search(states.worker(), "swiecka-nowak").hits
    assert (hit.family, hit.person) == (family, twin)
    assert found("ewa", "nowag") == [family]


def test_more_than_fits_is_said(family: Family, stranger: Family) -> None:
    everywhere = states.user("szefowa", Role.SOCIAL_WORKER)
    result = search(everywhere, "swiec", limit=1)
    assert (len(result.hits), result.more) == (1, True)
