"""Leaving by an address in a message: of one list, or of all messages. Nothing secret is stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from miernik.accounts.organisations.errors import BadUnsubscribeLinkError
from miernik.accounts.organisations.models import Organisation, Subscription
from miernik.accounts.organisations.services import unsubscribe, withdraw_consent
from miernik.accounts.signed_links import identity_in, signed_token

_OF_LIST = "miernik.accounts.unsubscribe.list"
_OF_ALL = "miernik.accounts.unsubscribe.all"
BY = "odbiorca (link w wiadomości)"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What an address of unsubscribing is about; no subscription: all messages."""

    organisation: Organisation
    subscription: Subscription | None = None

    @property
    def done(self) -> bool:
        """Whether it was left already."""
        if not self.organisation.consents:
            return True
        return self.subscription is not None and self.subscription.unsubscribed_at is not None


def token_for(of: Subscription | Organisation) -> str:
    """Return what stands in the address that leaves a list, or all messages."""
    salt = _OF_LIST if isinstance(of, Subscription) else _OF_ALL
    return signed_token(of.uuid, salt=salt)


def address_for(of: Subscription | Organisation) -> str:
    """Return the whole address, as messages have it."""
    return f"{settings.SITE_URL}/wypisz/{token_for(of)}/"


def open_unsubscribing(token: str) -> Leaving:
    """Return what an address is about; raises BadUnsubscribeLinkError for a damaged one."""
    identity = identity_in(token, salt=_OF_LIST)
    if identity is not None:
        found = Subscription.objects.filter(uuid=identity)
        subscription = found.select_related("organisation", "list").first()
        if subscription is not None:
            return Leaving(subscription.organisation, subscription)
    identity = identity_in(token, salt=_OF_ALL)
    organisation = Organisation.objects.filter(uuid=identity).first() if identity else None
    if organisation is None:
        raise BadUnsubscribeLinkError
    return Leaving(organisation)


def leave(*, leaving: Leaving, everything: bool, reason: str, at: dt.datetime) -> Leaving:
    """Leave the list, or all messages when ``everything`` or the address is about them; again: no
    change."""
    subscription = leaving.subscription
    organisation = leaving.organisation
    if subscription is not None:
        subscription = unsubscribe(subscription=subscription, reason=reason, by=BY, at=at)
    if subscription is None or everything:
        organisation = withdraw_consent(organisation=organisation, by=BY, at=at)
    return Leaving(organisation, subscription)
