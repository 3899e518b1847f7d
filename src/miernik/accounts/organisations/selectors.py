"""Reading the base: who is in it, who may be written to, who is meant by a number or a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from miernik.accounts.organisations.checking import name_key
from miernik.accounts.organisations.models import NewsletterList, Organisation

_KRS_DIGITS = 10
_CONSENTING = Q(consent_given_at__isnull=False, consent_withdrawn_at__isnull=True)


@dataclass(frozen=True, slots=True)
class OrganisationFilter:
    """Which organisations are wanted; an empty field asks for nothing.

    ``text`` is a part of the name or a number; ``consent`` True, False or None for all.
    """

    text: str = ""
    field: str = ""
    list: NewsletterList | None = None
    consent: bool | None = None
    archived: bool = False


def organisations(wanted: OrganisationFilter) -> QuerySet[Organisation]:
    """Return the wanted organisations in the order of names, with their fields of activity."""
    found = Organisation.objects.filter(archived_at__isnull=not wanted.archived)
    if wanted.text.strip():
        digits = _digits(wanted.text)
        match = Q(name_key__contains=name_key(wanted.text))
        if digits:
            match |= Q(krs__contains=digits) | Q(nip=digits) | Q(regon__startswith=digits)
        found = found.filter(match)
    if wanted.field:
        found = found.filter(activities__field=wanted.field)
    if wanted.list is not None:
        found = found.filter(_on(wanted.list))
    if wanted.consent is not None:
        found = found.filter(_CONSENTING if wanted.consent else ~_CONSENTING)
    return found.prefetch_related("activities").order_by("name_key")


def addressees(to: NewsletterList | None = None) -> QuerySet[Organisation]:
    """Return whom one may write to: consent that stands, an address, not in the archive.

    With ``to`` only those on the list that have not left it.
    """
    found = Organisation.objects.filter(_CONSENTING, archived_at__isnull=True).exclude(email="")
    if to is not None:
        found = found.filter(_on(to))
    return found.order_by("name_key")


def find_organisation(text: str) -> Organisation | None:
    """Return the organisation of a KRS, NIP or REGON number, or of exactly this name.

    Names are compared in their normal form; one in the archive is not found.
    """
    standing = Organisation.objects.filter(archived_at__isnull=True)
    digits = _digits(text)
    if digits:
        for match in (Q(krs=digits), Q(nip=digits), Q(regon=digits)):
            found = standing.filter(match).first()
            if found is not None:
                return found
        if len(digits) < _KRS_DIGITS:
            found = standing.filter(krs=digits.zfill(_KRS_DIGITS)).first()
            if found is not None:
                return found
    return standing.filter(name_key=name_key(text)).first()


def lists_with_counts() -> QuerySet[NewsletterList]:
    """Return every list with ``members``: how many organisations are on it now."""
    on_it = Q(
        subscriptions__unsubscribed_at__isnull=True,
        subscriptions__organisation__archived_at__isnull=True,
    )
    return NewsletterList.objects.annotate(members=Count("subscriptions", filter=on_it)).order_by(
        "name"
    )


def _on(to: NewsletterList) -> Q:
    return Q(subscriptions__list=to, subscriptions__unsubscribed_at__isnull=True)


def _digits(text: str) -> str:
    """The digits of a number as typed ("542-10-00-123"); "" for what is no number."""
    found = re.sub(r"[\s\-]", "", re.sub(r"^\s*(KRS|NIP|REGON|PL)\b[:\s]*", "", text, flags=re.I))
    return found if found.isascii() and found.isdigit() else ""
