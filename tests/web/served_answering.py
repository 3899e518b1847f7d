"""An open campaign in a process of its own, for tests of the reporter's form in a browser.

The first line it prints is JSON: the port, addresses of the forms, the links' pages by institution.
"""

from __future__ import annotations

import datetime as dt
import json
from wsgiref.simple_server import make_server

import django
from django.utils import timezone

from tests.web.served import HOST, Quiet, Server


def main() -> None:
    """Fill the database and serve until killed."""
    django.setup()
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from miernik.collection.links import token_of
    from miernik.collection.services.review import ask
    from miernik.web.wsgi import application
    from tests.collection import campaigns
    from tests.web.answering_pages import link_to

    city = campaigns.an_open_one()
    day = timezone.localdate() + dt.timedelta(days=20)
    city.campaign.deadline = day
    city.campaign.review_until = city.campaign.approve_by = city.campaign.publish_on = day
    city.campaign.message = "Prosimy o liczby za cały rok."
    city.campaign.save()
    tokens, forms = {}, {}
    for name in (campaigns.CENTRE, campaigns.FIRST_SCHOOL, campaigns.SECOND_SCHOOL, campaigns.NGO):
        form = city.form(name)
        tokens[name] = reverse("answer-link", args=[token_of(link_to(form))])
        forms[name] = reverse("answer-form", args=[form.uuid])
    ask(
        questionnaire=city.form(campaigns.SECOND_SCHOOL),
        indicator=city.indicators[campaigns.MEALS],
        text="Czy to różne osoby?",
        by="koordynator",
        at=timezone.now(),
    )
    client = Client(headers={"host": HOST})
    client.force_login(campaigns.reporter(city, campaigns.SECOND_SCHOOL))
    server = make_server(HOST, 0, application, server_class=Server, handler_class=Quiet)
    told = {
        "port": server.server_port,
        "links": tokens,
        "forms": forms,
        "prefixes": {name: item.uuid.hex for name, item in city.indicators.items()},
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    print(json.dumps(told), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
