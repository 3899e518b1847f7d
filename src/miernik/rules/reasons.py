"""Reasons for help (art. 7 of the act) with the sub-codes that Tabela Nr 2 counts."""

from __future__ import annotations

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
