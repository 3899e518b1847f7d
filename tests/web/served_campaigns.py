"""Campaigns at the desk in a process of their own, for tests in a browser; see ``served``.

Run as ``python -m tests.web.served_campaigns`` with MIERNIK_HOME set; the first line it prints is
JSON: the port, the addresses of pages and the session of a coordinator.
"""

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

    from miernik.accounts.models import Role
    from miernik.web.wsgi import application
    from tests.web import campaign_pages, city

    pages = campaign_pages.pages_of(campaign_pages.in_the_middle())
    client = Client(headers={"host": HOST})
    client.force_login(city.person("anna", Role.COORDINATOR))
    server = make_server(HOST, 0, application, server_class=Server, handler_class=Quiet)
    told = {
        "port": server.server_port,
        "pages": pages,
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    print(json.dumps(told), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
