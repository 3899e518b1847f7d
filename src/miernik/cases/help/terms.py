"""Terms the law sets for help without a decision: parameters of law, asked for by their day."""

from __future__ import annotations

import datetime as dt

from miernik.kernel.quantities import Labelled
from miernik.rules.law import LawError, Parameter
from miernik.rules.loader import law


class Term(Labelled):
    """What the law sets a term for; the value is the parameter's key."""

    IPI_APPLICATION = "ipi_wniosek_dni", "wniosek o pomoc integracyjną"
    IPI_LENGTH = "ipi_okres_mies", "czas programu integracji"
    IPI_REVIEW = "ipi_przeglad_mies", "ocena programu integracji"
    IPI_CONTACTS = "ipi_kontakty_w_mies", "kontakty w miesiącu"
    ASSISTANT_REVIEW = "asystent_ocena_mies", "ocena sytuacji rodziny z asystentem"
    GROUP_CALLED = "niebieska_karta_powolanie_dni", "powołanie grupy"
    MEETING = "niebieska_karta_zespol_mies", "posiedzenie zespołu"

    def on(self, day: dt.date) -> Parameter | None:
        """Return the parameter in force on ``day``; None when the law set no term then."""
        try:
            return law().parameter(self.value, day)
        except LawError:
            return None


def number(parameter: Parameter) -> int:
    """Return the days, months or times a parameter asks for."""
    return int(parameter.value)


def basis(parameter: Parameter) -> str:
    """Return where a term stands: article and act."""
    return f"{parameter.article}, {parameter.act}"


class GroupKind(Labelled):
    """Who works on a Niebieska Karta; the act of 2023 changed it."""

    WORKING = "robocza", "grupa robocza"
    DIAGNOSTIC = "diagnostyczno-pomocowa", "grupa diagnostyczno-pomocowa"


def group_on(day: dt.date) -> GroupKind:
    """Return the kind of group that meets on ``day``: a working one until 2023-06-21.

    Raises LawError for a day before 2010-08-01, when there were no groups.
    """
    return GroupKind(law().on(day).switch("niebieska_karta_grupa"))
