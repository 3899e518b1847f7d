"""Parts of a value named in remarks („w tym …”) and rows of a breakdown, over institutions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from miernik.collection.asked import AskedIndicator
from miernik.collection.closing.given import Given
from miernik.collection.closing.wording import part_key, part_name
from miernik.kernel.aggregation import PEOPLE, people_bounds
from miernik.kernel.numbers import print_interval, print_number
from miernik.kernel.quantities import Aggregation, Kind, NoteKind
from miernik.kernel.text import comparable, squeeze
from miernik.observations.services import NoteContent


@dataclass(slots=True)
class _Part:
    name: str
    numbers: list[Decimal] = field(default_factory=list)


def part_notes(card: AskedIndicator, known: Sequence[Given]) -> list[NoteContent]:
    """Return one remark a part that institutions worded alike: „w tym 90 decyzją MOPR”.

    Parts of people whom institutions may share are bounded, not added up. A part that only some
    institutions gave is followed by a remark that says how many. Only what adds up has parts.
    """
    if card.kind is Kind.PERCENT or card.over_institutions is not Aggregation.SUM:
        return []
    parts: dict[str, _Part] = {}
    for item in known:
        for note in item.content.notes:
            if note.kind is NoteKind.SUB_VALUE and note.number is not None:
                part = parts.setdefault(part_key(note.text), _Part(part_name(note.text)))
                part.numbers.append(note.number)
    shared = shared_people(card)
    return [note for part in parts.values() for note in _notes(part, len(known), shared=shared)]


def _notes(part: _Part, known: int, *, shared: bool) -> list[NoteContent]:
    bounds = people_bounds(part.numbers)
    number = sum(part.numbers, Decimal(0))
    if shared and bounds is not None and bounds[0] < bounds[1]:
        text = f"w tym {print_interval(*bounds)} {part.name}"
        found = [NoteContent(text.rstrip(), NoteKind.SUB_VALUE)]
    else:
        text = f"w tym {print_number(number)} {part.name}"
        found = [NoteContent(text.rstrip(), NoteKind.SUB_VALUE, number=number)]
    if len(part.numbers) < known:
        said = f"część „{part.name}”: podało {len(part.numbers)} z {known} instytucji"
        found.append(NoteContent(said))
    return found


def shared_people(card: AskedIndicator) -> bool:
    """Whether the indicator counts people whom several institutions may have helped."""
    return card.persons_may_overlap and card.counted_unit in PEOPLE


def summed_rows(known: Sequence[Given]) -> list[tuple[str, Decimal]]:
    """Return the rows of the institutions' breakdowns summed by label, as first worded."""
    words: dict[str, str] = {}
    sums: dict[str, Decimal] = {}
    for item in known:
        for entry in item.content.entries:
            if entry.number is None:
                continue
            key = comparable(entry.label)
            words.setdefault(key, squeeze(entry.label))
            sums[key] = sums.get(key, Decimal(0)) + entry.number
    return [(words[key], number) for key, number in sums.items()]
