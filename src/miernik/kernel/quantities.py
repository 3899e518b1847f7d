"""What a printed value can be: the closed lists every room shares.

Terms follow SDMX (observation status) and the European Statistical System; Polish words shown to
people live with the enums so that no template invents its own.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A closed list whose members carry the Polish word a person sees."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs (stored value, Polish word) for a Django field."""
        return [(member.value, member.label) for member in cls]


class Kind(Labelled):
    """Kind of an indicator's value."""

    COUNT = "count", "liczba"
    AMOUNT = "amount", "kwota"
    PERCENT = "percent", "odsetek"
    ORDINAL = "ordinal", "ocena słowna"
    LIST = "list", "lista"
    TEXT = "text", "opis"
    BREAKDOWN = "breakdown", "podział"
    MISSING = "missing", "brak wartości"


class Status(Labelled):
    """Why a value is, or is not, there. Zero is a value; the kinds of nothing differ."""

    VALUE = "value", "wartość"
    TRUE_ZERO = "true_zero", "zero"
    NOT_APPLICABLE = "not_applicable", "nie dotyczy"
    NO_DATA = "no_data", "brak danych"
    NOT_SUBMITTED = "not_submitted", "nie przekazano"
    REFUSED = "refused", "odmowa"
    SUPPRESSED = "suppressed", "tajemnica statystyczna"


class CountedUnit(Labelled):
    """Unit of count: what one unit of the value is."""

    PERSON = "person", "osoba"
    FAMILY = "family", "rodzina"
    PERSON_IN_FAMILY = "person_in_family", "osoba w rodzinie"
    HOUSEHOLD = "household", "gospodarstwo domowe"
    EVENT = "event", "zdarzenie lub działanie"
    PARTICIPATION = "participation", "uczestnictwo"
    ADVICE = "advice", "porada"
    INSTITUTION = "institution", "instytucja"
    PROGRAMME = "programme", "program lub projekt"
    PLACE = "place", "miejsce lub lokal"
    ZLOTY = "zloty", "złoty"
    OTHER = "other", "inna jednostka"


class TimeBasis(Labelled):
    """Stock on a day, flow during the year, or a yearly average."""

    FLOW = "flow", "w ciągu roku"
    STOCK = "stock", "stan na 31 grudnia"
    AVERAGE = "average", "średnia w roku"


class Territory(Labelled):
    """Area the value speaks of; PUP's money covers the city and the county together."""

    CITY = "city", "miasto"
    CITY_AND_COUNTY = "city_and_county", "miasto i powiat łącznie"


class Aggregation(Labelled):
    """How values of several institutions, or of several years, make one."""

    SUM = "sum", "suma"
    LAST = "last", "ostatnia wartość"
    AVERAGE = "average", "średnia"
    MAXIMUM = "max", "największa wartość"
    RATIO = "ratio", "licznik przez mianownik"
    DISTRIBUTION = "distribution", "rozkład odpowiedzi"
    UNION = "union", "połączona lista"
    NONE = "none", "nie sumuje się"


class Polarity(Labelled):
    """Whether more is better; most indicators of help given have no such side."""

    HIGHER_IS_BETTER = "higher_is_better", "stymulanta"
    LOWER_IS_BETTER = "lower_is_better", "destymulanta"
    TARGET_IS_BEST = "target_is_best", "nominanta"
    NONE = "none", "bez kierunku"


class NoteKind(Labelled):
    """What a remark beside a value says."""

    SUB_VALUE = "sub_value", "część wartości („w tym”)"
    DUPLICATE_COUNT = "duplicate_count", "liczenie wielokrotne"
    COUNTED_UNIT = "counted_unit", "inna jednostka liczenia"
    TERRITORY = "territory", "inny obszar"
    AS_OF = "as_of", "stan na dzień"
    DEFINITION = "definition", "objaśnienie pojęcia"
    EXPLANATION = "explanation", "wyjaśnienie"


class BreakType(Labelled):
    """Type of a break in comparability (ESS: break in time series)."""

    UNEXPLAINED = "unexplained", "niewyjaśniony skok"
    DEFINITION = "definition", "zmiana definicji"
    COUNTING_RULE = "counting_rule", "zmiana sposobu liczenia"
    COVERAGE = "coverage", "zmiana zakresu"
    TERRITORY = "territory", "zmiana obszaru"
    SOURCE = "source", "zmiana źródła"
    LAW = "law", "zmiana prawa"
    DENOMINATOR = "denominator", "zmiana mianownika"
