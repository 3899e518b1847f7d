"""One message a week to the coordinator instead of hundreds: where the collection stands."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db import transaction
from django.utils import timezone

from miernik.collection.messages.queueing import Batch, has_address, record_batch
from miernik.collection.messages.templates import filled, words_of
from miernik.collection.messages.values import campaign_values, deadline_of_form
from miernik.collection.models import (
    Campaign,
    CampaignState,
    IncomingFile,
    IncomingState,
    Message,
    MessageKind,
    MessageState,
    Question,
    Questionnaire,
    QuestionnaireState,
)
from miernik.collection.states import OWING
from miernik.kernel.dates import print_date

SHOWN = 40  # institutions listed by name
_HANDED_IN = (
    QuestionnaireState.SUBMITTED,
    QuestionnaireState.ACCEPTED,
    QuestionnaireState.LOCKED,
)


def summary_due(campaign: Campaign, on: dt.date) -> bool:
    """Return whether the coordinator is to be told today.

    Once a week while the campaign is open, from its first whole week to the end of the review, and
    on the day of the deadline; a day on which nothing ran is made up for.
    """
    if campaign.state != CampaignState.OPEN or not campaign.contact_email:
        return False
    if not campaign.opens_on <= on <= campaign.review_until:
        return False
    told = Message.objects.filter(campaign=campaign, kind=MessageKind.SUMMARY)
    last = max(told.values_list("occasion", flat=True), default="")
    if on >= campaign.deadline > _day(last):
        return True
    monday = on - dt.timedelta(days=on.weekday())
    opened = timezone.localdate(campaign.opened_at) if campaign.opened_at else campaign.opens_on
    return opened < monday and _day(last) < monday


@transaction.atomic
def summarise(*, campaign: Campaign, on: dt.date, by: str, at: dt.datetime) -> Message | None:
    """Queue the coordinator's summary of a day; None where there is one already or no address."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    occasion = on.isoformat()
    told = campaign.messages.filter(kind=MessageKind.SUMMARY, occasion=occasion)
    if not campaign.contact_email or told.exists():
        return None
    forms = list(
        campaign.questionnaires.select_related("campaign", "institution").order_by(
            "institution__name"
        )
    )
    handed_in = sum(form.state in _HANDED_IN for form in forms)
    values = campaign_values(campaign, campaign.deadline, on) | {
        "dzien": print_date(on),
        "przekazane": str(handed_in),
        "wszystkie": str(len(forms)),
        "zestawienie": _report(campaign, forms, on),
    }
    subject, body = filled(words_of(MessageKind.SUMMARY), values)
    message = Message.objects.create(
        campaign=campaign,
        kind=MessageKind.SUMMARY,
        occasion=occasion,
        recipient=campaign.contact_email,
        subject=subject,
        body=body,
        created_at=at,
        created_by=by,
        next_try_at=at,
    )
    record_batch(campaign, MessageKind.SUMMARY, Batch([message]), by=by, at=at)
    return message


def _report(campaign: Campaign, forms: list[Questionnaire], on: dt.date) -> str:
    counted = Counter(form.state for form in forms)
    lines = [f"{state.label}: {counted[state]}" for state in QuestionnaireState if counted[state]]
    owing = [form for form in forms if form.state in OWING]
    late = [form for form in owing if deadline_of_form(form) < on]
    unreached = [form for form in owing if not has_address(form)]
    for title, chosen in (("Po terminie", late), ("Bez adresu e-mail", unreached)):
        lines += _names(title, chosen)
    waiting = Question.objects.filter(
        questionnaire__campaign=campaign, reply="", settled_at__isnull=True
    ).count()
    failed = campaign.messages.filter(state=MessageState.FAILED).count()
    files = IncomingFile.objects.filter(
        questionnaire__campaign=campaign, state=IncomingState.WAITING
    ).count()
    counts = (
        ("Pytania bez odpowiedzi", waiting),
        ("Wiadomości, których nie udało się wysłać", failed),
        ("Pliki z poczty, które czekają na decyzję", files),
    )
    told = [f"{words}: {number}" for words, number in counts if number]
    return "\n".join([*lines, "", *told] if told else lines)


def _names(title: str, forms: list[Questionnaire]) -> list[str]:
    if not forms:
        return []
    more = len(forms) - SHOWN
    lines = ["", f"{title} ({len(forms)}):"]
    lines += [f"- {form.institution.name}" for form in forms[:SHOWN]]
    return [*lines, f"i {more} więcej"] if more > 0 else lines


def _day(occasion: str) -> dt.date:
    return dt.date.fromisoformat(occasion) if occasion else dt.date.min
