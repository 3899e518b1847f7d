"""`miernik changes` over a country: municipalities × 175 indicators × 10 years, against pandas.

Both start from the same shuffled long columns and give every verdict, difference and percentage of
a year against the one before. The pandas side is what a good analyst writes: sorted once, grouped
shifts and cumulative maxima, no Python loop, the binomial distribution from scipy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np

from bench.measure import DIFFERENT, Comparison, measure
from miernik.analysis.compute import rules, vectorised
from miernik.analysis.compute.series import Verdict
from miernik.kernel.quantities import Kind

INDICATORS, YEARS = 175, 10
SIZES = (100, 500, 2500)
KINDS = [Kind.COUNT] * 150 + [Kind.AMOUNT] * 15 + [Kind.PERCENT] * 10
PERCENT = Decimal(10)

Columns = dict[str, np.ndarray[Any, Any]]


def comparisons() -> Iterator[Comparison]:
    """Compare at several sizes, to show the growth."""
    for places in SIZES:
        ours = measure(columns, with_miernik, places)
        peer = measure(columns, with_pandas, places)
        same = "te same" if ours.answer == peer.answer else DIFFERENT
        name = f"zmiany: {places} gmin × {INDICATORS} wskaźników × {YEARS} lat"
        yield Comparison(name, ours, peer, "pandas", same)


def columns(places: int) -> Columns:
    """Return one row a value, shuffled: skewed sizes, gaps, breaks, decisions, remarks."""
    random = np.random.default_rng(2019)
    shape = (places, INDICATORS, YEARS)
    level = np.exp(random.normal(4, 2, shape[:2]))[..., None]
    values = np.round(level * np.exp(np.cumsum(random.normal(0, 0.1, shape), axis=-1)))
    values *= np.where(random.random(shape) < 0.002, 3, 1)  # counted another way that year
    scaled = values.astype(np.int64) * rules.SCALE
    place, indicator, year = np.indices(shape).reshape(3, -1)
    order = random.permutation(place.size)
    found = {
        "place": place,
        "indicator": indicator,
        "year": year,
        "value": scaled.reshape(-1),
        "known": random.random(place.size) > 0.05,
        "stopped": random.random(place.size) < 0.005,
        "accepted": random.random(place.size) < 0.001,
        "remarked": random.random(place.size) < 0.02,
    }
    return {name: column[order] for name, column in found.items()}


def with_miernik(given: Columns) -> str:
    """Judge with the program's own rules."""
    places = int(given["place"].max()) + 1
    panel = vectorised.panel_of_columns(
        given["place"],
        given["indicator"],
        given["year"],
        given["value"],
        known=given["known"],
        shape=(places, INDICATORS, YEARS),
        kinds=KINDS,
        percent=[PERCENT] * INDICATORS,
        units=[Decimal(0)] * INDICATORS,
        stopped=given["stopped"],
        accepted=given["accepted"],
        remarked=given["remarked"],
    )
    found = vectorised.year_on_year(panel)
    return _digest(found.verdict, found.difference, found.tenths)


def with_pandas(given: Columns) -> str:
    """Judge with pandas, as an analyst would."""
    import pandas as pd

    frame = pd.DataFrame(given)
    frame["series"] = frame["place"] * INDICATORS + frame["indicator"]
    frame["cell"] = frame["series"] * YEARS + frame["year"]
    frame = frame.sort_values("cell", ignore_index=True)  # one key sorts three times faster
    frame["kind"] = np.array([rules.KIND_CODE[kind] for kind in KINDS])[frame["indicator"]]
    frame["value"] = frame["value"].where(frame["known"], 0)
    frame["jump"] = _pandas_jumps(frame)
    groups = frame.groupby("series", sort=False)
    frame["before"] = groups["value"].shift(fill_value=0)
    frame["known_before"] = groups["known"].shift(fill_value=False)
    pairs = frame[frame["year"] > 0]
    return _digest(*_pandas_judged(pairs))


