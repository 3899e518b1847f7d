"""Sets of pseudonyms: what is asked, received, counted and destroyed."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from miernik.accounts.models import User
from miernik.audit.services import record
from miernik.collection.held.errors import HeldError
from miernik.collection.held.keys import key_in_force
from miernik.collection.held.permissions import Deed, check
from miernik.collection.models import (
    Campaign,
    PseudonymCount,
    PseudonymKey,
    PseudonymSet,
    Questionnaire,
)
from miernik.collection.pseudonyms.asking import AskedPseudonyms
from miernik.collection.pseudonyms.counting import count_sets
from miernik.collection.pseudonyms.file import PseudonymFile, parse_file
from miernik.collection.pseudonyms.key import PSEUDONYM_BYTES
from miernik.collection.pseudonyms.protection import Shown, numbers_told, protected
from miernik.collection.pseudonyms.wording import shown_json
from miernik.kernel.numbers import print_number
from miernik.strategy.models import Indicator


def asked_pseudonyms(
    *, questionnaire: Questionnaire, indicator: Indicator
) -> AskedPseudonyms | None:
    """Return what the form's component needs; None while the campaign has no key in force."""
    key = key_in_force(questionnaire.campaign)
    if key is None:
        return None
    name = questionnaire.institution.name
    return AskedPseudonyms(key.year, key.area, mark_of(indicator), name, key.fingerprint)


def mark_of(indicator: Indicator) -> str:
    """Return how an indicator is named in pseudonyms: its identity for life."""
    return str(indicator.uuid)


@transaction.atomic
def receive_pseudonyms(
    *,
    questionnaire: Questionnaire,
    indicator: Indicator,
    content: bytes,
    persons: int | None,
    by: str,
    at: dt.datetime,
) -> PseudonymSet:
    """Keep the pseudonyms an institution sends (a file as JSON); an earlier set is emptied.

    ``persons`` is the number the institution answered, None when it has not yet; it must be that
    of the file with the persons without PESEL. Whether ``by`` may answer the questionnaire is for
    the caller's door. Raises PseudonymFileError, and HeldError that says what does not agree.
    """
    file = parse_file(content)
    key = key_in_force(questionnaire.campaign)
    if key is None:
        raise HeldError("Ta kampania nie ma klucza pseudonimów. Podaj samą liczbę osób.")
    _agrees(file, key, questionnaire, indicator, persons)
    earlier = PseudonymSet.objects.select_for_update().filter(
        questionnaire=questionnaire, indicator=indicator, replaced_at__isnull=True
    )
    earlier.update(replaced_at=at, values_text="")
    kept = PseudonymSet.objects.create(
        questionnaire=questionnaire,
        indicator=indicator,
        key=key,
        institution_name=file.institution,
        count=len(file.values),
        without_pesel=file.without_pesel,
        values_text=base64.b64encode(b"".join(file.values)).decode("ascii"),
        received_at=at,
        received_by=by,
    )
    data = {"fingerprint": key.fingerprint, "indicator": mark_of(indicator), "persons": kept.count}
    subject = f"pseudonym_set:{kept.pk}"
    record(action="pseudonyms.received", subject=subject, by=by, at=at, data=data)
    return kept


def _agrees(
    file: PseudonymFile,
    key: PseudonymKey,
    questionnaire: Questionnaire,
    indicator: Indicator,
    persons: int | None,
) -> None:
    if file.key != key.fingerprint or (file.year, file.area) != (key.year, key.area):
        raise HeldError(
            f"Plik powstał z innym kluczem niż klucz kampanii (odcisk {key.fingerprint}). Weź "
            "klucz na ten rok od inspektora ochrony danych i utwórz plik jeszcze raz."
        )
    if file.indicator != mark_of(indicator):
        raise HeldError("Plik dotyczy innego wskaźnika. Utwórz plik dla tego wskaźnika.")
    if file.institution != questionnaire.institution.name:
        raise HeldError(f"Plik jest od innej instytucji („{file.institution}”). Wyślij własny.")
    told = len(file.values) + file.without_pesel
    if persons is not None and persons != told:
        raise HeldError(
            f"Podano liczbę osób {print_number(persons)}, a na liście z osobami bez numeru PESEL "
            f"jest {print_number(told)}. Popraw liczbę albo listę."
        )


