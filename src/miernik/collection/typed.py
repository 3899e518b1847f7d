"""What people type where a number or a day is asked: in the form, in a cell of the workbook."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from miernik.collection.asked import AskedIndicator
from miernik.collection.content import STATUS_WORDS, AnswerContent
from miernik.kernel.numbers import read_number
from miernik.kernel.quantities import Kind, Status
from miernik.kernel.text import DASHES, comparable, folded, squeeze

#: What to do instead of typing a word or a dash, where the form has a choice beside the number.
CHOOSE = "wybierz odpowiedź pod polem"
_LONGEST_NUMBER = 100
_DAY = re.compile(r"(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{4})(?:\s*r\.?)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
#: Words that change what a number says, so that the number alone would be another.
_TURNING = re.compile(r"(?:^|\s)(?:lub|albo|ok\.?|około|ponad|w tym|i|oraz|z|razy)(?:\s|$)", re.I)


class TypedError(Exception):
    """A text is no number or day; the message is a Polish sentence with advice."""


def typed_number(text: str, *, percent: bool, otherwise: str) -> Decimal | Status | None:
    """Return the number typed in full, or the status typed instead of it; None for no text.

    The number is in base units ("1.129,1 tys. zł" is 1 129 100); ``percent`` allows the sign "%".
    Raises TypedError for what can be read in two ways or in none; its advice ends in
    ``otherwise``, a clause that says where to choose a word instead.
    """
    text = squeeze(text)
    if not text:
        return None
    if text.strip(DASHES + " ") == "":
        raise TypedError(
            f"Kreska „{text}” może znaczyć zero, nie dotyczy albo brak danych: {otherwise}."
        )
    if len(text) > _LONGEST_NUMBER:
        raise TypedError(f"„{text[:60]}…” nie jest liczbą: wpisz samą liczbę albo {otherwise}.")
    reading = read_number(text)
    if reading.no_data:
        return Status.NO_DATA
    status = status_of(text)
    if status is not None and reading.number is None:
        return status
    if reading.doubt is not None:
        raise TypedError(f"{reading.doubt} Wpisz liczbę bez kropki, ułamek po przecinku.")
    unit = reading.unit or ""
    if reading.number is None or re.search(r"\s\d", unit) or _TURNING.search(unit):
        raise TypedError(f"„{text[:60]}” nie jest liczbą: wpisz samą liczbę albo {otherwise}.")
    if unit == "%" and not percent:
        raise TypedError(f"„{text}” to odsetek, a pytanie jest o liczbę.")
    return reading.number


def typed_day(text: str) -> dt.date | None:
    """Return the day typed as 31.12.2018 or 2018-12-31; None for no text; raises TypedError."""
    text = squeeze(text)
    if not text:
        return None
    try:
        if iso := _ISO.match(text):
            return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
        if polish := _DAY.fullmatch(text):
            return dt.date(int(polish[3]), int(polish[2]), int(polish[1]))
    except ValueError:
        pass
    raise TypedError(f"„{text}” nie jest datą: wpisz ją jako 31.12.2018.")


def status_of(text: str) -> Status | None:
    """Return the status that a word says, however it is spelt, or None."""
    word = folded(comparable(text)).strip(" .!")
    for status, printed in STATUS_WORDS.items():
        if word in (folded(comparable(printed)), folded(status.label)):
            return status
    by_word = {
        "bd": Status.NO_DATA, "b.d": Status.NO_DATA, "nd": Status.NOT_APPLICABLE,
        "n/d": Status.NOT_APPLICABLE, "0": Status.TRUE_ZERO, "podaje": Status.VALUE,
    }  # fmt: skip
    return by_word.get(word)


def complaints(asked: AskedIndicator, answer: AnswerContent) -> Iterator[tuple[str, str]]:
    """Give each place of ``answer.unread`` with a Polish sentence what is wrong there."""
    for place, text in answer.unread.items():
        yield place, _complaint(place, text, percent=asked.kind is Kind.PERCENT)


def field_of(place: str) -> str:
    """Return a place of ``unread`` as findings name it: "entry-0-number" is "entries[0]"."""
    if found := re.fullmatch(r"(entry|note)-(\d+)-\w+", place):
        return f"{'entries' if found[1] == 'entry' else 'notes'}[{found[2]}]"
    return "value" if place == "number" else place


def _complaint(place: str, text: str, *, percent: bool) -> str:
    try:
        if place.endswith("as_of"):
            typed_day(text)
        else:
            typed_number(text, percent=percent and place == "number", otherwise=CHOOSE)
    except TypedError as error:
        return str(error)
    return f"„{text[:60]}” nie jest liczbą: wpisz samą liczbę."
