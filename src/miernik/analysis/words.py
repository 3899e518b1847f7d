"""Polish sentences about values: the verb agrees with the indicator's name, numbers read well."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Kind, Polarity, Status
from miernik.kernel.text import NBSP, squeeze

_FORMS = {
    "f": {"rise": "wzrosła", "fall": "spadła", "was": "wynosiła", "same": "nie zmieniła się"},
    "m": {"rise": "wzrósł", "fall": "spadł", "was": "wynosił", "same": "nie zmienił się"},
    "n": {"rise": "wzrosło", "fall": "spadło", "was": "wynosiło", "same": "nie zmieniło się"},
    "pl": {"rise": "wzrosły", "fall": "spadły", "was": "wynosiły", "same": "nie zmieniły się"},
}
_GENDERS = {
    "f": "liczba ilość kwota wysokość suma wartość powierzchnia średnia przeciętna frekwencja baza "
    "stopa długość częstotliwość dostępność",
    "m": "koszt odsetek udział procent wskaźnik stopień poziom czas stan przyrost wzrost spadek "
    "efekt rodzaj wydatek dochód budżet",
    "n": "dofinansowanie wynagrodzenie zadłużenie saldo zatrudnienie miejsce",
    "pl": "wydatki koszty środki nakłady dochody rodzaje formy miejsca",
}
_GENDER = {noun: gender for gender, nouns in _GENDERS.items() for noun in nouns.split()}
_UNIT_AT_END = re.compile(r"\s*\((osoby|osób|jednostk[ai]|szt\.?|zł|tys\.? zł|mln zł|%)\)\s*$")
_TWO_THINGS = re.compile(r"[,/]\s*(liczba|ilość|kwota)\b|x\s*100\s*%", re.IGNORECASE)
# A clause or a list opened inside the name closes with a comma before the verb.
_OPEN_CLAUSE = re.compile(r",\s*(\w+\s+)?któr|\btj\.|\btzn\.|, w tym\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """The grammatical subject of a sentence about an indicator."""

    text: str
    gender: str

    def verb(self, form: str) -> str:
        """Return the subject with its verb: ``rise``, ``fall``, ``was`` or ``same``."""
        comma = "," if _OPEN_CLAUSE.search(self.text) else ""
        return f"{self.text}{comma} {_FORMS[self.gender][form]}"


def subject(name: str) -> Subject:
    """Return the subject for an indicator's name, such as ``Liczba asystentów rodzinnych``.

    A name that is a formula, names two things or begins with an unknown noun is quoted after the
    word Wskaźnik, which always agrees.
    """
    text = _UNIT_AT_END.sub("", squeeze(name)).rstrip(".:; ")
    first = re.match(r"\w*", text.casefold())
    gender = _GENDER.get(first.group() if first else "")
    if gender is None or _TWO_THINGS.search(text):
        return Subject(f"Wskaźnik „{text}”", "m")
    return Subject(text[:1].upper() + text[1:], gender)


def label(name: str) -> str:
    """Return the name as a heading of a sentence that has no verb for it."""
    return _UNIT_AT_END.sub("", squeeze(name)).rstrip(".:; ")


def year(value: int) -> str:
    """Return ``2017 r.`` that never breaks over lines."""
    return f"{value}{NBSP}r."


def quantity(kind: Kind, value: Decimal) -> str:
    """Return a value with its unit: ``1 129 100 zł``, ``0,71%``, ``25``."""
    if kind is Kind.AMOUNT:
        return _zlotys(value)
    shown = print_number(value)
    return f"{shown}%" if kind is Kind.PERCENT else shown


def out_of(shown: str) -> str:
    """Return a printed number with its preposition: ``z 507``, but ``ze 120`` (stu dwudziestu)."""
    first = re.match(r"\d+", shown)
    hundred = first is not None and len(first.group()) == 3 and first.group()[0] == "1"
    return f"ze {shown}" if hundred else f"z {shown}"


def probability(value: float) -> str:
    """Return ``p = 0,50``; three places under 0,1, and ``p < 0,001`` for what is smaller."""
    if value < 0.001:
        return "p < 0,001"
    digits = 3 if value < 0.1 else 2
    return f"p = {print_number(Decimal(repr(round(value, digits))), decimals=digits)}"


def distance(kind: Kind, difference: Decimal) -> str:
    """Return the size of a difference, without sign, in its own unit."""
    if kind is Kind.AMOUNT:
        return _zlotys(abs(difference))
    shown = print_number(abs(difference))
    return f"{shown} pkt{NBSP}proc." if kind is Kind.PERCENT else shown


def _zlotys(value: Decimal) -> str:
    """Whole zlotys, or with both grosze digits."""
    places = None if value == value.to_integral_value() else 2
    rounded = value if places is None else value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{print_number(rounded, decimals=places)}{NBSP}zł"


def by_how_much(kind: Kind, difference: Decimal, percent: Decimal | None) -> str:
    """Return ``o 167, czyli o 32,9%``; without the percentage where there is none or it is odd."""
    text = f"o {distance(kind, difference)}"
    if percent is None or kind is Kind.PERCENT:
        return text
    return f"{text}, czyli o {print_number(abs(percent))}%"


def more_or_less(difference: Decimal) -> str:
    """Return the comparative for a difference."""
    return "więcej" if difference > 0 else "mniej"


def good_or_bad(polarity: Polarity, *, rising: bool) -> str:
    """Return the ending that says which way is better; empty unless the card says so."""
    if polarity not in (Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER):
        return ""
    good = rising is (polarity is Polarity.HIGHER_IS_BETTER)
    return ", co jest zmianą korzystną" if good else ", co jest zmianą niekorzystną"


_NOTHING = {
    Status.NOT_APPLICABLE: "wskaźnik nie dotyczy {year}",
    Status.NO_DATA: "za {year} nie ma danych",
    Status.NOT_SUBMITTED: "wartości za {year} nie przekazano",
    Status.REFUSED: "podania wartości za {year} odmówiono",
    Status.SUPPRESSED: "wartość za {year} jest objęta tajemnicą statystyczną",
}


def nothing(value: int, status: Status | None) -> str:
    """Say what kind of nothing stands in a year; None is a year without any entry."""
    text = "za {year} nie ma żadnego zapisu" if status is None else _NOTHING[status]
    return text.format(year=year(value))


def listed(items: list[str], limit: int = 5) -> str:
    """Join quoted items with commas; beyond ``limit`` say how many more there are."""
    shown = ", ".join(f"„{shorten(item, 80)}”" for item in items[:limit])
    rest = len(items) - limit
    return f"{shown} i jeszcze {rest}" if rest > 0 else shown


def sentence(text: str) -> str:
    """Close a sentence with one full stop and open it with a capital letter."""
    return text[:1].upper() + text[1:].rstrip() + ("" if text.rstrip().endswith(".") else ".")


def shorten(text: str, limit: int = 160) -> str:
    """Return a remark cut at a word, for quoting inside a sentence."""
    whole = squeeze(text).rstrip(".")
    return whole if len(whole) <= limit else whole[:limit].rsplit(" ", 1)[0] + " …"
