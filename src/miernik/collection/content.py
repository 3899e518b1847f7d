"""What an institution says of one indicator, as plain data: in the form, in a file, in a snapshot.

Numbers are in base units (a person, a zloty, a percent), as in ``observations``. JSON keeps them
as text, so nothing is lost on the way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from miernik.kernel.quantities import NoteKind, Status

#: What a reporter may say instead of a number; the rest of ``Status`` is the office's to say.
ANSWERABLE = (Status.VALUE, Status.TRUE_ZERO, Status.NOT_APPLICABLE, Status.NO_DATA)
#: The same as forms and workbooks say it.
STATUS_WORDS = {
    Status.VALUE: "podaję wartość",
    Status.TRUE_ZERO: "zero – naprawdę nic",
    Status.NOT_APPLICABLE: "nie dotyczy nas",
    Status.NO_DATA: "brak danych",
}


@dataclass(frozen=True, slots=True)
class AnswerNote:
    """A remark beside a value, of a kind: a part ("w tym …"), a day, an explanation …"""

    kind: NoteKind
    text: str
    number: Decimal | None = None
    as_of: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One level of an ordinal answer, one item of a list, or one row of a breakdown."""

    label: str
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """One answer. ``status`` None means: nothing said yet.

    ``reason`` says why there is no value (needed for NO_DATA); ``explanations`` are the reporter's
    words to warnings, by the code of the rule. ``unread`` keeps what was typed and is no number or
    day, by the place: ``number``, ``numerator``, ``denominator``, ``entry-0-number``,
    ``note-0-number``, ``note-0-as_of``. Nothing typed is lost, and nothing of it counts.
    """

    status: Status | None = None
    number: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    entries: tuple[Entry, ...] = ()
    text: str = ""
    notes: tuple[AnswerNote, ...] = ()
    reason: str = ""
    explanations: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing at all was said."""
        return self == EMPTY


EMPTY = AnswerContent()


def as_json(answer: AnswerContent) -> dict[str, Any]:
    """Return the answer as JSON values; only what is said stands there."""
    plain: dict[str, Any] = {
        "status": answer.status.value if answer.status else None,
        "number": _text(answer.number),
        "numerator": _text(answer.numerator),
        "denominator": _text(answer.denominator),
        "entries": [_entry_json(item) for item in answer.entries],
        "text": answer.text,
        "notes": [_note_json(item) for item in answer.notes],
        "reason": answer.reason,
        "explanations": dict(answer.explanations),
        "unread": dict(answer.unread),
    }
    return {name: value for name, value in plain.items() if value not in (None, "", [], {})}


def from_json(plain: Mapping[str, Any]) -> AnswerContent:
    """Return the answer that ``as_json`` wrote."""
    return AnswerContent(
        status=Status(plain["status"]) if plain.get("status") else None,
        number=_number(plain.get("number")),
        numerator=_number(plain.get("numerator")),
        denominator=_number(plain.get("denominator")),
        entries=tuple(
            Entry(item["label"], _number(item.get("number"))) for item in plain.get("entries", ())
        ),
        text=plain.get("text", ""),
        notes=tuple(
            AnswerNote(
                NoteKind(item["kind"]),
                item.get("text", ""),
                _number(item.get("number")),
                dt.date.fromisoformat(item["as_of"]) if item.get("as_of") else None,
            )
            for item in plain.get("notes", ())
        ),
        reason=plain.get("reason", ""),
        explanations=dict(plain.get("explanations", {})),
        unread=dict(plain.get("unread", {})),
    )


def _entry_json(entry: Entry) -> dict[str, str]:
    return {"label": entry.label} | _said(number=_text(entry.number))


def _note_json(note: AnswerNote) -> dict[str, str]:
    as_of = note.as_of.isoformat() if note.as_of else None
    plain = {"kind": note.kind.value, "text": note.text}
    return plain | _said(number=_text(note.number), as_of=as_of)


def _said(**values: str | None) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}


def _text(number: Decimal | None) -> str | None:
    """The number in one form only, so that equal answers give equal JSON: 12.50 is "12.5"."""
    if number is None:
        return None
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
