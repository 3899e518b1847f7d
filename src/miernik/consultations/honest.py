"""The honest-outcome check: what is said about a proposal must be what happened to the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from miernik.consultations.models import CHANGING, Verdict
from miernik.kernel.redline import is_changed
from miernik.kernel.text import comparable


@dataclass(frozen=True, slots=True)
class Wording:
    """One unit's wording: in the draft, as asked for ("" for a deletion), and as it shall be.

    ``final`` None: the decision leaves the text alone. A new unit has an empty ``draft``.
    """

    draft: str
    asked: str
    final: str | None


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a verdict is stopped, and which one is right."""

    message: str
    offered: Verdict


def object_to(verdict: Verdict, wordings: Sequence[Wording]) -> Objection | None:
    """Return why the verdict does not fit the wordings, or None when it does.

    An acceptance that changes nothing is "mieści się w obecnym zapisie"; a partial acceptance
    whose text equals the draft likewise; an acceptance in other words is partial, one in the very
    words asked for is full; a verdict that changes nothing may have no final wording.
    """
    touched = [item for item in wordings if _touches(item)]
    if verdict in CHANGING:
        if not touched:
            return Objection(_NOTHING[verdict], Verdict.COVERED)
        return _degree(verdict, wordings)
    if touched:
        exact = all(_same(item.final or "", item.asked) for item in wordings)
        offered = Verdict.ACCEPTED if exact else Verdict.PARTLY
        return Objection(
            f"Rozstrzygnięcie „{verdict.label}” nie zmienia tekstu, a zapis po konsultacjach różni "
            f"się od projektu. Właściwe rozstrzygnięcie: „{offered.label}”.",
            offered,
        )
    return None


def _degree(verdict: Verdict, wordings: Sequence[Wording]) -> Objection | None:
    exact = all(_same(item.final or "", item.asked) for item in wordings if item.final is not None)
    complete = exact and all(item.final is not None for item in wordings)
    if verdict is Verdict.ACCEPTED and not complete:
        return Objection(
            "Napisano „uwzględniono”, ale zapis po konsultacjach różni się od propozycji. "
            "Właściwe rozstrzygnięcie: „uwzględniono częściowo”.",
            Verdict.PARTLY,
        )
    if verdict is Verdict.PARTLY and complete:
        return Objection(
            "Napisano „uwzględniono częściowo”, a zapis po konsultacjach jest dokładnie taki jak "
            "propozycja. Właściwe rozstrzygnięcie: „uwzględniono”.",
            Verdict.ACCEPTED,
        )
    return None


_NOTHING = {
    Verdict.ACCEPTED: (
        "Napisano „uwzględniono”, ale tekst projektu się nie zmienia. "
        "Właściwe rozstrzygnięcie: „mieści się w obecnym zapisie”."
    ),
    Verdict.PARTLY: (
        "Napisano „uwzględniono częściowo”, ale zapis po konsultacjach jest taki sam jak projekt. "
        "Właściwe rozstrzygnięcie: „mieści się w obecnym zapisie”."
    ),
}


def _touches(item: Wording) -> bool:
    return item.final is not None and is_changed(item.draft, item.final)


def _same(one: str, other: str) -> bool:
    return comparable(one).rstrip(".;,") == comparable(other).rstrip(".;,")
