"""Charts as SVG text, drawn on the server from the context's chart records.

One drawing serves the site, the HTML file and the PDF: text and axes take ``currentColor``, bars
carry a colour that keeps 3:1 against white and near-black, and classes (``chart-…``) let a style
sheet decide otherwise. Colour never speaks alone: every bar has its number and its word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from miernik.reports.context import Chart, ChartSeries, ChartValue

WIDTH = 480
_LINE = 17
_BAR = 18
_GAP = 14
_LETTERS_A_LINE = 68
_LABEL_LINES = 2

COLOURS = {
    "rise": "#1d70b8",
    "fall": "#b35309",
    "no_material_change": "#667085",
    "not_comparable": "#8250c8",
    "too_little_data": "#7d8697",
    "unknown": "#a0467a",
    "given": "#1d70b8",
    "absent": "#8a93a3",
    "before": "#7d8697",
    "after": "#1d70b8",
}
_DEFAULT = "#1d70b8"


def svg(chart: Chart) -> str:
    """Return the drawing of ``chart`` as one ``<svg>`` element with title and description.

    A chart without series gives an empty drawing. Raises KeyError for an unknown kind.
    """
    body, height = _DRAWN[chart.kind](chart)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-{chart.kind}" role="img" '
        f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="Lato, Helvetica Neue, Arial, sans-serif" font-size="13" '
        f'aria-labelledby="{chart.id}-title {chart.id}-desc">'
        f'<title id="{chart.id}-title">{escape(chart.title)}</title>'
        f'<desc id="{chart.id}-desc">{escape(alternative(chart))}</desc>{body}</svg>'
    )


def alternative(chart: Chart) -> str:
    """Return the chart in words: its description and every number, for those who cannot see it."""
    rows = [
        f"{series.label}: "
        + ", ".join(f"{value.label} {value.printed or 'brak'}" for value in series.values)
        for series in chart.series
    ]
    return " ".join([chart.description, "; ".join(rows) + "."])


def _number(value: ChartValue) -> float:
    return float(Decimal(value.number or 0))


def _text(x: float, y: float, text: str, **attributes: str) -> str:
    extra = "".join(f" {name.replace('_', '-')}={quoteattr(v)}" for name, v in attributes.items())
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="currentColor"{extra}>{escape(text)}</text>'


def _bar(x: float, y: float, width: float, key: str) -> str:
    colour = COLOURS.get(key, _DEFAULT)
    return (
        f'<rect class="chart-bar chart-{key.replace("_", "-")}" x="{x:.1f}" y="{y:.1f}" '
        f'width="{max(width, 0.5):.1f}" height="{_BAR}" rx="2" fill="{colour}"/>'
    )


def _label(series: ChartSeries, y: float) -> tuple[str, float]:
    """The row's name above its bars, at most two lines; returns also where the bars begin."""
    lines = wrap(series.label, _LETTERS_A_LINE) or [""]
    if len(lines) > _LABEL_LINES:
        lines = [*lines[: _LABEL_LINES - 1], lines[_LABEL_LINES - 1][:-1].rstrip(" ,;-–") + "…"]
    drawn = "".join(_text(0, y + 13 + _LINE * row, line) for row, line in enumerate(lines))
    return drawn, y + _LINE * len(lines) + 3


def _tally(chart: Chart) -> tuple[str, int]:
    largest = max((_number(series.values[0]) for series in chart.series), default=0) or 1
    parts, y = [], 0.0
    for series in chart.series:
        value = series.values[0]
        label, y = _label(series, y)
        width = _number(value) / largest * (WIDTH - 70)
        parts += [label, _bar(0, y, width, value.key)]
        parts.append(_text(width + 8, y + 14, value.printed, font_weight="bold"))
        y += _BAR + _GAP
    return "".join(parts), int(y)


def _stacked(chart: Chart) -> tuple[str, int]:
    """Bars of parts side by side; a legend names the parts."""
    totals = [sum(_number(value) for value in series.values) for series in chart.series]
    largest = max(totals, default=0) or 1
    legend = _legend(chart.series[0].values if chart.series else ())
    parts, y = [legend], 30.0
    for series, total in zip(chart.series, totals, strict=True):
        label, y = _label(series, y)
        x = 0.0
        for value in series.values:
            width = _number(value) / largest * (WIDTH - 80)
            if width:
                parts.append(_bar(x, y, width - 1, value.key))
            x += width
        parts += [label, _text(x + 8, y + 14, _of_total(series, total), font_weight="bold")]
        y += _BAR + _GAP
    return "".join(parts), int(y)


def _of_total(series: ChartSeries, total: float) -> str:
    return f"{series.values[0].printed} z {total:.0f}"


def _legend(values: Sequence[ChartValue]) -> str:
    parts, x = [], 0.0
    for value in values:
        colour = COLOURS.get(value.key, _DEFAULT)
        parts.append(
            f'<rect class="chart-bar chart-{value.key.replace("_", "-")}" x="{x:.0f}" y="2" '
            f'width="13" height="13" rx="2" fill="{colour}"/>'
        )
        parts.append(_text(x + 19, 13, value.label))
        x += 40 + 7.5 * len(value.label)
    return "".join(parts)


