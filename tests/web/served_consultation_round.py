"""A city with a programme's text ready to be consulted, for a test in a browser; see ``served``.

Run as ``python -m tests.web.served_consultation_round`` with MIERNIK_HOME set; the first line it
prints is JSON: the port, the codes of the units, the folder with a Word file that an organisation
sends back with tracked changes.
"""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from wsgiref.simple_server import make_server

import django

from tests.web.person import PASSWORD
from tests.web.served import HOST, Quiet, Server

COORDINATOR, DIRECTOR = "anna.koordynator", "dorota.dyrektor"


def main() -> None:
    """Make the city and serve until killed."""
    django.setup()
    from django.utils import timezone

    from miernik.accounts.models import Role
    from miernik.accounts.organisations.checking import OrganisationData
    from miernik.accounts.organisations.services import add_organisation, give_consent
    from miernik.accounts.services import create_user, grant_role
    from miernik.reports.texts.redline import docx_redline
    from miernik.strategy.models import Stage, WorkKind
    from miernik.strategy.services import create_work
    from miernik.strategy.text.reading import lines
    from miernik.strategy.text.services import write_text
    from miernik.web.wsgi import application
    from tests.strategy.test_text import programme

    at = timezone.now()
    for name, role in ((COORDINATOR, Role.COORDINATOR), (DIRECTOR, Role.DIRECTOR)):
        user = create_user(username=name, password=PASSWORD, by="test", at=at)
        grant_role(user=user, role=role, institution=None, by="test", at=at)
    data = OrganisationData(name="Fundacja Obok", email="biuro@obok.example")
    organisation = add_organisation(data=data, by="test", at=at)
    give_consent(organisation=organisation, source="formularz", given_at=at, by="test", at=at)
    work = create_work(
        code="program",
        kind=WorkKind.PROGRAMME,
        title="Program Pomocy na lata 2027-2030",
        municipality="Białystok",
        years=(2027, 2030),
        by="test",
        at=at,
    )
    version = write_text(
        work=work, roots=programme(), stage=Stage.CONSULTED, note="projekt", by="test", at=at
    )
    known = lines(version)
    asked = [
        dataclasses.replace(line, text="schronienie i ogrzewalnia;")
        if line.text == "schronienie;"
        else line
        for line in known
    ]
    word = Path(os.environ["MIERNIK_HOME"]) / "uwagi.docx"
    word.write_bytes(docx_redline(known, asked, title="Program", author="Dom dla Każdego", at=at))
    server = make_server(HOST, 0, application, server_class=Server, handler_class=Quiet)
    told = {
        "port": server.server_port,
        "word": str(word),
        "version": str(version.pk),
        "meal": next(line.code for line in known if line.text == "posiłek."),
    }
    print(json.dumps(told), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
