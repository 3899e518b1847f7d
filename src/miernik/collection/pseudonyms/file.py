"""The file of pseudonyms an institution hands over: JSON, without any identifier.

    {"format": "miernik-pseudonyms", "version": 1, "year": 2026, "area": "Białystok",
     "indicator": "…", "institution": "…", "key": "16 hex", "count": 2, "without_pesel": 0,
     "pseudonyms": ["32 hex", …]}

Pseudonyms stand in ascending order, each once. Files come from outside, so everything is checked.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from miernik.collection.pseudonyms.errors import KeyTextError, PseudonymFileError
from miernik.collection.pseudonyms.key import (
    PSEUDONYM_BYTES,
    PseudonymKey,
    checked_area,
    checked_indicator,
    checked_year,
)
from miernik.kernel.errors import MiernikError
from miernik.kernel.numbers import print_number
from miernik.rules.json_objects import once_each

FORMAT = "miernik-pseudonyms"
VERSION = 1
MAX_PSEUDONYMS = 1_000_000
MAX_FILE = 40 * 1024 * 1024
MAX_INSTITUTION = 300
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_PSEUDONYM = re.compile(rf"[0-9a-f]{{{PSEUDONYM_BYTES * 2}}}")
_FIELDS = {
    "format", "version", "year", "area", "indicator", "institution", "key", "count",
    "without_pesel", "pseudonyms",
}  # fmt: skip
_AGAIN = "Utwórz plik jeszcze raz poleceniem „miernik pseudonyms make” albo w przeglądarce."


@dataclass(frozen=True, slots=True)
class PseudonymFile:
    """Pseudonyms of one institution for one indicator of one year.

    ``values`` are 16 bytes each, ascending and distinct; ``without_pesel`` is the number of
    persons who have no PESEL and so no pseudonym.
    """

    year: int
    area: str
    indicator: str
    institution: str
    key: str
    values: tuple[bytes, ...]
    without_pesel: int = 0


def make_file(
    numbers: tuple[str, ...],
    *,
    key: PseudonymKey,
    indicator: str,
    institution: str,
    without_pesel: int = 0,
) -> PseudonymFile:
    """Turn distinct normalised PESEL numbers into pseudonyms."""
    mark = checked_indicator(indicator)
    values = tuple(sorted({key.pseudonym(number, indicator=mark) for number in numbers}))
    return PseudonymFile(
        key.year, key.area, mark, institution, key.fingerprint, values, without_pesel
    )


def file_text(file: PseudonymFile) -> str:
    """Return the file as JSON text, one pseudonym a line."""
    plain: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "year": file.year,
        "area": file.area,
        "indicator": file.indicator,
        "institution": file.institution,
        "key": file.key,
        "count": len(file.values),
        "without_pesel": file.without_pesel,
        "pseudonyms": [value.hex() for value in file.values],
    }
    return json.dumps(plain, ensure_ascii=False, indent=0) + "\n"


def parse_file(content: bytes) -> PseudonymFile:
    """Read a file of pseudonyms; raises PseudonymFileError with the first thing that is wrong."""
    plain = json_object(content, MAX_FILE, PseudonymFileError, _AGAIN)
    if plain.get("format") != FORMAT:
        raise _wrong("to nie jest plik pseudonimów")
    if plain.get("version") != VERSION:
        raise _wrong("plik jest w wersji, której ten program nie zna")
    if plain.keys() != _FIELDS:
        raise _wrong("pól jest za mało albo za dużo")
    return PseudonymFile(
        *frame_of(plain, _wrong),
        values=_values(plain),
        without_pesel=_number(plain, "without_pesel"),
    )


def json_object(
    content: bytes, limit: int, error: type[MiernikError], advice: str
) -> dict[str, Any]:
    """Return the JSON object in ``content``; raises ``error`` for anything else."""
    if len(content) > limit:
        raise error(f"Plik ma ponad {limit // 1024 // 1024} MB, więc go nie otwarto. {advice}")
    try:
        plain = json.loads(content.decode("utf-8-sig"), object_pairs_hook=once_each)
    except (ValueError, RecursionError) as reason:
        raise error(f"Plik nie jest poprawnym zapisem JSON albo jest ucięty. {advice}") from reason
    if not isinstance(plain, dict):
        raise error(f"Plik nie zawiera obiektu JSON. {advice}")
    return plain


def frame_of(
    plain: dict[str, Any], wrong: Callable[[str], Exception]
) -> tuple[int, str, str, str, str]:
    """Return year, area, indicator, institution and key's fingerprint, each checked."""
    year, key = plain["year"], plain["key"]
    texts = [plain["area"], plain["indicator"], plain["institution"]]
    if type(year) is not int or not all(isinstance(text, str) for text in [key, *texts]):
        raise wrong("rok, obszar, wskaźnik, instytucja lub odcisk klucza są źle zapisane")
    area, indicator, institution = texts
    try:
        sound = (checked_year(year), checked_area(area), checked_indicator(indicator))
    except KeyTextError as error:
        raise wrong("rok, obszar lub wskaźnik są źle zapisane") from error
    if sound != (year, area, indicator):
        raise wrong("obszar lub wskaźnik są źle zapisane")
    if (
        not institution.strip()
        or len(institution) > MAX_INSTITUTION
        or not institution.isprintable()
    ):
        raise wrong("nazwa instytucji jest pusta, za długa albo ma niedozwolone znaki")
    if not _FINGERPRINT.fullmatch(key):
        raise wrong("odcisk klucza jest źle zapisany")
    return year, area, indicator, institution, key


def _values(plain: dict[str, Any]) -> tuple[bytes, ...]:
    given = plain["pseudonyms"]
    if not isinstance(given, list) or len(given) > MAX_PSEUDONYMS:
        raise _wrong("lista pseudonimów jest źle zapisana albo za długa")
    if _number(plain, "count") != len(given):
        raise _wrong(
            f"zapowiedziano {print_number(_number(plain, 'count'))}, a jest "
            f"{print_number(len(given))} pseudonimów"
        )
    for place, text in enumerate(given, 1):
        if not isinstance(text, str) or not _PSEUDONYM.fullmatch(text):
            raise _wrong(f"pozycja {print_number(place)} nie jest pseudonimem")
    for place, (before, after) in enumerate(itertools.pairwise(given), 2):
        if before >= after:
            what = "powtarza poprzednią" if before == after else "stoi nie po kolei"
            raise _wrong(f"pozycja {print_number(place)} {what}")
    return tuple(bytes.fromhex(text) for text in given)


def _number(plain: dict[str, Any], name: str) -> int:
    value = plain[name]
    if type(value) is not int or not 0 <= value <= MAX_PSEUDONYMS:
        raise _wrong("liczba osób jest źle zapisana")
    return value


def _wrong(what: str) -> PseudonymFileError:
    return PseudonymFileError(f"Plik pseudonimów: {what}. {_AGAIN}")
