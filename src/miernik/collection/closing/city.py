"""The city's value of an indicator, made of the institutions' by the rule on its card.

Pure: what was said goes in, what the store would hold comes out, remarks in Polish as the report
prints them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from miernik.collection.asked import AskedIndicator
from miernik.collection.closing.given import Given
from miernik.collection.closing.parts import part_notes, shared_people, summed_rows
from miernik.collection.closing.people import CountedTogether, people
from miernik.collection.closing.protection import protected
from miernik.collection.closing.wording import BOUNDS, completeness, counted
from miernik.collection.content import AnswerContent
from miernik.collection.printing import print_answer, print_quantity
from miernik.kernel.aggregation import distribution, total, union
from miernik.kernel.numbers import print_interval, print_number
from miernik.kernel.quantities import Aggregation, Kind, Status
from miernik.kernel.text import plural
from miernik.observations.services import NoteContent, ValueContent

#: So many descriptions are put one after another; more stay with their institutions.
_TEXTS = 5
_HUNDREDTH = Decimal("0.01")
_NUMERIC = (Kind.COUNT, Kind.AMOUNT, Kind.PERCENT)


@dataclass(frozen=True, slots=True)
class City:
    """The city's value and whether it is bounds only, or hidden."""

    content: ValueContent

    @property
    def bounded(self) -> bool:
        """Whether only bounds of the number are known."""
        return self.content.lower is not None

    @property
    def hidden(self) -> bool:
        """Whether statistical confidentiality covers it."""
        return self.content.status is Status.SUPPRESSED


def city_value(
    card: AskedIndicator,
    given: Sequence[Given],
    together: CountedTogether | None = None,
    *,
    threshold: int,
) -> City:
    """Return the city's value; ``given`` holds every asked institution, silent ones too.

    ``together`` is what pseudonyms told of different persons; sensitive numbers of fewer than
    ``threshold`` are hidden.
    """
    known = [item for item in given if item.known]
    if not known:
        content = _nothing(card, given)
    elif len(given) == 1:
        content = own_value(card, given[0])
    else:
        content = _made(card, known, together)
    content = protected(card, content, threshold=threshold)
    remark = completeness(given) if len(given) > 1 else ""
    if remark:
        content = replace(content, notes=(*content.notes, NoteContent(remark)))
    provenance = {"institutions": len(given), "with_value": len(known)}
    return City(replace(content, territory=card.territory, provenance=provenance))


def own_value(card: AskedIndicator, given: Given) -> ValueContent:
    """Return one institution's answer as the store holds it, with its notes and their kinds."""
    answer = given.content
    plain = replace(answer, status=given.status)
    notes = [
        NoteContent(item.text.strip(), item.kind, number=item.number, as_of=item.as_of)
        for item in answer.notes
        if item.text.strip()
    ]
    notes += [NoteContent(text) for text in given.why if text.strip()]
    kept = given.known
    return ValueContent(
        kind=card.kind,
        status=given.status,
        number=answer.number if kept else None,
        numerator=answer.numerator if kept else None,
        denominator=answer.denominator if kept and answer.denominator else None,
        entries=[_entry(item.label, item.number) for item in answer.entries] if kept else [],
        text=answer.text if kept else "",
        printed=_printed(card, plain),
        printed_unit=_unit(card),
        territory=card.territory,
        provenance=given.provenance,
        notes=notes,
    )


def _nothing(card: AskedIndicator, given: Sequence[Given]) -> ValueContent:
    """No institution gave a value: the kind of nothing they agree on, or no data."""
    said = {item.status for item in given}
    status = next(iter(said)) if len(said) == 1 else Status.NO_DATA
    why = [item for given_one in given[:1] for item in given_one.why] if len(given) == 1 else []
    notes = [NoteContent(text) for text in why if text.strip()]
    return ValueContent(kind=card.kind, status=status, printed=status.label, notes=notes)


def _made(
    card: AskedIndicator, known: Sequence[Given], together: CountedTogether | None
) -> ValueContent:
    if card.kind in _NUMERIC:
        made = _number(card, known, together)
        return replace(made, notes=(*part_notes(card, known), *made.notes))
    if card.kind is Kind.BREAKDOWN:
        return _breakdown(card, known)
    return {Kind.ORDINAL: _distribution, Kind.LIST: _list}.get(card.kind, _text)(card, known)


def _number(
    card: AskedIndicator, known: Sequence[Given], together: CountedTogether | None
) -> ValueContent:
    numbers = [item.content.number for item in known if item.content.number is not None]
    method = card.over_institutions
    if card.kind is Kind.PERCENT and method is Aggregation.SUM:
        method = Aggregation.RATIO
    if method is Aggregation.SUM and shared_people(card):
        return _people(card, known, together)
    fractions = [
        (item.content.numerator, item.content.denominator)
        for item in known
        if item.content.numerator is not None and item.content.denominator
    ]
    number = total(method, numbers, fractions)
    if number is None:
        return _no_rule(card, method, known, len(fractions))
    pooled = method is Aggregation.RATIO
    made = _of_number(card, number)
    if not pooled:
        return made
    return replace(
        made,
        numerator=sum((above for above, _ in fractions), Decimal(0)),
        denominator=sum((below for _, below in fractions), Decimal(0)),
    )


