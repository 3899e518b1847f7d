"""Words of the closed lists that the portal shows, named here so that they are translated.

The lists themselves live in the kernel and the rooms, which know nothing of languages; a test
holds this file to them.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

TERMS = (
    # Verdict
    _("wzrost"),
    _("spadek"),
    _("bez istotnej zmiany"),
    _("nieporównywalne"),
    _("za mało danych"),
    _("nie wiadomo"),
    # Status
    _("wartość"),
    _("zero"),
    _("nie dotyczy"),
    _("brak danych"),
    _("nie przekazano"),
    _("odmowa"),
    _("tajemnica statystyczna"),
    # Kind
    _("liczba"),
    _("kwota"),
    _("odsetek"),
    _("ocena słowna"),
    _("lista"),
    _("opis"),
    _("podział"),
    _("brak wartości"),
    # CountedUnit
    _("osoba"),
    _("rodzina"),
    _("osoba w rodzinie"),
    _("gospodarstwo domowe"),
    _("zdarzenie lub działanie"),
    _("uczestnictwo"),
    _("porada"),
    _("instytucja"),
    _("program lub projekt"),
    _("miejsce lub lokal"),
    _("złoty"),
    _("inna jednostka"),
    # TimeBasis
    _("w ciągu roku"),
    _("stan na 31 grudnia"),
    _("średnia w roku"),
    # Territory
    _("miasto"),
    _("miasto i powiat łącznie"),
    # Aggregation
    _("suma"),
    _("ostatnia wartość"),
    _("średnia"),
    _("największa wartość"),
    _("licznik przez mianownik"),
    _("rozkład odpowiedzi"),
    _("połączona lista"),
    _("nie sumuje się"),
    # Polarity
    _("stymulanta"),
    _("destymulanta"),
    _("nominanta"),
    _("bez kierunku"),
    # BreakType
    _("niewyjaśniony skok"),
    _("zmiana definicji"),
    _("zmiana sposobu liczenia"),
    _("zmiana zakresu"),
    _("zmiana obszaru"),
    _("zmiana źródła"),
    _("zmiana prawa"),
    _("zmiana mianownika"),
    # BreakState
    _("do rozstrzygnięcia"),
    _("rzeczywista zmiana"),
    _("błąd w danych"),
)
