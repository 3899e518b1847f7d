"""Forms of opinions: the ruling on eligibility, the wording to be published, who wrote and how."""

from __future__ import annotations

from typing import Any

from django import forms

from miernik.consultations.models import Channel, SubmitterKind
from miernik.consultations.services.submitting import NO_ADDRESS
from miernik.web.office.campaigns.forms import text
from miernik.web.office.register.fields import DayField

#: An opinion entered at the desk never came through the public form.
DESK_CHANNELS = [pair for pair in Channel.choices() if pair[0] != Channel.ONLINE.value]
_ELIGIBLE = [("tak", "tak, należy do adresatów"), ("nie", "nie, nie należy do adresatów")]


class RulingForm(forms.Form):
    """Whether the submitter belongs to the addressees."""

    eligible = forms.ChoiceField(
        label="Czy składający jest uprawniony",
        widget=forms.RadioSelect,
        choices=_ELIGIBLE,
        error_messages={"required": "Wybierz, czy składający jest uprawniony."},
    )
    reason = text("Powód", help_text="Potrzebny, gdy składający nie jest uprawniony.")


class WordingForm(forms.Form):
    """What of a change may be published."""

    new_text = text("Propozycja do publikacji", rows=6)
    reasons = text("Uzasadnienie do publikacji", rows=8)
    ground = text(
        "Co usunięto i dlaczego",
        help_text="Na przykład „usunięto imię, nazwisko i informację o chorobie”. Bez zmian "
        "zostaw puste.",
    )


class OpinionForm(forms.Form):
    """Who wrote, how and when it came."""

    kind = forms.ChoiceField(label="Kto", choices=SubmitterKind.choices())
    name = forms.CharField(
        label="Nazwa organizacji albo organu",
        max_length=300,
        required=False,
        help_text="Organizację z bazy program rozpozna po numerze KRS albo nazwie.",
    )
    krs = forms.CharField(label="KRS", max_length=10, required=False)
    full_name = forms.CharField(
        label="Imię i nazwisko osoby, która podpisała", max_length=200, required=False
    )
    email = forms.EmailField(
        label="E-mail",
        required=False,
        error_messages={"invalid": "To nie jest adres e-mail. Sprawdź, czy ma znak @ i kropkę."},
    )
    letters = forms.BooleanField(
        label="Składający prosi o potwierdzenie i wiadomość o wyniku na ten adres",
        required=False,
        help_text="Zaznacz tylko, gdy o to poprosił w piśmie albo ustnie.",
    )
    address = forms.CharField(label="Adres do korespondencji", max_length=300, required=False)
    phone = forms.CharField(label="Telefon", max_length=40, required=False)
    statutory_activity = forms.ChoiceField(
        label="Oświadcza działalność statutową w mieście",
        choices=[("", "nie napisano"), ("tak", "tak"), ("nie", "nie")],
        required=False,
    )
    publish_name = forms.BooleanField(
        label="Osoba zgadza się na podanie imienia i nazwiska", required=False
    )
    channel = forms.ChoiceField(label="Jak przyszła", choices=DESK_CHANNELS)
    received_on = DayField(label="Dzień wpływu")
    received_time = forms.TimeField(
        label="Godzina wpływu",
        required=False,
        widget=forms.TimeInput({"type": "text", "inputmode": "numeric"}, format="%H:%M"),
        help_text="Na przykład 14:30. Bez godziny zapisze się południe.",
        error_messages={"invalid": "Podaj godzinę jako 14:30."},
    )
    postmarked_on = DayField(
        label="Data stempla pocztowego",
        required=False,
        help_text="Opinia nadana pocztą jest w terminie według stempla.",
    )
    general = text("Uwagi ogólne", rows=4)
    eligible = forms.ChoiceField(
        label="Czy składający jest uprawniony",
        choices=[("", "ocenię później"), *_ELIGIBLE],
        required=False,
    )
    reason = forms.CharField(
        label="Powód, jeśli nie jest uprawniony", max_length=1000, required=False
    )

    def clean(self) -> dict[str, Any]:
        """A refusal says why; letters need an address."""
        data = super().clean() or {}
        if data.get("eligible") == "nie" and not data.get("reason", "").strip():
            self.add_error("reason", "Napisz, dlaczego składający nie jest uprawniony.")
        if data.get("letters") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", NO_ADDRESS)
        return data

    def statutory(self) -> bool | None:
        """The declaration, None when nothing was written."""
        answers: dict[str, bool | None] = {"tak": True, "nie": False}
        return answers.get(self.cleaned_data["statutory_activity"])
