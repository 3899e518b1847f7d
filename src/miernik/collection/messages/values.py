"""What the names in templates stand for, for one form or for a campaign."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from miernik.collection.links import expiry, token_of
from miernik.collection.models import AccessLink, Campaign, Questionnaire
from miernik.kernel.dates import print_date
from miernik.kernel.text import plural


def campaign_values(campaign: Campaign, deadline: dt.date, on: dt.date) -> dict[str, str]:
    """Return what every message may say: ``on`` is the day it is written."""
    contact = (campaign.contact_name, campaign.contact_email, campaign.contact_phone)
    return {
        "kampania": campaign.title,
        "rok": str(campaign.year),
        "termin": print_date(deadline),
        "ile_dni": days_left(deadline, on),
        "kontakt": ", ".join(filter(None, contact)) or "koordynator w urzędzie",
    }


def form_values(form: Questionnaire, on: dt.date) -> dict[str, str]:
    """Return what a message to one institution may say."""
    return campaign_values(form.campaign, deadline_of_form(form), on) | {
        "instytucja": form.institution.name,
        "osoba": form.contact_name or form.institution.contact_name,
        "slowo": form.campaign.message,
        "wazny_do": print_date(timezone.localdate(expiry(form) - dt.timedelta(seconds=1))),
    }


def deadline_of_form(form: Questionnaire) -> dt.date:
    """Return the last day for this institution."""
    # late: submitting writes receipts, so answering stands above the messages
    from miernik.collection.services.answering import deadline_of

    return deadline_of(form)


def days_left(deadline: dt.date, on: dt.date) -> str:
    """Return how far the deadline is: "zostały 3 dni", "dziś", "2 dni temu"."""
    days = (deadline - on).days
    if days == 0:
        return "dziś"
    counted = f"{abs(days)} {plural(days, 'dzień', 'dni', 'dni')}"
    if days < 0:
        return f"{counted} temu"
    return f"{plural(days, 'został', 'zostały', 'zostało')} {counted}"


def address_of(link: AccessLink) -> str:
    """Return the personal address that opens a form; it is never stored."""
    return f"{settings.SITE_URL}/odpowiedz/{token_of(link)}/"


def recipient_of(form: Questionnaire) -> str:
    """Return the institution's address for messages; "" where none is known."""
    return form.contact_email or form.institution.contact_email
