"""An empty register with one new person at the desk, for a test in a browser; see ``served``.

Run as ``python -m tests.web.served_procedure`` with MIERNIK_HOME set; the first line it prints is
JSON: the port, the name and the password of the person.
"""

from __future__ import annotations

import json
from wsgiref.simple_server import make_server

import django

from tests.web.served import HOST, Quiet, Server

NAME, PASSWORD = "nowa.osoba", "dlugie-haslo-do-testow"


def main() -> None:
    """Make the database and serve until killed."""
    django.setup()
    from django.utils import timezone

    from miernik.accounts.models import Role
    from miernik.accounts.services import create_user, grant_role
    from miernik.web.wsgi import application

    at = timezone.now()
    user = create_user(
        username=NAME, password=PASSWORD, first_name="Nina", last_name="Nowa", by="test", at=at
    )
    for role in (Role.SOCIAL_WORKER, Role.BENEFITS_CLERK, Role.DIRECTOR):
        grant_role(user=user, role=role, by="test", at=at)
    server = make_server(HOST, 0, application, server_class=Server, handler_class=Quiet)
    told = {"port": server.server_port, "name": NAME, "password": PASSWORD}
    print(json.dumps(told), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
