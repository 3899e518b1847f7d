"""Columns of a file with organisations: the same headings are read and written."""

from __future__ import annotations

from dataclasses import dataclass

from miernik.kernel.text import folded


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, the heading as it is written, and other headings that mean it."""

    key: str
    heading: str
    others: tuple[str, ...] = ()


COLUMNS = (
    Column("name", "Nazwa", ("nazwa organizacji", "organizacja", "pełna nazwa")),
    Column("legal_form", "Forma prawna", ("forma",)),
    Column("krs", "KRS", ("numer krs", "nr krs", "krs nr")),
    Column("nip", "NIP", ("numer nip", "nr nip")),
    Column("regon", "REGON", ("numer regon", "nr regon")),
    Column("fields", "Obszar działalności", ("obszary działalności", "zakres działalności")),
    Column("district", "Osiedle", ("dzielnica", "osiedle lub dzielnica")),
    Column("address", "Adres", ("adres siedziby", "siedziba", "adres do korespondencji")),
    Column("contact_person", "Osoba do kontaktu", ("osoba kontaktowa", "kontakt")),
    Column("email", "E-mail", ("email", "adres e-mail", "adres email", "mail", "poczta")),
    Column("phone", "Telefon", ("tel", "tel.", "numer telefonu", "nr telefonu")),
    Column("active_in_city", "Działa w mieście", ("działalność w mieście",)),
    Column("consent", "Zgoda", ("zgoda na kontakt", "zgoda na wiadomości", "data zgody")),
    Column("consent_source", "Skąd zgoda", ("źródło zgody",)),
)
HEADINGS = {column.key: column.heading for column in COLUMNS}
_BY_HEADING = {
    folded(text): column.key for column in COLUMNS for text in (column.heading, *column.others)
}


def key_of(heading: str) -> str:
    """Return the key of the column that a heading means; "" for one that is not known."""
    return _BY_HEADING.get(folded(heading).rstrip(":"), "")
