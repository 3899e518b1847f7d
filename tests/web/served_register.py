"""The register in a process of its own, for tests in a browser; see ``served``.

Run as ``python -m tests.web.served_register`` with MIERNIK_HOME set; the first line it prints is
JSON: the port, the addresses of pages and the session of a social worker.
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

    from miernik.cases.register import services
    from miernik.web.wsgi import application
    from tests.cases import register_states as states
    from tests.web import register_pages

    ewa = states.worker("ewa")
    family = states.mother_and_child()
    services.assign_worker(
        family=family, team=states.team(), worker=ewa, by=states.BY, at=states.NOW
    )
    states.homeless()
    services.register_person(
        first_name="Anna", last_name="Kowalsky", by=states.BY, at=states.NOW,
        birth_date=register_pages.member(family).person.birth_date,
    )  # fmt: skip
    client = Client(headers={"host": HOST})
    client.force_login(ewa)
    server = make_server(HOST, 0, application, server_class=Server, handler_class=Quiet)
    told = {
        "port": server.server_port,
        "pages": register_pages.desk_pages() | register_pages.file_pages(family),
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    print(json.dumps(told), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
