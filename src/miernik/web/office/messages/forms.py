"""What a person chooses in the log of messages and writes in templates."""

from __future__ import annotations

from django import forms

from miernik.collection.messages.templates import LONGEST_BODY, LONGEST_SUBJECT
from miernik.collection.models import MessageKind, MessageState


class LogForm(forms.Form):
    """A part of the log."""

    state = forms.ChoiceField(
        label="Stan", required=False, choices=[("", "wszystkie"), *MessageState.choices()]
    )
    kind = forms.ChoiceField(
        label="Rodzaj", required=False, choices=[("", "wszystkie"), *MessageKind.choices()]
    )
    who = forms.CharField(label="Instytucja albo adres", required=False, max_length=150)


class TemplateForm(forms.Form):
    """Words of one kind of message; what they may name is checked by the service."""

    subject = forms.CharField(label="Temat", max_length=LONGEST_SUBJECT)
    body = forms.CharField(
        label="Treść", max_length=LONGEST_BODY, widget=forms.Textarea({"rows": 18})
    )


class RefusalForm(forms.Form):
    """Why a file is set aside."""

    reason = forms.CharField(label="Powód", max_length=300)
