"""Forms of campaigns: they check what was typed, never what it means."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from django import forms

from miernik.accounts.models import InstitutionKind
from miernik.collection.calendar import Calendar, usual_calendar, usual_days
from miernik.collection.models import Campaign
from miernik.collection.services.campaigns import REMINDER_DAYS, Wording
from miernik.strategy.models import Work
from miernik.strategy.selectors import works_in_force
from miernik.web.office.forms import NEWEST, OLDEST
from miernik.web.office.register.fields import DayField

_YEAR_WRONG = f"Podaj rok między {OLDEST} a {NEWEST}, na przykład 2025."


def text(label: str, *, rows: int = 3, help_text: str = "", required: str = "") -> forms.CharField:
    """Return a field for some sentences; ``required`` is what to say when it is empty."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
    )


class CalendarForm(forms.Form):
    """The days, the words and the reminders of a campaign."""

    title = forms.CharField(
        label="Nazwa kampanii",
        max_length=200,
        help_text="Zobaczą ją instytucje, na przykład „Dane za 2025 r.”.",
        error_messages={"required": "Nazwij kampanię."},
    )
    reminders = forms.CharField(
        label="Dni przypomnień",
        help_text="Względem terminu, po przecinku: −14 to dwa tygodnie przed, 1 to dzień po.",
        required=False,
        max_length=100,
    )
    message = text("Słowo do instytucji", rows=4, help_text="Stanie w zaproszeniu i w formularzu.")
    contact_name = forms.CharField(label="Kto odpowiada na pytania", max_length=150, required=False)
    contact_email = forms.EmailField(
        label="E-mail do pytań",
        required=False,
        error_messages={"invalid": "To nie jest adres e-mail. Sprawdź, czy ma znak @ i kropkę."},
    )
    contact_phone = forms.CharField(label="Telefon do pytań", max_length=40, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, usual in usual_days().items():
            source = f" Podstawa: {usual.act}, {usual.article}." if usual.act else ""
            self.fields[name] = DayField(
                label=usual.label[:1].upper() + usual.label[1:], help_text=usual.note + source
            )

    def days(self) -> list[forms.BoundField]:
        """The fields of the calendar, in order."""
        return [self[name] for name in usual_days()]

    def words(self) -> list[forms.BoundField]:
        """The fields of the words, in order."""
        return [self[name] for name in _WORDS]

    def clean_reminders(self) -> list[int]:
        """Read the days; a dash or a true minus both do."""
        typed = self.cleaned_data["reminders"].replace("−", "-").replace("–", "-")
        try:
            days = [int(part) for part in typed.split(",") if part.strip()]
        except ValueError:
            days = [_FAR + 1]
        if any(abs(day) > _FAR for day in days):
            raise forms.ValidationError(
                "Podaj całkowite liczby dni po przecinku, na przykład −14, −3, 1, 7."
            )
        return days

    def calendar(self) -> Calendar:
        """The days as the service wants them."""
        return Calendar(**{name: self.cleaned_data[name] for name in usual_days()})

    def wording(self) -> Wording:
        """The words as the service wants them."""
        names = ("title", "message", "contact_name", "contact_email", "contact_phone")
        return Wording(**{name: self.cleaned_data[name] for name in names})


_FAR = 365
_WORDS = ("message", "contact_name", "contact_email", "contact_phone", "reminders")


class NewCampaignForm(CalendarForm):
    """A campaign that begins: also the year, what it covers and whom it asks."""

    year = forms.IntegerField(
        label="Rok danych",
        min_value=OLDEST,
        max_value=NEWEST,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _YEAR_WRONG
        ),
    )
    works = forms.ModelMultipleChoiceField(
        label="Strategie i programy",
        queryset=works_in_force().order_by("title"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Wybierz strategię albo program: bez nich nie ma o co pytać."},
    )
    start = forms.ChoiceField(
        label="Kogo pytać",
        widget=forms.RadioSelect,
        error_messages={"required": "Wybierz, od czego zacząć przydział pytań."},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        earlier = [
            (str(item.uuid), f"tak jak w kampanii „{item.title}”")
            for item in Campaign.objects.order_by("-year", "-id")
        ]
        field = self.fields["start"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("realizatorzy", "realizatorów zadań z dokumentu"), *earlier,
                         ("nikogo", "przydzielę sam")]  # fmt: skip
        self.order_fields(["year", "works", "start", "title"])


def new_initial(year: int, works: list[Work]) -> dict[str, Any]:
    """Return what the form of a new campaign starts with."""
    return {
        "year": year,
        "works": works if len(works) == 1 else [],
        "start": "realizatorzy",
        "title": f"Dane za {year} r.",
        "reminders": print_days(REMINDER_DAYS),
        **asdict(usual_calendar(year)),
    }


def initial_of(campaign: Campaign) -> dict[str, Any]:
    """Return what the form of a campaign's calendar starts with."""
    names = ("title", *_WORDS[:-1], *usual_days())
    return {name: getattr(campaign, name) for name in names} | {
        "reminders": print_days(campaign.reminder_days)
    }


def print_days(days: Any) -> str:
    """Return days counted from the deadline as people write them: ``−14, −3, 1``."""
    return ", ".join(str(day).replace("-", "−") for day in days)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = text("Powód", required="Podaj powód.", rows=2)


class ExtensionForm(forms.Form):
    """More time for one institution."""

    until = DayField(label="Nowy termin")
    reason = forms.CharField(
        label="Powód", max_length=300, error_messages={"required": "Podaj powód przedłużenia."}
    )


class LinkForm(forms.Form):
    """For whom a new link is."""

    person = forms.CharField(label="Dla kogo", max_length=150, required=False)


class ReturnForm(forms.Form):
    """What an institution is to mend."""

    reason = text(
        "Co poprawić",
        rows=8,
        help_text="Te słowa instytucja zobaczy nad formularzem.",
        required="Napisz, co instytucja ma poprawić.",
    )


class QuestionForm(forms.Form):
    """A question on one value."""

    text = text("Pytanie do instytucji", required="Napisz, o co pytasz.")


class ContactForm(forms.Form):
    """Whom to write to in one institution."""

    name = forms.CharField(label="Osoba do kontaktu", max_length=150, required=False)
    email = forms.EmailField(
        label="E-mail",
        required=False,
        error_messages={"invalid": "To nie jest adres e-mail. Sprawdź, czy ma znak @ i kropkę."},
    )


class PasteForm(forms.Form):
    """A pasted list."""

    lines = text(
        "Lista",
        rows=12,
        help_text="Jedna instytucja w wierszu: nazwa; e-mail. Można wkleić dwie kolumny arkusza.",
        required="Wklej listę.",
    )


class MembersForm(PasteForm):
    """Members of a group, pasted."""

    kind = forms.ChoiceField(
        label="Czym są te instytucje",
        choices=[item for item in InstitutionKind.choices() if item[0] != InstitutionKind.GROUP],
        initial=InstitutionKind.SCHOOL.value,
    )
    ask = forms.BooleanField(
        label="Od razu przydziel im pytania tej grupy", required=False, initial=True
    )


def last_year(today: dt.date) -> int:
    """Return the year whose data are collected by default."""
    return today.year - 1
