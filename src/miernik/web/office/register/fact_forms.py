"""Forms of incomes and reasons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from miernik.cases.models import Person
from miernik.cases.register.facts import IncomeData
from miernik.cases.register.selectors import full_name
from miernik.rules.incomes import IncomeKind
from miernik.rules.reasons import ReasonCode, label_on
from miernik.web.office.register.fields import AmountField, DayField
from miernik.web.office.register.forms import RegisterForm, day_from, why_field


class IncomeForm(RegisterForm):
    """What a person receives."""

    rare = (
        "tax_gr", "contributions_gr", "costs_gr", "alimony_paid_gr", "hectares", "evidence",
    )  # fmt: skip
    rare_title = "Odliczenia (art. 8 ust. 3), hektary, dowód"
    person = forms.ChoiceField(label="Kto otrzymuje")
    kind = forms.ChoiceField(
        label="Rodzaj", choices=[("", "wybierz"), *IncomeKind.choices()],
        error_messages={"required": "Wybierz rodzaj dochodu."},
    )  # fmt: skip
    amount_gr = AmountField(
        label="Kwota", required=False,
        help_text="W złotych, za miesiąc (albo jednorazowo), przed odliczeniami.",
    )  # fmt: skip
    since = DayField(label="Od dnia", help_text="Przy jednorazowym: dzień otrzymania.")
    until = DayField(label="Do dnia", required=False, help_text="Puste: nadal.")
    one_off = forms.BooleanField(label="Dochód jednorazowy", required=False)
    tax_gr = AmountField(label="Podatek", required=False)
    contributions_gr = AmountField(label="Składki ZUS i zdrowotna", required=False)
    costs_gr = AmountField(label="Koszty uzyskania przychodu", required=False)
    alimony_paid_gr = AmountField(label="Alimenty płacone innym", required=False)
    hectares = forms.DecimalField(
        label="Hektary przeliczeniowe", required=False, min_value=0, max_digits=10,
        decimal_places=4, localize=True,
        widget=forms.TextInput({"inputmode": "decimal", "class": "amount"}),
        error_messages={"invalid": "Podaj liczbę hektarów, na przykład 1,5."},
    )  # fmt: skip
    evidence = forms.CharField(
        label="Dowód", required=False, max_length=300,
        help_text="Na przykład: zaświadczenie pracodawcy z 3.03.2025.",
    )  # fmt: skip

    def __init__(self, *args: Any, persons: Iterable[Person], **more: Any) -> None:
        super().__init__(*args, **more)
        self._persons = {str(person.uuid): person for person in persons}
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, full_name(one)) for key, one in self._persons.items()]

    def clean(self) -> dict[str, Any]:
        """Only a farm has no amount: its income follows from its hectares."""
        data = super().clean() or {}
        missing = data.get("amount_gr") is None and "amount_gr" not in self.errors
        if missing and data.get("kind") != IncomeKind.FARM:
            self.add_error("amount_gr", "Podaj kwotę.")
        return data

    def person_chosen(self) -> Person:
        """Return who receives it."""
        return self._persons[self.cleaned_data["person"]]

    def income_data(self) -> IncomeData:
        """Return the arguments of the services."""
        data = self.cleaned_data
        return IncomeData(
            kind=IncomeKind(data["kind"]),
            since=data["since"],
            until=data["until"],
            one_off=data["one_off"],
            amount_gr=data["amount_gr"] or 0,
            tax_gr=data["tax_gr"] or 0,
            costs_gr=data["costs_gr"] or 0,
            contributions_gr=data["contributions_gr"] or 0,
            alimony_paid_gr=data["alimony_paid_gr"] or 0,
            hectares=data["hectares"],
            evidence=data["evidence"],
        )


class CorrectIncomeForm(IncomeForm):
    """A correction of an income; whose it is stays."""

    why = why_field()
    field_order = ("kind", "amount_gr", "since", "until", "one_off", "why")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, persons=[], **more)
        del self.fields["person"]


class ReasonsForm(RegisterForm):
    """Reasons of art. 7, as many as there are at once."""

    codes = forms.MultipleChoiceField(
        label="Powody (art. 7)", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Zaznacz co najmniej jeden powód."},
    )  # fmt: skip
    since = day_from("Od dnia")
    until = DayField(label="Do dnia", required=False, help_text="Puste: nadal.")

    def __init__(self, *args: Any, known: Iterable[ReasonCode], **more: Any) -> None:
        super().__init__(*args, **more)
        held = set(known)
        field = self.fields["codes"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (code.value, ("w tym: " if code.head else "") + label_on(code, timezone.localdate()))
            for code in ReasonCode
            if code not in held
        ]