def _people(
    card: AskedIndicator, known: Sequence[Given], together: CountedTogether | None
) -> ValueContent:
    if card.kind is not Kind.COUNT:
        numbers = [item.content.number or Decimal(0) for item in known]
        return _of_number(card, sum(numbers, Decimal(0)))
    found = people(known, together)
    if found is None:
        return _no_rule(card, Aggregation.SUM, known, 0)
    notes = []
    if found.by_pseudonyms:
        said = f"osoby z {found.by_pseudonyms} instytucji policzono po pseudonimach, każdą raz"
        notes.append(NoteContent(said))
    if found.lower == found.upper:
        return replace(_of_number(card, found.lower), notes=notes)
    return ValueContent(
        kind=card.kind,
        lower=found.lower,
        upper=found.upper,
        printed=print_interval(found.lower, found.upper),
        printed_unit=_unit(card),
        notes=(NoteContent(BOUNDS), *notes),
    )


def _of_number(card: AskedIndicator, number: Decimal) -> ValueContent:
    return ValueContent(
        kind=card.kind,
        status=Status.TRUE_ZERO if number == 0 else Status.VALUE,
        number=number,
        printed=print_quantity(card.kind, _readable(card, number)),
        printed_unit=_unit(card),
    )


def _readable(card: AskedIndicator, number: Decimal) -> Decimal:
    """A percent to two places as people read it; the store keeps four."""
    return number.quantize(_HUNDREDTH, ROUND_HALF_UP) if card.kind is Kind.PERCENT else number


def _no_rule(
    card: AskedIndicator, method: Aggregation, known: Sequence[Given], fractions: int
) -> ValueContent:
    """The card makes no value of the city: said so, instead of a number that means nothing."""
    if method is Aggregation.RATIO:
        lacking = len(known) - fractions
        text = (
            f"odsetka dla miasta nie można policzyć: bez licznika i mianownika "
            f"{plural(lacking, 'jest', 'są', 'jest')} {counted(lacking)}"
        )
        status = Status.NO_DATA
        return ValueContent(card.kind, status, printed=status.label, notes=(NoteContent(text),))
    text = f"wartości instytucji nie łączy się w jedną (reguła na karcie: {method.label})"
    status = Status.NOT_APPLICABLE
    return ValueContent(card.kind, status, printed="nie sumuje się", notes=(NoteContent(text),))


def _breakdown(card: AskedIndicator, known: Sequence[Given]) -> ValueContent:
    rows = summed_rows(known)
    numbers = [item.content.number for item in known if item.content.number is not None]
    several = len(known) > 1 and shared_people(card)
    whole = sum(numbers, Decimal(0)) if len(numbers) == len(known) and not several else None
    notes = (NoteContent(f"{BOUNDS[: BOUNDS.index(',')]}, liczby są najwyżej takie"),)
    return ValueContent(
        kind=card.kind,
        number=whole,
        entries=[_entry(label, number) for label, number in rows],
        printed="\n".join(f"{label} – {print_number(number)}" for label, number in rows),
        notes=notes if several else (),
    )


def _distribution(card: AskedIndicator, known: Sequence[Given]) -> ValueContent:
    levels = distribution([_labels(item) for item in known])
    if card.levels:
        order = {level: place for place, level in enumerate(card.levels)}
        levels = tuple(sorted(levels, key=lambda item: order.get(item[0], len(order))))
    return ValueContent(
        kind=card.kind,
        entries=[_entry(level, Decimal(number)) for level, number in levels],
        printed="\n".join(f"{level} – {counted(number)}" for level, number in levels),
    )


def _list(card: AskedIndicator, known: Sequence[Given]) -> ValueContent:
    items = union([_labels(item) for item in known])
    return ValueContent(
        kind=card.kind, entries=[_entry(item, None) for item in items], printed="\n".join(items)
    )


def _text(card: AskedIndicator, known: Sequence[Given]) -> ValueContent:
    if len(known) <= _TEXTS:
        text = "\n".join(f"{item.name}: {item.content.text}" for item in known)
    else:
        text = f"opisy {len(known)} instytucji są przy ich wartościach"
    return ValueContent(kind=card.kind, text=text, printed=text)


def _labels(item: Given) -> list[str]:
    entries = [entry.label for entry in item.content.entries]
    return entries or ([item.content.text] if item.content.text else [])


def _entry(label: str, number: Decimal | None) -> dict[str, str]:
    plain = {"label": label}
    return plain if number is None else plain | {"number": _digits(number)}


def _digits(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _printed(card: AskedIndicator, answer: AnswerContent) -> str:
    if answer.entries and card.kind in (Kind.LIST, Kind.ORDINAL, Kind.BREAKDOWN):
        answer = replace(answer, number=None)
    return print_answer(card.kind, answer).replace("; ", "\n" if answer.entries else "; ")


def _unit(card: AskedIndicator) -> str:
    return {Kind.AMOUNT: "zł", Kind.PERCENT: "%"}.get(card.kind, "")
