"""Forms of help: they check what was typed, never what it means."""

from __future__ import annotations

from typing import Any

from django import forms

from miernik.accounts.models import Institution
from miernik.cases.help.withdrawing import WithdrawalReason
from miernik.cases.models import (
    ActivityKind,
    FacilityKind,
    OutcomeKind,
    PlanKind,
    ReferralKind,
    ServiceKind,
    VolunteerKind,
)
from miernik.web.office.register.fields import DayField

WHOLE_FAMILY = ("", "cała rodzina")
MOST = 9999
#: While one types, the list of people follows; without JavaScript the button does the same.
AS_ONE_TYPES = {
    "type": "search",
    "autocomplete": "off",
    "hx-post": "",
    "hx-trigger": "input changed delay:250ms",
    "hx-target": "#kogo",
    "hx-select": "#kogo",
    "hx-swap": "outerHTML",
}


def day_field(label: str, *, required: bool = True, help_text: str = "") -> DayField:
    """Return a field for a day; the browser offers its calendar."""
    return DayField(label=label, required=required, help_text=help_text)


def number_field(label: str, *, least: int = 0, help_text: str = "") -> forms.IntegerField:
    """Return a field for a whole number."""
    wrong = f"Podaj liczbę całkowitą od {least} do {MOST}."
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=MOST,
        help_text=help_text,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )


def kind_field(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    """Return a field for one of a closed list."""
    return forms.ChoiceField(
        label=label, choices=choices, error_messages={"required": "Wybierz jedno z listy."}
    )


def institution_field(label: str) -> forms.ModelChoiceField[Institution]:
    """Return a field for an implementer, which may stay empty."""
    return forms.ModelChoiceField(
        label=label,
        queryset=Institution.objects.all(),
        required=False,
        empty_label="nie podaję",
    )


def text_field(label: str, *, most: int = 400, help_text: str = "") -> forms.CharField:
    """Return a field for a line of text that may stay empty."""
    return forms.CharField(label=label, required=False, max_length=most, help_text=help_text)


def name_field(label: str, *, most: int = 200) -> forms.CharField:
    """Return a field for a name that must be given."""
    return forms.CharField(
        label=label, max_length=most, error_messages={"required": "To pole jest potrzebne."}
    )


def lines_field(label: str, *, rows: int = 4) -> forms.CharField:
    """Return a field for several lines that may stay empty."""
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}))


