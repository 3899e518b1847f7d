"""The register of the demonstration: as large as the city's in 2015, and nobody in it exists.

Everything that comes from it says so: the system it was read from, the title of the programme, the
source and a note of every number.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from django.utils import timezone

from miernik.accounts.models import Institution, InstitutionKind, Role, User
from miernik.accounts.services import create_user, grant_role
from miernik.cases.exchange import invented
from miernik.cases.exchange.layout import RawTable
from miernik.cases.exchange.services import import_rows
from miernik.cases.exchange.synthetic import BIALYSTOK_2015, Targets, generate
from miernik.cases.models import Family, Person, RegisterImport
from miernik.cases.statistics.services import save_statistics
from miernik.kernel.numbers import print_number
from miernik.kernel.text import plural
from miernik.web import demonstration_cases, demonstration_help, demonstration_incomes
from miernik.web.demonstration import BY, load_programme

CENTRE = "Miejski Ośrodek Pomocy Rodzinie"
TEAMS = [f"Zespół Pracowników Socjalnych nr {number}" for number in range(1, 10)]
#: Years whose tables and indicators are written into the store.
YEARS = (2015, 2016, 2017)
CITY: Targets = BIALYSTOK_2015
TITLE = "rejestr pokazowy, dane zmyślone"
#: Login → roles; True for a role in the first team only.
ACCOUNTS: dict[str, Sequence[tuple[Role, bool]]] = {
    "pracownik": [(Role.SOCIAL_WORKER, True), (Role.BLUE_CARD, True)],
    "swiadczenia": [(Role.BENEFITS_CLERK, False)],
    "koordynator": [(Role.COORDINATOR, False)],
    "dyrektor": [(Role.DIRECTOR, False)],
    "inspektor": [(Role.DATA_PROTECTION_OFFICER, False)],
}


def load_register() -> str:
    """Make the register and read it in, unless it is there already; returns a Polish summary."""
    known = ""
    if RegisterImport.objects.filter(system=invented.SYSTEM).exists():
        known = " (dane już były)"
    else:
        teams()
        made = generate(CITY, extended=True)
        raw = {
            name: RawTable(made.columns[name], list(enumerate(rows, 2)))
            for name, rows in made.rows.items()
        }
        import_rows(raw, system=invented.SYSTEM, by=BY, at=timezone.now())
    families, persons = Family.objects.count(), Person.objects.count()
    return (
        f"{print_number(families)} {plural(families, 'rodzina', 'rodziny', 'rodzin')}, "
        f"{print_number(persons)} {plural(persons, 'osoba', 'osoby', 'osób')}, "
        f"wszystkie zmyślone{known}"
    )


def load_help() -> str:
    """Write invented help and cases of today, unless they are there; returns a Polish summary."""
    if demonstration_cases.begun():
        return "dane już były"
    at = timezone.now()
    rows = demonstration_help.fill(list(range(YEARS[0] - 1, YEARS[-1] + 1)), by=BY, at=at)
    worker = User.objects.get(username="pracownik")
    cases = demonstration_cases.start(
        team=teams()[0], worker=worker, clerk="swiadczenia", director="dyrektor", at=at
    )
    rows += demonstration_incomes.fill(by=BY, at=at)  # after the cases, whose incomes are theirs
    return (
        f"{print_number(rows)} {plural(rows, 'wpis', 'wpisy', 'wpisów')} pomocy i dochodów, "
        f"{cases} {plural(cases, 'sprawa', 'sprawy', 'spraw')} w toku"
    )


def load_statistics() -> str:
    """Count the register into the programme of social assistance; returns a Polish summary."""
    load_programme(TITLE)
    saved = [save_statistics(year=year, by=BY, at=timezone.now()) for year in YEARS]
    values = sum(one.recorded + one.corrected + one.unchanged for one in saved)
    return (
        f"lata {', '.join(map(str, YEARS))}: {print_number(values)} "
        f"{plural(values, 'wartość', 'wartości', 'wartości')}, oznaczone jako zmyślone"
    )


def teams() -> list[Institution]:
    """Return the teams of social workers, made first when they are not there yet."""
    centre, _ = Institution.objects.get_or_create(
        name=CENTRE, defaults={"kind": InstitutionKind.CENTRE}
    )
    return [
        Institution.objects.get_or_create(
            name=name, defaults={"kind": InstitutionKind.CENTRE, "parent": centre}
        )[0]
        for name in TEAMS
    ]


def accounts(at: dt.datetime | None = None) -> dict[str, str]:
    """Make the accounts that are not there yet; return their one-time passwords by login."""
    at = at or timezone.now()
    first_team = teams()[0]
    made = {}
    for login, roles in ACCOUNTS.items():
        if User.objects.filter(username=login).exists():
            continue
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        user = create_user(username=login, password=password, by=BY, at=at)
        for role, in_team in roles:
            grant_role(
                user=user, role=role, institution=first_team if in_team else None, by=BY, at=at
            )
        made[login] = password
    return made
