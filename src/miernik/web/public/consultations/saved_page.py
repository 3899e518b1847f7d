"""The public pages of a consultation as files that prove what stood there."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from miernik.consultations.models import Consultation
from miernik.web.public.consultations import pages

_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
_LOADED = re.compile(r"<script\b.*?</script>|<link rel=\"(?:preload|icon)\".*?>", re.DOTALL)


def page_address(of: Consultation) -> str:
    """Return the whole address of the public page of a consultation."""
    return settings.SITE_URL + reverse("consultation", args=[of.code])


def saved_pages(of: Consultation) -> dict[str, bytes]:
    """Return the page of an announced consultation and of each draft with a text, by file name.

    They are what a visitor without a session gets, with the styles inside and without scripts, so
    that a file alone reads the same in years.
    """
    found = {f"konsultacje-{of.code}.html": _saved("consultation", pages.consultation, of.code)}
    for draft in of.drafts.exclude(version=None):
        name = f"konsultacje-{of.code}-projekt-{draft.position}.html"
        found[name] = _saved("consultation-draft", pages.draft, of.code, draft.position)
    return found


def _saved(name: str, view: Callable[..., HttpResponse], *args: object) -> bytes:
    request = HttpRequest()
    request.method, request.path = "GET", reverse(name, args=args)
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    request.user = AnonymousUser()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    with translation.override("pl"):
        page = view(request, *args).content.decode()
    return _STYLE.sub(_inside, _LOADED.sub("", page)).encode()


def _inside(link: re.Match[str]) -> str:
    path = finders.find(link[1].removeprefix(settings.STATIC_URL))
    return f"<style>{Path(path).read_text(encoding='utf-8')}</style>" if path else link[0]
