"""A small city before its yearly collection, for a test in a browser; see ``served``.

Run as ``python -m tests.web.served_year`` with MIERNIK_HOME set; the first line it prints is JSON:
the port and the names of the people, who share one password. Last year's values are the city's
own, and those of one school.
"""

from __future__ import annotations

import json
from decimal import Decimal
from wsgiref.simple_server import make_server

import django

from tests.web.served import HOST, Quiet, Server

PASSWORD = "dlugie-haslo-do-testow"
COORDINATOR, DIRECTOR, REPORTER = "anna.koordynator", "dorota.dyrektor", "sekretariat.sp2"


def main() -> None:
    """Make the city and serve until killed."""
    django.setup()
    from django.utils import timezone

    from miernik.accounts.models import Role
    from miernik.accounts.services import create_user, grant_role
    from miernik.web.wsgi import application
    from tests.collection.campaigns import SECOND_SCHOOL, a_city

    city, at = a_city(), timezone.now()
    last_year_of_a_school(city)
    people = (
        (COORDINATOR, Role.COORDINATOR, None),
        (DIRECTOR, Role.DIRECTOR, None),
        (REPORTER, Role.REPORTER, city.institutions[SECOND_SCHOOL]),
    )
    for name, role, institution in people:
        user = create_user(username=name, password=PASSWORD, by="test", at=at)
        grant_role(user=user, role=role, institution=institution, by="test", at=at)
    server = make_server(HOST, 0, application, server_class=Server, handler_class=Quiet)
    print(json.dumps({"port": server.server_port, "work": city.work.code}), flush=True)
    server.serve_forever()


def last_year_of_a_school(city: object) -> None:
    """Store what the first school said a year before."""
    from miernik.kernel.quantities import Kind
    from miernik.observations.models import Source
    from miernik.observations.services import ValueContent, record_observation
    from tests.collection.campaigns import BY, FIRST_SCHOOL, MEALS, NOW, City

    assert isinstance(city, City)
    record_observation(
        indicator=city.indicators[MEALS],
        year=2024,
        institution=city.institutions[FIRST_SCHOOL],
        value=ValueContent(Kind.COUNT, number=Decimal(110), printed="110"),
        source=Source.objects.get(),
        by=BY,
        at=NOW,
    )


if __name__ == "__main__":
    main()
