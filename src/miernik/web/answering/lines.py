"""One indicator of a form as its page shows it: boxes with what stands in them, findings, help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from miernik.collection.asked import AskedIndicator
from miernik.collection.checking import UNREAD
from miernik.collection.content import (
    ANSWERABLE,
    EMPTY,
    STATUS_WORDS,
    AnswerContent,
    AnswerNote,
    Entry,
    as_json,
)
from miernik.collection.models import Attachment, Question
from miernik.collection.printing import print_answer
from miernik.collection.pseudonyms.asking import AskedPseudonyms
from miernik.collection.receipts import BY_LINK
from miernik.collection.services.answering import Conflict
from miernik.collection.typed import complaints, field_of
from miernik.collection.validation.rule import Finding, Severity
from miernik.kernel.dates import print_short_date
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import CountedUnit, Kind, NoteKind, Status, Territory, TimeBasis
from miernik.kernel.text import comparable
from miernik.web.answering.reading import prefix_of

_BLANK_ITEMS = 3
_LABELS = {
    Kind.COUNT: "Liczba",
    Kind.AMOUNT: "Kwota w złotych",
    Kind.PERCENT: "albo sam odsetek (%)",
    Kind.BREAKDOWN: "Razem",
}
_ENTRY_WORDS = {
    Kind.LIST: "Pozycja",
    Kind.ORDINAL: "Inna ocena",
    Kind.BREAKDOWN: "Inna pozycja",
}


@dataclass(frozen=True, slots=True)
class Box:
    """A field to type in: ``value`` is what stands there, ``error`` a sentence or ""."""

    name: str
    label: str
    value: str = ""
    error: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: with ``fixed`` the label is the form's, else it is typed in ``label``.

    ``ticked`` is for a level to tick, None for anything else; ``number`` None where none is asked.
    """

    label: Box
    number: Box | None = None
    fixed: str = ""
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class NoteBoxes:
    """A remark: its kind and its fields, all names given."""

    at: str
    kind: NoteKind | None
    text: Box
    number: Box
    as_of: Box


@dataclass(frozen=True, slots=True)
class Told:
    """A finding beside the question: ``explain`` is the name of the box for the reporter's words.

    ``at`` is the identifier of the field it speaks of.
    """

    message: str
    at: str
    explain: str = ""
    words: str = ""
    error: bool = False


def said(content: Mapping[str, Any]) -> bool:
    """Return whether a stored answer says something, all of it readable."""
    return bool(content.get("status")) and not content.get("unread")


