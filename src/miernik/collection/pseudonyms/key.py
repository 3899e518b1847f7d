"""The key of pseudonyms: made by the data protection officer, held by institutions, never by the
desk that counts.

The text of a key can be read aloud or copied from paper: letters that are easily taken for one
another are left out, and a checksum notices a slip. Year and area of counting stand in every
message that is hashed and in the key's fingerprint, so pseudonyms of two years have nothing in
common even when somebody uses last year's key again by mistake.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from miernik.collection.pseudonyms.errors import KeyTextError
from miernik.collection.pseudonyms.identifiers import KIND
from miernik.kernel.text import squeeze

KEY_BYTES = 32
#: Of HMAC-SHA-256 the first 16 bytes are kept. Among n persons two get the same one with
#: probability under n² / 2¹²⁹: for a million persons 1,5 · 10⁻²⁷. Half the length halves what is
#: sent and stored, and 128 bits are as far from guessing as 256.
PSEUDONYM_BYTES = 16
_FINGERPRINT_BYTES = 8
_CHECK = 4  # characters, 20 bits: one slip in a million goes unnoticed
_GROUP = 4
_MARK = "MK1"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_READ_AS = str.maketrans("ILO", "110")
_LETTERS = -(-KEY_BYTES * 8 // 5)
_DOMAIN = "miernik pseudonym 1"
_FINGERPRINT_DOMAIN = "miernik pseudonym key 1"
_CHECK_DOMAIN = b"miernik pseudonym key check 1\x00"
_AREA = re.compile(r"[^\W_][\w .,()/–-]{0,79}")
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True, repr=False)
class PseudonymKey:
    """256 bits, the reporting year and the area within which persons are counted together.

    The area is a city, or what several cities agreed upon when they want to be counted together.
    """

    secret: bytes
    year: int
    area: str

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that tell keys, years and areas apart and lead back to none."""
        message = _message(_FINGERPRINT_DOMAIN, str(self.year), self.area)
        return hmac.digest(self.secret, message, "sha256")[:_FINGERPRINT_BYTES].hex()

    def pseudonym(self, number: str, *, indicator: str) -> bytes:
        """Return the 16 bytes that stand for a person, given by the normalised PESEL.

        The indicator belongs to the message: sets of two indicators cannot be laid one on the
        other by anybody without the key.
        """
        message = _message(_DOMAIN, str(self.year), self.area, indicator, KIND, number)
        return hmac.digest(self.secret, message, "sha256")[:PSEUDONYM_BYTES]


def new_key(*, year: int, area: str) -> PseudonymKey:
    """Return a fresh random key. Raises KeyTextError for a year or an area that cannot be."""
    return PseudonymKey(secrets.token_bytes(KEY_BYTES), checked_year(year), checked_area(area))


def checked_year(year: int) -> int:
    """Return the year; raises KeyTextError when it is none."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise KeyTextError(f"{year} nie jest rokiem sprawozdania. Podaj rok, na przykład 2026.")
    return year


def checked_area(area: str) -> str:
    """Return the area's name with single spaces; raises KeyTextError when it is no name."""
    name = squeeze(area)
    if not _AREA.fullmatch(name):
        raise KeyTextError(
            "Obszar liczenia to nazwa do 80 znaków, na przykład „Białystok”. Podaj ją bez "
            "znaków specjalnych."
        )
    return name


def checked_indicator(indicator: str) -> str:
    """Return the indicator's mark with single spaces; raises KeyTextError when it is none."""
    name = squeeze(indicator)
    if not _AREA.fullmatch(name):
        raise KeyTextError(
            "Wskaźnik podaj tak, jak stoi w formularzu: do 80 znaków, bez znaków specjalnych."
        )
    return name


def print_key(secret: bytes) -> str:
    """Return the key as people copy it: MK1 and 14 groups of four, the last one a checksum."""
    letters = _encoded(secret)
    letters += _checksum(secret)
    groups = [letters[place : place + _GROUP] for place in range(0, len(letters), _GROUP)]
    return "-".join([_MARK, *groups])


def read_key(text: str) -> bytes:
    """Return the 32 bytes of a printed key; small letters, spaces and O for 0 do no harm.

    Raises KeyTextError that says what is wrong without repeating the key.
    """
    plain = re.sub(r"[\s-]+", "", text.upper())
    if not plain.startswith(_MARK):
        raise KeyTextError(f"To nie jest klucz pseudonimów: klucz zaczyna się od {_MARK}.")
    letters = plain[len(_MARK) :].translate(_READ_AS)
    if len(letters) != _LETTERS + _CHECK:
        raise KeyTextError(
            f"Klucz ma po {_MARK} {_LETTERS + _CHECK} znaków, a podano {len(letters)}. "
            "Przepisz go jeszcze raz."
        )
    if wrong := sorted(set(letters) - set(_ALPHABET)):
        raise KeyTextError(f"W kluczu nie ma znaku „{wrong[0]}”. Przepisz go jeszcze raz.")
    value = 0
    for letter in letters[:_LETTERS]:
        value = value * 32 + _ALPHABET.index(letter)
    spare = _LETTERS * 5 - KEY_BYTES * 8
    secret = (value >> spare).to_bytes(KEY_BYTES, "big")
    if value & ((1 << spare) - 1) or _checksum(secret) != letters[_LETTERS:]:
        raise KeyTextError("W kluczu jest pomyłka (suma kontrolna). Porównaj go znak po znaku.")
    return secret


def _encoded(secret: bytes) -> str:
    spare = _LETTERS * 5 - KEY_BYTES * 8
    value = int.from_bytes(secret, "big") << spare
    return "".join(_ALPHABET[value >> 5 * place & 31] for place in reversed(range(_LETTERS)))


def _checksum(secret: bytes) -> str:
    digest = hashlib.sha256(_CHECK_DOMAIN + secret).digest()
    value = int.from_bytes(digest[:4], "big") >> 12
    return "".join(_ALPHABET[value >> 5 * place & 31] for place in reversed(range(_CHECK)))


def _message(*parts: str) -> bytes:
    """The parts one after another; a zero byte, which none of them holds, keeps them apart."""
    return "\x00".join(parts).encode()
