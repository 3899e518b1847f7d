"""The pages of rules in a process of their own, see ``served``: a campaign with two answers."""

from __future__ import annotations

import json
from wsgiref.simple_server import make_server

import django

from tests.web.served import HOST, Quiet, Server


def main() -> None:
    """Fill the database and serve until killed."""
    django.setup()
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from miernik.accounts.models import Role
    from miernik.web.wsgi import application
    from tests.collection import campaigns
    from tests.web import city

    asked = campaigns.an_open_one()
    asked.hand_in(campaigns.FIRST_SCHOOL, campaigns.everything())
    asked.save(campaigns.SECOND_SCHOOL, {campaigns.MONEY: campaigns.number(900)})
    client = Client(headers={"host": HOST})
    client.force_login(city.person("anna", Role.COORDINATOR))
    server = make_server(HOST, 0, application, server_class=Server, handler_class=Quiet)
    told = {
        "port": server.server_port,
        "pages": {
            "rules": reverse("rules"),
            "rule": reverse("rule", args=["skok-liczby"]),
            "rule-new": reverse("rule-new"),
            "rule-range": f"{reverse('rule-new')}?rodzaj=range",
        },
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    print(json.dumps(told), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