class WhomForm(forms.Form):
    """Base of forms about a member of a family; ``members`` are pairs (uuid, name)."""

    whom = forms.ChoiceField(label="Kto", required=False)

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["whom"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = members


class WithdrawalForm(forms.Form):
    """Why an entry is taken back."""

    reason = kind_field("Powód", WithdrawalReason.choices())


class QuickForm(forms.Form):
    """Help to be written down for whoever is found."""

    kind = kind_field("Rodzaj pomocy", ServiceKind.choices())
    since = day_field("Kiedy")
    quantity = number_field("Ile razy", least=1)
    q = forms.CharField(
        label="Komu",
        required=False,
        max_length=120,
        help_text="Nazwisko i imię albo numer rodziny; wystarczą początki słów.",
        widget=forms.TextInput(attrs=AS_ONE_TYPES),
    )


class FindForm(forms.Form):
    """Whom to find."""

    q = forms.CharField(
        label="Nazwisko i imię albo numer rodziny",
        required=False,
        max_length=120,
        help_text="Wystarczą początki słów.",
        widget=forms.TextInput(attrs={**AS_ONE_TYPES, "autofocus": "autofocus"}),
    )


class ServiceForm(WhomForm):
    """Help of any length to a known family."""

    kind = kind_field("Rodzaj pomocy", ServiceKind.choices())
    since = day_field("Kiedy albo od kiedy")
    until = day_field("Do kiedy", required=False, help_text="Puste: tylko tego jednego dnia.")
    ongoing = forms.BooleanField(label="Pomoc trwa, końca jeszcze nie ma", required=False)
    quantity = number_field("Ile razy", least=1)
    institution = institution_field("Kto udziela")
    note = text_field("Uwagi")
    field_order = ("whom", "kind", "since", "until", "ongoing", "quantity", "institution", "note")


class PlanForm(WhomForm):
    """A signed plan."""

    kind = kind_field("Co zawarto", PlanKind.choices())
    signed_on = day_field("Zawarto dnia")
    until = day_field("Do dnia", required=False, help_text="Program integracji musi mieć koniec.")
    protection_on = day_field(
        "Uzyskanie statusu uchodźcy lub ochrony",
        required=False,
        help_text="Tylko dla programu integracji.",
    )
    applied_on = day_field(
        "Wniosek o pomoc integracyjną", required=False, help_text="Tylko dla programu integracji."
    )
    goals = lines_field("Cele")
    duties = lines_field("Działania osoby i ośrodka")
    despite = forms.BooleanField(
        label="Zapisz mimo to; wyjaśnienie jest w aktach", required=False, widget=forms.HiddenInput
    )
    field_order = (
        "whom", "kind", "signed_on", "until", "goals", "duties", "protection_on", "applied_on",
    )  # fmt: skip

    def ask_whether_all_the_same(self) -> None:
        """Show the box with which a person insists."""
        self.fields["despite"].widget = forms.CheckboxInput()


class OnForm(forms.Form):
    """A day on which a step was taken."""

    on = day_field("Dnia")


class ResultForm(OnForm):
    """A day and what came of it."""

    result = text_field("Wynik", most=300)


class ReferralForm(WhomForm):
    """A referral."""

    kind = kind_field("Dokąd", ReferralKind.choices())
    made_on = day_field("Kiedy")
    institution = institution_field("Placówka")
    field_order = ("whom", "kind")


class OutcomeForm(WhomForm):
    """An outcome."""

    kind = kind_field("Co się udało", OutcomeKind.choices())
    happened_on = day_field("Kiedy")
    note = text_field("Uwagi")
    field_order = ("whom", "kind")


class BlueCardForm(forms.Form):
    """A procedure."""

    started_on = day_field("Wszczęto dnia")
    document = lines_field("Treść karty", rows=8)


class DocumentForm(forms.Form):
    """The text of a card."""

    document = lines_field("Treść karty", rows=8)


class MeetingForm(forms.Form):
    """A meeting of a group."""

    held_on = day_field("Dnia")
    convened = forms.BooleanField(label="Tego dnia powołano grupę", required=False)
    note = lines_field("Ustalenia")


class ActivityForm(forms.Form):
    """An activity."""

    kind = kind_field("Rodzaj", ActivityKind.choices())
    title = name_field("Nazwa")
    since = day_field("Kiedy albo od kiedy")
    until = day_field("Do kiedy", required=False, help_text="Puste: tylko tego jednego dnia.")
    series = forms.BooleanField(label="Trwa, końca jeszcze nie ma (klub, grupa)", required=False)
    institution = institution_field("Kto prowadzi")
    unnamed_participants = number_field(
        "Uczestnicy bez nazwisk", help_text="Ile różnych osób spoza listy z rejestru."
    )
    unnamed_families = number_field("W tym rodzin")
    volunteers_taking_part = number_field("Wolontariusze")
    note = text_field("Uwagi")


class CountForm(forms.Form):
    """How many took part without a name."""

    participants = number_field("Uczestnicy bez nazwisk")
    families = number_field("W tym rodzin")
    volunteers = number_field("Wolontariusze")


class VolunteerForm(forms.Form):
    """A volunteer."""

    first_name = name_field("Imię", most=80)
    last_name = name_field("Nazwisko", most=120)
    kind = kind_field("W czym pomaga", VolunteerKind.choices())
    since = day_field("Od kiedy")
    until = day_field("Do kiedy", required=False, help_text="Puste: pomaga nadal.")


class PartnershipForm(forms.Form):
    """An organisation that works with the centre."""

    name = name_field("Podmiot", most=300)
    since = day_field("Od kiedy")
    until = day_field("Do kiedy", required=False, help_text="Puste: współpraca trwa.")


class PointForm(forms.Form):
    """A point on the map."""

    latitude = forms.FloatField(
        label="Szerokość geograficzna", required=False, localize=True,
        help_text="Na przykład 53,1325; obie liczby albo żadna.",
        error_messages={"invalid": "Podaj liczbę, na przykład 53,1325."},
    )  # fmt: skip
    longitude = forms.FloatField(
        label="Długość geograficzna", required=False, localize=True,
        help_text="Na przykład 23,1688.",
        error_messages={"invalid": "Podaj liczbę, na przykład 23,1688."},
    )  # fmt: skip


class FacilityForm(PointForm):
    """A facility with its places."""

    kind = kind_field("Rodzaj", FacilityKind.choices())
    name = name_field("Nazwa")
    address = text_field("Adres", most=300)
    number = number_field("Liczba miejsc")
    since = day_field("Od kiedy tyle miejsc")
    field_order = ("kind", "name", "address", "number", "since")


class PlacesForm(forms.Form):
    """A new number of places."""

    number = number_field("Liczba miejsc", help_text="Zero zamyka placówkę.")
    since = day_field("Od dnia")


class UnfitPlaceForm(PointForm):
    """A place not meant for living."""

    name = name_field("Nazwa miejsca")
    description = text_field("Opis", help_text="Bez nazwisk: jak trafić, na co uważać.")
    since = day_field("Od kiedy ktoś tam przebywa")
    field_order = ("name", "description", "since")


class VisitForm(forms.Form):
    """A visit with more to say than a number."""

    visited_on = day_field("Kiedy")
    persons_met = number_field("Spotkane osoby")
    note = text_field("Uwagi", help_text="Bez nazwisk.")
