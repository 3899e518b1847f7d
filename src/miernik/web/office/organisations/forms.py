"""Forms of the base: they check what was typed, never what it means."""

from __future__ import annotations

from typing import Any

from django import forms

from miernik.accounts.models import Institution, InstitutionKind, NewsletterList
from miernik.accounts.organisations.checking import OrganisationData
from miernik.accounts.organisations.fields import field_choices
from miernik.accounts.organisations.mailing.services import LONGEST_BODY, LONGEST_SUBJECT
from miernik.accounts.organisations.models import LegalForm
from miernik.web.office.register.fields import DayField


def _lists() -> Any:
    return NewsletterList.objects.order_by("name")


class FilterForm(forms.Form):
    """A part of the base."""

    q = forms.CharField(label="Nazwa, KRS, NIP albo REGON", required=False, max_length=150)
    field = forms.ChoiceField(label="Obszar działalności", required=False)
    list = forms.ModelChoiceField(
        label="Lista", required=False, queryset=NewsletterList.objects.none(), to_field_name="uuid",
        empty_label="wszystkie",
    )  # fmt: skip
    consent = forms.ChoiceField(
        label="Zgoda", required=False,
        choices=[("", "wszystkie"), ("tak", "ze zgodą"), ("nie", "bez zgody")],
    )  # fmt: skip
    archived = forms.BooleanField(label="Archiwum", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["field"] = forms.ChoiceField(
            label="Obszar działalności", required=False,
            choices=[("", "wszystkie"), *field_choices()],
        )  # fmt: skip
        self.fields["list"].queryset = _lists()  # type: ignore[attr-defined]  # of a model choice


class OrganisationForm(forms.Form):
    """A card; what is wrong is told by the service, field by field."""

    name = forms.CharField(label="Nazwa", max_length=300, required=False)
    legal_form = forms.ChoiceField(label="Forma prawna", choices=LegalForm.choices())
    krs = forms.CharField(label="KRS", required=False, max_length=30)
    nip = forms.CharField(label="NIP", required=False, max_length=30)
    regon = forms.CharField(label="REGON", required=False, max_length=30)
    fields_of_activity = forms.MultipleChoiceField(
        label="Obszar działalności (art. 4 ust. 1 ustawy o działalności pożytku publicznego)",
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    activity_note = forms.CharField(label="Obszar działalności słowami", required=False,
                                    widget=forms.Textarea({"rows": 2}))  # fmt: skip
    active_in_city = forms.BooleanField(
        label="Prowadzi w mieście działalność statutową", required=False, initial=True,
        help_text="Bez niej nie bierze udziału w konsultacjach (art. 5 ustawy).",
    )  # fmt: skip
    district = forms.CharField(label="Osiedle", required=False, max_length=100)
    address = forms.CharField(label="Adres", required=False, max_length=300)
    contact_person = forms.CharField(label="Osoba do kontaktu", required=False, max_length=150)
    email = forms.CharField(label="E-mail", required=False, max_length=254)
    phone = forms.CharField(label="Telefon", required=False, max_length=60)
    institution = forms.ModelChoiceField(
        label="Realizator w strategii", required=False, queryset=Institution.objects.none(),
        to_field_name="uuid", empty_label="żaden",
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["fields_of_activity"].choices = field_choices()  # type: ignore[attr-defined]  # of a choice
        kinds = (InstitutionKind.NGO, InstitutionKind.OTHER)
        found = Institution.objects.filter(kind__in=kinds).order_by("name")
        self.fields["institution"].queryset = found  # type: ignore[attr-defined]  # of a model choice

    @staticmethod
    def typed(data: OrganisationData) -> dict[str, Any]:
        """Return the card as the form shows it."""
        names = [name for name in OrganisationForm.base_fields if name != "fields_of_activity"]
        shown = {name: getattr(data, name) for name in names}
        if data.institution is not None:
            shown["institution"] = data.institution.uuid
        return {**shown, "fields_of_activity": list(data.fields)}

    def data_typed(self) -> OrganisationData:
        """Return what was typed; call it on a valid form."""
        typed = dict(self.cleaned_data)
        codes = tuple(typed.pop("fields_of_activity"))
        return OrganisationData(
            **{**typed, "legal_form": LegalForm(typed["legal_form"])}, fields=codes
        )

    def tell(self, faults: dict[str, str]) -> None:
        """Put the service's sentences beside their fields."""
        for name, sentence in faults.items():
            self.add_error("fields_of_activity" if name == "fields" else name, sentence)


class ConsentForm(forms.Form):
    """Consent to messages: since when and whence it is known."""

    given_on = DayField(label="Dzień zgody")
    source = forms.CharField(
        label="Skąd wiadomo o zgodzie", max_length=300,
        help_text="Na przykład „formularz z 3 marca” albo „zapis na listę w urzędzie”.",
    )  # fmt: skip


class ListForm(forms.Form):
    """A list of recipients."""

    name = forms.CharField(label="Nazwa listy", max_length=150)
    description = forms.CharField(label="Opis", max_length=500, required=False)


class MemberForm(forms.Form):
    """An organisation by its number or name."""

    who = forms.CharField(label="Nazwa, KRS, NIP albo REGON organizacji", max_length=300)


class BaseFileForm(forms.Form):
    """A file with organisations."""

    file = forms.FileField(
        label="Plik", help_text="XLSX albo CSV, do 3 MB, z nagłówkami w jednym wierszu.",
        error_messages={
            "required": "Wybierz plik do sprawdzenia.",
            "empty": "Plik jest pusty. Zapisz go jeszcze raz i sprawdź ponownie.",
        },
    )  # fmt: skip


class MailingForm(forms.Form):
    """A message to many organisations."""

    to = forms.ModelChoiceField(
        label="Do kogo", required=False, queryset=NewsletterList.objects.none(),
        to_field_name="uuid", empty_label="wszystkie organizacje ze zgodą",
    )  # fmt: skip
    subject = forms.CharField(label="Temat", max_length=LONGEST_SUBJECT)
    body = forms.CharField(
        label="Treść", max_length=LONGEST_BODY, widget=forms.Textarea({"rows": 14}),
        help_text="Zwykły tekst. Adres wypisania program dopisze do każdej wiadomości sam.",
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"].queryset = _lists()  # type: ignore[attr-defined]  # of a model choice
