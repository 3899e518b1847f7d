"""Words of the register in templates: money, ages, days."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django import template

from miernik.cases.models import ReasonRecord
from miernik.kernel.dates import print_short_date
from miernik.kernel.numbers import print_number
from miernik.kernel.text import NBSP, plural
from miernik.rules.reasons import ReasonCode, label_on

register = template.Library()


@register.filter
def zloty(grosze: int | None) -> str:
    """Print an amount of grosze: ``123456`` → ``1 234,56 zł``; nothing for None."""
    if grosze is None:
        return ""
    return f"{print_number(Decimal(grosze) / 100, decimals=2)}{NBSP}zł"


@register.filter
def years(age: int | None) -> str:
    """Print an age: ``1 rok``, ``22 lata``, ``40 lat``; a dash for an unknown one."""
    if age is None:
        return "–"
    return f"{age}{NBSP}{plural(age, 'rok', 'lata', 'lat')}"


@register.filter
def day(value: dt.date | None) -> str:
    """Print a day in figures: ``31.12.2017``; nothing for None."""
    return print_short_date(value) if value else ""


@register.filter
def reason_on(row: ReasonRecord, when: dt.date) -> str:
    """Print a reason as the act named it on a day, or on its last one if that was earlier."""
    return label_on(ReasonCode(row.code), min(when, row.until or when))
