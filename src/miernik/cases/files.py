"""What the subjects of the event log are in the register: whose file, told by numbers only."""

from __future__ import annotations

import contextlib
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from miernik.cases.models import (
    Application,
    BlueCard,
    Decision,
    Family,
    Grant,
    Interview,
    Outcome,
    Person,
    Plan,
    Referral,
    Service,
)

_TABLES: dict[str, QuerySet[Any]] = {
    "family": Family.objects.all(),
    "person": Person.objects.all(),
    "application": Application.objects.all(),
    "interview": Interview.objects.all(),
    "decision": Decision.objects.all(),
    "grant": Grant.objects.all(),
    "service": Service.objects.all(),
    "plan": Plan.objects.all(),
    "referral": Referral.objects.all(),
    "outcome": Outcome.objects.all(),
    "blue_card": BlueCard.objects.all(),
}
#: Kind of a subject → what it is called, and the way from a row to its family.
_KINDS = {
    "family": ("rodzina", ""),
    "person": ("osoba z rodziny", "memberships__family"),
    "application": ("wniosek rodziny", "family"),
    "interview": ("wywiad u rodziny", "family"),
    "decision": ("decyzja dla rodziny", "family"),
    "grant": ("świadczenie rodziny", "family"),
    "service": ("pomoc dla rodziny", "family"),
    "plan": ("kontrakt lub program rodziny", "family"),
    "referral": ("skierowanie rodziny", "family"),
    "outcome": ("efekt pomocy w rodzinie", "family"),
    "blue_card": ("Niebieska Karta rodziny", "family"),
}
_OTHERS = {
    "user": "konto",
    "activity": "zajęcia lub wydarzenie",
    "volunteer": "wolontariusz",
    "partnership": "współpraca",
    "facility": "placówka",
    "unfit_place": "miejsce niemieszkalne",
    "duplicate": "możliwy duplikat",
    "register_import": "wczytany rejestr",
}


def family_numbered(text: str) -> Family | None:
    """Return the family with this case number or identity."""
    wanted = text.strip()
    found = Q(number__iexact=wanted)
    with contextlib.suppress(ValueError):
        found |= Q(uuid=uuid.UUID(wanted))
    return Family.objects.filter(found).order_by("id").first()


def subjects_of(family: Family) -> frozenset[str]:
    """Return every subject under which the log may speak of a family's file."""
    found = set()
    for kind, (_, way) in _KINDS.items():
        rows = _TABLES[kind].filter(**{way or "pk": family.pk})
        found |= {f"{kind}:{identity}" for identity in rows.values_list("uuid", flat=True)}
    return frozenset(found)


def told(subjects: Iterable[str]) -> dict[str, str]:
    """Return what each subject is, in Polish, with family numbers and never a name."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for subject in subjects:
        kind, _, identity = subject.partition(":")
        wanted[kind].add(identity)
    texts: dict[str, str] = {}
    for kind, identities in wanted.items():
        numbers = _numbers(kind, identities) if kind in _KINDS else {}
        for identity in identities:
            texts[f"{kind}:{identity}" if identity else kind] = _text(kind, identity, numbers)
    return texts


def _text(kind: str, identity: str, numbers: dict[str, list[str]]) -> str:
    if kind not in _KINDS:
        named = f" {identity}" if kind == "user" else ""
        return _OTHERS.get(kind, "") + named
    words, _ = _KINDS[kind]
    of = ", ".join(sorted(numbers.get(identity, [])))
    return f"{words} {of}" if of else f"{words} (usunięta pozycja)"


def _numbers(kind: str, identities: set[str]) -> dict[str, list[str]]:
    """Numbers of the families of each row."""
    _, way = _KINDS[kind]
    known: list[Any] = []
    for identity in identities:
        try:
            known.append(uuid.UUID(identity))
        except ValueError:
            continue
    rows = _TABLES[kind].filter(uuid__in=known)
    number = f"{way}__number" if way else "number"
    found: dict[str, list[str]] = defaultdict(list)
    for row, of in rows.order_by("uuid").values_list("uuid", number).distinct():
        if of is not None:
            found[str(row)].append(of)
    return found
