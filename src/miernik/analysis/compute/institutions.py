"""Institutions as replicates: what the same institutions say, and bounds for people they share.

A count of thousands has no random error worth a test; its institutions have. How many went up,
how much of the change three of them make, and what is left without those that came or went.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from scipy import stats

from miernik.analysis.compute.series import InstitutionsChange, Point, Series
from miernik.kernel.aggregation import PEOPLE, people_bounds

# With five institutions all going one way the sign test gives p = 0.06: six is the first number
# that can say anything.
FEWEST_FOR_A_TEST = 6
TOP = 3


def like_for_like(before: Point, after: Point) -> InstitutionsChange | None:
    """Compare the same institutions in two years; None unless both years have institutions.

    An institution absent in a year and not named as silent there is taken as not yet open, or
    closed.
    """
    if not before.institutions or not after.institutions:
        return None
    same = sorted(before.institutions.keys() & after.institutions.keys())
    silent = (before.silent & after.institutions.keys()) | (
        after.silent & before.institutions.keys()
    )
    changes = [after.institutions[key] - before.institutions[key] for key in same]
    up = sum(change > 0 for change in changes)
    down = sum(change < 0 for change in changes)
    sign_p, wilcoxon_p = _tests(changes)
    return InstitutionsChange(
        same=len(same),
        joined=tuple(sorted(after.institutions.keys() - before.institutions.keys() - silent)),
        left=tuple(sorted(before.institutions.keys() - after.institutions.keys() - silent)),
        silent=tuple(sorted(silent)),
        before=sum((before.institutions[key] for key in same), Decimal(0)),
        after=sum((after.institutions[key] for key in same), Decimal(0)),
        up=up,
        down=down,
        unchanged=len(same) - up - down,
        top_share=_top_share(changes),
        sign_p=sign_p,
        wilcoxon_p=wilcoxon_p,
    )


def bounds(series: Series, point: Point) -> tuple[Decimal, Decimal] | None:
    """Return between which numbers a count lies: as stored, or as its institutions leave it.

    An exact count is an interval of one number; so is one already freed of repetitions (different
    from the institutions' sum). None where there is no number.
    """
    if point.lower is not None and point.upper is not None:
        return point.lower, point.upper
    exact = None if point.number is None else (point.number, point.number)
    if not series.persons_may_overlap or series.counted_unit not in PEOPLE:
        return exact
    found = people_bounds(list(point.institutions.values()))
    return found if found is not None and point.number in (None, found[1]) else exact


def total_interval(before: Point, after: Point) -> tuple[Decimal, Decimal] | None:
    """Return the 95 % interval of the same institutions' total change, in base units.

    Student's interval of the sum of their changes, one decimal; None under FEWEST_FOR_A_TEST.
    """
    same = before.institutions.keys() & after.institutions.keys()
    changes = [float(after.institutions[key] - before.institutions[key]) for key in sorted(same)]
    number = len(changes)
    if number < FEWEST_FOR_A_TEST:
        return None
    total = sum(changes)
    variance = sum((change - total / number) ** 2 for change in changes) / (number - 1)
    half = float(stats.t.ppf(0.975, number - 1)) * (number * variance) ** 0.5
    return _tenth(total - half), _tenth(total + half)


def _tests(changes: list[Decimal]) -> tuple[float | None, float | None]:
    moved = [float(change) for change in changes if change != 0]
    if len(moved) < FEWEST_FOR_A_TEST:
        return None, None
    up = sum(change > 0 for change in moved)
    sign = float(stats.binomtest(up, len(moved)).pvalue)
    sizes = {abs(change) for change in moved}
    # Exact as long as no two changes are of equal size; with ties the normal approximation.
    if len(sizes) == len(moved) and len(moved) <= 50:
        return sign, float(stats.wilcoxon(moved, method="exact").pvalue)
    return sign, float(stats.wilcoxon(moved, method="approx", correction=True).pvalue)


def _top_share(changes: list[Decimal]) -> Decimal | None:
    sizes = sorted((abs(change) for change in changes), reverse=True)
    total = sum(sizes, Decimal(0))
    if total == 0 or len(sizes) <= TOP:
        return None
    return (sum(sizes[:TOP], Decimal(0)) * 100 / total).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _tenth(value: float) -> Decimal:
    return Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP)
