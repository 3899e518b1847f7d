"""The pages of texts in a process of their own, see ``served``: two programmes and a draft."""

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
    from miernik.strategy.models import LineageKind
    from miernik.strategy.text.lineage import confirm_kind
    from miernik.web.wsgi import application
    from tests.strategy.city_text import NOW
    from tests.web import city, text_pages

    old, new = text_pages.furnish()
    text_pages.announce_text(new)
    draft = text_pages.draft_of(old.work)
    for kind in (LineageKind.KEPT, LineageKind.DROPPED):
        confirm_kind(earlier=old, later=new, kind=kind, by="anna", at=NOW)
    client = Client(headers={"host": HOST})
    client.force_login(city.person("anna", Role.COORDINATOR))
    server = make_server(HOST, 0, application, server_class=Server, handler_class=Quiet)
    told = {
        "port": server.server_port,
        "pages": text_pages.office(draft)
        | {
            "public text": reverse("work-text", args=[text_pages.OLD]),
            "public project": reverse("work-text", args=[text_pages.NEW]),
            "public changes": reverse("work-text-changes", args=[text_pages.OLD, 1]),
        },
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    print(json.dumps(told), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
