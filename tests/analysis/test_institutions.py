"""Institutions as replicates, and people they may share."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from miernik.analysis.compute.changes import change
from miernik.analysis.compute.comparability import proposals
from miernik.analysis.compute.institutions import like_for_like, total_interval
from miernik.analysis.compute.runs import run
from miernik.analysis.compute.series import Point, Verdict
from miernik.kernel.quantities import CountedUnit
from tests.analysis.series import plain, point, series


def collected(year: int, numbers: Mapping[str, int], *silent: str) -> Point:
    values = {name: Decimal(number) for name, number in numbers.items()}
    return point(year, sum(numbers.values()), institutions=values, silent=frozenset(silent))


def test_the_panel_tells_the_same_new_closed_and_silent_apart() -> None:
    before = collected(2017, {"SP 1": 100, "SP 2": 80, "SP 3": 50, "SP 4": 10})
    after = collected(2019, {"SP 1": 120, "SP 2": 80, "SP 5": 40}, "SP 3")
    panel = like_for_like(before, after)
    assert panel is not None
    assert (panel.same, panel.up, panel.down, panel.unchanged) == (2, 1, 0, 1)
    assert (panel.joined, panel.left, panel.silent) == (("SP 5",), ("SP 4",), ("SP 3",))
    assert [panel.before, panel.after] == [180, 200]
    assert panel.sentence == (
        "Instytucje z wartością w obu latach: 2; nowe: 1 (SP 5); już nieobecne: 1 (SP 4); "
        "milczące w jednym z lat: 1 (SP 3)."
    )


def test_three_institutions_can_make_most_of_a_change() -> None:
    before = collected(2017, {f"SP {i}": 100 for i in range(8)})
    steps = [90, 60, 30, 5, 5, 5, 5, 0]
    after = collected(2019, {f"SP {i}": 100 + step for i, step in enumerate(steps)})
    panel = like_for_like(before, after)
    assert panel is not None
    assert panel.top_share == 90  # (90 + 60 + 30) of 200
    # Seven of seven up: 2 / 2**7.
    assert panel.sign_p == 0.015625


def test_a_rise_that_the_same_institutions_do_not_show_is_withdrawn() -> None:
    before = collected(2017, {"SP 1": 300, "SP 2": 300})
    after = collected(2019, {"SP 1": 290, "SP 2": 300, "SP 3": 300})
    found = change(series(before, after), 2017, 2019)
    assert found.verdict is Verdict.UNKNOWN
    assert "w tych samych instytucjach (2)" in found.sentence
    assert "nowe: 1" in found.reason


def test_institutions_that_all_changed_say_nothing() -> None:
    found = change(
        series(collected(2017, {"SP 1": 300}), collected(2019, {"SP 2": 600})), 2017, 2019
    )
    assert found.verdict is Verdict.UNKNOWN
    assert "żadna instytucja nie podała liczby w obu latach" in found.sentence


def test_a_rise_that_the_same_institutions_share_stands() -> None:
    before = collected(2017, {f"SP {i}": 300 for i in range(8)})
    after = collected(2019, {f"SP {i}": 380 + i for i in range(8)})
    found = change(series(before, after), 2017, 2019)
    assert found.verdict is Verdict.RISE
    assert "w górę 8" in found.reason


def test_the_interval_of_the_total_is_student_s() -> None:
    before = collected(2017, {f"SP {i}": 100 for i in range(6)})
    after = collected(
        2019, {f"SP {i}": 100 + step for i, step in enumerate([8, 12, 9, 11, 10, 10])}
    )
    # Sum 60, standard deviation sqrt(2), t(5) = 2.5706: half = 2.5706 · sqrt(6 · 2) = 8.9.
    assert total_interval(before, after) == (Decimal("51.1"), Decimal("68.9"))


def test_people_who_may_repeat_are_known_only_within_bounds() -> None:
    before = collected(2017, {"MOPR": 400, "Caritas": 300})
    after = collected(2019, {"MOPR": 500, "Caritas": 350})
    card: dict[str, Any] = {"persons_may_overlap": True, "counted_unit": CountedUnit.PERSON}
    found = change(series(before, after, **card), 2017, 2019)
    assert found.verdict is Verdict.UNKNOWN
    assert found.interval == (Decimal(-200), Decimal(450))  # 500 − 700 to 850 − 400
    assert "od 400 do 700" in plain(found.sentence)
    assert found.difference is None


def test_bounds_that_do_not_meet_show_a_rise() -> None:
    before = collected(2017, {"MOPR": 100, "Caritas": 50})
    after = collected(2019, {"MOPR": 200, "Caritas": 50})
    card: dict[str, Any] = {"persons_may_overlap": True, "counted_unit": CountedUnit.PERSON}
    assert change(series(before, after, **card), 2017, 2019).verdict is Verdict.RISE


def bounded(year: int, lower: int, upper: int) -> Point:
    return point(year, lower=Decimal(lower), upper=Decimal(upper))


def test_an_exact_year_is_compared_with_bounds_and_rises_only_beyond_them() -> None:
    inside = change(series(point(2017, 500), bounded(2019, 400, 700)), 2017, 2019)
    assert inside.verdict is Verdict.UNKNOWN
    assert "w 2017 r. 500, w 2019 r. od 400 do 700" in plain(inside.sentence)
    beyond = change(series(point(2017, 300), bounded(2019, 400, 700)), 2017, 2019)
    assert beyond.verdict is Verdict.RISE
    assert (beyond.interval, beyond.difference) == ((Decimal(100), Decimal(400)), None)
    below = change(series(bounded(2017, 400, 700), point(2019, 300)), 2017, 2019)
    assert below.verdict is Verdict.FALL


def test_bounds_that_nearly_meet_show_no_change() -> None:
    found = change(series(point(2017, 399), bounded(2019, 400, 700)), 2017, 2019)
    assert found.verdict is Verdict.UNKNOWN
    assert "zbyt blisko siebie" in found.sentence


def test_a_jump_that_no_place_between_the_bounds_explains_is_proposed() -> None:
    far = series(point(2017, 300), bounded(2019, 4000, 7000))
    assert change(far, 2017, 2019).verdict is Verdict.NOT_COMPARABLE
    assert [item.year for item in proposals(far)] == [2019]
    near = series(point(2017, 300), bounded(2019, 400, 7000))
    assert proposals(near) == ()


def test_a_bounded_year_stops_no_comparison_of_the_others_and_makes_no_run() -> None:
    points = (point(2016, 500), bounded(2017, 400, 700), point(2018, 500))
    assert change(series(*points), 2016, 2018).verdict is Verdict.NO_MATERIAL_CHANGE
    assert run(series(*points), 2018) is None
