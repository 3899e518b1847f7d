"""Public pages of consultations in a process of their own, see ``served``.

One consultation is open today and compared with the programme in force; that of 2020 has results.
"""

from __future__ import annotations

import datetime as dt
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
    from django.utils import timezone

    from miernik.consultations.procedure import TrackKind
    from miernik.consultations.receipts import receipt_token
    from miernik.consultations.services.preparing import (
        add_draft,
        add_track,
        announce,
        create_consultation,
    )
    from miernik.strategy.models import LineageKind
    from miernik.strategy.text.lineage import confirm_kind
    from miernik.strategy.text.reading import lines
    from miernik.web.wsgi import application
    from tests.consultations.city_2020 import act
    from tests.strategy.city_text import NOW
    from tests.web import consultation_pages, text_pages

    facts = consultation_pages.facts()
    past = act(facts)
    consultation_pages.report(past, facts)
    old, new = text_pages.furnish()
    for kind in LineageKind:
        confirm_kind(earlier=old, later=new, kind=kind, by="anna", at=NOW)
    at, today = timezone.now(), timezone.localdate()
    of = create_consultation(
        code="otwarte",
        title="Konsultacje projektu Programu Pomocy Społecznej Miasta Białegostoku",
        responsible="Departament Spraw Społecznych",
        contact="tel. 85 000 00 00",
        by="anna",
        at=at,
    )
    for whom in (TrackKind.NGO, TrackKind.RESIDENTS):
        add_track(
            consultation=of,
            kind=whom,
            starts=today - dt.timedelta(days=10),
            ends=today + dt.timedelta(days=10),
            ways=["pisemnie na adres: ul. Bema 60/1, 15-370 Białystok"],
            email="dsp@example.org",
            by="anna",
            at=at,
        )
    draft = add_draft(
        consultation=of,
        title="projekt uchwały w sprawie przyjęcia Programu Pomocy Społecznej",
        case_sign="DSP-I.8120.1.2026",
        version=new,
        compared_with=old,
        by="anna",
        at=at,
    )
    announce(consultation=of, by="anna", at=at)
    point = next(line for line in lines(new) if line.kind == "point").code
    place = reverse("consultation-draft", args=["otwarte", draft.position])
    change = reverse("consultation-change", args=["otwarte", draft.position, point])
    add = reverse("consultation-add", args=["otwarte", draft.position, point])
    client = Client(headers={"host": HOST})
    client.post(change, {"text": "zupełnie inny zapis;", "reasons": "Tak jest jaśniej."})
    client.post(add, {"text": "nowe działanie;", "reasons": ""})
    server = make_server(HOST, 0, application, server_class=Server, handler_class=Quiet)
    told = {
        "port": server.server_port,
        "pages": {
            "list": reverse("consultations"),
            "consultation": reverse("consultation", args=["otwarte"]),
            "draft": place,
            "compared": f"{place}?zmiany=1",
            "change": change,
            "add": add,
            "opinion": reverse("consultation-opinion", args=["otwarte"]),
            "closed": reverse("consultation-opinion", args=["pps-2020"]),
            "receipt": reverse("consultation-receipt", args=[receipt_token(past.submission)]),
            "results": reverse("consultation-results", args=["pps-2020"]),
            "effects": reverse("consultation-effects", args=["pps-2020"]),
        },
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    print(json.dumps(told), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
