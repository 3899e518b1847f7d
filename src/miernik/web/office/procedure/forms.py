"""Forms of the procedure: they check what was typed, never what it means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from miernik.cases.models import DecisionKind, PaymentState, Person, RefusalGround
from miernik.cases.procedure.services import Wish, WithholdingReason
from miernik.rules.benefits import Benefit
from miernik.web.office.register.fields import AmountField, DayField

#: What people ask for most stands first; the rest follows the order of the act.
_FIRST = (
    Benefit.PERMANENT, Benefit.PERIODIC, Benefit.PURPOSIVE, Benefit.MEAL_ALLOWANCE, Benefit.MEAL,
    Benefit.CARE_SERVICES,
)  # fmt: skip


class SpareForm(forms.Form):
    """A form whose own sentences say what is missing."""

    use_required_attribute = False


class ApplicationForm(SpareForm):
    """What came in."""

    applicant = forms.ChoiceField(label="Kto wnosi", widget=forms.RadioSelect)
    received_on = DayField(label="Wpłynął dnia")
    benefits = forms.MultipleChoiceField(
        label="O jaką pomoc",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Zaznacz, o jaką pomoc chodzi."},
    )
    urgent = forms.BooleanField(label="Sprawa pilna (wywiad w 2 dni robocze)", required=False)
    ex_officio = forms.BooleanField(label="Z urzędu, bez wniosku (art. 102 ust. 2)", required=False)
    text = forms.CharField(
        label="Treść wniosku", required=False, widget=forms.Textarea({"rows": 4}),
        help_text="Nieobowiązkowo: o co prosi i dlaczego, słowami osoby.",
    )  # fmt: skip

    def __init__(self, persons: Iterable[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        applicant = self.fields["applicant"]
        assert isinstance(applicant, forms.ChoiceField)
        applicant.choices = [
            (str(person.uuid), f"{person.first_name} {person.last_name}") for person in persons
        ]
        rest = [benefit for benefit in Benefit if benefit not in _FIRST]
        benefits = self.fields["benefits"]
        assert isinstance(benefits, forms.MultipleChoiceField)
        benefits.choices = [(item.value, item.label) for item in (*_FIRST, *rest)]


class InterviewForm(SpareForm):
    """What the social worker found."""

    held_on = DayField(label="Przeprowadzono dnia")
    findings = forms.CharField(
        label="Ustalenia", widget=forms.Textarea({"rows": 6}),
        help_text="Zapisują się zaszyfrowane; nie trafiają do pisma.",
        error_messages={"required": "Wpisz ustalenia wywiadu: na nich opiera się decyzja."},
    )  # fmt: skip
    plan = forms.CharField(label="Plan pomocy", required=False, widget=forms.Textarea({"rows": 3}))
    not_cooperating = forms.BooleanField(
        label="Brak współdziałania (art. 11 ust. 2)", required=False,
        help_text="Zaznacz, gdy osoba nie współdziałała albo nie zgodziła się na wywiad.",
    )  # fmt: skip


class WithdrawForm(SpareForm):
    """When the applicant took the application back."""

    on = DayField(label="Wycofano dnia")


class _DecisionForm(SpareForm):
    """What every draft has in common."""

    since = DayField(label="Od dnia", required=False)
    until = DayField(
        label="Do dnia",
        required=False,
        help_text="Puste: bez końca; zasiłek okresowy zawsze ma koniec.",
    )
    amount = AmountField(label="Kwota w złotych", required=False)
    reasoning = forms.CharField(
        label="Uzasadnienie – własnymi słowami", required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Przebieg sprawy, dochód i przepisy pismo podaje samo; dopisz to, co ważne.",
    )  # fmt: skip


class DraftForm(_DecisionForm):
    """A draft that grants or refuses."""

    kind = forms.ChoiceField(
        label="Rozstrzygnięcie", widget=forms.RadioSelect,
        choices=[(DecisionKind.GRANT.value, "Przyznaję"), (DecisionKind.REFUSAL.value, "Odmawiam")],
        error_messages={"required": "Wybierz: przyznaję albo odmawiam."},
    )  # fmt: skip
    one_off = forms.BooleanField(label="Jednorazowo", required=False)
    ground = forms.ChoiceField(
        label="Podstawa odmowy", required=False,
        choices=[("", "– według obliczenia –"), *RefusalGround.choices()[1:]],
        help_text="Tylko przy odmowie; kwota i okres tylko przy przyznaniu.",
    )  # fmt: skip
    field_order = ("kind", "since", "until", "amount", "one_off", "ground", "reasoning")

    def wish(self) -> Wish:
        """Return what the services take."""
        data = self.cleaned_data
        if data["kind"] == DecisionKind.REFUSAL:
            ground = RefusalGround(data["ground"]) if data["ground"] else None
            return Wish(kind=DecisionKind.REFUSAL, ground=ground, reasoning=data["reasoning"])
        return Wish(
            kind=DecisionKind.GRANT, since=data["since"], until=data["until"],
            amount_gr=data["amount"], one_off=data["one_off"], reasoning=data["reasoning"],
        )  # fmt: skip


class ChangeForm(_DecisionForm):
    """A draft that changes or stops a benefit."""

    kind = forms.ChoiceField(
        label="Co się zmienia", widget=forms.RadioSelect,
        choices=[
            (DecisionKind.CHANGE.value, "Kwota albo okres"),
            (DecisionKind.STOP.value, "Świadczenie się kończy"),
        ],
        error_messages={"required": "Wybierz, co się zmienia."},
    )  # fmt: skip
    field_order = ("kind", "since", "until", "amount", "reasoning")

    def wish(self) -> Wish:
        """Return what the services take."""
        data = self.cleaned_data
        kind = DecisionKind(data["kind"])
        if kind is DecisionKind.STOP:
            return Wish(kind=kind, since=data["since"], reasoning=data["reasoning"])
        return Wish(
            kind=kind, since=data["since"], until=data["until"], amount_gr=data["amount"],
            reasoning=data["reasoning"],
        )  # fmt: skip


class IssueForm(SpareForm):
    """The date on the decision."""

    decided_on = DayField(label="Data decyzji")


class SetOffForm(SpareForm):
    """How much is set off each month."""

    monthly = AmountField(label="Potrącaj miesięcznie", help_text="W złotych; 0 kończy potrącanie.")


class PaymentFilterForm(forms.Form):
    """Which payments to show."""

    month = forms.DateField(required=False, input_formats=["%Y-%m"])
    state = forms.ChoiceField(required=False, choices=[("", "wszystkie"), *PaymentState.choices()])
    benefit = forms.ChoiceField(
        required=False,
        choices=[("", "wszystkie"), *((b.value, b.label) for b in Benefit if b.is_cash)],
    )


class BulkForm(SpareForm):
    """What to do with the payments that were ticked."""

    payments = forms.TypedMultipleChoiceField(coerce=int, required=False)
    action = forms.ChoiceField(
        choices=[("paid", "wypłacono"), ("withhold", "wstrzymaj"), ("release", "przywróć")]
    )
    paid_on = DayField(label="Wypłacono dnia", required=False)
    reason = forms.ChoiceField(
        label="Powód wstrzymania",
        required=False,
        choices=[("", "wybierz powód"), *WithholdingReason.choices()],
    )

    def __init__(self, allowed: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["payments"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(str(key), str(key)) for key in allowed]

    def clean(self) -> dict[str, Any]:
        """Withholding needs a reason."""
        data = super().clean() or {}
        if data.get("action") == "withhold" and not data.get("reason", "?"):
            self.add_error("reason", "Wybierz powód wstrzymania: zostanie w dzienniku zdarzeń.")
        return data


class WhatIfForm(SpareForm):
    """A day to compare with today, and criteria that might change."""

    on = DayField(label="Od dnia")
    single = AmountField(label="Kryterium osoby samotnie gospodarującej", required=False)
    per_person = AmountField(label="Kryterium na osobę w rodzinie", required=False)
