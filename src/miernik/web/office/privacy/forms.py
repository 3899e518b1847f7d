"""What the data protection officer asks the log for."""

from __future__ import annotations

from django import forms

from miernik.accounts.models import User
from miernik.audit.selectors import Wanted
from miernik.cases.files import family_numbered, subjects_of
from miernik.cases.models import Family
from miernik.web.event_words import Field, tags


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Podaj dzień, na przykład 2026-05-28."},
    )


class LogForm(forms.Form):
    """A part of the log: by person, family, field and period."""

    who = forms.CharField(label="Kto", required=False, max_length=150)
    family = forms.CharField(label="Rodzina (numer)", required=False, max_length=60)
    what = forms.ChoiceField(
        label="Co", required=False, choices=[("", "wszystko"), *Field.choices()]
    )
    since = _day("Od dnia")
    until = _day("Do dnia")

    #: The family asked for, once the form is valid.
    found: Family | None = None

    def clean_who(self) -> str:
        """Find the account; the log also knows people who run commands."""
        asked: str = self.cleaned_data["who"].strip()
        user = User.objects.filter(username__iexact=asked).first()
        return user.username if user else asked

    def clean_family(self) -> str:
        """Find the family by its number."""
        asked: str = self.cleaned_data["family"].strip()
        self.found = family_numbered(asked) if asked else None
        if asked and self.found is None:
            raise forms.ValidationError(f"Nie ma rodziny o numerze {asked}.")
        return asked

    def wanted(self) -> Wanted:
        """Return what is asked for; call it on a valid form."""
        data = self.cleaned_data
        return Wanted(
            by=data["who"],
            subjects=subjects_of(self.found) if self.found else None,
            actions=tags(Field(data["what"])) if data["what"] else None,
            since=data["since"],
            until=data["until"],
        )


class RetentionForm(forms.Form):
    """The day for which terms are counted."""

    on = _day("Stan na dzień")
