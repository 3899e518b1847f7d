"""Numbers of cases and decisions: one series a year, no number twice."""

from __future__ import annotations

from django.db.models import F

from miernik.cases.models import Counter

CASES = "WS"
DECISIONS = "D"


def next_number(series: str, year: int) -> str:
    """Return the next number of a series in a year, such as ``WS/2025/000123``.

    Call it inside the transaction that stores the numbered row: the counter stays locked until
    it ends, so two people never get one number and a step that fails leaves no gap.
    """
    Counter.objects.bulk_create([Counter(series=series, year=year)], ignore_conflicts=True)
    Counter.objects.filter(series=series, year=year).update(last=F("last") + 1)
    last = Counter.objects.values_list("last", flat=True).get(series=series, year=year)
    return f"{series}/{year}/{last:06}"
