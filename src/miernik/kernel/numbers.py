"""Polish numbers: reading them as documents print them, printing them as Poles write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from miernik.kernel.text import NBSP, STARS, squeeze

_SCALES = {"tys.": 1_000, "tys": 1_000, "mln": 1_000_000, "mln.": 1_000_000, "mld": 10**9}
_NUMBER = (
    r"(?P<sign>[-\u2212])?"
    r"(?P<digits>\d{1,3}(?:[ \u00a0\u202f.]\d{3})+|\d+)"
    r"(?:(?P<point>[.,])(?P<fraction>\d+))?"
)
_SHAPE = re.compile(
    rf"^{_NUMBER}\s*(?P<unit>%|[^\W\d_][\w./ ²\u00a0-]*)?\s*(?P<marker>[{STARS}]*)\s*$"
)
_UNIT_WORDS = 3
_NO_DATA = re.compile(r"^(brak danych|b\.?\s?d\.?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What one printed value says.

    ``number`` is in the base unit (``1.129,1 tys. zł`` is 1 129 100) and None when the text is not
    a number or is ambiguous; then ``doubt`` says why, in Polish, and ``candidates`` what it could
    be. ``unit`` is the printed unit, ``marker`` the footnote star.
    """

    raw: str
    number: Decimal | None = None
    unit: str | None = None
    marker: str = ""
    no_data: bool = False
    doubt: str | None = None
    candidates: tuple[Decimal, ...] = field(default=())


def read_number(text: str) -> NumberReading:
    """Read one printed value, such as ``22 351``, ``1.129,1 tys. zł*`` or ``Brak danych``."""
    raw = squeeze(text)
    if _NO_DATA.match(raw.rstrip(STARS + " ")):
        stripped = raw.rstrip(STARS + " ")
        return NumberReading(raw, no_data=True, marker=raw[len(stripped) :].strip())
    shape = _SHAPE.match(raw)
    if shape is None:
        return NumberReading(raw)
    unit = squeeze(shape["unit"] or "") or None
    if unit is not None and len(unit.split()) > _UNIT_WORDS:
        return NumberReading(raw)
    marker = "*" * len(shape["marker"])
    scale = _scale(unit)
    candidates = tuple(value * scale for value in _values(shape, unit))
    if len(candidates) == 1:
        return NumberReading(raw, candidates[0], unit, marker)
    shown = " albo ".join(print_number(value) for value in candidates)
    doubt = f"Zapis „{raw}” można przeczytać na dwa sposoby: {shown}."
    return NumberReading(raw, None, unit, marker, doubt=doubt, candidates=candidates)


def print_number(value: Decimal | int, *, decimals: int | None = None) -> str:
    """Print a number as Poles write it: groups of three with hard spaces, a decimal comma.

    Four-digit numbers are grouped too, so that columns align. ``decimals`` fixes the number of
    places (half up is the caller's business: the value must already be rounded); without it
    trailing zeros are dropped.
    """
    number = Decimal(value)
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals))
    sign, digits = ("\u2212", -number) if number < 0 else ("", number)
    whole, _, fraction = format(digits, "f").partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", NBSP)
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def print_interval(lower: Decimal, upper: Decimal) -> str:
    """Print bounds: ``od 120 do 340``; one number where they meet."""
    low, high = print_number(lower), print_number(upper)
    return low if lower == upper else f"od {low} do {high}"


def _scale(unit: str | None) -> int:
    if unit is None:
        return 1
    return _SCALES.get(unit.split()[0].casefold(), 1)


def _values(shape: re.Match[str], unit: str | None) -> list[Decimal]:
    """Every value the printed digits can mean, in the unit as printed."""
    sign = -1 if shape["sign"] else 1
    digits, fraction = shape["digits"], shape["fraction"]
    whole = re.sub(r"[ \u00a0\u202f.]", "", digits)
    if fraction is not None:
        # A point after digits is decimal only when it cannot group thousands: "1.5", "1234.5".
        return [sign * Decimal(f"{whole}.{fraction}")]
    grouped_once = re.fullmatch(r"(\d{1,3})\.(\d{3})", digits)
    if grouped_once is None:
        return [sign * Decimal(whole)]
    if unit is not None and unit.rstrip(".").endswith("zł") and _scale(unit) == 1:
        return [sign * Decimal(whole)]  # zlotys have two decimal places, so the point groups
    if grouped_once[1].startswith("0"):
        return [sign * Decimal(f"{grouped_once[1]}.{grouped_once[2]}")]
    return [sign * Decimal(whole), sign * Decimal(f"{grouped_once[1]}.{grouped_once[2]}")]
