"""Two years of one series, side by side, and the result they are turned into."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from miernik.analysis.compute.series import Change, Point, Series, Verdict


@dataclass(frozen=True, slots=True)
class Pair:
    """The question: one series, two years, what stands there."""

    series: Series
    year_from: int
    year_to: int
    before: Point | None
    after: Point | None
    comparable_years: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()

    def result(
        self, verdict: Verdict, sentence: str, reason: str, method: str, **more: Any
    ) -> Change:
        """Return the answer; fields of Change not named in ``more`` stay empty."""
        fields: dict[str, Any] = {
            "comparable": verdict not in (Verdict.NOT_COMPARABLE, Verdict.TOO_LITTLE_DATA),
            "difference": None,
            "percent": None,
            "interval": None,
            "doubts": self.doubts,
        }
        return Change(
            year_from=self.year_from,
            year_to=self.year_to,
            before=self.before,
            after=self.after,
            comparable_years=self.comparable_years,
            verdict=verdict,
            sentence=sentence,
            reason=reason,
            method=method,
            **(fields | more),
        )


def percent_change(before: Decimal, after: Decimal) -> Decimal | None:
    """Return the change in percent, one decimal, half up; None from zero or less."""
    if before <= 0:
        return None
    return ((after - before) * 100 / before).quantize(Decimal("0.1"), ROUND_HALF_UP)
