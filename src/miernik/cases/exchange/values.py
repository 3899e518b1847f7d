"""What the fields of a register mean: typed rows, checked against each other."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from miernik.cases.exchange.faults import Faults, quoted
from miernik.cases.exchange.layout import TABLES, Column, Holds, RawRegister, RawTable, Table
from miernik.cases.models import FamilyRole, GrantStatus, Sex
from miernik.cases.register.errors import PersonDataError
from miernik.cases.register.pesel import Pesel, read_pesel
from miernik.kernel.text import plural
from miernik.rules.reasons import ReasonCode

#: Stands where a period's beginning is unknown; written back as an empty field.
UNKNOWN_START = dt.date(1900, 1, 1)

Fields = dict[str, Any]
_NUMBER = re.compile(r"\w[\w ./\\#:-]{0,59}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SEX = {"f": Sex.FEMALE, "k": Sex.FEMALE, "m": Sex.MALE}
_YES = ("true", "1", "tak", "t", "yes", "y")
_NO = ("false", "0", "nie", "n", "no", "")
_STATUSES = {status.value for status in GrantStatus}
_CODES = {code.value for code in ReasonCode}
_ROLES = {role.value for role in FamilyRole}
_FORMULA_SIGNS = "=+@"
#: What a fault never quotes.
_PERSONAL = {Holds.PESEL, Holds.TEXT}


@dataclass(slots=True)
class TypedTable:
    """Rows of a table by key: the key as the layout names it, joined by bars."""

    columns: frozenset[str]
    rows: dict[str, Fields] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class TypedRegister:
    """The register as values; ``notes`` are Polish sentences on what is odd but not wrong."""

    tables: dict[str, TypedTable]
    notes: list[str] = field(default_factory=list)

    def rows(self, table: str) -> dict[str, Fields]:
        """Rows of a table by key; none where the table was not there."""
        return self.tables[table].rows if table in self.tables else {}


def understand(raw: RawRegister, faults: Faults, *, sheets: bool = False) -> TypedRegister:
    """Return the typed register; everything wrong goes into ``faults``."""
    ending = "" if sheets else ".csv"
    register = TypedRegister({})
    for table in TABLES:
        if table.name in raw:
            register.tables[table.name] = _typed(raw[table.name], table, ending, faults)
            strangers = [name for name in raw[table.name].columns if table.column(name) is None]
            if strangers:
                register.notes.append(
                    f"{table.name}{ending}: nieznane kolumny pominięto: {', '.join(strangers)}."
                )
    _check_references(register, ending, faults)
    register.notes += _oddities(register)
    return register


def _typed(raw: RawTable, table: Table, ending: str, faults: Faults) -> TypedTable:
    known = [(place, column) for place, name in enumerate(raw.columns)
             if (column := table.column(name))]  # fmt: skip
    typed = TypedTable(frozenset(column.name for _, column in known))
    file = f"{table.name}{ending}"
    readers = [(place, column, _reader(column, file, faults)) for place, column in known]
    for line, row in raw.rows:
        fields = {column.name: read(row[place], line) for place, column, read in readers}
        since, until = fields.get("from"), fields.get("to")
        if since and until and until < since:
            reason = f"koniec {until} jest wcześniejszy niż początek {since}"
            faults.add(file, line, "to", reason, kind="odwrócony okres")
        parts = [fields[name] for name in table.key]
        # a key with a refused part was told already and repeats nothing
        key = f"#{line}" if None in parts else "|".join(map(str, parts))
        if key in typed.rows:
            reason = f"powtórzony wiersz; pierwszy raz w wierszu {typed.lines[key]}"
            faults.add(file, line, table.key[-1], reason, kind="powtórzony wiersz")
            continue
        typed.rows[key], typed.lines[key] = fields, line
    return typed


def _reader(column: Column, file: str, faults: Faults) -> Callable[[str, int], Any]:
    """A reader of one column that remembers what it has read and notes what it refuses."""
    parse, seen = _PARSERS[column.holds], dict[str, Any]()

    def read(text: str, line: int) -> Any:
        if text in seen:
            return seen[text]
        try:
            value = _value(text, column, parse)
        except ValueError as error:
            said = str(error)
            about_a_person = column.holds in _PERSONAL or column.name == "birth_date"
            reason = said if about_a_person or not text else f"{quoted(text)}: {said}"
            faults.add(file, line, column.name, reason, kind=said)
            return None
        seen[text] = value
        return value

    return read


def _value(text: str, column: Column, parse: Callable[[str], Any]) -> Any:
    if not text and column.holds is not Holds.FLAG:
        if column.name == "from":
            return UNKNOWN_START
        if column.filled:
            raise ValueError("brak wartości")
        return "" if column.holds is Holds.TEXT else None
    if len(text) > column.longest:
        raise ValueError(f"więcej niż {column.longest} znaków")
    return parse(text)


# --- single fields -------------------------------------------------------------------------------


def _number(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise ValueError("numer może mieć do 60 liter, cyfr i znaków . / - : # i nic więcej")
    return text


def _date(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError("to nie jest data w postaci 2015-12-31")
    if not 1850 <= day.year <= 2150:
        raise ValueError("rok daty jest niemożliwy")
    return day


def _sex(text: str) -> Sex:
    try:
        return _SEX[text.casefold()]
    except KeyError:
        raise ValueError("płeć to f albo m") from None


def _pesel(text: str) -> Pesel:
    try:
        return read_pesel(text)
    except PersonDataError as error:
        raise ValueError(str(error)[:1].lower() + str(error)[1:].rstrip(".")) from None


def _flag(text: str) -> bool:
    small = text.casefold()
    if small not in _YES + _NO:
        raise ValueError("powinno być true albo false")
    return small in _YES


def _one_of(values: set[str], sentence: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in values:
            raise ValueError(sentence)
        return text

    return read


def _whole(digits: int, what: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= digits):
            raise ValueError(what)
        return int(text)

    return read


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1990 <= int(text[:4]) <= 2100 and len(text) == 4):
        raise ValueError("rok to cztery cyfry, na przykład 2015")
    return int(text)


def _plain_text(text: str) -> str:
    if text[0] in _FORMULA_SIGNS:
        raise ValueError("tekst zaczyna się znakiem formuły (=, + albo @)")
    if any(not letter.isprintable() for letter in text):
        raise ValueError("tekst zawiera znaki sterujące")
    return text


_PARSERS: dict[Holds, Callable[[str], Any]] = {
    Holds.NUMBER: _number,
    Holds.DATE: _date,
    Holds.SEX: _sex,
    Holds.PESEL: _pesel,
    Holds.FLAG: _flag,
    Holds.REASON: _one_of(_CODES, "nie ma takiego powodu z art. 7"),
    Holds.STATUS: _one_of(_STATUSES, "status to granted, refused albo revoked"),
    Holds.ROLE: _one_of(_ROLES, f"rola to {', '.join(sorted(_ROLES))}"),
    Holds.GROSZE: _whole(15, "powinna być liczba groszy, nieujemna i bez ułamka"),
    Holds.COUNT: _whole(9, "powinna być liczba, nieujemna i bez ułamka"),
    Holds.YEAR: _year,
    Holds.TEXT: _plain_text,
}


# --- between tables ------------------------------------------------------------------------------

_REFERENCES = (
    ("memberships", "family_id", "families"),
    ("memberships", "person_id", "persons"),
    ("reasons", "family_id", "families"),
    ("grants", "family_id", "families"),
    ("grants", "person_id", "persons"),
    ("families", "split_from", "families"),
)


def _check_references(register: TypedRegister, ending: str, faults: Faults) -> None:
    for table, column, target in _REFERENCES:
        if target not in register.tables or table not in register.tables:
            continue
        known = register.rows(target)
        for key, row in register.rows(table).items():
            number = row.get(column)
            if number is not None and number not in known:
                faults.add(
                    f"{table}{ending}",
                    register.tables[table].lines[key],
                    column,
                    f"{quoted(number)} nie ma w {target}{ending}",
                    kind=f"nie ma w {target}{ending}",
                )


def _oddities(register: TypedRegister) -> list[str]:
    persons, notes = register.rows("persons"), []
    numbers = Counter(row["pesel"].number for row in persons.values() if row["pesel"])
    if twice := sum(number > 1 for number in numbers.values()):
        word = plural(twice, "numer PESEL ma", "numery PESEL mają", "numerów PESEL ma")
        notes.append(
            f"{twice} {word} więcej niż jedna osoba w pliku; druga zostanie bez numeru i pojawi "
            "się wśród możliwych duplikatów."
        )
    if wrong := sum(_disagrees(row) for row in persons.values()):
        notes.append(
            f"{wrong} {plural(wrong, 'osoba ma', 'osoby mają', 'osób ma')} numer PESEL niezgodny "
            "z datą urodzenia albo płcią; dane zostaną, jak są."
        )
    with_members = {row["family_id"] for row in register.rows("memberships").values()}
    if empty := len(register.rows("families").keys() - with_members):
        word = plural(empty, "rodzina nie ma", "rodziny nie mają", "rodzin nie ma")
        notes.append(f"{empty} {word} żadnego członka.")
    return notes


def _disagrees(row: Fields) -> bool:
    if not row["pesel"]:
        return False
    told: Pesel = row["pesel"]
    other_day = row["birth_date"] is not None and row["birth_date"] != told.birth_date
    return other_day or (row["sex"] is not None and row["sex"] != told.sex)
