"""Forms of decisions and reports: they check what was typed, never what it means."""

from __future__ import annotations

from typing import Any

from django import forms

from miernik.consultations.models import Verdict
from miernik.strategy.text.reading import Line
from miernik.web.office.campaigns.forms import text
from miernik.web.office.register.fields import DayField

#: What each verdict means for the text, in one line.
MEANING: dict[Verdict, str] = {
    Verdict.ACCEPTED: "tekst będzie dokładnie taki jak propozycja",
    Verdict.PARTLY: "tekst się zmieni, ale inaczej niż w propozycji",
    Verdict.REJECTED: "tekst zostaje bez zmian, choć propozycja go dotyczy",
    Verdict.COVERED: "tekst już to mówi; wskaż jednostkę",
    Verdict.EXPLAINED: "propozycja była pytaniem albo wynikała z niejasności",
    Verdict.OUT_OF_SCOPE: "propozycja nie dotyczy tego projektu",
}


class DecisionForm(forms.Form):
    """A verdict with its words; final wordings stand beside it."""

    verdict = forms.ChoiceField(
        label="Rozstrzygnięcie",
        widget=forms.RadioSelect,
        choices=[(one.value, f"{one.label} – {MEANING[one]}") for one in Verdict],
        error_messages={"required": "Wybierz rozstrzygnięcie."},
    )
    statement = text(
        "Rozstrzygnięcie słowami",
        rows=2,
        help_text="Zdanie do sprawozdania; puste: sama nazwa rozstrzygnięcia.",
    )
    reasons = text("Uzasadnienie", rows=8, required="Uzasadnij rozstrzygnięcie.")
    covered_by = forms.ChoiceField(label="Jednostka, która już to mówi", required=False)
    replace = forms.BooleanField(
        label="To wspólny zapis: zastępuje poprzedni ostateczny zapis tej jednostki",
        required=False,
    )

    def __init__(self, known: list[Line], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["covered_by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "nie dotyczy"), *((one.code, _named(one)) for one in known)]


class ReportDayForm(forms.Form):
    """The day of the report."""

    report_day = DayField(label="Data sprawozdania")


class ScanForm(forms.Form):
    """The signed report."""

    scan = forms.FileField(
        label="Skan podpisanego sprawozdania (PDF)",
        error_messages={
            "required": "Wybierz plik ze skanem.",
            "empty": "Ten plik jest pusty: wybierz inny.",
        },
    )


_LONGEST = 90


def _named(line: Line) -> str:
    words = f"{line.path}: {line.text}"
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
