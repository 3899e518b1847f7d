"""What a form posts, read into answers; what is no number stays as it was typed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from miernik.collection.asked import AskedIndicator
from miernik.collection.content import ANSWERABLE, AnswerContent, AnswerNote, Entry
from miernik.collection.services.answering import Change
from miernik.collection.typed import CHOOSE, TypedError, typed_day, typed_number
from miernik.kernel.quantities import Kind, NoteKind, Status
from miernik.kernel.text import comparable, squeeze

NUMERIC = (Kind.COUNT, Kind.AMOUNT, Kind.PERCENT)
MINE, THEIRS = "moja", "tamta"
_INDEX = re.compile(r"(entry|note)-(\d{1,4})-")


@dataclass(frozen=True, slots=True)
class Posted:
    """One answer as posted. ``over`` is the revision it was written over.

    After a conflict ``theirs`` is the revision of the other person's answer that was shown, and
    ``choice`` which of the two is to stay, "" while nobody chose.
    """

    content: AnswerContent
    over: int = 0
    theirs: int = 0
    choice: str = ""

    def change(self) -> Change | None:
        """Return what to save; None where the other person's answer was chosen."""
        if self.choice == THEIRS:
            return None
        return Change(self.content, self.theirs if self.choice == MINE else self.over)


def prefix_of(indicator: str) -> str:
    """Return the first part of the names of an indicator's fields: its UUID in hexadecimal."""
    return UUID(indicator).hex


def read_form(post: Mapping[str, str], asked: Sequence[AskedIndicator]) -> dict[str, Posted]:
    """Return the answers a form posted, by indicator; what it does not carry is not touched."""
    return {
        item.indicator: read_answer(post, item)
        for item in asked
        if f"{prefix_of(item.indicator)}-revision" in post
    }


def read_answer(post: Mapping[str, str], asked: AskedIndicator) -> Posted:
    """Return one posted answer."""
    prefix = f"{prefix_of(asked.indicator)}-"
    fields = {
        name.removeprefix(prefix): value for name, value in post.items() if name.startswith(prefix)
    }
    return Posted(
        _Reader(asked, fields).content(),
        over=_whole(fields.get("revision", "")),
        theirs=_whole(fields.get("theirs", "")),
        choice=fields.get("choice", ""),
    )


@dataclass(slots=True)
class _Reader:
    """Reads the fields of one indicator, their names without its prefix."""

    asked: AskedIndicator
    fields: Mapping[str, str]
    unread: dict[str, str] = field(default_factory=dict)
    instead: Status | None = None

    def content(self) -> AnswerContent:
        """Return the answer with its status settled."""
        answer = AnswerContent(
            number=self._main("number"),
            numerator=self._main("numerator"),
            denominator=self._main("denominator"),
            entries=tuple(self._entries()),
            text=self._text("text"),
            notes=tuple(self._notes()),
            reason=self._text("reason"),
            explanations={
                name.removeprefix("explain-"): value.strip()
                for name, value in self.fields.items()
                if name.startswith("explain-") and value.strip()
            },
            unread=self.unread,
        )
        return self._settled(answer)

    def _settled(self, answer: AnswerContent) -> AnswerContent:
        main = ("number", "numerator", "denominator", "entry-")
        given = (
            any(one is not None for one in (answer.number, answer.numerator, answer.denominator))
            or bool(answer.entries or answer.text)
            or any(place.startswith(main) for place in self.unread)
        )
        status = self._chosen()
        if status in (None, Status.VALUE):
            status = self.instead or (Status.VALUE if given else None)
        number = answer.number
        if self.asked.kind in NUMERIC and not self.unread:
            if status is Status.VALUE and number == 0 and not answer.entries and not answer.text:
                status = Status.TRUE_ZERO
            if status is Status.TRUE_ZERO and not given:
                number = Decimal(0)
        return AnswerContent(
            status, number, answer.numerator, answer.denominator, answer.entries, answer.text,
            answer.notes, answer.reason, answer.explanations, answer.unread,
        )  # fmt: skip

    def _chosen(self) -> Status | None:
        word = self.fields.get("status", "")
        return Status(word) if word in ANSWERABLE else None

    def _text(self, name: str) -> str:
        text = self.fields.get(name, "").replace("\r\n", "\n").replace("\x00", "")
        return text.strip()

    def _main(self, name: str) -> Decimal | None:
        """A number of the answer itself, in whose place a word may stand ("brak danych")."""
        percent = self.asked.kind is Kind.PERCENT and name == "number"
        found = self._typed(name, name, percent=percent)
        if isinstance(found, Status):
            self.instead = self.instead or found
            return None
        return found

    def _number(self, name: str, place: str) -> Decimal | None:
        found = self._typed(name, place)
        if isinstance(found, Status):
            self.unread[place] = self._text(name)
            return None
        return found

    def _typed(self, name: str, place: str, *, percent: bool = False) -> Decimal | Status | None:
        text = self._text(name)
        try:
            return typed_number(text, percent=percent, otherwise=CHOOSE)
        except TypedError:
            self.unread[place] = text
            return None

    def _entries(self) -> list[Entry]:
        found: list[Entry] = []
        fixed = {comparable(row) for row in self.asked.rows}
        for index in self._indexes("entry"):
            label = squeeze(self._text(f"entry-{index}-label"))
            place = f"entry-{len(found)}-number"
            number = self._number(f"entry-{index}-number", place)
            told = number is not None or place in self.unread
            if told or (label and comparable(label) not in fixed):
                found.append(Entry(label, number))
        return found

    def _notes(self) -> list[AnswerNote]:
        found: list[AnswerNote] = []
        for index in self._indexes("note"):
            at, place = f"note-{index}", f"note-{len(found)}"
            text = self._text(f"{at}-text")
            number = self._number(f"{at}-number", f"{place}-number")
            as_of = self._day(f"{at}-as_of", f"{place}-as_of")
            told = number is not None or as_of is not None
            told = told or any(name.startswith(f"{place}-") for name in self.unread)
            kind = self._note_kind(f"{at}-kind", text, as_of)
            part = kind is NoteKind.SUB_VALUE and self._is_asked(text)
            if told or (text and not part):
                found.append(AnswerNote(kind, text, number, as_of))
        return found

    def _note_kind(self, name: str, text: str, as_of: dt.date | None) -> NoteKind:
        word = self.fields.get(name, "")
        if word in set(NoteKind):
            return NoteKind(word)
        return NoteKind.AS_OF if as_of and not text else NoteKind.EXPLANATION

    def _is_asked(self, text: str) -> bool:
        return comparable(text) in {comparable(part.text) for part in self.asked.sub_values}

    def _day(self, name: str, place: str) -> dt.date | None:
        text = self._text(name)
        try:
            return typed_day(text)
        except TypedError:
            self.unread[place] = text
            return None

    def _indexes(self, kind: str) -> list[int]:
        found = (_INDEX.match(name) for name in self.fields)
        return sorted({int(match[2]) for match in found if match and match[1] == kind})


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004  # more digits is no revision
