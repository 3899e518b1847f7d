"""What a person writes at the end of a campaign."""

from __future__ import annotations

from django import forms


class BackForm(forms.Form):
    """Why a step is taken back."""

    reason = forms.CharField(
        label="Powód",
        help_text="To zdanie zostaje w dzienniku zdarzeń.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Podaj powód: bez niego nikt nie zrozumie tego za rok."},
    )
