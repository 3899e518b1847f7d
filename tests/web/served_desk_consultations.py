"""The pages of consultations in a process of their own, see ``served``: the one of 2020."""

from __future__ import annotations

import datetime as dt
import json
from wsgiref.simple_server import make_server

import django

from tests.web.served import HOST, Quiet, Server


def main() -> None:
    """Fill the database and serve until killed."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    from miernik.accounts.models import Role
    from miernik.consultations.services.preparing import create_consultation
    from miernik.web.wsgi import application
    from tests.conftest import SHARED
    from tests.consultations.city_2020 import BY, act, moment
    from tests.web import city as people
    from tests.web.desk_consultation_pages import pages_of

    call_command("migrate", verbosity=0)
    facts = (SHARED / "golden" / "consultation_2020.json").read_text(encoding="utf-8")
    city = act(json.loads(facts))
    city.consultation.in_force_from = dt.date(2021, 1, 1)
    city.consultation.save(update_fields=["in_force_from"])
    create_consultation(code="nowy", title="Nowy program", responsible="DSP", by=BY, at=moment(1))
    client = Client(headers={"host": HOST})
    client.force_login(people.person("anna", Role.COORDINATOR))
    server = make_server(HOST, 0, application, server_class=Server, handler_class=Quiet)
    told = {
        "port": server.server_port,
        "pages": pages_of(city) | {"prepared": reverse("office-consultation", args=["nowy"])},
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    print(json.dumps(told), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
