"""Forms of these pages."""

from __future__ import annotations

from django import forms


class PopulationForm(forms.Form):
    """The number of residents on 31 December."""

    number = forms.IntegerField(
        label="Liczba mieszkańców na 31 grudnia", min_value=1, localize=False
    )
    source = forms.CharField(
        label="Źródło",
        max_length=300,
        initial="Rejestr mieszkańców",
        help_text="Skąd jest ta liczba; stoi pod tabelą.",
    )
