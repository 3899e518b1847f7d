"""Number formats of a spreadsheet: the text that a Polish Excel shows for a stored value."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from miernik.kernel.text import NBSP

#: In a format: quoted text, one sign after a backslash, a currency; then colours and fillers.
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\-\]]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
#: A spreadsheet's numbers are doubles.
_LARGEST_EXPONENT = 400
_DECIMALS = re.compile(r"[.](0+)")


def shown_number(stored: str, number_format: str, *, since_1904: bool = False) -> str:
    """The shown text of a number stored as ``stored``; dates are 31.12.2017, decimals "0,71".

    A day that no calendar has is shown as its number. Raises ValueError for what no spreadsheet
    can hold, such as 1E+999999999.
    """
    number = Decimal(stored)
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise ValueError(stored)
    if is_date_format(number_format):
        epoch = MAC_EPOCH if since_1904 else WINDOWS_EPOCH
        try:
            return _shown_date(from_excel(float(stored), epoch), number_format)
        except (ValueError, OverflowError):
            number_format = "General"
    sections = (number_format or "General").split(";")
    section = sections[1] if number < 0 and len(sections) > 1 else sections[0]
    literals = ["".join(filter(None, found.groups())) for found in _LITERAL.finditer(section)]
    bare = _LITERAL.sub("", section)
    return _shown_digits(number, bare) + "".join(literals).rstrip()


def _shown_date(value: object, number_format: str) -> str:
    if isinstance(value, datetime.datetime | datetime.date):
        has_day = re.search(r"[dm]", number_format, re.I) is not None
        return value.strftime("%d.%m.%Y") if has_day else str(value.year)
    return str(value)


def _shown_digits(number: Decimal, pattern: str) -> str:
    """Digits under a bare pattern such as ``#,##0.00`` or ``0.00%``."""
    if "general" in pattern.lower() or not re.search(r"[0#]", pattern):
        # Excel keeps 15 digits; a longer tail is the binary form of a decimal.
        rounded = Decimal(f"{number:.15g}")
        return f"{rounded.normalize():f}".replace(".", ",")
    percent = "%" in pattern
    decimals = _DECIMALS.search(pattern)
    scaled = abs(number) * (100 if percent else 1)
    whole, _, fraction = f"{scaled:.{len(decimals.group(1)) if decimals else 0}f}".partition(".")
    if re.search(r"[#0][,\s][#0]", pattern):
        whole = f"{int(whole):,}".replace(",", NBSP)
    text = ("-" if number < 0 else "") + whole + (f",{fraction}" if fraction else "")
    return f"{text} %" if percent else text
