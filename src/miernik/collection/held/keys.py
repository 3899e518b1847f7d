"""Keys of a campaign by their fingerprints: registering, revoking, which one is in force."""

from __future__ import annotations

import datetime as dt
import re

from django.db import transaction

from miernik.accounts.models import User
from miernik.audit.services import record
from miernik.collection.held.errors import HeldError
from miernik.collection.held.permissions import Deed, check
from miernik.collection.models import Campaign, PseudonymKey
from miernik.collection.pseudonyms.key import checked_area

_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


def key_in_force(campaign: Campaign) -> PseudonymKey | None:
    """Return the campaign's key that is in force; None when none was issued or it was revoked."""
    return campaign.pseudonym_keys.filter(revoked_at__isnull=True).first()


@transaction.atomic
def register_key(
    *, campaign: Campaign, area: str, fingerprint: str, by: User, at: dt.datetime
) -> PseudonymKey:
    """Write down the fingerprint of the key issued for a campaign; the key itself stays away.

    Raises NotAllowedError, KeyTextError for an area that is no name, and HeldError for a
    fingerprint that is none, a key registered before, and a campaign that has a key in force.
    """
    check(by, Deed.ISSUE_KEY)
    mark = fingerprint.strip().lower()
    if not _FINGERPRINT.fullmatch(mark):
        raise HeldError("Odcisk klucza to 16 cyfr i liter od a do f. Przepisz go jeszcze raz.")
    if key_in_force(campaign) is not None:
        raise HeldError("Kampania ma już klucz. Najpierw go unieważnij, potem zarejestruj nowy.")
    if PseudonymKey.objects.filter(fingerprint=mark).exists():
        raise HeldError("Ten klucz był już zarejestrowany. Utwórz nowy klucz.")
    key = PseudonymKey.objects.create(
        campaign=campaign,
        year=campaign.year,
        area=checked_area(area),
        fingerprint=mark,
        registered_at=at,
        registered_by=by.get_username(),
    )
    _log(key, "pseudonym_key.registered", by, at)
    return key


@transaction.atomic
def revoke_key(*, key: PseudonymKey, by: User, at: dt.datetime) -> PseudonymKey:
    """Take a key out of force; sets made with it no longer count together with later ones.

    Raises NotAllowedError, and HeldError when it was revoked before.
    """
    check(by, Deed.ISSUE_KEY)
    if key.revoked_at is not None:
        raise HeldError("Ten klucz jest już unieważniony.")
    key.revoked_at, key.revoked_by = at, by.get_username()
    key.save(update_fields=["revoked_at", "revoked_by"])
    _log(key, "pseudonym_key.revoked", by, at)
    return key


def _log(key: PseudonymKey, action: str, by: User, at: dt.datetime) -> None:
    data = {"fingerprint": key.fingerprint, "year": key.year, "area": key.area}
    subject = f"pseudonym_key:{key.pk}"
    record(action=action, subject=subject, by=by.get_username(), at=at, data=data)
