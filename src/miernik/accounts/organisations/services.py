"""Keeping the base: cards, consent, the archive, lists. Events never hold contact data."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields as fields_of

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from miernik.accounts.organisations.checking import OrganisationData, checked, name_key
from miernik.accounts.organisations.errors import OrganisationDataError, OrganisationError
from miernik.accounts.organisations.fields import in_order
from miernik.accounts.organisations.models import (
    LegalForm,
    NewsletterList,
    Organisation,
    OrganisationActivity,
    Subscription,
)
from miernik.audit.services import record
from miernik.kernel.dates import print_short_date
from miernik.kernel.text import squeeze

_PLAIN = tuple(field.name for field in fields_of(OrganisationData) if field.name != "fields")
_LABELS = {"krs": "KRS", "nip": "NIP", "regon": "REGON"}


def data_of(organisation: Organisation) -> OrganisationData:
    """Return what the card says."""
    values = {name: getattr(organisation, name) for name in _PLAIN}
    values["legal_form"] = LegalForm(organisation.legal_form)
    codes = (activity.field for activity in organisation.activities.all())
    return OrganisationData(**values, fields=in_order(codes))


@transaction.atomic
def add_organisation(*, data: OrganisationData, by: str, at: dt.datetime) -> Organisation:
    """Put an organisation into the base, without consent.

    Raises OrganisationDataError with a sentence for every field that is wrong or taken.
    """
    organisation = Organisation()
    _write(organisation, data)
    record(action="organisation.added", subject=subject_of(organisation), by=by, at=at)
    return organisation


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, data: OrganisationData, by: str, at: dt.datetime
) -> Organisation:
    """Change a card; what is the same already leaves no event.

    Raises OrganisationDataError with a sentence for every field that is wrong or taken.
    """
    organisation = locked(organisation)
    before = data_of(organisation)
    _write(organisation, data)
    organisation = Organisation.objects.get(pk=organisation.pk)
    after = data_of(organisation)
    names = [one.name for one in fields_of(before)]
    changed = [name for name in names if getattr(before, name) != getattr(after, name)]
    if changed:
        subject = subject_of(organisation)
        changes = {"fields": changed}
        record(action="organisation.changed", subject=subject, by=by, at=at, data=changes)
    return organisation


@transaction.atomic
def archive_organisation(*, organisation: Organisation, by: str, at: dt.datetime) -> Organisation:
    """Put a card into the archive: nobody writes to it; an archived one stays as it is."""
    organisation = locked(organisation)
    if organisation.archived_at is None:
        organisation.archived_at = at
        organisation.save(update_fields=["archived_at"])
        record(action="organisation.archived", subject=subject_of(organisation), by=by, at=at)
    return organisation


@transaction.atomic
def restore_organisation(*, organisation: Organisation, by: str, at: dt.datetime) -> Organisation:
    """Take a card back from the archive; consent stands as it stood."""
    organisation = locked(organisation)
    if organisation.archived_at is not None:
        organisation.archived_at = None
        organisation.save(update_fields=["archived_at"])
        record(action="organisation.restored", subject=subject_of(organisation), by=by, at=at)
    return organisation


@transaction.atomic
def give_consent(
    *, organisation: Organisation, source: str, given_at: dt.datetime, by: str, at: dt.datetime
) -> Organisation:
    """Write down consent to messages; ``source`` says whence it is known ("wniosek 12/2026").

    Raises OrganisationError without a source, for a day to come, for consent that stands already,
    or for one older than its withdrawal.
    """
    organisation = locked(organisation)
    source = squeeze(source)
    if not source:
        raise OrganisationError("Napisz, skąd wiadomo o zgodzie, na przykład „wniosek z 3 marca”.")
    if given_at > at:
        raise OrganisationError("Zgoda nie może mieć daty w przyszłości: popraw dzień.")
    if organisation.consents:
        raise OrganisationError(f"„{organisation}” wyraziła już zgodę i jej nie wycofała.")
    withdrawn = organisation.consent_withdrawn_at
    if withdrawn is not None and given_at < withdrawn:
        day = print_short_date(timezone.localtime(withdrawn).date())
        raise OrganisationError(f"Tę zgodę wycofano {day}: nowa musi być późniejsza niż wycofanie.")
    organisation.consent_given_at, organisation.consent_source = given_at, source[:300]
    organisation.consent_withdrawn_at = None
    organisation.save(update_fields=["consent_given_at", "consent_source", "consent_withdrawn_at"])
    given = {"given_at": given_at.isoformat()}
    subject = subject_of(organisation)
    record(action="organisation.consent_given", subject=subject, by=by, at=at, data=given)
    return organisation


@transaction.atomic
def withdraw_consent(*, organisation: Organisation, by: str, at: dt.datetime) -> Organisation:
    """Write down that it wants no messages any more; without consent nothing changes."""
    organisation = locked(organisation)
    if organisation.consents:
        organisation.consent_withdrawn_at = at
        organisation.save(update_fields=["consent_withdrawn_at"])
        subject = subject_of(organisation)
        record(action="organisation.consent_withdrawn", subject=subject, by=by, at=at)
    return organisation


@transaction.atomic
def save_list(
    *,
    name: str,
    description: str,
    by: str,
    at: dt.datetime,
    newsletter: NewsletterList | None = None,
) -> NewsletterList:
    """Make a list, or change ``newsletter``. Raises OrganisationError without a name of its own."""
    fresh = newsletter is None
    newsletter = newsletter or NewsletterList()
    newsletter.name, newsletter.description = squeeze(name), squeeze(description)
    if not newsletter.name:
        raise OrganisationError("Podaj nazwę listy.")
    twins = NewsletterList.objects.exclude(pk=newsletter.pk)
    if any(name_key(twin.name) == name_key(newsletter.name) for twin in twins):
        raise OrganisationError(f"Jest już lista o nazwie „{newsletter.name}”.")
    try:
        newsletter.full_clean()
    except ValidationError as error:
        raise OrganisationError(" ".join(error.messages)) from error
    newsletter.save()
    action = "newsletter.created" if fresh else "newsletter.changed"
    data = {"name": newsletter.name}
    record(action=action, subject=f"newsletter:{newsletter.uuid}", by=by, at=at, data=data)
    return newsletter


@transaction.atomic
def subscribe(
    *, organisation: Organisation, to: NewsletterList, by: str, at: dt.datetime
) -> Subscription:
    """Put an organisation on a list, also one that left it; one on it stays as it is.

    Raises OrganisationError for one in the archive.
    """
    organisation = locked(organisation)
    if organisation.archived_at is not None:
        raise OrganisationError(f"„{organisation}” jest w archiwum: najpierw ją przywróć.")
    subscription, fresh = Subscription.objects.select_for_update().get_or_create(
        organisation=organisation, list=to, defaults={"since": at}
    )
    if not fresh and subscription.unsubscribed_at is None:
        return subscription
    if not fresh:
        subscription.since, subscription.unsubscribed_at, subscription.reason = at, None, ""
        subscription.save(update_fields=["since", "unsubscribed_at", "reason"])
    data = {"list": to.name}
    subject = subject_of(organisation)
    record(action="newsletter.subscribed", subject=subject, by=by, at=at, data=data)
    return subscription


@transaction.atomic
def unsubscribe(
    *, subscription: Subscription, reason: str, by: str, at: dt.datetime
) -> Subscription:
    """Take an organisation off a list; one that left it already stays as it is."""
    found = Subscription.objects.select_for_update(of=("self",)).select_related(
        "organisation", "list"
    )
    subscription = found.get(pk=subscription.pk)
    if subscription.unsubscribed_at is None:
        subscription.unsubscribed_at, subscription.reason = at, squeeze(reason)[:300]
        subscription.save(update_fields=["unsubscribed_at", "reason"])
        subject = subject_of(subscription.organisation)
        data = {"list": subscription.list.name}
        record(action="newsletter.unsubscribed", subject=subject, by=by, at=at, data=data)
    return subscription


def record_contacts_read(*, why: str, by: str, at: dt.datetime, subject: str = "") -> None:
    """Write down that somebody read contact data: of one organisation, or of the whole list."""
    record(
        action="organisation.contacts_read",
        subject=subject or "organisations",
        by=by,
        at=at,
        data={"why": why},
    )


def subject_of(organisation: Organisation) -> str:
    """Return how events name an organisation."""
    return f"organisation:{organisation.uuid}"


def locked(organisation: Organisation) -> Organisation:
    """Return the row as it stands now, kept from others until the transaction ends."""
    return Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)


def taken_by_others(data: OrganisationData, own: int | None) -> dict[str, str]:
    """Return one sentence for each name or number that another organisation has already."""
    others = Organisation.objects.exclude(pk=own or 0)
    faults = {}
    twin = others.filter(name_key=name_key(data.name)).first() if data.name else None
    if twin is not None:
        where = ", w archiwum" if twin.archived_at else ""
        faults["name"] = f"Jest już organizacja o tej nazwie: „{twin}”{where}."
    for name, label in _LABELS.items():
        number = getattr(data, name)
        twin = others.filter(**{name: number}).first() if number else None
        if twin is not None:
            faults[name] = f"Numer {label} {number} ma już „{twin}”."
    if data.institution is not None:
        twin = others.filter(institution=data.institution).first()
        if twin is not None:
            faults["institution"] = f"Ta instytucja należy już do organizacji „{twin}”."
    return faults


def _write(organisation: Organisation, data: OrganisationData) -> None:
    data, faults = checked(data)
    faults = taken_by_others(data, organisation.pk) | faults
    if faults:
        raise OrganisationDataError(faults)
    for name in _PLAIN:
        setattr(organisation, name, getattr(data, name))
    organisation.name_key = name_key(data.name)
    try:
        organisation.full_clean()
    except ValidationError as error:
        raise OrganisationError(" ".join(error.messages)) from error
    organisation.save()
    kept = set(data.fields)
    organisation.activities.exclude(field__in=kept).delete()
    held = set(organisation.activities.values_list("field", flat=True))
    OrganisationActivity.objects.bulk_create(
        OrganisationActivity(organisation=organisation, field=code)
        for code in data.fields
        if code not in held
    )
