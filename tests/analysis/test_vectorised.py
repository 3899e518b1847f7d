"""The country's table says what the single sentence says, and both say what fractions say."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miernik.analysis.compute import rules, vectorised
from miernik.analysis.compute.changes import change
from miernik.analysis.compute.series import Break, Point, Series, Verdict
from miernik.kernel.quantities import BreakType, Kind, NoteKind, Status

FIRST = 2010
REMARK = "liczone dwukrotnie"

numbers = st.one_of(
    st.integers(0, 60),
    st.integers(0, 9000),
    st.sampled_from([0, 1, 1000, 2000, 1_000_000]),
)


@st.composite
def cells(draw: st.DrawFn) -> dict[str, object]:
    return {
        "number": draw(st.one_of(st.none(), numbers)),
        "decimals": draw(st.sampled_from([0, 0, 0, 1, 4])),
        "break": draw(st.sampled_from(["", "", "", "", "confirmed", "rejected", "proposed"])),
        "remarked": draw(st.sampled_from([False, False, False, True])),
    }


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Series], int]:
    years = draw(st.integers(2, 6))
    found = []
    for key in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(rules.KINDS))
        found.append(
            _series(
                str(key),
                kind,
                [draw(cells()) for _ in range(years)],
                Decimal(draw(st.sampled_from(["0", "5", "10", "12.5"]))),
                Decimal(draw(st.sampled_from(["0", "3", "100"]))),
            )
        )
    return found, years


def _series(
    key: str, kind: Kind, row: list[dict[str, object]], percent: Decimal, units: Decimal
) -> Series:
    points, breaks = [], []
    for year, cell in enumerate(row, start=FIRST):
        if cell["break"] and year > FIRST:
            breaks.append(Break(year - 1, year, BreakType.SOURCE, str(cell["break"]), "bo tak"))
        if cell["number"] is None:
            points.append(Point(year, Status.NO_DATA))
            continue
        number = Decimal(str(cell["number"]))
        if kind is not Kind.COUNT:
            number = number.scaleb(-int(str(cell["decimals"])))
        remarked = bool(cell["remarked"])
        points.append(
            Point(
                year,
                Status.VALUE if number else Status.TRUE_ZERO,
                number,
                notes=(REMARK,) if remarked else (),
                note_kinds=(NoteKind.DUPLICATE_COUNT,) if remarked else (),
            )
        )
    return Series(
        key,
        "Liczba rodzin",
        kind,
        points=tuple(points),
        breaks=tuple(breaks),
        materiality_percent=percent,
        materiality_units=units,
    )


def _columns(found: list[Series], years: int) -> vectorised.Changes:
    rows = [
        (place, point.year - FIRST, point, item)
        for place, item in enumerate(found)
        for point in item.points
    ]

    def states(*wanted: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return np.array(
            [
                any(item.year == point.year and item.state in wanted for item in subject.breaks)
                for _, _, point, subject in rows
            ],
            dtype=np.bool_,
        )

    panel = vectorised.panel_of_columns(
        np.zeros(len(rows), dtype=np.int64),
        np.array([place for place, *_ in rows]),
        np.array([year for _, year, *_ in rows]),
        np.array([rules.scaled(point.number or Decimal(0)) for *_, point, _ in rows]),
        known=np.array([point.known for *_, point, _ in rows]),
        shape=(1, len(found), years),
        kinds=[item.kind for item in found],
        percent=[item.materiality_percent for item in found],
        units=[item.materiality_units for item in found],
        stopped=states("proposed", "confirmed"),
        accepted=states("rejected"),
        remarked=np.array([bool(point.notes) for *_, point, _ in rows]),
    )
    return vectorised.year_on_year(panel)


@settings(max_examples=300)
@given(tables())
def test_the_table_and_the_single_series_agree(table: tuple[list[Series], int]) -> None:
    found, years = table
    together = _columns(found, years)
    for place, item in enumerate(found):
        for year in range(1, years):
            single = change(item, FIRST + year - 1, FIRST + year)
            cell = (0, place, year - 1)
            assert rules.VERDICTS[together.verdict[cell]] is single.verdict
            difference = Decimal(int(together.difference[cell])) / rules.SCALE
            assert difference == (single.difference or 0)
            if item.kind is not Kind.PERCENT:
                tenths = Decimal(int(together.tenths[cell])) / 10
                expected = single.percent if together.has_percent[cell] else None
                assert tenths == (expected or 0)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 9000), st.integers(0, 500))
def test_materiality_is_decided_as_fractions_decide(
    before: int, after: int, percent: int, units: int
) -> None:
    size = abs(after - before)
    expected = size > 0 and Fraction(size) >= Fraction(before * percent, 10_000) and size >= units
    arrays = [np.array([value]) for value in (before, after, percent, units)]
    assert bool(rules.material(*arrays)[0]) is expected


@given(st.integers(1, 4 * 10**9), st.integers(0, 4 * 10**9))
def test_tenths_of_a_percent_are_rounded_half_up(before: int, after: int) -> None:
    found = _columns(
        [Series("1", "x", Kind.AMOUNT, points=(_point(FIRST, before), _point(FIRST + 1, after)))], 2
    )
    exact = Decimal(after - before) * 100 / before
    expected = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if found.has_percent[0, 0, 0]:
        assert Decimal(int(found.tenths[0, 0, 0])) / 10 == expected


def _point(year: int, number: int) -> Point:
    return Point(year, Status.VALUE if number else Status.TRUE_ZERO, Decimal(number))


def test_a_series_with_a_gap_is_judged_over_the_gap_only_for_its_jump() -> None:
    gap = Series(
        "1", "x", Kind.COUNT, points=(_point(2010, 3000), _point(2012, 9000), _point(2013, 9100))
    )
    found = _columns([gap], 4)
    names = [rules.VERDICTS[code] for code in found.verdict[0, 0]]
    assert names == [
        Verdict.TOO_LITTLE_DATA, Verdict.TOO_LITTLE_DATA, Verdict.NO_MATERIAL_CHANGE
    ]  # fmt: skip
    assert change(gap, 2010, 2012).verdict is Verdict.NOT_COMPARABLE


def test_a_value_that_would_overflow_is_refused() -> None:
    one = np.array([0])
    with pytest.raises(ValueError, match="exceeds"):
        vectorised.panel_of_columns(
            one, one, one, np.array([10**16]), known=np.array([True]), shape=(1, 1, 1),
            kinds=[Kind.AMOUNT], percent=[Decimal(10)], units=[Decimal(0)],
        )  # fmt: skip
