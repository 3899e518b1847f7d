"""The form that sends a register."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

#: Larger registers are read with ``miernik register import``.
MEGABYTES = 50


class RegisterForm(forms.Form):
    """A register and the system it comes from."""

    system = forms.CharField(
        label="System, z którego pochodzi",
        help_text="Po tej nazwie program pozna te same wiersze przy następnym wczytaniu.",
        initial="POMOST",
        max_length=60,
        error_messages={"required": "Podaj nazwę systemu, na przykład POMOST."},
    )
    file = forms.FileField(
        label="Plik",
        help_text="ZIP z plikami CSV albo skoroszyt XLSX w układzie opisanym niżej.",
        error_messages={
            "required": "Wybierz plik do sprawdzenia.",
            "empty": "Plik jest pusty. Zapisz go jeszcze raz i sprawdź ponownie.",
        },
    )

    def clean_file(self) -> UploadedFile:
        """A file that the page can take."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(
                f"Plik ma ponad {MEGABYTES} MB. Poproś administratora o wczytanie go poleceniem "
                "miernik register import."
            )
        return file
