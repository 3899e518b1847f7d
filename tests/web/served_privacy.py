"""The data protection officer's pages in a process of their own; see ``served``.

Run as ``python -m tests.web.served_privacy`` with MIERNIK_HOME set; the first line it prints is
JSON: the port, the addresses of pages and the session of the officer.
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
    from tests.web import city, register_city
    from tests.web.privacy_pages import addresses

    register_city.furnish()
    client = Client(headers={"host": HOST})
    client.force_login(city.person("iga", Role.DATA_PROTECTION_OFFICER))
    server = make_server(HOST, 0, application, server_class=Server, handler_class=Quiet)
    told = {
        "port": server.server_port,
        "pages": addresses(),
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    print(json.dumps(told), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