@dataclass(slots=True)
class Line:
    """One question of the form: what is asked, what is answered, what is said about it."""

    asked: AskedIndicator
    order: int
    answer: AnswerContent = EMPTY
    revision: int = 0
    conflict: Conflict | None = None
    findings: Sequence[Finding] = ()
    questions: list[Question] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    pseudonyms: AskedPseudonyms | None = None
    pseudonyms_error: str = ""
    _errors: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._errors = dict(complaints(self.asked, self.answer))

    @property
    def prefix(self) -> str:
        """The first part of the names of its fields."""
        return prefix_of(self.asked.indicator)

    @property
    def answered(self) -> bool:
        """Whether something was said, all of it readable."""
        return said(as_json(self.answer))

    @property
    def printed(self) -> str:
        """The answer in one line."""
        return print_answer(self.asked.kind, self.answer)

    @property
    def theirs(self) -> str:
        """The other person's answer in one line, in a conflict."""
        if self.conflict is None:
            return ""
        shown = print_answer(self.asked.kind, self.conflict.content) or "pusta odpowiedź"
        notes = "; ".join(note.text for note in self.conflict.content.notes if note.text)
        return f"{shown} (uwagi: {notes})" if notes else shown

    @property
    def other(self) -> str:
        """Who gave the other answer, in a conflict."""
        return self.conflict.by.removeprefix(BY_LINK) if self.conflict else ""

    @property
    def facts(self) -> str:
        """What one unit is, for what time and area, in a few words."""
        asked, words = self.asked, []
        if asked.counted_unit not in (CountedUnit.OTHER, CountedUnit.ZLOTY):
            words.append(f"jednostka: {asked.counted_unit.label}")
        if asked.time_basis is not TimeBasis.FLOW:
            words.append(asked.time_basis.label)
        if asked.territory is Territory.CITY_AND_COUNTY:
            words.append(asked.territory.label)
        return ", ".join(words)

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """What may be said instead of a value: code, words, whether chosen."""
        chosen = self.answer.status or Status.VALUE
        return [(status.value, STATUS_WORDS[status], status is chosen) for status in ANSWERABLE]

    @property
    def numbers(self) -> list[Box]:
        """The number, or numerator and denominator and number, as the kind asks."""
        kind, answer = self.asked.kind, self.answer
        boxes = []
        if kind is Kind.PERCENT or answer.numerator is not None or "numerator" in answer.unread:
            boxes.append(self._box("numerator", "Licznik (ilu spełnia)", answer.numerator))
            boxes.append(self._box("denominator", "Mianownik (ilu wszystkich)", answer.denominator))
        if kind in _LABELS or answer.number is not None or "number" in answer.unread:
            boxes.append(self._box("number", _LABELS.get(kind, "Liczba"), answer.number))
        return boxes

    @property
    def has_text(self) -> bool:
        """Whether words are asked, or stand there."""
        return self.asked.kind in (Kind.TEXT, Kind.MISSING) or bool(self.answer.text)

    @property
    def rows(self) -> list[Row]:
        """Levels to tick, rows of a breakdown, items of a list; blank ones at the end."""
        kind, entries = self.asked.kind, list(enumerate(self.answer.entries))
        rows: list[Row] = []
        fixed = {Kind.ORDINAL: self.asked.levels, Kind.BREAKDOWN: self.asked.rows}.get(kind, ())
        for label in fixed:
            found = next((e for e in entries if comparable(e[1].label) == comparable(label)), None)
            if found is not None:
                entries.remove(found)
            rows.append(self._fixed_row(len(rows), label, found))
        if kind not in _ENTRY_WORDS and not entries:
            return rows
        least = _BLANK_ITEMS if kind is Kind.LIST or not fixed else 1
        blank = 1 if kind is Kind.ORDINAL else max(least - len(entries), 1)
        for place, entry in [*entries, *[(-1, Entry(""))] * blank]:
            rows.append(self._own_row(len(rows), place, entry))
        return rows

    @property
    def parts(self) -> list[NoteBoxes]:
        """Parts that were named last year ("w tym …"), asked again."""
        return self._split_notes()[0]

    @property
    def notes(self) -> list[NoteBoxes]:
        """Other remarks, with a blank one."""
        return self._split_notes()[1]

    @property
    def remarked(self) -> bool:
        """Whether a remark, a file or a finding about one is there to be seen at once."""
        return len(self.notes) > 1 or bool(self.attachments)

    @property
    def note_kinds(self) -> list[tuple[str, str]]:
        """Kinds of remarks to choose from; an explanation is what an unchosen one is."""
        return [(kind.value, kind.label) for kind in NoteKind if kind is not NoteKind.EXPLANATION]

    @property
    def printed_notes(self) -> list[str]:
        """Remarks, each in one line."""
        return [
            f"{note.text}: {print_number(note.number)}" if note.number is not None else note.text
            for note in self.answer.notes
        ]

    @property
    def reason(self) -> Box:
        """Why there are no data."""
        return Box(f"{self.prefix}-reason", "Dlaczego nie ma danych", self.answer.reason)

    @property
    def told(self) -> list[Told]:
        """Findings, and explanations given earlier whose finding is not shown now."""
        beside = [item for item in self.findings if item.for_reporter and item.rule != UNREAD]
        found = [self._told(item) for item in beside]
        shown = {item.rule for item in self.findings}
        kept = [
            Told("Twoje wyjaśnienie", "", f"{self.prefix}-explain-{rule}", words)
            for rule, words in self.answer.explanations.items()
            if rule not in shown
        ]
        return [*found, *kept]

    def _told(self, item: Finding) -> Told:
        explain = item.severity is Severity.WARNING
        return Told(
            item.message,
            self.place_of(item.field),
            f"{self.prefix}-explain-{item.rule}" if explain else "",
            item.explained,
            item.severity is Severity.ERROR,
        )

    def place_of(self, field_name: str) -> str:
        """Return the identifier of the field a finding speaks of, or of the question."""
        for place in self.answer.unread:
            if field_of(place) == field_name and not place.startswith(("entry", "note")):
                return f"{self.prefix}-{place}"
        if field_name in ("value", "status"):
            return self._first_field()
        if field_name in ("numerator", "denominator", "reason"):
            return f"{self.prefix}-{field_name}"
        return f"pytanie-{self.prefix}"

    def _first_field(self) -> str:
        if self.numbers:
            return self.numbers[0].name
        if self.rows:
            return self.rows[0].label.name
        return f"{self.prefix}-text"

    # --- boxes -----------------------------------------------------------------------------------

    def _box(self, place: str, label: str, number: Decimal | None, aside: str = "") -> Box:
        typed = self.answer.unread.get(place, "")
        value = typed or ("" if number is None else print_number(number))
        return Box(f"{self.prefix}-{place}", label, value, self._errors.get(place, ""), aside)

    def _at(self, index: int, place: int, label: str, entry: Entry) -> Box:
        """The number of a row: ``index`` in the form, ``place`` among the answer's entries."""
        box = self._box(f"entry-{place}-number", label, entry.number)
        return Box(f"{self.prefix}-entry-{index}-number", label, box.value, box.error)

    def _fixed_row(self, index: int, label: str, found: tuple[int, Entry] | None) -> Row:
        name = Box(f"{self.prefix}-entry-{index}-label", label, label)
        place, entry = found or (-1, Entry(label))
        if self.asked.kind is Kind.ORDINAL:
            return Row(name, fixed=label, ticked=found is not None)
        earlier = self._earlier_row(label)
        box = self._at(index, place, label, entry)
        return Row(name, Box(box.name, label, box.value, box.error, earlier), fixed=label)

    def _own_row(self, index: int, place: int, entry: Entry) -> Row:
        kind = self.asked.kind
        words = "Ocena" if kind is Kind.ORDINAL and not self.asked.levels else _ENTRY_WORDS.get(
            kind, "Pozycja"
        )  # fmt: skip
        if kind is Kind.LIST:
            words = f"{words} {index + 1}"
        label = Box(f"{self.prefix}-entry-{index}-label", words, entry.label)
        asks = kind is Kind.BREAKDOWN or entry.number is not None
        asks = asks or f"entry-{place}-number" in self.answer.unread
        return Row(label, self._at(index, place, "Liczba", entry) if asks else None)

    def _earlier_row(self, label: str) -> str:
        earlier = self.asked.previous
        for entry in earlier.answer.entries if earlier else ():
            if comparable(entry.label) == comparable(label) and entry.number is not None:
                return print_number(entry.number)
        return ""

    def _split_notes(self) -> tuple[list[NoteBoxes], list[NoteBoxes]]:
        left = list(enumerate(self.answer.notes))
        parts: list[NoteBoxes] = []
        for part in self.asked.sub_values:
            found = next(
                (
                    item
                    for item in left
                    if item[1].kind is NoteKind.SUB_VALUE
                    and comparable(item[1].text) == comparable(part.text)
                ),
                None,
            )
            if found is not None:
                left.remove(found)
            place, note = found or (-1, AnswerNote(NoteKind.SUB_VALUE, part.text))
            earlier = "" if part.number is None else print_number(part.number)
            parts.append(self._note(len(parts), place, note, earlier))
        others = [(place, note) for place, note in left]
        boxes = [self._note(len(parts) + n, *item) for n, item in enumerate(others)]
        boxes.append(self._note(len(parts) + len(boxes), -1, None))
        return parts, boxes

    def _note(
        self, index: int, place: int, note: AnswerNote | None, earlier: str = ""
    ) -> NoteBoxes:
        at = f"{self.prefix}-note-{index}"
        text = note.text if note else ""
        day = print_short_date(note.as_of) if note and note.as_of else ""
        number = self._box(f"note-{place}-number", text, note.number if note else None)
        day_place = f"note-{place}-as_of"
        day = self.answer.unread.get(day_place, day)
        return NoteBoxes(
            at,
            note.kind if note else None,
            Box(f"{at}-text", "Treść uwagi", text),
            Box(f"{at}-number", text or "Liczba (jeśli jest)", number.value, number.error, earlier),
            Box(f"{at}-as_of", "Stan na dzień", day, self._errors.get(day_place, "")),
        )
