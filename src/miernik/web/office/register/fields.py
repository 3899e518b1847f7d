"""Form fields the register's forms are made of: days, amounts of zloty."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms

from miernik.kernel.numbers import print_number

#: No amount of social assistance comes near; a longer one is a slip of the finger.
LARGEST_GR = 10**11
#: What an amount looks like once blanks, "zł" and the decimal comma are out of the way.
_AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]*)?")
#: Years a day of the register can lie in; any other is a slip of the finger.
_YEARS = range(1880, 2101)


class DayField(forms.DateField):
    """A day, typed into the browser's own field or as 31.12.2024."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("widget", forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
        more.setdefault("input_formats", ["%Y-%m-%d", "%d.%m.%Y"])
        told = {
            "required": "Podaj datę.",
            "invalid": "Podaj datę jako dzień, miesiąc i rok, na przykład 31.12.2024.",
        }
        more["error_messages"] = told | more.get("error_messages", {})
        super().__init__(**more)

    def to_python(self, value: Any) -> Any:
        """Read the day; the year 206 was meant to be another."""
        day = super().to_python(value)
        if day is not None and day.year not in _YEARS:
            raise forms.ValidationError(f"Sprawdź rok: {day.year}.")
        return day


class AmountField(forms.CharField):
    """An amount typed in zloty, ``1 234,56``; its value is in grosze, None when left empty."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("widget", forms.TextInput({"inputmode": "decimal", "class": "amount"}))
        more["error_messages"] = {"required": "Podaj kwotę."} | more.get("error_messages", {})
        super().__init__(max_length=30, **more)

    def to_python(self, value: Any) -> Any:
        """Read the amount."""
        text = re.sub(r"\s|zł", "", super().to_python(value) or "").replace(",", ".")
        if not text:
            return None
        if not _AMOUNT.fullmatch(text):
            raise forms.ValidationError("Podaj kwotę w złotych, na przykład 1 234,56.")
        grosze = Decimal(text) * 100
        if grosze != int(grosze):
            raise forms.ValidationError("Podaj kwotę z dokładnością do grosza, na przykład 12,50.")
        if not 0 <= grosze <= LARGEST_GR:
            raise forms.ValidationError("Kwota nie może być ujemna ani tak duża.")
        return int(grosze)

    def validate(self, value: Any) -> None:
        """Refuse an empty amount where one is needed; 0 is an amount."""
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Nothing more: the checks of a text do not fit a number."""

    def prepare_value(self, value: Any) -> Any:
        """Print grosze from the database as zloty; what was typed stays as typed."""
        if isinstance(value, int):
            return print_number(Decimal(value) / 100, decimals=2)
        return value
