"""Families of a register in named states, for tests of every piece that needs one."""

from __future__ import annotations

import datetime as dt

from stdnum.pl import pesel

from miernik.accounts.models import Institution, InstitutionKind, Membership, Role, User
from miernik.cases.models import Application, Family, FamilyRole, ForeignerStatus, Person, Sex
from miernik.cases.register import services
from miernik.rules.benefits import Benefit
from miernik.rules.incomes import IncomeKind
from miernik.rules.reasons import ReasonCode

NOW = dt.datetime(2025, 3, 10, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
SINCE = dt.date(2024, 1, 1)
BY = "ewa"


def pesel_of(born: dt.date, sex: Sex, serial: int = 0) -> str:
    """Return a number that is in order: date with the century in the month, serial, check digit."""
    century = {18: 80, 19: 0, 20: 20, 21: 40}[born.year // 100]
    parity = 1 if sex is Sex.MALE else 0
    body = f"{born:%y}{born.month + century:02d}{born:%d}{serial * 2 + parity:04d}"
    return body + str(pesel.calc_check_digit(body))


def team(name: str = "Zespół nr 1") -> Institution:
    """A team of social workers."""
    made, _ = Institution.objects.get_or_create(name=name, kind=InstitutionKind.CENTRE)
    return made


def user(name: str, role: Role | None = None, institution: Institution | None = None) -> User:
    """A person with an account, and a role in an institution or the city."""
    made, _ = User.objects.get_or_create(username=name)
    if role is not None:
        Membership.objects.get_or_create(user=made, role=role, institution=institution)
    return made


def worker(name: str = BY, institution: Institution | None = None) -> User:
    """A social worker of a team."""
    return user(name, Role.SOCIAL_WORKER, institution or team())


def adult(
    first: str = "Anna",
    last: str = "Kowalska",
    born: dt.date = dt.date(1985, 5, 20),
    sex: Sex = Sex.FEMALE,
    serial: int = 1,
) -> Person:
    """A grown-up with a PESEL number."""
    return services.register_person(
        first_name=first, last_name=last, pesel=pesel_of(born, sex, serial), by=BY, at=NOW
    )


def child(
    first: str = "Zosia", last: str = "Kowalska", born: dt.date = dt.date(2016, 9, 3)
) -> Person:
    """A child whose PESEL number is not known yet."""
    return services.register_person(
        first_name=first, last_name=last, birth_date=born, sex=Sex.FEMALE, by=BY, at=NOW
    )


def alone(person: Person | None = None, *, of: Institution | None = None) -> Family:
    """A person keeping house alone (art. 6 pkt 10), in a team's care."""
    institution = of or team()
    return services.start_family(
        head=person or adult(), since=SINCE, address="ul. Lipowa 5 m. 2", team=institution,
        by=BY, at=NOW,
    )  # fmt: skip


def mother_and_child(*, of: Institution | None = None) -> Family:
    """A mother who works for 2 000 zł gross and a child with child benefit; unemployed since."""
    mother, daughter = adult(), child()
    family = alone(mother, of=of)
    services.add_member(
        family=family, person=daughter, role=FamilyRole.CHILD, since=SINCE, by=BY, at=NOW
    )
    services.record_income(
        person=mother, kind=IncomeKind.EMPLOYMENT, since=dt.date(2024, 6, 1), amount_gr=200_000,
        tax_gr=10_000, contributions_gr=27_420, costs_gr=25_000, by=BY, at=NOW,
    )  # fmt: skip
    services.record_income(
        person=daughter, kind=IncomeKind.CHILD_BENEFIT, since=SINCE, amount_gr=80_000, by=BY, at=NOW
    )
    services.record_reason(family=family, code=ReasonCode.POVERTY, since=SINCE, by=BY, at=NOW)
    return family


def homeless(*, of: Institution | None = None) -> Family:
    """A homeless man, registered last in the city."""
    man = adult("Jan", "Bezdomny", dt.date(1970, 1, 2), Sex.MALE)
    family = services.start_family(
        head=man, since=SINCE, homeless=True, last_registered_address="ul. Sienkiewicza 10",
        team=of or team(), by=BY, at=NOW,
    )  # fmt: skip
    services.record_reason(family=family, code=ReasonCode.HOMELESSNESS, since=SINCE, by=BY, at=NOW)
    return family


def refugees(*, of: Institution | None = None) -> Family:
    """A foreigner with subsidiary protection and without a PESEL number."""
    person = services.register_person(
        first_name="Amina", last_name="Yusupova", birth_date=dt.date(1990, 7, 7),
        sex=Sex.FEMALE, foreigner=ForeignerStatus.SUBSIDIARY, by=BY, at=NOW,
    )  # fmt: skip
    return alone(person, of=of)


def with_application(family: Family, number: str = "WS/2025/00001") -> Application:
    """Let the head of a family apply for a zasiłek okresowy."""
    return Application.objects.create(
        number=number, family=family, applicant=family.memberships.order_by("id")[0].person,
        received_on=TODAY, benefits=[Benefit.PERIODIC.value], recorded_at=NOW, recorded_by=BY,
    )  # fmt: skip
