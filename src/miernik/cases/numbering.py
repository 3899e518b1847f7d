"""Case numbers from counters that several people may use at once."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from miernik.cases.models import Counter


@transaction.atomic
def reserve(series: str, count: int = 1) -> range:
    """Take the next ``count`` numbers of a series, such as ``R/2025``; each is given once.

    The row of the counter stays locked until the caller's transaction ends, on PostgreSQL as on
    SQLite: a number that was taken and rolled back is free again, and no two callers share one.
    """
    Counter.objects.get_or_create(series=series)
    Counter.objects.filter(series=series).update(last=F("last") + count)
    last = Counter.objects.get(series=series).last
    return range(last - count + 1, last + 1)


def next_number(prefix: str, year: int, *, digits: int = 5) -> str:
    """Return the next number of a year: ``R/2025/00001``."""
    (number,) = reserve(f"{prefix}/{year}")
    return f"{prefix}/{year}/{number:0{digits}d}"
