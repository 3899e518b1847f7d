"""What would one family get under the law of another day?

Facts stay as they are on one day; only the law changes: every date of the family's incomes is moved
by whole months so that its last month comes before the day of the law.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from miernik.cases.models import Family
from miernik.cases.register.selectors import family_case
from miernik.kernel.dates import add_months, last_of_month
from miernik.rules.assessment import Assessment, Entitlement, assess
from miernik.rules.family import FamilyCase


@dataclass(frozen=True, slots=True)
class Difference:
    """One benefit under two laws; None where a law knows nothing of it."""

    label: str
    whose: str
    before: Entitlement | None
    after: Entitlement | None

    @property
    def change_gr(self) -> int | None:
        """Grosze more (or less) at least, None where either amount is open."""
        sides = [
            (side.minimum_gr or 0) if side and side.entitled else 0
            for side in (self.before, self.after)
        ]
        open_amount = any(
            side and side.entitled and side.minimum_gr is None for side in (self.before, self.after)
        )
        return None if open_amount else sides[1] - sides[0]

    @property
    def same(self) -> bool:
        """Whether both laws give the same."""
        return self._amounts(self.before) == self._amounts(self.after)

    @staticmethod
    def _amounts(side: Entitlement | None) -> tuple[object, ...]:
        if side is None or not side.entitled:
            return (False,)
        return (True, side.minimum_gr, side.maximum_gr)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A family under the laws of two days."""

    before: Assessment
    after: Assessment
    rows: tuple[Difference, ...]

    @property
    def sides(self) -> tuple[Assessment, Assessment]:
        """Both assessments, the present one first."""
        return self.before, self.after


def compare_family(family: Family, *, facts_on: dt.date, on: dt.date) -> Comparison:
    """Assess a family as it is on a day under that day's law and under another day's.

    Raises LawError when nobody belongs to the family or the law of a day is not known.
    """
    case = family_case(family, facts_on)
    before = assess(case, facts_on)
    after = assess(moved(case, months_between_days(facts_on, on)), on)
    found: dict[tuple[str, str | None], list[Entitlement | None]] = {}
    for place, assessment in enumerate((before, after)):
        for item in assessment.entitlements:
            found.setdefault((item.benefit, item.member), [None, None])[place] = item
    rows = []
    for (_, member), (first, second) in found.items():
        known = first or second
        assert known is not None
        rows.append(Difference(known.benefit.label, before.label_of(member), first, second))
    return Comparison(before, after, tuple(rows))


def moved(case: FamilyCase, months: int) -> FamilyCase:
    """Return a family whose incomes came so many months later (or earlier)."""
    return replace(
        case,
        members=tuple(
            replace(
                member,
                incomes=tuple(
                    replace(
                        item, since=_moved(item.since, months), until=_moved_end(item.until, months)
                    )
                    for item in member.incomes
                ),
            )
            for member in case.members
        ),
    )


def _moved(day: dt.date | None, months: int) -> dt.date | None:
    return day and add_months(day, months)


def _moved_end(day: dt.date | None, months: int) -> dt.date | None:
    """The last day of a month stays the last day of a month."""
    if day is None:
        return None
    later = add_months(day, months)
    return last_of_month(later) if day == last_of_month(day) else later


def months_between_days(first: dt.date, second: dt.date) -> int:
    """Return how many months the second day's month comes after the first one's."""
    return (second.year - first.year) * 12 + second.month - first.month
