"""The indicator card proposed from what a report says; corrected in the next version."""

from __future__ import annotations

from miernik.intake.draft import DraftIndicator
from miernik.kernel.quantities import CountedUnit, NoteKind, Territory
from miernik.strategy.cards import card_of_name, counted_unit
from miernik.strategy.content import Card


def propose_card(indicator: DraftIndicator) -> Card:
    """Read the card off the indicator's name, kind and notes."""
    kinds = {note.kind for note in indicator.notes}
    return card_of_name(
        indicator.name,
        indicator.kind,
        counted=_counted(indicator),
        printed_unit=indicator.unit or "",
        territory=(Territory.CITY_AND_COUNTY if NoteKind.TERRITORY in kinds else Territory.CITY),
    )


def _counted(indicator: DraftIndicator) -> CountedUnit | None:
    for note in indicator.notes:
        if note.kind is NoteKind.COUNTED_UNIT:
            return counted_unit(note.text) or CountedUnit.PERSON_IN_FAMILY
    return None
