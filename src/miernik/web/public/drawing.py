"""The chart of one indicator: its values over the years, interrupted where they do not compare."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Kind, Status
from miernik.observations.models import BreakState
from miernik.reports.charts import svg
from miernik.reports.context import Chart, ChartSeries, ChartValue
from miernik.reports.values import plain_number, wording
from miernik.web.public.reading import Row, YearValue

_DRAWN = (Kind.COUNT, Kind.AMOUNT, Kind.PERCENT)
_STOPPING = (BreakState.PROPOSED, BreakState.CONFIRMED, BreakState.ERROR)
FEWEST = 2  # one value needs no drawing


def chart_of(row: Row) -> SafeString | None:
    """Return the drawing, or None where fewer than two years have a number."""
    card = row.definition
    numbers = [
        item
        for item in row.values
        if item.observation
        and (item.observation.number is not None or item.observation.lower is not None)
    ]
    if card.kind not in _DRAWN or len(numbers) < FEWEST:
        return None
    unit = {Kind.AMOUNT: "zł", Kind.PERCENT: "%"}.get(Kind(card.kind), card.printed_unit)
    chart = Chart(
        id=f"wykres-{row.short}",
        kind="line",
        title=card.name,
        description=gettext("Wartości według lat."),
        unit=unit,
        note="",
        series=(ChartSeries(card.name, tuple(_value(row, item) for item in row.values)),),
    )
    return mark_safe(svg(chart))  # noqa: S308 - the drawing escapes its texts


def _value(row: Row, item: YearValue) -> ChartValue:
    held = item.observation
    number = held.number if held is not None else None
    bounds = (held.lower, held.upper) if held is not None else (None, None)
    if held is None:
        printed = "–"
    elif held.lower is not None:
        printed = wording(held)
    elif number is None:
        printed = Status(held.status).label
    else:
        printed = print_number(number)
    return ChartValue(
        label=str(item.year),
        key=str(item.year),
        number=str(number) if number is not None else None,
        printed=printed,
        break_before=_breaks_before(row, item.year),
        lower=plain_number(bounds[0]),
        upper=plain_number(bounds[1]),
    )


def _breaks_before(row: Row, year: int) -> bool:
    if any(item.year == year and item.state in _STOPPING for item in row.breaks):
        return True
    change = row.change
    return change is not None and change.year_to == year and change.proposed_break is not None
