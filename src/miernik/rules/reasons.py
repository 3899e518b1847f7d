"""Reasons for help (art. 7 of the act) with the sub-codes that Tabela Nr 2 counts."""

from __future__ import annotations

import datetime as dt

from miernik.kernel.quantities import Labelled


class ReasonCode(Labelled):
    """Rows of Tabela Nr 2 in order, then the reasons of art. 7 that the table lacks.

    A sub-code (with a dot) counts in its head row too.
    """

    POVERTY = "ubostwo", "Ubóstwo"
    ORPHANHOOD = "sieroctwo", "Sieroctwo"
    HOMELESSNESS = "bezdomnosc", "Bezdomność"
    MATERNITY = "ochrona_macierzynstwa", "Potrzeba ochrony macierzyństwa"
    LARGE_FAMILY = "ochrona_macierzynstwa.wielodzietnosc", "Wielodzietność"
    UNEMPLOYMENT = "bezrobocie", "Bezrobocie"
    DISABILITY = "niepelnosprawnosc", "Niepełnosprawność"
    ILLNESS = "dlugotrwala_choroba", "Długotrwała lub ciężka choroba"
    VIOLENCE = "przemoc_w_rodzinie", "Przemoc w rodzinie"
    HELPLESSNESS = (
        "bezradnosc",
        "Bezradność w sprawach opiekuńczo-wychowawczych i prowadzenia gospodarstwa domowego",
    )
    HELPLESS_INCOMPLETE_FAMILY = "bezradnosc.rodziny_niepelne", "Rodziny niepełne"
    HELPLESS_LARGE_FAMILY = "bezradnosc.rodziny_wielodzietne", "Rodziny wielodzietne"
    ALCOHOLISM = "alkoholizm", "Alkoholizm"
    DRUG_ADDICTION = "narkomania", "Narkomania"
    RELEASE_FROM_PRISON = (
        "zwolnienie_z_zakladu_karnego",
        "Trudności w przystosowaniu do życia po zwolnieniu z zakładu karnego",
    )
    INTEGRATION_OF_FOREIGNERS = (
        "integracja_cudzoziemcow",
        "Trudności w integracji osób, które uzyskały status uchodźcy lub ochronę uzupełniającą",
    )
    RANDOM_EVENT = "zdarzenie_losowe", "Zdarzenia losowe"
    HUMAN_TRAFFICKING = "handel_ludzmi", "Potrzeba ochrony ofiar handlu ludźmi"
    CRISIS = "sytuacja_kryzysowa", "Sytuacja kryzysowa"
    DISASTER = "kleska", "Klęska żywiołowa lub ekologiczna"

    @property
    def head(self) -> ReasonCode | None:
        """The row this one is a part of, None for a row of its own."""
        before, dot, _ = self.value.partition(".")
        return ReasonCode(before) if dot else None

    @property
    def point(self) -> str:
        """The point of art. 7, such as "7a"; a sub-code has that of its head."""
        return _POINTS[self.head or self]

    @property
    def article(self) -> str:
        """The place in the act, such as "art. 7 pkt 13"."""
        return f"art. 7 pkt {self.point}"


_POINTS = {
    ReasonCode.POVERTY: "1",
    ReasonCode.ORPHANHOOD: "2",
    ReasonCode.HOMELESSNESS: "3",
    ReasonCode.UNEMPLOYMENT: "4",
    ReasonCode.DISABILITY: "5",
    ReasonCode.ILLNESS: "6",
    ReasonCode.VIOLENCE: "7",
    ReasonCode.HUMAN_TRAFFICKING: "7a",
    ReasonCode.MATERNITY: "8",
    ReasonCode.HELPLESSNESS: "9",
    ReasonCode.INTEGRATION_OF_FOREIGNERS: "11",
    ReasonCode.RELEASE_FROM_PRISON: "12",
    ReasonCode.ALCOHOLISM: "13",
    ReasonCode.DRUG_ADDICTION: "13",
    ReasonCode.RANDOM_EVENT: "14",
    ReasonCode.CRISIS: "14",
    ReasonCode.DISASTER: "15",
}


def label_on(code: ReasonCode, day: dt.date) -> str:
    """Return the reason as the act named it on a day.

    Since 22 June 2023 "przemoc w rodzinie" is "przemoc domowa" (Dz.U. 2023 poz. 535).
    """
    if code is not ReasonCode.VIOLENCE:
        return code.label
    from miernik.rules.loader import law  # the law is read when a name is asked for, not before

    name = law().on(day).parameter("powod_przemoc_nazwa").text
    return name[0].upper() + name[1:]
