"""Inviting institutions to answer, and sending one of them a fresh link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from miernik.collection.errors import CollectionError
from miernik.collection.links import issue_link
from miernik.collection.messages.queueing import (
    Batch,
    has_address,
    owes,
    queue_for_form,
    record_batch,
    was_written,
)
from miernik.collection.messages.values import recipient_of
from miernik.collection.models import (
    AccessLink,
    Campaign,
    CampaignState,
    MessageKind,
    Questionnaire,
)

_ONCE = "zaproszenie"


@transaction.atomic
def invite(
    *,
    campaign: Campaign,
    by: str,
    at: dt.datetime,
    forms: Iterable[Questionnaire] | None = None,
    with_sheet: bool = False,
) -> Batch:
    """Queue an invitation with a personal link to every institution that owes its answers.

    Nobody is invited twice: the message of an invited one can be sent again. ``forms`` narrows it
    to some of the campaign's. Those without an e-mail address are returned, so that somebody
    calls them. Raises CollectionError when the campaign is not open.
    """
    must_be_open(campaign)
    batch = Batch([], [], 0)
    already = 0
    for form in forms_to_invite(campaign, forms):
        if was_written(form, MessageKind.INVITATION, _ONCE):
            already += 1
        elif not has_address(form):
            batch.without_email.append(form)
        else:
            message = queue_for_form(
                form=form, kind=MessageKind.INVITATION, occasion=_ONCE, by=by, at=at,
                with_sheet=with_sheet,
            )  # fmt: skip
            if message is not None:
                batch.queued.append(message)
    record_batch(campaign, MessageKind.INVITATION, batch, by=by, at=at)
    return Batch(batch.queued, batch.without_email, already)


def forms_to_invite(
    campaign: Campaign, forms: Iterable[Questionnaire] | None = None
) -> list[Questionnaire]:
    """Return the forms of a campaign that owe answers, in the order of names."""
    found = campaign.questionnaires.select_related("campaign", "institution")
    if forms is not None:
        found = found.filter(pk__in=[form.pk for form in forms])
    return [form for form in found.order_by("institution__name") if owes(form)]


def waiting_for_invitation(campaign: Campaign) -> tuple[list[Questionnaire], list[Questionnaire]]:
    """Return the forms an invitation would go to, and those that have no address."""
    invited = set(
        campaign.messages.filter(kind=MessageKind.INVITATION).values_list(
            "questionnaire_id", flat=True
        )
    )
    fresh = [form for form in forms_to_invite(campaign) if form.pk not in invited]
    return [f for f in fresh if has_address(f)], [f for f in fresh if not has_address(f)]


@transaction.atomic
def send_fresh_link(*, form: Questionnaire, by: str, at: dt.datetime) -> AccessLink:
    """Issue a new link and queue it to the institution; older links stay as they are.

    Raises CollectionError when the campaign is not open or there is no e-mail address.
    """
    must_be_open(form.campaign)
    if not has_address(form):
        raise CollectionError(
            "Ta instytucja nie ma adresu e-mail. Dopisz go albo przekaż link w inny sposób."
        )
    to = recipient_of(form)
    link = issue_link(questionnaire=form, person=form.contact_name, sent_to=to, by=by, at=at)
    queue_for_form(
        form=form, kind=MessageKind.FRESH_LINK, occasion=str(link.uuid), by=by, at=at, link=link
    )
    return link


def must_be_open(campaign: Campaign) -> None:
    """Raise CollectionError when nobody is to be written to."""
    if campaign.state != CampaignState.OPEN:
        raise CollectionError("Kampania nie jest otwarta, więc nie ma o co prosić instytucji.")
