"""What of a protected value may be shown: that it is hidden, and nothing that leads to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from miernik.kernel.aggregation import PEOPLE
from miernik.kernel.disclosure import SIGN, Relations, Sum, hidden_cells
from miernik.kernel.quantities import Status
from miernik.observations.models import Note, Observation
from miernik.observations.selectors import RELEASED
from miernik.reports.values import wording
from miernik.strategy.models import IndicatorDefinition

_CITY = "miasto"


@dataclass(frozen=True, slots=True)
class InstitutionValue:
    """An institution and what everybody may read of its value."""

    name: str
    words: str


def is_hidden(value: Observation) -> bool:
    """Whether statistical confidentiality covers the value."""
    return value.status == Status.SUPPRESSED


def shown(value: Observation) -> str:
    """What the document prints, or the sign of confidentiality."""
    return SIGN if is_hidden(value) else wording(value)


def notes(value: Observation) -> list[Note]:
    """The remarks of a value; of a suppressed one only those without a number."""
    found = list(value.notes.all())
    if not is_hidden(value):
        return found
    return [note for note in found if not any(letter.isdigit() for letter in note.text)]


def history(value: Observation) -> list[Observation]:
    """Every version of a value, the newest first; of a suppressed one only the newest."""
    versions = RELEASED.history(value)
    return versions[:1] if is_hidden(versions[0]) else versions


def institutions(card: IndicatorDefinition, year: int) -> list[InstitutionValue]:
    """The institutions' values of a year: numbers, kinds of nothing, the sign where hidden."""
    held = RELEASED.by_institution(card.indicator_id, year)
    hidden = hidden_institutions(card, year, held)
    return [
        InstitutionValue(
            item.institution.name if item.institution else "",
            SIGN
            if item.pk in hidden or is_hidden(item)
            else wording(item) or Status(item.status).label,
        )
        for item in held
    ]


def hidden_institutions(
    card: IndicatorDefinition, year: int, held: list[Observation]
) -> frozenset[int]:
    """Ids of the values that tell of few people, and of those that would tell these.

    The city's value is public: where it is the institutions' sum, one small number takes another
    with it. Where the city has bounds, the lower one tells the largest number, which then hides
    nothing.
    """
    if card.counted_unit not in PEOPLE and not card.sensitive:
        return frozenset()
    cells = {str(item.pk): int(item.number) for item in held if item.number is not None}
    city = RELEASED.current([card.indicator_id], [year]).get(card.indicator_id, {}).get(year)
    told: dict[str, int | None] = {}
    sums: tuple[Sum, ...] = ()
    whole = None if city is None else city.number if city.upper is None else city.upper
    if whole is not None and whole == sum(cells.values()):
        sums = (Sum(_CITY, tuple(cells)),)
        told[_CITY] = int(whole)
        if cells and city is not None and city.lower is not None:
            largest = max(cells, key=lambda key: cells[key])
            told[largest] = cells[largest]
    numbers = cells | {name: number for name, number in told.items() if number is not None}
    found = hidden_cells(
        numbers, Relations(sums=sums), threshold=settings.DISCLOSURE_THRESHOLD, earlier=told
    )
    return frozenset(int(name) for name in found if name != _CITY)