def _pandas_jumps(frame: Any) -> Any:
    """Jumps between a known value and the known one before it."""
    counted = frame.groupby("series", sort=False)[["stopped", "accepted"]].cumsum()
    stops, decisions = counted["stopped"], counted["accepted"]
    known = frame[frame["known"]].assign(stops=stops, decisions=decisions)
    earlier = known.groupby("series", sort=False)[
        ["value", "stops", "decisions", "remarked"]
    ].shift()
    low, high = (
        getattr(np, name)(earlier["value"], known["value"]) for name in ("minimum", "maximum")
    )
    step = (known["value"] - earlier["value"]) / rules.SCALE
    total = (known["value"] + earlier["value"]) / rules.SCALE
    phi = (step**2 / (total * 1.959964**2)).fillna(0)
    ratio = (high / low).where(low > 0, np.inf)
    lost = known["remarked"] != earlier["remarked"].astype("boolean").fillna(False)
    needed = np.where(lost.astype(bool), rules.JUMP_RATIO_REMARK_LOST, rules.JUMP_RATIO)
    tenfold = (low > 0) & (ratio >= rules.JUMP_RATIO_MAGNITUDE)
    counted = known["kind"] == 0
    large = np.select(
        [counted, known["kind"] == 1],
        [(ratio >= needed) & (phi >= rules.JUMP_OVERDISPERSION), tenfold],
        tenfold & (high - low >= rules.JUMP_PERCENTAGE_POINTS),
    ).astype(bool)
    swing = phi.where(counted, ratio.where(low > 0, 0.0))
    link = earlier["value"].notna() & (known["stops"] == earlier["stops"])
    accepted = known["decisions"] != earlier["decisions"]
    ordinary = swing.where(link & (~large | accepted), 0.0)
    usual = (
        ordinary.groupby(known["series"], sort=False)
        .cummax()
        .groupby(known["series"], sort=False)
        .shift(fill_value=0.0)
    )
    jump = link & large & (swing > usual) & ~accepted
    return jump.reindex(frame.index, fill_value=False)


def _pandas_judged(pairs: Any) -> tuple[Any, Any, Any]:
    from scipy import stats

    known = pairs["known"] & pairs["known_before"]
    comparable = known & ~pairs["stopped"] & ~pairs["jump"]
    difference = (pairs["value"] - pairs["before"]).where(comparable, 0)
    size = difference.abs()
    # PERCENT of the earlier value, in whole ten-thousandths, rounded up.
    threshold = -(-pairs["before"] * int(PERCENT) // 100)
    moved = comparable & (size > 0) & (size >= threshold)
    tested = moved & (pairs["kind"] == 0)
    first = (pairs.loc[tested, "before"] + rules.SCALE // 2) // rules.SCALE
    second = (pairs.loc[tested, "value"] + rules.SCALE // 2) // rules.SCALE
    tail = stats.binom.cdf(np.minimum(first, second), first + second, 0.5)
    chancy = tested.copy()
    chancy[tested] = 2 * tail >= 0.05
    code = rules.VERDICT_CODE
    verdict = np.select(
        [~known, ~comparable, chancy, moved & (difference > 0), moved],
        [code[Verdict.TOO_LITTLE_DATA], code[Verdict.NOT_COMPARABLE], code[Verdict.UNKNOWN],
         code[Verdict.RISE], code[Verdict.FALL]],
        code[Verdict.NO_MATERIAL_CHANGE],
    )  # fmt: skip
    base = pairs["before"].where(comparable & (pairs["before"] > 0))
    tenths = (size * 2000 + base) // (2 * base) * np.sign(difference)
    return verdict, difference, tenths.fillna(0)


def _digest(verdict: Any, difference: Any, tenths: Any) -> str:
    digest = hashlib.sha256()
    for column in (verdict, difference, tenths):
        digest.update(np.asarray(column).reshape(-1).astype(np.int64).tobytes())
    return digest.hexdigest()