def _percent(chart: Chart) -> tuple[str, int]:
    """Bars to the left and right of zero."""
    numbers = [_number(series.values[0]) for series in chart.series]
    reach_left = max((-number for number in numbers), default=0)
    reach_right = max(numbers, default=0)
    low, high = max(reach_left, 0.0), max(reach_right, 0.0)
    scale = (WIDTH - 300) / ((low + high) or 1)
    zero = 150 + low * scale
    parts, y = [], 0.0
    for series, number in zip(chart.series, numbers, strict=True):
        value = series.values[0]
        label, y = _label(series, y)
        width = abs(number) * scale
        x = zero if number >= 0 else zero - width
        words = f"{value.printed}  {value.label}"
        anchor = {"text_anchor": "end"} if number < 0 else {}
        parts += [label, _bar(x, y, width, value.key)]
        parts.append(_text(x - 8 if number < 0 else x + width + 8, y + 14, words, **anchor))
        parts.append(_axis(zero, y - 2, zero, y + _BAR + 2))
        y += _BAR + _GAP
    return "".join(parts), int(y)


_PLOT_HEIGHT = 190
_PLOT_TOP = 34
_MARGIN = 70


def _line(chart: Chart) -> tuple[str, int]:
    """A line over the years from zero, interrupted and marked where the years do not compare."""
    values = chart.series[0].values if chart.series else ()
    told = [end for value in values for end in (value.number, value.lower, value.upper)]
    numbers = [float(Decimal(end)) for end in told if end is not None]
    low, high = min([0.0, *numbers]), max([0.0, *numbers])
    scale = _PLOT_HEIGHT / ((high - low) or 1)
    floor = _PLOT_TOP + _PLOT_HEIGHT
    parts = [_axis(_MARGIN - 30, floor, WIDTH - _MARGIN + 30, floor)]
    x_before: float | None = None
    drawn_before: tuple[float, float] | None = None
    for value, x in zip(values, _years(values), strict=True):
        parts.append(_text(x, floor + 20, value.label, text_anchor="middle"))
        if value.break_before and x_before is not None:
            parts.append(_break_mark((x_before + x) / 2, floor))
            drawn_before = None
        x_before = x
        if value.lower is not None and value.upper is not None:
            ends = [
                floor - (float(Decimal(end)) - low) * scale for end in (value.lower, value.upper)
            ]
            parts.append(_segment(x, ends[0], ends[1], value.printed))
            drawn_before = None
            continue
        if value.number is None:
            parts.append(_text(x, floor - 8, value.printed, text_anchor="middle", font_size="11"))
            drawn_before = None
            continue
        point = (x, floor - (_number(value) - low) * scale)
        parts.append(_point(drawn_before, point, value.printed))
        drawn_before = point
    return "".join(parts), floor + 34


def _point(before: tuple[float, float] | None, here: tuple[float, float], printed: str) -> str:
    """A value's dot and number, with the line from the value before it."""
    x, y = here
    line = "" if before is None else (
        f'<line class="chart-segment" x1="{before[0]:.1f}" y1="{before[1]:.1f}" x2="{x:.1f}" '
        f'y2="{y:.1f}" stroke="{_DEFAULT}" stroke-width="2.5"/>'
    )  # fmt: skip
    dot = f'<circle class="chart-point" cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{_DEFAULT}"/>'
    return line + dot + _text(x, y - 12, printed, text_anchor="middle", font_weight="bold")


def _segment(x: float, lower: float, upper: float, printed: str) -> str:
    """Bounds of a value: a segment between them with a cap at each end."""
    lines = ((x, lower, x, upper), (x - 7, lower, x + 7, lower), (x - 7, upper, x + 7, upper))
    drawn = "".join(
        f'<line class="chart-bounds" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{_DEFAULT}" stroke-width="2.5"/>'
        for x1, y1, x2, y2 in lines
    )
    return drawn + _text(x, upper - 12, printed, text_anchor="middle", font_weight="bold")


def _axis(x1: float, y1: float, x2: float, y2: float) -> str:
    return (
        f'<line class="chart-axis" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="currentColor" stroke-width="1"/>'
    )


def _years(values: Sequence[ChartValue]) -> list[float]:
    """Where each year stands, so that a gap of years is seen as one."""
    years = [int(value.key) for value in values]
    first, last = min(years, default=0), max(years, default=0)
    if first == last:
        return [WIDTH / 2 for _ in years]
    return [_MARGIN + (year - first) / (last - first) * (WIDTH - 2 * _MARGIN) for year in years]


def _break_mark(x: float, floor: float) -> str:
    return (
        f'<line class="chart-break" x1="{x:.1f}" x2="{x:.1f}" y1="20" y2="{floor}" '
        f'stroke="{COLOURS["not_comparable"]}" stroke-width="1.5" stroke-dasharray="5 4"/>'
    ) + _text(x, 13, "nieporównywalne", text_anchor="middle", font_size="12")


_DRAWN: dict[str, Callable[[Chart], tuple[str, int]]] = {
    "tally": _tally,
    "stacked": _stacked,
    "percent": _percent,
    "line": _line,
}
