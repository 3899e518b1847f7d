"""The help desk in a process of its own, for tests in a browser; see ``served``.

Run as ``python -m tests.web.served_help`` with MIERNIK_HOME set; the first line it prints is JSON:
the port, the addresses of pages and the session of a social worker.
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

    from miernik.web.wsgi import application
    from tests.cases import neighbourhood
    from tests.web import help_pages

    town = neighbourhood.furnish()
    pages = help_pages.pages_of(town) | help_pages.blue_card_pages_of(town)
    client = Client(headers={"host": HOST})
    client.force_login(town.ewa)
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
