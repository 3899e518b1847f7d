"""The PESEL number: its check digit, and the birth date and sex it tells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from stdnum import exceptions
from stdnum.pl import pesel as stdnum_pesel

from miernik.cases.fields import keyring
from miernik.cases.models import Sex
from miernik.cases.register.errors import PersonDataError

PURPOSE = "person.pesel"


@dataclass(frozen=True, slots=True)
class Pesel:
    """A number that is in order, with what it says."""

    number: str
    birth_date: dt.date
    sex: Sex


def read_pesel(text: str) -> Pesel:
    """Read a number as typed; spaces and dashes do not matter. Raises PersonDataError."""
    try:
        number = stdnum_pesel.validate(text)
    except exceptions.InvalidChecksum as error:
        raise _wrong("ma błędną cyfrę kontrolną; sprawdź każdą cyfrę") from error
    except exceptions.InvalidComponent as error:
        raise _wrong("zawiera datę, której nie ma w kalendarzu") from error
    except exceptions.InvalidLength as error:
        raise _wrong("musi mieć 11 cyfr") from error
    except exceptions.ValidationError as error:
        raise _wrong("może zawierać tylko cyfry") from error
    sex = Sex.FEMALE if stdnum_pesel.get_gender(number) == "F" else Sex.MALE
    return Pesel(number, stdnum_pesel.get_birth_date(number), sex)


def pesel_index(number: str) -> str:
    """Return the keyed hash by which a number is found; empty for no number."""
    return keyring().index(number, purpose=PURPOSE) if number else ""


def _wrong(what: str) -> PersonDataError:
    return PersonDataError("pesel", f"Numer PESEL {what}.")
