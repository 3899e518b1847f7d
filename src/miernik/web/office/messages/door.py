"""The way to letters and to files that came by post: only for those who run campaigns."""

from __future__ import annotations

import uuid

from django.http import Http404
from django.urls import reverse

from miernik.collection.models import IncomingFile, Message, MessageKind
from miernik.collection.permissions import Deed
from miernik.web.office.campaigns.door import Crumb, campaign_desk, crumbs

runners_only = campaign_desk(Deed.RUN)


def way(*more: Crumb) -> list[Crumb]:
    """Return the way to a page below the messages: pairs (address, words)."""
    return [*crumbs(), (reverse("messages-home"), "Wiadomości"), *more]


def message(identity: uuid.UUID) -> Message:
    """Return a message with its campaign and form."""
    found = Message.objects.filter(uuid=identity).select_related(
        "campaign", "questionnaire__institution", "link"
    )
    first = found.order_by("id").first()
    if first is None:
        raise Http404
    return first


def incoming(identity: uuid.UUID) -> IncomingFile:
    """Return a file that came by post."""
    found = IncomingFile.objects.filter(uuid=identity).select_related(
        "questionnaire__campaign", "questionnaire__institution"
    )
    first = found.order_by("id").first()
    if first is None:
        raise Http404
    return first


def kind(name: str) -> MessageKind:
    """Return a kind of message."""
    try:
        return MessageKind(name)
    except ValueError as error:
        raise Http404 from error
