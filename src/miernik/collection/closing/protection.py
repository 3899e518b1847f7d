"""Sensitive numbers of few people are hidden, by the rule of the register's tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from miernik.collection.asked import AskedIndicator
from miernik.kernel.disclosure import SIGN, Relations, Subset, Sum, hidden_cells
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Kind, NoteKind, Status
from miernik.observations.services import NoteContent, ValueContent

WHY = "wartość ukryto, bo dotyczy małej grupy osób"
WHY_PART = "część wartości ukryto, bo dotyczy małej grupy osób"
_WHOLE = "whole"


def protected(card: AskedIndicator, content: ValueContent, *, threshold: int) -> ValueContent:
    """Return the value as it may be kept; a sensitive one of fewer than ``threshold`` is hidden.

    Of bounds the lower one counts too: it is the number of one institution. A part or a row that
    is small, or leaves little of the whole, is hidden with its number.
    """
    if not card.sensitive:
        return content
    heads = (content.number, content.lower, content.upper)
    if card.kind is Kind.PERCENT:
        heads = (content.numerator, None, None)
    if card.kind is not Kind.AMOUNT and any(_few(head, threshold) for head in heads):
        return _hidden(content)
    if card.kind is Kind.BREAKDOWN:
        return _rows(content, threshold)
    return _parts(content, threshold) if card.kind is Kind.COUNT else content


def _few(number: Decimal | None, threshold: int) -> bool:
    return number is not None and 0 < number < threshold


def _hidden(content: ValueContent) -> ValueContent:
    """Remarks go with the value: any of them may tell of it."""
    return ValueContent(
        kind=content.kind, status=Status.SUPPRESSED, printed=SIGN, notes=(NoteContent(WHY),)
    )


def _parts(content: ValueContent, threshold: int) -> ValueContent:
    cells = {
        str(place): int(note.number)
        for place, note in enumerate(content.notes)
        if note.kind is NoteKind.SUB_VALUE and note.number is not None
    }
    if content.number is None:
        relations = Relations()
    else:
        relations = Relations(subsets=tuple(Subset(_WHOLE, part) for part in cells))
    whole = {} if content.number is None else {_WHOLE: int(content.number)}
    hidden = hidden_cells(cells | whole, relations, threshold=threshold)
    if not hidden - {_WHOLE}:
        return content
    kept = [note for place, note in enumerate(content.notes) if str(place) not in hidden]
    return replace(content, notes=(*kept, NoteContent(WHY_PART)))


def _rows(content: ValueContent, threshold: int) -> ValueContent:
    numbers = {
        str(place): int(Decimal(entry["number"]))
        for place, entry in enumerate(content.entries)
        if "number" in entry
    }
    exact = content.number is not None and sum(numbers.values()) == content.number
    cells = numbers | ({_WHOLE: int(content.number)} if content.number is not None else {})
    relations = Relations(sums=(Sum(_WHOLE, tuple(numbers)),)) if exact else Relations()
    hidden = hidden_cells(cells, relations, threshold=threshold)
    if not hidden:
        return content
    entries = [
        _row(entry, hidden=str(place) in hidden) for place, entry in enumerate(content.entries)
    ]
    printed = "\n".join(f"{entry['label']} – {_sign(entry)}" for entry in entries)
    return replace(
        content,
        number=None if _WHOLE in hidden else content.number,
        entries=entries,
        printed=printed,
        notes=(*content.notes, NoteContent(WHY_PART)),
    )


def _sign(entry: Mapping[str, str]) -> str:
    return print_number(Decimal(entry["number"])) if "number" in entry else SIGN


def _row(entry: Mapping[str, str], *, hidden: bool) -> dict[str, str]:
    return {"label": entry["label"]} if hidden else dict(entry)
