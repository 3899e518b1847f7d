"""One accessible HTML file that needs nothing else: style and drawings inside, no script."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from miernik.reports.charts import svg
from miernik.reports.context import ReportContext

STYLE = Path(__file__).parent.parent / "templates" / "reports" / "report.css"


def render(context: ReportContext, at: dt.datetime) -> bytes:
    """Return the file, UTF-8."""
    del at  # nothing in the file depends on when it was made
    drawings = [(chart, mark_safe(svg(chart))) for chart in context.charts]  # noqa: S308 (own SVG, escaped)
    text = render_to_string(
        "reports/report.html", {"report": context, "drawings": drawings, "style": _style()}
    )
    return text.strip().encode()


@cache
def _style() -> str:
    return mark_safe(STYLE.read_text(encoding="utf-8"))  # noqa: S308 (a file of ours)
