"""The one way to the base of organisations at the desk."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.urls import reverse

from miernik.accounts.models import Mailing, NewsletterList, Organisation
from miernik.accounts.organisations.permissions import ALLOWED, Deed, may
from miernik.web.office.campaigns.door import Crumb
from miernik.web.office.guard import P, View, guard


def base_desk(deed: Deed) -> Callable[[View[P]], View[P]]:
    """Let only people in who are logged in and may do this; others are told 403."""
    return guard(lambda person: may(person, deed), ALLOWED[deed], deed.label)


def keeps(request: HttpRequest) -> bool:
    """Return whether the person keeps the base and so sees contact data."""
    return may(request.user, Deed.KEEP)


def organisation_of(identity: uuid.UUID) -> Organisation:
    """Return a card, also one from the archive."""
    found = Organisation.objects.filter(uuid=identity).prefetch_related("activities")
    card = found.select_related("institution").order_by("id").first()
    if card is None:
        raise Http404
    return card


def list_of(identity: uuid.UUID) -> NewsletterList:
    """Return a list."""
    found = NewsletterList.objects.filter(uuid=identity).order_by("id").first()
    if found is None:
        raise Http404
    return found


def mailing_of(identity: uuid.UUID) -> Mailing:
    """Return a mailing with its list."""
    found = Mailing.objects.filter(uuid=identity).select_related("list").order_by("id").first()
    if found is None:
        raise Http404
    return found


def way(*more: Crumb) -> list[Crumb]:
    """Return the way to a page below the base: pairs (address, words)."""
    return [
        (reverse("office-home"), "Biuro"), (reverse("organisations"), "Organizacje"), *more
    ]  # fmt: skip
