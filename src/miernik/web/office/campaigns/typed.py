"""A value typed at the desk in the place of an answer: read as everywhere else in the program."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from miernik.collection.asked import AskedIndicator
from miernik.collection.content import AnswerContent, Entry
from miernik.collection.typed import TypedError, typed_number
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Kind, Status
from miernik.web.office.campaigns.forms import text

_NUMERIC = (Kind.COUNT, Kind.AMOUNT, Kind.PERCENT)
_LINES = (Kind.ORDINAL, Kind.LIST, Kind.BREAKDOWN)
_HELP = {
    Kind.COUNT: "Liczba, na przykład 1 250.",
    Kind.AMOUNT: "Kwota, na przykład 17 898,80 albo 1.129,1 tys. zł.",
    Kind.PERCENT: "Odsetek, na przykład 25,5.",
    Kind.ORDINAL: "Jedna ocena w wierszu.",
    Kind.LIST: "Jedna pozycja w wierszu.",
    Kind.BREAKDOWN: "W każdym wierszu nazwa, dwukropek i liczba, na przykład „posiłki: 20”.",
}


class ValueForm(forms.Form):
    """One answer. After ``is_valid`` its ``answer`` is what was typed."""

    answer: AnswerContent
    said = forms.ChoiceField(
        label="Odpowiedź",
        choices=[
            (Status.VALUE.value, "wartość"),
            (Status.NOT_APPLICABLE.value, "nie dotyczy tej instytucji"),
            (Status.NO_DATA.value, "brak danych"),
        ],
        initial=Status.VALUE.value,
    )
    value = forms.CharField(label="Wartość", required=False)
    numerator = forms.CharField(label="Licznik", required=False, max_length=60)
    denominator = forms.CharField(label="Mianownik", required=False, max_length=60)
    why_none = forms.CharField(
        label="Dlaczego nie ma danych", required=False, max_length=300,
        help_text="Potrzebne tylko przy odpowiedzi „brak danych”.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, card: AskedIndicator, before: AnswerContent, **more: Any
    ) -> None:
        more["initial"] = _initial(card.kind, before) | more.get("initial", {})
        super().__init__(*args, **more)
        self.card, self.before = card, before
        value = self.fields["value"]
        value.help_text = _HELP.get(card.kind, "")
        if card.kind not in _NUMERIC:
            value.widget = forms.Textarea(attrs={"rows": 4})
        if card.kind is not Kind.PERCENT:
            del self.fields["numerator"], self.fields["denominator"]

    def clean(self) -> dict[str, Any]:
        """Read the value in the way its kind is written; remarks beside it stay."""
        data = super().clean() or {}
        status = Status(data.get("said") or Status.VALUE)
        if status is Status.NO_DATA and not data.get("why_none"):
            self.add_error("why_none", "Podaj, dlaczego nie ma danych.")
        if status is not Status.VALUE:
            reason = data.get("why_none", "") if status is Status.NO_DATA else ""
            typed = AnswerContent(status=status, reason=reason)
        elif self.card.kind in _NUMERIC:
            typed = self._number(data)
        else:
            typed = self._words(data)
        self.answer = replace(typed, notes=self.before.notes, explanations=self.before.explanations)
        return data

    def _number(self, data: dict[str, Any]) -> AnswerContent:
        numerator = self._read("numerator", data.get("numerator", ""))
        denominator = self._read("denominator", data.get("denominator", ""))
        if (numerator is None) != (denominator is None):
            self.add_error("denominator", "Podaj licznik i mianownik albo żadnego z nich.")
        number = self._read("value", data.get("value", ""))
        if number is None and numerator is not None and denominator:
            number = round(numerator * 100 / denominator, 4)
        if number is None and not self.errors:
            self.add_error("value", "Podaj wartość.")
        status = Status.TRUE_ZERO if number == 0 else Status.VALUE
        return AnswerContent(status, number, numerator, denominator)

    def _words(self, data: dict[str, Any]) -> AnswerContent:
        typed = data.get("value", "").strip()
        if not typed:
            self.add_error("value", "Podaj wartość.")
        if self.card.kind not in _LINES:
            return AnswerContent(Status.VALUE, text=typed)
        lines = [line.strip() for line in typed.splitlines() if line.strip()]
        if self.card.kind is not Kind.BREAKDOWN:
            return AnswerContent(Status.VALUE, entries=tuple(Entry(line) for line in lines))
        entries = tuple(self._row(line) for line in lines)
        numbers = [entry.number for entry in entries if entry.number is not None]
        return AnswerContent(Status.VALUE, sum(numbers, Decimal(0)), entries=entries)

    def _row(self, line: str) -> Entry:
        label, colon, number = line.rpartition(":")
        if not colon or not label.strip():
            self.add_error("value", f"W wierszu „{line}” brakuje dwukropka między nazwą a liczbą.")
            return Entry(line)
        return Entry(label.strip(), self._read("value", number))

    def _read(self, field: str, typed: str) -> Decimal | None:
        percent = field == "value" and self.card.kind is Kind.PERCENT
        try:
            read = typed_number(typed, percent=percent, otherwise="wybierz odpowiedź z listy")
        except TypedError as error:
            self.add_error(field, str(error))
            return None
        if isinstance(read, Status):
            self.add_error("said", f"Wybierz „{read.label}” z listy, zamiast wpisywać słowem.")
            return None
        return read


class CorrectionForm(ValueForm):
    """A correction of what an institution handed in."""

    reason = text(
        "Powód poprawki",
        rows=2,
        help_text="Skąd wiadomo, że podana wartość jest błędna. Pierwotna wartość zostaje.",
        required="Podaj powód: skąd wiadomo, że podana wartość jest błędna.",
    )


class BehalfForm(ValueForm):
    """An answer written down for an institution, from its letter or a telephone call."""

    explanation = text("Wyjaśnienie instytucji", rows=2, help_text="Jeśli program o coś pytał.")


def _initial(kind: Kind, answer: AnswerContent) -> dict[str, str]:
    status = Status.VALUE if answer.status is Status.TRUE_ZERO else answer.status
    shown = {
        "said": (status or Status.VALUE).value,
        "value": _typed(kind, answer),
        "why_none": answer.reason,
    }
    if answer.numerator is not None and answer.denominator is not None:
        shown["numerator"] = print_number(answer.numerator)
        shown["denominator"] = print_number(answer.denominator)
    return shown


def _typed(kind: Kind, answer: AnswerContent) -> str:
    if kind is Kind.BREAKDOWN:
        return "\n".join(
            f"{item.label}: {'' if item.number is None else print_number(item.number)}"
            for item in answer.entries
        )
    if kind in _LINES:
        return "\n".join(item.label for item in answer.entries)
    return answer.text if answer.number is None else print_number(answer.number)
