"""The pages of consultations in a process of their own, see ``served``: the one of 2020."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
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
    from miernik.consultations.models import NoticeKind
    from miernik.consultations.procedure import TrackKind
    from miernik.consultations.services.preparing import (
        add_draft,
        add_evidence,
        add_notice,
        add_track,
        create_consultation,
    )
    from miernik.web.wsgi import application
    from tests.conftest import SHARED
    from tests.consultations.city_2020 import BY, act, moment
    from tests.web import city as people
    from tests.web.desk_consultation_pages import mending_pages_of, pages_of

    facts = (SHARED / "golden" / "consultation_2020.json").read_text(encoding="utf-8")
    city = act(json.loads(facts))
    city.consultation.in_force_from = dt.date(2021, 1, 1)
    city.consultation.save(update_fields=["in_force_from"])
    sign: Any = {"by": BY, "at": moment(1)}
    create_consultation(code="nowy", title="Nowy program", responsible="DSP", **sign)
    begun = create_consultation(
        code="poprawki",
        title="Konsultacje społeczne projektu programu pomocy społecznej na lata 2030–2035",
        responsible="Departament Spraw Społecznych",
        purpose="Zebranie opinii o projekcie programu.",
        **sign,
    )
    track = add_track(
        consultation=begun,
        kind=TrackKind.NGO,
        starts=dt.date(2029, 10, 8),
        ends=dt.date(2029, 10, 17),
        ways=["pisemnie na adres: ul. Bema 60/1, 15-370 Białystok"],
        email="dsp@example.org",
        **sign,
    )
    for title in ("Program pomocy społecznej na lata 2030–2035", "Zmiana statutu ośrodka"):
        add_draft(consultation=begun, title=title, case_sign="DSP.1.2029", version=None, **sign)
    _, notice = [
        add_notice(
            consultation=begun,
            tracks=[track],
            kind=NoticeKind.WEBSITE,
            sentence=sentence,
            url="https://www.bialystok.pl/pl/dla_mieszkancow/konsultacje",
            published_on=dt.date(2029, 10, 5),
            **sign,
        )
        for sentence in ("zamieszczenie na stronie miasta", "wywieszenie na tablicy w urzędzie")
    ]
    add_evidence(notice=notice, name="tablica.jpg", content=b"zdjecie", **sign)
    client = Client(headers={"host": HOST})
    client.force_login(people.person("anna", Role.COORDINATOR))
    server = make_server(HOST, 0, application, server_class=Server, handler_class=Quiet)
    told = {
        "port": server.server_port,
        "pages": {
            **pages_of(city),
            "over": mending_pages_of(city.consultation)["draft-change"],
            **mending_pages_of(begun),
            "kept": reverse("consultation-notice-remove", args=["poprawki", notice.uuid]),
            "begun": reverse("office-consultation", args=["poprawki"]),
            "prepared": reverse("office-consultation", args=["nowy"]),
        },
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    print(json.dumps(told), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
