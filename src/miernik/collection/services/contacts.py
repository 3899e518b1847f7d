"""Whom to write to, and who belongs to a group: pasted lists, all or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from miernik.accounts.models import Institution, InstitutionAlias, InstitutionKind
from miernik.accounts.pasted import PastedLine
from miernik.accounts.services import add_to_group, change_contact, create_institution
from miernik.collection.errors import CollectionError
from miernik.collection.models import CampaignState, Questionnaire
from miernik.kernel.text import comparable


@dataclass(frozen=True, slots=True)
class Joined:
    """What a pasted list of members did: new on record, and known ones put into the group."""

    created: int
    joined: int


class UnknownNamesError(CollectionError):
    """Pasted names are of no institution; ``faults`` has a sentence for each of them."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = tuple(faults)


@transaction.atomic
def set_contact(
    *, institution: Institution, name: str, email: str, by: str, at: dt.datetime
) -> Institution:
    """Change whom to write to, in the institution's open forms as well."""
    changed = change_contact(institution=institution, name=name, email=email, by=by, at=at)
    open_forms = Questionnaire.objects.filter(
        institution=changed, campaign__state=CampaignState.OPEN
    )
    open_forms.update(contact_name=name, contact_email=email)
    return changed


@transaction.atomic
def set_contacts(*, lines: Sequence[PastedLine], by: str, at: dt.datetime) -> int:
    """Change the addresses of many institutions by name; returns how many lines it was.

    Raises UnknownNamesError, with nothing changed, when a name is of no institution.
    """
    known = _by_name()
    missing = [line for line in lines if comparable(line.name) not in known]
    if missing:
        raise UnknownNamesError(
            [f"Wiersz {line.number}: nie ma instytucji „{line.name}”." for line in missing]
        )
    for line in lines:
        institution = known[comparable(line.name)]
        set_contact(
            institution=institution, name=institution.contact_name, email=line.email, by=by, at=at
        )
    return len(lines)


@transaction.atomic
def add_members(
    *,
    group: Institution,
    kind: InstitutionKind,
    lines: Sequence[PastedLine],
    by: str,
    at: dt.datetime,
) -> Joined:
    """Put a list of members on record under a group; known institutions join it.

    An address beside a known institution replaces its own. Raises AccountError, with nothing
    changed, when one of them is a group or belongs to another one.
    """
    known = _by_name()
    created = joined = 0
    for line in lines:
        institution = known.get(comparable(line.name))
        if institution is None:
            create_institution(
                name=line.name, kind=kind, parent=group, contact_email=line.email, by=by, at=at
            )
            created += 1
            continue
        add_to_group(institution=institution, group=group, by=by, at=at)
        joined += 1
        if line.email:
            name = institution.contact_name
            set_contact(institution=institution, name=name, email=line.email, by=by, at=at)
    return Joined(created, joined)


def _by_name() -> dict[str, Institution]:
    """Institutions by their name and the other printed forms of it."""
    aliases = InstitutionAlias.objects.select_related("institution__parent").order_by("id")
    found = {comparable(item.name): item.institution for item in aliases}
    own = Institution.objects.select_related("parent").order_by("id")
    return found | {comparable(item.name): item for item in own}