@transaction.atomic
def distinct_of(
    *, campaign: Campaign, indicator: Indicator, by: User, at: dt.datetime
) -> Shown | None:
    """Count distinct persons of an indicator; the reading is logged, what was told is kept.

    Only sets under the key in force are counted; None when there are none. Numbers that differ by
    a few from those of an earlier count are left out. Call it from a POST or a job; pages read
    ``last_count``. Raises NotAllowedError.
    """
    check(by, Deed.COUNT)
    sets = _held(campaign, indicator)
    if not sets:
        return None
    _log(campaign, "pseudonyms.counted", by, at, indicator=mark_of(indicator), sets=len(sets))
    return _counted(sets, campaign, indicator, by=by, at=at)


def last_count(*, campaign: Campaign, indicator: Indicator) -> PseudonymCount | None:
    """Return the latest protected count of an indicator, also after the sets were destroyed."""
    counts = PseudonymCount.objects.filter(campaign=campaign, indicator=indicator)
    return counts.order_by("counted_at", "pk").last()


@transaction.atomic
def destroy_pseudonyms(*, campaign: Campaign, by: User, at: dt.datetime) -> int:
    """Remove every value of a campaign's sets; numbers and protected counts stay.

    Returns how many sets were emptied. Raises NotAllowedError, and HeldError when none is held.
    """
    check(by, Deed.DESTROY)
    held = PseudonymSet.objects.filter(
        questionnaire__campaign=campaign, replaced_at__isnull=True, destroyed_at__isnull=True
    )
    indicators = Indicator.objects.filter(pk__in=held.values("indicator")).order_by("pk")
    for indicator in indicators:
        sets = _held(campaign, indicator)
        if sets:
            _counted(sets, campaign, indicator, by=by, at=at)
    emptied = held.update(destroyed_at=at, values_text="")
    if not emptied:
        raise HeldError("Ta kampania nie ma żadnych pseudonimów do zniszczenia.")
    _log(campaign, "pseudonyms.destroyed", by, at, sets=emptied)
    return emptied


def _held(campaign: Campaign, indicator: Indicator) -> Sequence[PseudonymSet]:
    found = PseudonymSet.objects.filter(
        questionnaire__campaign=campaign, indicator=indicator, key__revoked_at__isnull=True,
        replaced_at__isnull=True, destroyed_at__isnull=True,
    )  # fmt: skip
    return list(found.select_related("key").order_by("institution_name", "pk"))


def _counted(
    sets: Sequence[PseudonymSet],
    campaign: Campaign,
    indicator: Indicator,
    *,
    by: User,
    at: dt.datetime,
) -> Shown:
    """Count the sets beside what earlier counts told, and keep what this one tells."""
    found = count_sets(
        tuple(item.institution_name for item in sets),
        [_values(item) for item in sets],
        tuple(item.without_pesel for item in sets),
    )
    before = PseudonymCount.objects.filter(campaign=campaign, indicator=indicator).order_by("pk")
    shown = protected(
        found,
        threshold=settings.DISCLOSURE_THRESHOLD,
        earlier=list(before.values_list("told", flat=True)),
    )
    PseudonymCount.objects.create(
        campaign=campaign,
        indicator=indicator,
        result=_result(shown, sets[0].key, indicator),
        told=numbers_told(shown),
        counted_at=at,
        counted_by=by.get_username(),
    )
    return shown


def _values(item: PseudonymSet) -> list[bytes]:
    joined = base64.b64decode(item.values_text)
    size = PSEUDONYM_BYTES
    return [joined[place : place + size] for place in range(0, len(joined), size)]


def _result(shown: Shown, key: PseudonymKey, indicator: Indicator) -> dict[str, Any]:
    mark = mark_of(indicator)
    return shown_json(shown, PseudonymFile(key.year, key.area, mark, "", key.fingerprint, ()))


def _log(campaign: Campaign, action: str, by: User, at: dt.datetime, **data: Any) -> None:
    subject = f"campaign:{campaign.pk}"
    record(action=action, subject=subject, by=by.get_username(), at=at, data=data)
