"""The desk of messages in a process of its own; see ``served``.

Run as ``python -m tests.web.served_messages`` with MIERNIK_HOME set; the first line it prints is
JSON: the port, the addresses of pages and the session of the coordinator.
"""

from __future__ import annotations

import json
from pathlib import Path
from wsgiref.simple_server import make_server

import django

from tests.web.served import HOST, Quiet, Server


def furnish(home: Path) -> dict[str, str]:
    """An open campaign with messages in every state and a file that waits; pages by name."""
    from django.urls import reverse
    from django.utils import timezone

    from miernik.collection.jobs import JOBS, run_job
    from miernik.collection.mailbox import FolderSource
    from miernik.collection.messages.inviting import invite
    from miernik.collection.messages.templates import reset_template
    from miernik.collection.models import IncomingFile, Message, MessageKind
    from miernik.collection.services.incoming import import_mailbox
    from tests.collection.campaigns import BY, FIRST_SCHOOL, NGO, NOW, an_open_one, everything
    from tests.collection.test_mail_import import post, signed_sheet

    town = an_open_one()
    form = town.form(NGO)
    form.contact_email = form.institution.contact_email = ""
    form.save()
    form.institution.save()
    box = home / "skrzynka"
    box.mkdir()
    post(box, signed_sheet(town, FIRST_SCHOOL, everything()), "ktos@example.com")
    post(box, b"PK", "nikt@example.com", identity="<2@x>", name="zdjęcia z wakacji.xlsx")
    import_mailbox(source=FolderSource(box), by=BY, at=NOW)
    invite(campaign=town.campaign, by=BY, at=NOW)
    first = Message.objects.order_by("id").first()
    assert first is not None
    Message.objects.filter(pk=first.pk).update(
        state="failed", last_error="Serwer nie przyjął adresata (550 no such mailbox)."
    )
    for job in JOBS[1:3]:
        run_job(job, clock=timezone.now)
    reset_template(kind=MessageKind.INVITATION, by=BY, at=NOW)
    campaign = town.campaign.uuid
    waiting, refused = (
        IncomingFile.objects.get(state=state).uuid for state in ("waiting", "refused")
    )
    return {
        "home": reverse("messages-home"),
        "log": reverse("messages-log", args=[campaign]),
        "nothing found": reverse("messages-log", args=[campaign]) + "?who=zzz",
        "message": reverse("message", args=[first.uuid]),
        "templates": reverse("message-templates"),
        "template": reverse("message-template", args=["invitation"]),
        "files": reverse("incoming-files"),
        "waiting file": reverse("incoming-file", args=[waiting]),
        "refused file": reverse("incoming-file", args=[refused]),
    }


def main() -> None:
    """Fill the database and serve until killed."""
    django.setup()
    from django.conf import settings
    from django.test import Client

    from miernik.accounts.models import Role
    from miernik.web.wsgi import application
    from tests.web import city

    pages = furnish(settings.HOME)
    client = Client(headers={"host": HOST})
    client.force_login(city.person("kora", Role.COORDINATOR))
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
