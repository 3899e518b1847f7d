"""Forms of the register: they check what was typed, never what it means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from miernik.accounts.models import Institution, User
from miernik.cases.models import DuplicateState, FamilyRole, ForeignerStatus, Person, Sex
from miernik.cases.register.people import PersonData
from miernik.cases.register.selectors import full_name, teams, workers
from miernik.rules.reasons import ReasonCode, label_on
from miernik.web.office.register.fields import DayField

Choices = Sequence[tuple[str, str]]


class RegisterForm(forms.Form):
    """A form whose rarely needed fields (``rare``) stand folded."""

    rare: tuple[str, ...] = ()
    rare_title = "Więcej"
    use_required_attribute = False  # our own sentences say what is missing

    @property
    def main_fields(self) -> list[BoundField]:
        """Fields that are always shown."""
        return [field for field in self.visible_fields() if field.name not in self.rare]

    @property
    def rare_fields(self) -> list[BoundField]:
        """Fields that are folded until one needs them."""
        return [field for field in self.visible_fields() if field.name in self.rare]

    @property
    def rare_open(self) -> bool:
        """Whether a folded field has a value or an error."""
        return any(field.errors or field.value() for field in self.rare_fields)


def why_field() -> forms.CharField:
    """Why something is corrected."""
    return forms.CharField(
        label="Powód", max_length=300, help_text="Zobaczy go każdy, kto czyta akta.",
        error_messages={"required": "Podaj powód; zostanie w historii."},
    )  # fmt: skip


class IdentifyForm(RegisterForm):
    """Who comes: enough to see whether the register knows the person."""

    pesel = forms.CharField(
        label="PESEL", required=False, max_length=20,
        help_text="Wystarczy sam numer: data urodzenia i płeć odczytają się z niego.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    last_name = forms.CharField(label="Nazwisko", required=False, max_length=120)
    first_name = forms.CharField(label="Imię", required=False, max_length=80)
    birth_date = DayField(label="Data urodzenia", required=False)

    def clean(self) -> dict[str, Any]:
        """Without a number the name is needed."""
        data = super().clean() or {}
        if not data.get("pesel") and not (data.get("last_name") and data.get("first_name")):
            self.add_error(None, "Podaj numer PESEL albo imię i nazwisko.")
        return data


class PersonForm(RegisterForm):
    """What is known of a person."""

    rare = ("foreigner", "phone", "unable_to_work_since", "unable_to_work_until")
    rare_title = "Telefon, tytuł pobytu, niezdolność do pracy"
    last_name = forms.CharField(
        label="Nazwisko", max_length=120, error_messages={"required": "Podaj nazwisko."}
    )
    first_name = forms.CharField(
        label="Imię", max_length=80, error_messages={"required": "Podaj imię."}
    )
    pesel = forms.CharField(
        label="PESEL", required=False, max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    birth_date = DayField(label="Data urodzenia", required=False)
    sex = forms.ChoiceField(
        label="Płeć", required=False, choices=[("", "nie wiadomo"), *Sex.choices()]
    )
    phone = forms.CharField(label="Telefon", required=False, max_length=40)
    foreigner = forms.ChoiceField(
        label="Obywatelstwo lub tytuł pobytu", required=False, choices=ForeignerStatus.choices()
    )
    unable_to_work_since = DayField(
        label="Całkowita niezdolność do pracy od", required=False,
        help_text="Z powodu wieku albo niepełnosprawności (art. 6 pkt 1).",
    )  # fmt: skip
    unable_to_work_until = DayField(
        label="Niezdolność do pracy do", required=False, help_text="Puste: na stałe."
    )

    def person_data(self) -> PersonData:
        """Return the arguments of the services."""
        data = self.cleaned_data
        return PersonData(
            first_name=data["first_name"],
            last_name=data["last_name"],
            pesel=data["pesel"],
            birth_date=data["birth_date"],
            sex=Sex(data["sex"]) if data["sex"] else None,
            foreigner=ForeignerStatus(data["foreigner"]),
            unable_to_work_since=data["unable_to_work_since"],
            unable_to_work_until=data["unable_to_work_until"],
            phone=data["phone"],
        )


class ChangePersonForm(PersonForm):
    """A change of what is known of a person; an empty number leaves the known one."""

    why = forms.CharField(
        label="Skąd zmiana", required=False, max_length=300,
        help_text="Na przykład: ślub, nowe orzeczenie. Poprzednie dane zostają w historii.",
    )  # fmt: skip
    field_order = ("last_name", "first_name", "pesel", "birth_date", "sex", "why")


class PlaceForm(RegisterForm):
    """Where a family lives, or that it is homeless."""

    address = forms.CharField(label="Adres", required=False, max_length=300)
    homeless = forms.BooleanField(label="Bezdomność", required=False)
    last_registered_address = forms.CharField(
        label="Ostatni adres zameldowania na pobyt stały", required=False, max_length=300,
        help_text="Tylko przy bezdomności; decyduje o właściwości gminy (art. 101 ust. 2).",
    )  # fmt: skip


class ChangePlaceForm(PlaceForm):
    """A change of address and of the note."""

    note = forms.CharField(label="Uwagi", required=False, widget=forms.Textarea(attrs={"rows": 3}))


def day_from(label: str) -> DayField:
    """The first day of something, by default today."""
    return DayField(label=label, initial=timezone.localdate)


class NewFamilyForm(PlaceForm):
    """What a new family needs besides its first person."""

    since = day_from("W rejestrze od")


class NewMemberForm(RegisterForm):
    """What a new member needs besides the person."""

    role = forms.ChoiceField(
        label="Kim jest w rodzinie",
        choices=[("", "wybierz"), *FamilyRole.choices()[1:]],  # the head came first
        error_messages={"required": "Wybierz, kim jest ta osoba w rodzinie."},
    )
    since = day_from("W rodzinie od")


class UntilForm(RegisterForm):
    """The last day of something."""

    until = DayField(label="Ostatni dzień", initial=timezone.localdate)


class MembershipForm(RegisterForm):
    """A correction of a membership."""

    role = forms.ChoiceField(label="Kim jest w rodzinie", choices=FamilyRole.choices())
    since = DayField(label="Od")
    until = DayField(label="Do", required=False, help_text="Puste: nadal.")
    why = why_field()


class PeriodForm(RegisterForm):
    """A correction of a period."""

    since = DayField(label="Od")
    until = DayField(label="Do", required=False, help_text="Puste: nadal.")
    why = why_field()


class WhyForm(RegisterForm):
    """Only the reason."""

    why = why_field()


class DayForm(RegisterForm):
    """Only a day."""

    on = DayField(label="Dzień", initial=timezone.localdate)


class AssignForm(RegisterForm):
    """Whose family it is."""

    team = forms.ModelChoiceField(
        Institution.objects.none(), label="Zespół", required=False, empty_label="bez zespołu"
    )
    worker = forms.ModelChoiceField(
        User.objects.none(), label="Pracownik socjalny", required=False,
        empty_label="jeszcze nikt",
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, rows in (("team", teams()), ("worker", workers())):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows


class _PersonsForm(RegisterForm):
    persons = forms.MultipleChoiceField(
        label="Kto", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Zaznacz co najmniej jedną osobę."},
    )  # fmt: skip

    def __init__(self, *args: Any, persons: Iterable[Person], **more: Any) -> None:
        super().__init__(*args, **more)
        self._persons = {str(person.uuid): person for person in persons}
        self._offer("persons", [(key, full_name(one)) for key, one in self._persons.items()])

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def chosen(self) -> list[Person]:
        """Return the persons that were ticked."""
        return [self._persons[key] for key in self.cleaned_data["persons"]]


class SplitForm(_PersonsForm, PlaceForm):
    """Who keeps house on their own from now on, and where."""

    on = day_from("Osobno od dnia")
    reasons = forms.MultipleChoiceField(
        label="Powody, które przechodzą do nowej rodziny", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    field_order = ("persons", "on", "address", "homeless", "last_registered_address", "reasons")

    def __init__(self, *args: Any, reasons: Iterable[ReasonCode], **more: Any) -> None:
        super().__init__(*args, **more)
        offered = [(code.value, label_on(code, timezone.localdate())) for code in reasons]
        self._offer("reasons", offered)
        self.fields["reasons"].initial = [code for code, _ in offered]
        if not offered:
            del self.fields["reasons"]


class MoveForm(_PersonsForm):
    """Who moves to which other family."""

    number = forms.CharField(
        label="Numer rodziny, do której się przenoszą", max_length=40,
        help_text="Na przykład R/2025/00012.",
        error_messages={"required": "Podaj numer rodziny."},
    )  # fmt: skip
    on = day_from("W tamtej rodzinie od dnia")


class DecidePairForm(RegisterForm):
    """Whether two persons are one, and which row stays."""

    decision = forms.ChoiceField(
        label="Rozstrzygnięcie", widget=forms.RadioSelect,
        error_messages={"required": "Wybierz rozstrzygnięcie."},
    )  # fmt: skip
    note = forms.CharField(
        label="Skąd to wiadomo", max_length=500,
        help_text="Na przykład: sprawdzono dowód osobisty i akt urodzenia.",
        error_messages={"required": "Napisz, skąd to wiadomo."},
    )  # fmt: skip

    def __init__(self, *args: Any, first: Person, second: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("first", "Ta sama osoba – zostają dane A"),
            ("second", "Ta sama osoba – zostają dane B"),
            (DuplicateState.DIFFERENT.value, "Różne osoby"),
        ]
        self._kept = {"first": first, "second": second}

    def kept(self) -> Person | None:
        """Return the person that stays, None when they are different."""
        return self._kept.get(self.cleaned_data["decision"])
