"""The two-point rules over a whole country: municipalities × indicators × years at once.

The rules are those of ``rules``, not a copy. This module places long columns in a panel and runs
the pairs of years; sentences are written only for the one series somebody reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from miernik.analysis.compute import rules
from miernik.analysis.compute.rules import Booleans, Codes, Integers, Panel
from miernik.analysis.compute.series import Verdict
from miernik.kernel.quantities import Kind

# Beyond this (4 · 10^11 zlotys) a product in the percentage would not fit 64 bits.
LARGEST = 4 * 10**15


@dataclass(frozen=True, slots=True)
class Changes:
    """Verdicts on every year against the one before: arrays of shape (places, indicators, pairs).

    ``verdict`` is an index in ``rules.VERDICTS``; ``difference`` is in ten-thousandths and zero
    where values do not compare; ``tenths`` is the change in tenths of a percent, half up, valid
    where ``has_percent``.
    """

    verdict: Codes
    difference: Integers
    tenths: Integers
    has_percent: Booleans


def panel_of_columns(
    place: npt.NDArray[Any],
    indicator: npt.NDArray[Any],
    year: npt.NDArray[Any],
    value: Integers,
    *,
    known: Booleans,
    shape: tuple[int, int, int],
    kinds: Sequence[Kind],
    percent: Sequence[Decimal],
    units: Sequence[Decimal],
    stopped: Booleans | None = None,
    accepted: Booleans | None = None,
    remarked: Booleans | None = None,
) -> Panel:
    """Place long columns (one row a value, positions counted from 0) in a panel.

    ``value`` is in ten-thousandths, ``known`` says that the row holds a value and not a kind of
    nothing; a row that is not there is not known either. ``stopped`` and ``accepted`` mark rows
    whose year a recorded break stops, or a decision accepts, against the year before. ``kinds``,
    ``percent`` and ``units`` are per indicator, numeric kinds only. Raises ValueError for a value
    over LARGEST and KeyError for a kind that is not one number.
    """
    if value.size and int(np.abs(value).max()) > LARGEST:
        raise ValueError(f"a value exceeds {LARGEST // rules.SCALE} units")
    cell = (
        np.asarray(place, dtype=np.int64) * shape[1] + np.asarray(indicator, dtype=np.int64)
    ) * shape[2] + np.asarray(year, dtype=np.int64)

    def placed(column: Booleans | None) -> Booleans:
        flat: Booleans = np.zeros(int(np.prod(shape)), dtype=np.bool_)
        if column is not None:
            flat[cell] = column
        return flat.reshape(shape)

    values = np.zeros(int(np.prod(shape)), dtype=np.int64)
    values[cell] = np.where(known, value, 0)
    return Panel(
        kind=np.broadcast_to(
            np.array([rules.KIND_CODE[kind] for kind in kinds], dtype=np.int8), shape[:2]
        ),
        values=values.reshape(shape),
        present=placed(known),
        blocked=placed(stopped),
        accepted=placed(accepted),
        remarked=placed(remarked),
        percent=np.array([int(item * 100) for item in percent], dtype=np.int64),
        units=np.array([rules.scaled(item) for item in units], dtype=np.int64),
    )


def year_on_year(panel: Panel) -> Changes:
    """Judge every year against the one before it."""
    stopped = panel.blocked | rules.jumps(panel)
    pairs = [rules.judge(panel, stopped, year - 1, year) for year in range(1, stopped.shape[-1])]
    verdict = np.stack([pair.verdict for pair in pairs], axis=-1)
    difference = np.stack([pair.difference for pair in pairs], axis=-1)
    before = panel.values[..., :-1]
    has_percent = (verdict < rules.VERDICT_CODE[Verdict.NOT_COMPARABLE]) | (
        verdict == rules.VERDICT_CODE[Verdict.UNKNOWN]
    )
    has_percent &= before > 0
    return Changes(verdict, difference, _tenths(difference, before, has_percent), has_percent)


def _tenths(difference: Integers, before: Integers, valid: Booleans) -> Integers:
    """1000 · difference ÷ before, half up in size, exact in integers."""
    base = np.where(valid, before, 1)
    whole, rest = np.divmod(np.abs(difference), base)
    size = whole * 1000 + (rest * 2000 + base) // (2 * base)
    return np.where(valid, np.sign(difference) * size, 0)
