"""The site in a process of its own on a database of its own, for tests in a browser.

Django's live server empties the tables after each test, which the append-only triggers refuse.
Run as ``python -m tests.web.served`` with MIERNIK_HOME set; the first line it prints is JSON: the
port, the addresses of pages and the session of a logged-in coordinator.
"""

from __future__ import annotations

import json
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django

HOST = "127.0.0.1"


class Server(ThreadingMixIn, WSGIServer):
    """One thread a request: a browser asks for several files at once."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """No line on stderr for every request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name of the base class
        """Say nothing."""


def main() -> None:
    """Fill the database and serve until killed."""
    django.setup()
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from miernik.accounts.models import Role
    from miernik.reports.services import publish_edition
    from miernik.web.public.door import short
    from miernik.web.wsgi import application
    from tests.web import city, pages

    work = city.furnish()
    formats = ("csv", "json")
    edition = publish_edition(work=work, year=2019, by="anna", at=city.NOW, formats=formats)
    client = Client(headers={"host": HOST})
    client.force_login(city.person("anna", Role.COORDINATOR))
    server = make_server(HOST, 0, application, server_class=Server, handler_class=Quiet)
    told = {
        "port": server.server_port,
        "portal": pages.portal() | {"edition": reverse("edition", args=[short(edition.uuid)])},
        "office": pages.office(),
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    print(json.dumps(told), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
