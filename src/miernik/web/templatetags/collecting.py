"""Values of a running collection in templates."""

from __future__ import annotations

from django import template

from miernik.collection.by_indicator import IndicatorLine
from miernik.collection.printing import print_quantity
from miernik.kernel.numbers import print_interval

register = template.Library()


@register.filter
def city_so_far(line: IndicatorLine) -> str:
    """The city's value of what has come: a number, bounds of shared people, or a dash."""
    if line.bounds is not None:
        return print_interval(*line.bounds)
    return "–" if line.sum is None else print_quantity(line.card.kind, line.sum)


@register.filter
def hex(identity: object) -> str:  # noqa: A001  # the word templates use
    """An identity as it stands in names of fields and anchors: without dashes."""
    return str(identity).replace("-", "")
