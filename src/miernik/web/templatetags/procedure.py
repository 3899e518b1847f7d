"""Amounts, steps and terms of the procedure in templates."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template

from miernik.kernel.dates import print_month, print_short_date
from miernik.kernel.money import print_zloty
from miernik.kernel.text import plural
from miernik.rules.benefits import Benefit
from miernik.rules.calculation import Input, Step
from miernik.rules.explanation import parameter_as_text
from miernik.rules.explanation import shown as printed
from miernik.rules.law import Parameter

register = template.Library()


@register.filter
def zloty(grosze: int | None) -> str:
    """Print grosze: ``50500`` → ``505,00 zł``; a dash for None."""
    return "–" if grosze is None else print_zloty(grosze)


@register.filter
def zloty_change(grosze: int | None) -> str:
    """Print a difference with its sign: ``+505,00 zł``; a dash for None."""
    if grosze is None:
        return "–"
    return f"+{print_zloty(grosze)}" if grosze > 0 else print_zloty(grosze)


@register.filter
def valued(item: Step | Input) -> str:
    """The value of a step or an input in its unit."""
    return printed(item.value, item.unit)


@register.filter
def in_law(parameter: Parameter) -> str:
    """A parameter with its value, dates and place in the law."""
    return parameter_as_text(parameter)


@register.filter
def result_of(explanation: Any) -> str:
    """The result of a calculation in its unit; empty when it has none."""
    return "" if explanation.result is None else printed(explanation.result, explanation.unit)


@register.filter
def day(value: dt.date | None) -> str:
    """Print a day in figures: ``10.03.2025``; a dash for None."""
    return "–" if value is None else print_short_date(value)


@register.filter
def month(value: dt.date) -> str:
    """Print a month: ``marzec 2025``."""
    return print_month(value)


@register.filter
def benefit_label(code: str) -> str:
    """A benefit's Polish name; a foreign system's own word stands as it is."""
    return Benefit(code).label if code in set(Benefit) else code


@register.filter
def days_left(days: int) -> str:
    """How far the end of a term is: ``za 3 dni``, ``dziś``, ``5 dni po terminie``."""
    number = f"{abs(days)} {plural(days, 'dzień', 'dni', 'dni')}"
    if days == 0:
        return "dziś"
    return f"za {number}" if days > 0 else f"{number} po terminie"


@register.filter
def full_name(person: Any) -> str:
    """A person's name, first name first."""
    return f"{person.first_name} {person.last_name}"
