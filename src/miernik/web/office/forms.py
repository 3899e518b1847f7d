"""Forms of the office: they check what was typed, never what it means."""

from __future__ import annotations

from django import forms

from miernik.kernel.quantities import BreakType
from miernik.observations.states import BreakAction

OLDEST, NEWEST = 1990, 2100


class UploadForm(forms.Form):
    """A document to be read."""

    file = forms.FileField(
        label="Plik",
        help_text="Sprawozdanie albo uchwała z programem jako DOCX, PDF z tekstem lub TXT; "
        "sprawozdanie także jako XLSX.",
        error_messages={
            "required": "Wybierz plik do wczytania.",
            "empty": "Plik jest pusty. Sprawdź, czy zapisał się w całości, i wczytaj go ponownie.",
        },
    )
    year = forms.IntegerField(
        label="Rok sprawozdania",
        help_text="Zostaw puste, jeśli rok stoi w dokumencie albo to program.",
        required=False,
        min_value=OLDEST,
        max_value=NEWEST,
        error_messages={
            "invalid": "Rok to cztery cyfry, na przykład 2019.",
            "min_value": f"Rok musi leżeć między {OLDEST} a {NEWEST}.",
            "max_value": f"Rok musi leżeć między {OLDEST} a {NEWEST}.",
        },
    )


class FieldForm(forms.Form):
    """A correction of one field of a draft."""

    path = forms.CharField(widget=forms.HiddenInput, max_length=120)
    new = forms.CharField(
        label="Poprawna treść", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    reason = forms.CharField(
        label="Powód", help_text="Nieobowiązkowy; zobaczy go następna osoba.", required=False,
        max_length=300,
    )  # fmt: skip


class DoubtForm(forms.Form):
    """Which doubt was looked at."""

    path = forms.CharField(max_length=120)
    reason = forms.CharField()


class BreakForm(forms.Form):
    """What a jump in a series really is, and why."""

    action = forms.ChoiceField(
        label="Co się stało",
        widget=forms.RadioSelect,
        choices=[
            (BreakAction.REJECT.value, "To rzeczywista zmiana – wartości można porównywać"),
            (BreakAction.CONFIRM.value, "Zmieniło się to, co liczono – nie można porównywać"),
            (BreakAction.CALL_ERROR.value, "Jedna z wartości jest błędna – trzeba ją sprostować"),
        ],
        error_messages={"required": "Wybierz, co się stało."},
    )
    type = forms.ChoiceField(
        label="Rodzaj przerwy",
        help_text="Potrzebny tylko wtedy, gdy zmieniło się to, co liczono.",
        choices=BreakType.choices(),
        required=False,
    )
    note = forms.CharField(
        label="Wyjaśnienie",
        help_text="Zdanie, które przeczyta radny i mieszkaniec: co się zmieniło i skąd to wiadomo.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Napisz wyjaśnienie: bez niego nikt tego nie zrozumie."},
    )  # fmt: skip

    def clean(self) -> dict[str, object]:
        """A confirmed break needs a type that says something."""
        data = super().clean() or {}
        if data.get("action") == BreakAction.CONFIRM and data.get("type") == BreakType.UNEXPLAINED:
            self.add_error("type", "Wskaż, co się zmieniło; „niewyjaśniony skok” to za mało.")
        return data


class ReopenForm(forms.Form):
    """Why a decision is taken back."""

    note = forms.CharField(max_length=500)


class CorrectionForm(forms.Form):
    """A new value for one year."""

    value = forms.CharField(
        label="Poprawna wartość",
        help_text="Tak, jak ma stać w sprawozdaniu, na przykład 5 198 albo 1.129,1 tys. zł.",
        max_length=60,
        error_messages={"required": "Podaj poprawną wartość."},
    )
    reason = forms.CharField(
        label="Powód sprostowania",
        help_text="Skąd wiadomo, że poprzednia wartość jest błędna. To zdanie trafi do erraty.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Podaj powód; sprostowania bez powodu nie można zapisać."},
    )
