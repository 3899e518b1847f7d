"""What may stand on an organisation's card: normal forms, and everything wrong at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from stdnum import exceptions
from stdnum.pl import nip as stdnum_nip
from stdnum.pl import regon as stdnum_regon

from miernik.accounts.models import Institution
from miernik.accounts.organisations.fields import fields_today, in_order
from miernik.accounts.organisations.models import LegalForm
from miernik.kernel.text import comparable, squeeze

_KRS_DIGITS = 10
_REGON_DIGITS = (9, 14)
_MARKS = re.compile(r"[\"'„”“«»‚‘’]")
_GAPS = re.compile(r"[\s\-./]")
_LONGEST = {
    "name": (300, "Nazwa"),
    "district": (100, "Osiedle"),
    "address": (300, "Adres"),
    "contact_person": (150, "Osoba do kontaktu"),
    "phone": (60, "Telefon"),
}


@dataclass(frozen=True, slots=True)
class OrganisationData:
    """What is typed about an organisation; ``fields`` are numbers of points of art. 4 ust. 1."""

    name: str
    legal_form: LegalForm = LegalForm.UNKNOWN
    krs: str = ""
    nip: str = ""
    regon: str = ""
    fields: tuple[str, ...] = ()
    activity_note: str = ""
    district: str = ""
    address: str = ""
    contact_person: str = ""
    email: str = ""
    phone: str = ""
    active_in_city: bool = True
    institution: Institution | None = None


def name_key(name: str) -> str:
    """Return the normal form of a name: case, spaces, quotation marks and dashes set aside."""
    return comparable(_MARKS.sub("", name))


def read_krs(text: str) -> str:
    """Return a KRS number with its ten digits; raises ValueError with a Polish sentence."""
    digits = _digits(text, "KRS")
    if not digits:
        return ""
    if len(digits) > _KRS_DIGITS or not digits.strip("0"):
        raise ValueError(
            f"Numer KRS ma 10 cyfr, a „{squeeze(text)}” ma ich {len(digits)}: sprawdź go w "
            "wyszukiwarce KRS."
            if digits.strip("0")
            else "Numer KRS nie może składać się z samych zer."
        )
    return digits.zfill(_KRS_DIGITS)


def read_nip(text: str) -> str:
    """Return a NIP of ten digits; raises ValueError with a Polish sentence."""
    digits = _digits(re.sub(r"^\s*PL", "", text, flags=re.I), "NIP")
    if not digits:
        return ""
    try:
        return str(stdnum_nip.validate(digits))
    except exceptions.InvalidLength as error:
        raise ValueError(f"NIP musi mieć 10 cyfr, a „{squeeze(text)}” ich tyle nie ma.") from error
    except exceptions.ValidationError as error:
        raise ValueError(_checksum("NIP", text)) from error


def read_regon(text: str) -> str:
    """Return a REGON of 9 or 14 digits; raises ValueError with a Polish sentence.

    Numbers of Podlasie begin with a zero that spreadsheets drop, so it is put back.
    """
    digits = _digits(text, "REGON")
    if not digits:
        return ""
    short, long = _REGON_DIGITS
    full = digits.zfill(short) if len(digits) == short - 1 else digits
    full = full.zfill(long) if len(full) == long - 1 else full
    try:
        return str(stdnum_regon.validate(full))
    except exceptions.InvalidLength as error:
        raise ValueError(
            f"REGON musi mieć 9 albo 14 cyfr, a „{squeeze(text)}” ich tyle nie ma."
        ) from error
    except exceptions.ValidationError as error:
        raise ValueError(_checksum("REGON", text)) from error


_NUMBERS = {"krs": read_krs, "nip": read_nip, "regon": read_regon}


def checked(data: OrganisationData) -> tuple[OrganisationData, dict[str, str]]:
    """Return the data in their normal form, and one Polish sentence for each field that is wrong.

    What is wrong stays as typed.
    """
    faults: dict[str, str] = {}
    texts = {name: squeeze(getattr(data, name)) for name in (*_LONGEST, "email")}
    for name, read in _NUMBERS.items():
        try:
            texts[name] = read(getattr(data, name))
        except ValueError as error:
            faults[name] = str(error)
    for name, (longest, label) in _LONGEST.items():
        if len(texts[name]) > longest:
            faults[name] = f"{label} może mieć najwyżej {longest} znaków: skróć wpis."
    if not name_key(texts["name"]):
        faults["name"] = "Podaj nazwę organizacji."
    if texts["email"]:
        try:
            validate_email(texts["email"])
        except ValidationError:
            faults["email"] = f"E-mail „{texts['email']}” nie jest adresem: sprawdź go."
    unknown = [code for code in data.fields if code not in fields_today()]
    if unknown:
        faults["fields"] = f"Nie ma obszaru działalności o numerze {unknown[0]}: wybierz z listy."
    fields = data.fields if unknown else in_order(data.fields)
    normal: dict[str, Any] = {**texts, "activity_note": data.activity_note.strip()}
    return replace(data, fields=fields, **normal), faults


def _digits(text: str, label: str) -> str:
    found = _GAPS.sub("", text)
    if found and not (found.isascii() and found.isdigit()):
        raise ValueError(f"{label} może zawierać tylko cyfry, a „{squeeze(text)}” ma inne znaki.")
    return found


def _checksum(label: str, text: str) -> str:
    return f"{label} „{squeeze(text)}” ma błędną cyfrę kontrolną: sprawdź każdą cyfrę."
