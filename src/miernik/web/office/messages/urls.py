"""Addresses of messages and of files that came by post."""

from __future__ import annotations

from django.urls import path, re_path

from miernik.web.office.messages import home, incoming, log, templates

_UUID = r"(?P<identity>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"

urlpatterns = [
    path("wiadomosci/", home.home, name="messages-home"),
    path("wiadomosci/szablony/", templates.templates, name="message-templates"),
    path("wiadomosci/szablony/<slug:name>/", templates.one_template, name="message-template"),
    path(
        "wiadomosci/szablony/<slug:name>/przywroc/", templates.reset, name="message-template-reset"
    ),
    path("wiadomosci/pliki/", incoming.files, name="incoming-files"),
    path("wiadomosci/pliki/<uuid:identity>/", incoming.one_file, name="incoming-file"),
    path("wiadomosci/pliki/<uuid:identity>/plik/", incoming.original, name="incoming-original"),
    re_path(
        rf"^wiadomosci/pliki/{_UUID}/(?P<step>przyjmij|odrzuc)/$",
        incoming.decide,
        name="incoming-step",
    ),
    path("wiadomosci/<uuid:identity>/", log.one_message, name="message"),
    re_path(rf"^wiadomosci/{_UUID}/(?P<step>wycofaj|ponow)/$", log.decide, name="message-step"),
    path("kampanie/<uuid:identity>/wiadomosci/", log.log, name="messages-log"),
    path(
        "kampanie/<uuid:identity>/wiadomosci/zaproszenia/",
        log.send_invitations,
        name="messages-invite",
    ),
    path(
        "kampanie/<uuid:identity>/wiadomosci/przypomnienia/",
        log.send_reminders,
        name="messages-remind",
    ),
    path("kampanie/<uuid:identity>/wiadomosci/link/", log.fresh_link, name="messages-link"),
]
